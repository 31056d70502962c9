CREATE TABLE Forest (
  ForestCode TEXT PRIMARY KEY,
  ForestName TEXT,
  District TEXT,
  DominantTree TEXT,
  Hectares INTEGER,
  Protected TEXT
);
CREATE TABLE Fungus (
  FungusNo INTEGER PRIMARY KEY,
  EnglishName TEXT,
  ScientificName TEXT,
  FamilyName TEXT,
  Edibility TEXT,
  CapColour TEXT,
  RedListed INTEGER
);
CREATE TABLE Surveyor (
  SurveyorNo INTEGER PRIMARY KEY,
  FullName TEXT,
  Gender TEXT,
  HomeDistrict TEXT,
  MemberSince INTEGER,
  Email TEXT
);
CREATE TABLE Walk (
  WalkNo INTEGER PRIMARY KEY,
  ForestCode TEXT REFERENCES Forest(ForestCode),
  LeaderNo INTEGER REFERENCES Surveyor(SurveyorNo),
  RecorderNo INTEGER REFERENCES Surveyor(SurveyorNo),
  WalkDate TEXT,
  Hours REAL,
  Weather TEXT
);
CREATE TABLE Find (
  FindNo INTEGER PRIMARY KEY,
  WalkNo INTEGER REFERENCES Walk(WalkNo),
  FungusNo INTEGER REFERENCES Fungus(FungusNo),
  Specimens INTEGER,
  WeightGrams REAL,
  Substrate TEXT,
  ConfirmedBy INTEGER REFERENCES Surveyor(SurveyorNo)
);
INSERT INTO Forest VALUES
('HOL','Hollow Wood','Ashdale','beech',120,'Y'),('KIN','King''s Chase','Ashdale','oak',640,'N'),('PIN','Pinder Forest','Corrie','pine',980,'Y'),
('BIR','Birkmoor','Corrie','birch',75,'N'),('WEL','Welland Copse','Dunmere','oak',44,'N'),('SPR','Spruce Edge','Dunmere','spruce',310,'Y'),('LAR','Larch Bottom','Fennick','larch',58,'N');
INSERT INTO Fungus VALUES
(1,'Fly agaric','Amanita muscaria','Amanitaceae','P','red',0),(2,'Death cap','Amanita phalloides','Amanitaceae','P','green',0),
(3,'Penny bun','Boletus edulis','Boletaceae','E','brown',0),(4,'Chanterelle','Cantharellus cibarius','Cantharellaceae','E','yellow',0),
(5,'Bearded tooth','Hericium erinaceus','Hericiaceae','E','white',1),(6,'Scarlet waxcap','Hygrocybe coccinea','Hygrophoraceae','E','red',0),
(7,'Bay bolete','Imleria badia','Boletaceae','E','brown',0),(8,'Devil''s bolete','Rubroboletus satanas','Boletaceae','P','white',1),
(9,'Turkeytail','Trametes versicolor','Polyporaceae','I','brown',0),(10,'Birch polypore','Fomitopsis betulina','Polyporaceae','I','white',0),
(11,'Royal bolete','Butyriboletus regius','Boletaceae','E','red',1),(12,'Deceiver','Laccaria laccata','Hydnangiaceae','E','brown',0);
INSERT INTO Surveyor VALUES
(1,'Alma Reiss','F','Ashdale',1998,'alma@fungi.example'),(2,'Bertil Nygren','M','Corrie',2005,'bertil@fungi.example'),(3,'Celia Thwaite','F','Ashdale',2012,NULL),
(4,'Dov Peretz','M','Dunmere',2016,'dov@fungi.example'),(5,'Edda Moll','F','Corrie',2019,NULL),(6,'Fergus Laing','M','Ashdale',2020,'fergus@fungi.example'),
(7,'Gita Rao','F','Dunmere',2022,'gita@fungi.example'),(8,'Hans Odd','M','Fennick',1994,NULL);
INSERT INTO Walk VALUES
(1,'HOL',1,3,'2023-09-10',3.5,'rain'),(2,'PIN',2,5,'2023-09-24',5,'dry'),(3,'KIN',1,6,'2023-10-08',4,'fog'),
(4,'BIR',5,2,'2023-10-22',2.5,'rain'),(5,'SPR',4,7,'2024-08-31',4.5,'dry'),(6,'HOL',3,1,'2024-09-15',3,'rain'),
(7,'KIN',1,3,'2024-09-29',5.5,'dry'),(8,'PIN',2,NULL,'2024-10-13',6,'fog'),(9,'WEL',4,7,'2024-10-27',2,'rain'),(10,'SPR',7,4,'2025-09-07',4,'dry');
INSERT INTO Find VALUES
(1,1,3,12,2400,'soil',1),(2,1,5,1,650,'dead wood',1),(3,1,12,20,110,'soil',NULL),(4,2,1,15,1900,'soil',2),(5,2,7,9,1150,'soil',2),
(6,3,3,4,820,'soil',1),(7,3,2,3,260,'soil',1),(8,3,9,36,300,'dead wood',NULL),(9,4,10,7,1400,'living tree',2),(10,4,1,22,2600,'soil',NULL),
(11,5,4,60,480,'soil',4),(12,5,7,5,590,'soil',4),(13,6,3,6,1310,'soil',1),(14,6,11,2,540,'soil',1),(15,7,2,5,410,'soil',3),
(16,7,4,35,270,'soil',NULL),(17,7,9,18,190,'dead wood',3),(18,8,1,11,1300,'soil',NULL),(19,9,12,14,75,'soil',4),(20,10,4,48,395,'soil',7),(21,10,3,2,450,'soil',NULL);
