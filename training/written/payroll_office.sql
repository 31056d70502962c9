CREATE TABLE tbl_contract (contract_cd TEXT PRIMARY KEY, contract_desc TEXT, weekly_hours REAL);
CREATE TABLE tbl_department (dept_code TEXT PRIMARY KEY, dept_name TEXT, site_city TEXT, yearly_budget REAL);
CREATE TABLE tbl_employee (emp_no INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, gender TEXT, birth_dt TEXT, hire_dt TEXT, leave_dt TEXT, dept_code TEXT REFERENCES tbl_department(dept_code), manager_no INTEGER REFERENCES tbl_employee(emp_no), contract_cd TEXT REFERENCES tbl_contract(contract_cd), iban TEXT);
CREATE TABLE tbl_salary (salary_id INTEGER PRIMARY KEY, emp_no INTEGER REFERENCES tbl_employee(emp_no), valid_from TEXT, monthly_gross REAL, approved_by INTEGER REFERENCES tbl_employee(emp_no));
CREATE TABLE tbl_payslip (slip_no TEXT PRIMARY KEY, emp_no INTEGER REFERENCES tbl_employee(emp_no), pay_dt TEXT, gross_amt REAL, tax_amt REAL, bonus_amt REAL, paid_out TEXT);
CREATE TABLE tbl_absence_reason (reason_cd TEXT PRIMARY KEY, reason_desc TEXT, is_paid INTEGER);
CREATE TABLE tbl_absence (absence_id INTEGER PRIMARY KEY, emp_no INTEGER REFERENCES tbl_employee(emp_no), reason_cd TEXT REFERENCES tbl_absence_reason(reason_cd), start_dt TEXT, end_dt TEXT, days REAL, approved_by INTEGER REFERENCES tbl_employee(emp_no));
INSERT INTO tbl_contract VALUES ('FT','full time',38.5),('PT','part time',20),('TMP','temporary',38.5),('APP','apprentice',35);
INSERT INTO tbl_department VALUES ('FIN','Finance','Graz',420000),('LOG','Logistics','Linz',510000),('MKT','Marketing','Graz',260000),('PRD','Production','Wels',980000),('LAB','Laboratory','Linz',330000),('LEG','Legal','Graz',150000);
INSERT INTO tbl_employee VALUES
(100,'Ruth','Aigner','F','1969-03-12','2004-01-01',NULL,'FIN',NULL,'FT','AT61 1904'),
(101,'Boris','Hlavac','M','1975-11-02','2009-05-15',NULL,'PRD',100,'FT','AT22 3300'),
(102,'Selma','Okafor','F','1982-07-23','2015-02-01',NULL,'LOG',100,'FT','AT48 2011'),
(103,'Jakob','Pichler','M','1990-01-30','2018-09-01','2025-03-31','PRD',101,'FT','AT12 1400'),
(104,'Mira','Steindl','F','1995-05-05','2021-03-15',NULL,'PRD',101,'PT','AT77 5500'),
(105,'Anton','Veres','M','1988-12-19','2019-06-01',NULL,'LOG',102,'FT',NULL),
(106,'Lena','Gruber','F','2004-08-14','2023-09-01',NULL,'PRD',101,'APP',NULL),
(107,'Tarek','Haddad','M','1979-04-27','2012-10-01',NULL,'MKT',100,'FT','AT90 6000'),
(108,'Ines','Moser','F','1992-02-09','2020-01-15','2024-06-30','MKT',107,'PT','AT33 2050'),
(109,'Paul','Gruber','M','1999-10-10','2023-02-01',NULL,'FIN',100,'TMP','AT15 4300'),
(110,'Dora','Kiss','F','1986-06-17','2017-04-01',NULL,'LAB',100,'FT','AT51 1200'),
(111,'Emil','Wolf','M','2001-09-03','2024-01-08',NULL,'LOG',102,'TMP',NULL);
INSERT INTO tbl_salary VALUES (1,100,'2022-01-01',6900,NULL),(2,101,'2021-01-01',5100,100),(3,101,'2024-01-01',5450,100),(4,102,'2023-01-01',5000,100),(5,103,'2020-01-01',3600,101),(6,104,'2021-03-15',1950,101),(7,104,'2024-07-01',2150,101),(8,105,'2022-04-01',3400,102),(9,106,'2023-09-01',1100,101),(10,107,'2023-01-01',4800,100),(11,108,'2020-01-15',2050,107),(12,109,'2023-02-01',2900,100),(13,110,'2024-01-01',4600,100),(14,105,'2025-01-01',3650,102);
INSERT INTO tbl_payslip VALUES
('PS-2401-101',101,'2024-01-31',5450,1820,NULL,'Y'),('PS-2401-102',102,'2024-01-31',5000,1610,NULL,'Y'),('PS-2402-103',103,'2024-02-29',3600,980,150,'Y'),('PS-2406-108',108,'2024-06-28',2050,310,NULL,'Y'),('PS-2412-104',104,'2024-12-30',2150,340,400,'Y'),('PS-2412-107',107,'2024-12-30',4800,1540,900,'Y'),
('PS-2501-105',105,'2025-01-31',3650,1010,NULL,'Y'),('PS-2501-101',101,'2025-01-31',5450,1825,NULL,'Y'),('PS-2502-110',110,'2025-02-28',4600,1450,250,'Y'),('PS-2502-106',106,'2025-02-28',1100,0,NULL,'N'),('PS-2503-103',103,'2025-03-31',3600,990,1200,'N'),('PS-2503-101',101,'2025-03-31',5450,1830,600,'N'),('PS-2503-109',109,'2025-03-31',2900,690,NULL,'Y');
INSERT INTO tbl_absence_reason VALUES ('VAC','vacation',1),('SICK','sickness',1),('PAR','parental leave',0),('UNP','unpaid leave',0),('TRN','training',1),('JURY','jury duty',1);
INSERT INTO tbl_absence VALUES (1,101,'VAC','2024-07-01','2024-07-12',10,100),(2,103,'SICK','2024-02-05','2024-02-07',3,101),(3,104,'PAR','2024-03-01','2024-06-28',84,101),(4,105,'VAC','2024-08-05','2024-08-16',10,102),(5,105,'SICK','2025-01-13','2025-01-14',2,NULL),(6,106,'TRN','2025-02-03','2025-02-07',5,101),(7,102,'VAC','2025-04-14','2025-04-18',5,100),(8,105,'SICK','2025-03-03',NULL,NULL,NULL),(9,110,'UNP','2025-05-05','2025-05-16',9,100),(10,109,'VAC','2025-06-02','2025-06-06',4,NULL),(11,107,'SICK','2024-11-18','2024-11-22',5,100),(12,104,'VAC','2025-07-21',NULL,NULL,101);
