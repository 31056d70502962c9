CREATE TABLE tbl_castle (
  castle_code TEXT PRIMARY KEY,
  castle_name TEXT,
  county TEXT,
  built_century INTEGER,
  is_ruin TEXT
);
CREATE TABLE tbl_guide (
  guide_no INTEGER PRIMARY KEY,
  full_name TEXT,
  sex TEXT,
  home_town TEXT,
  hired DATE,
  daily_fee REAL
);
CREATE TABLE tbl_guide_language (
  guide_no INTEGER REFERENCES tbl_guide(guide_no),
  lang TEXT,
  lvl TEXT,
  PRIMARY KEY (guide_no, lang)
);
CREATE TABLE tbl_tour (
  tour_no INTEGER PRIMARY KEY,
  castle_code TEXT REFERENCES tbl_castle(castle_code),
  title TEXT,
  minutes INTEGER,
  adult_price REAL,
  child_price REAL,
  min_age INTEGER
);
CREATE TABLE tbl_departure (
  dep_no INTEGER PRIMARY KEY,
  tour_no INTEGER REFERENCES tbl_tour(tour_no),
  lead_guide INTEGER REFERENCES tbl_guide(guide_no),
  second_guide INTEGER REFERENCES tbl_guide(guide_no),
  starts_at TEXT,
  status TEXT
);
CREATE TABLE tbl_booking (
  book_no INTEGER PRIMARY KEY,
  dep_no INTEGER REFERENCES tbl_departure(dep_no),
  visitor TEXT,
  visitor_country TEXT,
  adults INTEGER,
  children INTEGER,
  amount REAL,
  paid_on TEXT
);
INSERT INTO tbl_castle VALUES
('RAV','Ravenhold','Northmark',12,'N'),
('ELS','Elsterburg','Westvale',14,'N'),
('GRY','Greystone Keep','Northmark',11,'Y'),
('MOR','Mormont Tower','Eastmere',13,'Y'),
('LIN','Lindenfels','Westvale',16,'N'),
('OAK','Oakmoat','Southfold',15,'N');
INSERT INTO tbl_guide VALUES
(1,'Agnes Thorne','F','Wickham','2012-04-01',140),
(2,'Bram de Wit','M','Harrow','2015-05-15',120),
(3,'Chiara Lodi','F','Wickham','2018-03-01',115),
(4,'Declan Roe','M','Brill','2019-06-20',105),
(5,'Elke Sommer','F','Harrow','2021-04-10',95),
(6,'Finn Aske','M','Tarn','2023-05-02',85),
(7,'Gwen Parry','F','Tarn','2008-07-07',150);
INSERT INTO tbl_guide_language VALUES
(1,'EN','C2'),(1,'DE','B2'),(2,'NL','C2'),(2,'EN','C1'),(2,'FR','B1'),(3,'IT','C2'),(3,'EN','B2'),
(4,'EN','C2'),(5,'DE','C2'),(5,'EN','C1'),(6,'EN','B2'),(7,'EN','C2'),(7,'FR','C1'),(7,'DE','B1');
INSERT INTO tbl_tour VALUES
(101,'RAV','Knights and Kitchens',60,14,7,NULL),
(102,'RAV','Ghost Walk',75,18,12,10),
(103,'ELS','Treasury Tour',45,16,8,NULL),
(104,'GRY','Ruins at Dusk',90,12,6,8),
(105,'MOR','Tower Climb',50,11,5,6),
(106,'LIN','Garden and Chapel',80,13,6.5,NULL),
(107,'LIN','Ghost Lanterns',70,19,11,12),
(108,'OAK','Moat by Boat',40,20,10,4);
INSERT INTO tbl_departure VALUES
(1,101,1,NULL,'2024-05-04 10:00:00','D'),
(2,102,7,4,'2024-05-04 20:00:00','D'),
(3,103,2,NULL,'2024-05-11 11:00:00','D'),
(4,104,4,6,'2024-06-15 20:30:00','C'),
(5,105,3,NULL,'2024-06-16 14:00:00','D'),
(6,106,5,1,'2024-07-20 14:00:00','D'),
(7,102,7,NULL,'2024-10-31 20:00:00','D'),
(8,107,5,7,'2024-10-31 21:00:00','D'),
(9,101,1,3,'2025-04-19 10:00:00','D'),
(10,103,2,NULL,'2025-04-20 11:00:00','C'),
(11,104,7,4,'2025-06-21 20:30:00','P'),
(12,102,7,NULL,'2025-10-31 20:00:00','P');
INSERT INTO tbl_booking VALUES
(1,1,'Hartmann','DE',2,2,42,'2024-04-20'),
(2,1,'O''Brien','IE',2,0,28,'2024-05-01'),
(3,2,'Dupont','FR',4,0,72,'2024-05-02'),
(4,2,'Hartmann','DE',2,0,36,'2024-04-20'),
(5,3,'Jansen','NL',2,3,56,'2024-05-11'),
(6,4,'Rossi','IT',2,1,30,NULL),
(7,5,'Rossi','IT',2,1,27,'2024-06-16'),
(8,6,'Lindqvist','SE',5,0,65,'2024-07-01'),
(9,7,'Dupont','FR',6,1,120,'2024-10-10'),
(10,8,'Weber','DE',3,0,57,'2024-10-12'),
(11,9,'Jansen','NL',2,2,42,'2025-04-19'),
(12,11,'Weber','DE',2,0,24,NULL),
(13,12,'Murphy','IE',8,2,168,NULL),
(14,12,'Dupont','FR',3,0,54,'2025-09-01');
