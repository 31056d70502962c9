CREATE TABLE CountryLookup (
 CountryCode TEXT PRIMARY KEY,
 CountryName TEXT,
 Continent TEXT
);
CREATE TABLE DormRoom (
 RoomId INTEGER PRIMARY KEY,
 RoomName TEXT,
 FloorLevel INTEGER,
 BedCount INTEGER,
 PricePerBed REAL,
 WomenOnly INTEGER
);
CREATE TABLE Guest (
 GuestId INTEGER PRIMARY KEY,
 FirstName TEXT,
 LastName TEXT,
 Gender TEXT,
 BirthYear INTEGER,
 CountryCode TEXT REFERENCES CountryLookup(CountryCode),
 CardValidUntil TEXT
);
CREATE TABLE StaffMember (
 StaffId INTEGER PRIMARY KEY,
 StaffName TEXT,
 Duty TEXT,
 BossId INTEGER REFERENCES StaffMember(StaffId),
 StartedOn TEXT
);
CREATE TABLE Stay (
 StayId INTEGER PRIMARY KEY,
 GuestId INTEGER REFERENCES Guest(GuestId),
 RoomId INTEGER REFERENCES DormRoom(RoomId),
 ArrivalDate TEXT,
 DepartureDate TEXT,
 Nights INTEGER,
 CheckedInBy INTEGER REFERENCES StaffMember(StaffId),
 CheckedOutBy INTEGER REFERENCES StaffMember(StaffId),
 StayStatus TEXT
);
CREATE TABLE ExtraCharge (
 ChargeId INTEGER PRIMARY KEY,
 StayId INTEGER REFERENCES Stay(StayId),
 Item TEXT,
 Quantity INTEGER,
 UnitPrice REAL,
 PaidOn TEXT
);
INSERT INTO CountryLookup VALUES ('DK','Denmark','Europe'),('JP','Japan','Asia'),('CA','Canada','America'),('PL','Poland','Europe'),('BR','Brazil','America'),('KE','Kenya','Africa'),('PT','Portugal','Europe');
INSERT INTO DormRoom VALUES (1,'Badger',0,8,24,0),(2,'Otter',1,6,27.5,1),(3,'Heron',1,4,33,0),(4,'Lynx',2,10,21,0),(5,'Dormouse',2,2,45,0),(6,'Kingfisher',2,6,29,1),(7,'Mole',-1,12,17,0);
INSERT INTO Guest VALUES
(1,'Mads','Iversen','M',2001,'DK','2026-05-31'),(2,'Yuki','Tanabe','F',1998,'JP',NULL),(3,'Claire','Roy','F',2003,'CA','2025-02-28'),(4,'Pawel','Zielinski','M',1995,'PL',NULL),(5,'Bruna','Lopes','F',2000,'BR','2026-01-15'),
(6,'Wanjiru','Kamau','F',1999,'KE',NULL),(7,'Ole','Madsen','M',1988,'DK','2024-11-30'),(8,'Zofia','Wrona','F',2004,'PL','2027-03-01'),(9,'Kenta','Mori','M',2002,'JP',NULL),(10,'Liam','Fraser','M',1997,'CA',NULL),(11,'Joana','Reis','F',1992,'PT','2025-12-31');
INSERT INTO StaffMember VALUES (1,'Ursula Beck','warden',NULL,'2010-03-01'),(2,'Toni Falk','reception',1,'2018-05-14'),(3,'Milo Jansen','reception',1,'2022-04-04'),(4,'Pia Storm','kitchen',1,'2019-09-09'),(5,'Rolf Heim','night watch',2,'2023-10-20'),(6,'Ines Abt','volunteer',4,'2024-06-01');
INSERT INTO Stay VALUES
(1,1,1,'2023-07-03','2023-07-06',3,2,3,'L'),(2,2,2,'2023-07-15','2023-07-17',2,3,3,'L'),(3,3,6,'2023-08-01','2023-08-08',7,2,2,'L'),(4,4,4,'2023-12-28','2024-01-02',5,5,2,'L'),
(5,5,2,'2024-05-10','2024-05-14',4,3,2,'L'),(6,7,5,'2024-06-21','2024-06-22',1,2,5,'L'),(7,1,4,'2024-07-08','2024-07-14',6,3,3,'L'),(8,9,1,'2024-07-11','2024-07-13',2,5,3,'L'),
(9,8,6,'2024-08-19','2024-08-22',3,2,5,'L'),(10,3,2,'2024-09-02','2024-09-04',2,2,2,'L'),(11,4,3,'2024-10-05','2024-10-06',1,NULL,NULL,'N'),(12,6,6,'2025-03-28',NULL,9,3,NULL,'H'),(13,9,7,'2025-03-30',NULL,4,5,NULL,'H'),(14,11,3,'2025-03-30','2025-04-01',2,5,2,'L');
INSERT INTO ExtraCharge VALUES
(1,1,'towel',1,3,'2023-07-06'),(2,1,'breakfast',3,7.5,'2023-07-06'),(3,3,'breakfast',7,7.5,'2023-08-08'),(4,3,'bike hire',2,14,'2023-08-08'),(5,4,'laundry',2,5,NULL),(6,5,'towel',2,3,'2024-05-14'),(7,7,'bike hire',5,15,'2024-07-14'),
(8,7,'breakfast',6,8,NULL),(9,8,'locker',1,2,'2024-07-13'),(10,9,'laundry',1,5.5,'2024-08-22'),(11,12,'breakfast',9,8,NULL),(12,12,'towel',1,3.5,NULL),(13,13,'locker',4,2,'2025-03-30'),(14,14,'bike hire',1,15,'2025-04-01');
