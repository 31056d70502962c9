CREATE TABLE suppliers (
  supId INTEGER PRIMARY KEY,
  supName TEXT,
  countryIso TEXT,
  leadDays INTEGER
);
CREATE TABLE shoeModels (
  modelId INTEGER PRIMARY KEY,
  modelName TEXT,
  supId INTEGER REFERENCES suppliers(supId),
  shoeType TEXT,
  forWhom TEXT,
  colour TEXT,
  retailPrice REAL,
  costPrice REAL,
  discontinued TEXT
);
CREATE TABLE branches (
  branchId INTEGER PRIMARY KEY,
  branchName TEXT,
  city TEXT,
  managerId INTEGER REFERENCES salespeople(spId)
);
CREATE TABLE salespeople (
  spId INTEGER PRIMARY KEY,
  fullName TEXT,
  branchId INTEGER REFERENCES branches(branchId),
  startDate TEXT,
  commissionPct REAL
);
CREATE TABLE sizeStock (
  branchId INTEGER REFERENCES branches(branchId),
  modelId INTEGER REFERENCES shoeModels(modelId),
  euSize REAL,
  pairs INTEGER,
  PRIMARY KEY (branchId, modelId, euSize)
);
CREATE TABLE sales (
  saleNo INTEGER PRIMARY KEY,
  branchId INTEGER REFERENCES branches(branchId),
  spId INTEGER REFERENCES salespeople(spId),
  modelId INTEGER REFERENCES shoeModels(modelId),
  euSize REAL,
  pairs INTEGER,
  pairPrice REAL,
  soldOn TEXT,
  payment TEXT,
  returnedOn TEXT
);
CREATE TABLE transfers (
  transferNo INTEGER PRIMARY KEY,
  modelId INTEGER REFERENCES shoeModels(modelId),
  euSize REAL,
  pairs INTEGER,
  fromBranch INTEGER REFERENCES branches(branchId),
  toBranch INTEGER REFERENCES branches(branchId),
  sentOn TEXT,
  arrivedOn TEXT
);
INSERT INTO suppliers VALUES (1,'Calzature Bruni','IT',21),(2,'Hartmann Sohle','DE',10),(3,'Sapatos Lima','PT',28),(4,'Nordfoot','SE',14),(5,'Zapatos Vega','ES',18);
INSERT INTO branches VALUES (1,'Main Street','Basel',NULL),(2,'Rail Arcade','Zurich',NULL),(3,'Lakefront','Zurich',NULL),(4,'Old Mill','Bern',NULL);
INSERT INTO salespeople VALUES
 (1,'Nadia Frei',1,'2019-04-01',3.0),
 (2,'Urs Baumann',1,'2012-08-15',4.5),
 (3,'Celine Roth',2,'2022-01-10',2.5),
 (4,'Dario Conti',2,'2015-11-02',4.0),
 (5,'Selma Aydin',3,'2023-05-22',2.0),
 (6,'Reto Huber',3,'2017-03-06',3.5),
 (7,'Mia Keller',4,'2024-09-01',2.2);
UPDATE branches SET managerId = 2 WHERE branchId = 1;
UPDATE branches SET managerId = 4 WHERE branchId = 2;
UPDATE branches SET managerId = 6 WHERE branchId = 3;
INSERT INTO shoeModels VALUES
 (11,'Siena',1,'pumps','F','red',129,61,'N'),
 (12,'Roma',1,'loafer','M','brown',149,72,'N'),
 (13,'Trekker II',2,'hiking boot','M','grey',189,98,'N'),
 (14,'Trekker Lady',2,'hiking boot','F','grey',185,95,'N'),
 (15,'Lisboa',3,'sandal','F','white',69,24,'N'),
 (16,'Porto',3,'sneaker','M','white',99,41,'N'),
 (17,'Fjell',4,'winter boot','F','black',169,80,'Y'),
 (18,'Junior Jump',3,'sneaker','K','blue',49,19,'N'),
 (19,'Oxford Classic',1,'lace-up','M','black',175,84,'Y'),
 (20,'Tiny Steps',2,'sandal','K','red',39,15,'N');
INSERT INTO sizeStock VALUES
 (1,11,37,4),(1,11,38,2),(1,12,42,3),(1,12,44,0),(1,13,43,5),(1,15,39,6),(1,18,31,7),
 (2,11,38,1),(2,12,43,2),(2,14,38,3),(2,16,42,8),(2,16,44,4),(2,17,39,0),(2,20,24,5),
 (3,13,42,2),(3,14,40,0),(3,15,37,9),(3,16,43,3),(3,19,42,1),
 (4,13,44,4),(4,17,38,2),(4,18,33,0),(4,20,25,3),(4,11,39,2);
INSERT INTO sales VALUES
 (1,1,1,11,38,1,129,'2024-03-09','card',NULL),
 (2,1,2,12,42,1,149,'2024-04-13','cash',NULL),
 (3,2,3,16,42,2,95,'2024-05-18','card','2024-05-25'),
 (4,3,5,15,37,1,69,'2024-06-01','card',NULL),
 (5,2,4,14,38,1,185,'2024-09-21','card',NULL),
 (6,3,6,13,42,1,189,'2024-10-05','invoice',NULL),
 (7,1,1,18,31,2,45,'2024-11-30','cash',NULL),
 (8,2,4,17,39,1,140,'2024-12-07','card','2024-12-28'),
 (9,1,2,12,44,1,149,'2025-01-11','card',NULL),
 (10,2,3,11,38,1,110,'2025-02-14','card',NULL),
 (11,3,6,14,40,3,180,'2025-03-01','cash',NULL),
 (12,2,4,16,44,1,99,'2025-03-15','card',NULL),
 (13,1,1,15,39,1,69,'2025-04-05','cash','2025-04-07'),
 (14,3,6,16,43,1,99,'2025-04-12','card',NULL),
 (15,2,3,20,24,1,39,'2025-04-12','cash',NULL);
INSERT INTO transfers VALUES
 (501,16,42,2,2,1,'2024-04-02','2024-04-04'),
 (502,11,38,1,1,2,'2024-07-15','2024-07-16'),
 (503,13,44,3,1,4,'2024-10-08','2024-10-11'),
 (504,17,38,2,2,4,'2025-01-20','2025-01-22'),
 (505,15,37,4,1,3,'2025-04-01','2025-04-03'),
 (506,20,25,2,2,4,'2025-04-14',NULL),
 (507,12,43,1,1,2,'2025-04-15',NULL);
