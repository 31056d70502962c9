CREATE TABLE notaries (
  notary_no INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  gender TEXT,
  appointed_on TEXT,
  seat_city TEXT,
  supervisor_no INTEGER REFERENCES notaries(notary_no)
);
CREATE TABLE deed_types (
  type_code TEXT PRIMARY KEY,
  type_name TEXT,
  base_fee REAL
);
CREATE TABLE clients (
  client_id INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  birth_date TEXT,
  city TEXT,
  phone TEXT,
  email TEXT
);
CREATE TABLE deeds (
  deed_no TEXT PRIMARY KEY,
  type_code TEXT REFERENCES deed_types(type_code),
  drafted_by INTEGER REFERENCES notaries(notary_no),
  certified_by INTEGER REFERENCES notaries(notary_no),
  opened_on TEXT,
  signed_on TEXT,
  value_eur REAL,
  status TEXT
);
CREATE TABLE deed_parties (
  deed_no TEXT REFERENCES deeds(deed_no),
  client_id INTEGER REFERENCES clients(client_id),
  party_role TEXT,
  PRIMARY KEY (deed_no, client_id)
);
CREATE TABLE invoices (
  invoice_no INTEGER PRIMARY KEY,
  deed_no TEXT REFERENCES deeds(deed_no),
  billed_to INTEGER REFERENCES clients(client_id),
  amount REAL,
  tax REAL,
  issued_on TEXT,
  paid_on TEXT
);
INSERT INTO notaries VALUES
(1,'Margarethe','Vogl','F','2001-04-01','Passau',NULL),
(2,'Anton','Brandl','M','2009-09-15','Passau',1),
(3,'Selma','Oktay','F','2016-01-10','Straubing',1),
(4,'Jakob','Riedl','M','2019-06-01','Straubing',3),
(5,'Henrike','Lutz','F','2022-03-01','Deggendorf',3),
(6,'Paul','Zach','M','2024-02-01','Passau',2);
INSERT INTO deed_types VALUES
('PUR','Property purchase',850),
('WIL','Last will',180),
('MAR','Marriage contract',320),
('INC','Company formation',640),
('POA','Power of attorney',75),
('GIF','Gift of land',410);
INSERT INTO clients VALUES
(101,'Lorenz','Ammer','1961-02-11','Passau','0851-2201','ammer@post.example'),
(102,'Ilse','Ammer','1964-08-30','Passau','0851-2201',NULL),
(103,'Dragan','Petrov','1979-12-05','Straubing','09421-771','petrov@bau.example'),
(104,'Katrin','Hofer','1988-05-19','Deggendorf',NULL,'katrin.hofer@post.example'),
(105,'Sebastian','Weiss','1992-07-07','Vilshofen','08541-390',NULL),
(106,'Theresa','Lang','1947-01-23','Passau','0851-6640',NULL),
(107,'Ole','Jansen','1983-10-14','Regensburg','0941-8155','ole@jansen.example'),
(108,'Miriam','Jansen','1985-03-02','Regensburg',NULL,'miriam@jansen.example'),
(109,'Franz','Huber','1955-11-27','Vilshofen','08541-118',NULL),
(110,'Nele','Sturm','1996-06-16','Straubing','09421-902','nele@sturm.example');
INSERT INTO deeds VALUES
('D-2301','PUR',2,1,'2023-01-12','2023-02-20',310000,'signed'),
('D-2302','WIL',3,3,'2023-03-03','2023-03-10',95000,'signed'),
('D-2303','INC',2,1,'2023-06-18','2023-07-25',50000,'signed'),
('D-2304','MAR',4,3,'2023-09-05',NULL,120000,'withdrawn'),
('D-2401','PUR',4,3,'2024-01-22','2024-04-02',425000,'signed'),
('D-2402','POA',6,2,'2024-02-14','2024-02-15',NULL,'signed'),
('D-2403','GIF',5,3,'2024-05-06','2024-06-19',180000,'signed'),
('D-2404','PUR',2,2,'2024-08-29','2024-11-04',268000,'signed'),
('D-2405','WIL',5,1,'2024-10-01','2024-10-17',640000,'signed'),
('D-2501','INC',6,1,'2025-01-09','2025-02-11',25000,'signed'),
('D-2502','MAR',4,4,'2025-02-03',NULL,75000,'draft'),
('D-2503','PUR',2,NULL,'2025-03-17',NULL,390000,'draft'),
('D-2504','POA',3,3,'2025-03-28','2025-04-01',NULL,'signed');
INSERT INTO deed_parties VALUES
('D-2301','101','buyer'),('D-2301','109','seller'),
('D-2302','106','testator'),
('D-2303','103','founder'),('D-2303','107','founder'),
('D-2304','107','spouse'),('D-2304','108','spouse'),
('D-2401','103','buyer'),('D-2401','106','seller'),
('D-2402','106','principal'),('D-2402','101','agent'),
('D-2403','109','donor'),('D-2403','105','donee'),
('D-2404','107','buyer'),('D-2404','108','buyer'),('D-2404','103','seller'),
('D-2405','101','testator'),
('D-2501','103','founder'),
('D-2502','105','spouse'),('D-2502','110','spouse'),
('D-2503','108','buyer'),('D-2503','101','seller'),
('D-2504','102','principal');
INSERT INTO invoices VALUES
(5001,'D-2301',101,2150,408.5,'2023-02-28','2023-03-20'),
(5002,'D-2302',106,260,49.4,'2023-03-15','2023-03-29'),
(5003,'D-2303',103,980,186.2,'2023-08-01','2023-10-12'),
(5004,'D-2304',107,150,28.5,'2023-12-04',NULL),
(5005,'D-2401',103,2790,530.1,'2024-04-10','2024-05-02'),
(5006,'D-2402',106,75,14.25,'2024-02-20','2024-02-27'),
(5007,'D-2403',109,920,174.8,'2024-07-01',NULL),
(5008,'D-2404',107,1880,357.2,'2024-11-15','2024-12-03'),
(5009,'D-2405',101,1310,248.9,'2024-10-30','2025-01-08'),
(5010,'D-2501',103,720,136.8,'2025-02-20',NULL),
(5011,'D-2504',102,90,17.1,'2025-04-07',NULL);
