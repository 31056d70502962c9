CREATE TABLE venue (
  ven_id INTEGER PRIMARY KEY,
  ven_name TEXT,
  district TEXT,
  tables_max INTEGER
);
CREATE TABLE team (
  team_id INTEGER PRIMARY KEY,
  team_name TEXT,
  home_ven_id INTEGER REFERENCES venue(ven_id),
  division TEXT,
  entry_paid INTEGER,
  since_season INTEGER
);
CREATE TABLE player (
  player_id INTEGER PRIMARY KEY,
  nick TEXT,
  real_name TEXT,
  gender TEXT,
  age INTEGER,
  job TEXT,
  team_id INTEGER REFERENCES team(team_id),
  is_captain INTEGER,
  invited_by INTEGER REFERENCES player(player_id)
);
CREATE TABLE topic (
  topic_cd TEXT PRIMARY KEY,
  topic_name TEXT
);
CREATE TABLE question (
  q_no INTEGER PRIMARY KEY,
  q_text TEXT,
  topic_cd TEXT REFERENCES topic(topic_cd),
  points INTEGER,
  written_by INTEGER REFERENCES player(player_id),
  checked_by INTEGER REFERENCES player(player_id),
  picture_yn TEXT
);
CREATE TABLE match_night (
  match_id INTEGER PRIMARY KEY,
  home_team INTEGER REFERENCES team(team_id),
  away_team INTEGER REFERENCES team(team_id),
  played_at TEXT,
  home_score INTEGER,
  away_score INTEGER,
  state_cd TEXT
);
CREATE TABLE answer_log (
  match_id INTEGER REFERENCES match_night(match_id),
  q_no INTEGER REFERENCES question(q_no),
  player_id INTEGER REFERENCES player(player_id),
  correct INTEGER,
  seconds REAL,
  PRIMARY KEY (match_id, q_no, player_id)
);
INSERT INTO venue VALUES (1,'The Gilded Newt','Northgate',14),(2,'Railway Tap','Station',9),(3,'Cooper''s Cellar','Old Town',11),(4,'The Blind Owl','Northgate',8),(5,'Canal House','Docks',16);
INSERT INTO team VALUES (1,'Quizzly Bears',1,'A',1,2016),(2,'Les Quizerables',2,'A',1,2018),(3,'Agatha Quiztie',3,'A',0,2019),(4,'Norfolk and Chance',1,'B',1,2021),(5,'The Know-Alls',4,'B',0,2022),(6,'Beer Necessities',2,'B',1,2023),(7,'Smarty Pints',3,'B',0,2025);
INSERT INTO player VALUES
(1,'Doc','Helen Abara','F',52,'surgeon',1,1,NULL),(2,'Spud','Gareth Lowe','M',38,'farmer',1,0,1),(3,'Minty','Araminta Shah','F',29,'librarian',2,1,1),(4,'Colonel','Basil Whitcombe','M',71,'retired',2,0,3),
(5,'Jinx','Priya Dale','F',34,'engineer',3,1,NULL),(6,'Lefty','Omar Said','M',45,'postman',3,0,5),(7,'Beaker','Tom Ferrar','M',26,'chemist',4,1,5),(8,'Duchess','Lavinia Rook','F',63,'retired',4,0,7),
(9,'Wiki','Jon Pascoe','M',31,'teacher',5,1,NULL),(10,'Tango','Elena Cruz','F',41,'librarian',6,1,9),(11,'Pixel','Wen Li','F',23,'student',6,0,10),(12,'Moose','Erik Dunn','M',48,'farmer',5,0,9),(13,'Ghost','Sid Marley','M',57,NULL,NULL,0,1);
INSERT INTO topic VALUES ('HIS','history'),('SCI','science'),('FOO','food and drink'),('MUS','music'),('GEO','geography'),('LIT','literature'),('ODD','oddities');
INSERT INTO question VALUES
(1,'Which metal is liquid at room temperature?','SCI',1,1,4,'N'),(2,'Name the sauce of egg yolk and butter.','FOO',2,10,3,'N'),(3,'In which year did the bridge collapse?','HIS',3,4,8,'Y'),(4,'Which river is shown here?','GEO',2,9,1,'Y'),
(5,'Who wrote the diary?','LIT',3,3,10,'N'),(6,'What does pH measure?','SCI',2,7,1,'N'),(7,'Which instrument is this?','MUS',1,5,3,'Y'),(8,'Which king had six wives?','HIS',1,4,1,'N'),(9,'What is a baker''s dozen?','FOO',1,13,NULL,'N'),(10,'Which planet spins on its side?','SCI',3,7,9,'N'),(11,'Which lake is the deepest?','GEO',3,9,NULL,'N'),(12,'Who is the poet on this note?','LIT',2,3,5,'Y');
INSERT INTO match_night VALUES
(1,1,2,'2024-10-08 20:00:00',41,38,'F'),(2,3,1,'2024-10-22 20:00:00',29,44,'F'),(3,4,5,'2024-11-05 19:30:00',33,36,'F'),(4,2,3,'2024-11-19 20:00:00',40,35,'F'),(5,6,4,'2024-12-03 19:30:00',27,31,'F'),(6,5,6,'2025-01-14 19:30:00',30,22,'F'),(7,2,1,'2025-02-04 20:00:00',45,39,'F'),(8,1,3,'2025-02-18 20:00:00',37,34,'F'),(9,4,6,'2025-03-04 19:30:00',NULL,NULL,'P'),(10,3,2,'2025-03-18 20:00:00',NULL,NULL,'S'),(11,6,5,'2025-04-01 19:30:00',NULL,NULL,'S');
INSERT INTO answer_log VALUES (1,1,1,1,3.2),(1,3,4,1,8.5),(1,5,2,0,12.0),(1,7,3,1,5.1),(2,2,5,0,9.4),(2,6,1,1,4.0),(2,8,6,1,2.7),(3,4,9,1,6.6),(3,10,7,1,7.2),(3,1,8,0,10.1),(4,12,3,1,6.9),(4,3,5,0,14.3),(4,2,4,1,5.8),(5,6,7,1,3.9),(5,7,11,0,11.2),(6,8,12,1,4.4),(6,5,10,1,9.0),(7,10,3,1,8.8),(7,2,2,1,6.1),(7,4,1,0,13.0),(8,12,1,1,5.5),(8,5,1,1,7.4),(8,1,5,1,2.9),(8,10,6,0,15.0);
