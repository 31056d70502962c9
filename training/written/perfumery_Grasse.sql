CREATE TABLE Perfumer (
  Perfumer_ID INTEGER PRIMARY KEY,
  Perfumer_Name TEXT,
  Nationality TEXT,
  Year_Joined INTEGER,
  Mentor_ID INTEGER REFERENCES Perfumer(Perfumer_ID)
);
CREATE TABLE Olfactory_Family (
  Family_Code TEXT PRIMARY KEY,
  Family_Name TEXT
);
CREATE TABLE Fragrance (
  Fragrance_ID INTEGER PRIMARY KEY,
  Fragrance_Name TEXT,
  Family_Code TEXT REFERENCES Olfactory_Family(Family_Code),
  Creator_ID INTEGER REFERENCES Perfumer(Perfumer_ID),
  Launch_Year INTEGER,
  Target TEXT,
  Price_50ml REAL,
  Discontinued TEXT
);
CREATE TABLE Raw_Material (
  Material_ID INTEGER PRIMARY KEY,
  Material_Name TEXT,
  Origin_Country TEXT,
  Natural_Flag INTEGER,
  Cost_Per_Kg REAL,
  Stock_Kg REAL
);
CREATE TABLE Formula_Line (
  Fragrance_ID INTEGER REFERENCES Fragrance(Fragrance_ID),
  Material_ID INTEGER REFERENCES Raw_Material(Material_ID),
  Note_Level TEXT,
  Percentage REAL,
  PRIMARY KEY (Fragrance_ID, Material_ID)
);
CREATE TABLE Boutique (
  Boutique_ID INTEGER PRIMARY KEY,
  Boutique_Name TEXT,
  City TEXT,
  Opening_Date TEXT,
  Floor_Area INTEGER
);
CREATE TABLE Boutique_Sale (
  Sale_ID INTEGER PRIMARY KEY,
  Boutique_ID INTEGER REFERENCES Boutique(Boutique_ID),
  Fragrance_ID INTEGER REFERENCES Fragrance(Fragrance_ID),
  Sale_Date TEXT,
  Bottles INTEGER,
  Unit_Price REAL,
  Gift_Wrapped TEXT
);
INSERT INTO Perfumer VALUES
(1,'Honorine Vasseur','FR',1989,NULL),
(2,'Luca Bertolli','IT',1998,1),
(3,'Mireille Costa','FR',2004,1),
(4,'Kenji Arai','JP',2011,2),
(5,'Amal Haddad','MA',2016,3),
(6,'Théo Blanc','FR',2020,3),
(7,'Rosa Quintero','ES',2022,2);
INSERT INTO Olfactory_Family VALUES ('FLO','Floral'),('WOO','Woody'),('CIT','Citrus'),('ORI','Amber'),('FOU','Fougère'),('LEA','Leather');
INSERT INTO Fragrance VALUES
(1,'Aube de Mai','FLO',1,1994,'W',98,'N'),
(2,'Bois Gris','WOO',2,2003,'M',110,'N'),
(3,'Zeste','CIT',3,2008,'U',64,'N'),
(4,'Ambre Souk','ORI',5,2018,'U',135,'N'),
(5,'Jasmin Nu','FLO',3,2012,'W',120,'N'),
(6,'Hinoki Soir','WOO',4,2015,'U',142,'N'),
(7,'Lavande Bleue','FOU',1,1991,'M',55,'Y'),
(8,'Rose Carmin','FLO',2,2019,'W',128,'N'),
(9,'Pomelo Vif','CIT',6,2023,'U',72,'N'),
(10,'Nuit de Tanger','ORI',5,2021,'W',150,'N'),
(11,'Vieux Port','WOO',1,1999,'M',89,'Y');
INSERT INTO Raw_Material VALUES
(1,'Jasmine absolute','FR',1,4200,3.5),
(2,'Rose centifolia','FR',1,3800,2.0),
(3,'Bergamot oil','IT',1,160,40),
(4,'Cedarwood','MA',1,45,85),
(5,'Vanillin','DE',0,18,120),
(6,'Hinoki oil','JP',1,520,6),
(7,'Ambroxan','CH',0,640,9),
(8,'Lavender oil','FR',1,110,60),
(9,'Patchouli','ID',1,75,33),
(10,'Oud','IN',1,9800,0.4),
(11,'Grapefruit oil','US',1,95,25),
(12,'Civet tincture','ET',1,1500,0.0);
INSERT INTO Formula_Line VALUES
(1,1,'H',12),(1,2,'H',8),(1,3,'T',20),
(2,4,'B',35),(2,3,'T',15),(2,9,'B',10),
(3,3,'T',45),(3,11,'T',18),
(4,7,'B',22),(4,5,'B',16),(4,10,'B',3),
(5,1,'H',25),(5,7,'B',9),
(6,6,'H',30),(6,4,'B',21),
(7,8,'H',40),
(8,2,'H',28),(8,9,'B',7),
(9,11,'T',38),
(10,1,'H',6),(10,7,'B',18),(10,9,'B',14),
(11,4,'B',26);
INSERT INTO Boutique VALUES
(1,'Maison Mère','Grasse','1988-05-12',240),
(2,'Rive Gauche','Paris','2001-10-03',130),
(3,'Vieux Nice','Nice','2010-06-21',75),
(4,'Opéra','Paris','2017-11-09',160),
(5,'Presqu''île','Lyon','2019-03-15',90),
(6,'Croisette','Cannes','2025-05-01',60);
INSERT INTO Boutique_Sale VALUES
(1,1,1,'2024-02-14',6,98,'Y'),(2,1,5,'2024-02-14',3,120,'Y'),(3,2,4,'2024-03-02',5,135,'N'),
(4,2,6,'2024-03-19',2,142,'N'),(5,3,3,'2024-07-08',9,64,'N'),(6,4,8,'2024-05-25',4,128,'Y'),
(7,4,10,'2024-12-21',7,150,'Y'),(8,5,2,'2024-12-22',3,110,'Y'),(9,1,3,'2024-07-30',5,60,'N'),
(10,2,1,'2024-12-23',9,95,'Y'),(11,4,4,'2025-01-11',2,135,'N'),(12,5,9,'2025-03-07',6,72,'N'),
(13,3,5,'2025-05-24',2,120,'Y'),(14,1,8,'2025-05-25',5,125,'Y'),(15,2,10,'2025-02-13',4,150,'N');
