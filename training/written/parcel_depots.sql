CREATE TABLE depots (dep_code TEXT PRIMARY KEY, dep_name TEXT, city TEXT, country TEXT, parent_dep TEXT REFERENCES depots(dep_code), docks INTEGER);
CREATE TABLE service_levels (svc TEXT PRIMARY KEY, descr TEXT, price REAL, promised_hours INTEGER);
CREATE TABLE scan_types (stype TEXT PRIMARY KEY, label TEXT);
CREATE TABLE drivers (driver_no INTEGER PRIMARY KEY, full_name TEXT, gender TEXT, home_dep TEXT REFERENCES depots(dep_code), started_on TEXT, supervisor_no INTEGER REFERENCES drivers(driver_no), mobile TEXT);
CREATE TABLE parcels (pcl_id INTEGER PRIMARY KEY, origin_dep TEXT REFERENCES depots(dep_code), dest_dep TEXT REFERENCES depots(dep_code), svc TEXT REFERENCES service_levels(svc), recipient TEXT, weight_kg REAL, declared_value REAL, booked_at TEXT, delivered_at TEXT, delivered_by INTEGER REFERENCES drivers(driver_no), sig_required TEXT);
CREATE TABLE scans (scan_id INTEGER PRIMARY KEY, pcl_id INTEGER REFERENCES parcels(pcl_id), dep_code TEXT REFERENCES depots(dep_code), driver_no INTEGER REFERENCES drivers(driver_no), stype TEXT REFERENCES scan_types(stype), scanned_at TEXT);
INSERT INTO depots VALUES ('MUC','Isar Hub','Munich','DE',NULL,40),('NUE','Frankenlager','Nuremberg','DE','MUC',12),('LYS','Rhone Hub','Lyon','FR',NULL,34),('GNB','Alpes Relay','Grenoble','FR','LYS',8),('BRN','Aare Depot','Bern','CH','MUC',14),('TRN','Po Depot','Turin','IT','LYS',16),('INN','Nordkette','Innsbruck','AT','MUC',6),('MIL','Lambrate','Milan','IT','LYS',22);
INSERT INTO service_levels VALUES ('STD','Standard',6.5,72),('EXP','Express',14.9,24),('ECO','Saver',4.2,120),('FRZ','Chilled',19.5,24),('OVR','Oversize',32,96);
INSERT INTO scan_types VALUES ('I','Arrival'),('O','Departure'),('D','Delivered'),('X','Damage'),('R','Refused');
INSERT INTO drivers VALUES (11,'Petra Vogel','F','MUC','2015-04-01',NULL,'0151-3301'),(12,'Samir Haddad','M','LYS','2017-09-15',NULL,'0633-1120'),(13,'Jonas Eder','M','MUC','2019-02-11',11,NULL),(14,'Chiara Bassi','F','TRN','2021-06-01',12,'0349-2288'),(15,'Luc Perrin','M','LYS','2020-10-05',12,'0633-9091'),(16,'Regula Frei','F','BRN','2023-01-09',11,'0791-5512'),(17,'Marek Nowak','M','NUE','2024-03-18',11,NULL),(18,'Davide Conti','M','MIL','2024-08-26',12,'0349-7654'),(19,'Anja Gruber','F','INN','2022-11-14',13,'0664-1001');
INSERT INTO parcels VALUES
(5001,'MUC','LYS','STD','Atelier Blanc',4.2,120,'2024-11-04 09:12:00','2024-11-07 14:30:00',12,'N'),
(5002,'MUC','MIL','EXP','Studio Ferri',1.1,640,'2024-11-29 16:40:00','2024-11-30 11:05:00',18,'Y'),
(5003,'LYS','BRN','STD','Praxis Dr. Moser',7.8,85,'2024-12-02 10:01:00','2024-12-06 15:45:00',16,'N'),
(5004,'TRN','MUC','FRZ','Feinkost Huber',12.5,310,'2024-12-16 07:25:00','2024-12-17 09:10:00',13,'Y'),
(5005,'MIL','GNB','ECO','Librairie Arthaud',3.3,45,'2024-12-18 13:55:00',NULL,NULL,'N'),
(5006,'MUC','INN','OVR','Bergsport Tirol',38,990,'2025-01-08 08:30:00','2025-01-13 10:20:00',19,'Y'),
(5007,'BRN','LYS','EXP','Garage Dupont',9.4,275,'2025-01-14 11:11:00','2025-01-15 16:50:00',12,'Y'),
(5008,'LYS','TRN','STD','Bassi Ottica',2.6,NULL,'2025-01-20 09:45:00','2025-01-23 12:00:00',14,'N'),
(5009,'NUE','MIL','STD','Enoteca Brera',15.2,180,'2025-02-03 14:20:00',NULL,NULL,'N'),
(5010,'MUC','LYS','ECO','Mairie du 3e',0.9,NULL,'2025-02-05 10:15:00','2025-02-12 13:35:00',12,'N'),
(5011,'GNB','MUC','EXP','Kanzlei Roth',0.4,1500,'2025-02-17 17:05:00','2025-02-18 10:40:00',13,'Y'),
(5012,'MIL','BRN','FRZ','Molino Bern',21,410,'2025-03-03 06:50:00',NULL,NULL,'Y'),
(5013,'MUC','TRN','STD','Officina Po',6.1,95,'2025-03-05 12:30:00','2025-03-10 09:30:00',14,'N'),
(5014,'INN','NUE','STD','Spielwaren Lotz',5.5,60,'2025-03-06 15:00:00','2025-03-10 17:15:00',17,'N');
INSERT INTO scans VALUES (1,5001,'MUC',13,'O','2024-11-04 18:20:00'),(2,5001,'LYS',12,'I','2024-11-06 06:10:00'),(3,5001,'LYS',12,'D','2024-11-07 14:30:00'),(4,5002,'MUC',11,'O','2024-11-29 19:00:00'),(5,5002,'MIL',18,'D','2024-11-30 11:05:00'),(6,5003,'LYS',12,'O','2024-12-03 05:30:00'),(7,5003,'BRN',16,'X','2024-12-05 07:45:00'),(8,5003,'BRN',16,'D','2024-12-06 15:45:00'),(9,5004,'TRN',14,'O','2024-12-16 09:00:00'),(10,5004,'MUC',13,'D','2024-12-17 09:10:00'),(11,5005,'MIL',18,'O','2024-12-19 20:15:00'),(12,5006,'MUC',13,'O','2025-01-09 06:00:00'),(13,5006,'INN',19,'X','2025-01-12 08:05:00'),(14,5006,'INN',19,'D','2025-01-13 10:20:00'),(15,5007,'BRN',16,'O','2025-01-14 18:40:00'),(16,5007,'LYS',12,'D','2025-01-15 16:50:00'),(17,5008,'TRN',14,'I','2025-01-22 06:30:00'),(18,5009,'MIL',18,'R','2025-02-07 11:25:00'),(19,5010,'LYS',12,'I','2025-02-11 06:20:00'),(20,5011,'MUC',13,'D','2025-02-18 10:40:00'),(21,5012,'MIL',18,'X','2025-03-03 09:15:00'),(22,5013,'TRN',14,'I','2025-03-08 06:45:00'),(23,5014,'NUE',17,'I','2025-03-09 07:30:00');
