CREATE TABLE cust (
 cust_id INTEGER PRIMARY KEY,
 cust_nm TEXT,
 cust_typ TEXT,
 town TEXT,
 tel TEXT,
 ref_by INTEGER REFERENCES cust(cust_id)
);
CREATE TABLE bndr (
 bndr_id INTEGER PRIMARY KEY,
 fst_nm TEXT,
 lst_nm TEXT,
 skill TEXT,
 rate_hr REAL,
 yr_joined INTEGER
);
CREATE TABLE job (
 job_no INTEGER PRIMARY KEY,
 cust_id INTEGER REFERENCES cust(cust_id),
 bk_ttl TEXT,
 cover_mat TEXT,
 vols INTEGER,
 price_vol REAL,
 dt_in TEXT,
 dt_promised TEXT,
 dt_out TEXT,
 sewn_by INTEGER REFERENCES bndr(bndr_id),
 gilded_by INTEGER REFERENCES bndr(bndr_id),
 hrs REAL,
 paid_yn TEXT
);
INSERT INTO cust VALUES
(1,'Abbey Library','L','Minster','0220 11',NULL),(2,'Prof. Greaves','P','Oakham',NULL,1),(3,'St Giles Parish','C','Minster','0220 34',1),(4,'Larkspur Press','B','Tidewell','0331 90',NULL),(5,'Ms Tolland','P','Tidewell','0331 52',4),
(6,'County Archive','L','Oakham','0415 77',1),(7,'Mr Fairbairn','P','Minster',NULL,2),(8,'Holt Solicitors','B','Oakham','0415 20',NULL),(9,'Quill Society','C','Rushby',NULL,3);
INSERT INTO bndr VALUES (1,'Rosalind','Page','gilding',34,2003),(2,'Emil','Straka','sewing',26,2012),(3,'Nan','Corder','sewing',24.5,2019),(4,'Bertram','Yew','marbling',29,1998),(5,'Isla','Thorn','gilding',27,2021),(6,'Dov','Lehr','apprentice',15,2024);
INSERT INTO job VALUES
(501,1,'Minster Chronicle','calf',4,210,'2023-02-06','2023-05-31','2023-05-24',2,1,64,'Y'),(502,2,'Letters from Goa','cloth',1,75,'2023-04-18','2023-05-18','2023-06-02',3,NULL,5.5,'Y'),
(503,3,'Baptism Register','vellum',2,330,'2023-06-12','2023-10-01','2023-09-20',2,1,41,'Y'),(504,4,'Poems of the Fen','cloth',60,18.5,'2023-09-04','2023-11-15','2023-12-01',3,NULL,72,'Y'),
(505,5,'Family Bible','goat',1,280,'2024-01-15','2024-03-15','2024-03-11',2,5,19,'N'),(506,6,'Court Rolls','vellum',7,295,'2024-02-20','2024-08-30','2024-09-17',2,NULL,118,'Y'),
(507,1,'Psalter','calf',1,460,'2024-03-25','2024-06-30','2024-06-28',3,1,37,'N'),(508,7,'Garden Diary','paper',3,42,'2024-05-06','2024-06-06','2024-05-30',6,NULL,8,'Y'),
(509,4,'Tidewell Almanac','cloth',45,16,'2024-07-22','2024-09-30','2024-09-26',6,NULL,55,'N'),(510,2,'Letters from Malacca','cloth',2,78,'2024-10-14','2024-11-29',NULL,3,5,NULL,'N'),
(511,3,'Parish Accounts','goat',1,190,'2024-11-18','2025-02-28',NULL,NULL,NULL,NULL,'N'),(512,6,'Map Folio','calf',2,520,'2025-01-20','2025-06-30',NULL,2,NULL,NULL,'N'),(513,5,'Recipe Book','paper',1,58,'2025-02-10','2025-03-10','2025-03-04',3,5,6.5,'Y');
