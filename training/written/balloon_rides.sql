CREATE TABLE pilot_roster (
  licence TEXT PRIMARY KEY,
  pilot TEXT,
  age INTEGER,
  flying_hours INTEGER,
  base TEXT,
  trained_by TEXT REFERENCES pilot_roster(licence)
);
CREATE TABLE envelope (
  reg TEXT PRIMARY KEY,
  nickname TEXT,
  maker TEXT,
  built INTEGER,
  volume INTEGER,
  seats INTEGER,
  next_check TEXT
);
CREATE TABLE ascent (
  nr INTEGER PRIMARY KEY,
  reg TEXT REFERENCES envelope(reg),
  flown_by TEXT REFERENCES pilot_roster(licence),
  ground_chief TEXT REFERENCES pilot_roster(licence),
  lift_off TEXT,
  touch_down TEXT,
  launch_field TEXT,
  landing_village TEXT,
  max_height INTEGER,
  cancelled INTEGER
);
CREATE TABLE ticket (
  code TEXT PRIMARY KEY,
  nr INTEGER REFERENCES ascent(nr),
  holder TEXT,
  sort TEXT,
  price REAL,
  sold_on TEXT,
  paid_by TEXT,
  refunded_on TEXT
);
INSERT INTO pilot_roster VALUES
('P-01','Ottilie Brand',58,2400,'Seefeld',NULL),('P-02','Rasmus Kjaer',44,1150,'Seefeld','P-01'),('P-03','Yvonne Petit',39,870,'Altmark','P-01'),
('P-04','Tomas Havel',33,310,'Altmark','P-02'),('P-05','Dina Sayegh',29,140,'Rohrbach','P-03'),('P-06','Uwe Kranz',63,3100,'Rohrbach',NULL),('P-07','Lia Moretti',26,60,'Seefeld','P-02');
INSERT INTO envelope VALUES
('OE-ZAB','Marigold','Kubicek',2015,4250,10,'2025-11-01'),('OE-ZKL','Big Plum','Cameron',2009,6000,16,'2025-06-15'),('OE-ZRT','Tinker','Lindstrand',2018,2200,4,NULL),
('OE-ZMO','Moonmilk','Cameron',2021,3400,8,'2026-03-20'),('OE-ZUX','Old Faithful','Thunder',1996,2600,5,NULL),('OE-ZQQ','Quince','Kubicek',2023,5100,12,'2026-05-05');
INSERT INTO ascent VALUES
(1,'OE-ZAB','P-01','P-02','2024-05-11 06:10:00','2024-05-11 07:25:00','Seefeld Meadow','Unterau',980,0),
(2,'OE-ZKL','P-06','P-04','2024-05-25 19:00:00','2024-05-25 20:10:00','Rohrbach Common','Steinach',1250,0),
(3,'OE-ZMO','P-03','P-05','2024-06-08 06:00:00','2024-06-08 07:05:00','Altmark Field','Unterau',760,0),
(4,'OE-ZAB','P-02','P-07','2024-06-22 19:10:00',NULL,'Seefeld Meadow',NULL,NULL,1),
(5,'OE-ZRT','P-01','P-02','2024-07-13 06:15:00','2024-07-13 07:40:00','Seefeld Meadow','Kirchdorf',1420,0),
(6,'OE-ZKL','P-06',NULL,'2024-08-17 18:45:00','2024-08-17 19:50:00','Rohrbach Common','Unterau',1100,0),
(7,'OE-ZQQ','P-03','P-04','2024-09-07 07:00:00','2024-09-07 08:20:00','Altmark Field','Steinach',890,0),
(8,'OE-ZMO','P-04','P-03','2024-09-21 07:10:00','2024-09-21 08:00:00','Altmark Field','Moosham',640,0),
(9,'OE-ZQQ','P-06','P-05','2025-05-03 06:20:00','2025-05-03 07:50:00','Rohrbach Common','Kirchdorf',1980,0),
(10,'OE-ZAB','P-01',NULL,'2025-05-17 18:50:00','2025-05-17 20:05:00','Seefeld Meadow','Steinach',1010,0),
(11,'OE-ZQQ','P-02','P-01','2025-06-14 06:05:00',NULL,'Seefeld Meadow',NULL,NULL,1),
(12,'OE-ZAB','P-06','P-02','2025-06-28 19:05:00','2025-06-28 20:15:00','Seefeld Meadow','Unterau',1300,0);
INSERT INTO ticket VALUES
('T100',1,'Marlene Fuchs','adult',240,'2024-03-02','card',NULL),('T101',1,'Jonas Fuchs','child',150,'2024-03-02','card',NULL),('T102',2,'Greta Ahl','adult',230,'2024-04-18','cash',NULL),
('T103',2,'Ivan Petrov','adult',230,'2024-05-20','voucher',NULL),('T104',3,'Sun-Hee Park','adult',260,'2024-05-01','card',NULL),('T105',4,'Greta Ahl','adult',240,'2024-06-01','cash','2024-06-24'),
('T106',4,'Pablo Ruiz','adult',240,'2024-06-10','card',NULL),('T107',5,'Sun-Hee Park','private',690,'2024-06-30','card',NULL),('T108',6,'Hedda Vik','adult',230,'2024-08-01','voucher',NULL),
('T109',7,'Marlene Fuchs','adult',245,'2024-08-15','card',NULL),('T110',8,'Emil Roos','private',720,'2024-09-01','cash',NULL),('T111',9,'Ivan Petrov','adult',255,'2025-04-11','card',NULL),
('T112',10,'Lotte Behr','child',160,'2025-05-02','cash',NULL),('T113',10,'Anna Behr','adult',255,'2025-05-02','cash',NULL),('T114',11,'Emil Roos','adult',255,'2025-05-25','voucher','2025-06-16'),
('T115',12,'Marlene Fuchs','adult',255,'2025-06-02','card',NULL);
