CREATE TABLE Borough (BoroughCode TEXT PRIMARY KEY, BoroughName TEXT, Inhabitants INTEGER, DogParks INTEGER);
CREATE TABLE FeeClass (FeeClass TEXT PRIMARY KEY, Meaning TEXT, YearlyFee REAL);
CREATE TABLE Licence (
 LicNo INTEGER PRIMARY KEY, DogName TEXT, BreedText TEXT, CrossBreed TEXT, Colour TEXT, Sex TEXT, Neutered INTEGER, BirthYear INTEGER,
 OwnerInitials TEXT, OwnerBirthYear INTEGER, HomeBorough TEXT REFERENCES Borough(BoroughCode), IssuedAtBorough TEXT REFERENCES Borough(BoroughCode),
 FeeClass TEXT REFERENCES FeeClass(FeeClass), FeeCharged REAL, FeePaid REAL, IssueDate TEXT, ExpiryDate TEXT, ChipNo TEXT, Status TEXT);
INSERT INTO Borough VALUES ('LIN','Lindenau',31200,4),('OST','Osthafen',18750,1),('KRE','Kreuzfeld',42900,6),('BRU','Bruck',9800,0),('TAL','Talheim',15300,2);
INSERT INTO FeeClass VALUES ('N','normal',96.0),('R','reduced for pensioners',48.0),('L','listed breed',420.0),('A','assistance dog, exempt',0.0);
INSERT INTO Licence VALUES
(50012,'Luna','LABRADOR RETRIEVER','N','black','F',1,2018,'M.K.',1979,'LIN','LIN','N',96,96,'2023-01-12','2024-01-11','276098100411','ACTIVE'),
(50013,'Balu','Bernese Mountain Dog','N','tricolour','M',0,2019,'A.S.',1985,'KRE','KRE','N',96,96,'2023-02-03','2024-02-02','276098100418','ACTIVE'),
(50014,'Rocky','Am. Staffordshire Terrier','N','brindle','M',1,2020,'T.B.',1994,'OST','KRE','L',420,210,'2023-02-21','2024-02-20','276098100502','ACTIVE'),
(50015,'Emma','DACHSHUND','N','brown','F',0,2011,'H.W.',1948,'LIN','LIN','R',48,48,'2023-03-08','2024-03-07',NULL,'DECEASED'),
(50016,'Sam','Labrador Retriever','N','yellow','M',1,2017,'C.F.',1962,'TAL','TAL','A',0,0,'2023-03-30','2024-03-29','276098100533','ACTIVE'),
(50017,'Nala','unknown','Y','brown','F',1,2021,'J.O.',1990,'KRE','KRE','N',96,96,'2023-04-17','2024-04-16','276098100540','ACTIVE'),
(50018,'Rex','German Shepherd','N','black','M',0,2016,'P.D.',1957,'BRU','LIN','N',96,0,'2023-05-02','2024-05-01','276098100544','LAPSED'),
(50019,'Mila','Pug','N','fawn','F',1,2020,'S.H.',1988,'KRE','KRE','N',96,96,'2023-05-25','2024-05-24','276098100561','ACTIVE'),
(50020,'Bruno','Rottweiler','N','black','M',0,2019,'K.L.',1976,'OST','OST','L',420,420,'2023-06-14','2024-06-13','276098100577','ACTIVE'),
(50021,'Kira','Dachshund','Y','brown','F',1,2014,'E.M.',1944,'LIN','LIN','R',48,48,'2023-07-19','2024-07-18',NULL,'ACTIVE'),
(50022,'Luna','Pug','Y','fawn','F',0,2022,'R.N.',1999,'TAL','TAL','N',96,96,'2023-09-06','2024-09-05','276098100602','MOVED AWAY'),
(50023,'Oskar','Poodle','N','white','M',1,2015,'B.V.',1951,'KRE','LIN','R',48,24,'2023-11-11','2024-11-10','276098100611','ACTIVE'),
(50024,'Lotte','Beagle','N','tricolour','F',1,2021,'D.G.',1983,'LIN','LIN','N',96,96,'2024-01-09','2025-01-08','276098100630','ACTIVE'),
(50025,'Balu','unknown','Y','black','M',1,2020,'F.Z.',1992,'OST','OST','N',96,96,'2024-01-22','2025-01-21','276098100644','ACTIVE'),
(50026,'Thor','Am. Staffordshire Terrier','Y','grey','M',0,2022,'N.R.',2001,'KRE','KRE','L',420,0,'2024-02-15','2025-02-14',NULL,'REFUSED'),
(50027,'Amy','Golden Retriever','N','yellow','F',1,2019,'U.P.',1971,'TAL','TAL','A',0,0,'2024-03-04','2025-03-03','276098100659','ACTIVE'),
(50028,'Rudi','Dachshund','N','brown','M',0,2023,'L.A.',1980,'KRE','KRE','N',96,96,'2024-03-21','2025-03-20','276098100663','ACTIVE'),
(50029,'Paula','Poodle','Y','white','F',1,2018,'G.T.',1955,'LIN','LIN','R',48,48,'2024-04-10','2025-04-09','276098100670','ACTIVE'),
(50030,'Max','Beagle','N','tricolour','M',0,2012,'I.C.',1966,'OST','KRE','N',96,48,'2024-05-13','2025-05-12',NULL,'DECEASED'),
(50031,'Nala','German Shepherd','N','black','F',1,2022,'W.E.',1987,'KRE','KRE','N',96,96,'2024-06-27','2025-06-26','276098100692','ACTIVE'),
(50032,'Frieda','Labrador Retriever','N','black','F',0,2023,'Y.Q.',1996,'LIN','LIN','N',96,0,'2024-08-30','2025-08-29','276098100705','ACTIVE'),
(50033,'Balu','Labrador Retriever','Y','brown','M',1,2021,'O.J.',1974,'KRE','KRE','N',96,96,'2024-10-18','2025-10-17','276098100711','ACTIVE');
