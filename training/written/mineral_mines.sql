CREATE TABLE chem_class (class_code TEXT PRIMARY KEY, class_label TEXT);
CREATE TABLE mineral (
  min_id INTEGER PRIMARY KEY, min_name TEXT, formula TEXT, class_code TEXT REFERENCES chem_class(class_code), hardness REAL, density REAL,
  colour TEXT, fluorescent TEXT, usd_per_kg REAL);
CREATE TABLE company (comp_id INTEGER PRIMARY KEY, comp_name TEXT, hq_city TEXT, ctry TEXT, owned_by INTEGER REFERENCES company(comp_id), staff INTEGER);
CREATE TABLE mine (
  mine_id INTEGER PRIMARY KEY, mine_name TEXT, ctry TEXT, comp_id INTEGER REFERENCES company(comp_id), mine_type TEXT, depth_m INTEGER,
  opened INTEGER, closed INTEGER, workers INTEGER);
CREATE TABLE mine_mineral (mine_id INTEGER REFERENCES mine(mine_id), min_id INTEGER REFERENCES mineral(min_id), share_pct REAL, PRIMARY KEY (mine_id, min_id));
CREATE TABLE shipment (
  ship_no INTEGER PRIMARY KEY, mine_id INTEGER REFERENCES mine(mine_id), min_id INTEGER REFERENCES mineral(min_id), buyer_id INTEGER REFERENCES company(comp_id),
  carrier_id INTEGER REFERENCES company(comp_id), sent_on TEXT, arrived_on TEXT, tonnes REAL, usd_per_tonne REAL, paid INTEGER);
CREATE TABLE inspection (insp_no INTEGER PRIMARY KEY, mine_id INTEGER REFERENCES mine(mine_id), insp_date TEXT, inspector TEXT, result TEXT, fine_usd REAL, remark TEXT);
INSERT INTO chem_class VALUES ('SIL','silicate'),('SUL','sulphide'),('OXI','oxide'),('CAR','carbonate'),('HAL','halide'),('NAT','native element'),('PHO','phosphate');
INSERT INTO mineral VALUES
(1,'galena','PbS','SUL',2.5,7.6,'grey','N',2.1),(2,'sphalerite','ZnS','SUL',3.8,4.0,'brown','Y',2.9),(3,'fluorite','CaF2','HAL',4,3.2,'violet','Y',0.6),(4,'quartz','SiO2','SIL',7,2.65,'colourless','N',0.1),
(5,'hematite','Fe2O3','OXI',6,5.3,'red','N',0.15),(6,'cassiterite','SnO2','OXI',6.5,7.0,'black','N',27),(7,'calcite','CaCO3','CAR',3,2.71,'white','Y',0.05),(8,'gold','Au','NAT',2.8,19.3,'yellow','N',78000),
(9,'chalcopyrite','CuFeS2','SUL',3.6,4.2,'brassy','N',9.2),(10,'malachite','Cu2CO3(OH)2','CAR',3.7,4.0,'green','N',35),(11,'beryl','Be3Al2Si6O18','SIL',7.8,2.7,'green','N',410),(12,'corundum','Al2O3','OXI',9,4.0,NULL,'Y',640);
INSERT INTO company VALUES
(1,'Corvin Metals','Toronto','CA',NULL,12400),(2,'Andes Cobre','Antofagasta','CL',1,3900),(3,'Erzhaus Sander','Freiberg','DE',NULL,860),(4,'Kalahari Deep','Windhoek','NA',1,2150),(5,'Bergslag Tin','Falun','SE',3,240),
(6,'Pacific Bulk Lines','Busan','KR',NULL,1750),(7,'Rhein Cargo Erz','Duisburg','DE',NULL,610),(8,'Gemfield Traders','Antwerp','BE',NULL,75),(9,'Shenlu Smelting','Kunming','CN',NULL,8800),(10,'Nordic Foundry','Turku','FI',NULL,430);
INSERT INTO mine VALUES
(1,'Alte Hoffnung','DE',3,'underground',640,1788,NULL,145),(2,'Cerro Verdejo','CL',2,'open pit',380,1994,NULL,1260),(3,'Otjikaru','NA',4,'underground',910,1967,NULL,820),(4,'Silver Creek','CA',1,'underground',1220,1953,NULL,1045),
(5,'Storgruva','SE',5,'underground',310,1871,2016,0),(6,'Violet Hill','CA',1,'open pit',90,2008,NULL,66),(7,'Quebrada Azul','CL',2,'open pit',255,2012,NULL,540),(8,'Green Star','ZM',4,'open pit',60,2001,NULL,118),(9,'Glückauf Süd','DE',3,'underground',480,1902,1991,NULL),(10,'Red Mesa','AU',NULL,'open pit',170,1979,NULL,730);
INSERT INTO mine_mineral VALUES (1,1,38),(1,3,22),(1,2,17.5),(2,9,61),(2,10,12),(2,8,0.02),(3,9,34),(3,1,21.5),(3,2,29),(4,8,0.05),(4,4,70),(5,6,44),(6,3,55),(6,7,31),(7,9,48.5),(7,4,20),(8,11,6.4),(8,4,52),(9,1,30),(9,7,19),(10,5,83);
INSERT INTO shipment VALUES
(7001,2,9,9,6,'2023-03-14','2023-04-20',4200,2150,1),(7002,3,1,10,6,'2023-05-02','2023-06-11',860,1980,1),(7003,1,3,10,7,'2023-06-26','2023-07-01',310,520,1),(7004,10,5,9,6,'2023-09-18','2023-10-05',15200,112,1),
(7005,2,9,9,6,'2024-01-22','2024-03-01',3900,2280,1),(7006,8,11,8,NULL,'2024-02-09','2024-02-11',0.4,395000,1),(7007,4,4,3,7,'2024-04-15','2024-05-20',640,95,0),(7008,3,2,10,6,'2024-06-03','2024-07-09',1150,1340,1),
(7009,7,9,9,6,'2024-07-29','2024-09-06',2750,2310,0),(7010,6,3,3,7,'2024-10-10','2024-11-13',420,540,1),(7011,10,5,9,6,'2024-11-25','2024-12-12',16800,104,1),(7012,1,1,10,7,'2025-01-13','2025-01-17',275,2040,0),
(7013,2,10,8,6,'2025-02-03',NULL,18,29500,0),(7014,7,9,9,6,'2025-02-17',NULL,2980,NULL,0),(7015,1,2,3,7,'2025-02-20',NULL,190,1290,0);
INSERT INTO inspection VALUES
(1,1,'2023-04-04','M. Dressel','passed',0,NULL),(2,2,'2023-08-21','R. Fuentes','warning',0,'dust above limit'),(3,3,'2023-11-15','T. Amupanda','failed',85000,'ventilation broken'),(4,4,'2024-02-27','J. Leblanc','passed',0,NULL),
(5,3,'2024-05-30','T. Amupanda','passed',0,'ventilation repaired'),(6,7,'2024-08-12','R. Fuentes','failed',120000,'tailings dam leaking'),(7,2,'2024-08-14','R. Fuentes','warning',15000,'dust still above limit'),(8,8,'2024-09-09','C. Mwansa','passed',0,NULL),
(9,1,'2025-01-28','M. Dressel','warning',NULL,'hoist rope worn'),(10,10,'2025-02-06','K. Doyle','failed',40000,'no emergency plan'),(11,7,'2025-02-19','R. Fuentes','passed',0,'tailings dam sealed');
