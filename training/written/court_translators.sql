CREATE TABLE LANG (
 LANG_CD TEXT PRIMARY KEY,
 LANG_NAME TEXT,
 SCRIPT TEXT
);
CREATE TABLE TRANSLATOR (
 TRANSLATOR_ID INTEGER PRIMARY KEY,
 FULL_NAME TEXT,
 GENDER TEXT,
 HOME_CITY TEXT,
 SWORN_ON TEXT,
 HOURLY_FEE REAL,
 MENTOR_ID INTEGER REFERENCES TRANSLATOR(TRANSLATOR_ID),
 EMAIL TEXT
);
CREATE TABLE TRANSLATOR_LANG (
 TRANSLATOR_ID INTEGER REFERENCES TRANSLATOR(TRANSLATOR_ID),
 LANG_CD TEXT REFERENCES LANG(LANG_CD),
 SKILL TEXT,
 PRIMARY KEY (TRANSLATOR_ID, LANG_CD)
);
CREATE TABLE COURT (
 COURT_ID INTEGER PRIMARY KEY,
 COURT_NAME TEXT,
 CITY TEXT,
 COURT_KIND TEXT
);
CREATE TABLE HEARING (
 HEARING_ID INTEGER PRIMARY KEY,
 COURT_ID INTEGER REFERENCES COURT(COURT_ID),
 CASE_REF TEXT,
 MATTER TEXT,
 STARTS_AT TEXT,
 LANG_CD TEXT REFERENCES LANG(LANG_CD),
 TRANSLATOR_ID INTEGER REFERENCES TRANSLATOR(TRANSLATOR_ID),
 STANDBY_ID INTEGER REFERENCES TRANSLATOR(TRANSLATOR_ID),
 HOURS REAL,
 STATUS TEXT
);
CREATE TABLE INVOICE (
 INVOICE_NO TEXT PRIMARY KEY,
 HEARING_ID INTEGER REFERENCES HEARING(HEARING_ID),
 ISSUED_ON TEXT,
 FEE_AMOUNT REAL,
 TRAVEL_AMOUNT REAL,
 SETTLED_ON TEXT
);
INSERT INTO LANG VALUES ('AR','Arabic','Arabic'),('PL','Polish','Latin'),('TI','Tigrinya','Geez'),('RO','Romanian','Latin'),('UK','Ukrainian','Cyrillic'),('VI','Vietnamese','Latin'),('FA','Farsi','Arabic');
INSERT INTO TRANSLATOR VALUES
(1,'Layla Mansour','F','Kassel','2009-03-17',85,NULL,'layla@trans.de'),(2,'Piotr Gorski','M','Fulda','2014-06-02',70,1,'piotr@trans.de'),(3,'Selam Tesfai','F','Kassel','2018-11-21',74,1,NULL),(4,'Dana Ionescu','F','Marburg','2016-01-13',72,2,'dana@words.eu'),
(5,'Oleh Bondar','M','Fulda','2022-09-05',65,2,NULL),(6,'Navid Rostami','M','Marburg','2020-04-28',78,1,'navid@words.eu'),(7,'Thu Pham','F','Giessen','2023-02-14',60,3,'thu@words.eu'),(8,'Greta Wolff','F','Giessen','2024-10-01',55,4,NULL);
INSERT INTO TRANSLATOR_LANG VALUES (1,'AR','native'),(1,'FA','fluent'),(2,'PL','native'),(2,'UK','fluent'),(3,'TI','native'),(3,'AR','fluent'),(4,'RO','native'),(5,'UK','native'),(5,'PL','working'),(6,'FA','native'),(7,'VI','native'),(8,'PL','fluent');
INSERT INTO COURT VALUES (1,'Kassel District Court','Kassel','civil'),(2,'Fulda Criminal Court','Fulda','criminal'),(3,'Marburg Family Court','Marburg','family'),(4,'Giessen Asylum Court','Giessen','asylum'),(5,'Kassel Labour Court','Kassel','labour'),(6,'Hanau Civil Court','Hanau','civil');
INSERT INTO HEARING VALUES
(1,4,'A-17/23','asylum appeal','2023-02-08 09:00:00','TI',3,1,3.5,'HELD'),(2,2,'C-80/23','burglary','2023-05-16 10:30:00','PL',2,NULL,2,'HELD'),(3,3,'F-05/23','custody','2023-09-21 13:00:00','RO',4,NULL,1.5,'HELD'),(4,4,'A-66/23','asylum appeal','2023-11-30 09:00:00','FA',6,1,4,'HELD'),
(5,1,'Z-12/24','tenancy','2024-01-18 11:00:00','AR',1,3,2.5,'HELD'),(6,5,'L-31/24','unfair dismissal','2024-03-05 09:30:00','PL',2,5,3,'HELD'),(7,2,'C-19/24','fraud','2024-04-24 08:45:00','UK',5,2,5.5,'HELD'),(8,4,'A-20/24','asylum appeal','2024-06-12 09:00:00','AR',1,NULL,NULL,'POSTPONED'),
(9,3,'F-22/24','divorce','2024-07-09 14:15:00','VI',7,NULL,1,'HELD'),(10,2,'C-44/24','assault','2024-10-15 10:30:00','AR',3,1,4.5,'HELD'),(11,1,'Z-70/24','tenancy','2024-11-27 11:00:00','UK',5,NULL,NULL,'CANCELLED'),(12,4,'A-03/25','asylum appeal','2025-01-22 09:00:00','FA',6,NULL,3,'HELD'),(13,3,'F-02/25','custody','2025-02-19 13:00:00','PL',NULL,NULL,NULL,'PLANNED');
INSERT INTO INVOICE VALUES
('R-001',1,'2023-02-15',259,48,'2023-03-10'),('R-002',2,'2023-05-20',140,0,'2023-06-19'),('R-003',3,'2023-10-02',108,0,'2023-11-15'),('R-004',4,'2023-12-08',312,36.5,'2024-01-22'),('R-005',5,'2024-01-29',212.5,0,'2024-02-26'),('R-006',6,'2024-03-11',210,62,NULL),
('R-007',7,'2024-05-02',357.5,0,'2024-06-03'),('R-008',9,'2024-07-15',60,24,NULL),('R-009',10,'2024-10-25',333,55,NULL),('R-010',12,'2025-02-03',234,36.5,'2025-03-01');
