CREATE TABLE tbl_item_groups (
  grp_code TEXT PRIMARY KEY,
  grp_name TEXT
);
CREATE TABLE tbl_items (
  item_id INTEGER PRIMARY KEY,
  item_name TEXT,
  grp_code TEXT REFERENCES tbl_item_groups(grp_code),
  material TEXT,
  colour TEXT,
  day_rate REAL,
  replacement_cost REAL,
  pieces_owned INTEGER
);
CREATE TABLE tbl_clients (
  client_id INTEGER PRIMARY KEY,
  client_name TEXT,
  client_type TEXT,
  city TEXT,
  referred_by INTEGER REFERENCES tbl_clients(client_id)
);
CREATE TABLE tbl_venues (
  venue_id INTEGER PRIMARY KEY,
  venue_name TEXT,
  city TEXT,
  capacity INTEGER,
  outdoor INTEGER
);
CREATE TABLE tbl_crew (
  crew_id INTEGER PRIMARY KEY,
  name TEXT,
  hourly_wage REAL,
  has_licence INTEGER
);
CREATE TABLE tbl_rentals (
  rental_no INTEGER PRIMARY KEY,
  client_id INTEGER REFERENCES tbl_clients(client_id),
  venue_id INTEGER REFERENCES tbl_venues(venue_id),
  event_kind TEXT,
  guests INTEGER,
  out_date TEXT,
  back_date TEXT,
  delivered_by INTEGER REFERENCES tbl_crew(crew_id),
  collected_by INTEGER REFERENCES tbl_crew(crew_id),
  deposit REAL,
  invoice_state TEXT
);
CREATE TABLE tbl_rental_items (
  rental_no INTEGER REFERENCES tbl_rentals(rental_no),
  item_id INTEGER REFERENCES tbl_items(item_id),
  pieces INTEGER,
  days INTEGER,
  damaged_pieces INTEGER,
  PRIMARY KEY (rental_no, item_id)
);
INSERT INTO tbl_item_groups VALUES ('CH','chairs'),('TB','tables'),('SF','sofas'),('LT','lighting'),('TN','tents'),('BR','bars');
INSERT INTO tbl_items VALUES
 (1,'Chiavari chair','CH','beech','gold',3.50,55,300),
 (2,'Folding chair','CH','plastic','white',1.20,18,500),
 (3,'Round banquet table','TB','plywood','brown',9.00,140,60),
 (4,'Trestle table','TB','pine','brown',6.50,85,80),
 (5,'Cocktail table','TB','steel','white',7.00,95,45),
 (6,'Chesterfield sofa','SF','leather','green',65.00,1450,6),
 (7,'Lounge cube','SF','leather','white',14.00,120,40),
 (8,'Festoon light 20m','LT','copper','black',12.00,75,50),
 (9,'Uplighter','LT','steel','black',10.00,160,32),
 (10,'Marquee 6x12','TN','canvas','white',280.00,5200,3),
 (11,'Mobile bar','BR','oak','brown',90.00,1900,4),
 (12,'Bench','CH','pine','brown',2.80,48,120),
 (13,'Director chair','CH','ash','black',4.20,60,20);
INSERT INTO tbl_clients VALUES
 (31,'Weber Weddings','C','Hamburg',NULL),
 (32,'Lydia Brandt','P','Kiel',31),
 (33,'Hansen Logistics','C','Hamburg',NULL),
 (34,'City Council Luebeck','G','Luebeck',NULL),
 (35,'Omar Saleh','P','Hamburg',31),
 (36,'Nordlicht Agency','C','Kiel',33),
 (37,'Greta Voss','P','Luebeck',32),
 (38,'Harbour Rowing Society','N','Hamburg',34);
INSERT INTO tbl_venues VALUES
 (1,'Old Grain Store','Hamburg',220,0),
 (2,'Castle Park','Kiel',600,1),
 (3,'Town Hall Square','Luebeck',1500,1),
 (4,'Riverside Loft','Hamburg',90,0),
 (5,'Beech Manor','Ploen',140,0),
 (6,'Dune Meadow','Sylt',300,1);
INSERT INTO tbl_crew VALUES (1,'Sven Ott',17.50,1),(2,'Mira Jansen',18.20,1),(3,'Pawel Nowak',16.00,0),(4,'Timo Lenz',15.40,1),(5,'Esra Kaya',19.00,1),(6,'Jo Baum',14.80,0);
INSERT INTO tbl_rentals VALUES
 (701,31,1,'wedding',120,'2024-05-17','2024-05-19',1,2,400,'paid'),
 (702,33,4,'conference',80,'2024-06-03','2024-06-05',2,2,250,'paid'),
 (703,34,3,'street fair',900,'2024-08-23','2024-08-26',5,1,NULL,'paid'),
 (704,32,2,'birthday',60,'2024-09-06','2024-09-08',1,4,150,'sent'),
 (705,31,5,'wedding',130,'2025-04-25','2025-04-28',2,1,450,'paid'),
 (706,36,2,'product launch',250,'2025-05-08','2025-05-10',5,5,600,'sent'),
 (707,35,1,'wedding',180,'2025-05-30','2025-06-01',4,2,500,'reminded'),
 (708,37,5,'birthday',45,'2025-06-13',NULL,1,NULL,120,'draft'),
 (709,33,1,'conference',150,'2025-06-16',NULL,2,NULL,300,'draft'),
 (710,31,2,'wedding',210,'2025-06-20',NULL,NULL,NULL,NULL,'draft'),
 (711,34,3,'concert',1100,'2025-05-01','2025-05-02',5,4,NULL,'reminded');
INSERT INTO tbl_rental_items VALUES
 (701,1,120,2,3),(701,3,15,2,0),(701,8,6,2,1),
 (702,2,80,2,0),(702,5,10,2,0),
 (703,12,110,3,6),(703,4,70,3,2),(703,10,3,3,0),
 (704,2,60,2,2),(704,11,1,2,0),
 (705,1,130,3,5),(705,3,17,3,1),(705,6,2,3,0),
 (706,7,36,2,4),(706,9,24,2,1),(706,5,30,2,0),
 (707,1,180,2,0),(707,3,22,2,0),(707,8,10,2,2),
 (708,12,20,3,NULL),(708,8,4,3,NULL),
 (709,2,150,2,NULL),
 (710,10,2,3,NULL),
 (711,12,100,1,3),(711,4,50,1,1);
