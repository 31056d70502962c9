CREATE TABLE tblAtoll (lngAtollID INTEGER PRIMARY KEY, strAtoll TEXT, strCountry TEXT);
CREATE TABLE tblReef (
  lngReefID INTEGER PRIMARY KEY, strReef TEXT, lngAtollID INTEGER REFERENCES tblAtoll(lngAtollID), strReefType TEXT, intMaxDepth INTEGER,
  dblAreaHa REAL, blnProtected INTEGER, dtmProtectedSince TEXT);
CREATE TABLE tblDiver (
  lngDiverID INTEGER PRIMARY KEY, strFirst TEXT, strLast TEXT, strSex TEXT, strLevel TEXT, intDives INTEGER, curDayRate REAL, strEmployer TEXT,
  lngTrainerID INTEGER REFERENCES tblDiver(lngDiverID));
CREATE TABLE tblBoat (strBoatCode TEXT PRIMARY KEY, strBoat TEXT, intSeats INTEGER, curDayPrice REAL);
CREATE TABLE tblSurvey (
  lngSurveyID INTEGER PRIMARY KEY, lngReefID INTEGER REFERENCES tblReef(lngReefID), dtmStart TEXT, lngLeadID INTEGER REFERENCES tblDiver(lngDiverID),
  lngSafetyID INTEGER REFERENCES tblDiver(lngDiverID), strBoatCode TEXT REFERENCES tblBoat(strBoatCode), intMinutes INTEGER, dblWaterTemp REAL,
  intVisibility INTEGER, intBleachedPct INTEGER, strReport TEXT);
CREATE TABLE tblSpecies (strSpCode TEXT PRIMARY KEY, strCommon TEXT, strLatin TEXT, strGroup TEXT, strThreat TEXT);
CREATE TABLE tblSighting (
  lngSurveyID INTEGER REFERENCES tblSurvey(lngSurveyID), strSpCode TEXT REFERENCES tblSpecies(strSpCode), intNumber INTEGER, intDepth INTEGER,
  PRIMARY KEY (lngSurveyID, strSpCode));
INSERT INTO tblAtoll VALUES (1,'Vaiora','PF'),(2,'Hulhumeedu','MV'),(3,'Tarawi','KI'),(4,'Moindou Banks','NC'),(5,'Lost Shoals','MV');
INSERT INTO tblReef VALUES
(1,'Parrot Gardens',1,'fringing',22,38.5,1,'2009-06-08'),(2,'Blue Chimney',1,'barrier',61,120,0,NULL),(3,'Manta Gate',2,'channel',34,17.2,1,'2015-01-01'),(4,'Sultan Thila',2,'pinnacle',40,4.8,0,NULL),
(5,'Kanawa Flats',3,'lagoon',9,210,0,NULL),(6,'Castaway Wall',3,'barrier',75,64,1,'2018-11-20'),(7,'Dugong Corner',4,'fringing',16,52.3,1,'2008-07-07'),(8,'Grey Steps',4,'barrier',55,88,0,NULL),(9,'Hermit Lagoon',2,'lagoon',12,31,0,NULL);
INSERT INTO tblDiver VALUES
(1,'Teva','Maire','M','instructor',2410,240,'Vaiora Marine Lab',NULL),(2,'Hélène','Courtois','F','instructor',1875,230,'Reef Watch',NULL),(3,'Aisha','Naseem','F','rescue',640,165,'Maldives Coral Trust',2),(4,'Ibrahim','Rasheed','M','rescue',905,170,'Maldives Coral Trust',1),
(5,'Rikki','Tebano','M','advanced',212,NULL,'volunteer',4),(6,'Noor','Haleem','F','advanced',178,90,'Maldives Coral Trust',3),(7,'Gilles','Wamytan','M','rescue',733,160,'Reef Watch',2),(8,'Sina','Leota','F','open water',46,NULL,'volunteer',7),(9,'Marek','Dvorak','M','open water',31,NULL,'volunteer',3),(10,'Lucie','Tehei','F','advanced',254,95,'Vaiora Marine Lab',1);
INSERT INTO tblBoat VALUES ('LAG','Lagoon Lady',12,410),('TUN','Tuna Ghost',8,295),('RIB','Orange Rib',6,180),('CAT','Coral Cat',20,760),('DHO','Old Dhoni',16,330);
INSERT INTO tblSurvey VALUES
(1001,1,'2023-02-10 08:30:00',1,10,'RIB',55,29.1,25,12,'filed'),(1002,2,'2023-02-12 07:45:00',1,2,'TUN',48,28.4,32,8,'filed'),(1003,3,'2023-05-03 09:15:00',4,3,'DHO',61,30.2,18,27,'filed'),
(1004,4,'2023-05-04 14:20:00',3,6,'DHO',44,30.0,22,31,'filed'),(1005,5,'2023-09-18 08:50:00',7,5,'RIB',72,31.3,9,46,'filed'),(1006,6,'2023-09-21 07:30:00',2,7,'CAT',51,29.6,36,15,'filed'),
(1007,7,'2024-01-15 10:05:00',7,8,'RIB',66,26.8,14,5,'filed'),(1008,3,'2024-04-22 09:00:00',4,6,'DHO',58,31.1,16,41,'draft'),(1009,4,'2024-04-23 13:40:00',3,4,'DHO',49,31.0,20,44,'filed'),
(1010,1,'2024-02-09 08:35:00',10,1,'RIB',57,29.5,24,18,'filed'),(1011,8,'2024-07-11 09:50:00',2,7,'TUN',43,24.9,28,3,'draft'),(1012,5,'2025-01-28 08:10:00',5,NULL,'RIB',69,30.6,8,39,NULL),(1013,3,'2025-02-14 09:25:00',3,4,'DHO',60,29.9,21,33,NULL),(1014,1,'2025-02-18 08:45:00',1,10,NULL,52,NULL,26,16,'draft');
INSERT INTO tblSpecies VALUES ('PAR','bullethead parrotfish','Chlorurus sordidus','fish','LC'),('MAN','reef manta','Mobula alfredi','ray','VU'),('HAW','hawksbill turtle','Eretmochelys imbricata','turtle','CR'),('GRS','grey reef shark','Carcharhinus amblyrhynchos','shark','EN'),
('NAP','humphead wrasse','Cheilinus undulatus','fish','EN'),('STA','staghorn coral','Acropora muricata','coral','NT'),('TAB','table coral','Acropora hyacinthus','coral','LC'),('COT','crown-of-thorns','Acanthaster planci','starfish','NE'),('DUG','dugong','Dugong dugon','mammal','VU'),('GCL','giant clam','Tridacna gigas','mollusc','CR');
INSERT INTO tblSighting VALUES (1001,'PAR',84,7),(1001,'STA',130,6),(1001,'HAW',1,12),(1002,'GRS',17,42),(1002,'NAP',3,30),(1003,'MAN',9,18),(1003,'GRS',4,27),(1004,'TAB',55,16),(1004,'GCL',2,14),(1005,'COT',38,5),(1005,'PAR',41,4),(1006,'GRS',23,50),(1006,'NAP',6,36),(1006,'TAB',71,20),(1007,'HAW',3,8),(1008,'MAN',5,16),(1008,'HAW',2,11),(1009,'COT',29,13),(1009,'TAB',34,15),(1010,'PAR',92,8),(1010,'STA',104,6),(1011,'NAP',2,39),(1013,'MAN',11,19),(1012,'COT',47,5),(1014,'PAR',77,7);
