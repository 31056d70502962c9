CREATE TABLE cust_kinds (
  kind_cd TEXT PRIMARY KEY,
  kind_nm TEXT
);
CREATE TABLE customers (
  cust_id INTEGER PRIMARY KEY,
  cust_nm TEXT,
  kind_cd TEXT REFERENCES cust_kinds(kind_cd),
  town TEXT,
  phone TEXT,
  credit_limit REAL,
  is_active INTEGER
);
CREATE TABLE staff (
  staff_id INTEGER PRIMARY KEY,
  full_nm TEXT,
  job TEXT,
  boss_id INTEGER REFERENCES staff(staff_id),
  dt_hired TEXT
);
CREATE TABLE baked_goods (
  good_no INTEGER PRIMARY KEY,
  good_nm TEXT,
  category TEXT,
  list_price REAL,
  weight_g INTEGER,
  vegan TEXT
);
CREATE TABLE wholesale_orders (
  ord_no INTEGER PRIMARY KEY,
  cust_id INTEGER REFERENCES customers(cust_id),
  taken_by INTEGER REFERENCES staff(staff_id),
  driven_by INTEGER REFERENCES staff(staff_id),
  dt_ordered TEXT,
  dt_delivered TEXT,
  status TEXT
);
CREATE TABLE order_lines (
  ord_no INTEGER REFERENCES wholesale_orders(ord_no),
  good_no INTEGER REFERENCES baked_goods(good_no),
  qty INTEGER,
  unit_price REAL,
  PRIMARY KEY (ord_no, good_no)
);
CREATE TABLE payments (
  pay_id INTEGER PRIMARY KEY,
  ord_no INTEGER REFERENCES wholesale_orders(ord_no),
  dt_paid TEXT,
  amount REAL,
  method TEXT
);
INSERT INTO cust_kinds VALUES ('H','hotel'),('R','restaurant'),('S','supermarket'),('C','canteen'),('K','kiosk');
INSERT INTO customers VALUES
 (1,'Hotel Astoria','H','Graz','0316 4410',2500,1),
 (2,'Gasthaus Lindner','R','Graz','0316 5521',900,1),
 (3,'Spar Nord','S','Leoben','03842 771',4000,1),
 (4,'Uni Mensa','C','Graz',NULL,1800,1),
 (5,'Bahnhof Kiosk','K','Bruck','03862 118',300,0),
 (6,'Hotel Seeblick','H','Villach','04242 900',2000,1),
 (7,'Trattoria Rosa','R','Villach',NULL,750,1),
 (8,'Steel Works Canteen','C','Leoben','03842 606',3200,1),
 (9,'Pension Huber','H','Bruck','03862 445',600,0),
 (10,'Corner Kiosk','K','Graz','0316 8800',250,1);
INSERT INTO staff VALUES
 (1,'Martha Egger','master baker',NULL,'2009-03-01'),
 (2,'Josef Kern','office clerk',1,'2014-09-15'),
 (3,'Lena Wolf','office clerk',2,'2021-02-01'),
 (4,'Tarik Demir','driver',2,'2018-06-11'),
 (5,'Anna Pichler','driver',2,'2022-04-19'),
 (6,'Ivo Horvat','journeyman baker',1,'2019-10-07'),
 (7,'Paula Reiter','apprentice',6,'2024-08-01');
INSERT INTO baked_goods VALUES
 (101,'Rye loaf','bread',3.20,1000,'Y'),
 (102,'Kaiser roll','roll',0.45,60,'Y'),
 (103,'Butter croissant','pastry',0.95,55,'N'),
 (104,'Spelt loaf','bread',3.90,750,'Y'),
 (105,'Nut strudel','pastry',2.40,180,'N'),
 (106,'Poppy roll','roll',0.60,65,'Y'),
 (107,'Apple tart','cake',14.50,1400,'N'),
 (108,'Linzer cake','cake',16.80,1250,'N'),
 (109,'Pretzel','roll',0.85,95,'Y'),
 (110,'Gluten free loaf','bread',5.10,500,'Y');
INSERT INTO wholesale_orders VALUES
 (5001,1,2,4,'2024-03-04','2024-03-05','D'),
 (5002,3,3,4,'2024-03-18','2024-03-19','D'),
 (5003,2,2,5,'2024-07-09','2024-07-10','D'),
 (5004,8,3,4,'2024-11-21','2024-11-23','D'),
 (5005,1,3,5,'2025-01-13','2025-01-14','D'),
 (5006,4,2,4,'2025-01-20',NULL,'X'),
 (5007,6,2,5,'2025-02-03','2025-02-05','D'),
 (5008,3,3,4,'2025-02-17','2025-02-18','D'),
 (5009,10,3,5,'2025-03-03','2025-03-03','D'),
 (5010,1,2,4,'2025-03-10','2025-03-11','D'),
 (5011,8,1,NULL,'2025-03-24',NULL,'O'),
 (5012,7,3,NULL,'2025-04-02',NULL,'O'),
 (5013,3,3,4,'2025-04-07','2025-04-08','D'),
 (5014,2,2,NULL,'2025-04-09',NULL,'X');
INSERT INTO order_lines VALUES
 (5001,102,200,0.42),(5001,103,120,0.90),(5001,107,4,14.00),
 (5002,101,80,3.00),(5002,104,40,3.70),(5002,102,400,0.40),
 (5003,101,15,3.20),(5003,109,60,0.85),
 (5004,102,500,0.40),(5004,109,150,0.80),
 (5005,103,150,0.92),(5005,108,3,16.80),
 (5006,102,300,0.42),
 (5007,103,90,0.95),(5007,105,40,2.40),
 (5008,101,100,3.05),(5008,104,50,3.75),(5008,106,200,0.55),
 (5009,109,40,0.85),
 (5010,107,6,14.20),(5010,103,130,0.92),
 (5011,102,450,0.41),
 (5012,101,10,3.20),
 (5013,101,110,3.05),
 (5014,105,20,2.40);
INSERT INTO payments VALUES
 (1,5001,'2024-03-20',248.00,'transfer'),
 (2,5002,'2024-04-15',548.00,'transfer'),
 (3,5003,'2024-07-10',99.00,'cash'),
 (4,5004,'2024-12-20',200.00,'transfer'),
 (5,5004,'2025-01-10',120.00,'transfer'),
 (6,5005,'2025-01-30',188.40,'card'),
 (7,5007,'2025-02-05',181.50,'cash'),
 (8,5008,'2025-03-14',602.50,'transfer'),
 (9,5009,'2025-03-03',34.00,'cash'),
 (10,5010,'2025-04-01',100.00,'card');
