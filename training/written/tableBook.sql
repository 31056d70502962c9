CREATE TABLE restaurant (restId INTEGER PRIMARY KEY, restName TEXT, cuisine TEXT, town TEXT, priceLevel INTEGER, openedYear INTEGER, ownerName TEXT);
CREATE TABLE diningTable (tableId INTEGER PRIMARY KEY, restId INTEGER, tableNo INTEGER, seats INTEGER, area TEXT, FOREIGN KEY (restId) REFERENCES restaurant(restId));
CREATE TABLE diner (dinerId INTEGER PRIMARY KEY, fullName TEXT, phone TEXT, town TEXT, birthDate TEXT, newsletter TEXT, allergy TEXT, referredBy INTEGER, FOREIGN KEY (referredBy) REFERENCES diner(dinerId));
CREATE TABLE waiter (waiterId INTEGER PRIMARY KEY, waiterName TEXT, restId INTEGER, startDate TEXT, hourlyPay REAL, FOREIGN KEY (restId) REFERENCES restaurant(restId));
CREATE TABLE channel (channelCode TEXT PRIMARY KEY, channelLabel TEXT, commissionPct REAL);
CREATE TABLE reservation (resNo INTEGER PRIMARY KEY, dinerId INTEGER, tableId INTEGER, channelCode TEXT, bookedFor TEXT, bookedAt TEXT, partySize INTEGER, state TEXT, takenBy INTEGER, servedBy INTEGER, FOREIGN KEY (dinerId) REFERENCES diner(dinerId), FOREIGN KEY (tableId) REFERENCES diningTable(tableId), FOREIGN KEY (channelCode) REFERENCES channel(channelCode), FOREIGN KEY (takenBy) REFERENCES waiter(waiterId), FOREIGN KEY (servedBy) REFERENCES waiter(waiterId));
CREATE TABLE bill (billId INTEGER PRIMARY KEY, resNo INTEGER, foodTotal REAL, drinkTotal REAL, tip REAL, payMethod TEXT, settledOn TEXT, FOREIGN KEY (resNo) REFERENCES reservation(resNo));
CREATE TABLE review (reviewId INTEGER PRIMARY KEY, resNo INTEGER, score INTEGER, comment TEXT, writtenOn TEXT, FOREIGN KEY (resNo) REFERENCES reservation(resNo));
INSERT INTO restaurant VALUES (1,'Osteria Limone','Italian','Basel',2,2012,'Gianna Ricci'),(2,'Sakura Corner','Japanese','Zurich',3,2016,'Ken Mori'),(3,'The Copper Pan','British','Basel',1,2020,'Owen Price'),(4,'Chez Margot','French','Bern',3,2008,'Margot Lenoir'),(5,'Spice Route','Indian','Zurich',2,2018,'Ravi Menon'),(6,'Trattoria Nonna','Italian','Bern',1,2022,'Gianna Ricci');
INSERT INTO diningTable VALUES (1,1,1,2,'window'),(2,1,2,4,'terrace'),(3,1,3,6,'hall'),(4,2,1,2,'bar'),(5,2,2,4,'window'),(6,3,1,4,'hall'),(7,3,2,8,'hall'),(8,4,1,2,'window'),(9,4,2,4,'terrace'),(10,5,1,6,'hall'),(11,5,2,4,'terrace'),(12,6,1,4,'terrace');
INSERT INTO diner VALUES (1,'Lena Frey','076 111 20 30','Basel','1990-04-11','Y','nuts',NULL),(2,'Oskar Blum','079 222 31 41','Zurich','1978-09-02','N',NULL,1),(3,'Mina Kaya',NULL,'Zurich','1985-12-24','Y','gluten',1),(4,'Paul Stettler','078 444 53 63','Bern','1969-01-30','N',NULL,NULL),(5,'Nadia Rossi','076 555 64 74','Basel','1996-07-19','Y',NULL,4),(6,'Greg Hale','079 666 75 85','Basel','1982-03-05','N','lactose',4),(7,'Yuki Tan',NULL,'Zurich','1993-10-14','Y',NULL,1),(8,'Emil Frick','078 888 97 07','Bern','2000-05-27','N','nuts',5),(9,'Clara Vogt','076 999 08 18','Lucerne','1974-08-08','Y',NULL,NULL);
INSERT INTO waiter VALUES (1,'Dora Senn',1,'2015-02-01',29.5),(2,'Luca Fabbri',1,'2021-06-15',26),(3,'Aiko Ueda',2,'2017-09-01',31),(4,'Rob Dunne',3,'2020-10-10',25),(5,'Sophie Granget',4,'2010-03-20',33.5),(6,'Anil Rao',5,'2019-05-05',27.5),(7,'Tessa Moser',5,'2023-01-09',24),(8,'Piero Galli',6,'2022-04-01',25.5);
INSERT INTO channel VALUES ('WEB','Website',0),('TEL','Phone',0),('APP','Booking app',6.5),('WLK','Walk-in',0),('HTL','Hotel desk',10);
INSERT INTO reservation VALUES
(1001,1,2,'WEB','2024-11-08 19:00:00','2024-11-01 10:12:00',4,'S',1,2),
(1002,2,5,'TEL','2024-11-15 20:00:00','2024-11-10 17:45:00',3,'S',3,3),
(1003,4,8,'APP','2024-12-24 18:30:00','2024-11-30 09:05:00',2,'S',5,5),
(1004,3,4,'APP','2024-12-31 21:00:00','2024-12-01 12:00:00',2,'N',3,NULL),
(1005,6,7,'TEL','2025-01-17 19:30:00','2025-01-12 14:20:00',8,'S',4,4),
(1006,5,1,'WLK','2025-01-18 12:30:00','2025-01-18 12:30:00',1,'S',2,2),
(1007,1,9,'WEB','2025-02-14 19:00:00','2025-01-20 21:10:00',2,'S',5,5),
(1008,7,10,'APP','2025-02-14 20:00:00','2025-02-10 11:00:00',5,'C',6,NULL),
(1009,2,11,'WEB','2025-03-01 19:00:00','2025-02-27 19:45:00',4,'S',6,7),
(1010,8,12,'TEL','2025-03-07 18:00:00','2025-03-06 16:00:00',3,'S',8,8),
(1011,4,3,'TEL','2025-03-22 13:00:00','2025-03-15 10:30:00',6,'S',1,1),
(1012,1,2,'APP','2025-04-05 19:00:00','2025-04-01 08:15:00',3,'N',2,NULL),
(1013,6,6,'WEB','2025-04-19 20:00:00','2025-04-18 22:40:00',4,'S',4,4),
(1014,3,11,'APP','2025-05-10 19:30:00','2025-05-02 13:13:00',2,'S',7,6),
(1015,1,5,'WEB','2025-06-06 20:00:00','2025-05-30 20:20:00',2,'B',3,NULL),
(1016,5,9,'TEL','2025-06-07 12:00:00','2025-06-01 09:30:00',4,'B',5,NULL);
INSERT INTO bill VALUES (1,1001,148,62,20,'card','2024-11-08'),(2,1002,171,48,15,'card','2024-11-15'),(3,1003,190,110,30,'cash','2024-12-24'),(4,1005,236,142,25,'invoice','2025-02-03'),(5,1006,24,6,2,'cash','2025-01-18'),(6,1007,164,84,NULL,'card','2025-02-14'),(7,1009,132,40,12,'card','2025-03-01'),(8,1010,66,27,5,'cash','2025-03-07'),(9,1011,228,95,28,'invoice',NULL),(10,1013,96,58,8,'card','2025-04-19'),(11,1014,71,19,NULL,'invoice',NULL);
INSERT INTO review VALUES (1,1001,5,'Great pasta, lovely terrace','2024-11-10'),(2,1002,4,'Fresh fish','2024-11-16'),(3,1003,5,'Perfect evening','2024-12-26'),(4,1005,2,'Too loud and slow','2025-01-19'),(5,1007,3,'Slow service but great dessert','2025-02-15'),(6,1009,4,NULL,'2025-03-03'),(7,1013,3,'Great pie','2025-04-20'),(8,1014,1,'Waited an hour','2025-05-11');
INSERT INTO restaurant VALUES (7,'Fondue Keller','Swiss','Zurich',2,1999,'Beat Arnold');
