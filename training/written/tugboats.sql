CREATE TABLE tug (
 tugid INTEGER PRIMARY KEY,
 tugname TEXT,
 bollardpull INTEGER,
 yearbuilt INTEGER,
 fuel TEXT,
 inservice TEXT
);
CREATE TABLE skipper (
 skipperid INTEGER PRIMARY KEY,
 skippername TEXT,
 licence TEXT,
 nationality TEXT,
 hiredate TEXT,
 dayrate REAL
);
CREATE TABLE client (
 clientid INTEGER PRIMARY KEY,
 company TEXT,
 contactperson TEXT,
 port TEXT,
 discountpct REAL
);
CREATE TABLE tow (
 towid INTEGER PRIMARY KEY,
 tugid INTEGER REFERENCES tug(tugid),
 assisttugid INTEGER REFERENCES tug(tugid),
 skipperid INTEGER REFERENCES skipper(skipperid),
 clientid INTEGER REFERENCES client(clientid),
 cargo TEXT,
 fromport TEXT,
 toport TEXT,
 castoff TEXT,
 madefast TEXT,
 fee REAL,
 fuelcost REAL,
 status TEXT
);
INSERT INTO tug VALUES (1,'Sturdy Ann',45,1998,'diesel','Y'),(2,'Brutus',70,2011,'diesel','Y'),(3,'Little Wren',22,1976,'diesel','N'),(4,'Volta',55,2022,'electric','Y'),(5,'Cape Lion',82,2017,'LNG','Y'),(6,'Marigold',30,1985,'diesel','Y'),(7,'Old Faithful',38,1969,'diesel','N');
INSERT INTO skipper VALUES (1,'Bram de Wit','master','NL','2009-04-01',520),(2,'Siobhan Kelly','master','IE','2014-08-18',495),(3,'Arne Holt','mate','NO','2020-02-10',380),(4,'Jorge Paz','master','ES','2017-11-27',470),(5,'Wim Smits','mate','NL','2022-05-09',365),(6,'Kate Doran','trainee','IE','2024-09-02',240);
INSERT INTO client VALUES (1,'Delta Dredging','Ms Verhoef','Rotterdam',10),(2,'Celtic Barges','Mr Nolan','Cork',NULL),(3,'Fjord Timber','Ms Dahl','Bergen',5),(4,'Biscay Steel','Mr Ortega','Bilbao',7.5),(5,'Harbour Board','Mrs Quill','Cork',15),(6,'Lowland Sand','Mr Bakker','Antwerp',NULL),(7,'Salvage One','Mr Gray','Hull',NULL);
INSERT INTO tow VALUES
(1,2,1,1,1,'dredger','Rotterdam','Antwerp','2023-03-14 05:30:00','2023-03-14 16:10:00',8200,1950,'D'),
(2,1,NULL,2,2,'grain barge','Cork','Hull','2023-06-02 22:00:00','2023-06-05 08:45:00',11400,4100,'D'),
(3,5,2,4,4,'crane pontoon','Bilbao','Rotterdam','2023-09-19 04:15:00','2023-09-23 19:00:00',26500,9800,'D'),
(4,6,NULL,3,3,'log raft','Bergen','Hull','2023-10-30 09:00:00','2023-11-02 11:20:00',7900,3050,'D'),
(5,4,NULL,5,6,'sand barge','Antwerp','Rotterdam','2024-01-16 07:45:00','2024-01-16 18:30:00',4300,610,'D'),
(6,4,NULL,1,1,'sand barge','Rotterdam','Antwerp','2024-02-21 06:00:00','2024-02-21 17:05:00',4450,640,'D'),
(7,2,6,2,5,'lock gate','Hull','Cork','2024-05-07 03:20:00','2024-05-10 14:00:00',18900,7200,'D'),
(8,5,NULL,4,4,'steel barge','Bilbao','Cork','2024-07-25 11:00:00',NULL,NULL,5200,'X'),
(9,1,NULL,1,6,'sand barge','Antwerp','Hull','2024-08-12 05:10:00','2024-08-13 21:40:00',6750,2380,'D'),
(10,5,2,2,3,'drill rig','Bergen','Rotterdam','2024-10-03 02:00:00','2024-10-08 20:30:00',41200,15300,'D'),
(11,6,NULL,5,2,'grain barge','Cork','Bilbao','2025-01-09 08:00:00','2025-01-13 06:15:00',12800,4480,'D'),
(12,2,NULL,1,1,'dredger','Antwerp','Bilbao','2025-02-17 05:00:00',NULL,19500,NULL,'U');
