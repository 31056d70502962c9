CREATE TABLE tongues (
  langCode TEXT PRIMARY KEY,
  langName TEXT,
  family TEXT
);
CREATE TABLE customers (
  customerId INTEGER PRIMARY KEY,
  companyName TEXT,
  contactName TEXT,
  city TEXT,
  branch TEXT,
  discountPct REAL
);
CREATE TABLE linguists (
  linguistId INTEGER PRIMARY KEY,
  fullName TEXT,
  nativeLang TEXT REFERENCES tongues(langCode),
  centsPerWord REAL,
  city TEXT,
  memberSince TEXT,
  isSworn INTEGER,
  trainedBy INTEGER REFERENCES linguists(linguistId)
);
CREATE TABLE languagePairs (
  linguistId INTEGER REFERENCES linguists(linguistId),
  sourceLang TEXT REFERENCES tongues(langCode),
  targetLang TEXT REFERENCES tongues(langCode),
  testScore INTEGER,
  PRIMARY KEY (linguistId, sourceLang, targetLang)
);
CREATE TABLE jobs (
  jobId INTEGER PRIMARY KEY,
  customerId INTEGER REFERENCES customers(customerId),
  subject TEXT,
  sourceLang TEXT REFERENCES tongues(langCode),
  targetLang TEXT REFERENCES tongues(langCode),
  wordCount INTEGER,
  pricePerWord REAL,
  orderedOn TEXT,
  dueOn TEXT,
  deliveredOn TEXT,
  status TEXT,
  translatorId INTEGER REFERENCES linguists(linguistId),
  reviewerId INTEGER REFERENCES linguists(linguistId)
);
CREATE TABLE complaints (
  complaintId INTEGER PRIMARY KEY,
  jobId INTEGER REFERENCES jobs(jobId),
  receivedOn TEXT,
  severity TEXT,
  refund REAL
);
INSERT INTO tongues VALUES ('EN','English','Germanic'),('DE','German','Germanic'),('FR','French','Romance'),('IT','Italian','Romance'),('PL','Polish','Slavic'),('SV','Swedish','Germanic'),('RO','Romanian','Romance'),('CS','Czech','Slavic');
INSERT INTO customers VALUES
(1,'Hartmann Pumps','Ulla Hartmann','Kassel','industry',5),
(2,'Clinica Verde','Dr. Sala','Turin','medicine',NULL),
(3,'Lexwell Partners','Adam Reed','Bristol','law',10),
(4,'Nordkust Kayaks','Elin Dahl','Malmo','leisure',NULL),
(5,'Sucre & Fils','Marc Sucre','Lyon','food',3),
(6,'Baltic Freight','Jan Nowak','Gdynia','transport',NULL),
(7,'Museo Lago','Carla Pini','Como','culture',5),
(8,'Petrov Timber','Ana Petrov','Brno','industry',NULL);
INSERT INTO linguists VALUES
(1,'Greta Sommer','DE',12.5,'Kassel','2010-02-01',1,NULL),
(2,'Fiona Marsh','EN',11.0,'Bristol','2013-06-15',0,NULL),
(3,'Paolo Neri','IT',9.5,'Turin','2016-09-01',1,1),
(4,'Celine Aubry','FR',10.0,'Lyon','2015-01-12',1,2),
(5,'Marek Zielinski','PL',8.0,'Gdynia','2019-04-08',0,1),
(6,'Astrid Nyberg','SV',11.5,'Malmo','2018-10-22',0,2),
(7,'Ioana Dumitru','RO',7.5,'Lyon','2022-03-14',0,4),
(8,'Ben Holloway','EN',9.0,'Bristol','2023-08-28',0,2),
(9,'Katja Brenn','DE',10.5,'Kassel','2021-05-03',1,1),
(10,'Nell Purvis','EN',8.5,'Bristol','2025-02-17',0,NULL);
INSERT INTO languagePairs VALUES
(1,'EN','DE',97),(1,'FR','DE',91),(2,'DE','EN',95),(2,'FR','EN',88),(3,'DE','IT',90),(3,'EN','IT',93),(4,'EN','FR',94),(4,'DE','FR',85),
(5,'DE','PL',89),(6,'EN','SV',92),(7,'FR','RO',84),(8,'DE','EN',82),(8,'IT','EN',79),(9,'EN','DE',87),(9,'PL','DE',90),(5,'EN','PL',86);
INSERT INTO jobs VALUES
(201,1,'Pump manual','DE','EN',8200,0.16,'2024-09-03','2024-09-30','2024-09-27','delivered',2,8),
(202,1,'Pump manual','DE','PL',8200,0.14,'2024-09-03','2024-10-15','2024-10-21','delivered',5,9),
(203,2,'Patient leaflet','EN','IT',1900,0.19,'2024-11-12','2024-11-20','2024-11-19','delivered',3,NULL),
(204,3,'Supply contract','EN','DE',5400,0.22,'2024-12-02','2024-12-16','2024-12-16','delivered',1,9),
(205,3,'Court ruling','FR','EN',3100,0.24,'2025-01-09','2025-01-20','2025-01-24','delivered',2,8),
(206,4,'Spring catalogue','EN','SV',4600,0.15,'2025-01-27','2025-02-14','2025-02-12','delivered',6,NULL),
(207,5,'Recipe booklet','FR','RO',2700,0.13,'2025-02-05','2025-02-25','2025-03-02','delivered',7,4),
(208,3,'Merger agreement','EN','FR',9800,0.23,'2025-03-17','2025-04-11','2025-04-10','delivered',4,2),
(209,6,'Port regulations','EN','PL',6100,0.15,'2025-04-02','2025-04-30',NULL,'in work',5,9),
(210,7,'Exhibition texts','IT','EN',2300,0.18,'2025-04-22','2025-05-09','2025-05-08','delivered',8,2),
(211,1,'Safety notice','EN','DE',950,0.20,'2025-05-06','2025-05-09','2025-05-09','delivered',9,1),
(212,5,'Label texts','FR','DE',600,0.21,'2025-05-19','2025-05-23',NULL,'in review',1,9),
(213,2,'Study protocol','EN','IT',7300,0.21,'2025-05-26','2025-06-20',NULL,'in work',3,NULL),
(214,3,'Witness statement','IT','EN',1500,0.25,'2025-06-02','2025-06-06',NULL,'cancelled',NULL,NULL);
INSERT INTO complaints VALUES
(1,202,'2024-10-28','major',150),
(2,205,'2025-01-30','minor',NULL),
(3,207,'2025-03-06','major',80),
(4,208,'2025-04-15','minor',NULL),
(5,202,'2024-11-04','minor',40),
(6,210,'2025-05-14','minor',25);
