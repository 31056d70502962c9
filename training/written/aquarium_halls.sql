CREATE TABLE keepers (
  keeper_id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  gender TEXT,
  birth_year INTEGER,
  diving_licence TEXT,
  monthly_salary REAL,
  supervisor_id INTEGER REFERENCES keepers(keeper_id)
);
CREATE TABLE tanks (
  tank_no INTEGER PRIMARY KEY,
  tank_name TEXT NOT NULL,
  hall TEXT,
  water_type TEXT,
  volume_m3 REAL,
  opened_on TEXT,
  responsible_keeper INTEGER REFERENCES keepers(keeper_id)
);
CREATE TABLE species (
  species_id INTEGER PRIMARY KEY,
  common_name TEXT NOT NULL,
  latin_name TEXT,
  class TEXT,
  diet TEXT,
  max_length_cm INTEGER,
  endangered INTEGER
);
CREATE TABLE tank_species (
  tank_no INTEGER REFERENCES tanks(tank_no),
  species_id INTEGER REFERENCES species(species_id),
  head_count INTEGER,
  arrived_on TEXT,
  PRIMARY KEY (tank_no, species_id)
);
CREATE TABLE feedings (
  feeding_id INTEGER PRIMARY KEY,
  tank_no INTEGER REFERENCES tanks(tank_no),
  fed_by INTEGER REFERENCES keepers(keeper_id),
  checked_by INTEGER REFERENCES keepers(keeper_id),
  fed_at TEXT,
  food TEXT,
  amount_kg REAL,
  price_per_kg REAL
);
INSERT INTO keepers VALUES
(1,'Marta','Olsen','F',1974,'Y',3900,NULL),
(2,'Ivo','Brandt','M',1981,'Y',3150,1),
(3,'Selma','Kerr','F',1990,'N',2700,1),
(4,'Dario','Fonti','M',1986,'Y',2980,2),
(5,'June','Abara','F',1996,'N',2450,2),
(6,'Piet','Holm','M',1968,'N',2820,1),
(7,'Lena','Vasic','F',1993,'Y',2610,4),
(8,'Otto','Grau','M',2001,NULL,2100,4);
INSERT INTO tanks VALUES
(10,'Lagoon','Coral Hall','S',120,'2009-04-03',2),
(11,'Kelp Forest','North Hall','S',310,'2012-06-18',2),
(12,'Mangrove Pool','Coral Hall','B',85,'2015-03-22',3),
(13,'Amazon Bend','River Hall','F',140,'2009-09-12',6),
(14,'Trout Stream','River Hall','F',42,'2018-05-05',6),
(15,'Open Ocean','North Hall','S',900,'2020-07-01',4),
(16,'Jelly Column','Night Hall','S',12,'2021-11-20',5),
(17,'Cave Pond','Night Hall','F',18,'2022-02-14',5),
(18,'Quarantine A',NULL,'S',9,'2009-04-03',NULL);
INSERT INTO species VALUES
(201,'Clownfish','Amphiprion ocellaris','bony fish','omnivore',11,0),
(202,'Leopard shark','Triakis semifasciata','cartilaginous fish','carnivore',150,0),
(203,'Moon jelly','Aurelia aurita','jellyfish','carnivore',40,0),
(204,'Arapaima','Arapaima gigas','bony fish','carnivore',300,1),
(205,'Brown trout','Salmo trutta','bony fish','carnivore',80,0),
(206,'Green sea turtle','Chelonia mydas','reptile','herbivore',120,1),
(207,'Olm','Proteus anguinus','amphibian','carnivore',30,1),
(208,'Mudskipper','Periophthalmus barbarus','bony fish','omnivore',16,0),
(209,'Spotted eagle ray','Aetobatus narinari','cartilaginous fish','carnivore',330,1),
(210,'Blue tang','Paracanthurus hepatus','bony fish','herbivore',31,0),
(211,'Giant spider crab','Macrocheira kaempferi','crustacean','omnivore',370,0),
(212,'Seadragon','Phycodurus eques','bony fish','carnivore',35,0);
INSERT INTO tank_species VALUES
(10,201,40,'2019-05-02'),(10,210,22,'2020-01-15'),(10,206,1,'2023-03-08'),
(11,202,6,'2018-08-20'),(11,211,3,'2021-04-11'),
(12,208,28,'2019-05-02'),(12,201,9,'2022-10-30'),
(13,204,4,'2016-02-02'),
(14,205,55,'2018-05-20'),
(15,202,9,'2020-07-10'),(15,209,5,'2020-07-15'),(15,206,2,'2021-09-01'),(15,210,60,'2023-06-19'),
(16,203,130,'2021-12-01'),
(17,207,7,'2022-03-03');
INSERT INTO feedings VALUES
(1,10,2,1,'2024-03-04 08:30:00','krill',1.5,12.0),
(2,15,4,2,'2024-03-04 09:15:00','herring',14.0,4.5),
(3,13,6,NULL,'2024-03-05 10:00:00','herring',6.0,4.5),
(4,16,5,3,'2024-03-05 16:40:00','brine shrimp',0.4,30.0),
(5,11,2,4,'2024-03-09 09:05:00','squid',5.5,7.0),
(6,15,7,4,'2024-04-02 09:20:00','squid',11.0,7.0),
(7,14,6,1,'2024-04-02 11:00:00','pellets',3.0,3.2),
(8,10,7,2,'2024-04-14 08:35:00','lettuce',2.0,1.8),
(9,12,3,NULL,'2024-04-14 14:10:00','krill',0.8,12.0),
(10,17,5,NULL,'2024-05-06 16:30:00','bloodworm',0.2,25.0),
(11,15,4,1,'2024-05-06 09:10:00','mackerel',18.0,5.0),
(12,13,6,3,'2025-01-11 10:05:00','herring',7.5,4.8),
(13,15,4,2,'2025-01-12 09:00:00','herring',15.0,4.8),
(14,10,2,NULL,'2025-02-03 08:40:00','krill',1.7,12.5);
