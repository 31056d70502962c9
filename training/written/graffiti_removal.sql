CREATE TABLE GraffitiRequest (
 SR_Number TEXT PRIMARY KEY, Creation_Date TEXT, Completion_Date TEXT, Status TEXT, Street_Address TEXT, Ward INTEGER, Police_Beat TEXT, Surface_Type TEXT, Where_Located TEXT, Reported_Via TEXT, Offensive TEXT, Sqm_Cleaned REAL, Method TEXT, Crew_No TEXT, Labour_Cost REAL, Material_Cost REAL, Repeat_Of TEXT REFERENCES GraffitiRequest(SR_Number));
INSERT INTO GraffitiRequest VALUES
('G-2201','2022-01-10','2022-01-13','Completed','114 Alder Street',3,'0312','BRICK-UNPAINTED','Garage','PHONE','N',4.5,'PRESSURE WASH','C1',120,18,NULL),
('G-2207','2022-02-22','2022-02-23','Completed','9 Canal Walk',1,'0105','METAL-PAINTED','Fence','APP','Y',2,'PAINT-OVER','C2',60,22,NULL),
('G-2215','2022-04-05','2022-05-02','Completed','480 Kingsway',3,'0318','STONE','Front','WEB','N',11,'PRESSURE WASH','C1',310,40,NULL),
('G-2219','2022-05-16','2022-05-20','Completed','9 Canal Walk',1,'0105','METAL-PAINTED','Fence','APP','N',2.5,'PAINT-OVER','C2',70,25,'G-2207'),
('G-2226','2022-06-30',NULL,'Cancelled','37 Tower Lane',5,'0502','WOOD','Shed','PHONE','N',NULL,NULL,NULL,NULL,NULL,NULL),
('G-2231','2022-08-08','2022-08-09','Completed','Underpass Mill Rd',2,'0211','CONCRETE','Underpass','COUNCILLOR','Y',26,'CHEMICAL','C3',540,165,NULL),
('G-2238','2022-09-14','2022-09-30','Completed','210 Orchard Avenue',4,'0407','BRICK-PAINTED','Rear','WEB','N',6,'PAINT-OVER','C2',140,48,NULL),
('G-2244','2022-11-28','2022-12-12','Completed','Underpass Mill Rd',2,'0211','CONCRETE','Underpass','WEB','N',18,'CHEMICAL','C3',400,110,'G-2231'),
('G-2303','2023-01-19','2023-01-24','Completed','62 Alder Street',3,'0312','GLASS','Bus Shelter','APP','N',1.5,'SCRAPE','C1',45,6,NULL),
('G-2309','2023-02-27','2023-02-28','Completed','Library Square 1',1,'0103','STONE','Front','PHONE','Y',8,'CHEMICAL','C3',260,72,NULL),
('G-2316','2023-03-30','2023-04-18','Completed','15 Foundry Close',5,'0506','METAL-PAINTED','Garage','APP','N',5,'PAINT-OVER','C2',115,39,NULL),
('G-2322','2023-05-09','2023-05-11','Completed','480 Kingsway',3,'0318','STONE','Side','APP','N',7,'PRESSURE WASH','C1',205,26,'G-2215'),
('G-2327','2023-06-21','2023-07-19','Completed','88 Orchard Avenue',4,'0407','BRICK-UNPAINTED','Side','WEB','N',9.5,'CHEMICAL','C3',290,84,NULL),
('G-2333','2023-08-02',NULL,'Cancelled','3 Pier Approach',1,'0103','CONCRETE','Alley','APP','N',NULL,NULL,NULL,NULL,NULL,NULL),
('G-2340','2023-09-11','2023-09-12','Completed','School Lane 20',2,'0214','BRICK-PAINTED','Front','PHONE','Y',12,'PAINT-OVER','C2',235,77,NULL),
('G-2351','2023-12-04','2023-12-29','Completed','140 Alder Street',3,'0312','WOOD','Fence','WEB','N',3,'PAINT-OVER','C1',80,27,NULL),
('G-2402','2024-01-15','2024-01-18','Completed','Underpass Mill Rd',2,'0211','CONCRETE','Underpass','APP','N',22,'CHEMICAL','C3',470,140,'G-2244'),
('G-2408','2024-02-26','2024-02-27','Completed','51 Tower Lane',5,'0502','METAL-UNPAINTED','Traffic Sign','APP','Y',1,'SCRAPE','C1',35,4,NULL),
('G-2411','2024-02-28',NULL,'Open','7 Kingsway',3,'0318','STONE','Rear','WEB','N',NULL,NULL,'C1',NULL,NULL,NULL),
('G-2415','2024-04-02','2024-04-11','Completed','Bridge Street Depot',4,'0410','METAL-UNPAINTED','Garage','COUNCILLOR','N',14,'PRESSURE WASH','C3',330,52,NULL),
('G-2419','2024-04-22',NULL,'Open','9 Canal Walk',1,'0105','METAL-PAINTED','Fence','PHONE','Y',NULL,NULL,'C2',NULL,NULL,'G-2219'),
('G-2423','2024-05-06',NULL,'Open - Dup','11 Canal Walk',1,'0105','METAL-PAINTED','Fence','APP','N',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE CrewInfo (Crew_No TEXT PRIMARY KEY, Foreman TEXT, Depot TEXT, Staff_Count INTEGER, Van_Plate TEXT, Contractor TEXT);
INSERT INTO CrewInfo VALUES ('C1','Dee Ramos','North Yard',3,'KX21 PLD','IN-HOUSE'),('C2','Wim Jonkers','South Yard',2,'KX19 RTA','IN-HOUSE'),('C3','Petra Holub','Bridge Street Depot',4,'LM22 OVC','CleanWall Ltd'),('C4','Sam Otieno','South Yard',2,NULL,'IN-HOUSE');
