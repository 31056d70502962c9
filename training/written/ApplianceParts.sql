CREATE TABLE Brand (
  BrandCode TEXT PRIMARY KEY,
  BrandName TEXT,
  CountryCode TEXT
);
CREATE TABLE ApplianceModel (
  ModelNo TEXT PRIMARY KEY,
  BrandCode TEXT REFERENCES Brand(BrandCode),
  ApplianceType TEXT,
  FirstSold INTEGER,
  LastSold INTEGER
);
CREATE TABLE Part (
  PartNo TEXT PRIMARY KEY,
  PartName TEXT,
  PurchasePrice REAL,
  SalePrice REAL,
  InStock INTEGER,
  ReorderLevel INTEGER,
  ReplacedBy TEXT REFERENCES Part(PartNo)
);
CREATE TABLE PartFits (
  PartNo TEXT REFERENCES Part(PartNo),
  ModelNo TEXT REFERENCES ApplianceModel(ModelNo),
  PRIMARY KEY (PartNo, ModelNo)
);
CREATE TABLE Customer (
  CustomerNo INTEGER PRIMARY KEY,
  LastName TEXT,
  FirstName TEXT,
  City TEXT,
  Email TEXT,
  IsTrade TEXT
);
CREATE TABLE Clerk (
  ClerkNo INTEGER PRIMARY KEY,
  Name TEXT,
  City TEXT
);
CREATE TABLE PartOrder (
  OrderNo INTEGER PRIMARY KEY,
  CustomerNo INTEGER REFERENCES Customer(CustomerNo),
  SoldBy INTEGER REFERENCES Clerk(ClerkNo),
  PackedBy INTEGER REFERENCES Clerk(ClerkNo),
  OrderDate TEXT,
  ShipDate TEXT,
  PayMethod TEXT,
  Paid TEXT
);
CREATE TABLE OrderItem (
  OrderNo INTEGER REFERENCES PartOrder(OrderNo),
  PartNo TEXT REFERENCES Part(PartNo),
  Qty INTEGER,
  Price REAL,
  Returned INTEGER,
  PRIMARY KEY (OrderNo, PartNo)
);
INSERT INTO Brand VALUES ('BX','Brixon','DE'),('KV','Kelvar','SE'),('LM','Lumetta','IT'),('OR','Orvane','DE'),('ZT','Zeltar','PL'),('HG','Hagima','JP');
INSERT INTO ApplianceModel VALUES
 ('BX-W700','BX','washing machine',2012,2018),
 ('BX-D20','BX','dryer',2015,NULL),
 ('KV-F310','KV','fridge',2010,2016),
 ('KV-W55','KV','washing machine',2018,NULL),
 ('LM-E9','LM','espresso maker',2016,2021),
 ('LM-O60','LM','oven',2011,2019),
 ('OR-DW4','OR','dishwasher',2014,2020),
 ('OR-DW6','OR','dishwasher',2020,NULL),
 ('ZT-F80','ZT','fridge',2017,NULL),
 ('ZT-V12','ZT','vacuum cleaner',2019,2023);
INSERT INTO Part VALUES
 ('P100','Drain pump',14.00,29.90,12,5,NULL),
 ('P101','Drain pump old type',11.00,24.90,1,0,'P100'),
 ('P110','Door seal',9.50,24.50,3,6,NULL),
 ('P120','Heating element',12.20,32.00,8,4,NULL),
 ('P130','Fridge thermostat',7.80,19.90,0,3,NULL),
 ('P140','Drum belt',3.10,11.90,20,8,NULL),
 ('P150','Spray arm',5.40,15.50,7,3,NULL),
 ('P160','Portafilter gasket',0.90,5.90,35,10,NULL),
 ('P170','Oven lamp',1.20,6.50,2,10,NULL),
 ('P180','Control board',61.00,129.00,2,2,NULL),
 ('P190','Dust filter',2.60,9.90,15,5,NULL),
 ('P195','Dust filter V1',2.00,8.90,4,0,'P190');
INSERT INTO PartFits VALUES
 ('P100','BX-W700'),('P100','KV-W55'),('P101','BX-W700'),('P110','BX-W700'),('P110','KV-W55'),('P120','BX-W700'),('P120','BX-D20'),('P120','OR-DW4'),('P120','OR-DW6'),
 ('P130','KV-F310'),('P140','BX-D20'),('P140','BX-W700'),('P150','OR-DW4'),('P150','OR-DW6'),('P160','LM-E9'),('P170','LM-O60'),('P180','OR-DW6'),('P180','KV-W55'),('P190','ZT-V12'),('P195','ZT-V12'),('P100','OR-DW4');
INSERT INTO Customer VALUES
 (1001,'Novak','Petra','Prague','petra.novak@mail.cz','N'),
 (1002,'Fischer','Udo','Dresden',NULL,'N'),
 (1003,'Repair Hub','','Berlin','orders@repairhub.de','Y'),
 (1004,'Marek','Jan','Prague','jan@marekservis.cz','Y'),
 (1005,'Schulz','Ingrid','Berlin',NULL,'N'),
 (1006,'Brandt','Kai','Leipzig','kai.brandt@post.de','N'),
 (1007,'Lang','Eva','Dresden','eva.lang@post.de','N'),
 (1008,'Weiss','Theo','Berlin','theo@weissgoods.de','Y'),
 (1009,'Novak','Adam','Brno',NULL,'N');
INSERT INTO Clerk VALUES (1,'Silke','Dresden'),(2,'Rafael','Dresden'),(3,'Hanna','Berlin'),(4,'Milos','Prague'),(5,'Juri','Berlin');
INSERT INTO PartOrder VALUES
 (90001,1001,1,2,'2024-05-06','2024-05-07','card','Y'),
 (90002,1003,3,2,'2024-05-21','2024-05-23','invoice','Y'),
 (90003,1002,1,1,'2024-08-12','2024-08-12','cash','Y'),
 (90004,1004,4,4,'2024-11-04','2024-11-08','invoice','N'),
 (90005,1005,3,5,'2024-12-16','2024-12-17','card','Y'),
 (90006,1003,3,2,'2025-01-14','2025-01-16','invoice','Y'),
 (90007,1006,2,2,'2025-02-10','2025-02-11','card','Y'),
 (90008,1008,3,5,'2025-02-24','2025-02-27','invoice','N'),
 (90009,1001,4,4,'2025-03-11',NULL,'card','Y'),
 (90010,1003,1,NULL,'2025-03-24',NULL,'invoice','N'),
 (90011,1007,2,NULL,'2025-04-01',NULL,'cash','N'),
 (90012,1004,4,5,'2025-04-07','2025-04-09','invoice','Y');
INSERT INTO OrderItem VALUES
 (90001,'P110',1,24.50,0),(90001,'P140',1,11.90,0),
 (90002,'P100',4,27.00,1),(90002,'P120',6,28.50,0),(90002,'P140',5,10.00,0),
 (90003,'P160',2,5.90,0),
 (90004,'P180',2,119.00,1),(90004,'P150',3,14.00,0),
 (90005,'P130',1,19.90,0),
 (90006,'P120',5,28.50,0),(90006,'P110',3,22.00,0),
 (90007,'P190',2,9.90,0),
 (90008,'P180',1,119.00,0),(90008,'P100',6,27.00,2),
 (90009,'P100',1,29.90,0),
 (90010,'P130',4,18.00,0),
 (90011,'P170',3,6.50,0),
 (90012,'P120',3,29.00,0),(90012,'P140',3,10.50,0),(90012,'P160',10,5.00,0);
