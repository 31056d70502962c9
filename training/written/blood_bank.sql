CREATE TABLE bb_group (grp_cd TEXT PRIMARY KEY, grp_nm TEXT, min_stock INTEGER);
CREATE TABLE bb_donor (donor_no INTEGER PRIMARY KEY, first_nm TEXT, last_nm TEXT, sex TEXT, birth_dt TEXT, grp_cd TEXT REFERENCES bb_group(grp_cd), city TEXT, phone TEXT, brought_by INTEGER REFERENCES bb_donor(donor_no));
CREATE TABLE bb_staff (staff_id INTEGER PRIMARY KEY, staff_nm TEXT, role TEXT, hired_dt TEXT);
CREATE TABLE bb_donation (don_no INTEGER PRIMARY KEY, donor_no INTEGER REFERENCES bb_donor(donor_no), don_ts TEXT, vol_ml INTEGER, haemoglobin REAL, taken_by INTEGER REFERENCES bb_staff(staff_id), released_by INTEGER REFERENCES bb_staff(staff_id), discarded TEXT);
CREATE TABLE bb_hospital (hosp_id INTEGER PRIMARY KEY, hosp_nm TEXT, city TEXT, beds INTEGER, contact_mail TEXT);
CREATE TABLE bb_request (req_no INTEGER PRIMARY KEY, hosp_id INTEGER REFERENCES bb_hospital(hosp_id), grp_cd TEXT REFERENCES bb_group(grp_cd), req_dt TEXT, units_asked INTEGER, units_sent INTEGER, unit_price REAL, urgent INTEGER, sent_dt TEXT);
INSERT INTO bb_group VALUES ('AP','A positive',40),('AN','A negative',15),('BP','B positive',20),('BN','B negative',8),('OP','O positive',60),('ON','O negative',35),('ABP','AB positive',6);
INSERT INTO bb_donor VALUES
(101,'Marta','Kowal','F','1985-03-12','OP','Rostock','0381-4471',NULL),
(102,'Jens','Brandt','M','1978-11-02','AP','Rostock','0381-9920',101),
(103,'Aylin','Demir','F','1994-07-25','ON','Wismar',NULL,101),
(104,'Peter','Loske','M','1960-01-30','BP','Wismar','03841-220',NULL),
(105,'Carla','Nunes','F','1999-09-09','AP','Schwerin','0385-1177',103),
(106,'Tom','Brandt','M','2001-05-17','OP','Rostock',NULL,102),
(107,'Ines','Vogel','F','1971-12-05','AN','Schwerin','0385-6603',NULL),
(108,'Uwe','Matz','M','1966-08-21','ON','Wismar','03841-871',104),
(109,'Lena','Fuchs','F','1990-02-14','BN','Rostock',NULL,101),
(110,'Samir','Haddad','M','1988-10-10','OP','Schwerin','0385-9004',NULL);
INSERT INTO bb_staff VALUES (1,'Dr. Anna Riedel','physician','2012-04-01'),(2,'Kai Wendt','nurse','2018-09-15'),(3,'Sofia Pohl','nurse','2020-01-10'),(4,'Bernd Lutz','lab technician','2015-06-01'),(5,'Mia Gross','lab technician','2023-03-20'),(6,'Olaf Stein','driver','2021-11-05');
INSERT INTO bb_donation VALUES
(5001,101,'2023-02-11 09:15:00',500,13.4,2,4,'N'),(5002,102,'2023-03-04 10:40:00',500,15.1,2,4,'N'),(5003,104,'2023-05-19 16:05:00',450,14.0,3,4,'N'),
(5004,101,'2023-08-22 09:30:00',500,13.1,3,4,'N'),(5005,107,'2023-11-07 11:20:00',450,12.6,2,5,'Y'),(5006,103,'2024-01-15 17:10:00',450,12.9,2,5,'N'),
(5007,101,'2024-02-26 09:05:00',500,13.6,2,4,'N'),(5008,108,'2024-04-09 14:45:00',500,15.6,3,5,'N'),(5009,102,'2024-06-12 10:10:00',500,14.9,3,4,'N'),
(5010,110,'2024-07-30 18:00:00',500,14.2,1,4,'Y'),(5011,105,'2024-09-18 16:30:00',450,12.2,2,5,'N'),(5012,101,'2024-10-01 09:45:00',500,13.3,2,4,'N'),
(5013,103,'2025-01-20 17:25:00',450,13.0,3,NULL,'N'),(5014,108,'2025-02-03 14:20:00',480,15.3,2,5,'N'),(5015,102,'2025-02-17 10:55:00',500,15.0,2,NULL,'N'),(5016,110,'2025-03-11 18:15:00',500,14.4,3,NULL,'N');
INSERT INTO bb_hospital VALUES (1,'Hanse Clinic','Rostock',820,'blood@hanse.example'),(2,'St. Marien','Wismar',310,'lab@marien.example'),(3,'Helene Hospital','Schwerin',540,NULL),(4,'Coast Children''s Hospital','Rostock',140,'ward@coast.example'),(5,'Lakeside Rehab','Schwerin',95,NULL),(6,'Harbour Surgery','Wismar',60,'office@harbour.example');
INSERT INTO bb_request VALUES
(901,1,'OP','2023-03-01',12,12,140.0,0,'2023-03-02'),(902,2,'AP','2023-06-14',6,5,135.0,0,'2023-06-16'),(903,1,'ON','2023-09-09',8,4,190.0,1,'2023-09-09'),
(904,3,'OP','2024-01-22',10,10,145.0,0,'2024-01-24'),(905,4,'ON','2024-02-13',3,3,195.0,1,'2024-02-13'),(906,1,'BP','2024-03-05',5,5,150.0,0,'2024-03-07'),
(907,2,'ON','2024-05-28',4,2,195.0,1,'2024-05-28'),(908,3,'AN','2024-08-17',7,6,170.0,0,'2024-08-20'),(909,1,'AP','2024-11-11',15,14,140.0,0,'2024-11-12'),
(910,6,'OP','2024-12-02',2,2,145.0,0,'2024-12-03'),(911,4,'BN','2025-01-08',2,0,210.0,1,NULL),(912,1,'ON','2025-02-01',9,7,200.0,1,'2025-02-01'),(913,3,'OP','2025-03-15',11,0,150.0,0,NULL),(914,2,'AP','2025-03-20',6,0,145.0,0,NULL);
