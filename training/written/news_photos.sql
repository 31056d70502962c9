CREATE TABLE photog (
  pg_id INTEGER PRIMARY KEY,
  pg_nm TEXT,
  home_city TEXT,
  staff_yn TEXT,
  dt_joined TEXT,
  day_rate REAL
);
CREATE TABLE ctry (
  ctry_cd TEXT PRIMARY KEY,
  ctry_nm TEXT,
  region TEXT
);
CREATE TABLE event (
  ev_id INTEGER PRIMARY KEY,
  ev_nm TEXT,
  ev_type TEXT,
  city TEXT,
  ctry_cd TEXT REFERENCES ctry(ctry_cd),
  dt_start TEXT
);
CREATE TABLE desk_user (
  usr_id INTEGER PRIMARY KEY,
  usr_nm TEXT,
  desk TEXT,
  head_id INTEGER REFERENCES desk_user(usr_id)
);
CREATE TABLE photo (
  ph_no INTEGER PRIMARY KEY,
  caption TEXT,
  pg_id INTEGER REFERENCES photog(pg_id),
  ev_id INTEGER REFERENCES event(ev_id),
  dt_taken TEXT,
  width_px INTEGER,
  height_px INTEGER,
  colour TEXT,
  uploaded_by INTEGER REFERENCES desk_user(usr_id),
  approved_by INTEGER REFERENCES desk_user(usr_id),
  embargo_until TEXT
);
CREATE TABLE kw (
  kw_id INTEGER PRIMARY KEY,
  word TEXT
);
CREATE TABLE photo_kw (
  ph_no INTEGER REFERENCES photo(ph_no),
  kw_id INTEGER REFERENCES kw(kw_id),
  PRIMARY KEY (ph_no, kw_id)
);
CREATE TABLE licence (
  lic_id INTEGER PRIMARY KEY,
  ph_no INTEGER REFERENCES photo(ph_no),
  client_nm TEXT,
  client_city TEXT,
  usage_cd TEXT,
  dt_sold TEXT,
  fee REAL,
  copies INTEGER,
  dt_paid TEXT
);
INSERT INTO photog VALUES
(1,'Lena Ashdown','Leeds','Y','2012-05-01',380),
(2,'Karim Bensaid','Marseille','N','2016-08-22',290),
(3,'Yuki Tanabe','Osaka','Y','2019-01-07',345),
(4,'Piet Vanhove','Ghent','N','2014-03-15',310),
(5,'Rosa Quint','Lisbon','N','2021-06-30',255),
(6,'Hamish Orr','Leeds','Y','2008-10-10',420),
(7,'Dora Szabo','Pecs','N','2023-02-17',230);
INSERT INTO ctry VALUES ('GB','United Kingdom','Europe'),('FR','France','Europe'),('JP','Japan','Asia'),('BE','Belgium','Europe'),('PT','Portugal','Europe'),('PE','Peru','South America');
INSERT INTO event VALUES
(1,'Harbour fire','disaster','Marseille','FR','2024-02-11'),
(2,'Spring summit','politics','Brussels','BE','2024-03-20'),
(3,'Lantern parade','culture','Osaka','JP','2024-08-15'),
(4,'Moor flood','disaster','Leeds','GB','2024-11-03'),
(5,'Rail strike','economy','Paris','FR','2025-01-14'),
(6,'Coastal regatta','sport','Lisbon','PT','2025-05-18'),
(7,'Budget vote','politics','London','GB','2025-03-26'),
(8,'Andes dig','science','Cusco','PE','2025-06-02');
INSERT INTO desk_user VALUES
(1,'Moira Kent','picture desk',NULL),
(2,'Felix Adeyemi','picture desk',1),
(3,'Sanna Berg','sport desk',1),
(4,'Otto Reiss','archive',1),
(5,'Clara Nunes','archive',4),
(6,'Ben Marlow','sport desk',3);
INSERT INTO photo VALUES
(1001,'Smoke over the old harbour',2,1,'2024-02-11 06:40:00',6000,4000,'C',2,1,NULL),
(1002,'Firefighter resting on the quay',2,1,'2024-02-11 09:15:00',4000,6000,'B',2,4,NULL),
(1003,'Ministers at the round table',4,2,'2024-03-20 11:05:00',5400,3600,'C',2,1,NULL),
(1004,'Protest outside the summit',4,2,'2024-03-20 14:30:00',6000,4000,'C',5,1,NULL),
(1005,'Paper lanterns on the river',3,3,'2024-08-15 20:45:00',7200,4800,'C',5,4,NULL),
(1006,'Drummer in the parade',3,3,'2024-08-15 21:10:00',4800,7200,'C',5,NULL,NULL),
(1007,'Flooded high street',1,4,'2024-11-03 08:20:00',6000,4000,'C',2,1,NULL),
(1008,'Rescue boat at the mill',6,4,'2024-11-03 10:55:00',8000,5300,'C',4,1,NULL),
(1009,'Woman with sandbags',6,4,'2024-11-04 07:30:00',5300,8000,'B',4,4,NULL),
(1010,'Empty platform at dawn',2,5,'2025-01-14 06:10:00',6000,4000,'B',2,1,NULL),
(1011,'Yachts at the turning buoy',5,6,'2025-05-18 13:40:00',5000,3300,'C',3,3,NULL),
(1012,'Winning crew with trophy',5,6,'2025-05-18 17:25:00',5000,3300,'C',6,3,NULL),
(1013,'Chancellor leaves the house',6,7,'2025-03-26 12:50:00',8000,5300,'C',2,NULL,'2025-03-27'),
(1014,'Portrait of a lighthouse keeper',1,NULL,'2025-04-09 15:00:00',4000,6000,'B',5,4,NULL);
INSERT INTO kw VALUES (1,'fire'),(2,'water'),(3,'crowd'),(4,'politician'),(5,'night'),(6,'boat'),(7,'portrait'),(8,'snow');
INSERT INTO photo_kw VALUES (1001,1),(1001,2),(1002,1),(1002,7),(1003,4),(1004,3),(1005,2),(1005,5),(1006,3),(1006,5),(1007,2),(1008,2),(1008,6),(1009,7),(1009,2),(1011,6),(1011,2),(1012,6),(1012,3),(1013,4),(1014,7);
INSERT INTO licence VALUES
(1,1001,'Daily Courier','London','P','2024-02-12',450,1,'2024-03-01'),
(2,1001,'Le Phare','Lyon','W','2024-02-12',180,2,'2024-02-28'),
(3,1003,'Brussels Wire','Brussels','W','2024-03-21',160,1,'2024-04-19'),
(4,1004,'Daily Courier','London','P','2024-03-22',300,1,'2024-04-30'),
(5,1005,'Wanderer Magazine','Dublin','M','2024-09-05',720,1,'2024-10-02'),
(6,1007,'Daily Courier','London','P','2024-11-04',410,1,NULL),
(7,1008,'Northern Post','Leeds','P','2024-11-04',390,2,'2024-12-12'),
(8,1008,'Sky Nine','London','T','2024-11-05',880,1,NULL),
(9,1010,'Le Phare','Lyon','W','2025-01-15',140,3,'2025-02-10'),
(10,1011,'Sail & Shore','Lisbon','M','2025-05-20',510,1,NULL),
(11,1012,'Sail & Shore','Lisbon','M','2025-05-20',560,1,'2025-06-18'),
(12,1008,'Le Phare','Lyon','W','2025-02-03',170,1,'2025-03-05'),
(13,1001,'Wanderer Magazine','Dublin','M','2025-06-11',640,1,NULL),
(14,1001,'Northern Post','Leeds','P','2025-02-17',210,1,'2025-03-20');
