CREATE TABLE lamps (
 asset_no TEXT PRIMARY KEY, street_nm TEXT, ward TEXT, post_mat TEXT, post_ht_m REAL, lamp_tp TEXT, watt INTEGER, col_temp_k INTEGER, yr_inst INTEGER, yr_lamp_chg INTEGER,
 burn_hrs_yr INTEGER, kwh_yr REAL, energy_cost_yr REAL, maint_cost_yr REAL, dimmable TEXT, circuit_no TEXT, heritage_yn TEXT, status_cd TEXT);
CREATE TABLE status_codes (status_cd TEXT PRIMARY KEY, descr TEXT);
CREATE TABLE faults (fault_no INTEGER PRIMARY KEY, asset_no TEXT REFERENCES lamps(asset_no), fault_tp TEXT, rep_channel TEXT, reported TEXT, fixed TEXT, crew TEXT, parts_cost REAL, labour_cost REAL, repeat_of INTEGER REFERENCES faults(fault_no));
INSERT INTO status_codes VALUES ('01','in service'),('02','out of order'),('03','removed'),('04','temporary');
INSERT INTO lamps VALUES
('SL0001','Castle Road','Highfield','STEEL',8.0,'LED',58,3000,2009,2018,4100,237.8,57.07,12.5,'Y','C-11','N','01'),
('SL0002','Castle Road','Highfield','STEEL',8.0,'LED',58,3000,2009,2018,4100,235.2,56.4,12.5,'Y','C-11','N','01'),
('SL0003','Cathedral Close','Old City','CAST IRON',4.2,'GAS',NULL,2700,1898,2016,4300,NULL,310,145,'N',NULL,'Y','01'),
('SL0004','Cathedral Close','Old City','CAST IRON',4.2,'LED',24,2700,1898,2020,4300,103.2,24.77,60,'N','C-02','Y','01'),
('SL0005','Rope Walk','Old City','CAST IRON',4.0,'SODIUM',70,2100,1924,2012,4150,332,79.68,38,'N','C-02','Y','02'),
('SL0006','Station Approach','Westgate','STEEL',10.0,'SODIUM',150,2000,1987,2014,4100,697,167.28,26,'N','C-07','N','01'),
('SL0007','Station Approach','Westgate','STEEL',10.0,'SODIUM',150,2000,1987,2015,4100,690.5,165.7,31,'N','C-07','N','02'),
('SL0008','Mill Path','Riverside','TIMBER',6.0,'MERCURY',125,4000,1974,2009,3900,565.5,135.72,44,'N','C-15','N','03'),
('SL0009','Mill Path','Riverside','ALUMINIUM',5.0,'LED',18,2700,2021,2021,3900,70.2,16.85,4,'Y','C-15','N','01'),
('SL0010','Quayside','Riverside','STEEL',6.0,'LED',36,3000,1999,2019,4200,151.2,36.29,15,'Y','C-15','N','01'),
('SL0011','Quayside','Riverside','STEEL',6.0,'LED',36,3000,1999,2019,4200,149.9,35.98,22,'Y','C-15','N','02'),
('SL0012','Beacon Hill','Highfield','CONCRETE',8.0,'SODIUM',100,2000,1969,2011,4050,475,114,35.5,'N','C-12','N','01'),
('SL0013','Beacon Hill','Highfield','CONCRETE',8.0,'SODIUM',100,2000,1969,2013,4050,472,113.28,33,'N','C-12','N','01'),
('SL0014','Glebe Lane','Highfield','ALUMINIUM',5.0,'LED',22,4000,2016,2016,4000,88,21.12,5.5,'Y','C-12','N','01'),
('SL0015','Tanyard','Old City','STEEL',5.5,'FLUORESCENT',42,4000,1993,2017,4150,195.1,46.8,28,'N','C-03','N','01'),
('SL0016','Ring Junction','Westgate','STEEL',12.0,'LED',142,4000,2013,2022,4100,582.2,139.73,18,'Y','C-08','N','01'),
('SL0017','Ring Junction','Westgate','STEEL',12.0,'LED',142,4000,2013,2022,4100,580.8,139.4,18,'Y','C-08','N','01'),
('SL0018','Workshop Yard','Westgate','STEEL',7.0,'LED',60,5700,2022,NULL,2600,156,37.44,NULL,'N','C-08','N','04'),
('SL0019','Bishop''s Stairs','Old City','CAST IRON',3.8,'GAS',NULL,2700,1902,2013,4300,NULL,305,162,'N',NULL,'Y','02'),
('SL0020','Fern Close','Riverside','ALUMINIUM',5.0,'LED',20,3000,2018,2018,4000,80,19.2,4.8,'Y','C-16','N','01');
INSERT INTO faults VALUES
(1,'SL0007','LAMP OUT','PHONE','2023-01-05 07:40:00','2023-01-12 10:15:00','Crew A',22,48,NULL),(2,'SL0003','MANTLE BROKEN','PATROL','2023-01-18 21:10:00','2023-01-20 09:00:00','Gas crew',35,90,NULL),
(3,'SL0012','FLICKERING','APP','2023-02-09 19:55:00','2023-02-23 14:30:00','Crew B',18,36,NULL),(4,'SL0007','LAMP OUT','APP','2023-03-14 20:05:00','2023-03-17 11:00:00','Crew A',24,48,1),
(5,'SL0011','CABLE FAULT','PHONE','2023-04-02 22:30:00','2023-05-04 15:45:00','Crew B',310,420,NULL),(6,'SL0008','POST DAMAGED','POLICE','2023-06-11 02:15:00','2023-06-11 06:30:00','Crew A',0,120,NULL),
(7,'SL0005','LAMP OUT','APP','2023-09-21 19:20:00',NULL,NULL,NULL,NULL,NULL),(8,'SL0019','MANTLE BROKEN','PHONE','2023-10-03 18:45:00',NULL,'Gas crew',NULL,NULL,NULL),
(9,'SL0012','FLICKERING','PATROL','2023-10-16 21:00:00','2023-10-18 13:10:00','Crew B',55,72,3),(10,'SL0016','DAY BURNER','PHONE','2023-11-07 12:25:00','2023-11-09 09:40:00','Crew A',40,54,NULL),
(11,'SL0011','CABLE FAULT','APP','2024-01-11 17:30:00',NULL,'Crew B',140,NULL,5),(12,'SL0007','LAMP OUT','APP','2024-01-22 18:10:00',NULL,NULL,NULL,NULL,4),
(13,'SL0002','LAMP OUT','APP','2024-01-29 17:05:00','2024-02-02 08:50:00','Crew A',65,48,NULL),(14,'SL0015','FLICKERING','PHONE','2024-02-13 18:30:00','2024-02-15 10:20:00','Crew B',12,30,NULL);
