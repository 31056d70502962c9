CREATE TABLE personen (pers_id INTEGER PRIMARY KEY, pers_name TEXT, gender TEXT, born_yr INTEGER, died_yr INTEGER, field TEXT, country_cd TEXT, resistance INTEGER);
CREATE TABLE strassen (str_key TEXT PRIMARY KEY, str_name TEXT, str_type TEXT, district TEXT, old_name TEXT, length_m INTEGER, width_m REAL, n_houses INTEGER, n_residents INTEGER, named_dt TEXT, renamed_dt TEXT, council_vote TEXT, name_origin TEXT, honours INTEGER REFERENCES personen(pers_id), old_honours INTEGER REFERENCES personen(pers_id), plaque INTEGER, sign_cost_eur REAL, under_review TEXT);
INSERT INTO personen VALUES (1,'Clara Wenzel','F',1871,1944,'Education','DE',1),(2,'Heinrich von Tarn','M',1820,1899,'Military','DE',0),(3,'Ignaz Holler','M',1788,1851,'Science','AT',0),(4,'Rosa Bergmann','F',1890,1943,'Politics','DE',1),(5,'Anton Grau','M',1860,1931,'Colonial service','DE',0),(6,'Marie Duval','F',1867,1925,'Science','FR',0),(7,'Johannes Zell','M',1702,1766,'Music','DE',0),(8,'Emil Kowal','M',1902,1986,'Literature','PL',1),(9,'Hedwig Lorenz','F',1911,2003,'Medicine','DE',0),(10,'Otto Rieck','M',1845,1912,'Politics','DE',0),(11,'Therese Amann','F',1799,1880,'Literature','AT',0);
INSERT INTO strassen VALUES
('00010','Clara-Wenzel-Straße','ST','Nordstadt','Von-Tarn-Straße',840,14,62,780,'1901-05-01','2016-03-17','UNANIMOUS','Person',1,2,1,3400,'N'),
('00020','Mühlgasse','GA','Altstadt',NULL,210,5.5,31,140,'1640-01-01',NULL,NULL,'Trade',NULL,NULL,0,0,'N'),
('00030','Hollerplatz','PL','Altstadt',NULL,120,48,18,95,'1862-09-10',NULL,'MAJORITY','Person',3,NULL,1,260,'N'),
('00040','Rosa-Bergmann-Allee','AL','Südpark','Grauallee',1620,22,110,1930,'1928-06-20','2009-11-05','MAJORITY','Person',4,5,1,5100,'N'),
('00050','Riecksteig','WG','Südpark',NULL,330,3,12,88,'1913-04-02',NULL,'MAJORITY','Person',10,NULL,0,90,'Y'),
('00060','Lindenweg','WG','Nordstadt',NULL,460,7,40,310,'1955-08-15',NULL,'UNANIMOUS','Plant',NULL,NULL,0,150,'N'),
('00070','Marie-Duval-Ring','RG','Campus',NULL,2150,26,54,2240,'2012-10-11',NULL,'UNANIMOUS','Person',6,NULL,1,4800,'N'),
('00080','Zellstraße','ST','Altstadt',NULL,390,9,45,420,'1888-03-03',NULL,NULL,'Person',7,NULL,1,210,'N'),
('00090','Kowalweg','WG','Campus',NULL,280,6,9,610,'2014-05-22',NULL,'MAJORITY','Person',8,NULL,1,310,'N'),
('00100','Hafenstraße','ST','Hafen',NULL,1980,18,87,640,'1894-07-01',NULL,NULL,'Place',NULL,NULL,0,700,'N'),
('00110','Breslauer Straße','ST','Südpark',NULL,1240,15,96,1510,'1957-02-12',NULL,'MAJORITY','Place',NULL,NULL,0,480,'Y'),
('00120','Hedwig-Lorenz-Weg','WG','Nordstadt','Rieckweg',510,7.5,28,265,'1910-10-10','2021-06-24','NARROW','Person',9,10,0,1250,'N'),
('00130','Fischergasse','GA','Altstadt',NULL,160,4.5,22,105,'1655-01-01',NULL,NULL,'Trade',NULL,NULL,0,0,'N'),
('00140','Tarnplatz','PL','Hafen',NULL,95,60,11,70,'1902-09-02',NULL,'UNANIMOUS','Person',2,NULL,0,120,'Y'),
('00150','Amannstraße','ST','Nordstadt',NULL,720,12,58,690,'1931-05-19',NULL,'MAJORITY','Person',11,NULL,1,330,'N'),
('00160','Ahornallee','AL','Südpark',NULL,890,20,70,560,'1961-04-27',NULL,'UNANIMOUS','Plant',NULL,NULL,0,290,'N'),
('00170','Kaiplatz','PL','Hafen','Grauplatz',140,52,15,230,'1936-01-30','1947-08-08',NULL,'Place',NULL,5,0,NULL,'N'),
('00180','Bergmannpfad','WG','Campus',NULL,370,3.5,6,320,'2018-09-13',NULL,'NARROW','Person',4,NULL,0,180,'N'),
('00190','Am Alten Speicher','ST','Hafen','Kaserne Nord',610,11,35,980,'1938-03-14','1999-12-02','MAJORITY','Place',NULL,NULL,0,840,'N');
