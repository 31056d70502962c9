CREATE TABLE city (
  city_code TEXT PRIMARY KEY,
  city_name TEXT,
  country TEXT,
  inhabitants INTEGER
);
CREATE TABLE artiste (
  artiste_no INTEGER PRIMARY KEY,
  stage_name TEXT,
  real_name TEXT,
  sex TEXT,
  birth_date TEXT,
  weekly_wage INTEGER,
  home_country TEXT,
  trainer_no INTEGER REFERENCES artiste(artiste_no)
);
CREATE TABLE act (
  act_no INTEGER PRIMARY KEY,
  act_name TEXT,
  discipline TEXT,
  duration_min INTEGER,
  danger_level INTEGER,
  needs_net INTEGER
);
CREATE TABLE performer_in (
  act_no INTEGER REFERENCES act(act_no),
  artiste_no INTEGER REFERENCES artiste(artiste_no),
  part TEXT,
  PRIMARY KEY (act_no, artiste_no)
);
CREATE TABLE show_night (
  show_no INTEGER PRIMARY KEY,
  city_code TEXT REFERENCES city(city_code),
  starts_at TEXT,
  ringmaster_no INTEGER REFERENCES artiste(artiste_no),
  understudy_no INTEGER REFERENCES artiste(artiste_no),
  seats INTEGER,
  tickets_sold INTEGER,
  ticket_price REAL,
  state TEXT
);
CREATE TABLE programme_item (
  show_no INTEGER REFERENCES show_night(show_no),
  act_no INTEGER REFERENCES act(act_no),
  running_order INTEGER,
  applause INTEGER,
  PRIMARY KEY (show_no, act_no)
);
CREATE TABLE mishap (
  mishap_no INTEGER PRIMARY KEY,
  show_no INTEGER REFERENCES show_night(show_no),
  artiste_no INTEGER REFERENCES artiste(artiste_no),
  description TEXT,
  days_off INTEGER,
  resolved_on TEXT
);
INSERT INTO city VALUES ('GRZ','Graz','AT',292000),('LNZ','Linz','AT',212000),('BRN','Brno','CZ',400000),('PAS','Passau','DE',54000),('REG','Regensburg','DE',153000),('UDI','Udine','IT',98000),('SZG','Salzburg','AT',157000);
INSERT INTO artiste VALUES
(1,'Zoltan the Great','Zoltan Farkas','M','1968-05-12',980,'HU',NULL),
(2,'Miss Comet','Elisa Ferri','F','1991-09-03',820,'IT',1),
(3,'Pepino','Rolf Gruber','M','1975-01-28',640,'AT',1),
(4,'Lady Ember','Joana Pires','F','1988-11-17',760,'PT',1),
(5,'The Flying Novak','Petr Novak','M','1994-03-06',870,'CZ',2),
(6,'Swan','Katerina Novak','F','1997-07-22',850,'CZ',2),
(7,'Bingo','Hanno Eder','M','2001-12-30',430,'AT',3),
(8,'Silka','Silke Brandl','F','1999-04-14',690,'DE',4),
(9,'Atlas','Boris Kralj','M','1983-08-09',710,'HR',NULL),
(10,'Old Fritz','Fritz Amon','M','1951-02-19',300,'AT',NULL);
INSERT INTO act VALUES
(1,'Comet Flight','trapeze',12,9,1),(2,'Twin Moons','trapeze',10,8,1),(3,'Soup and Ladders','clowning',15,2,0),(4,'Ring of Embers','fire',9,7,0),
(5,'Iron Shoulders','strength',8,5,0),(6,'Silk Rain','aerial silk',7,6,0),(7,'Vanishing Trunk','magic',11,1,0),(8,'Two Hats','clowning',6,1,0),(10,'Triple Kite','trapeze',9,9,1),(9,'Wire over Water','tightrope',13,10,1);
INSERT INTO performer_in VALUES (1,2,'flyer'),(1,5,'catcher'),(2,5,'catcher'),(2,6,'flyer'),(3,3,'lead'),(3,7,'partner'),(4,4,'lead'),(4,8,'partner'),(5,9,'lead'),(6,8,'lead'),(6,6,'partner'),(7,1,'lead'),(7,4,'partner'),(8,7,'lead'),(1,6,'flyer'),(9,2,'lead'),(10,5,'flyer');
INSERT INTO show_night VALUES
(1,'GRZ','2024-09-13 19:30:00',1,3,900,742,24.0,'played'),
(2,'GRZ','2024-09-14 15:00:00',1,3,900,881,20.0,'played'),
(3,'LNZ','2024-10-04 19:30:00',1,9,800,515,24.0,'played'),
(4,'BRN','2025-03-21 19:00:00',9,1,1000,640,18.0,'played'),
(5,'BRN','2025-03-22 15:00:00',9,1,1000,955,15.0,'played'),
(6,'PAS','2025-04-11 19:30:00',1,3,600,288,22.0,'played'),
(7,'REG','2025-04-25 19:30:00',3,9,700,0,22.0,'cancelled'),
(8,'UDI','2025-05-16 20:30:00',1,NULL,750,702,26.0,'played'),
(9,'UDI','2025-05-17 20:30:00',1,NULL,750,661,26.0,'played'),
(10,'GRZ','2025-09-12 19:30:00',1,3,900,310,26.0,'on sale'),
(11,'LNZ','2025-10-03 19:30:00',9,3,800,125,25.0,'on sale');
INSERT INTO programme_item VALUES (1,1,5,9),(1,3,2,8),(1,4,3,7),(1,5,1,5),(2,3,1,10),(2,7,3,6),(2,1,4,9),(3,2,4,7),(3,6,2,8),(3,3,1,6),(4,4,3,8),(4,5,2,6),(4,7,1,5),(5,3,2,9),(5,1,4,10),(5,6,1,7),(6,7,1,4),(6,4,2,6),(8,1,5,10),(8,6,3,9),(8,3,2,8),(9,2,4,8),(9,5,1,7),(9,3,2,9);
INSERT INTO mishap VALUES
(1,1,4,'burnt glove',0,'2024-09-13'),
(2,3,6,'sprained wrist',12,'2024-10-16'),
(3,5,5,'bruised rib',7,'2025-03-30'),
(4,6,4,'singed hair',1,'2025-04-12'),
(5,8,2,'twisted ankle',21,NULL),
(6,9,9,'pulled shoulder',9,NULL),
(7,9,3,'broken ladder',0,'2025-05-18');
