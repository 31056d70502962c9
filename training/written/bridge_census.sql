CREATE TABLE dist (dist_cd TEXT PRIMARY KEY, dist_nm TEXT, chief_eng TEXT, budget_keur INTEGER);
CREATE TABLE brg (
 brg_no TEXT PRIMARY KEY, brg_nm TEXT, dist_cd TEXT REFERENCES dist(dist_cd), over_txt TEXT, mat TEXT, type_txt TEXT,
 yr_built INTEGER, yr_rehab INTEGER, len_m REAL, width_m REAL, n_lanes INTEGER, adt INTEGER, adt_trucks REAL,
 deck_cond INTEGER, super_cond INTEGER, max_load_t INTEGER, toll_yn TEXT, last_insp TEXT, next_insp TEXT);
INSERT INTO dist VALUES ('N1','Northmarch','Ilse Garder',4200),('S2','Southfen','Tomas Reuel',2900),('E3','Eastholm','Bea Lindqvist',3650),('W4','Westerley','Oskar Dunne',5100),('C5','Old Centre','Mira Sabo',NULL);
INSERT INTO brg VALUES
('B-001','Miller''s Bridge','N1','River Arne','STONE','ARCH',1874,1998,42.5,7.2,2,3100,140,5,6,18,'N','2023-05-14','2025-05-14'),
('B-002','Arne Viaduct','N1','River Arne','STEEL','TRUSS',1931,2011,318.0,11.0,2,12400,1900,6,5,40,'N','2024-03-02','2026-03-02'),
('B-003','Gallows Ford','N1','Stony Brook','TIMBER','BEAM',1962,NULL,14.0,4.1,1,220,6,3,4,5,'N','2022-09-20','2024-09-20'),
('B-004','Kingsgate Bridge','C5','River Arne','STONE','ARCH',1799,1987,96.0,9.5,2,15800,610,6,7,24,'N','2024-06-11','2026-06-11'),
('B-005','Tanner''s Crossing','C5','Canal','CONCRETE','BEAM',1968,NULL,28.0,14.0,4,26900,1750,4,4,44,'N','2023-10-05','2024-10-05'),
('B-006','Harbour Span','S2','Harbour','STEEL','SUSPENSION',1977,2019,1240.0,22.5,6,48200,6100,7,7,60,'Y','2024-08-19','2025-08-19'),
('B-007','Eel Sluice Bridge','S2','Canal','CONCRETE','SLAB',1983,NULL,11.5,8.0,2,1900,90,6,6,44,'N','2021-04-30','2025-04-30'),
('B-008','Fen Causeway','S2','Marsh','CONCRETE','BEAM',1959,2004,205.0,10.5,2,9700,1320,5,5,36,'N','2023-07-07','2025-07-07'),
('B-009','Heron Bridge','S2','River Lode','TIMBER','TRUSS',1948,1995,33.0,4.8,1,410,11,4,3,7,'N','2022-06-15','2024-06-15'),
('B-010','Station Overpass','E3','Railway','CONCRETE','BEAM',1971,2015,64.0,16.0,4,31500,2480,6,6,44,'N','2024-01-23','2026-01-23'),
('B-011','Old Rail Bridge','E3','Railway','STEEL','TRUSS',1903,NULL,58.0,6.0,1,2600,45,2,3,12,'N','2024-02-17','2024-08-17'),
('B-012','Eastholm Bypass','E3','River Lode','CONCRETE','BOX GIRDER',2009,NULL,412.0,24.0,4,38700,5900,8,8,60,'Y','2023-11-29','2027-11-29'),
('B-013','Quarry Lane','E3','Stony Brook','STONE','ARCH',1855,NULL,17.5,5.0,1,680,75,4,5,10,'N','2022-03-18','2024-03-18'),
('B-014','Lode Footbridge','E3','River Lode','TIMBER','BEAM',2016,NULL,22.0,2.4,0,NULL,NULL,8,8,2,'N','2023-04-04','2027-04-04'),
('B-015','Weir Bridge','W4','River Arne','CONCRETE','ARCH',1937,2008,88.0,9.0,2,8800,530,5,6,30,'N','2023-09-12','2025-09-12'),
('B-016','Westerley High Span','W4','Gorge','STEEL','CABLE-STAYED',2014,NULL,690.0,21.0,4,22300,3700,8,9,60,'Y','2024-05-27','2026-05-27'),
('B-017','Goat Gorge Bridge','W4','Gorge','STEEL','SUSPENSION',1926,1979,121.0,5.5,1,1450,20,4,4,9,'N','2022-10-10','2023-10-10'),
('B-018','Mill Race Culvert','W4','Stony Brook','CONCRETE','SLAB',1994,NULL,8.5,7.5,2,2300,115,7,7,44,'N','2021-08-01','2025-08-01'),
('B-019','Abbey Bridge','W4','River Lode','STONE','ARCH',1821,2001,51.0,6.5,2,4300,190,6,6,16,'N','2024-04-08','2026-04-08'),
('B-020','Market Street Bridge','C5','Canal','STEEL','BEAM',1911,1992,24.5,12.0,2,17600,820,5,4,28,'N','2023-02-21','2025-02-21'),
('B-021','Ring Road Flyover','N1','Motorway','CONCRETE','BOX GIRDER',1986,2021,156.0,18.5,4,42100,4400,7,7,60,'N','2024-09-30','2028-09-30');
