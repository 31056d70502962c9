CREATE TABLE clients (
  client_no INTEGER PRIMARY KEY,
  given_name TEXT,
  family_name TEXT,
  sex TEXT,
  city TEXT,
  phone TEXT,
  chest_cm REAL,
  waist_cm REAL,
  introduced_by INTEGER REFERENCES clients(client_no)
);
CREATE TABLE fabric_mills (
  mill_no INTEGER PRIMARY KEY,
  mill_name TEXT,
  country TEXT
);
CREATE TABLE fabrics (
  fabric_code TEXT PRIMARY KEY,
  fabric_name TEXT,
  fibre TEXT,
  pattern TEXT,
  mill_no INTEGER REFERENCES fabric_mills(mill_no),
  price_per_m REAL,
  metres_left REAL,
  weight_gsm INTEGER
);
CREATE TABLE tailors (
  tailor_no INTEGER PRIMARY KEY,
  tailor_name TEXT,
  speciality TEXT,
  hourly_rate REAL,
  apprentice_of INTEGER REFERENCES tailors(tailor_no),
  joined TEXT
);
CREATE TABLE garments (
  garment_no INTEGER PRIMARY KEY,
  client_no INTEGER REFERENCES clients(client_no),
  kind TEXT,
  cut_by INTEGER REFERENCES tailors(tailor_no),
  sewn_by INTEGER REFERENCES tailors(tailor_no),
  ordered_on TEXT,
  promised_for TEXT,
  handed_over TEXT,
  price REAL,
  deposit REAL,
  state TEXT REFERENCES states(state_code)
);
CREATE TABLE states (
  state_code TEXT PRIMARY KEY,
  state_text TEXT
);
CREATE TABLE garment_fabrics (
  garment_no INTEGER REFERENCES garments(garment_no),
  fabric_code TEXT REFERENCES fabrics(fabric_code),
  use_as TEXT,
  metres REAL,
  PRIMARY KEY (garment_no, fabric_code)
);
CREATE TABLE fittings (
  fitting_no INTEGER PRIMARY KEY,
  garment_no INTEGER REFERENCES garments(garment_no),
  tailor_no INTEGER REFERENCES tailors(tailor_no),
  fitted_at TEXT,
  minutes INTEGER,
  changes TEXT,
  showed_up TEXT
);
INSERT INTO states VALUES ('C','cutting'),('S','sewing'),('F','finished'),('H','handed over'),('X','cancelled');
INSERT INTO clients VALUES
 (1,'Edward','Lindqvist','M','Uppsala','018 441',104,92,NULL),
 (2,'Clara','Bergh','F','Stockholm','08 7712',88,70,NULL),
 (3,'Mateo','Santos','M','Stockholm',NULL,98,84,1),
 (4,'Ingrid','Falk','F','Uppsala','018 902',94,78,2),
 (5,'Rashid','Omar','M','Vasteras','021 330',110,101,1),
 (6,'Viktor','Hall','M','Stockholm','08 4409',101,88,3),
 (7,'Selma','Nyberg','F','Vasteras',NULL,90,72,4),
 (8,'Gustav','Ek','M','Gavle','026 118',NULL,NULL,NULL),
 (9,'Linnea','Bergh','F','Stockholm','08 5521',86,68,2);
INSERT INTO fabric_mills VALUES (1,'Harrow and Sons','GB'),(2,'Lanificio Dora','IT'),(3,'Tessitura Nava','IT'),(4,'Donegal Weavers','IE'),(5,'Boras Linen','SE'),(6,'Silk Road House','FR');
INSERT INTO fabrics VALUES
 ('W10','Navy twill','wool','plain',1,62,14.5,280),
 ('W11','Grey flannel','wool','plain',2,78,9.0,340),
 ('W12','Chalk stripe','wool','stripe',1,85,6.2,310),
 ('W13','Donegal tweed','wool','fleck',4,71,11.8,420),
 ('L20','Summer linen','linen','plain',5,39,22.0,190),
 ('C30','Oxford cotton','cotton','plain',3,24,31.5,140),
 ('C31','Gingham poplin','cotton','check',3,26,0,120),
 ('S40','Ivory satin','silk','plain',6,110,4.4,95),
 ('S41','Paisley lining','silk','paisley',2,34,18.0,70),
 ('V50','Bottle velvet','cotton','plain',2,66,3.1,360),
 ('L21','Checked linen','linen','check',5,44,7.5,200);
