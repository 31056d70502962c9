CREATE TABLE installers (inst_id INTEGER PRIMARY KEY, company TEXT, town TEXT, certified TEXT, parent_inst INTEGER REFERENCES installers(inst_id));
CREATE TABLE roofs (
 permit TEXT PRIMARY KEY, addr TEXT, quarter TEXT, bldg_use TEXT, roof_type TEXT, orient TEXT, tilt_deg INTEGER, area_m2 REAL, panels_n INTEGER,
 kwp REAL, batt_kwh REAL, cost_eur INTEGER, subsidy_eur INTEGER, own_use_kwh INTEGER, fed_in_kwh INTEGER, total_kwh INTEGER,
 applied TEXT, approved TEXT, online TEXT, planned_by INTEGER REFERENCES installers(inst_id), built_by INTEGER REFERENCES installers(inst_id));
INSERT INTO installers VALUES (1,'Sunharvest','Ardel','Y',NULL),(2,'Voltaic Bros','Ardel','Y',NULL),(3,'Greenroof Ltd','Pinmoor','N',NULL),(4,'Sunharvest South','Pinmoor','Y',1),(5,'Helios & Daughter','Castleby','Y',NULL),(6,'Brightline','Castleby','N',2);
INSERT INTO roofs VALUES
('PV-101','4 Beech Road','Hillside','SINGLE FAMILY','pitched','S',35,48,26,9.6,10,17800,2400,3900,5600,9500,'2021-01-20','2021-02-18','2021-05-06',1,1),
('PV-102','17 Beech Road','Hillside','SINGLE FAMILY','pitched','SW',40,39,20,7.4,NULL,11900,1500,2300,4500,6800,'2021-02-11','2021-03-30','2021-06-17',1,4),
('PV-103','2 Dock Street','Harbour','INDUSTRIAL','flat','S',12,1220,610,232,NULL,241000,30000,148000,71000,219000,'2021-03-02','2021-06-21','2022-01-14',2,2),
('PV-104','88 Dock Street','Harbour','INDUSTRIAL','flat','EW',10,870,455,173,120,229500,28000,139000,22500,161500,'2021-04-19','2021-08-02','2022-03-09',2,6),
('PV-105','9 Chapel Lane','Old Town','MULTI FAMILY','pitched','SE',45,77,40,15.2,NULL,26700,3200,4100,9600,13700,'2021-09-06','2022-01-27','2022-05-20',5,5),
('PV-106','1 Town Square','Old Town','PUBLIC','pitched','S',50,132,70,26.6,NULL,51200,20000,18800,5700,24500,'2021-10-14','2021-12-01','2022-06-30',5,5),
('PV-107','23 Mill Row','Riverside','MULTI FAMILY','flat','S',15,164,84,31.9,30,62400,7500,17700,12300,30000,'2022-01-31','2022-03-14','2022-07-22',3,3),
('PV-108','5 Orchard Close','Hillside','SINGLE FAMILY','pitched','E',30,33,17,6.3,7.5,14500,1900,2700,2400,5100,'2022-02-24','2022-03-28','2022-08-11',1,1),
('PV-109','31 Orchard Close','Hillside','SINGLE FAMILY','pitched','W',30,41,22,8.1,NULL,12900,1600,2200,4400,6600,'2022-03-17','2022-04-26','2022-08-29',4,4),
('PV-110','12 School Hill','Riverside','PUBLIC','flat','S',14,420,216,82.1,60,118000,45000,61000,18900,79900,'2022-04-05','2022-09-15','2023-02-17',2,2),
('PV-111','6 Mill Row','Riverside','SINGLE FAMILY','pitched','S',38,52,28,10.4,12.8,21300,2600,4800,5700,10500,'2022-06-20','2022-07-29','2022-11-30',3,3),
('PV-112','40 Harbour View','Harbour','MULTI FAMILY','flat','EW',10,205,108,41,NULL,57800,6900,9900,27400,37300,'2022-08-08','2022-11-11','2023-04-03',6,6),
('PV-113','3 Saddler Street','Old Town','SHOP','pitched','SW',42,61,33,12.2,NULL,21800,0,8400,2700,11100,'2022-09-12','2023-02-06','2023-05-24',5,1),
('PV-114','10 Beech Road','Hillside','SINGLE FAMILY','pitched','S',36,44,24,8.9,10,18600,2200,4200,4500,8700,'2023-01-09','2023-02-01','2023-04-27',4,4),
('PV-115','7 Ferry Way','Harbour','SHOP','flat','S',15,96,50,19,20,41400,0,14200,4100,18300,'2023-02-27','2023-04-20','2023-09-08',6,2),
('PV-116','55 Mill Row','Riverside','SINGLE FAMILY','pitched','N',33,36,19,7.2,NULL,11200,1100,1900,2300,4200,'2023-03-13','2023-05-02','2023-07-31',3,3),
('PV-117','14 Chapel Lane','Old Town','MULTI FAMILY','pitched','S',44,85,46,17,15,37900,4300,8800,7300,16100,'2023-05-15','2023-10-30','2024-03-18',5,5),
('PV-118','19 Dock Street','Harbour','INDUSTRIAL','flat','S',12,1540,800,304,NULL,NULL,36000,NULL,NULL,NULL,'2023-07-03','2023-12-12',NULL,2,NULL),
('PV-119','8 Orchard Close','Hillside','SINGLE FAMILY','pitched','SE',31,47,25,9.5,9.6,19400,2300,4000,5000,9000,'2023-10-02','2023-10-24','2024-02-05',1,1),
('PV-120','2 Station Road','Riverside','PUBLIC','flat','EW',10,310,160,60.8,NULL,88500,33000,NULL,NULL,NULL,'2024-01-15','2024-05-06','2024-10-21',3,2),
('PV-121','27 Saddler Street','Old Town','SINGLE FAMILY','pitched','W',48,29,15,5.7,5,NULL,NULL,NULL,NULL,NULL,'2024-02-19',NULL,NULL,5,NULL),
('PV-122','66 Beech Road','Hillside','SINGLE FAMILY','pitched','S',37,50,27,10.3,14,22900,2500,NULL,NULL,NULL,'2024-03-11','2024-04-08','2024-07-15',4,1);
