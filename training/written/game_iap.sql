CREATE TABLE guilds (gld_id INTEGER PRIMARY KEY, gld_name TEXT, gld_founded TEXT, gld_city TEXT);
CREATE TABLE players (plr_id INTEGER PRIMARY KEY, plr_tag TEXT, plr_country TEXT, plr_platform TEXT, plr_level INTEGER, plr_installed TEXT, plr_banned INTEGER, gld_id INTEGER REFERENCES guilds(gld_id), recruited_by INTEGER REFERENCES players(plr_id));
CREATE TABLE item_kinds (knd_code TEXT PRIMARY KEY, knd_label TEXT);
CREATE TABLE items (itm_id INTEGER PRIMARY KEY, itm_name TEXT, knd_code TEXT REFERENCES item_kinds(knd_code), itm_price REAL, itm_sale_price REAL, min_level INTEGER, itm_retired TEXT);
CREATE TABLE play_sessions (ses_id INTEGER PRIMARY KEY, plr_id INTEGER REFERENCES players(plr_id), ses_start TEXT, ses_minutes INTEGER, stages_won INTEGER, stages_lost INTEGER, ad_views INTEGER);
CREATE TABLE purchases (pur_id INTEGER PRIMARY KEY, buyer_id INTEGER REFERENCES players(plr_id), receiver_id INTEGER REFERENCES players(plr_id), itm_id INTEGER REFERENCES items(itm_id), pur_qty INTEGER, unit_paid REAL, pur_time TEXT, pay_method TEXT, refunded_on TEXT);
INSERT INTO guilds VALUES (1,'Iron Otters','2023-05-01','Tampere'),(2,'Night Bakers','2023-11-12','Lyon'),(3,'Paper Tigers','2024-07-07','Osaka'),(4,'Lone Socks','2025-01-30',NULL);
INSERT INTO players VALUES
(1,'Otterly','FI','ios',42,'2023-05-02',0,1,NULL),(2,'CroissantKing','FR','android',37,'2023-11-01',0,2,NULL),(3,'zzBaguette','FR','android',12,'2024-02-14',0,2,2),(4,'TigerMoth','JP','ios',55,'2024-03-03',0,3,NULL),
(5,'kitsune9','JP','ios',28,'2024-07-09',0,3,4),(6,'BotOrNot','US','android',61,'2024-08-20',1,NULL,NULL),(7,'Marmalade','GB','ios',8,'2024-12-25',0,NULL,1),(8,'SisuSam','FI','android',19,'2025-01-02',0,1,1),
(9,'ghost_of_k','US','ios',3,'2025-02-11',0,NULL,4),(10,'LadyLag','DE','android',24,'2025-02-20',0,1,8),(11,'cheat0r','DE','android',50,'2025-03-01',1,NULL,NULL);
INSERT INTO item_kinds VALUES ('SKN','Skin'),('BST','Booster'),('GEM','Gem pack'),('PAS','Season pass'),('EMO','Emote');
INSERT INTO items VALUES (1,'Golden Armour','SKN',14.99,9.99,20,NULL),(2,'Pumpkin Hat','SKN',4.99,NULL,1,'2024-11-05'),(3,'Double XP','BST',1.99,1.49,5,NULL),(4,'Pouch of Gems','GEM',2.99,NULL,1,NULL),(5,'Chest of Gems','GEM',19.99,15.99,1,NULL),(6,'Winter Pass','PAS',9.99,NULL,10,'2025-03-01'),(7,'Spring Pass','PAS',11.99,NULL,10,NULL),(8,'Rude Frog','EMO',0.99,NULL,1,NULL),(9,'Shadow Cape','SKN',24.99,19.99,40,NULL),(10,'Dancing Crab','EMO',1.99,NULL,1,NULL);
INSERT INTO play_sessions VALUES
(1,1,'2024-12-01 18:00:00',65,9,2,1),(2,1,'2025-01-03 19:30:00',40,4,4,0),(3,2,'2025-01-04 07:15:00',25,3,1,2),(4,3,'2025-01-04 22:10:00',10,0,3,5),
(5,4,'2025-01-18 12:00:00',120,15,5,0),(6,4,'2025-02-02 12:30:00',90,11,4,0),(7,5,'2025-02-02 19:45:00',30,2,2,3),(8,6,'2024-10-10 03:00:00',600,88,1,0),
(9,7,'2024-12-26 10:20:00',15,2,1,6),(10,8,'2025-02-15 19:00:00',55,5,6,2),(11,10,'2025-02-21 19:05:00',35,4,3,4),(12,1,'2025-03-02 20:00:00',75,8,3,0),(13,2,'2025-03-08 19:20:00',20,1,2,2),(14,11,'2025-03-02 04:00:00',400,60,0,0);
INSERT INTO purchases VALUES
(1,1,1,1,1,14.99,'2024-10-30 18:20:00','card',NULL),(2,1,8,3,5,1.49,'2025-01-05 19:00:00','card',NULL),(3,2,3,2,1,4.99,'2024-10-31 09:00:00','paypal',NULL),
(4,4,4,9,1,24.99,'2025-01-18 14:05:00','gift card',NULL),(5,4,5,6,1,9.99,'2025-01-18 14:10:00','gift card',NULL),(6,4,4,5,2,15.99,'2025-02-02 14:00:00','card',NULL),
(7,6,6,5,3,19.99,'2024-10-10 04:00:00','card','2024-10-12'),(8,5,5,4,2,2.99,'2025-02-03 20:00:00','paypal',NULL),(9,7,7,8,1,0.99,'2024-12-26 10:30:00','gift card','2025-01-02'),
(10,10,10,3,2,1.99,'2025-02-21 19:30:00','paypal',NULL),(11,1,1,7,1,11.99,'2025-03-02 20:15:00','card',NULL),(12,2,2,7,1,11.99,'2025-03-08 19:25:00','card',NULL),(13,8,8,4,1,2.99,'2025-02-15 20:00:00',NULL,NULL);
