CREATE TABLE Countries (
  ctry_cd TEXT PRIMARY KEY,
  ctry_nm TEXT,
  in_eu TEXT
);
CREATE TABLE Producers (
  prod_id INTEGER PRIMARY KEY,
  prod_nm TEXT,
  region TEXT,
  ctry_cd TEXT REFERENCES Countries(ctry_cd),
  since_yr INTEGER,
  organic TEXT
);
CREATE TABLE Delicacies (
  art_no INTEGER PRIMARY KEY,
  art_nm TEXT,
  prod_id INTEGER REFERENCES Producers(prod_id),
  sort_cd TEXT,
  unit TEXT,
  buy_prc REAL,
  sell_prc REAL,
  shelf_days INTEGER
);
CREATE TABLE Workers (
  wrk_id INTEGER PRIMARY KEY,
  wrk_nm TEXT,
  duty TEXT,
  chief INTEGER REFERENCES Workers(wrk_id)
);
CREATE TABLE Imports (
  imp_no INTEGER PRIMARY KEY,
  prod_id INTEGER REFERENCES Producers(prod_id),
  ordered_by INTEGER REFERENCES Workers(wrk_id),
  approved_by INTEGER REFERENCES Workers(wrk_id),
  order_dt TEXT,
  arrival_dt TEXT,
  freight_cost REAL,
  customs_fee REAL,
  stat TEXT
);
CREATE TABLE ImportItems (
  imp_no INTEGER REFERENCES Imports(imp_no),
  art_no INTEGER REFERENCES Delicacies(art_no),
  qty REAL,
  unit_cost REAL,
  spoiled_qty REAL,
  PRIMARY KEY (imp_no, art_no)
);
CREATE TABLE CounterSales (
  sale_id INTEGER PRIMARY KEY,
  art_no INTEGER REFERENCES Delicacies(art_no),
  wrk_id INTEGER REFERENCES Workers(wrk_id),
  sold_ts TEXT,
  qty REAL,
  amount REAL,
  paid_with TEXT
);
INSERT INTO Countries VALUES ('IT','Italy','Y'),('FR','France','Y'),('ES','Spain','Y'),('GR','Greece','Y'),('CH','Switzerland','N'),('TN','Tunisia','N'),('AR','Argentina','N');
INSERT INTO Producers VALUES
 (1,'Caseificio Ferri','Emilia','IT',2009,'N'),
 (2,'Frantoio Alba','Tuscany','IT',2012,'Y'),
 (3,'Maison Perrault','Burgundy','FR',2015,'N'),
 (4,'Hermanos Rubio','Extremadura','ES',2011,'N'),
 (5,'Elaiones Kritis','Crete','GR',2019,'Y'),
 (6,'Kaeserei Brunner','Appenzell','CH',2006,'Y'),
 (7,'Dar Harissa','Nabeul','TN',2022,'N'),
 (8,'Fromagerie du Lac','Savoy','FR',2018,'Y'),
 (9,'Salumi Gatti','Emilia','IT',2024,'N');
INSERT INTO Delicacies VALUES
 (301,'Parmesan 24 months',1,'CHS','kg',17.50,32.90,180),
 (302,'Gorgonzola dolce',1,'CHS','kg',11.20,22.50,30),
 (303,'Extra virgin olive oil',2,'OIL','btl',7.80,15.90,540),
 (304,'Dijon mustard',3,'CON','jar',1.90,4.60,365),
 (305,'Duck rillettes',3,'MEA','jar',3.70,8.40,300),
 (306,'Iberico ham',4,'MEA','kg',48.00,96.00,210),
 (307,'Chorizo picante',4,'MEA','kg',10.50,21.00,120),
 (308,'Cretan olive oil',5,'OIL','btl',8.60,17.50,540),
 (309,'Kalamata olives',5,'CON','kg',5.10,12.80,90),
 (310,'Alpine cheese',6,'CHS','kg',15.80,29.50,150),
 (311,'Harissa paste',7,'CON','jar',1.40,3.90,400),
 (312,'Reblochon',8,'CHS','pc',5.60,11.90,28),
 (313,'Green olive tapenade',2,'CON','jar',2.20,5.80,240);
INSERT INTO Workers VALUES (1,'Giulia Sartori','owner',NULL),(2,'Max Ebner','buyer',1),(3,'Rita Lang','buyer',1),(4,'Tom Seidl','counter',2),(5,'Nina Graf','counter',2),(6,'Paul Aigner','counter',3);
INSERT INTO Imports VALUES
 (801,1,2,1,'2024-02-12','2024-02-19',140,0,'A'),
 (802,6,3,1,'2024-04-08','2024-04-12',95,62,'A'),
 (803,4,2,1,'2024-06-17','2024-06-28',210,0,'A'),
 (804,5,3,2,'2024-09-30','2024-10-14',260,0,'A'),
 (805,7,2,1,'2024-11-11','2024-12-02',310,88,'A'),
 (806,1,3,2,'2025-01-20','2025-01-27',145,0,'A'),
 (807,3,2,1,'2025-02-10','2025-02-14',120,0,'A'),
 (808,2,2,NULL,'2025-03-03','2025-03-11',150,0,'A'),
 (809,8,3,1,'2025-03-24',NULL,NULL,NULL,'T'),
 (810,4,2,NULL,'2025-04-07',NULL,NULL,NULL,'O'),
 (811,6,3,1,'2025-04-10',NULL,NULL,NULL,'T');
INSERT INTO ImportItems VALUES
 (801,301,40,17.00,0),(801,302,15,11.00,2.5),
 (802,310,30,15.50,0),
 (803,306,12,47.00,0),(803,307,20,10.20,1),
 (804,308,60,8.40,3),(804,309,25,5.00,0),
 (805,311,120,1.35,4),
 (806,301,35,17.60,0),(806,302,18,11.30,1.5),
 (807,304,90,1.85,0),(807,305,48,3.60,2),
 (808,303,72,7.70,1),
 (809,312,40,5.60,NULL),
 (810,306,10,48.00,NULL),
 (811,310,28,15.90,NULL);
INSERT INTO CounterSales VALUES
 (1,301,4,'2024-03-01 10:15:00',0.8,26.32,'cash'),
 (2,302,4,'2024-03-08 16:40:00',0.5,11.25,'card'),
 (3,310,5,'2024-05-04 11:05:00',1.2,35.40,'card'),
 (4,306,4,'2024-12-23 10:20:00',1.5,144.00,'card'),
 (5,306,5,'2024-12-24 09:50:00',0.9,86.40,'cash'),
 (6,308,6,'2025-01-11 12:30:00',2,35.00,'card'),
 (7,301,5,'2025-02-07 16:10:00',1.1,36.19,'cash'),
 (8,305,6,'2025-02-22 11:45:00',3,25.20,'card'),
 (9,303,4,'2025-03-15 10:35:00',4,63.60,'card'),
 (10,309,5,'2025-03-21 17:20:00',0.6,7.68,'cash'),
 (11,304,4,'2025-03-29 11:15:00',2,9.20,'cash'),
 (12,307,4,'2025-04-11 16:55:00',0.7,14.70,'card'),
 (13,301,4,'2025-04-12 10:05:00',0.4,13.16,'voucher');
