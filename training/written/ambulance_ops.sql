CREATE TABLE ref_priority (prio_code INTEGER PRIMARY KEY, label TEXT, target_minutes INTEGER);
CREATE TABLE bases (base_id INTEGER PRIMARY KEY, base_name TEXT, district TEXT, phone TEXT);
CREATE TABLE vehicles (plate TEXT PRIMARY KEY, call_sign TEXT, veh_type TEXT, base_id INTEGER REFERENCES bases(base_id), mileage_km INTEGER, bought_year INTEGER, in_service INTEGER);
CREATE TABLE crew (crew_id INTEGER PRIMARY KEY, name TEXT, rank TEXT, base_id INTEGER REFERENCES bases(base_id), mentor_id INTEGER REFERENCES crew(crew_id), hourly_wage REAL, licence_until TEXT);
CREATE TABLE hospitals (hospital_id INTEGER PRIMARY KEY, name TEXT, district TEXT, trauma_centre TEXT);
CREATE TABLE calls (call_no INTEGER PRIMARY KEY, received_at TEXT, arrived_at TEXT, district TEXT, prio_code INTEGER REFERENCES ref_priority(prio_code), complaint TEXT, plate TEXT REFERENCES vehicles(plate), driver_id INTEGER REFERENCES crew(crew_id), medic_id INTEGER REFERENCES crew(crew_id), hospital_id INTEGER REFERENCES hospitals(hospital_id), distance_km REAL, fee REAL, fee_paid TEXT);
INSERT INTO ref_priority VALUES (1,'life-threatening',8),(2,'serious',15),(3,'non-urgent',45),(4,'patient transfer',120);
INSERT INTO bases VALUES (1,'Mill Street','Old Town','555-0101'),(2,'Westgate','West','555-0102'),(3,'Canal Yard','Docks','555-0103'),(4,'Hilltop','North','555-0104');
INSERT INTO vehicles VALUES ('AM-101','Rescue 1','intensive care',1,84200,2019,1),('AM-102','Rescue 2','standard',1,132500,2016,1),('AM-201','West 1','standard',2,56300,2021,1),('AM-202','West 2','bike',2,18900,2022,1),('AM-301','Docks 1','intensive care',3,47100,2022,1),('AM-302','Docks 2','standard',3,201400,2012,0),('AM-401','North 1','standard',4,9800,2024,1);
INSERT INTO crew VALUES (1,'Sheila Grant','paramedic',1,NULL,27.5,'2026-05-31'),(2,'Dev Patel','technician',1,1,19.8,'2025-11-30'),(3,'Moira Quinn','paramedic',2,NULL,28.2,'2027-01-31'),(4,'Luca Bianchi','driver',2,3,16.4,'2025-04-30'),(5,'Tessa Wright','technician',3,1,20.1,'2026-02-28'),(6,'Gareth Pugh','driver',3,5,16.9,NULL),(7,'Noor Jamal','paramedic',3,1,26.7,'2024-12-31'),(8,'Connor Dale','driver',1,2,17.3,'2026-08-31'),(9,'Ivy Chan','trainee',4,3,13.5,NULL);
INSERT INTO hospitals VALUES (1,'Royal General','Old Town','Y'),(2,'St. Brendan''s','West','N'),(3,'Northfield Infirmary','North','Y'),(4,'Docklands Clinic','Docks','N'),(5,'Mercy Eye Hospital','Southend','N');
INSERT INTO calls VALUES
(8001,'2023-01-07 02:14:00','2023-01-07 02:21:00','Old Town',1,'chest pain','AM-101',8,1,1,4.2,480,'Y'),
(8002,'2023-04-19 11:05:00','2023-04-19 11:24:00','West',2,'fall from ladder','AM-201',4,3,2,6.8,350,'Y'),
(8003,'2023-07-22 23:40:00','2023-07-22 23:49:00','Docks',1,'stab wound','AM-301',6,7,1,9.5,510,'N'),
(8004,'2023-10-30 08:15:00','2023-10-30 09:02:00','Old Town',3,'back pain','AM-102',8,2,NULL,2.1,120,'Y'),
(8005,'2024-01-12 17:55:00','2024-01-12 18:08:00','North',2,'asthma attack','AM-201',4,3,3,12.4,390,'Y'),
(8006,'2024-02-03 02:33:00','2024-02-03 02:40:00','Docks',1,'chest pain','AM-301',6,5,4,3.3,495,'N'),
(8007,'2024-03-15 14:20:00','2024-03-15 15:45:00','West',4,'transfer','AM-102',8,2,5,15.0,210,'Y'),
(8008,'2024-05-25 20:10:00','2024-05-25 20:22:00','Old Town',2,'fall from bike','AM-101',8,1,1,3.9,360,'N'),
(8009,'2024-06-09 02:50:00',NULL,'Docks',3,'drunk person','AM-301',6,7,NULL,1.8,NULL,'N'),
(8010,'2024-09-01 13:37:00','2024-09-01 13:44:00','West',1,'cardiac arrest','AM-202',4,3,2,2.7,530,'Y'),
(8011,'2024-11-18 09:12:00','2024-11-18 09:31:00','Old Town',2,'chest pain','AM-102',2,1,1,5.1,370,'Y'),
(8012,'2025-01-04 23:58:00','2025-01-05 00:07:00','Old Town',1,'car crash','AM-101',8,1,3,14.6,560,'N'),
(8013,'2025-01-20 11:45:00','2025-01-20 13:10:00','Docks',4,'transfer','AM-301',6,5,1,8.7,230,NULL),
(8014,'2025-02-16 18:03:00','2025-02-16 18:15:00','West',2,'fall on stairs','AM-201',4,3,2,5.5,380,'N');
