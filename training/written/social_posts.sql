CREATE TABLE accts (handle TEXT PRIMARY KEY, disp_name TEXT, acct_type TEXT, home_city TEXT, followers INTEGER, following INTEGER, verified TEXT, joined TEXT);
CREATE TABLE posts (
 post_id INTEGER PRIMARY KEY, handle TEXT REFERENCES accts(handle), platform TEXT, fmt TEXT, posted_at TEXT, caption TEXT, hashtag TEXT, lang TEXT, likes INTEGER, comments INTEGER, shares INTEGER, saves INTEGER, reach REAL, impressions REAL,
 sponsored INTEGER, ad_spend REAL, clicks INTEGER, reply_to INTEGER REFERENCES posts(post_id), approved_by TEXT, removed_at TEXT);
CREATE TABLE platforms (platform TEXT PRIMARY KEY, full_name TEXT, max_chars INTEGER);
INSERT INTO platforms VALUES ('IG','Instagram',2200),('FB','Facebook',63000),('LI','LinkedIn',3000),('TT','TikTok',4000),('MA','Mastodon',500);
INSERT INTO accts VALUES
('@greenbowl','Green Bowl Kitchen','BRAND','Ghent',18400,210,'Y','2019-05-02'),('@kayak_kim','Kim Vermeer','CREATOR','Rotterdam',52300,640,'Y','2017-08-19'),('@stadsbieb','City Library Ghent','PUBLIC','Ghent',7300,95,'Y','2016-01-11'),
('@velo.nina','Nina Claes','CREATOR','Antwerp',9800,1120,'N','2021-03-27'),('@oatly_not','Haver & Co','BRAND','Antwerp',26100,330,'N','2020-10-05'),('@quietbench','Bench Watch','HOBBY','Leuven',410,520,'N','2023-06-30');
INSERT INTO posts VALUES
(1,'@greenbowl','IG','PHOTO','2024-01-08 11:30:00','New winter soup','#soup','EN',1240,61,88,190,15200,19800,0,NULL,320,NULL,'Sara','2024-02-01 09:00:00'),
(2,'@greenbowl','IG','REEL','2024-01-22 18:05:00','How we chop 200 leeks','#kitchenlife','EN',5310,240,610,430,61800,83500,1,150,1450,NULL,'Sara',NULL),
(3,'@greenbowl','FB','PHOTO','2024-02-03 12:00:00','Opening hours carnival','#ghent','NL',180,34,22,NULL,5400,6100,0,NULL,75,NULL,'Wout',NULL),
(4,'@kayak_kim','TT','VIDEO','2024-01-14 07:45:00','Frozen river run','#kayak','EN',21400,890,2300,1750,310000,402000,0,NULL,NULL,NULL,NULL,NULL),
(5,'@kayak_kim','IG','REEL','2024-02-10 08:20:00','Testing a dry suit','#gear','EN',8900,410,520,960,120500,151000,1,600,3900,NULL,NULL,NULL),
(6,'@kayak_kim','TT','VIDEO','2024-03-02 16:10:00','Capsized again','#kayak','EN',34800,2100,5400,2600,495000,640000,0,NULL,NULL,NULL,NULL,NULL),
(7,'@stadsbieb','FB','PHOTO','2024-01-30 09:00:00','Reading hour for kids','#leesuur','NL',210,18,64,NULL,4100,4800,0,NULL,120,NULL,'Lies',NULL),
(8,'@stadsbieb','LI','TEXT','2024-02-14 10:15:00','We are looking for volunteers','#ghent','NL',95,12,41,NULL,2300,2900,0,NULL,210,NULL,'Lies',NULL),
(9,'@stadsbieb','MA','TEXT','2024-02-19 13:40:00','Late fees are gone','#library','NL',130,27,150,NULL,1900,2100,0,NULL,60,NULL,'Jef',NULL),
(10,'@velo.nina','IG','PHOTO','2024-02-21 17:55:00','Cobbles in the rain','#cycling','EN',760,48,19,55,8700,10200,0,NULL,NULL,NULL,NULL,NULL),
(11,'@velo.nina','TT','VIDEO','2024-03-09 15:30:00','Fixing a chain in 60 seconds','#cycling','EN',4100,170,380,890,58000,71500,1,80,640,NULL,NULL,NULL),
(12,'@oatly_not','IG','PHOTO','2024-03-11 10:00:00','Free oat drink samples','#oats','NL',1850,390,240,110,24600,33000,1,300,2100,NULL,'Wout',NULL),
(13,'@oatly_not','FB','TEXT','2024-03-12 11:20:00','Sorry about the samples','#oats','NL',90,310,15,NULL,7900,9700,0,NULL,45,12,'Wout','2024-03-15 08:00:00'),
(14,'@oatly_not','LI','TEXT','2024-04-02 08:50:00','Meet our new plant','#factory','EN',340,25,48,NULL,6200,7500,1,220,410,NULL,'Wout',NULL),
(15,'@greenbowl','IG','REEL','2024-04-05 17:30:00','Spring menu','#kitchenlife','EN',3900,150,290,310,45200,58800,1,200,980,NULL,'Sara',NULL),
(16,'@kayak_kim','IG','PHOTO','2024-04-13 09:10:00','River clean-up crew','#river','EN',6700,280,330,140,88000,101000,0,NULL,500,NULL,NULL,NULL),
(17,'@stadsbieb','FB','VIDEO','2024-04-16 14:00:00','Tour of the archive','#library','NL',460,39,120,NULL,9200,11400,1,50,330,NULL,'Lies',NULL),
(18,'@velo.nina','IG','REEL','2024-04-20 18:45:00','Canal by night','#cycling','EN',2050,66,71,205,23100,27400,0,NULL,NULL,NULL,NULL,NULL),
(19,'@greenbowl','FB','TEXT','2024-04-22 19:00:00','Answer to your soup questions','#soup','NL',75,44,6,NULL,2600,3000,0,NULL,35,1,'Wout',NULL),
(20,'@kayak_kim','TT','VIDEO','2024-05-04 06:55:00','Sunrise paddle','#kayak','EN',15600,520,1100,2050,205000,260000,0,NULL,NULL,NULL,NULL,NULL),
(21,'@oatly_not','TT','VIDEO','2024-05-17 12:35:00','Oat dance','#oats','EN',7800,610,920,330,99000,128000,1,450,1700,NULL,'Jef',NULL);
