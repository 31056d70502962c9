CREATE TABLE region (
  rgn_cd TEXT PRIMARY KEY,
  rgn_nm TEXT,
  ctry_cd TEXT
);
CREATE TABLE estate (
  est_no INTEGER PRIMARY KEY,
  est_nm TEXT,
  rgn_cd TEXT REFERENCES region(rgn_cd),
  elev_m INTEGER,
  area_ha REAL,
  yr_fnd INTEGER,
  org_cert TEXT,
  mgr_nm TEXT
);
CREATE TABLE harvest (
  hv_no INTEGER PRIMARY KEY,
  est_no INTEGER REFERENCES estate(est_no),
  hv_dt TEXT,
  flush TEXT,
  kg_leaf REAL,
  pickers INTEGER
);
CREATE TABLE lot (
  lot_no TEXT PRIMARY KEY,
  hv_no INTEGER REFERENCES harvest(hv_no),
  tea_typ TEXT,
  grade TEXT,
  kg_made REAL,
  score INTEGER
);
CREATE TABLE auction_sale (
  sale_no INTEGER PRIMARY KEY,
  lot_no TEXT REFERENCES lot(lot_no),
  buyer_nm TEXT,
  buyer_ctry TEXT,
  sale_dt TEXT,
  kg_sold REAL,
  prc_kg REAL,
  paid_yn TEXT
);
INSERT INTO region VALUES ('DJ','Darjeeling','IN'),('AS','Assam','IN'),('UV','Uva','LK'),('KE','Kericho','KE'),('NG','Nilgiri','IN'),('DB','Dimbula','LK');
INSERT INTO estate VALUES
(1,'Silver Mist','DJ',1950,210,1868,'Y','A. Tamang'),
(2,'Castle Rock','DJ',1600,165,1881,'N','R. Lama'),
(3,'Bamunpara','AS',90,720,1856,'N','P. Gogoi'),
(4,'Highgrove Uva','UV',1300,340,1895,'Y','S. Perera'),
(5,'Chebut Hill','KE',2050,410,1962,'N','J. Koech'),
(6,'Blue Ridge','NG',1850,150,1923,'Y','M. Selvan'),
(7,'St Brannoch','DB',1480,280,1874,'N','S. Perera'),
(8,'Kapsoit','KE',1980,95,2003,'Y',NULL),
(9,'Tezbari','AS',75,530,1899,'N','D. Bora');
INSERT INTO harvest VALUES
(1,1,'2023-03-20','1',820,44),(2,1,'2023-05-28','2',1340,60),(3,2,'2023-04-02','1',610,35),
(4,3,'2023-06-11','2',5200,150),(5,4,'2023-08-05',NULL,2100,70),(6,5,'2023-02-14',NULL,3900,95),
(7,6,'2024-01-18',NULL,760,28),(8,1,'2024-03-25','1',790,41),(9,3,'2024-06-03','2',4950,142),
(10,7,'2024-02-22',NULL,1880,66),(11,9,'2024-06-20','2',3600,120),(12,2,'2024-05-30','2',940,52),
(13,5,'2024-09-10',NULL,4100,101);
INSERT INTO lot VALUES
('DJ-101','1','black','FTGFOP',160,94),('DJ-102','1','white','SN',22,97),('DJ-103','2','black','FTGFOP',270,91),
('DJ-104','3','black','TGFOP',128,88),('AS-201','4','black','BOP',1150,79),('AS-202','4','black','GFOP',60,84),
('UV-301','5','black','OP',430,86),('KE-401','6','black','BP',880,72),('NG-501','7','green','SN',95,83),
('NG-502','7','black','OP',64,81),('DJ-105','8','green','SN',70,89),('DJ-106','8','black','FTGFOP',98,95),
('AS-203','9','black','BOP',1080,77),('DB-601','10','black','OP',400,87),('AS-204','11','black','BOP',790,75),
('DJ-107','12','oolong','FTGFOP',110,92);
INSERT INTO auction_sale VALUES
(1,'DJ-101','Hansen Tee','DE','2023-05-10',100,64,'Y'),(2,'DJ-101','Maison Verte','FR','2023-05-10',60,66,'Y'),
(3,'DJ-102','Kirei Trading','JP','2023-06-01',22,210,'Y'),(4,'DJ-103','Hansen Tee','DE','2023-07-19',200,48,'Y'),
(5,'AS-201','Ploughman''s','GB','2023-08-30',900,5.2,'Y'),(6,'UV-301','Ploughman''s','GB','2023-10-12',300,11.5,'N'),
(7,'KE-401','Nile Packers','EG','2023-04-04',880,2.9,'Y'),(8,'NG-501','Kirei Trading','JP','2024-03-15',80,17,'Y'),
(9,'DJ-106','Maison Verte','FR','2024-05-14',98,72,'N'),(10,'DJ-105','Kirei Trading','JP','2024-05-14',50,58,'Y'),
(11,'AS-203','Nile Packers','EG','2024-08-21',1000,4.8,'N'),(12,'DB-601','Hansen Tee','DE','2024-04-25',250,12.4,'Y'),
(13,'AS-204','Ploughman''s','GB','2024-09-09',700,4.6,'N'),(14,'DJ-107','Formosa Leaf','TW','2024-08-02',110,85,'Y');
