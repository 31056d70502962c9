CREATE TABLE tblSector (
  SectorKey INTEGER PRIMARY KEY,
  SectorLabel TEXT
);
CREATE TABLE tblCompany (
  CompanyKey INTEGER PRIMARY KEY,
  CompanyName TEXT,
  SectorKey INTEGER REFERENCES tblSector(SectorKey),
  Town TEXT,
  Employees INTEGER,
  ParentKey INTEGER REFERENCES tblCompany(CompanyKey),
  AccountManager INTEGER REFERENCES tblRep(RepKey)
);
CREATE TABLE tblRep (
  RepKey INTEGER PRIMARY KEY,
  RepName TEXT,
  Mobile TEXT,
  Hired TEXT,
  BaseSalary REAL
);
CREATE TABLE tblArticle (
  ArticleKey TEXT PRIMARY KEY,
  Description TEXT,
  Range TEXT,
  PackSize INTEGER,
  PackPrice REAL,
  Recycled INTEGER,
  Stock INTEGER
);
CREATE TABLE tblSalesOrder (
  OrderKey INTEGER PRIMARY KEY,
  CompanyKey INTEGER REFERENCES tblCompany(CompanyKey),
  EnteredBy INTEGER REFERENCES tblRep(RepKey),
  Channel TEXT,
  OrderedOn TEXT,
  DispatchedOn TEXT,
  CostCentre TEXT
);
CREATE TABLE tblOrderRow (
  OrderKey INTEGER REFERENCES tblSalesOrder(OrderKey),
  ArticleKey TEXT REFERENCES tblArticle(ArticleKey),
  Packs INTEGER,
  AgreedPrice REAL,
  PRIMARY KEY (OrderKey, ArticleKey)
);
CREATE TABLE tblInvoice (
  InvoiceKey INTEGER PRIMARY KEY,
  OrderKey INTEGER REFERENCES tblSalesOrder(OrderKey),
  InvoiceDate TEXT,
  DueDate TEXT,
  PaidDate TEXT,
  Total REAL,
  Reminders INTEGER
);
INSERT INTO tblSector VALUES (1,'law'),(2,'logistics'),(3,'health care'),(4,'public service'),(5,'architecture'),(6,'agriculture');
INSERT INTO tblRep VALUES
 (11,'Oliver Stark','0170 551','2013-05-02',3600),
 (12,'Beate Kuhn','0170 662','2017-10-16',3300),
 (13,'Farid Aziz',NULL,'2021-03-01',2900),
 (14,'Johanna Riedl','0171 903','2023-08-14',2700),
 (15,'Lukas Thoma',NULL,'2025-01-07',2500);
INSERT INTO tblCompany VALUES
 (1,'Brehm and Partners',1,'Mainz',24,NULL,11),
 (2,'Rhein Cargo',2,'Koblenz',310,NULL,12),
 (3,'Rhein Cargo Storage',2,'Mainz',85,2,12),
 (4,'St Anna Clinic',3,'Trier',540,NULL,11),
 (5,'District Office Mainz',4,'Mainz',420,NULL,13),
 (6,'Studio Lohse',5,'Trier',12,NULL,14),
 (7,'Anna Rehab Centre',3,'Koblenz',95,4,11),
 (8,'Kanzlei Voigt',1,'Bingen',9,NULL,13),
 (9,'Voigt Tax Advice',1,'Bingen',6,8,NULL),
 (10,'Mosel Architects',5,'Trier',38,NULL,14);
INSERT INTO tblArticle VALUES
 ('PA-80','Copy paper A4 80g','paper',500,4.10,0,900),
 ('PA-RC','Recycled paper A4','paper',500,4.60,1,400),
 ('PA-A3','Copy paper A3','paper',500,8.90,0,0),
 ('WR-BP','Ballpoint pen blue','writing',50,12.50,0,120),
 ('WR-GL','Gel pen black','writing',12,14.40,0,75),
 ('WR-PC','Pencil HB','writing',72,9.80,1,60),
 ('FI-LA','Lever arch file','filing',10,17.90,1,140),
 ('FI-SL','Plastic sleeve','filing',100,3.30,0,260),
 ('DE-ST','Stapler','desk',1,13.20,0,33),
 ('DE-LP','Desk lamp','desk',1,46.00,0,8),
 ('EN-C4','Envelope C4','mailing',250,19.50,1,95),
 ('EN-DL','Envelope DL','mailing',500,16.80,0,0);
INSERT INTO tblSalesOrder VALUES
 (4001,4,11,'phone','2024-02-05','2024-02-06','HC-10'),
 (4002,1,11,'web','2024-03-19','2024-03-20',NULL),
 (4003,2,12,'web','2024-05-14','2024-05-15','LOG'),
 (4004,5,13,'mail','2024-09-02','2024-09-05','AMT-3'),
 (4005,4,14,'web','2024-11-11','2024-11-12','HC-20'),
 (4006,6,14,'web','2025-01-09','2025-01-10',NULL),
 (4007,3,12,'phone','2025-01-23','2025-01-24','LOG'),
 (4008,4,11,'web','2025-02-04','2025-02-05','HC-10'),
 (4009,8,13,'fax','2025-02-18','2025-02-20',NULL),
 (4010,2,14,'web','2025-03-06','2025-03-07','LOG'),
 (4011,1,11,'web','2025-03-20',NULL,NULL),
 (4012,5,13,'mail','2025-04-03',NULL,'AMT-7'),
 (4013,7,14,'web','2025-04-10','2025-04-11','REHA');
INSERT INTO tblOrderRow VALUES
 (4001,'PA-80',120,3.90),(4001,'WR-BP',10,12.00),
 (4002,'FI-LA',8,17.90),(4002,'WR-GL',4,14.40),
 (4003,'PA-80',60,4.00),(4003,'EN-C4',6,19.00),
 (4004,'PA-RC',150,4.30),(4004,'FI-LA',20,16.50),
 (4005,'DE-LP',6,44.00),
 (4006,'PA-A3',10,8.90),(4006,'WR-PC',2,9.80),
 (4007,'PA-80',30,4.00),(4007,'DE-ST',3,13.20),
 (4008,'PA-80',100,3.90),(4008,'FI-SL',40,3.00),
 (4009,'PA-RC',8,4.60),
 (4010,'EN-C4',5,19.00),(4010,'WR-BP',4,12.50),
 (4011,'FI-LA',12,17.50),
 (4012,'PA-RC',90,4.30),(4012,'WR-PC',6,9.50),
 (4013,'WR-GL',5,14.00);
INSERT INTO tblInvoice VALUES
 (9001,4001,'2024-02-06','2024-03-07','2024-03-01',588.00,0),
 (9002,4002,'2024-03-20','2024-04-19','2024-05-02',200.80,1),
 (9003,4003,'2024-05-15','2024-06-14','2024-06-10',354.00,0),
 (9004,4004,'2024-09-05','2024-10-05','2024-11-20',975.00,2),
 (9005,4005,'2024-11-12','2024-12-12','2024-12-09',264.00,0),
 (9006,4006,'2025-01-10','2025-02-09',NULL,108.60,3),
 (9007,4007,'2025-01-24','2025-02-23','2025-02-20',159.60,0),
 (9008,4008,'2025-02-05','2025-03-07','2025-03-14',510.00,1),
 (9009,4009,'2025-02-20','2025-03-22',NULL,36.80,1),
 (9010,4010,'2025-03-07','2025-04-06',NULL,145.00,0),
 (9011,4013,'2025-04-11','2025-05-11',NULL,70.00,0);
