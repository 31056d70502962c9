CREATE TABLE centre (ctr_cd TEXT PRIMARY KEY, ctr_nm TEXT, town TEXT, beds INTEGER);
CREATE TABLE technician (tech_no INTEGER PRIMARY KEY, first_nm TEXT, last_nm TEXT, ctr_cd TEXT REFERENCES centre(ctr_cd), mentor_no INTEGER REFERENCES technician(tech_no), certified TEXT);
CREATE TABLE participant (part_no INTEGER PRIMARY KEY, initials TEXT, gender TEXT, age INTEGER, bmi REAL, smoker INTEGER, enrolled_dt TEXT, withdrawn_dt TEXT, ctr_cd TEXT REFERENCES centre(ctr_cd));
CREATE TABLE study_night (night_no INTEGER PRIMARY KEY, part_no INTEGER REFERENCES participant(part_no), night_dt TEXT, lights_off TEXT, sleep_min INTEGER, awakenings INTEGER, set_up_by INTEGER REFERENCES technician(tech_no), scored_by INTEGER REFERENCES technician(tech_no), valid TEXT);
CREATE TABLE channel (chan_cd TEXT PRIMARY KEY, chan_nm TEXT, unit TEXT);
CREATE TABLE measurement (meas_no INTEGER PRIMARY KEY, night_no INTEGER REFERENCES study_night(night_no), chan_cd TEXT REFERENCES channel(chan_cd), val_min REAL, val_max REAL, val_mean REAL);
CREATE TABLE diagnosis (diag_no INTEGER PRIMARY KEY, part_no INTEGER REFERENCES participant(part_no), disorder TEXT, severity TEXT, diag_dt TEXT);
INSERT INTO centre VALUES ('BER','Spree Sleep Lab','Berlin',6),('HAM','Alster Clinic','Hamburg',4),('LEI','Auwald Centre','Leipzig',3),('ROS','Coast Unit','Rostock',2);
INSERT INTO technician VALUES (11,'Hanna','Krug','BER',NULL,'Y'),(12,'Joris','Bakker','BER',11,'Y'),(13,'Selma','Yildiz','HAM',11,'Y'),(14,'Nils','Petersen','HAM',13,'N'),(15,'Carla','Moretti','LEI',13,'Y'),(16,'Olaf','Winter','LEI',15,'N');
INSERT INTO participant VALUES
(101,'A.K.','F',34,22.4,0,'2023-02-03',NULL,'BER'),(102,'B.T.','M',58,31.2,1,'2023-02-20',NULL,'BER'),(103,'C.L.','F',47,27.9,0,'2023-05-11','2023-09-01','HAM'),
(104,'D.O.','M',63,33.5,1,'2023-08-30',NULL,'LEI'),(105,'E.W.','F',29,20.1,0,'2024-01-15',NULL,'HAM'),(106,'F.S.','M',51,29.0,0,'2024-01-22',NULL,'BER'),
(107,'G.R.','F',66,30.8,1,'2024-03-04','2024-04-10','LEI'),(108,'H.N.','M',38,25.3,0,'2024-06-17',NULL,'HAM'),(109,'I.J.','F',55,NULL,0,'2024-09-09',NULL,'BER'),(110,'K.M.','M',44,26.6,1,'2025-01-13',NULL,'LEI');
INSERT INTO study_night VALUES
(1,101,'2023-02-10','2023-02-10 22:40:00',431,4,11,12,'Y'),(2,102,'2023-02-27','2023-02-27 23:05:00',318,21,12,11,'Y'),(3,102,'2023-03-06','2023-03-06 23:00:00',345,17,11,11,'Y'),
(4,103,'2023-05-19','2023-05-19 22:15:00',390,9,14,13,'Y'),(5,104,'2023-09-07','2023-09-07 22:30:00',297,26,16,15,'Y'),(6,105,'2024-01-24','2024-01-24 23:20:00',452,3,14,13,'Y'),
(7,106,'2024-02-02','2024-02-02 22:50:00',366,11,12,11,'Y'),(8,107,'2024-03-12','2024-03-12 21:45:00',140,8,16,NULL,'N'),(9,107,'2024-03-26','2024-03-26 22:00:00',309,19,15,15,'Y'),
(10,108,'2024-06-25','2024-06-25 23:40:00',405,6,13,13,'Y'),(11,108,'2024-07-02','2024-07-02 23:30:00',418,5,14,13,'Y'),(12,106,'2024-10-18','2024-10-18 22:55:00',372,10,12,NULL,'Y'),
(13,104,'2024-11-14','2024-11-14 22:20:00',325,18,15,15,'Y'),(14,110,'2025-01-21','2025-01-21 23:10:00',388,12,16,NULL,'Y');
INSERT INTO channel VALUES ('SPO2','oxygen saturation','%'),('HR','heart rate','bpm'),('RESP','breathing rate','1/min'),('SNOR','snoring','dB'),('LEG','leg movement','mV');
INSERT INTO measurement VALUES
(1,1,'SPO2',93,99,97.1),(2,1,'HR',51,84,60.2),(3,2,'SPO2',78,97,90.4),(4,2,'HR',58,112,74.9),(5,2,'SNOR',20,81,55.3),(6,3,'SPO2',81,97,91.6),(7,3,'SNOR',22,77,51.0),
(8,4,'HR',55,96,66.0),(9,4,'RESP',10,19,14.2),(10,5,'SPO2',74,96,88.3),(11,5,'SNOR',25,86,60.7),(12,6,'HR',48,79,56.1),(13,6,'RESP',11,17,13.5),(14,7,'SPO2',86,98,94.0),
(15,7,'SNOR',18,66,40.2),(16,9,'SPO2',80,96,90.9),(17,9,'HR',60,108,77.3),(18,10,'HR',50,88,61.4),(19,11,'RESP',10,18,13.9),(20,13,'SPO2',83,97,92.2),(21,13,'HR',57,101,70.5),(22,14,'SNOR',19,72,46.8);
INSERT INTO diagnosis VALUES (1,102,'sleep apnoea','S','2023-03-20'),(2,103,'insomnia','M','2023-06-02'),(3,104,'sleep apnoea','S','2023-09-28'),(4,106,'sleep apnoea','L','2024-02-19'),(5,107,'sleep apnoea','M','2024-04-02'),(6,107,'restless legs','L','2024-04-02'),(7,108,'insomnia','L','2024-07-15'),(8,102,'restless legs','M','2024-05-06');
