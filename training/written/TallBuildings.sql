CREATE TABLE use_codes (UseCode TEXT PRIMARY KEY, UseText TEXT);
CREATE TABLE architects (ArchRef INTEGER PRIMARY KEY, PracticeName TEXT, HomeCity TEXT, FoundedYr INTEGER);
CREATE TABLE buildings (BldRef INTEGER PRIMARY KEY, BldName TEXT, FormerName TEXT, Quarter TEXT, UseCode TEXT REFERENCES use_codes(UseCode), HeightM REAL, RoofHeightM REAL, FloorsAbove INTEGER, FloorsBelow INTEGER, FloorAreaSqm INTEGER, HeightClass TEXT, StartYr INTEGER, CompletedYr INTEGER, LastRefurbYr INTEGER, DemolishedYr INTEGER, ArchRef INTEGER REFERENCES architects(ArchRef), RefurbArchRef INTEGER REFERENCES architects(ArchRef), Listed INTEGER, CostMillion REAL);
INSERT INTO use_codes VALUES ('OF','Office'),('RS','Residential'),('HT','Hotel'),('MX','Mixed use'),('RL','Religious'),('TC','Telecommunications'),('PK','Parking');
INSERT INTO architects VALUES (1,'Haldor & Brandt','Copenhagen',1948),(2,'Studio Vesper','Rotterdam',1996),(3,'Ilmari Kosonen Oy','Helsinki',1971),(4,'Ostermann Partner','Hamburg',1960),(5,'Atelier Nord','Oslo',2005),(6,'Cathedral Works Guild','Lundhavn',1120);
INSERT INTO buildings VALUES
(101,'St. Olav Spire',NULL,'Old Town','RL',112.4,61,3,1,2900,'HIGH (100-149)',1190,1284,2011,NULL,6,1,1,NULL),
(102,'Harbour Point',NULL,'Docklands','MX',163,155.5,44,3,61200,'SKYSCRAPER (150+)',2015,2019,NULL,NULL,2,NULL,0,284),
(103,'Nordbank House','Seamen''s Bank','Centre','OF',98.2,98.2,25,2,33400,'Mid-high (60-99)',1966,1969,2008,NULL,1,4,1,12.5),
(104,'Telegraph Mast Hill',NULL,'Westhill','TC',182.6,24,5,1,1100,'SKYSCRAPER (150+)',1972,1975,1999,NULL,3,3,0,18),
(105,'Kvadrat A',NULL,'Docklands','RS',74.5,74.5,22,1,15800,'Mid-high (60-99)',2009,2011,NULL,NULL,5,NULL,0,46),
(106,'Kvadrat B',NULL,'Docklands','RS',81,81,24,1,17100,'Mid-high (60-99)',2010,2013,NULL,NULL,5,NULL,0,51),
(107,'Grand Polar','Hotel Imperial','Centre','HT',66.8,62,19,2,20900,'Mid-high (60-99)',1929,1931,2016,NULL,4,5,1,6.2),
(108,'Civic Slab','Town Hall Annex','Centre','OF',71.3,71.3,18,1,19500,'Mid-high (60-99)',1970,1973,NULL,2018,4,NULL,0,15),
(109,'Sunrise Towers East',NULL,'Northfield','RS',58.4,58.4,20,1,14200,'low-rise (<60)',1963,1965,2003,NULL,1,4,0,8.4),
(110,'Sunrise Towers West',NULL,'Northfield','RS',58.4,58.4,20,1,14350,'low-rise (<60)',1963,1966,NULL,2009,1,NULL,0,8.6),
(111,'Meridian One','Telecom Plaza','Centre','OF',126.5,118,31,4,48600,'HIGH (100-149)',1987,1990,2021,NULL,4,2,0,97),
(112,'Lighthouse Apartments',NULL,'Docklands','RS',104.9,104.9,32,2,26700,'HIGH (100-149)',2017,2021,NULL,NULL,5,NULL,0,118),
(113,'Elevator Silo','Grain Silo 3','Docklands','HT',52.1,52.1,13,0,9800,'low-rise (<60)',1934,1936,2014,NULL,1,5,1,22),
(114,'Westhill Centre',NULL,'Westhill','MX',63.7,60.2,16,3,28800,'Mid-high (60-99)',1977,1982,NULL,NULL,3,NULL,0,34),
(115,'Cloud Garage',NULL,'Centre','PK',31.5,31.5,11,2,24000,'low-rise (<60)',1999,2001,NULL,NULL,2,NULL,0,14.8),
(116,'Borealis',NULL,'Westhill','OF',139.8,131,34,3,52300,'HIGH (100-149)',2019,2023,NULL,NULL,5,NULL,0,205),
(117,'Our Lady of the Sea',NULL,'Docklands','RL',68.9,33,2,0,1700,'Mid-high (60-99)',1895,1902,NULL,NULL,6,NULL,1,NULL),
(118,'Northfield Court',NULL,'Northfield','RS',61.2,61.2,20,1,16400,'Mid-high (60-99)',1974,1976,2019,NULL,3,5,0,19.5),
(119,'Quay 9',NULL,'Docklands','OF',47.6,47.6,12,1,13900,'low-rise (<60)',2021,2024,NULL,NULL,5,NULL,0,62);
