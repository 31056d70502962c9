CREATE TABLE Species (
  speciesCode TEXT PRIMARY KEY,
  commonName TEXT,
  latinName TEXT,
  family TEXT,
  minPrice REAL
);
CREATE TABLE Ports (
  portId INTEGER PRIMARY KEY,
  name TEXT,
  country TEXT
);
CREATE TABLE Boats (
  boatId INTEGER PRIMARY KEY,
  name TEXT,
  skipper TEXT,
  homePort INTEGER REFERENCES Ports(portId),
  lengthM REAL,
  builtYear INTEGER
);
CREATE TABLE Buyers (
  buyerId INTEGER PRIMARY KEY,
  name TEXT,
  buyerType TEXT,
  city TEXT,
  email TEXT,
  depositPaid TEXT
);
CREATE TABLE Auctioneers (
  badgeNo INTEGER PRIMARY KEY,
  firstName TEXT,
  lastName TEXT,
  gender TEXT,
  trainedBy INTEGER REFERENCES Auctioneers(badgeNo)
);
CREATE TABLE Auctions (
  auctionId INTEGER PRIMARY KEY,
  startTime TEXT,
  hall TEXT,
  ledBy INTEGER REFERENCES Auctioneers(badgeNo),
  checkedBy INTEGER REFERENCES Auctioneers(badgeNo)
);
CREATE TABLE Lots (
  lotId INTEGER PRIMARY KEY,
  auctionId INTEGER REFERENCES Auctions(auctionId),
  boatId INTEGER REFERENCES Boats(boatId),
  speciesCode TEXT REFERENCES Species(speciesCode),
  weightKg REAL,
  grade TEXT,
  startPrice REAL,
  hammerPrice REAL,
  buyerId INTEGER REFERENCES Buyers(buyerId)
);
INSERT INTO Species VALUES
 ('COD','cod','Gadus morhua','gadoid',4.5),
 ('HAD','haddock','Melanogrammus aeglefinus','gadoid',3.2),
 ('MAC','mackerel','Scomber scombrus','scombrid',1.8),
 ('SOL','sole','Solea solea','flatfish',12.0),
 ('PLE','plaice','Pleuronectes platessa','flatfish',2.9),
 ('TUR','turbot','Scophthalmus maximus','flatfish',14.5),
 ('LOB','lobster','Homarus gammarus','shellfish',18.0),
 ('MON','monkfish','Lophius piscatorius','anglerfish',9.0);
INSERT INTO Ports VALUES (1,'Oostvoorde','NL'),(2,'Kilmara','IE'),(3,'Saint-Brel','FR'),(4,'Norvik','DK'),(5,'Portdoran','IE'),(6,'Harlinge','NL');
INSERT INTO Boats VALUES
 (10,'Sea Harvest','Piet de Boer',1,24.5,1998),
 (11,'Morning Star','Liam Keane',2,18.2,2006),
 (12,'La Mouette','Yann Le Goff',3,15.0,1989),
 (13,'Nordlys','Jens Holm',4,31.4,2014),
 (14,'Aoife','Sean Doyle',5,12.6,2001),
 (15,'Zeemeeuw','Kees Vos',1,22.0,1994),
 (16,'Belle Etoile','Marc Tanguy',3,16.8,2011),
 (17,'Old Faithful','Liam Burke',2,10.4,1975);
INSERT INTO Buyers VALUES
 (201,'Vis en Co','W','Rotterdam','inkoop@visenco.nl','Y'),
 (202,'Chez Armand','R','Paris',NULL,'Y'),
 (203,'Blue Plate','R','Dublin','orders@blueplate.ie','N'),
 (204,'Atlantic Wholesale','W','Cork','buy@atlanticws.ie','Y'),
 (205,'Fishmonger Daly','F','Dublin',NULL,'Y'),
 (206,'Poissonnerie Roux','F','Paris','roux@poisson.fr','N'),
 (207,'Nordsee Fabrik','P','Bremen','einkauf@nordsee.de','Y'),
 (208,'Corner Fish Bar','R','Cork',NULL,'N');
INSERT INTO Auctioneers VALUES
 (1,'Hendrik','Smit','M',NULL),(2,'Maeve','Nolan','F',1),(3,'Tom','Visser','M',1),(4,'Ines','Caradec','F',2),(5,'Bram','Mulder','M',3);
INSERT INTO Auctions VALUES
 (1,'2024-10-07 05:30:00','A',1,2),
 (2,'2024-10-14 05:30:00','A',2,1),
 (3,'2024-11-04 06:00:00','B',3,1),
 (4,'2024-12-20 04:45:00','A',2,3),
 (5,'2025-01-13 05:30:00','B',1,NULL),
 (6,'2025-02-03 06:00:00','A',4,2),
 (7,'2025-02-10 05:15:00','C',2,1),
 (8,'2025-03-17 06:30:00','B',3,NULL);
INSERT INTO Lots VALUES
 (1001,1,10,'COD',320,'A',1500,1760,201),
 (1002,1,11,'MAC',850,'B',1400,1390,204),
 (1003,1,12,'SOL',95,'A',1150,1480,202),
 (1004,2,13,'COD',610,'B',2600,2850,207),
 (1005,2,14,'LOB',42,'A',760,910,203),
 (1006,2,15,'PLE',400,'B',1100,NULL,NULL),
 (1007,3,10,'HAD',275,'A',900,1015,201),
 (1008,3,16,'MON',130,'A',1200,1390,206),
 (1009,4,12,'LOB',60,'A',1200,1720,202),
 (1010,4,11,'COD',210,'C',800,845,205),
 (1011,4,15,'TUR',70,'A',1050,1300,202),
 (1012,5,13,'MAC',1200,'B',2000,2240,207),
 (1013,5,10,'SOL',110,'B',1300,1355,201),
 (1014,6,14,'LOB',35,'B',600,NULL,NULL),
 (1015,6,16,'SOL',80,'A',1000,1195,206),
 (1016,6,11,'HAD',340,'B',1000,1120,204),
 (1017,7,13,'COD',540,'A',2500,3010,207),
 (1018,7,12,'MON',90,'B',780,805,203),
 (1019,7,15,'PLE',380,'C',950,870,204),
 (1020,8,10,'COD',290,'B',1250,1330,205),
 (1021,8,16,'TUR',55,'A',850,1005,206),
 (1022,8,14,'MAC',300,'C',480,NULL,NULL);
