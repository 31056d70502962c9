CREATE TABLE apps (appKey TEXT PRIMARY KEY, appName TEXT, category TEXT, publisher TEXT, price REAL, inAppBuy INTEGER, firstRelease TEXT, installsK INTEGER);
CREATE TABLE reviews (reviewNo INTEGER PRIMARY KEY, appKey TEXT REFERENCES apps(appKey), store TEXT, countryCode TEXT, lang TEXT, userNick TEXT, stars INTEGER,
 headline TEXT, reviewText TEXT, appVersion TEXT, device TEXT, osMajor INTEGER, thumbsUp INTEGER, thumbsDown INTEGER, postedAt TEXT, editedAt TEXT, replyAt TEXT, replyBy TEXT, verified INTEGER);
INSERT INTO apps VALUES
('tidyday','TidyDay','PRODUCTIVITY','Lumen Labs',0,1,'2020-03-10',850),('calmwave','CalmWave','HEALTH','Blue Harbour',4.99,1,'2019-06-01',1200),('snapstitch','SnapStitch','PHOTO','Lumen Labs',2.99,0,'2021-09-15',430),
('fuelmap','FuelMap','NAVIGATION','Roadwise',0,0,'2018-11-20',2100),('pocketledger','PocketLedger','FINANCE','Northbyte',1.99,1,'2022-01-05',310),('wordforge','WordForge','GAMES','Blue Harbour',0,1,'2021-04-22',1750),('rainalarm','RainCall','WEATHER','Roadwise',0,0,'2023-02-08',95);
INSERT INTO reviews VALUES
(1,'tidyday','GP','DE','de','mausi77',5,'Super','Endlich Ordnung','4.1','Galaxy S21',13,34,1,'2023-01-12 08:15:00',NULL,'2023-01-13 10:00:00','Nora',1),
(2,'tidyday','AS','US','en','jkpark',2,'Keeps crashing','Crash on sync every morning','4.1','iPhone 12',16,88,4,'2023-01-20 21:40:00',NULL,'2023-01-22 09:10:00','Nora',1),
(3,'calmwave','AS','GB','en','sleepy_sue',5,'Love it','Sleeping again','7.0','iPhone 13',16,140,2,'2023-02-03 23:10:00',NULL,NULL,NULL,1),
(4,'calmwave','GP','FR','fr','loulou',3,'Correct','Trop cher','7.0','Pixel 6',13,21,5,'2023-02-19 19:05:00','2023-03-01 18:00:00','2023-02-21 11:30:00','Matteo',1),
(5,'snapstitch','GP','US','en','ansel2',4,'Nice panoramas','Good but slow export','2.3','Pixel 7',13,18,0,'2023-03-07 14:22:00',NULL,NULL,NULL,0),
(6,'fuelmap','GP','DE','de','tankwart',1,'Preise falsch','Immer veraltet','5.6','Galaxy A52',12,210,12,'2023-03-25 07:50:00',NULL,'2023-03-27 08:30:00','Nora',1),
(7,'fuelmap','AS','DE','de','gudrun_h',4,'Praktisch','Spart Geld','5.6','iPhone 11',15,47,3,'2023-04-02 09:12:00',NULL,NULL,NULL,1),
(8,'wordforge','GP','US','en','lexi',5,'Addictive','One more round','1.9','Galaxy S22',13,65,1,'2023-04-30 22:15:00',NULL,NULL,NULL,1),
(9,'wordforge','AS','GB','en','grumpyuk',1,'Ads everywhere','Two ads per round','2.0','iPhone 12',16,301,22,'2023-06-11 20:45:00','2023-06-20 08:00:00','2023-06-12 12:00:00','Matteo',1),
(10,'pocketledger','AS','US','en','cpa_dan',5,'Finally simple','Export works great','1.4','iPhone 14',16,29,0,'2023-07-08 10:30:00',NULL,NULL,NULL,1),
(11,'pocketledger','GP','IT','it','robi',2,'Sync lento','Troppo lento','1.4','Xiaomi 12',12,15,2,'2023-08-17 16:20:00',NULL,NULL,NULL,0),
(12,'calmwave','GP','US','en','yogi_b',4,'Great sounds','Needs offline mode','7.2','Pixel 7',13,52,1,'2023-09-09 06:35:00',NULL,'2023-09-10 15:00:00','Ivy',1),
(13,'tidyday','GP','US','en','busy_bea',4,'Solid','Widgets are great','4.3','Galaxy S22',13,41,2,'2023-10-14 12:01:00',NULL,NULL,NULL,1),
(14,'snapstitch','AS','FR','fr','photo_max',5,'Magnifique','Rapide et net','2.5','iPhone 14',17,26,0,'2023-11-05 17:44:00',NULL,'2023-11-06 09:00:00','Ivy',1),
(15,'wordforge','GP','DE','de','rate_mal',3,'Geht so','Zu viel Werbung','2.1','Galaxy A52',13,37,6,'2023-12-26 15:30:00',NULL,NULL,NULL,1),
(16,'fuelmap','GP','FR','fr','camionneur',5,'Indispensable','Tous les jours','6.0','Galaxy S21',14,73,1,'2024-01-08 05:55:00',NULL,NULL,NULL,1),
(17,'tidyday','AS','GB','en','planner_pat',1,'Lost my lists','Data gone after update','5.0','iPhone 13',17,402,9,'2024-02-02 08:05:00',NULL,'2024-02-02 13:20:00','Nora',1),
(18,'tidyday','GP','DE','de','ordnung_o',2,'Update schlecht','Seit dem Update Crash','5.0','Pixel 8',14,96,3,'2024-02-06 18:48:00','2024-03-15 07:30:00','2024-02-07 09:45:00','Nora',1),
(19,'calmwave','AS','US','en','nightowl',5,'Life saver','Best rain sounds','8.0','iPhone 15',17,118,2,'2024-03-03 01:25:00',NULL,NULL,NULL,1),
(20,'pocketledger','AS','DE','de','sparfuchs',4,'Gut','Mehr Banken bitte','1.8','iPhone 14',17,12,1,'2024-03-19 11:11:00',NULL,'2024-03-20 10:10:00','Ivy',0),
(21,'wordforge','AS','US','en','scrabblr',4,'Fun','Less ads now','2.6','iPhone 15',17,44,3,'2024-04-21 21:09:00',NULL,NULL,NULL,1),
(22,'snapstitch','GP','IT','it','obiettivo',1,'Non apre','Crash all avvio','3.0','Xiaomi 12',14,58,4,'2024-05-05 13:37:00',NULL,NULL,NULL,0),
(23,'fuelmap','AS','GB','en','lorry_len',5,'Spot on','Saves me money','6.1','iPhone 14',17,31,0,'2024-05-27 06:18:00',NULL,NULL,NULL,1),
(24,'calmwave','GP','DE','de','traumhaft',2,'Abo Falle','Abo zu teuer','8.1','Galaxy S22',14,132,11,'2024-06-15 20:50:00',NULL,'2024-06-17 08:15:00','Matteo',1);
