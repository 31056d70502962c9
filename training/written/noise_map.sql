CREATE TABLE NoiseZone (zone_id INTEGER PRIMARY KEY, zone_label TEXT, limit_day_dba REAL, limit_night_dba REAL);
CREATE TABLE MeasuringPoint (
 mp_code TEXT PRIMARY KEY, street TEXT, neighbourhood TEXT, zone_id INTEGER REFERENCES NoiseZone(zone_id), source_class TEXT, height_m REAL,
 residents_exposed INTEGER, lden_2017 REAL, lden_2022 REAL, lnight_2017 REAL, lnight_2022 REAL, peak_dba REAL, heavy_veh_pct REAL,
 speed_limit_kmh INTEGER, barrier TEXT, school_nearby TEXT, measured_from TEXT, measured_to TEXT);
INSERT INTO NoiseZone VALUES (1,'quiet residential',50,40),(2,'residential',55,45),(3,'mixed use',60,50),(4,'industrial',70,65);
INSERT INTO MeasuringPoint VALUES
('R01','Linden Avenue','Northgate',2,'ROAD',4.0,1240,66.2,63.9,57.1,55.0,88.4,4.5,50,'none','Y','2022-04-04','2022-04-25'),
('R02','Ring Road East','Northgate',3,'ROAD',4.0,3310,72.8,73.5,64.9,65.6,96.1,12.8,80,'wall 3 m','N','2022-04-11','2022-05-02'),
('R03','Chestnut Walk','Gardens',1,'ROAD',1.5,410,52.3,50.8,43.0,41.7,74.9,1.1,30,'none','Y','2022-05-09','2022-05-23'),
('R04','High Street','Old Market',3,'ROAD',4.0,2180,69.5,65.1,60.8,56.2,91.0,6.3,30,'none','N','2022-05-16','2022-06-06'),
('R05','Quay Road','Docks',4,'ROAD',4.0,620,70.9,71.7,62.3,63.8,98.7,21.4,50,'none','N','2022-06-07','2022-06-28'),
('T01','Station Square','Old Market',3,'TRAM',4.0,1520,64.0,62.2,54.4,53.1,89.6,NULL,30,'none','Y','2022-06-13','2022-07-04'),
('T02','Tram Loop','Gardens',2,'TRAM',1.5,880,60.7,61.1,51.5,52.0,85.3,NULL,50,'hedge','N','2022-07-05','2022-07-19'),
('L01','Freight Bypass','Docks',4,'RAIL',4.0,990,74.6,72.0,70.3,68.1,103.2,NULL,NULL,'wall 4 m','N','2022-07-11','2022-08-01'),
('L02','Viaduct Lane','Northgate',2,'RAIL',4.0,1875,71.3,67.4,67.7,62.9,99.5,NULL,NULL,'wall 4 m','Y','2022-08-02','2022-08-23'),
('L03','Brook Cutting','Mill End',2,'RAIL',4.0,705,68.8,69.2,64.6,64.1,97.0,NULL,NULL,'earth bank','N','2022-08-08','2022-08-29'),
('A01','Heath Farm','Heathside',1,'AIRCRAFT',10.0,260,58.9,54.5,47.7,42.3,92.8,NULL,NULL,'none','N','2022-09-01','2022-10-15'),
('A02','Runway Cottages','Heathside',2,'AIRCRAFT',10.0,145,66.1,61.6,55.2,49.0,101.4,NULL,NULL,'none','N','2022-09-01','2022-10-15'),
('I01','Foundry Gate','Docks',4,'INDUSTRY',4.0,330,67.4,66.0,64.0,63.1,93.9,NULL,50,'none','N','2022-09-12','2022-10-03'),
('I02','Brewery Yard','Mill End',3,'INDUSTRY',1.5,540,59.6,58.3,56.5,55.7,82.2,NULL,30,'wall 3 m','N','2022-10-04','2022-10-18'),
('R06','Mill End Road','Mill End',2,'ROAD',4.0,1610,64.4,66.9,55.9,58.0,90.2,9.7,50,'none','Y','2022-10-10','2022-10-31'),
('R07','Park Crescent','Gardens',1,'ROAD',1.5,520,54.7,53.3,45.6,44.2,78.0,1.9,30,'hedge','N','2022-11-02','2022-11-16'),
('R08','Abbey Hill','Old Market',2,'ROAD',4.0,1330,67.0,64.6,58.5,55.8,87.1,3.8,30,'none','Y','2022-11-07','2022-11-28'),
('R09','Heath Road','Heathside',2,'ROAD',4.0,760,NULL,59.8,NULL,51.2,86.5,5.2,60,'none','N','2023-03-06','2023-03-27'),
('R10','New Harbour Link','Docks',3,'ROAD',4.0,410,NULL,70.4,NULL,62.6,95.2,17.0,70,'wall 4 m','N','2023-03-13','2023-04-03');
