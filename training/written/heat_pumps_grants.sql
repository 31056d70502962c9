CREATE TABLE grant_application (
 application_number INTEGER PRIMARY KEY, applicant_kind TEXT, municipality TEXT, postcode TEXT, dwelling_type TEXT, dwelling_built INTEGER, heated_area_sqm INTEGER,
 old_heating TEXT, new_heat_pump TEXT, refrigerant TEXT, capacity_kw REAL, seasonal_cop REAL, noise_level_db INTEGER,
 investment_cost REAL, eligible_cost REAL, grant_requested REAL, grant_awarded REAL, income_bonus TEXT, date_received TEXT, date_decided TEXT, date_paid TEXT, decision TEXT, rejection_reason TEXT);
CREATE TABLE heat_pump_model (model_name TEXT PRIMARY KEY, brand TEXT, country TEXT, listed_since INTEGER, list_price REAL);
CREATE TABLE control_visit (visit_number INTEGER PRIMARY KEY, application_number INTEGER REFERENCES grant_application(application_number), visit_date TEXT, inspector TEXT, second_inspector TEXT, finding TEXT, refund_claimed REAL);
INSERT INTO heat_pump_model VALUES ('Aero 8','Nordwarm','SE',2018,9400),('Aero 12','Nordwarm','SE',2018,11900),('GeoMax 10','Terratherm','DE',2015,14800),('GeoMax 17','Terratherm','DE',2019,18600),('Brisa Mono','Brisa','IT',2021,7200),('AquaLoop 9','Hydrel','FR',2020,12650),('Polar S','Nordwarm','SE',2023,9900);
INSERT INTO grant_application VALUES
(7001,'PRIVATE','Altmoor','4011','detached',1968,142,'OIL','Aero 12','R32',11.8,3.9,52,24800,22000,8800,7700,'N','2022-02-03','2022-03-15','2022-09-20','APPROVED',NULL),
(7002,'PRIVATE','Altmoor','4011','detached',1984,128,'GAS','Brisa Mono','R290',7.5,3.4,55,17900,16500,5800,4950,'N','2022-02-18','2022-04-05','2022-10-11','APPROVED',NULL),
(7003,'COMPANY','Bergen Hill','4020','office',1991,860,'GAS','GeoMax 17','R410A',34.0,4.4,46,96500,80000,28000,24000,'N','2022-03-01','2022-06-10','2023-03-14','APPROVED',NULL),
(7004,'PRIVATE','Corley','4033','terraced',1957,96,'OIL','Aero 8','R32',7.9,3.6,51,18400,17000,6800,NULL,'N','2022-03-24','2022-05-02',NULL,'REJECTED','started too early'),
(7005,'PRIVATE','Corley','4034','detached',1979,155,'OIL','GeoMax 10','R410A',10.2,4.7,44,33900,30000,12000,12000,'Y','2022-05-13','2022-06-30','2022-12-19','APPROVED',NULL),
(7006,'MUNICIPAL','Dessau Mill','4050','kindergarten',2001,540,'GAS','GeoMax 17','R410A',33.5,4.5,47,88200,75000,37500,30000,'N','2022-06-08','2022-09-26','2023-05-08','APPROVED',NULL),
(7007,'PRIVATE','Altmoor','4012','semi-detached',1962,110,'GAS','AquaLoop 9','R290',9.1,4.1,48,27100,24500,8600,7350,'N','2022-08-22','2022-10-14','2023-04-03','APPROVED',NULL),
(7008,'PRIVATE','Elmstead','4071','detached',1938,190,'WOOD','Aero 12','R32',12.0,3.2,53,26200,NULL,8000,NULL,'N','2022-09-19','2022-11-08',NULL,'REJECTED','efficiency too low'),
(7009,'PRIVATE','Bergen Hill','4020','terraced',1972,88,'ELECTRIC','Brisa Mono','R290',6.0,3.7,54,15300,14000,6300,6300,'Y','2022-11-07','2022-12-20','2023-06-26','APPROVED',NULL),
(7010,'PRIVATE','Corley','4033','semi-detached',1965,118,'OIL','Aero 8','R32',8.0,3.5,51,19600,18000,7200,6300,'N','2023-01-16','2023-03-03','2023-08-21','APPROVED',NULL),
(7011,'PRIVATE','Dessau Mill','4051','detached',1976,147,'OIL','AquaLoop 9','R290',9.3,4.2,48,28800,26000,10400,9100,'N','2023-02-06','2023-04-11','2023-11-15','APPROVED',NULL),
(7012,'COMPANY','Elmstead','4071','workshop',1988,610,'OIL','GeoMax 17','R410A',35.2,4.3,47,93400,79000,31600,27650,'N','2023-03-27','2023-07-19','2024-02-12','APPROVED',NULL),
(7013,'PRIVATE','Altmoor','4011','terraced',1959,92,'GAS','Polar S','R290',7.2,4.0,45,20900,19000,7600,7600,'Y','2023-05-04','2023-06-16','2024-01-09','APPROVED',NULL),
(7014,'PRIVATE','Bergen Hill','4021','detached',2006,176,'GAS','Aero 12','R32',11.5,3.8,52,25700,23500,7000,NULL,'N','2023-06-12','2023-08-04',NULL,'WITHDRAWN',NULL),
(7015,'PRIVATE','Corley','4034','detached',1949,164,'OIL','GeoMax 10','R410A',10.4,4.6,44,35500,31000,12400,10850,'N','2023-08-28','2023-10-30','2024-05-21','APPROVED',NULL),
(7016,'MUNICIPAL','Altmoor','4012','fire station',1995,720,'OIL','GeoMax 17','R410A',36.0,4.2,47,101300,84000,42000,33600,'N','2023-10-09','2024-01-22',NULL,'APPROVED',NULL),
(7017,'PRIVATE','Dessau Mill','4051','semi-detached',1970,121,'GAS','Polar S','R290',7.4,4.1,45,21700,20000,7000,6000,'N','2023-12-11','2024-01-31','2024-08-06','APPROVED',NULL),
(7018,'PRIVATE','Elmstead','4072','terraced',1981,99,'ELECTRIC','Brisa Mono','R290',6.2,3.1,56,14900,NULL,5200,NULL,'Y','2024-01-29','2024-03-12',NULL,'REJECTED','efficiency too low'),
(7019,'PRIVATE','Bergen Hill','4021','detached',1974,138,'OIL','Polar S','R290',7.6,4.0,45,22800,21000,8400,7350,'N','2024-03-05','2024-04-23',NULL,'APPROVED',NULL),
(7020,'PRIVATE','Corley','4033','detached',1966,133,'OIL','AquaLoop 9','R290',9.0,4.1,48,29300,NULL,10500,NULL,'N','2024-05-22',NULL,NULL,'PENDING',NULL),
(7021,'COMPANY','Dessau Mill','4050','hotel',1978,1150,'GAS','GeoMax 17','R410A',36.8,4.3,48,118700,NULL,38000,NULL,'N','2024-06-10',NULL,NULL,'PENDING',NULL);
INSERT INTO control_visit VALUES (1,7001,'2023-03-08','Petra Ohm','Jan Velt','no objection',NULL),(2,7003,'2023-09-12','Jan Velt',NULL,'no objection',NULL),(3,7002,'2023-04-19','Petra Ohm',NULL,'outdoor unit too loud',NULL),(4,7005,'2023-06-27','Rosa Lenk','Petra Ohm','old boiler still in use',4000),(5,7012,'2024-07-02','Jan Velt','Rosa Lenk','no objection',NULL),(6,7009,'2023-11-30','Petra Ohm',NULL,'different model installed',6300),(7,7002,'2023-10-05','Petra Ohm','Rosa Lenk','no objection',NULL),(8,7013,'2024-06-18','Rosa Lenk',NULL,'no objection',NULL);
