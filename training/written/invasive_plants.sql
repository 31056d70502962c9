CREATE TABLE taxa (tx TEXT PRIMARY KEY, latin TEXT, common TEXT, origin TEXT, first_seen_yr INTEGER, risk TEXT, eu_list INTEGER);
CREATE TABLE recorder (rc_id INTEGER PRIMARY KEY, rc_name TEXT, rc_group TEXT, trained_by INTEGER REFERENCES recorder(rc_id));
CREATE TABLE sighting (
 sid INTEGER PRIMARY KEY, tx TEXT REFERENCES taxa(tx), grid_ref TEXT, parish TEXT, county TEXT, habitat TEXT, near_water INTEGER, dt_seen TEXT, dt_verif TEXT,
 found_by INTEGER REFERENCES recorder(rc_id), verif_by INTEGER REFERENCES recorder(rc_id), stand_m2 REAL, n_stems INTEGER, cover_pct INTEGER, growth_stage TEXT,
 ctrl_method TEXT, ctrl_dt TEXT, ctrl_cost REAL, vol_hours REAL, regrowth TEXT);
INSERT INTO taxa VALUES ('JKW','Reynoutria japonica','Japanese knotweed','East Asia',1886,'HIGH',0),('HIB','Impatiens glandulifera','Himalayan balsam','Himalaya',1905,'HIGH',1),('GHW','Heracleum mantegazzianum','Giant hogweed','Caucasus',1921,'HIGH',1),('RHO','Rhododendron ponticum','Rhododendron','Iberia',1894,'MEDIUM',0),('AMR','Ambrosia artemisiifolia','Common ragweed','North America',1958,'MEDIUM',0),('GLR','Solidago canadensis','Canada goldenrod','North America',1931,'LOW',0),('FPW','Hydrocotyle ranunculoides','Floating pennywort','North America',1998,'HIGH',1),('BUD','Buddleja davidii','Butterfly bush','East Asia',1922,'low',0);
INSERT INTO recorder VALUES (1,'Enid Marlow','County Flora Group',NULL),(2,'Gus Petrie','River Trust',1),(3,'Hana Slavik','River Trust',2),(4,'Colm Brody','Railway volunteers',1),(5,'Wim de Raadt','County Flora Group',1),(6,'Tess Okafor','School of Botany',NULL),(7,'Ned Quill',NULL,6);
INSERT INTO sighting VALUES
(1001,'JKW','SD4417','Upper Leck','Wenshire','RAILWAY',0,'2021-04-28','2021-05-06',4,1,140,820,90,'vegetative','herbicide','2021-08-31',640,0,'Y'),
(1002,'HIB','SD4520','Upper Leck','Wenshire','RIVERBANK',1,'2021-06-13','2021-06-20',2,1,960,11500,75,'flowering','hand pulling','2021-07-03',0,64,'Y'),
(1003,'GHW','SD5108','Morby','Wenshire','RIVERBANK',1,'2021-06-19','2021-06-21',3,2,55,38,40,'flowering','root cutting','2021-06-30',310,12,'N'),
(1004,'HIB','SD5109','Morby','Wenshire','WET WOODLAND',1,'2021-07-24',NULL,3,NULL,420,5200,60,'flowering',NULL,NULL,NULL,NULL,NULL),
(1005,'RHO','TF2210','Crane Oak','Eastvale','WOODLAND',0,'2021-09-05','2021-10-02',5,1,2300,NULL,85,'vegetative','cutting','2022-01-22',3900,110,'Y'),
(1006,'FPW','TF2733','Sandle','Eastvale','CANAL',1,'2021-09-18','2021-09-19',2,6,780,NULL,100,'vegetative','dredging','2021-11-08',8200,0,'Y'),
(1007,'AMR','TF3001','Port Fenny','Eastvale','ROADSIDE',0,'2021-10-01','2021-10-20',6,6,15,210,20,'fruiting','hand pulling','2021-10-09',0,3,'N'),
(1008,'JKW','SD4422','Lower Leck','Wenshire','RIVERBANK',1,'2022-03-30','2022-04-12',2,5,310,1900,95,'vegetative','herbicide','2022-09-04',1250,0,'N'),
(1009,'GLR','TF2418','Crane Oak','Eastvale','ROADSIDE',0,'2022-08-14','2022-09-01',5,1,600,4300,55,'flowering',NULL,NULL,NULL,NULL,NULL),
(1010,'HIB','SD4525','Lower Leck','Wenshire','RIVERBANK',1,'2022-06-26','2022-07-08',3,2,1450,18700,80,'flowering','hand pulling','2022-07-16',120,98,'Y'),
(1011,'BUD','TF3003','Port Fenny','Eastvale','RAILWAY',0,'2022-07-11','2022-08-30',4,5,200,75,35,'flowering',NULL,NULL,NULL,NULL,NULL),
(1012,'GHW','SD5112','Morby','Wenshire','FARMLAND',0,'2022-05-22','2022-05-23',7,2,24,17,25,'vegetative','root cutting','2022-05-29',180,6,'N'),
(1013,'FPW','TF2735','Sandle','Eastvale','CANAL',1,'2022-09-09','2022-09-30',2,6,1120,NULL,95,'vegetative','dredging','2022-10-17',9600,0,'Y'),
(1014,'JKW','NY1102','Hollin Edge','Northmoor','GARDEN',0,'2022-05-02',NULL,7,NULL,9,60,70,'vegetative','herbicide','2022-09-12',260,0,NULL),
(1015,'RHO','NY1208','Hollin Edge','Northmoor','WOODLAND',0,'2022-05-15','2022-06-10',5,6,4100,NULL,90,'flowering','cutting','2023-02-04',6400,210,'Y'),
(1016,'HIB','NY1311','Scarwater','Northmoor','RIVERBANK',1,'2023-07-02','2023-07-05',6,1,330,2900,45,'flowering','hand pulling','2023-07-15',0,41,'N'),
(1017,'JKW','TF2215','Crane Oak','Eastvale','ROADSIDE',0,'2023-04-19','2023-05-03',5,1,48,330,85,'vegetative','herbicide','2023-09-01',410,0,'N'),
(1018,'GHW','TF2740','Sandle','Eastvale','RIVERBANK',1,'2023-06-05','2023-06-06',2,6,85,52,50,'flowering','root cutting','2023-06-18',480,18,'N'),
(1019,'AMR','TF3007','Port Fenny','Eastvale','FARMLAND',0,'2023-08-21',NULL,7,NULL,130,1600,30,'fruiting',NULL,NULL,NULL,NULL,NULL),
(1020,'HIB','SD4527','Lower Leck','Wenshire','RIVERBANK',1,'2023-06-17','2023-06-24',3,2,1180,13900,65,'flowering','hand pulling','2023-07-01',95,82,'Y'),
(1021,'GLR','NY1315','Scarwater','Northmoor','GARDEN',0,'2023-09-10','2023-10-01',6,1,12,95,60,'flowering','cutting','2023-09-24',0,2,'N');
