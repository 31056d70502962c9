CREATE TABLE LandlordBody (BodyCode TEXT PRIMARY KEY, BodyName TEXT, Kind TEXT, Phone TEXT);
CREATE TABLE BuildingBlock (
  BlockRef TEXT PRIMARY KEY,
  BlockName TEXT,
  Ward TEXT,
  PostTown TEXT,
  BuildingType TEXT,
  YearBuilt INTEGER,
  YearRefurbished INTEGER,
  Storeys INTEGER,
  HasLift TEXT,
  UnitsTotal INTEGER,
  UnitsOneBed INTEGER,
  UnitsTwoBed INTEGER,
  UnitsThreePlus INTEGER,
  UnitsVacant INTEGER,
  MeanFloorAreaM2 REAL,
  MeanRentWeek REAL,
  EnergyBand TEXT,
  OwnedBy TEXT REFERENCES LandlordBody(BodyCode),
  ManagedBy TEXT REFERENCES LandlordBody(BodyCode),
  LastInspected TEXT
);
INSERT INTO LandlordBody VALUES
('CNC','City Council','MUNICIPAL','0555 100100'),('HVT','Havenside Trust','HOUSING ASSOC','0555 220340'),
('PRK','Parkland Homes','HOUSING ASSOC','0555 310077'),('KSL','Keystone Lettings','PRIVATE',NULL),('UNI','University Estates','INSTITUTION','0555 470900');
INSERT INTO BuildingBlock VALUES
('B-001','Anchor House','Dockside','Port Ellery','High-rise (10+)',1967,2011,16,'Y',128,48,64,16,7,61.5,118.40,'D','CNC','CNC','2024-03-12'),
('B-002','Beacon Tower','Dockside','Port Ellery','High-rise (10+)',1969,NULL,18,'Y',144,72,72,0,19,54.0,109.20,'F','CNC','CNC','2023-10-05'),
('B-003','Cooper Terrace','Milltown','Port Ellery','TERRACED HOUSES',1908,1998,2,'N',22,0,9,13,1,83.2,141.75,'E','HVT','HVT','2022-06-21'),
('B-004','Dale Court','Milltown','Port Ellery','Low-rise (1-4)',1978,2015,4,'N',36,12,18,6,2,66.8,127.00,'C','HVT','PRK','2024-05-30'),
('B-005','Elder Lodge','Saint Anne','Marrow','SHELTERED HSG',1986,2019,3,'Y',40,36,4,0,5,47.3,132.60,'C','PRK','PRK','2024-11-14'),
('B-006','Foundry Yard','Milltown','Port Ellery','Mid-rise (5-9)',2017,NULL,6,'Y',75,30,35,10,0,64.9,189.50,'B','KSL','KSL',NULL),
('B-007','Garnet Rise','Saint Anne','Marrow','Mid-rise (5-9)',2005,NULL,7,'Y',84,28,42,14,3,68.1,156.30,'C','PRK','PRK','2021-09-08'),
('B-008','Hazel Walk','Upper Marrow','Marrow','TERRACED HOUSES',1951,2008,2,'N',30,0,10,20,0,79.6,124.90,'D','CNC','HVT','2023-04-19'),
('B-009','Iron Bridge House','Dockside','Port Ellery','Mid-rise (5-9)',1972,2003,8,'Y',96,40,40,16,11,62.2,115.10,'E','CNC','HVT','2023-10-06'),
('B-010','Juniper Close','Upper Marrow','Marrow','Low-rise (1-4)',1993,NULL,3,'N',27,9,14,4,1,65.0,134.25,'C','PRK','PRK','2022-02-17'),
('B-011','Kiln Place','Milltown','Port Ellery','Low-rise (1-4)',1964,NULL,3,'N',33,11,22,0,6,58.7,111.80,'F','CNC','CNC','2019-07-23'),
('B-012','Linnet Halls','Saint Anne','Marrow','STUDENT RES.',2012,2022,9,'Y',210,210,0,0,14,21.4,148.00,'B','UNI','KSL','2024-08-28'),
('B-013','Marina View','Dockside','Port Ellery','High-rise (10+)',2019,NULL,12,'Y',110,55,45,10,4,67.7,214.80,'A','KSL','KSL',NULL),
('B-014','Nettle Bank','Upper Marrow','Marrow','TERRACED HOUSES',1936,NULL,2,'N',18,0,4,14,2,81.0,119.35,'G','CNC','CNC','2020-01-29'),
('B-015','Orchard Mews','Saint Anne','Marrow','Low-rise (1-4)',2001,NULL,4,'Y',32,8,20,4,0,70.3,151.90,'B','HVT','HVT','2021-11-11'),
('B-016','Pilot Street','Dockside','Port Ellery','TERRACED HOUSES',1899,1987,2,'N',14,0,6,8,3,76.4,122.70,'F','HVT','HVT','2022-06-22'),
('B-017','Quarry Heights','Upper Marrow','Marrow','High-rise (10+)',1971,2017,11,'Y',99,33,55,11,8,63.5,126.45,'C','CNC','PRK','2024-03-13');
