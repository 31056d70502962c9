CREATE TABLE ds_teacher (
  teacher_id INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  hourly_pay REAL,
  started TEXT,
  senior_id INTEGER REFERENCES ds_teacher(teacher_id)
);
CREATE TABLE ds_style (
  style_code TEXT PRIMARY KEY,
  style_name TEXT
);
CREATE TABLE ds_class (
  class_id INTEGER PRIMARY KEY,
  class_name TEXT,
  style_code TEXT REFERENCES ds_style(style_code),
  level TEXT,
  weekday TEXT,
  room TEXT,
  monthly_fee REAL,
  places INTEGER,
  teacher_id INTEGER REFERENCES ds_teacher(teacher_id),
  substitute_id INTEGER REFERENCES ds_teacher(teacher_id)
);
CREATE TABLE ds_dancer (
  dancer_id INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  sex TEXT,
  age INTEGER,
  town TEXT,
  phone TEXT,
  registered TEXT
);
CREATE TABLE ds_enrolment (
  dancer_id INTEGER REFERENCES ds_dancer(dancer_id),
  class_id INTEGER REFERENCES ds_class(class_id),
  joined TEXT,
  left_on TEXT,
  PRIMARY KEY (dancer_id, class_id)
);
CREATE TABLE ds_recital (
  recital_id INTEGER PRIMARY KEY,
  recital_name TEXT,
  venue TEXT,
  held_on TEXT,
  audience INTEGER,
  ticket_price REAL
);
CREATE TABLE ds_number (
  number_id INTEGER PRIMARY KEY,
  recital_id INTEGER REFERENCES ds_recital(recital_id),
  class_id INTEGER REFERENCES ds_class(class_id),
  soloist_id INTEGER REFERENCES ds_dancer(dancer_id),
  music TEXT,
  minutes INTEGER
);
CREATE TABLE ds_invoice (
  invoice_id INTEGER PRIMARY KEY,
  dancer_id INTEGER REFERENCES ds_dancer(dancer_id),
  issued TEXT,
  amount REAL,
  method TEXT,
  paid_on TEXT
);
INSERT INTO ds_teacher VALUES (1,'Marta','Iglesias',38,'2008-09-01',NULL),(2,'Denis','Fournier',32,'2014-01-10',1),(3,'Abena','Osei',30,'2018-09-03',1),(4,'Lucia','Bell',26,'2021-02-15',2),(5,'Igor','Stahl',28,'2020-08-24',2),(6,'Kim','Hartley',22,'2024-09-02',2);
INSERT INTO ds_style VALUES ('BAL','ballet'),('TAP','tap'),('HIP','street'),('FLA','flamenco'),('BAR','ballroom'),('CON','contemporary'),('LIN','line dance');
INSERT INTO ds_class VALUES
(1,'Little Swans','BAL','beginner','Monday','Blue Room',42,14,1,2),
(2,'Pointe Studio','BAL','advanced','Wednesday','Blue Room',65,8,1,NULL),
(3,'Tap Attack','TAP','beginner','Tuesday','Loft',40,12,2,4),
(4,'Street Crew','HIP','intermediate','Friday','Loft',48,16,3,5),
(5,'Street Juniors','HIP','beginner','Thursday','Loft',38,18,5,3),
(6,'Sevilla Nights','FLA','intermediate','Tuesday','Hall',55,10,1,NULL),
(7,'Waltz and More','BAR','beginner','Saturday','Hall',50,20,4,2),
(8,'Open Floor','CON','advanced','Wednesday','Hall',60,10,3,NULL),
(9,'Tap Masters','TAP','advanced','Thursday','Loft',58,8,2,NULL);
INSERT INTO ds_dancer VALUES
(1,'Ella','Norris','F',9,'Ashby','555-201','2022-09-05'),(2,'Maya','Chand','F',15,'Ashby','555-202','2019-09-02'),(3,'Leon','Pratt','M',12,'Corley','555-203','2023-01-16'),
(4,'Sofia','Marin','F',17,'Derwell','555-204','2018-09-10'),(5,'Jack','Tolley','M',34,'Corley',NULL,'2024-01-08'),(6,'Irene','Falk','F',41,'Ashby','555-206','2024-01-08'),
(7,'Noor','Aziz','F',14,'Derwell','555-207','2021-10-04'),(8,'Theo','Grant','M',11,'Ashby',NULL,'2024-09-09'),(9,'Paula','Reyes','F',28,'Corley','555-209','2020-03-02'),
(10,'Harriet','Bloom','F',63,'Ashby','555-210','2023-09-11'),(11,'Sam','Oduya','M',16,'Derwell','555-211','2022-02-07'),(12,'Lily','Crane','F',7,'Ashby','555-212','2025-01-13');
INSERT INTO ds_enrolment VALUES (1,1,'2022-09-05',NULL),(2,2,'2021-09-06',NULL),(2,8,'2023-09-04',NULL),(3,3,'2023-01-16','2024-06-30'),(3,5,'2024-09-05',NULL),(4,2,'2020-09-07',NULL),(4,6,'2022-09-06',NULL),(4,8,'2024-09-04',NULL),(5,7,'2024-01-08',NULL),(6,7,'2024-01-08',NULL),(6,3,'2024-09-10',NULL),(7,4,'2022-09-02',NULL),(7,9,'2024-09-05',NULL),(8,5,'2024-09-09',NULL),(9,6,'2020-03-03','2025-01-31'),(11,4,'2022-02-11',NULL),(11,5,'2022-02-10','2022-12-22'),(1,5,'2024-09-05',NULL),(2,4,'2024-09-06','2025-02-28'),(9,8,'2024-09-04',NULL);
INSERT INTO ds_recital VALUES (1,'Winter Gala','Town Theatre','2023-12-16',310,12),(2,'Spring Steps','Corn Hall','2024-04-20',185,9),(3,'Winter Gala 24','Town Theatre','2024-12-14',342,13),(4,'Patio Flamenco','Hotel Ibarra','2025-03-08',96,15),(5,'Summer Showcase','Park Stage','2025-06-28',NULL,8);
INSERT INTO ds_number VALUES (1,1,1,NULL,'Snow Waltz',5),(2,1,2,4,'Black Swan',7),(3,1,4,11,'City Lights',4),(4,2,3,3,'Tin Parade',4),(5,2,8,2,'Hollow',8),(6,3,2,4,'Firebird',9),(7,3,5,8,'Block Party',3),(8,3,4,7,'City Lights',4),(9,4,6,4,'Solea',10),(10,4,6,9,'Bulerias',6),(11,3,1,1,'Tin Soldiers',5),(12,3,8,2,'Glass',8);
INSERT INTO ds_invoice VALUES (1,1,'2025-01-02',80,'card','2025-01-09'),(2,2,'2025-01-02',173,'transfer','2025-01-15'),(3,3,'2025-01-02',38,'cash','2025-01-20'),(4,4,'2025-01-02',180,'transfer','2025-02-11'),(5,5,'2025-01-02',50,NULL,NULL),(6,6,'2025-01-02',90,'card','2025-01-05'),(7,7,'2025-02-03',106,NULL,NULL),(8,8,'2025-02-03',38,'cash','2025-02-10'),(9,9,'2025-02-03',60,'card','2025-02-04'),(10,11,'2025-02-03',48,NULL,NULL),(11,1,'2025-02-03',82,'card','2025-02-08'),(12,5,'2025-03-03',52,NULL,NULL),(13,4,'2025-03-03',180,'transfer','2025-03-20');
