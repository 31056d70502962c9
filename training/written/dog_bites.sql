CREATE TABLE boro (boro_cd TEXT PRIMARY KEY, boro_nm TEXT, pop INTEGER, lic_dogs INTEGER, n_officers INTEGER);
CREATE TABLE bite_rpt (bite_no INTEGER PRIMARY KEY, bite_dt TEXT, rpt_dt TEXT, boro_cd TEXT REFERENCES boro(boro_cd), brd TEXT, dog_age_y REAL, sex TEXT, neut TEXT, vic_age INTEGER, inj_sev INTEGER, plc_typ TEXT, rabies_vacc TEXT, quar_end_dt TEXT, fine_usd REAL, vet_cost_usd REAL);
INSERT INTO boro VALUES ('HB','Harborside',81200,6100,4),('NW','Northwick',45500,3900,2),('OM','Old Mill',28700,3100,2),('CR','Cedar Ridge',63900,8800,3),('ST','Stanton Park',17600,2050,1),('LK','Lakeview',9400,1300,1);
INSERT INTO bite_rpt VALUES
(1001,'2021-02-11','2021-02-12','HB','Pit Bull',4,'M','N',34,3,'STREET','Y','2021-02-21',500,140),
(1002,'2021-05-03','2021-05-03','NW','Labrador',7,'F','Y',8,2,'PARK','Y','2021-05-13',150,0),
(1003,'2021-07-19','2021-07-22','HB','German Shepherd',3,'M','N',52,2,'STREET','N','2021-08-01',400,210),
(1004,'2021-07-30','2021-07-30','CR','Chihuahua',9,'F','N',27,1,'PRIVATE HOME','Y',NULL,0,0),
(1005,'2021-11-08','2021-11-10','OM','Mixed',2,'M','Y',61,2,'STREET','N','2021-11-20',250,95),
(1006,'2022-01-17','2022-01-18','CR','Rottweiler',5,'M','N',19,4,'PRIVATE HOME','Y','2022-01-28',1200,330),
(1007,'2022-03-25','2022-03-25','HB','Mixed',6,'F','Y',6,3,'PARK','Y','2022-04-04',450,120),
(1008,'2022-04-14','2022-04-19','ST','Beagle',4,'M',NULL,45,1,'PARK','U',NULL,NULL,0),
(1009,'2022-06-02','2022-06-02','HB','Pit Bull',3,'F','N',29,4,'STREET','N','2022-06-12',1500,410),
(1010,'2022-06-21','2022-06-24','NW','Jack Russell',8,'M','Y',11,1,'SHOP','Y',NULL,50,0),
(1011,'2022-08-09','2022-08-09','CR','German Shepherd',2,'F','N',38,2,'STREET','Y','2022-08-19',300,180),
(1012,'2022-08-27','2022-08-29','OM','Labrador',1.5,'M','N',5,2,'PRIVATE HOME','Y','2022-09-06',100,60),
(1013,'2022-12-05','2022-12-06','HB','Chihuahua',11,'F','Y',71,1,'SHOP','U',NULL,NULL,0),
(1014,'2023-01-29','2023-01-29','CR','Pit Bull',5,'M','N',42,3,'PARK','N','2023-02-08',800,260),
(1015,'2023-03-13','2023-03-20','NW','Beagle',NULL,'M',NULL,24,2,'STREET','U','2023-03-23',NULL,75),
(1016,'2023-05-18','2023-05-18','ST','Rottweiler',6,'M','Y',9,3,'PARK','Y','2023-05-28',650,220),
(1017,'2023-07-07','2023-07-08','HB','Labrador',3,'F','N',33,2,'STREET','Y','2023-07-17',200,90),
(1018,'2023-07-15','2023-07-15','CR','Mixed',4,'F','Y',57,1,'PRIVATE HOME','Y',NULL,0,35),
(1019,'2023-09-22','2023-09-25','OM','German Shepherd',7,'M','Y',15,3,'STREET','N','2023-10-02',550,175),
(1020,'2023-10-31','2023-10-31','HB','Jack Russell',5,'M','N',7,2,'PARK','Y','2023-11-10',175,40),
(1021,'2023-12-24','2023-12-27','CR','Pit Bull',2,'M','N',66,4,'PRIVATE HOME','N','2024-01-03',1800,480),
(1022,'2023-12-30','2023-12-31','NW','Beagle',10,'F','Y',48,1,'STREET','Y',NULL,75,0);
