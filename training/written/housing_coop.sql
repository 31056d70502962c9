CREATE TABLE coop_building (
 bld_id INTEGER PRIMARY KEY,
 bld_name TEXT,
 street_address TEXT,
 built_in INTEGER,
 heating_kind TEXT
);
CREATE TABLE coop_flat (
 flat_id INTEGER PRIMARY KEY,
 bld_id INTEGER REFERENCES coop_building(bld_id),
 flat_label TEXT,
 floor INTEGER,
 rooms INTEGER,
 size_sqm REAL,
 monthly_charge REAL
);
CREATE TABLE coop_household (
 hh_id INTEGER PRIMARY KEY,
 flat_id INTEGER REFERENCES coop_flat(flat_id),
 hh_name TEXT,
 moved_in TEXT,
 moved_out TEXT
);
CREATE TABLE coop_member (
 mem_id INTEGER PRIMARY KEY,
 hh_id INTEGER REFERENCES coop_household(hh_id),
 given_name TEXT,
 family_name TEXT,
 birth_date TEXT,
 email TEXT,
 shares INTEGER
);
CREATE TABLE coop_committee (
 com_id INTEGER PRIMARY KEY,
 com_name TEXT,
 chair_id INTEGER REFERENCES coop_member(mem_id),
 budget REAL
);
CREATE TABLE coop_seat (
 com_id INTEGER REFERENCES coop_committee(com_id),
 mem_id INTEGER REFERENCES coop_member(mem_id),
 since_year INTEGER,
 PRIMARY KEY (com_id, mem_id)
);
CREATE TABLE coop_repair (
 rep_id INTEGER PRIMARY KEY,
 flat_id INTEGER REFERENCES coop_flat(flat_id),
 reported_by INTEGER REFERENCES coop_member(mem_id),
 approved_by INTEGER REFERENCES coop_member(mem_id),
 what TEXT,
 reported_at TEXT,
 done_at TEXT,
 cost REAL
);
CREATE TABLE coop_payment (
 pay_id INTEGER PRIMARY KEY,
 hh_id INTEGER REFERENCES coop_household(hh_id),
 due_on TEXT,
 paid_on TEXT,
 amount REAL,
 how TEXT
);
INSERT INTO coop_building VALUES (1,'Linden House','4 Linden Row',1926,'gas'),(2,'Weavers Yard','11 Loom Street',1958,'district'),(3,'The Granary','2 Mill Bank',1887,'wood pellets'),(4,'New Court','40 Loom Street',2012,'heat pump'),(5,'Gate Lodge','1 Linden Row',1926,'gas'),(6,'East Range','7 Mill Bank',NULL,'district');
INSERT INTO coop_flat VALUES
(1,1,'L1',0,3,78,640),(2,1,'L2',1,4,96,790),(3,1,'L3',2,2,51,420),(4,2,'W1',0,2,48,390),(5,2,'W2',1,3,69,555),(6,2,'W3',3,1,31,260),(7,3,'G1',1,5,124,980),(8,3,'G2',2,3,82,670),(9,4,'N1',0,4,101,905),(10,4,'N2',4,2,57,530),(11,5,'P1',0,1,28,240);
INSERT INTO coop_household VALUES
(1,1,'Okafor','2011-05-01',NULL),(2,2,'Lindqvist-Bray','2008-09-15',NULL),(3,3,'Santos','2019-02-01',NULL),(4,4,'Muller','2015-07-01','2023-06-30'),(5,4,'Petrie','2023-08-01',NULL),(6,5,'Haddad','2017-11-01',NULL),(7,6,'Quinn','2022-01-15',NULL),(8,7,'Five Friends','2014-04-01',NULL),(9,8,'Ogawa','2020-10-01',NULL),(10,9,'Fischer','2012-12-01',NULL),(11,10,'Vance','2016-03-01','2024-05-31');
INSERT INTO coop_member VALUES
(1,1,'Chidi','Okafor','1976-02-11','chidi@ok.net',12),(2,1,'Ada','Okafor','1979-08-30',NULL,8),(3,2,'Britt','Lindqvist','1965-05-05','britt@lb.se',20),(4,2,'Colin','Bray','1962-12-24','colin@lb.se',20),
(5,3,'Rui','Santos','1991-03-18','rui@mail.pt',5),(6,5,'Moira','Petrie','1988-07-02',NULL,5),(7,6,'Nadim','Haddad','1983-10-10','nadim@hd.org',9),(8,7,'Tess','Quinn','1999-01-27','tess@q.me',2),
(9,8,'Gus','Arden','1970-06-06','gus@five.org',15),(10,8,'Lotte','Baum','1969-04-14',NULL,15),(11,9,'Kenji','Ogawa','1985-09-21','kenji@og.jp',7),(12,10,'Hanna','Fischer','1958-11-03','hanna@fi.de',25),(13,11,'Pip','Vance','1995-05-29',NULL,0);
INSERT INTO coop_committee VALUES (1,'Garden',9,1200),(2,'Finance',12,300),(3,'Maintenance',4,8500),(4,'Parties',NULL,650),(5,'Laundry',2,900);
INSERT INTO coop_seat VALUES (1,9,2016),(1,10,2018),(1,5,2021),(2,12,2013),(2,3,2015),(2,7,2022),(3,4,2010),(3,1,2014),(3,7,2019),(3,11,2023),(4,8,2022),(4,5,2023),(5,2,2020);
INSERT INTO coop_repair VALUES
(1,1,1,4,'dripping tap','2024-01-09 08:20:00','2024-01-15 14:00:00',85),(2,4,6,4,'broken window','2024-02-02 19:05:00','2024-02-20 10:30:00',310),(3,7,9,12,'roof leak','2023-11-21 07:40:00','2024-01-30 16:00:00',4200),
(4,8,11,NULL,'no hot water','2024-06-11 06:55:00',NULL,NULL),(5,5,7,4,'door lock','2023-05-16 21:15:00','2023-05-17 09:00:00',140),(6,2,3,12,'boiler service','2024-09-03 10:00:00','2024-09-24 11:45:00',265),
(7,6,8,NULL,'damp wall','2024-10-28 17:30:00',NULL,NULL),(8,7,10,12,'window frame','2024-12-05 12:10:00','2025-02-14 15:20:00',1150),(9,1,2,4,'blocked drain','2025-01-20 07:15:00','2025-01-21 09:30:00',195);
INSERT INTO coop_payment VALUES
(1,1,'2024-10-01','2024-09-28',640,'transfer'),(2,2,'2024-10-01','2024-10-01',790,'standing order'),(3,3,'2024-10-01',NULL,420,NULL),(4,5,'2024-10-01','2024-10-19',390,'cash'),(5,6,'2024-10-01','2024-09-30',555,'transfer'),
(6,7,'2024-10-01','2024-10-02',260,'cash'),(7,8,'2024-10-01','2024-10-01',980,'standing order'),(8,9,'2024-10-01',NULL,670,NULL),(9,1,'2024-11-01','2024-11-03',640,'transfer'),(10,3,'2024-11-01',NULL,420,NULL),(11,7,'2024-11-01','2024-11-04',260,'transfer'),(12,10,'2024-11-01','2024-10-29',905,'standing order'),(13,8,'2024-11-01','2024-11-01',980,'standing order');
