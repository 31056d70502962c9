CREATE TABLE genre (genreCode TEXT PRIMARY KEY, label TEXT);
CREATE TABLE person (personId INTEGER PRIMARY KEY, name TEXT, gender TEXT, birthYear INTEGER, homeCity TEXT);
CREATE TABLE show (showId INTEGER PRIMARY KEY, title TEXT, genreCode TEXT REFERENCES genre(genreCode), language TEXT, hostId INTEGER REFERENCES person(personId), producerId INTEGER REFERENCES person(personId), launchedOn TEXT, endedOn TEXT, explicit INTEGER);
CREATE TABLE episode (episodeId INTEGER PRIMARY KEY, showId INTEGER REFERENCES show(showId), title TEXT, number INTEGER, publishedAt TEXT, lengthMin INTEGER, guestId INTEGER REFERENCES person(personId), productionCost REAL);
CREATE TABLE sponsor (sponsorId INTEGER PRIMARY KEY, name TEXT, industry TEXT, city TEXT, contactMail TEXT);
CREATE TABLE adSlot (episodeId INTEGER REFERENCES episode(episodeId), sponsorId INTEGER REFERENCES sponsor(sponsorId), position TEXT, fee REAL, paidOn TEXT, PRIMARY KEY (episodeId, sponsorId));
CREATE TABLE listener (listenerId INTEGER PRIMARY KEY, userName TEXT, country TEXT, premium TEXT, joinedOn TEXT, invitedBy INTEGER REFERENCES listener(listenerId));
CREATE TABLE listen (listenId INTEGER PRIMARY KEY, listenerId INTEGER REFERENCES listener(listenerId), episodeId INTEGER REFERENCES episode(episodeId), startedAt TEXT, minutesHeard INTEGER, rating INTEGER);
INSERT INTO genre VALUES ('HIS','History'),('SCI','Science'),('COM','Comedy'),('BIZ','Business'),('COOK','Cooking');
INSERT INTO person VALUES (1,'Clara Winter','F',1984,'Bremen'),(2,'Amit Desai','M',1979,'Leeds'),(3,'Sofia Lund','F',1991,'Oslo'),(4,'Greg Tully','M',1968,'Leeds'),(5,'Yara Haddad','F',1988,'Paris'),(6,'Pavel Kolar','M',1975,'Brno'),(7,'Mina Sato','F',NULL,NULL),(8,'Owen Blake','M',1995,'Cork');
INSERT INTO show VALUES (1,'Dust and Crowns','HIS','en',1,2,'2022-01-10',NULL,0),(2,'Petri Talk','SCI','en',2,2,'2022-09-01',NULL,0),(3,'Zu spät','COM','de',1,3,'2023-03-15','2024-12-20',1),(4,'Margin Call-In','BIZ','en',4,3,'2023-06-05',NULL,0),(5,'La Casserole','COOK','fr',5,3,'2024-02-01',NULL,0),(6,'Half a Joke','COM','en',4,NULL,'2024-10-10',NULL,1),(7,'Untitled Pilot','SCI','en',3,NULL,'2025-04-01',NULL,0);
INSERT INTO episode VALUES
(11,1,'The Salt Road',1,'2022-01-12 06:00:00',48,NULL,320),(12,1,'Queens without Land',2,'2024-03-06 06:00:00',55,5,410),(13,1,'A Map of Lies',3,'2025-01-15 06:00:00',61,6,505),
(14,2,'Mould is Alive',1,'2022-09-05 07:00:00',33,NULL,190),(15,2,'Cold Fusion Again',2,'2024-11-11 07:00:00',42,6,260),
(16,3,'Der Zug kommt nicht',1,'2023-03-20 18:00:00',27,8,120),(17,3,'Letzte Folge',2,'2024-12-19 18:00:00',72,NULL,145),
(18,4,'Your First Loss',1,'2023-06-08 12:00:00',38,NULL,300),(19,4,'Debt Stories',2,'2025-02-20 12:00:00',44,8,340),
(20,5,'Le beurre',1,'2024-02-03 09:00:00',25,NULL,95),(21,5,'La soupe',2,'2025-02-08 09:00:00',29,1,NULL),
(22,6,'Knock Knock',1,'2024-10-12 20:00:00',50,5,210),(23,6,'Walks into a Bar',2,'2025-03-08 20:00:00',53,NULL,230);
INSERT INTO sponsor VALUES (1,'Mattress Moon','Furniture','Leeds','ads@mmoon.example'),(2,'Tidy Tax','Finance','Oslo','hello@tidytax.example'),(3,'Knabberbox','Food','Bremen',NULL),(4,'VeloVite','Transport','Paris','pub@velovite.example'),(5,'Hostfern','Internet','Cork',NULL),(6,'Old Mill Flour','Food','Leeds','mill@flour.example');
INSERT INTO adSlot VALUES (12,1,'pre',400,'2024-04-01'),(13,1,'mid',650,NULL),(13,2,'pre',480,'2025-02-01'),(15,5,'pre',220,'2024-12-05'),(16,3,'end',60,'2023-05-02'),(17,3,'mid',150,'2025-01-10'),(18,2,'pre',300,'2023-07-01'),(19,2,'mid',520,NULL),(20,4,'pre',90,'2024-03-01'),(21,3,'pre',110,NULL),(22,1,'mid',330,'2024-11-15'),(23,1,'pre',310,'2025-04-01'),(23,5,'end',75,NULL);
INSERT INTO listener VALUES (501,'earworm','GB','Y','2022-01-01',NULL),(502,'fjordfan','NO','N','2022-10-12',501),(503,'kaffeekai','DE','Y','2023-03-18',NULL),(504,'louise_p','FR','N','2024-02-02',503),(505,'nightbus','GB','N','2024-11-30',501),(506,'zweistein','DE','N','2025-01-11',503),(507,'quietone','IE','Y','2025-02-01',NULL),(508,'oldradio','US','N','2023-07-07',505);
INSERT INTO listen VALUES
(1,501,11,'2022-01-13 07:40:00',48,5),(2,501,12,'2024-03-07 07:45:00',55,4),(3,501,13,'2025-01-16 08:00:00',20,3),(4,501,22,'2024-10-13 21:00:00',50,5),
(5,502,14,'2022-10-14 16:00:00',33,4),(6,502,15,'2024-11-12 16:30:00',42,NULL),(7,502,13,'2025-01-20 19:00:00',61,5),
(8,503,16,'2023-03-21 18:10:00',27,4),(9,503,17,'2024-12-20 18:05:00',70,5),(10,503,11,'2023-04-01 10:00:00',10,2),(11,503,13,'2025-01-17 07:15:00',61,NULL),
(12,504,20,'2024-02-03 12:00:00',25,5),(13,504,21,'2025-02-09 12:10:00',29,4),(14,505,22,'2024-12-01 23:30:00',15,2),(15,505,19,'2025-02-21 23:50:00',44,NULL),
(16,505,23,'2025-03-09 23:55:00',53,3),(17,506,17,'2025-01-12 09:00:00',72,5),(18,506,13,'2025-01-18 20:20:00',30,NULL),(19,508,18,'2023-07-08 05:50:00',38,1),(20,508,14,'2023-08-01 06:00:00',5,NULL);
