CREATE TABLE weavers (
  weaverId INTEGER PRIMARY KEY,
  weaverName TEXT,
  sex TEXT,
  dateOfBirth TEXT,
  hourlyWage REAL,
  foremanId INTEGER REFERENCES weavers(weaverId)
);
CREATE TABLE looms (
  loomId INTEGER PRIMARY KEY,
  modelName TEXT,
  yearBuilt INTEGER,
  widthCm INTEGER,
  inService INTEGER,
  shedName TEXT
);
CREATE TABLE yarns (
  yarnId INTEGER PRIMARY KEY,
  yarnName TEXT,
  fibre TEXT,
  originCountry TEXT,
  pricePerKg REAL
);
CREATE TABLE fabrics (
  fabricId INTEGER PRIMARY KEY,
  fabricName TEXT,
  weave TEXT,
  warpYarnId INTEGER REFERENCES yarns(yarnId),
  weftYarnId INTEGER REFERENCES yarns(yarnId),
  pricePerMetre REAL
);
CREATE TABLE weavingRuns (
  runId INTEGER PRIMARY KEY,
  loomId INTEGER REFERENCES looms(loomId),
  weaverId INTEGER REFERENCES weavers(weaverId),
  fabricId INTEGER REFERENCES fabrics(fabricId),
  startedAt TEXT,
  metres REAL,
  faults INTEGER,
  inspectedBy INTEGER REFERENCES weavers(weaverId)
);
CREATE TABLE clothOrders (
  orderId INTEGER PRIMARY KEY,
  clientName TEXT,
  clientCity TEXT,
  fabricId INTEGER REFERENCES fabrics(fabricId),
  metresOrdered REAL,
  orderDate TEXT,
  shippedDate TEXT,
  discountPct REAL
);
INSERT INTO weavers VALUES
(1,'Harriet Boothe','F','1966-02-11',19.5,NULL),
(2,'Samuel Crow','M','1978-08-30',16.2,1),
(3,'Ines Duarte','F','1985-05-17',15.4,1),
(4,'Noel Farrow','M','1991-12-03',14.1,2),
(5,'Oksana Hrytsak','F','1994-07-22',13.8,2),
(6,'Ravi Menon','M','1988-01-09',14.6,3),
(7,'Tilly Marsh','F','2002-10-28',11.9,3),
(8,'Victor Lunn','M','1959-04-14',18.0,1),
(9,'Wanda Kaye','F','2004-06-01',11.4,2);
INSERT INTO looms VALUES
(21,'Dornier P2',2011,220,1,'East Shed'),(22,'Dornier P2',2012,220,1,'East Shed'),(23,'Picanol Omni',2006,190,1,'East Shed'),
(24,'Hattersley',1928,90,1,'Old Shed'),(25,'Hattersley',1931,90,0,'Old Shed'),(26,'Sulzer G6',1998,330,1,'West Shed'),
(27,'Itema R9',2019,260,1,'West Shed'),(28,'Toyota JAT',2021,280,0,'West Shed');
INSERT INTO yarns VALUES
(1,'Cheviot 2/8','wool','GB',14.2),(2,'Merino 2/28','wool','AU',31.0),(3,'Combed cotton 30','cotton','EG',8.4),
(4,'Wet-spun linen 14','linen','BE',17.5),(5,'Mulberry silk 20','silk','CN',78.0),(6,'Open-end cotton 12','cotton','TR',4.9),
(7,'Mohair loop','mohair','ZA',42.0),(8,'Recycled poly 150','polyester','TR',3.1);
INSERT INTO fabrics VALUES
(301,'Moorland Tweed','twill',1,1,38),(302,'City Suiting','twill',2,2,54),(303,'Dairy Cloth','plain',6,6,6.5),
(304,'Harbour Canvas','plain',3,4,17),(305,'Evening Satin','satin',5,5,92),(306,'Summer Blend','plain',4,5,61),
(307,'Workman Drill','twill',6,8,9),(308,'Fireside Throw','basket',1,7,47),(309,'Rain Shell','plain',8,8,12);
INSERT INTO weavingRuns VALUES
(1,21,2,302,'2024-01-15 06:00:00',180,2,1),(2,24,8,301,'2024-01-16 07:00:00',64,0,1),(3,23,4,303,'2024-02-05 06:00:00',420,9,NULL),
(4,26,3,304,'2024-02-19 14:00:00',260,4,2),(5,27,5,305,'2024-03-11 06:00:00',75,1,3),(6,21,2,307,'2024-03-25 14:00:00',390,6,NULL),
(7,24,8,308,'2024-05-02 07:00:00',58,1,2),(8,27,6,306,'2024-05-21 22:00:00',110,3,3),(9,23,7,303,'2024-06-10 14:00:00',345,12,NULL),
(10,22,4,302,'2024-09-03 06:00:00',205,5,1),(11,26,3,304,'2025-01-08 14:00:00',240,2,NULL),(12,24,8,301,'2025-01-14 07:00:00',71,0,1),
(13,22,5,307,'2025-02-03 22:00:00',300,7,2),(14,27,6,302,'2025-02-17 06:00:00',190,8,1);
INSERT INTO clothOrders VALUES
(9001,'Ashby Tailors','Leeds',302,60,'2024-01-20','2024-02-02',0),(9002,'Nordlys Interiør','Oslo',308,25,'2024-02-11','2024-05-20',5),
(9003,'Galley & Co','Bristol',304,120,'2024-02-14','2024-03-08',NULL),(9004,'Ashby Tailors','Leeds',301,40,'2024-04-03','2024-04-19',0),
(9005,'Maison Orsay','Paris',305,30,'2024-03-30','2024-04-22',10),(9006,'Creamery Union','Exeter',303,500,'2024-06-01','2024-06-28',15),
(9007,'Maison Orsay','Paris',306,45,'2024-07-12',NULL,5),(9008,'Pennine Workwear','Leeds',307,350,'2024-08-20','2024-09-10',NULL),
(9009,'Galley & Co','Bristol',304,80,'2025-01-05',NULL,NULL),(9010,'Ashby Tailors','Leeds',302,90,'2025-02-10','2025-03-01',5),
(9011,'Nordlys Interiør','Oslo',301,55,'2025-03-03',NULL,0);
