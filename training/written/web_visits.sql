CREATE TABLE tbl_referrer (ref_cd TEXT PRIMARY KEY, ref_nm TEXT, ref_type TEXT, monthly_fee REAL);
CREATE TABLE tbl_page (pg_id INTEGER PRIMARY KEY, url_path TEXT, pg_title TEXT, section TEXT, author_nm TEXT, publ_dt TEXT, parent_pg INTEGER REFERENCES tbl_page(pg_id));
CREATE TABLE tbl_visitor (vis_id INTEGER PRIMARY KEY, nickname TEXT, country TEXT, first_seen TEXT, newsletter_yn TEXT);
CREATE TABLE tbl_session (sess_id INTEGER PRIMARY KEY, vis_id INTEGER REFERENCES tbl_visitor(vis_id), ref_cd TEXT REFERENCES tbl_referrer(ref_cd), entry_pg INTEGER REFERENCES tbl_page(pg_id), exit_pg INTEGER REFERENCES tbl_page(pg_id), start_ts TEXT, dur_sec INTEGER, device TEXT, browser TEXT);
CREATE TABLE tbl_pageview (pv_id INTEGER PRIMARY KEY, sess_id INTEGER REFERENCES tbl_session(sess_id), pg_id INTEGER REFERENCES tbl_page(pg_id), secs_on_pg INTEGER);
CREATE TABLE tbl_conversion (conv_id INTEGER PRIMARY KEY, sess_id INTEGER REFERENCES tbl_session(sess_id), conv_ts TEXT, goal TEXT, qty INTEGER, unit_val REAL);
INSERT INTO tbl_referrer VALUES ('GGL','Google','search',0),('BNG','Bing','search',0),('NWS','Morning Bugle','press',150),('INS','Instagram','social',80),('LNK','LinkedIn','social',120),('PRT','Partner Blog','partner',45),('TTK','TikTok','social',200);
INSERT INTO tbl_page VALUES (1,'/','Home','main','Elke Vos','2023-01-10',NULL),(2,'/shop','Shop','shop','Elke Vos','2023-02-01',1),(3,'/shop/lamps','Lamps','shop','Dario Prats','2023-02-14',2),(4,'/shop/rugs','Rugs','shop','Dario Prats','2024-05-20',2),(5,'/about','About us','main','Elke Vos','2023-01-10',1),(6,'/blog/light','How to light a room','blog','Nina Roth','2024-09-02',NULL),(7,'/blog/colour','Colour rules','blog','Nina Roth','2025-01-15',NULL),(8,'/imprint','Imprint','main',NULL,'2023-01-11',1),(9,'/checkout','Checkout','shop','Elke Vos','2023-03-03',2);
INSERT INTO tbl_visitor VALUES (201,'mira88','DE','2024-01-05','Y'),(202,'sven_o','SE','2024-03-11','N'),(203,'lilou','FR','2024-06-30','Y'),(204,'jpk','US','2025-01-02','N'),(205,'tobi','DE','2025-01-20','N'),(206,NULL,'AT','2025-02-08','N'),(207,'gracie','US','2025-02-14','Y'),(208,'ghostrider','CH','2023-12-24','N');
INSERT INTO tbl_session VALUES
(1001,201,'GGL',1,9,'2024-11-04 09:12:00',640,'desktop','Firefox'),
(1002,201,NULL,2,9,'2025-01-06 20:45:00',410,'mobile','Safari'),
(1003,202,'GGL',6,6,'2025-01-07 11:03:00',35,'desktop','Chrome'),
(1004,203,'INS',3,4,'2025-01-19 21:30:00',290,'mobile','Safari'),
(1005,204,'BNG',1,5,'2025-01-22 15:15:00',120,'desktop','Edge'),
(1006,205,'NWS',6,9,'2025-02-01 08:00:00',700,'tablet','Chrome'),
(1007,206,'GGL',7,7,'2025-02-08 23:10:00',12,'mobile','Chrome'),
(1008,207,'PRT',4,9,'2025-02-14 21:20:00',980,'desktop','Chrome'),
(1009,207,NULL,1,2,'2025-02-15 07:55:00',60,'mobile','Chrome'),
(1010,203,'INS',7,9,'2025-03-02 21:01:00',520,'mobile','Safari'),
(1011,205,'GGL',1,3,'2025-03-03 12:40:00',210,'desktop','Firefox'),
(1012,201,'LNK',6,3,'2025-03-09 09:30:00',330,'desktop','Firefox'),
(1013,204,'GGL',1,1,'2024-12-30 10:10:00',8,'mobile','Chrome');
INSERT INTO tbl_pageview VALUES (1,1001,1,30),(2,1001,2,100),(3,1001,3,260),(4,1001,9,250),(5,1002,2,110),(6,1002,9,300),(7,1003,6,35),(8,1004,3,150),(9,1004,4,140),(10,1005,1,50),(11,1005,5,70),(12,1006,6,320),(13,1006,3,180),(14,1006,9,200),(15,1007,7,12),(16,1008,4,480),(17,1008,9,500),(18,1009,1,20),(19,1009,2,40),(20,1010,7,210),(21,1010,9,310),(22,1011,1,25),(23,1011,3,185),(24,1012,6,240),(25,1012,3,90);
INSERT INTO tbl_conversion VALUES (1,1001,'2024-11-04 09:22:00','order',2,79.5),(2,1002,'2025-01-06 20:51:00','order',1,129),(3,1004,'2025-01-19 21:34:00','newsletter',1,1),(4,1006,'2025-02-01 08:11:00','order',3,45),(5,1008,'2025-02-14 21:36:00','order',1,890),(6,1008,'2025-02-14 21:36:30','newsletter',1,1),(7,1010,'2025-03-02 21:09:00','order',4,25),(8,1012,'2025-03-09 09:35:00','catalogue',1,2.5);
