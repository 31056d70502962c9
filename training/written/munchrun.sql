CREATE TABLE zone (zn_cd TEXT PRIMARY KEY, zn_nm TEXT, dlv_fee REAL);
CREATE TABLE rst (rst_no INTEGER PRIMARY KEY, rst_nm TEXT, food_typ TEXT, zn_cd TEXT REFERENCES zone(zn_cd), comm_pct REAL, dt_joined TEXT, is_active INTEGER);
CREATE TABLE dish (dish_no INTEGER PRIMARY KEY, rst_no INTEGER REFERENCES rst(rst_no), dish_nm TEXT, prc REAL, vegan INTEGER, kcal INTEGER);
CREATE TABLE cour (cour_no INTEGER PRIMARY KEY, cour_nm TEXT, vhcl TEXT, dt_start TEXT, dt_left TEXT, home_zn TEXT REFERENCES zone(zn_cd), mentor_no INTEGER REFERENCES cour(cour_no));
CREATE TABLE cust (cust_no INTEGER PRIMARY KEY, cust_nm TEXT, eml TEXT, zn_cd TEXT REFERENCES zone(zn_cd), dt_signup TEXT, plus_mbr INTEGER);
CREATE TABLE ord (ord_no INTEGER PRIMARY KEY, cust_no INTEGER REFERENCES cust(cust_no), rst_no INTEGER REFERENCES rst(rst_no), cour_no INTEGER REFERENCES cour(cour_no), ts_ordered TEXT, ts_delivered TEXT, sts TEXT, pay_mth TEXT, tip_amt REAL, vchr_cd TEXT);
CREATE TABLE ord_ln (ord_no INTEGER REFERENCES ord(ord_no), dish_no INTEGER REFERENCES dish(dish_no), qty INTEGER, unit_prc REAL, PRIMARY KEY (ord_no, dish_no));
CREATE TABLE rtg (rtg_no INTEGER PRIMARY KEY, ord_no INTEGER REFERENCES ord(ord_no), food_stars INTEGER, cour_stars INTEGER, remark TEXT);
INSERT INTO zone VALUES ('N','North Bank',2.9),('C','City Core',1.9),('H','Harbourside',2.4),('W','West Hills',3.9),('E','Eastfield',3.5);
INSERT INTO rst VALUES (1,'Wok This Way','Chinese','C',22,'2022-02-10',1),(2,'Pita Palace','Lebanese','H',20,'2022-06-01',1),(3,'Burger Barn','American','C',25,'2021-11-20',1),(4,'Green Fork','Vegan','N',18,'2023-03-15',1),(5,'Pizza Vera','Italian','W',24,'2023-09-01',1),(6,'Taco Tumble','Mexican','H',21,'2024-01-12',0),(7,'Curry Leaf','Indian','N',19,'2025-02-01',1);
INSERT INTO dish VALUES (1,1,'Kung Pao Chicken',12.5,0,780),(2,1,'Tofu Chow Mein',10.9,1,650),(3,2,'Falafel Plate',9.8,1,620),(4,2,'Lamb Shawarma',12.2,0,850),(5,3,'Double Burger',13.9,0,1120),(6,3,'Sweet Potato Fries',4.9,1,430),(7,4,'Rainbow Bowl',11.5,1,540),(8,4,'Lentil Burger',10.4,1,610),(9,5,'Pizza Margherita',9.5,0,890),(10,5,'Pizza Diavola',12.9,0,1010),(11,6,'Fish Tacos',11.8,0,700),(12,7,'Chana Masala',9.9,1,590),(13,7,'Butter Chicken',13.4,0,920);
INSERT INTO cour VALUES (1,'Malik Reyes','bike','2022-03-01',NULL,'C',NULL),(2,'Sanne Vos','e-bike','2022-09-15',NULL,'N',1),(3,'Deniz Aydin','scooter','2023-01-10','2025-02-28','H',1),(4,'Joe Marsh','car','2023-06-20',NULL,'W',1),(5,'Paulina Nowak','bike','2024-04-02',NULL,'C',2),(6,'Theo Lindt','e-bike','2025-01-07',NULL,'H',2),(7,'Ana Prado','scooter','2025-05-19',NULL,'E',4);
INSERT INTO cust VALUES (1,'Harriet Cole','harriet@inbox.com','C','2022-03-08',1),(2,'Benji Okoro',NULL,'N','2022-11-30',0),(3,'Marta Silva','msilva@work.pt','H','2023-02-14',1),(4,'Ivo Jansen','ivo.j@inbox.com','C','2023-08-21',0),(5,'Priya Nair','priya@home.in','N','2024-01-05',1),(6,'Leo Grant',NULL,'W','2024-06-17',0),(7,'Zoe Hart','zoe@inbox.com','H','2024-12-03',0),(8,'Carl Benson','carl@work.com','E','2025-03-22',0);
INSERT INTO ord VALUES
(501,1,1,1,'2024-10-04 18:42:00','2024-10-04 19:15:00','DLV','card',2,NULL),
(502,2,4,2,'2024-10-12 12:10:00','2024-10-12 12:38:00','DLV','cash',0,NULL),
(503,3,2,3,'2024-11-02 19:30:00','2024-11-02 20:05:00','DLV','card',1.5,'HELLO5'),
(504,1,3,1,'2024-11-23 20:15:00','2024-11-23 20:52:00','DLV','card',3,NULL),
(505,4,3,5,'2024-12-13 18:05:00','2024-12-13 18:33:00','DLV','wallet',NULL,NULL),
(506,5,4,2,'2024-12-20 12:45:00','2024-12-20 13:20:00','DLV','card',2.5,'XMAS10'),
(507,6,5,4,'2025-01-10 19:00:00','2025-01-10 19:41:00','DLV','cash',4,NULL),
(508,1,2,3,'2025-01-25 13:05:00',NULL,'CAN','card',NULL,NULL),
(509,7,6,3,'2025-02-08 20:20:00','2025-02-08 20:50:00','DLV','wallet',1,'HELLO5'),
(510,3,1,6,'2025-02-22 18:50:00','2025-02-22 19:25:00','DLV','card',2,NULL),
(511,2,7,2,'2025-03-14 18:30:00','2025-03-14 19:02:00','DLV','cash',1,NULL),
(512,4,1,5,'2025-03-15 12:20:00','2025-03-15 12:55:00','DLV','card',NULL,NULL),
(513,5,7,2,'2025-04-05 19:45:00','2025-04-05 20:30:00','DLV','wallet',5,NULL),
(514,6,5,4,'2025-04-26 18:15:00',NULL,'CAN','card',NULL,'SPRING'),
(515,1,4,6,'2025-05-09 12:05:00',NULL,'RTE','card',NULL,NULL),
(516,7,2,NULL,'2025-05-09 12:11:00',NULL,'NEW','card',NULL,NULL);
INSERT INTO ord_ln VALUES (501,1,2,12.5),(501,2,1,10.9),(502,7,1,11),(503,3,2,9.5),(503,4,1,12),(504,5,2,13.9),(504,6,2,4.5),(505,5,1,13.9),(506,7,2,11),(506,8,1,10.4),(507,9,1,9.5),(507,10,2,12.5),(508,4,1,12.2),(509,11,3,11.8),(510,2,2,10.9),(511,12,1,9.9),(511,13,1,13.4),(512,1,1,12.5),(513,13,3,13.4),(514,10,1,12.9),(515,8,2,10.4),(516,3,1,9.8);
INSERT INTO rtg VALUES (1,501,5,5,'Hot and quick'),(2,502,4,5,NULL),(3,503,3,2,'Cold on arrival'),(4,504,4,4,NULL),(5,506,5,5,'Lovely bowl'),(6,507,2,3,'Soggy and cold'),(7,509,4,1,'Courier got lost'),(8,510,4,4,NULL),(9,511,5,4,'Best curry'),(10,513,5,3,'Late but tasty');
