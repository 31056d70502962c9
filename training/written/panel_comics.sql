CREATE TABLE tbl_imprint (
  imprint_id INTEGER PRIMARY KEY,
  imprint_name TEXT,
  country TEXT,
  founded_year INTEGER
);
CREATE TABLE tbl_artist (
  artist_id INTEGER PRIMARY KEY,
  artist_name TEXT,
  nationality TEXT,
  born_year INTEGER,
  style TEXT,
  website TEXT
);
CREATE TABLE tbl_comic (
  comic_id INTEGER PRIMARY KEY,
  title TEXT,
  issue_no INTEGER,
  imprint_id INTEGER REFERENCES tbl_imprint(imprint_id),
  penciller_id INTEGER REFERENCES tbl_artist(artist_id),
  colourist_id INTEGER REFERENCES tbl_artist(artist_id),
  genre TEXT,
  release_date TEXT,
  cover_price REAL,
  stock_qty INTEGER,
  prequel_id INTEGER REFERENCES tbl_comic(comic_id)
);
CREATE TABLE tbl_member (
  member_no INTEGER PRIMARY KEY,
  member_name TEXT,
  email TEXT,
  birth_year INTEGER,
  tier TEXT,
  signup_date TEXT,
  newsletter INTEGER
);
CREATE TABLE tbl_sale (
  sale_no INTEGER PRIMARY KEY,
  member_no INTEGER REFERENCES tbl_member(member_no),
  sale_time TEXT,
  pay_method TEXT,
  till TEXT
);
CREATE TABLE tbl_sale_line (
  sale_no INTEGER REFERENCES tbl_sale(sale_no),
  comic_id INTEGER REFERENCES tbl_comic(comic_id),
  qty INTEGER,
  unit_price REAL,
  PRIMARY KEY (sale_no, comic_id)
);
CREATE TABLE tbl_signing (
  signing_id INTEGER PRIMARY KEY,
  artist_id INTEGER REFERENCES tbl_artist(artist_id),
  signing_date TEXT,
  visitors INTEGER,
  fee REAL
);
INSERT INTO tbl_imprint VALUES (1,'Inkwell House','US',1988),(2,'Atelier Vif','FR',2001),(3,'Kumo Press','JP',1994),(4,'Gutter Books','GB',2015),(5,'Linea Nera','IT',1979),(6,'Bunker Zines','DE',2020);
INSERT INTO tbl_artist VALUES
(1,'Dana Crowe','US',1975,'noir','danacrowe.example'),
(2,'Emile Tassin','FR',1968,'ligne claire',NULL),
(3,'Hana Mori','JP',1991,'manga','hanamori.example'),
(4,'Gus Pell','GB',1984,'cartoon',NULL),
(5,'Silvia Corti','IT',1959,'watercolour','corti.example'),
(6,'Ravi Anand','GB',1996,'manga',NULL),
(7,'Lou Becker','DE',1988,'noir','loubecker.example'),
(8,'Odile Brun','FR',1982,'watercolour',NULL);
INSERT INTO tbl_comic VALUES
(1,'Rustfall',1,1,1,7,'crime','2022-05-11',6.90,4,NULL),
(2,'Rustfall',2,1,1,7,'crime','2023-02-15',6.90,11,1),
(3,'The Tram to Nowhere',1,2,2,8,'adventure','2019-10-02',14.50,3,NULL),
(4,'Moth Academy',1,3,3,6,'fantasy','2023-09-20',8.20,25,NULL),
(5,'Moth Academy',2,3,3,6,'fantasy','2024-06-12',8.20,0,4),
(6,'Moth Academy',3,3,3,NULL,'fantasy','2025-03-26',8.90,18,5),
(7,'Soggy Biscuits',1,4,4,4,'humour','2021-11-03',5.50,9,NULL),
(8,'Lagoon',1,5,5,5,'drama','2018-04-18',19.00,2,NULL),
(9,'Night Shift Cats',1,4,6,4,'humour','2024-10-30',7.40,14,NULL),
(10,'Concrete Choir',1,6,7,NULL,'crime','2025-01-22',9.80,0,NULL),
(11,'Return of the Tram',1,2,2,8,'adventure','2024-03-06',16.00,6,3),
(12,'Salt and Ink',1,5,8,5,'drama','2025-05-14',17.50,7,NULL);
INSERT INTO tbl_member VALUES
(11,'Colin Marsh','colin@mail.example',1979,'gold','2018-03-02',1),
(12,'Bea Okoro','bea@mail.example',1995,'silver','2021-07-19',1),
(13,'Teddy Flint',NULL,2008,'junior','2023-12-09',0),
(14,'Joan Vance','joan@mail.example',1966,'gold','2016-09-24',0),
(15,'Milo Santi','milo@mail.example',2001,'silver','2024-02-10',1),
(16,'Pia Roth',NULL,1990,'basic','2024-11-30',0),
(17,'Evan Lowe','evan@mail.example',1987,'basic','2025-01-04',1);
INSERT INTO tbl_sale VALUES
(301,11,'2024-10-31 11:20:00','card','A'),(302,12,'2024-11-02 15:05:00','cash','A'),(303,NULL,'2024-11-09 16:40:00','cash','B'),
(304,14,'2024-12-07 10:15:00','card','A'),(305,13,'2024-12-21 14:30:00','voucher','B'),(306,11,'2025-01-25 11:45:00','card','A'),
(307,15,'2025-02-08 17:10:00','card','B'),(308,NULL,'2025-03-29 13:00:00','card','A'),(309,12,'2025-04-05 15:25:00','cash','A'),
(310,11,'2025-05-17 12:10:00','voucher','B'),(311,16,'2025-05-17 16:55:00','cash','B'),(312,14,'2025-06-14 10:30:00','card','A');
INSERT INTO tbl_sale_line VALUES
(301,9,1,7.40),(301,2,1,6.90),(302,4,2,8.20),(302,5,1,8.20),(303,7,1,5.00),(304,8,1,19.00),(304,11,1,16.00),(305,4,1,7.50),(305,5,1,7.50),
(306,10,2,9.80),(306,1,1,6.90),(307,4,1,8.20),(307,5,1,8.20),(308,6,3,8.90),(309,6,1,8.90),(309,9,1,7.40),(310,12,1,17.50),(310,2,1,6.90),(311,9,1,7.00),(312,12,1,17.50),(312,8,1,18.00);
INSERT INTO tbl_signing VALUES (1,1,'2024-05-04',62,250),(2,3,'2024-06-15',118,400),(3,4,'2024-10-26',35,NULL),(4,6,'2024-11-09',47,150),(5,3,'2025-03-29',141,450),(6,8,'2025-05-17',58,220),(7,7,'2025-02-01',29,120);
