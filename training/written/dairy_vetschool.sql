CREATE TABLE breeds (breed_code TEXT PRIMARY KEY, breed_name TEXT, origin_country TEXT);
CREATE TABLE barns (barn_id INTEGER PRIMARY KEY, name TEXT, capacity INTEGER);
CREATE TABLE cows (ear_tag TEXT PRIMARY KEY, name TEXT, breed_code TEXT REFERENCES breeds(breed_code), born TEXT, weight_kg INTEGER, mother_tag TEXT REFERENCES cows(ear_tag), barn_id INTEGER REFERENCES barns(barn_id), sold_on TEXT, in_milk INTEGER);
CREATE TABLE vets (vet_id INTEGER PRIMARY KEY, name TEXT, specialty TEXT, hired TEXT, is_student TEXT);
CREATE TABLE milkings (milking_id INTEGER PRIMARY KEY, ear_tag TEXT REFERENCES cows(ear_tag), milked_at TEXT, litres REAL, fat_pct REAL, discarded INTEGER);
CREATE TABLE drugs (drug_id INTEGER PRIMARY KEY, name TEXT, price_per_ml REAL, withdrawal_days INTEGER);
CREATE TABLE treatments (treatment_id INTEGER PRIMARY KEY, ear_tag TEXT REFERENCES cows(ear_tag), drug_id INTEGER REFERENCES drugs(drug_id), treated_on TEXT, dose_ml REAL, complaint TEXT, treated_by INTEGER REFERENCES vets(vet_id), supervised_by INTEGER REFERENCES vets(vet_id), healed_on TEXT);
INSERT INTO breeds VALUES ('HOL','Holstein','NL'),('JER','Jersey','GB'),('SIM','Simmental','CH'),('NRM','Normande','FR'),('AYR','Ayrshire','GB');
INSERT INTO barns VALUES (1,'North Barn',40),(2,'Old Byre',15),(3,'Teaching Stall',8),(4,'Quarantine',4);
INSERT INTO cows VALUES
('DE01','Berta','HOL','2015-03-12',690,NULL,1,NULL,1),('DE02','Flocke','HOL','2018-04-02',655,'DE01',1,NULL,1),('DE03','Mira','JER','2017-09-21',430,NULL,2,NULL,1),('DE04','Lisl','SIM','2016-01-30',720,NULL,2,'2024-08-14',0),
('DE05','Nougat','JER','2020-05-16',415,'DE03',3,NULL,1),('DE06','Wolke','HOL','2020-11-08',630,'DE02',1,NULL,0),('DE07','Zenzi','SIM','2019-02-25',705,'DE04',3,NULL,1),('DE08','Perle','NRM','2021-07-19',600,NULL,1,NULL,1),
('DE09','Kira','HOL','2022-12-01',510,'DE02',3,NULL,0),('DE10','Trudi','NRM','2018-10-10',640,NULL,2,'2025-01-20',0);
INSERT INTO vets VALUES (1,'Dr Amelie Roth','udder health','2010-09-01','N'),(2,'Dr Sanjay Patel','surgery','2014-02-15','N'),(3,'Jule Engel',NULL,'2023-10-01','Y'),(4,'Marco Stein',NULL,'2023-10-01','Y'),(5,'Dr Nora Lind','hooves','2019-06-01','N'),(6,'Tim Okoye',NULL,'2024-10-01','Y');
INSERT INTO milkings VALUES
(1,'DE01','2024-05-01 05:30:00',14.2,3.9,0),(2,'DE01','2024-05-01 16:45:00',11.8,4.1,0),(3,'DE02','2024-05-01 05:40:00',16.5,3.8,0),(4,'DE03','2024-05-01 05:50:00',9.1,5.6,0),(5,'DE04','2024-05-02 05:30:00',12.0,4.2,0),
(6,'DE05','2024-05-02 16:50:00',8.4,5.4,0),(7,'DE02','2024-06-10 05:35:00',15.9,3.7,1),(8,'DE07','2024-06-10 05:55:00',12.7,4.3,0),(9,'DE01','2024-06-11 05:30:00',13.6,NULL,0),(10,'DE08','2024-06-11 16:40:00',10.9,4.4,0),
(11,'DE03','2025-01-15 05:45:00',8.8,5.7,1),(12,'DE02','2025-01-15 05:35:00',17.1,3.8,0),(13,'DE07','2025-01-15 16:55:00',11.9,4.2,0),(14,'DE05','2025-02-03 05:30:00',8.9,NULL,0),(15,'DE01','2025-02-03 05:40:00',12.9,4.0,1),(16,'DE02','2025-02-03 16:40:00',14.8,3.9,0);
INSERT INTO drugs VALUES (1,'Mastivet',0.9,5),(2,'Calcidrip',0.25,0),(3,'Hoofgel',0.6,1),(4,'Penivac',1.4,7),(5,'Ketosol',0.4,0);
INSERT INTO treatments VALUES
(1,'DE02',1,'2024-06-08',20,'mastitis',3,1,'2024-06-14'),(2,'DE01',3,'2024-07-02',15,'lameness',4,5,'2024-07-20'),(3,'DE04',1,'2024-02-11',25,'mastitis',1,NULL,'2024-02-18'),(4,'DE03',4,'2025-01-12',30,'fever',6,2,'2025-01-19'),
(5,'DE07',2,'2024-09-23',400,'milk fever',3,1,'2024-09-24'),(6,'DE01',1,'2025-01-30',20,'mastitis',6,1,NULL),(7,'DE10',3,'2024-11-05',10,'lameness',5,NULL,NULL),(8,'DE06',4,'2024-12-09',25,'wound',4,2,'2024-12-21'),(9,'DE09',3,'2025-02-17',12,'lameness',3,5,NULL),(10,'DE01',2,'2023-04-04',350,'milk fever',1,NULL,'2023-04-05');