INSERT INTO tailors VALUES
 (71,'Agnes Roos','suits',48,NULL,'2005-02-01'),
 (72,'Tomas Vik','shirts',36,71,'2014-08-18'),
 (73,'Leila Karimi','dresses',42,71,'2011-05-09'),
 (74,'Emil Sand','trousers',27,72,'2021-01-11'),
 (75,'Petra Lund','dresses',24,73,'2023-09-04'),
 (76,'Noel Berg','alterations',22,72,'2025-02-03');
INSERT INTO garments VALUES
 (901,1,'suit',71,74,'2024-01-15','2024-03-01','2024-03-08',1450,500,'H'),
 (902,2,'dress',73,73,'2024-02-20','2024-04-10','2024-04-08',980,300,'H'),
 (903,3,'shirt',72,72,'2024-04-02','2024-04-30','2024-04-29',190,0,'H'),
 (904,5,'suit',71,72,'2024-08-26','2024-11-04','2024-11-15',1620,600,'H'),
 (905,4,'coat',73,75,'2024-09-09','2024-11-20','2024-11-19',1150,400,'H'),
 (906,1,'shirt',72,72,'2024-10-07','2024-11-01','2024-10-30',210,0,'H'),
 (907,6,'suit',71,74,'2025-01-13','2025-03-10',NULL,1390,450,'F'),
 (908,9,'wedding dress',73,75,'2025-01-27','2025-05-30',NULL,2450,1000,'S'),
 (909,7,'dress',73,75,'2025-02-10','2025-04-01',NULL,870,NULL,'X'),
 (910,3,'trousers',74,74,'2025-02-17','2025-03-21','2025-03-25',320,100,'H'),
 (911,1,'waistcoat',71,NULL,'2025-03-24','2025-05-05',NULL,410,150,'C'),
 (912,2,'coat',73,NULL,'2025-04-07','2025-06-16',NULL,1240,400,'C'),
 (913,6,'shirt',72,72,'2025-03-03','2025-04-04','2025-04-04',200,50,'H');
INSERT INTO garment_fabrics VALUES
 (901,'W10','outer',3.4),(901,'S41','lining',2.2),
 (902,'S40','outer',4.1),
 (903,'C30','outer',2.0),
 (904,'W12','outer',3.9),(904,'S41','lining',2.5),
 (905,'W13','outer',3.2),(905,'S41','lining',2.8),
 (906,'C31','outer',2.1),
 (907,'W11','outer',3.5),(907,'S41','lining',2.3),
 (908,'S40','outer',6.5),
 (909,'V50','outer',3.0),
 (910,'W11','outer',1.5),
 (911,'W10','outer',1.2),(911,'S41','lining',1.0),
 (912,'W13','outer',3.3),
 (913,'C30','outer',2.2);
INSERT INTO fittings VALUES
 (1,901,71,'2024-02-05 10:00:00',45,'shorten sleeves','Y'),
 (2,901,71,'2024-02-26 10:30:00',30,NULL,'Y'),
 (3,902,73,'2024-03-12 14:00:00',40,'take in waist','Y'),
 (4,904,71,'2024-09-30 16:00:00',50,'let out waist','Y'),
 (5,904,72,'2024-10-21 16:30:00',25,NULL,'Y'),
 (6,904,71,'2024-11-11 09:00:00',20,'shorten trousers','Y'),
 (7,905,73,'2024-10-15 11:00:00',35,'widen shoulders','Y'),
 (8,907,71,'2025-02-03 10:15:00',45,'take in waist','Y'),
 (9,908,73,'2025-03-04 14:30:00',60,'lengthen train','Y'),
 (10,908,75,'2025-04-01 14:00:00',NULL,NULL,'N'),
 (11,909,75,'2025-03-06 11:30:00',NULL,NULL,'N'),
 (12,910,74,'2025-03-10 10:45:00',15,'shorten hem','Y');
