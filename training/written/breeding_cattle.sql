CREATE TABLE farm (
 farmId INTEGER PRIMARY KEY,
 farmName TEXT,
 county TEXT,
 owner TEXT,
 organic INTEGER
);
CREATE TABLE animal (
 earTag TEXT PRIMARY KEY,
 callName TEXT,
 sex TEXT,
 breed TEXT,
 birthDate TEXT,
 weightKg REAL,
 damTag TEXT REFERENCES animal(earTag),
 sireTag TEXT REFERENCES animal(earTag),
 farmId INTEGER REFERENCES farm(farmId),
 soldOn TEXT,
 salePrice REAL
);
CREATE TABLE milkTest (
 testId INTEGER PRIMARY KEY,
 earTag TEXT REFERENCES animal(earTag),
 testDate TEXT,
 litres REAL,
 fatPercent REAL
);
INSERT INTO farm VALUES
(1,'Moorend','Devon','Hugh Parrish',0),(2,'Larkhill','Devon','Sue Whitlock',1),(3,'Stony Bottom','Cumbria','Rab Nixon',0),(4,'Nether Croft','Kent','Joan Fairley',1),(5,'Tarn View','Cumbria','Alec Dodd',1),(6,'Bramley Grange','Somerset','Meg Oakes',0);
INSERT INTO animal VALUES
('UK01','Bess','F','Jersey','2014-03-02',430,NULL,NULL,1,NULL,NULL),
('UK02','Titan','M','Angus','2013-05-11',980,NULL,NULL,3,NULL,NULL),
('UK03','Daisy','F','Jersey','2016-04-19',415,'UK01',NULL,1,NULL,NULL),
('UK04','Duke','M','Jersey','2017-02-27',705,'UK01',NULL,2,NULL,NULL),
('UK05','Clover','F','Ayrshire','2015-09-08',540,NULL,NULL,2,NULL,NULL),
('UK06','Heather','F','Angus','2018-03-30',610,NULL,'UK02',3,NULL,NULL),
('UK07','Rowan','M','Angus','2020-04-14',890,'UK06','UK02',3,'2022-10-05',2450),
('UK08','Poppy','F','Jersey','2019-05-05',398,'UK03','UK04',2,NULL,NULL),
('UK09','Ivy','F','Ayrshire','2020-08-21',520,'UK05',NULL,4,'2023-03-17',1380),
('UK10','Bruno','M','Ayrshire','2021-01-16',830,'UK05',NULL,5,NULL,NULL),
('UK11','Fern','F','Jersey','2021-06-12',385,'UK08','UK04',4,NULL,NULL),
('UK12','Thor','M','Angus','2022-02-09',760,'UK06','UK02',5,'2024-02-21',2890),
('UK13','Nettle','F','Jersey','2022-11-28',352,'UK03','UK04',1,'2024-09-12',1150),
('UK14','Bluebell','F','Ayrshire','2023-04-03',NULL,'UK09','UK10',4,NULL,NULL),
('UK15','Thistle','F','Angus','2024-03-18',318,'UK06','UK02',4,NULL,NULL);
INSERT INTO milkTest VALUES
(1,'UK01','2023-05-10',18.5,5.1),(2,'UK01','2023-11-14',16.2,5.4),(3,'UK03','2023-05-10',21.3,4.9),(4,'UK03','2024-05-08',20.1,5.0),
(5,'UK05','2023-06-02',26.7,3.9),(6,'UK05','2024-06-04',25.2,4.1),(7,'UK08','2023-06-02',19.8,5.3),(8,'UK08','2024-06-04',22.4,5.2),
(9,'UK09','2022-12-01',23.9,4.0),(10,'UK11','2024-07-19',17.6,5.6),(11,'UK11','2025-01-22',18.9,5.5),(12,'UK01','2024-05-08',14.7,5.8),(13,'UK06','2024-04-25',11.4,NULL);
