CREATE TABLE beaches (
 beach TEXT PRIMARY KEY,
 region TEXT,
 bottom TEXT,
 lifeguard TEXT
);
CREATE TABLE instructors (
 instructor_id INTEGER PRIMARY KEY,
 nick TEXT,
 surname TEXT,
 sex TEXT,
 cert_level INTEGER,
 pay_per_lesson REAL,
 mobile TEXT
);
CREATE TABLE students (
 student_id INTEGER PRIMARY KEY,
 name TEXT,
 age INTEGER,
 level TEXT,
 can_swim INTEGER,
 signed_up TEXT
);
CREATE TABLE boards (
 board_tag TEXT PRIMARY KEY,
 kind TEXT,
 feet REAL,
 bought TEXT,
 cost REAL,
 condition TEXT
);
CREATE TABLE lessons (
 lesson_id INTEGER PRIMARY KEY,
 beach TEXT REFERENCES beaches(beach),
 lead_instructor INTEGER REFERENCES instructors(instructor_id),
 second_instructor INTEGER REFERENCES instructors(instructor_id),
 starts TEXT,
 minutes INTEGER,
 wave_m REAL,
 called_off TEXT
);
CREATE TABLE bookings (
 lesson_id INTEGER REFERENCES lessons(lesson_id),
 student_id INTEGER REFERENCES students(student_id),
 board_tag TEXT REFERENCES boards(board_tag),
 price REAL,
 paid TEXT,
 stars INTEGER,
 PRIMARY KEY (lesson_id, student_id)
);
CREATE TABLE dings (
 ding_id INTEGER PRIMARY KEY,
 board_tag TEXT REFERENCES boards(board_tag),
 found_on TEXT,
 fixed_on TEXT,
 repair_cost REAL
);
CREATE TABLE wetsuits (
 suit_no INTEGER PRIMARY KEY,
 size TEXT,
 thickness_mm INTEGER,
 student_id INTEGER REFERENCES students(student_id),
 lent_on TEXT
);
INSERT INTO beaches VALUES ('Pipers Cove','north','reef','no'),('Long Sands','south','sand','yes'),('Gull Point','north','rock','no'),('Barley Bay','south','sand','yes'),('Smugglers','west','sand','no');
INSERT INTO instructors VALUES (1,'Koa','Kealoha','M',3,55,'0700-1'),(2,'Fliss','Trewin','F',2,42,'0700-2'),(3,'Dude','Penrose','M',1,33,NULL),(4,'Marisol','Vega','F',3,58,'0700-4'),(5,'Bo','Anders','M',2,40,NULL),(6,'Tansy','Pascoe','F',1,30,'0700-6');
INSERT INTO students VALUES
(1,'Ivy Clements',12,'beginner',1,'2024-05-02'),(2,'Roger Dunn',54,'beginner',1,'2024-05-20'),(3,'Lea Fontaine',23,'improver',1,'2023-06-11'),(4,'Sven Olsen',31,'advanced',1,'2022-07-04'),(5,'Priti Shah',28,'beginner',0,'2024-07-15'),
(6,'Marcus Webb',17,'improver',1,'2023-08-01'),(7,'Nell Curnow',41,'beginner',0,'2024-08-09'),(8,'Zac Tregear',15,'advanced',1,'2022-06-18'),(9,'Hana Kim',26,'improver',1,'2024-06-01'),(10,'Alf Burrow',63,'beginner',1,'2025-03-29');
INSERT INTO boards VALUES ('F-01','foam',8,'2022-03-10',210,'good'),('F-02','foam',9,'2022-03-10',235,'worn'),('F-03','foam',7.5,'2024-04-02',225,'good'),('S-01','shortboard',6.1,'2023-05-19',480,'good'),('L-01','longboard',9.4,'2021-06-30',640,'worn'),('L-02','longboard',9.2,'2024-02-14',690,'good'),('S-02','shortboard',5.9,'2020-08-08',450,'broken'),('F-04','foam',8.5,'2025-02-20',260,'good');
INSERT INTO lessons VALUES
(1,'Long Sands',2,3,'2024-05-25 10:00:00',90,0.6,'N'),(2,'Barley Bay',2,NULL,'2024-06-08 09:30:00',90,0.5,'N'),(3,'Pipers Cove',1,4,'2024-06-15 07:00:00',120,1.8,'N'),(4,'Long Sands',4,6,'2024-07-20 10:00:00',90,0.8,'N'),(5,'Gull Point',1,NULL,'2024-08-03 18:00:00',60,2.9,'Y'),
(6,'Barley Bay',5,6,'2024-08-17 14:00:00',90,0.7,'N'),(7,'Long Sands',2,5,'2024-08-24 10:00:00',90,1.0,'N'),(8,'Pipers Cove',4,NULL,'2023-09-09 08:00:00',120,1.6,'N'),(9,'Long Sands',4,3,'2023-08-12 10:00:00',90,NULL,'N'),(10,'Barley Bay',5,NULL,'2025-04-05 11:00:00',90,1.1,'N');
INSERT INTO bookings VALUES
(1,1,'F-01',35,'Y',5),(1,2,'F-02',35,'Y',3),(2,1,'F-03',35,'Y',4),(2,2,'F-02',35,'N',NULL),(2,9,'F-01',38,'Y',5),(3,4,'S-01',60,'Y',5),(3,8,'L-01',55,'Y',4),(4,5,'F-01',40,'N',2),(4,9,'L-01',40,'Y',4),(5,4,'S-01',45,'N',NULL),
(6,5,'F-03',35,'Y',4),(6,7,'F-02',35,'N',NULL),(7,3,'L-02',42,'Y',5),(7,6,'F-03',40,'Y',3),(7,7,'F-01',35,'N',1),(8,4,'S-01',58,'Y',4),(9,3,'F-01',32,'Y',4),(9,6,'F-02',32,'Y',NULL);
INSERT INTO dings VALUES (1,'S-02','2023-09-30',NULL,NULL),(2,'F-02','2024-06-09','2024-06-20',25),(3,'L-01','2024-06-16','2024-07-11',85),(4,'L-01','2024-09-01',NULL,NULL),(5,'S-01','2024-06-15','2024-06-18',40),(6,'F-01','2023-08-13','2023-08-14',12);
INSERT INTO wetsuits VALUES (1,'S',4,1,'2024-05-25'),(2,'M',4,NULL,NULL),(3,'M',5,3,'2024-08-20'),(4,'L',4,2,'2024-05-24'),(5,'L',5,4,'2023-09-08'),(6,'XL',3,NULL,NULL),(7,'S',3,9,'2024-06-07'),(8,'M',3,NULL,NULL);
