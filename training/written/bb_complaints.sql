CREATE TABLE isp (ispCode TEXT PRIMARY KEY, tradingName TEXT, parentIsp TEXT REFERENCES isp(ispCode), hqState TEXT, subscribersK REAL, launchYear INTEGER, exitYear INTEGER);
CREATE TABLE stateRef (st TEXT PRIMARY KEY, stateName TEXT, region TEXT, householdsK INTEGER, pctNoBroadband REAL);
CREATE TABLE complaint (ticketId INTEGER PRIMARY KEY, dateFiled TEXT, dateServed TEXT, dateClosed TEXT, ispCode TEXT REFERENCES isp(ispCode), formerIspCode TEXT REFERENCES isp(ispCode), st TEXT REFERENCES stateRef(st), zip TEXT, city TEXT, method TEXT, issue TEXT, subIssue TEXT, advertisedMbps INTEGER, measuredMbps REAL, monthlyBillUsd REAL, creditUsd REAL, outcome TEXT, ruralFlag INTEGER);
INSERT INTO isp VALUES ('CQF','ClearQuest Fiber',NULL,'OH',2140,2006,NULL),('PLN','PlainsNet',NULL,'NE',310,1999,NULL),('RVW','Riverwave Cable','CQF','KY',880,1988,NULL),('SKY','SkyReach Satellite',NULL,'CO',465,2012,NULL),('HLR','Holler Wireless','PLN','WV',42,2016,2023),('DSV','Delta Valley Telephone',NULL,'MS',96,1961,NULL),('ZPN','Zippin Home 5G',NULL,'TX',1275,2020,NULL);
INSERT INTO stateRef VALUES ('OH','Ohio','MIDWEST',4850,8.1),('KY','Kentucky','SOUTH',1810,13.4),('WV','West Virginia','SOUTH',730,17.9),('NE','Nebraska','MIDWEST',790,9.6),('MS','Mississippi','SOUTH',1150,20.2),('CO','Colorado','WEST',2380,5.9),('NM','New Mexico','WEST',850,16.3);
INSERT INTO complaint VALUES
(501,'2022-01-14','2022-01-18','2022-02-16','CQF',NULL,'OH','44107','Lakewood','Fiber','Billing','Unexpected fee',500,488,79.99,15,'CREDITED',0),
(502,'2022-02-03','2022-02-07','2022-03-21','RVW',NULL,'KY','41101','Ashland','Cable','Speed','Below advertised',300,112.5,69.5,20,'CREDITED',0),
(503,'2022-03-22','2022-03-24','2022-04-29','SKY','DSV','MS','38701','Greenville','Satellite','Speed','Below advertised',100,18.2,120,0,'NO ACTION',1),
(504,'2022-05-05','2022-05-09','2022-05-30','HLR',NULL,'WV','26301','Clarksburg','Fixed Wireless','Outage','Repeated',25,11,49,49,'CREDITED',1),
(505,'2022-07-11','2022-07-12','2022-09-02','PLN',NULL,'NE','69101','North Platte','DSL','Installation','No show',40,NULL,55,NULL,'FIXED',1),
(506,'2022-08-19','2022-08-23','2022-09-27','RVW',NULL,'OH','45601','Chillicothe','Cable','Billing','Price rise',200,195,84,0,'NO ACTION',0),
(507,'2022-10-06','2022-10-07','2022-11-15','DSV',NULL,'MS','38930','Greenwood','DSL','Outage','Storm',15,6.4,45,10,'CREDITED',1),
(508,'2022-12-13','2022-12-15','2023-01-20','CQF','RVW','OH','43085','Columbus','Fiber','Billing','Early exit fee',1000,940,89.99,90,'CREDITED',0),
(509,'2023-01-09','2023-01-11','2023-02-24','SKY',NULL,'CO','81230','Gunnison','Satellite','Data cap','Throttled',150,9.5,135,25,'CREDITED',1),
(510,'2023-02-17','2023-02-21','2023-03-13','ZPN','RVW','KY','40502','Lexington','5G Home','Speed','Below advertised',300,71,50,0,'FIXED',0),
(511,'2023-03-28','2023-03-30',NULL,'HLR',NULL,'WV','25801','Beckley','Fixed Wireless','Outage','Shut down',25,0,49,NULL,NULL,1),
(512,'2023-04-18','2023-04-20','2023-06-01','RVW',NULL,'KY','41501','Pikeville','Cable','Speed','Below advertised',200,64.8,72,30,'CREDITED',1),
(513,'2023-06-07','2023-06-08','2023-06-29','CQF',NULL,'KY','40202','Louisville','Fiber','Billing','Unexpected fee',500,497,79.99,8,'CREDITED',0),
(514,'2023-07-25','2023-07-27','2023-09-05','SKY',NULL,'NM','87301','Gallup','Satellite','Speed','Below advertised',100,22.1,120,0,'NO ACTION',1),
(515,'2023-09-12','2023-09-13','2023-10-18','PLN','HLR','NE','68801','Grand Island','DSL','Speed','Below advertised',40,21.7,58,5,'FIXED',0),
(516,'2023-11-01','2023-11-06','2023-12-19','ZPN',NULL,'CO','80903','Colorado Springs','5G Home','Outage','Repeated',300,38,50,12.5,'CREDITED',0),
(517,'2024-01-16','2024-01-17','2024-02-20','SKY','PLN','NE','69301','Alliance','Satellite','Billing','Equipment charge',150,80,142,60,'CREDITED',1),
(518,'2024-02-08','2024-02-12','2024-03-25','RVW',NULL,'WV','25301','Charleston','Cable','Speed','Below advertised',300,139,76,18,'FIXED',0),
(519,'2024-03-19','2024-03-21',NULL,'DSV',NULL,'MS','39701','Columbus','DSL','Installation','Never connected',15,NULL,45,NULL,NULL,1),
(520,'2024-04-10','2024-04-11','2024-05-03','ZPN','CQF','OH','44107','Lakewood','5G Home','Cancellation','Early exit fee',300,122,55,40,'CREDITED',0),
(521,'2024-05-22','2024-05-24',NULL,'SKY',NULL,'NM','88001','Las Cruces','Satellite','Outage','Storm',100,0.5,125,NULL,NULL,1),
(522,'2024-06-04','2024-06-05','2024-06-28','PLN',NULL,'WV','25801','Beckley','DSL','Billing','Price rise',60,33.4,62,6,'CREDITED',1);
