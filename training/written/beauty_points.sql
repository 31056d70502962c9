CREATE TABLE tier (
  tier_cd TEXT PRIMARY KEY,
  tier_name TEXT,
  points_per_euro REAL,
  min_points INTEGER
);
CREATE TABLE shop (
  shop_no INTEGER PRIMARY KEY,
  shop_name TEXT,
  city TEXT,
  opened TEXT
);
CREATE TABLE member (
  member_no INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  gender TEXT,
  birth_dt TEXT,
  joined_dt TEXT,
  tier_cd TEXT REFERENCES tier(tier_cd),
  home_shop INTEGER REFERENCES shop(shop_no),
  recruited_by INTEGER REFERENCES member(member_no),
  newsletter INTEGER
);
CREATE TABLE product (
  ean TEXT PRIMARY KEY,
  prod_name TEXT,
  brand TEXT,
  kind TEXT,
  price REAL,
  vegan INTEGER,
  volume_ml INTEGER
);
CREATE TABLE receipt (
  receipt_no INTEGER PRIMARY KEY,
  shop_no INTEGER REFERENCES shop(shop_no),
  member_no INTEGER REFERENCES member(member_no),
  sold_at TEXT,
  pay_type TEXT,
  points_earned INTEGER
);
CREATE TABLE receipt_line (
  receipt_no INTEGER REFERENCES receipt(receipt_no),
  ean TEXT REFERENCES product(ean),
  qty INTEGER,
  price REAL,
  PRIMARY KEY (receipt_no, ean)
);
CREATE TABLE redemption (
  redemption_no INTEGER PRIMARY KEY,
  member_no INTEGER REFERENCES member(member_no),
  reward TEXT,
  points_used INTEGER,
  redeemed_dt TEXT
);
INSERT INTO tier VALUES ('B','Bronze',1,0),('S','Silver',1.2,500),('G','Gold',1.5,1500),('P','Platinum',2,4000);
INSERT INTO shop VALUES (1,'Old Town','Ghent','2012-04-14'),(2,'Station','Bruges','2016-09-01'),(3,'Harbour Mall','Antwerp','2019-03-22'),(4,'Outlet Park','Ghent','2023-11-10'),(5,'Boulevard','Ostend','2025-02-01');
INSERT INTO member VALUES
 (5001,'Elise','Maes','F','1988-05-12','2018-02-03','G',1,NULL,1),
 (5002,'Noor','Claes','F','1995-11-30','2020-06-18','S',1,5001,0),
 (5003,'Bart','Wouters','M','1979-01-22','2021-01-09','B',2,NULL,1),
 (5004,'Sofie','Peeters','F','2001-08-04','2022-10-25','B',3,5002,1),
 (5005,'Amira','Haddad','F','1992-03-17','2019-05-07','P',3,5001,1),
 (5006,'Joris','Lemmens','M','1985-12-09','2023-12-01','S',4,NULL,0),
 (5007,'Lotte','Jacobs','F','1998-07-27','2024-03-15','B',NULL,5005,1),
 (5008,'Hilde','Martens','F','1966-10-02','2018-09-29','G',2,NULL,0),
 (5009,'Kobe','Maes','M','2003-02-11','2024-08-20','B',1,5001,0),
 (5010,'Yara','Devos','F','1990-06-06','2025-01-05','B',4,5005,1);
INSERT INTO product VALUES
 ('401','Rose day cream','Florelle','skin care',24.90,1,50),
 ('402','Night repair serum','Florelle','skin care',39.50,0,30),
 ('403','Velvet lipstick','Carmina','make-up',14.95,0,NULL),
 ('404','Volume mascara','Carmina','make-up',17.50,1,10),
 ('405','Argan shampoo','Sahra','hair',9.90,1,250),
 ('406','Argan hair oil','Sahra','hair',18.40,1,100),
 ('407','Citrus eau de toilette','Maison Vide','perfume',52.00,1,75),
 ('408','Amber eau de parfum','Maison Vide','perfume',88.00,0,50),
 ('409','Nail polish coral','Carmina','make-up',7.50,1,12),
 ('410','Sun lotion SPF 50','Florelle','skin care',16.20,1,200),
 ('411','Beard balm','Barbero','hair',13.80,0,60),
 ('412','Clay mask','Sahra','skin care',21.30,1,75);
INSERT INTO receipt VALUES
 (1,1,5001,'2024-05-11 10:12:00','card',90),
 (2,3,5005,'2024-06-22 15:40:00','card',210),
 (3,2,NULL,'2024-06-24 11:05:00','cash',0),
 (4,1,5002,'2024-09-14 16:30:00','cash',30),
 (5,2,5008,'2024-12-14 14:20:00','card',264),
 (6,4,5006,'2024-12-21 17:45:00','voucher',62),
 (7,3,5004,'2025-01-18 12:10:00','card',32),
 (8,3,5005,'2025-01-18 15:15:00','card',158),
 (9,1,5001,'2025-02-13 10:50:00','cash',37),
 (10,1,NULL,'2025-02-14 16:05:00','cash',0),
 (11,4,5006,'2025-03-08 15:55:00','card',16),
 (12,2,5003,'2025-03-21 11:25:00','cash',14),
 (13,3,5007,'2025-04-05 15:35:00','card',53),
 (14,1,5009,'2025-04-12 10:20:00','voucher',8);
INSERT INTO receipt_line VALUES
 (1,'401',1,24.90),(1,'404',2,17.50),
 (2,'408',1,88.00),(2,'406',1,17.00),
 (3,'405',2,9.90),(3,'410',1,16.20),
 (4,'403',3,14.95),
 (5,'408',2,88.00),
 (6,'407',1,52.00),
 (7,'404',1,17.50),(7,'403',1,14.95),
 (8,'402',2,39.50),
 (9,'401',1,24.90),
 (10,'409',3,7.50),(10,'403',1,13.00),
 (11,'411',1,13.80),
 (12,'411',1,13.80),
 (13,'407',1,52.00),(13,'409',1,7.00),
 (14,'405',1,8.50);
INSERT INTO redemption VALUES
 (1,5001,'tote bag',400,'2024-07-02'),
 (2,5005,'facial treatment',1200,'2024-11-15'),
 (3,5008,'gift set',800,'2025-01-03'),
 (4,5001,'facial treatment',1200,'2025-03-09'),
 (5,5002,'tote bag',400,'2025-03-30'),
 (6,5005,'hand cream',250,'2025-04-10'),
 (7,5005,'gift set',750,'2024-12-27');
