CREATE TABLE Author (
  AuthorID INTEGER PRIMARY KEY,
  FirstName TEXT,
  LastName TEXT,
  Country TEXT,
  BirthYear INTEGER,
  AgentName TEXT
);
CREATE TABLE Editor (
  EditorID INTEGER PRIMARY KEY,
  EditorName TEXT,
  Department TEXT,
  Salary INTEGER,
  HiredOn TEXT,
  ReportsTo INTEGER REFERENCES Editor(EditorID)
);
CREATE TABLE Book (
  BookID INTEGER PRIMARY KEY,
  Title TEXT,
  Category TEXT,
  EditorID INTEGER REFERENCES Editor(EditorID),
  ProofreaderID INTEGER REFERENCES Editor(EditorID),
  PageCount INTEGER
);
CREATE TABLE BookAuthor (
  BookID INTEGER REFERENCES Book(BookID),
  AuthorID INTEGER REFERENCES Author(AuthorID),
  PRIMARY KEY (BookID, AuthorID)
);
CREATE TABLE FormatType (
  FormatCode TEXT PRIMARY KEY,
  FormatName TEXT
);
CREATE TABLE Edition (
  ISBN TEXT PRIMARY KEY,
  BookID INTEGER REFERENCES Book(BookID),
  FormatCode TEXT REFERENCES FormatType(FormatCode),
  PublishedOn TEXT,
  ListPrice REAL,
  PrintCost REAL,
  CopiesSold INTEGER,
  OutOfPrint TEXT
);
CREATE TABLE Contract (
  ContractNo INTEGER PRIMARY KEY,
  AuthorID INTEGER REFERENCES Author(AuthorID),
  BookID INTEGER REFERENCES Book(BookID),
  SignedOn TEXT,
  Advance REAL,
  RoyaltyPct REAL,
  DueOn TEXT,
  DeliveredOn TEXT
);
INSERT INTO Author VALUES
(1,'Henrike','Moll','DE',1971,'Sands & Pike'),
(2,'Luc','Perrault','FR',1958,NULL),
(3,'Anneke','de Wit','NL',1983,'Riverbend'),
(4,'Oscar','Lindqvist','SE',1966,'Riverbend'),
(5,'Camille','Roux','FR',1990,'Sands & Pike'),
(6,'Tomas','Brandt','DE',1949,NULL),
(7,'Ines','Valverde','ES',1979,'Casa Norte'),
(8,'Ruth','Ackerley','GB',1962,'Sands & Pike'),
(9,'Paul','Jansen','NL',1988,NULL),
(10,'Agnes','Moreau','FR',1975,'Casa Norte');
INSERT INTO Editor VALUES
(1,'Viola Stern','Fiction',71000,'2006-04-01',NULL),
(2,'Mark Devlin','Non-fiction',64000,'2011-09-12',1),
(3,'Jun Okabe','Fiction',52500,'2017-02-20',1),
(4,'Petra Lang','Children',48000,'2019-06-03',2),
(5,'Samir Haddad','Non-fiction',45500,'2021-10-11',2),
(6,'Greta Holm','Fiction',41000,'2023-01-09',1),
(7,'Leo Manning','Children',39500,'2024-03-18',4);
INSERT INTO Book VALUES
(1,'The Salt Ledger','novel',1,3,412),
(2,'Winter Orchard','novel',3,6,288),
(3,'How Bridges Stand','science',2,5,336),
(4,'Pocket Bears','children',4,7,48),
(5,'Letters from the Marsh','essay',2,6,196),
(6,'The Clockless Town','novel',3,1,354),
(7,'Bread and Border','essay',5,2,224),
(8,'Moon Soup','children',4,7,40),
(9,'The Quiet Meridian','novel',1,6,510),
(10,'Eels','science',5,NULL,182),
(11,'A Garden of Ladders','poetry',6,NULL,96),
(12,'Unfinished Harbour','novel',6,NULL,NULL);
INSERT INTO BookAuthor VALUES (1,1),(2,4),(3,6),(3,8),(4,3),(4,5),(5,1),(6,2),(7,7),(7,10),(8,3),(9,8),(10,6),(11,5),(12,10),(12,8);
INSERT INTO FormatType VALUES ('HB','hardback'),('PB','paperback'),('EB','e-book'),('AU','audiobook');
INSERT INTO Edition VALUES
('978-01','1','HB','2019-09-02',24.90,6.20,5200,'Y'),
('978-02','1','PB','2020-08-17',12.50,2.40,18300,'N'),
('978-03','1','EB','2019-09-02',9.90,0.10,7400,'N'),
('978-04','2','HB','2022-03-14',22.00,5.80,3100,'N'),
('978-05','2','PB','2023-03-13',11.90,2.30,6650,'N'),
('978-06','3','HB','2021-05-10',34.00,9.50,1900,'Y'),
('978-07','3','EB','2021-05-10',19.00,0.10,880,'N'),
('978-08','4','HB','2020-10-05',14.90,4.10,12100,'N'),
('978-09','5','PB','2023-11-20',15.00,2.90,1450,'N'),
('978-10','6','PB','2024-02-05',13.90,2.60,9800,'N'),
('978-11','6','AU','2024-06-17',21.00,1.20,2250,'N'),
('978-12','7','PB','2024-09-09',16.50,3.00,1120,'N'),
('978-13','8','HB','2025-01-20',13.90,4.00,4300,'N'),
('978-14','9','HB','2025-04-07',27.00,7.10,2780,'N'),
('978-15','9','EB','2025-04-07',12.00,0.10,1600,'N'),
('978-16','10','PB','2022-10-24',17.50,2.80,640,'Y');
INSERT INTO Contract VALUES
(501,1,1,'2017-03-10',15000,10.0,'2018-12-31','2018-11-20'),
(502,4,2,'2020-02-14',9000,8.5,'2021-06-30','2021-08-02'),
(503,6,3,'2019-01-15',6000,7.0,'2020-03-31','2020-03-28'),
(504,8,3,'2019-01-15',6500,7.0,'2020-03-31','2020-03-28'),
(505,3,4,'2019-05-20',4000,6.0,'2019-12-31','2020-01-15'),
(506,1,5,'2022-06-01',3500,8.0,'2023-03-31','2023-03-01'),
(507,2,6,'2022-09-19',12000,10.0,'2023-07-31','2023-07-30'),
(508,7,7,'2023-01-25',4200,7.5,'2024-01-31','2024-02-20'),
(509,3,8,'2023-10-02',4800,6.5,'2024-05-31','2024-05-12'),
(510,8,9,'2023-02-27',18000,12.0,'2024-06-30','2024-09-09'),
(511,5,11,'2024-11-04',2000,6.0,'2025-06-30',NULL),
(512,10,12,'2025-01-13',11000,9.0,'2025-12-31',NULL),
(513,9,NULL,'2025-02-03',2500,7.0,'2026-03-31',NULL);
