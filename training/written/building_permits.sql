CREATE TABLE permit_type (ptype_cd TEXT PRIMARY KEY, ptype_desc TEXT, base_fee INTEGER);
CREATE TABLE inspector (insp_id TEXT PRIMARY KEY, insp_name TEXT, specialty TEXT, lic_no TEXT, supv_id TEXT REFERENCES inspector(insp_id));
CREATE TABLE permits (
 permit_no TEXT PRIMARY KEY, ptype_cd TEXT REFERENCES permit_type(ptype_cd), applied_dt TEXT, issued_dt TEXT, expires_dt TEXT, final_dt TEXT, stat_cd TEXT, addr TEXT, nbhd TEXT, zip TEXT, bldg_class TEXT, yr_built INTEGER,
 n_stories INTEGER, units_before INTEGER, units_after INTEGER, floor_sqm REAL, est_cost REAL, decl_cost REAL, fee_paid REAL, owner_nm TEXT, contractor_nm TEXT, reviewed_by TEXT REFERENCES inspector(insp_id), inspected_by TEXT REFERENCES inspector(insp_id), solar TEXT);
INSERT INTO permit_type VALUES ('NEW','NEW CONSTRUCTION',900),('ALT','Alteration / remodel',350),('DEM','DEMOLITION',500),('ELE','Electrical only',120),('SGN','Sign or awning',80),('PLM','Plumbing',140);
INSERT INTO inspector VALUES ('I1','Odette Kramer','STRUCTURAL','L-2201',NULL),('I2','Ben Arroyo','ELECTRICAL','L-3177','I1'),('I3','Maud Fennel','STRUCTURAL','L-2954','I1'),('I4','Tariq Sole','FIRE','L-4012','I3'),('I5','Greta Lam','PLUMBING',NULL,'I1');
INSERT INTO permits VALUES
('B-21-001','NEW','2021-02-08','2021-05-17','2023-05-17','2022-11-30','F','14 Tanner Row','OLD TOWN','4001','Mid-rise (4-6)',2022,5,0,18,1650,3100000,3350000,9100,'Halden Trust','Corvus Build','I1','I3','Y'),
('B-21-002','ALT','2021-03-15','2021-04-02','2022-04-02','2021-12-10','F','3 Quince Ct','GREENFIELD','4012','SINGLE FAMILY',1964,2,1,1,145,62000,71000,540,'R. Ostrow','Pine & Sons','I3','I3','N'),
('B-21-003','DEM','2021-04-22','2021-06-30','2021-12-31','2021-09-14','F','90 Dock Ave','HARBOURSIDE','4020','Warehouse',1921,3,0,0,2200,180000,175000,1400,'Portland Estates','Wreckit Ltd','I1','I1','N'),
('B-21-004','ELE','2021-07-06','2021-07-09','2022-01-09','2021-08-20','F','7 Elm St','GREENFIELD','4012','single family',1978,1,1,1,98,8500,8200,120,'M. Dufour','Brightwire','I2','I2','Y'),
('B-21-005','NEW','2021-09-13','2022-01-24','2024-01-24','2023-08-18','F','92 Dock Ave','HARBOURSIDE','4020','High-rise (7+)',2023,14,0,96,9800,21500000,24100000,38500,'Portland Estates','Corvus Build','I1','I4','Y'),
('B-22-001','ALT','2022-01-19','2022-03-08','2023-03-08',NULL,'X','22 Tanner Row','OLD TOWN','4001','Mixed use',1890,4,6,9,720,640000,NULL,2300,'Halden Trust','Pine & Sons','I3',NULL,'N'),
('B-22-002','SGN','2022-02-11','2022-02-14','2022-08-14','2022-03-01','F','5 Market Pl','OLD TOWN','4001','RETAIL',1935,2,0,0,310,4200,4100,80,'Bakehouse Five','SignCo','I2','I2','N'),
('B-22-003','PLM','2022-04-04','2022-04-20','2022-10-20','2022-07-15','F','18 Orchard Ln','GREENFIELD','4013','SINGLE FAMILY',1955,2,1,2,170,27000,29500,260,'T. Nakata','Flowright','I5','I5','N'),
('B-22-004','NEW','2022-05-30','2022-09-12','2024-09-12','2024-02-27','F','1 Kiln Park','BRICKFIELDS','4031','Mid-rise (4-6)',2024,6,0,32,3100,6200000,6050000,14700,'Kiln Housing Co-op','Ostara Homes','I1','I3','Y'),
('B-22-005','ALT','2022-08-17','2022-08-29','2023-08-29','2023-05-03','F','40 Chapel Hill','BRICKFIELDS','4030','Duplex',1948,2,2,2,210,115000,132000,610,'A. Whitlock','Ostara Homes','I3','I1','Y'),
('B-22-006','ELE','2022-11-02',NULL,NULL,NULL,'W','11 Quince Ct','GREENFIELD','4012','SINGLE FAMILY',1969,1,1,1,120,15000,NULL,NULL,'J. Prewitt',NULL,'I2',NULL,'Y'),
('B-23-001','DEM','2023-01-16','2023-03-20','2023-09-20','2023-06-29','F','2 Kiln Park','BRICKFIELDS','4031','Warehouse',1938,1,0,0,1300,95000,104000,900,'Kiln Housing Co-op','Wreckit Ltd','I3','I3','N'),
('B-23-002','NEW','2023-03-27','2023-08-07','2025-08-07',NULL,'I','2 Kiln Park','BRICKFIELDS','4031','Mid-rise (4-6)',NULL,4,0,24,2250,4800000,NULL,11200,'Kiln Housing Co-op','Ostara Homes','I1',NULL,'Y'),
('B-23-003','ALT','2023-04-13','2023-06-01','2024-06-01','2024-04-22','F','8 Customs Quay','HARBOURSIDE','4021','Mixed use',1905,5,10,14,1450,1250000,1490000,4300,'Quay Partners','Corvus Build','I3','I4','N'),
('B-23-004','NEW','2023-06-19','2023-07-28','2025-07-28',NULL,'I','27 Orchard Ln','GREENFIELD','4013','single family',NULL,2,0,1,190,410000,NULL,1650,'T. Nakata','Pine & Sons','I3',NULL,'Y'),
('B-23-005','SGN','2023-09-05','2023-09-08','2024-03-08','2023-10-12','F','60 Market Pl','OLD TOWN','4001','RETAIL',1952,1,0,0,140,3600,3900,80,'Lux Opticians','SignCo','I2','I2','N'),
('B-23-006','PLM','2023-11-21','2023-12-12','2024-06-12','2024-05-17','F','40 Chapel Hill','BRICKFIELDS','4030','Duplex',1948,2,2,3,210,44000,41500,320,'A. Whitlock','Flowright','I5','I5','N'),
('B-24-001','NEW','2024-01-30','2024-06-24','2026-06-24',NULL,'I','94 Dock Ave','HARBOURSIDE','4020','High-rise (7+)',NULL,18,0,140,13200,33800000,NULL,52600,'Portland Estates','Corvus Build','I1',NULL,'Y'),
('B-24-002','ALT','2024-02-20','2024-03-11','2025-03-11',NULL,'I','14 Chandler St','HARBOURSIDE','4021','Duplex',1931,2,2,1,185,98000,NULL,590,'Quay Partners','Pine & Sons','I3',NULL,'N'),
('B-24-003','ELE','2024-04-08','2024-04-10','2024-10-10','2024-05-23','F','5 Market Pl','OLD TOWN','4001','RETAIL',1935,2,0,0,310,11800,12600,120,'Bakehouse Five','Brightwire','I2','I2','Y'),
('B-24-004','NEW','2024-05-14',NULL,NULL,NULL,'W','33 Tanner Row','OLD TOWN','4001','Mid-rise (4-6)',NULL,6,0,28,2600,5900000,NULL,NULL,'Halden Trust',NULL,'I1',NULL,'Y'),
('B-24-005','DEM','2024-07-01','2024-08-19','2025-02-19',NULL,'I','10 Customs Quay','HARBOURSIDE','4021','Warehouse',1911,2,0,0,1750,140000,NULL,1150,'Quay Partners','Wreckit Ltd','I1',NULL,'N');
