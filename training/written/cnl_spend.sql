CREATE TABLE cnl_members (mbr_id INTEGER PRIMARY KEY, mbr_nm TEXT, ward TEXT, grp TEXT, first_elected INTEGER, role TEXT);
CREATE TABLE cnl_suppliers (sup_no TEXT PRIMARY KEY, sup_nm TEXT, sup_town TEXT, sup_cat TEXT, sme TEXT);
CREATE TABLE cnl_spend_500 (trans_no INTEGER PRIMARY KEY, fin_yr TEXT, period INTEGER, inv_dt TEXT, pay_dt TEXT, sup_no TEXT REFERENCES cnl_suppliers(sup_no), directorate TEXT, exp_type TEXT, net_amt REAL, vat_amt REAL, gross_amt REAL, cap_rev TEXT, pcard TEXT, req_by INTEGER REFERENCES cnl_members(mbr_id), appr_by INTEGER REFERENCES cnl_members(mbr_id), descr TEXT);
INSERT INTO cnl_members VALUES (1,'Edith Marlow','Priory','Independent',2007,'Leader'),(2,'Tom Akehurst','Castle','Labour',2015,'Deputy Leader'),(3,'Priya Nand','Riverside','Green',2019,NULL),(4,'Alan Shaw','Priory','Conservative',2011,'Finance Chair'),(5,'Joyce Ffoulkes','Moor End','Lib Dem',2019,NULL),(6,'Gareth Pugh','Castle','Labour',2023,NULL);
INSERT INTO cnl_suppliers VALUES ('S014','Brightway Lighting Ltd','Harlow','HIGHWAYS','N'),('S022','Green Fingers Grounds','Thornby','PARKS','Y'),('S031','Capston Consultants LLP','London','PROFESSIONAL FEES','N'),('S040','Thornby Taxis','Thornby','TRANSPORT','Y'),('S052','Quill Stationers','Thornby','OFFICE','Y'),('S063','Meridian Software plc','Reading','ICT','N'),('S070','Safe Nest Care','Harlow','SOCIAL CARE','Y'),('S088','Old Barn Catering','Upwick','HOSPITALITY','Y');
INSERT INTO cnl_spend_500 VALUES
(70001,'2022/23',1,'2022-04-05','2022-04-28','S014','Environment','Street works',12400,2480,14880,'CAP','N',1,4,'LED lamp columns phase 1'),
(70002,'2022/23',2,'2022-05-11','2022-06-20','S031','Corporate','Consultancy',18500,3700,22200,'REV','N',2,1,'Waste review'),
(70003,'2022/23',3,'2022-06-02','2022-06-15','S022','Environment','Grass cutting',3260,652,3912,'REV','N',5,4,'Summer mowing'),
(70004,'2022/23',5,'2022-08-19','2022-08-30','S070','Adults & Children','Care placements',27800,0,27800,'REV','N',3,4,NULL),
(70005,'2022/23',7,'2022-10-03','2022-10-09','S088','Corporate','Catering',640,128,768,'REV','Y',1,NULL,'Civic dinner'),
(70006,'2022/23',9,'2022-12-07','2023-01-24','S063','Corporate','Software licences',41200,8240,49440,'CAP','N',2,4,'Payroll system'),
(70007,'2022/23',11,'2023-02-14','2023-02-27','S040','Adults & Children','Home to school transport',5890,0,5890,'REV','N',3,2,'January runs'),
(70008,'2023/24',1,'2023-04-12','2023-05-03','S014','Environment','Street works',15950,3190,19140,'CAP','N',5,4,'LED lamp columns phase 2'),
(70009,'2023/24',1,'2023-04-20','2023-04-24','S052','Corporate','Stationery',720,144,864,'REV','Y',1,NULL,NULL),
(70010,'2023/24',3,'2023-06-14','2023-07-28','S031','Corporate','Consultancy',23100,4620,27720,'REV','N',2,1,'Office move options'),
(70011,'2023/24',4,'2023-07-06','2023-07-19','S022','Environment','Grass cutting',3480,696,4176,'REV','N',5,2,'Summer mowing'),
(70012,'2023/24',6,'2023-09-01','2023-09-22','S070','Adults & Children','Care placements',31250,0,31250,'REV','N',3,4,NULL),
(70013,'2023/24',8,'2023-11-15','2023-11-29','S040','Adults & Children','Home to school transport',6420,0,6420,'REV','N',3,2,'October runs'),
(70014,'2023/24',9,'2023-12-11','2023-12-14','S088','Corporate','Catering',1150,230,1380,'REV','Y',1,NULL,'Christmas reception'),
(70015,'2023/24',12,'2024-03-18','2024-04-29','S063','Corporate','Software licences',9800,1960,11760,'REV','N',2,4,'Annual support'),
(70016,'2024/25',1,'2024-04-09','2024-04-30','S022','Environment','Tree works',7300,1460,8760,'REV','N',5,4,'Storm damage'),
(70017,'2024/25',2,'2024-05-21','2024-06-12','S070','Adults & Children','Care placements',33900,0,33900,'REV','N',3,1,NULL),
(70018,'2024/25',3,'2024-06-17','2024-06-25','S052','Corporate','Stationery',880,176,1056,'REV','Y',2,NULL,'Poll cards paper'),
(70019,'2024/25',4,'2024-07-25',NULL,'S031','Corporate','Consultancy',14750,2950,17700,'REV','N',1,4,'Leisure contract advice'),
(70020,'2024/25',5,'2024-08-08','2024-08-27','S014','Environment','Street works',8650,1730,10380,'CAP','N',5,2,'Crossing lights'),
(70021,'2024/25',6,'2024-09-19',NULL,'S040','Adults & Children','Home to school transport',6980,0,6980,'REV','N',3,2,'September runs');
