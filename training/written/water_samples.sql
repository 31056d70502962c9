CREATE TABLE smp_pt (pt_cd TEXT PRIMARY KEY, pt_desc TEXT, wtr_body TEXT, wtr_typ TEXT, municip TEXT, bathing_yn TEXT, dt_first_smp TEXT);
CREATE TABLE lab (lab_cd TEXT PRIMARY KEY, lab_nm TEXT, city TEXT, accred_until TEXT);
CREATE TABLE smp (
  smp_no TEXT PRIMARY KEY,
  pt_cd TEXT REFERENCES smp_pt(pt_cd),
  dt_taken TEXT,
  dt_recvd TEXT,
  dt_reported TEXT,
  taken_by TEXT,
  lab_cd TEXT REFERENCES lab(lab_cd),
  temp_c REAL,
  ph REAL,
  o2_mgl REAL,
  no3_mgl REAL,
  po4_mgl REAL,
  pb_ugl REAL,
  ecoli_100ml INTEGER,
  turb_ntu REAL,
  appearance TEXT,
  verdict TEXT,
  resample_of TEXT REFERENCES smp(smp_no)
);
INSERT INTO smp_pt VALUES
('W01','Boathouse jetty','Lake Ander','LAKE','Anderby','Y','1998-05-04'),('W02','North beach','Lake Ander','LAKE','Stoneham','Y','2001-06-11'),
('W03','Weir below mill','River Tess','RIVER','Anderby','N','1995-03-20'),('W04','Old bridge','River Tess','RIVER','Corvale','N','1995-03-20'),
('W05','Campsite pool','River Tess','RIVER','Corvale','Y','2016-07-01'),('W06','Well no. 3','Corvale aquifer','GROUND','Corvale','N','2004-10-12'),
('W07','Spring house','Hollin aquifer','GROUND','Stoneham','N','2009-02-25'),('W08','Quarry pond','Quarry pond','LAKE','Stoneham','N','2025-09-01');
INSERT INTO lab VALUES ('L1','Regional Water Lab','Anderby','2027-12-31'),('L2','ChemTest GmbH','Harburg','2026-06-30'),('L3','University Hydrology','Stoneham',NULL);
INSERT INTO smp VALUES
('24-001','W01','2024-05-13 09:20:00','2024-05-13','2024-05-17','Ines Fuchs','L1',15.2,7.9,9.8,4.1,0.03,0.4,35,2.1,'clear','PASS',NULL),
('24-002','W02','2024-05-13 10:45:00','2024-05-13','2024-05-17','Ines Fuchs','L1',15.8,8.0,9.5,4.4,0.04,0.3,60,2.8,'clear','PASS',NULL),
('24-003','W03','2024-05-14 08:30:00','2024-05-15','2024-05-22','Marek Zielinski','L2',13.1,7.6,10.2,18.7,0.12,1.9,410,6.5,'slightly cloudy','PASS',NULL),
('24-004','W04','2024-05-14 11:10:00','2024-05-15','2024-05-22','Marek Zielinski','L2',13.9,7.5,9.1,24.9,0.21,2.4,1250,11.8,'CLOUDY','FAIL',NULL),
('24-005','W04','2024-05-28 10:00:00','2024-05-28','2024-06-03','Marek Zielinski','L1',16.0,7.6,8.8,22.6,0.18,2.2,780,8.9,'slightly cloudy','PASS','24-004'),
('24-006','W05','2024-06-24 14:15:00','2024-06-24','2024-06-28','Ines Fuchs','L1',19.7,7.7,8.4,17.5,0.10,1.1,520,5.2,'clear','PASS',NULL),
('24-007','W06','2024-06-25 09:00:00','2024-06-26','2024-07-08','Dora Keil','L3',10.4,7.1,4.2,53.8,0.02,0.6,0,0.4,'clear','FAIL',NULL),
('24-008','W07','2024-06-25 13:30:00','2024-06-26','2024-07-08','Dora Keil','L3',9.8,7.3,6.0,12.2,0.01,0.2,2,0.3,'clear','PASS',NULL),
('24-009','W01','2024-07-22 09:40:00','2024-07-22','2024-07-25','Ines Fuchs','L1',22.6,8.4,8.1,2.2,0.05,0.4,140,4.6,'greenish','PASS',NULL),
('24-010','W02','2024-07-22 11:00:00','2024-07-22','2024-07-25','Ines Fuchs','L1',23.4,8.6,7.6,1.9,0.07,0.4,1100,7.7,'Greenish','FAIL',NULL),
('24-011','W02','2024-07-29 08:50:00','2024-07-29','2024-08-01','Ines Fuchs','L1',22.9,8.5,7.9,2.0,0.06,0.3,310,5.4,'greenish','PASS','24-010'),
('24-012','W05','2024-08-19 15:05:00','2024-08-20','2024-08-23','Marek Zielinski','L1',20.8,7.8,7.2,15.9,0.14,1.3,1430,9.6,'cloudy','FAIL',NULL),
('25-001','W06','2025-03-11 09:15:00','2025-03-11','2025-03-20','Dora Keil','L3',9.9,7.0,4.5,49.6,0.02,0.5,0,0.5,'clear','PASS',NULL),
('25-002','W03','2025-05-12 08:40:00','2025-05-13','2025-05-21','Marek Zielinski','L2',12.7,7.6,10.4,17.3,0.11,1.7,350,5.9,'clear','PASS',NULL),
('25-003','W04','2025-05-12 10:25:00','2025-05-13','2025-05-21','Marek Zielinski','L2',13.3,7.4,9.4,26.3,0.19,3.0,940,10.4,'cloudy','FAIL',NULL),
('25-004','W01','2025-05-19 09:10:00','2025-05-19','2025-05-23','Ines Fuchs','L1',16.1,8.0,9.6,3.8,0.03,NULL,28,1.9,'clear','PASS',NULL),
('25-005','W02','2025-05-19 10:30:00','2025-05-19','2025-05-23','Ines Fuchs','L1',16.5,8.1,9.3,4.0,0.04,NULL,75,2.6,'clear','PASS',NULL),
('25-006','W07','2025-06-17 12:50:00','2025-06-18','2025-06-30','Dora Keil','L3',10.1,7.2,5.8,13.0,0.01,0.2,1,0.2,'clear','PASS',NULL),
('25-007','W05','2025-07-14 14:40:00','2025-07-15',NULL,'Ines Fuchs','L1',21.5,7.8,NULL,NULL,NULL,NULL,NULL,6.1,'slightly cloudy',NULL,NULL),
('25-008','W04','2025-07-15 09:30:00',NULL,NULL,'Marek Zielinski',NULL,19.4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'cloudy',NULL,'25-003');
