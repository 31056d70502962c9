CREATE TABLE port (port_no INTEGER PRIMARY KEY, port TEXT, coast TEXT, ice_plant TEXT, auction_day TEXT);
CREATE TABLE species (sp TEXT PRIMARY KEY, common_name TEXT, latin TEXT, grp TEXT, min_size_cm INTEGER);
CREATE TABLE landing (
  slip TEXT PRIMARY KEY,
  landed_on TEXT,
  sold_on TEXT,
  port_no INTEGER REFERENCES port(port_no),
  sold_at INTEGER REFERENCES port(port_no),
  vessel TEXT,
  lic_no TEXT,
  gear TEXT,
  sp TEXT REFERENCES species(sp),
  kg_landed REAL,
  kg_rejected REAL,
  kg_sold REAL,
  price_kg REAL,
  grade TEXT,
  days_at_sea INTEGER,
  crew INTEGER,
  inspected INTEGER
);
INSERT INTO port VALUES (1,'Skellin','NORTH','Y','Tuesday'),(2,'Marazan','WEST','Y','Friday'),(3,'Little Cove','WEST','N',NULL),(4,'Drumvane','EAST','Y','Monday'),(5,'Gull Point','EAST','N',NULL);
INSERT INTO species VALUES ('COD','cod','Gadus morhua','WHITEFISH',35),('HAD','haddock','Melanogrammus aeglefinus','WHITEFISH',30),('MAC','mackerel','Scomber scombrus','PELAGIC',30),('HER','herring','Clupea harengus','PELAGIC',20),('LOB','lobster','Homarus gammarus','SHELLFISH',NULL),('CRE','brown crab','Cancer pagurus','SHELLFISH',14),('MON','monkfish','Lophius piscatorius','WHITEFISH',NULL);
INSERT INTO landing VALUES
('L2401','2024-01-11','2024-01-12',1,1,'Morning Star','SK-104','TRAWL','COD',2140,60,2080,3.85,'A',5,6,1),
('L2402','2024-01-16','2024-01-16',4,4,'Annie B','DV-022','GILLNET','HAD',880,15,865,2.70,'A',2,4,0),
('L2403','2024-02-02','2024-02-02',2,2,'Silver Dart','MZ-311','PURSE SEINE','MAC',15600,400,15200,1.15,'B',3,9,1),
('L2404','2024-02-20','2024-02-23',3,2,'Little Wren','LC-007','POTS','LOB',142,4,138,19.50,'A',1,2,0),
('L2405','2024-03-05','2024-03-05',1,1,'Morning Star','SK-104','TRAWL','MON',630,0,630,7.40,'A',6,6,0),
('L2406','2024-03-19','2024-03-22',3,2,'Jenny Lee','LC-012','POTS','CRE',910,55,855,2.95,'B',1,2,0),
('L2407','2024-04-09','2024-04-09',1,1,'Northern Pride','SK-118','TRAWL','HAD',3275,120,3155,2.20,'B',7,7,1),
('L2408','2024-05-14','2024-05-17',5,4,'Kittiwake','GP-003','POTS','LOB',96,1,95,21.00,'A',1,2,0),
('L2409','2024-06-07','2024-06-07',2,2,'Silver Dart','MZ-311','PURSE SEINE','HER',22400,900,21500,0.62,'B',4,9,1),
('L2410','2024-07-12','2024-07-15',5,4,'Kittiwake','GP-003','HANDLINE','MAC',310,0,310,2.85,'A',1,2,0),
('L2411','2024-09-24','2024-09-24',1,1,'Northern Pride','SK-118','TRAWL','COD',1890,140,1750,3.60,'B',6,7,0),
('L2412','2024-11-18','2024-11-18',4,4,'Annie B','DV-022','GILLNET','COD',1020,25,995,4.10,'A',3,4,1),
('L2501','2025-01-14','2025-01-14',1,1,'Morning Star','SK-104','TRAWL','COD',1760,35,1725,4.45,'A',5,6,0),
('L2502','2025-01-24','2025-01-24',2,2,'Silver Dart','MZ-311','PURSE SEINE','MAC',13100,250,12850,1.32,'A',3,9,0),
('L2503','2025-02-18','2025-02-21',3,2,'Little Wren','LC-007','POTS','LOB',118,2,116,22.75,'A',1,2,1),
('L2504','2025-03-04','2025-03-04',1,1,'Northern Pride','SK-118','TRAWL','HAD',2980,75,2905,2.55,'A',6,7,0),
('L2505','2025-03-28','2025-03-28',2,2,'Ocean Harvest','MZ-340','LONGLINE','MON',540,10,530,8.10,'A',8,5,1),
('L2506','2025-04-22','2025-04-25',3,2,'Jenny Lee','LC-012','POTS','CRE',1045,85,960,3.10,'C',1,2,0),
('L2507','2025-05-12','2025-05-12',4,4,'Annie B','DV-022','GILLNET','HAD',760,20,740,2.90,'A',2,4,0),
('L2508','2025-06-13',NULL,2,NULL,'Silver Dart','MZ-311','PURSE SEINE','HER',19800,NULL,NULL,NULL,NULL,4,9,0),
('L2509','2025-06-17',NULL,5,NULL,'Kittiwake','GP-003','POTS','LOB',88,NULL,NULL,NULL,NULL,1,2,0);
