CREATE TABLE Kitchens (KitchenRef TEXT PRIMARY KEY, KitchenName TEXT, ContractorName TEXT, ContractEnds TEXT, MaxMealsPerDay INTEGER, OrganicPct INTEGER);
CREATE TABLE MealReturns (
 ReturnID INTEGER PRIMARY KEY, SiteName TEXT, SitePhase TEXT, Borough TEXT, CookedBy TEXT REFERENCES Kitchens(KitchenRef), BackupKitchen TEXT REFERENCES Kitchens(KitchenRef),
 SchoolYear TEXT, TermNo INTEGER, PupilsOnRoll INTEGER, PupilsEntitledFree INTEGER, MealsServed INTEGER, MealsPaid INTEGER, MealsFree INTEGER, MealsVegetarian INTEGER, MealsHalal INTEGER,
 MealsWasted INTEGER, PriceToParent REAL, CostPerMeal REAL, SubsidyEur REAL, ReturnReceived TEXT, Remarks TEXT);
INSERT INTO Kitchens VALUES ('K1','Marlow Lane Central','Freshpot Catering','2025-07-31',2400,30),('K2','Dovecote Kitchen','in-house',NULL,650,55),('K3','Eastern Cook-Chill','Gustro Ltd','2024-12-31',3800,10),('K4','Brookside Canteen','Freshpot Catering','2026-07-31',900,25),('K5','Abbot''s Hall','in-house',NULL,400,70);
INSERT INTO MealReturns VALUES
(1,'Marlow Lane','PRIMARY','Northside','K1','K4','2021/22',1,412,121,20430,13210,7220,6100,2850,1430,2.6,3.4,16344,'2022-01-14',NULL),
(2,'St Bride''s','PRIMARY','Northside','K1','K4','2021/22',1,236,44,11870,9320,2550,2680,410,1190,2.6,3.45,10089,'2022-01-20',NULL),
(3,'Dovecote Infants','INFANT','Harbour','K2','K5','2021/22',1,168,71,9940,2130,7810,2905,1520,395,2.4,3.1,6958,'2022-01-11','new cook'),
(4,'Quay Secondary','SECONDARY','Harbour','K3','K1','2021/22',1,1140,362,30120,19870,10250,8830,6900,4820,3.1,3.55,13554,'2022-02-03',NULL),
(5,'Brookside','PRIMARY','Westfield','K4',NULL,'2021/22',1,305,39,15210,13320,1890,4410,290,980,2.7,3.3,9126,'2022-01-17',NULL),
(6,'Abbot''s Hall Special','SPECIAL','Westfield','K5','K2','2021/22',1,84,52,4870,1010,3860,1240,335,150,2.2,4.6,11688,'2022-01-12',NULL),
(7,'Eastgate Secondary','SECONDARY','East Ward','K3','K1','2021/22',2,1385,498,33890,20140,13750,9120,8840,6710,3.1,3.6,16945,'2022-04-29','strike days'),
(8,'Marlow Lane','PRIMARY','Northside','K1','K4','2021/22',2,415,127,19860,12600,7260,6320,2900,1310,2.6,3.4,15888,'2022-04-21',NULL),
(9,'Dovecote Infants','INFANT','Harbour','K2','K5','2021/22',2,170,74,10110,2080,8030,3110,1585,360,2.4,3.1,7077,'2022-04-19',NULL),
(10,'Marlow Lane','PRIMARY','Northside','K1','K4','2022/23',1,409,139,20950,12810,8140,7280,3120,1520,2.8,3.7,18855,'2023-01-13',NULL),
(11,'St Bride''s','PRIMARY','Northside','K1','K4','2022/23',1,229,51,11320,8570,2750,3140,470,1060,2.8,3.75,10754,'2023-01-31','late'),
(12,'Dovecote Infants','INFANT','Harbour','K2','K5','2022/23',1,161,76,9760,1710,8050,3390,1640,310,2.5,3.3,7808,'2023-01-10',NULL),
(13,'Quay Secondary','SECONDARY','Harbour','K3','K1','2022/23',1,1122,401,27450,16240,11210,9560,7010,5380,3.4,3.95,15098,'2023-02-09','late'),
(14,'Brookside','PRIMARY','Westfield','K4',NULL,'2022/23',1,311,46,15630,13280,2350,5170,350,870,2.9,3.6,10941,'2023-01-16',NULL),
(15,'Abbot''s Hall Special','SPECIAL','Westfield','K5','K2','2022/23',1,88,57,5120,930,4190,1490,390,120,2.3,4.9,13312,'2023-01-12',NULL),
(16,'Eastgate Secondary','SECONDARY','East Ward','K3','K1','2022/23',1,1402,551,29870,15980,13890,10110,9020,7240,3.4,4.05,19416,'2023-02-14','late'),
(17,'Weavers Row','PRIMARY','East Ward','K3',NULL,'2022/23',1,356,203,17980,5210,12770,5840,7150,2230,2.8,3.95,20677,'2023-01-18',NULL),
(18,'Marlow Lane','PRIMARY','Northside','K1','K4','2022/23',2,411,142,20120,11990,8130,7410,3090,1340,2.8,3.7,18108,'2023-04-20',NULL),
(19,'Weavers Row','PRIMARY','East Ward','K3',NULL,'2022/23',2,352,211,18340,4890,13450,6120,7390,2050,2.8,3.95,21091,'2023-04-27',NULL),
(20,'Eastgate Secondary','SECONDARY','East Ward','K3','K1','2022/23',2,1391,560,NULL,NULL,NULL,NULL,NULL,NULL,3.4,4.05,NULL,NULL,'no return'),
(21,'Brookside','PRIMARY','Westfield','K4',NULL,'2022/23',2,314,48,14790,12420,2370,5010,330,790,2.9,3.6,10353,'2023-04-18',NULL);
