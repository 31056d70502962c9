PRAGMA foreign_keys=OFF;
CREATE TABLE Ward (WardCode TEXT PRIMARY KEY, WardName TEXT, Floor INTEGER, Beds INTEGER, HeadNurse INTEGER REFERENCES Nurse(NurseID));
CREATE TABLE Doctor (DoctorID INTEGER PRIMARY KEY, DoctorName TEXT, Specialty TEXT, ChiefID INTEGER REFERENCES Doctor(DoctorID), OnLeave INTEGER);
CREATE TABLE Patient (PatientID INTEGER PRIMARY KEY, FullName TEXT, Gender TEXT, BirthDate TEXT, Town TEXT, InsuranceType TEXT, EmergencyContact TEXT);
CREATE TABLE Nurse (NurseID INTEGER PRIMARY KEY, NurseName TEXT, WardCode TEXT REFERENCES Ward(WardCode), ShiftType TEXT, HoursPerWeek REAL);
CREATE TABLE Stay (StayID INTEGER PRIMARY KEY, PatientID INTEGER REFERENCES Patient(PatientID), WardCode TEXT REFERENCES Ward(WardCode), AdmittingDoctorID INTEGER REFERENCES Doctor(DoctorID), TreatingDoctorID INTEGER REFERENCES Doctor(DoctorID), AdmittedAt TEXT, DischargedAt TEXT, Diagnosis TEXT, DaysBilled INTEGER, DailyRate REAL);
CREATE TABLE StayNurse (StayID INTEGER REFERENCES Stay(StayID), NurseID INTEGER REFERENCES Nurse(NurseID), PRIMARY KEY (StayID, NurseID));
INSERT INTO Ward VALUES ('CAR','Cardiology',2,24,1),('ORT','Orthopaedics',3,30,3),('PED','Paediatrics',1,18,5),('NEU','Neurology',4,20,NULL),('ICU','Intensive Care',2,10,7),('GER','Geriatrics',5,26,NULL);
INSERT INTO Doctor VALUES (1,'Helga Baumann','cardiologist',NULL,0),(2,'Victor Osei','cardiologist',1,0),(3,'Nadia Ferrante','orthopaedic surgeon',NULL,0),(4,'Ruben Ackermann','orthopaedic surgeon',3,1),(5,'Yuki Tanabe','paediatrician',NULL,0),(6,'Paul Oberhof','anaesthetist',1,0),(7,'Greta Lindqvist','neurologist',NULL,1),(8,'Omar Saleh','anaesthetist',6,0);
INSERT INTO Patient VALUES
(201,'Rosa Feldman','F','1949-05-03','Gera','public','Dora Feldman'),(202,'Karl Huber','M','1957-10-19','Jena','private',NULL),(203,'Mila Novak','F','2016-02-08','Jena','public','Petra Novak'),
(204,'Anton Grieg','M','1988-07-30','Weimar','public','Liv Grieg'),(205,'Edith Sommer','F','1938-12-24','Gera','private',NULL),(206,'Leo Castell','M','2019-09-11','Weimar','public','Ana Castell'),
(207,'Beate Zorn','F','1972-03-16','Erfurt','public',NULL),(208,'Farid Amini','M','1965-01-05','Erfurt','private','Laleh Amini'),(209,'Judith Pahl','F','1994-06-27','Jena','self-pay','Max Pahl'),(210,'Norbert Eck','M','1951-08-14','Gera','public',NULL);
INSERT INTO Nurse VALUES (1,'Tanja Kurz','CAR','day',38.5),(2,'Emil Voss','CAR','night',30),(3,'Ramona Beck','ORT','day',38.5),(4,'Pia Sanders','ORT','night',20),(5,'Corinna Maas','PED','day',35),(6,'Ali Yildiz','ICU','night',38.5),(7,'Steffi Rau','ICU','day',40),(8,'Hanno Prell','NEU','day',25),(9,'Dilan Kaya',NULL,'day',15);
INSERT INTO Stay VALUES
(3001,201,'CAR',2,1,'2023-01-12 08:30:00','2023-01-20 11:00:00','heart failure',8,410),
(3002,202,'ORT',3,4,'2023-03-05 14:10:00','2023-03-15 10:00:00','hip fracture',10,380),
(3003,203,'PED',5,5,'2023-06-21 20:45:00','2023-06-24 09:30:00','pneumonia',3,350),
(3004,204,'ORT',6,3,'2023-09-02 17:20:00','2023-09-08 12:00:00','knee injury',6,380),
(3005,205,'CAR',6,2,'2023-11-28 03:15:00','2023-12-13 10:30:00','heart attack',15,430),
(3006,205,'ICU',2,6,'2024-02-03 23:50:00','2024-02-10 15:00:00','heart attack',7,1150),
(3007,206,'PED',5,5,'2024-04-17 16:00:00','2024-04-19 10:00:00','broken arm',2,360),
(3008,201,'CAR',1,2,'2024-05-06 09:05:00','2024-05-11 11:15:00','heart failure',5,430),
(3009,208,'NEU',6,7,'2024-08-30 12:40:00','2024-09-11 13:00:00','stroke',12,520),
(3010,207,'ORT',3,3,'2024-10-08 07:55:00','2024-10-12 10:00:00','hip fracture',4,395),
(3011,209,'NEU',7,7,'2024-12-15 22:30:00','2024-12-16 08:00:00','migraine',1,520),
(3012,208,'ICU',6,8,'2025-01-09 02:20:00','2025-01-18 14:00:00','stroke',9,1190),
(3013,205,'CAR',2,1,'2025-02-20 18:05:00',NULL,'heart failure',NULL,450),
(3014,202,'ORT',3,3,'2025-02-24 08:40:00',NULL,'knee injury',NULL,410);
INSERT INTO StayNurse VALUES (3001,1),(3001,2),(3002,3),(3003,5),(3004,3),(3004,4),(3005,1),(3005,2),(3006,6),(3006,7),(3007,5),(3008,1),(3009,8),(3010,3),(3011,8),(3012,6),(3012,7),(3013,1),(3013,2),(3014,4);
