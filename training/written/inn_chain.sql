CREATE TABLE hotels (hotel_id INTEGER PRIMARY KEY, hotel_name TEXT NOT NULL, city TEXT, country_code TEXT, stars INTEGER, opened_on TEXT, has_parking INTEGER);
CREATE TABLE room_types (type_code TEXT PRIMARY KEY, type_name TEXT, beds INTEGER, base_rate REAL);
CREATE TABLE rooms (room_id INTEGER PRIMARY KEY, hotel_id INTEGER REFERENCES hotels(hotel_id), room_no TEXT, type_code TEXT REFERENCES room_types(type_code), floor INTEGER, balcony INTEGER);
CREATE TABLE guests (guest_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, gender TEXT, nationality TEXT, birth_year INTEGER, email TEXT, vip INTEGER);
CREATE TABLE clerks (clerk_id INTEGER PRIMARY KEY, clerk_name TEXT, hotel_id INTEGER REFERENCES hotels(hotel_id), boss_id INTEGER REFERENCES clerks(clerk_id), hired_on TEXT);
CREATE TABLE stays (stay_id INTEGER PRIMARY KEY, guest_id INTEGER REFERENCES guests(guest_id), room_id INTEGER REFERENCES rooms(room_id), check_in TEXT, check_out TEXT, nights INTEGER, nightly_price REAL, status TEXT, checked_in_by INTEGER REFERENCES clerks(clerk_id), checked_out_by INTEGER REFERENCES clerks(clerk_id), paid_on TEXT);
CREATE TABLE extras (extra_id INTEGER PRIMARY KEY, extra_name TEXT, category TEXT, price REAL);
CREATE TABLE stay_extras (stay_id INTEGER REFERENCES stays(stay_id), extra_id INTEGER REFERENCES extras(extra_id), quantity INTEGER, ordered_at TEXT, PRIMARY KEY (stay_id, extra_id));
INSERT INTO hotels VALUES (1,'Harbour Rest','Porto','PT',4,'2009-05-01',1),(2,'Old Mill','Ghent','BE',3,'2013-03-15',1),(3,'Station Lodge','Lyon','FR',2,'2017-09-10',0),(4,'Villa Cedro','Como','IT',5,'2011-06-20',1),(5,'Canal Nook','Bruges','BE',3,'2019-04-02',0),(6,'Pinewood Inn','Annecy','FR',4,'2024-02-11',1);
INSERT INTO room_types VALUES ('SGL','Single',1,70),('DBL','Double',2,110),('TWN','Twin',2,105),('FAM','Family',4,165),('STE','Suite',2,260),('PEN','Penthouse',4,480);
INSERT INTO rooms VALUES (1,1,'101','SGL',1,0),(2,1,'102','DBL',1,1),(3,1,'301','STE',3,1),(4,2,'11','DBL',1,0),(5,2,'21','FAM',2,0),(6,3,'A1','SGL',1,0),(7,3,'A2','TWN',1,0),(8,4,'201','STE',2,1),(9,4,'202','DBL',2,1),(10,4,'401','PEN',4,1),(11,5,'3','DBL',1,0),(12,1,'205','DBL',2,0);
INSERT INTO guests VALUES (1,'Amelie','Dubois','F','FR',1984,'amelie.d@post.fr',1),(2,'Jonas','Keller','M','DE',1979,'jk@kellerbau.de',0),(3,'Rosa','Almeida','F','PT',1991,NULL,0),(4,'Piet','Maes','M','BE',1968,'piet@maes.be',1),(5,'Chiara','Lodi','F','IT',1996,'chiara.lodi@mail.it',0),(6,'Tom','Barrow','M','GB',1955,NULL,1),(7,'Ines','Keller','F','DE',1982,'ines.keller@mail.de',0),(8,'Luc','Perrin','M','FR',2001,'luc@perrin.fr',0),(9,'Hana','Sato','F','JP',1988,'hana.s@mail.jp',0),(10,'Marc','Vidal','M','FR',1973,NULL,0);
INSERT INTO clerks VALUES (1,'Beatriz Rocha',1,NULL,'2009-05-01'),(2,'Nuno Faria',1,1,'2016-08-12'),(3,'Griet Claes',2,1,'2013-03-20'),(4,'Bram Wouters',2,3,'2021-01-04'),(5,'Fabien Roux',3,1,'2018-02-26'),(6,'Elena Greco',4,1,'2012-05-17'),(7,'Dario Conti',4,6,'2022-06-01'),(8,'Saskia Baert',5,3,'2023-03-13');
INSERT INTO stays VALUES
(1,1,8,'2024-05-03','2024-05-07',4,270,'D',6,7,'2024-05-07'),
(2,2,2,'2024-05-18','2024-05-20',2,115,'D',1,2,'2024-05-20'),
(3,3,6,'2024-06-01','2024-06-02',1,62,'D',5,5,'2024-06-02'),
(4,4,10,'2024-07-12','2024-07-19',7,455,'D',7,6,'2024-08-03'),
(5,6,3,'2024-09-05','2024-09-10',5,248,'D',2,1,NULL),
(6,7,2,'2024-09-21','2024-09-23',2,118,'D',2,2,'2024-09-23'),
(7,1,4,'2024-12-29','2025-01-02',4,135,'D',3,4,'2025-01-02'),
(8,5,5,'2025-02-14','2025-02-16',2,160,'D',4,3,'2025-02-20'),
(9,8,7,'2025-03-07','2025-03-08',1,98,'X',NULL,NULL,NULL),
(10,4,11,'2025-04-18','2025-04-21',3,112,'D',8,8,'2025-04-21'),
(11,6,1,'2025-05-02','2025-05-05',3,72,'D',1,2,NULL),
(12,1,9,'2025-05-09','2025-05-15',6,140,'D',6,6,'2025-05-15'),
(13,3,12,'2025-06-20','2025-06-22',2,121,'I',2,NULL,NULL),
(14,2,8,'2025-06-21','2025-06-25',4,285,'I',7,NULL,NULL),
(15,5,4,'2025-07-01','2025-07-04',3,128,'B',NULL,NULL,NULL);
INSERT INTO extras VALUES (1,'Breakfast buffet','food',16),(2,'Late check-out','service',30),(3,'Spa pass','wellness',45),(4,'Airport shuttle','transport',38),(5,'Champagne','food',72),(6,'Bike rental','transport',18),(7,'Cot','service',10),(8,'Massage','wellness',85);
INSERT INTO stay_extras VALUES (1,1,8,'2024-05-04 08:10:00'),(1,3,2,'2024-05-04 15:30:00'),(1,5,1,'2024-05-05 21:00:00'),(2,1,2,'2024-05-19 07:45:00'),(4,1,14,'2024-07-13 09:00:00'),(4,3,4,'2024-07-14 11:20:00'),(4,4,2,'2024-07-12 10:05:00'),(5,2,1,'2024-09-10 09:40:00'),(5,1,5,'2024-09-06 08:30:00'),(7,5,2,'2024-12-31 22:15:00'),(8,7,1,'2025-02-14 16:00:00'),(8,1,6,'2025-02-15 08:20:00'),(10,6,4,'2025-04-19 10:00:00'),(12,3,1,'2025-05-11 15:00:00'),(12,8,2,'2025-05-12 17:30:00'),(12,4,1,'2025-05-15 06:50:00'),(14,5,3,'2025-06-22 20:45:00');
INSERT INTO room_types VALUES ('STD','Studio',2,135);
INSERT INTO rooms VALUES (13,5,'7','SGL',2,1);
INSERT INTO extras VALUES (9,'Packed lunch','food',14);
