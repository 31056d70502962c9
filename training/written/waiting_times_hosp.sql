CREATE TABLE hosp (
  h_code TEXT PRIMARY KEY,
  h_name TEXT,
  town TEXT,
  owner_type TEXT,
  beds INTEGER,
  has_er INTEGER
);
CREATE TABLE specialty (spec_code TEXT PRIMARY KEY, spec_name TEXT, target_weeks INTEGER);
CREATE TABLE wait_month (
  line_id INTEGER PRIMARY KEY,
  h_code TEXT REFERENCES hosp(h_code),
  spec_code TEXT REFERENCES specialty(spec_code),
  yr INTEGER,
  mth INTEGER,
  n_waiting INTEGER,
  n_new INTEGER,
  n_treated INTEGER,
  n_cancelled INTEGER,
  n_over_target INTEGER,
  med_wait_wks REAL,
  max_wait_wks INTEGER,
  dt_published TEXT,
  remark TEXT
);
INSERT INTO hosp VALUES
('STL','St Luke General','Ashford Vale','public',410,1),
('MER','Mercy Infirmary','Ashford Vale','charity',180,0),
('NWH','North Wold Hospital','Carrick','public',265,1),
('BAY','Bayview Clinic','Dunmouth','private',64,0),
('QEH','Queen Edith Hospital','Dunmouth','public',530,1),
('HIL','Hillcrest Day Surgery','Carrick','private',28,0);
INSERT INTO specialty VALUES ('ORT','Orthopaedics',18),('OPH','Eye surgery',12),('CAR','Cardiology',6),('ENT','Ear, nose and throat',16),('DER','Dermatology',14);
INSERT INTO wait_month VALUES
(101,'STL','ORT',2024,1,820,140,118,9,402,19.5,61,'2024-02-20',NULL),
(102,'STL','ORT',2024,2,842,131,109,14,415,20.1,63,'2024-03-19','theatre refit'),
(103,'STL','CAR',2024,1,210,66,71,2,58,5.1,14,'2024-02-20',NULL),
(104,'STL','CAR',2024,2,205,59,64,3,49,4.8,13,'2024-03-19',NULL),
(105,'MER','OPH',2024,1,305,80,92,5,88,10.2,27,'2024-02-21',NULL),
(106,'MER','OPH',2024,2,288,71,88,4,76,9.6,25,'2024-03-20',NULL),
(107,'NWH','ORT',2024,1,560,88,70,21,351,24.3,78,'2024-02-22','staff shortage'),
(108,'NWH','ORT',2024,2,584,90,66,25,372,25.6,81,'2024-03-22','staff shortage'),
(109,'NWH','ENT',2024,1,190,41,38,6,74,15.4,40,'2024-02-22',NULL),
(110,'QEH','ORT',2024,1,930,172,160,11,388,17.0,55,'2024-02-20',NULL),
(111,'QEH','OPH',2024,1,610,150,141,8,240,13.1,38,'2024-02-20',NULL),
(112,'QEH','CAR',2024,1,325,97,90,4,121,6.9,19,'2024-02-20',NULL),
(113,'QEH','DER',2024,1,402,118,104,7,133,12.5,33,'2024-02-20',NULL),
(114,'BAY','OPH',2024,1,72,35,34,1,6,4.0,11,'2024-02-28',NULL),
(115,'BAY','ORT',2024,1,95,30,29,0,12,7.2,20,'2024-02-28',NULL),
(116,'STL','ORT',2025,1,790,138,152,6,341,17.4,57,'2025-02-18',NULL),
(117,'STL','CAR',2025,1,188,62,68,1,36,4.2,12,'2025-02-18',NULL),
(118,'MER','OPH',2025,1,251,75,83,3,51,8.1,22,'2025-02-19',NULL),
(119,'NWH','ORT',2025,1,611,92,75,19,398,27.8,90,'2025-02-21','second surgeon from May'),
(120,'NWH','ENT',2025,1,203,44,35,8,89,17.2,46,'2025-02-21','staff shortage'),
(121,'QEH','ORT',2025,1,905,165,171,10,352,16.2,52,'2025-02-18',NULL),
(122,'QEH','OPH',2025,1,655,161,138,13,271,14.0,41,'2025-02-18',NULL),
(123,'QEH','CAR',2025,1,340,101,94,5,130,7.3,21,'2025-02-18',NULL),
(124,'BAY','OPH',2025,1,81,39,37,2,9,4.4,12,NULL,'provisional'),
(125,'BAY','ORT',2025,1,102,33,31,1,15,NULL,NULL,NULL,'provisional');
