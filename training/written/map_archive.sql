CREATE TABLE map_makers (
  map_maker_code TEXT PRIMARY KEY,
  map_maker_full_name TEXT,
  country_of_birth_code TEXT,
  birth_year INTEGER,
  death_year INTEGER,
  publishing_house_name TEXT
);
CREATE TABLE historical_maps (
  map_shelf_mark TEXT PRIMARY KEY,
  map_title TEXT,
  region_depicted TEXT,
  year_of_printing INTEGER,
  drawn_by_map_maker_code TEXT REFERENCES map_makers(map_maker_code),
  engraved_by_map_maker_code TEXT REFERENCES map_makers(map_maker_code),
  sheet_height_in_mm INTEGER,
  sheet_width_in_mm INTEGER,
  is_hand_coloured TEXT,
  condition_grade INTEGER,
  estimated_value_in_euros REAL,
  date_of_acquisition TEXT,
  date_of_digitisation TEXT
);
CREATE TABLE reading_room_requests (
  request_number INTEGER PRIMARY KEY,
  map_shelf_mark TEXT REFERENCES historical_maps(map_shelf_mark),
  reader_name TEXT,
  reader_city TEXT,
  request_purpose TEXT,
  requested_at TEXT,
  returned_at TEXT,
  copying_fee_in_euros REAL
);
INSERT INTO map_makers VALUES
('BLA','Willem Blaeu','NL',1571,1638,'Blaeu'),('HON','Jodocus Hondius','BE',1563,1612,'Hondius'),('ORT','Abraham Ortelius','BE',1527,1598,'Plantin'),
('HOM','Johann Homann','DE',1664,1724,'Homann Erben'),('SEU','Matthäus Seutter','DE',1678,1757,NULL),('DEL','Guillaume Delisle','FR',1675,1726,NULL),
('LOT','Tobias Lotter','DE',1717,1777,NULL),('CAS','Maria Cassel','FR',1760,NULL,'Dezauche'),('WIT','Frederik de Wit','NL',1629,1706,'De Wit');
INSERT INTO historical_maps VALUES
('A-001','Nova Belgica','Low Countries',1635,'BLA','BLA',410,530,'Y',2,4200,'1931-05-12','2016-03-01'),
('A-002','Africae Tabula','Africa',1606,'HON','HON',380,500,'Y',3,5100,'1948-10-02','2016-03-01'),
('A-003','Typus Orbis','World',1570,'ORT','HON',335,490,'N',4,9800,'1902-01-20','2015-06-18'),
('B-014','Circulus Suevicus','Swabia',1710,'HOM','HOM',480,570,'Y',1,900,'1967-07-07','2019-09-23'),
('B-015','Vindelicia','Swabia',1741,'SEU','LOT',495,580,'Y',2,760,'1967-07-07',NULL),
('B-016','Tractus Danubii','Danube',1745,'SEU','LOT',500,570,'N',3,820,'1985-11-15','2022-02-02'),
('C-020','Carte d''Italie','Italy',1700,'DEL',NULL,460,610,'N',2,1100,'1999-03-09','2022-02-02'),
('C-021','Isle de France','France',1711,'DEL',NULL,470,600,'Y',1,1350,'2004-06-30',NULL),
('C-022','Europe Divisée','Europe',1798,'CAS','CAS',520,690,'N',2,640,'2011-04-04',NULL),
('D-030','Regni Sueciae','Sweden',1680,'WIT','WIT',440,560,'Y',3,1700,'1948-10-02','2019-09-23'),
('D-031','Terra Sancta','Holy Land',1675,'WIT','BLA',390,510,'Y',4,1500,'2019-12-12',NULL),
('D-032','Americae Nova','America',1608,NULL,'HON',370,505,'N',5,6900,'1902-01-20','2015-06-18');
INSERT INTO reading_room_requests VALUES
(501,'A-003','Ines Albrecht','Munich','research','2024-01-09 09:30:00','2024-01-09 12:10:00',12),
(502,'B-014','Karl Egger','Ulm','family history','2024-01-23 10:00:00','2024-01-23 11:00:00',NULL),
(503,'B-015','Karl Egger','Ulm','family history','2024-01-23 11:05:00','2024-01-23 12:30:00',6.5),
(504,'A-001','Saskia Vos','Utrecht','exhibition','2024-03-14 14:15:00','2024-03-15 10:00:00',40),
(505,'A-003','Saskia Vos','Utrecht','exhibition','2024-03-14 14:20:00','2024-03-15 10:00:00',55),
(506,'C-020','Paolo Ricci','Turin','research','2024-06-04 09:10:00','2024-06-04 16:45:00',18),
(507,'B-016','Ines Albrecht','Munich','research','2024-06-11 13:00:00','2024-06-11 15:30:00',9),
(508,'D-032','Jean Morel','Lyon','publication','2024-09-17 09:00:00','2024-09-18 17:00:00',120),
(509,'A-003','Jean Morel','Lyon','publication','2025-01-21 09:05:00','2025-01-21 16:00:00',130),
(510,'A-002','Nora Feldt','Munich','research','2025-02-06 10:40:00','2025-02-06 11:50:00',NULL),
(511,'B-014','Nora Feldt','Munich','exhibition','2025-02-27 14:00:00',NULL,NULL),
(512,'D-030','Paolo Ricci','Turin','publication','2025-03-11 09:20:00',NULL,60),
(513,'C-020','Ulf Berg','Ulm','research','2025-03-12 15:00:00','2025-03-12 16:20:00',7.5);
