CREATE TABLE Branch (BranchNo INTEGER PRIMARY KEY, BranchName TEXT, City TEXT, OpenedYear INTEGER);
CREATE TABLE Member (MemberNo INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Gender TEXT, BirthDate TEXT, JoinedOn TEXT, LeftOn TEXT, BranchNo INTEGER REFERENCES Branch(BranchNo), RecruitedBy INTEGER REFERENCES Member(MemberNo), Trade TEXT, Email TEXT);
CREATE TABLE Dues (DuesNo INTEGER PRIMARY KEY, MemberNo INTEGER REFERENCES Member(MemberNo), Period TEXT, Amount REAL, PaidOn TEXT, Method TEXT);
INSERT INTO Branch VALUES (1,'Dockside','Hull',1921),(2,'Northern Rail','York',1934),(3,'Mill Lane','Leeds',1908),(4,'Hospital','Leeds',1978),(5,'Print Works','Bradford',1955),(6,'Airport','Doncaster',2006);
INSERT INTO Member VALUES
(1001,'Ruth','Ashby','F','1966-04-21','1989-05-01',NULL,1,NULL,'crane driver','ruth.ashby@mail.org'),
(1002,'Derek','Poole','M','1959-11-02','1981-02-15','2024-11-30',2,NULL,'signaller',NULL),
(1003,'Yusuf','Karim','M','1984-08-13','2009-09-01',NULL,4,1001,'nurse','ykarim@post.net'),
(1004,'Grace','Tull','F','1990-01-30','2015-03-20',NULL,4,1003,'nurse','grace.t@mail.org'),
(1005,'Liam','Ford','M','1978-06-09','2003-10-10',NULL,3,1002,'weaver',NULL),
(1006,'Anna','Nowak','F','1987-12-25','2012-06-18','2025-03-31',3,1005,'dyer','anna@post.net'),
(1007,'Petra','Hall','F','1995-07-04','2020-01-07',NULL,1,1003,'docker','petra.hall@mail.org'),
(1008,'Sunil','Rao','M','1992-02-28','2018-04-12',NULL,2,1002,'driver','sunil@rail.co'),
(1009,'Megan','Ashby','F','1998-09-17','2022-09-22',NULL,4,1003,'porter',NULL),
(1010,'Colin','West','M','1963-03-03','1990-07-30',NULL,5,NULL,'printer','cwest@print.org'),
(1011,'Tara','Quill','F','2001-05-15','2024-02-05',NULL,1,1007,'docker','tara@mail.org'),
(1012,'Omar','Diaz','M','1999-10-29','2024-09-16',NULL,2,1008,'driver',NULL);
INSERT INTO Dues VALUES
(1,1001,'2024-12',22,'2024-12-03','direct debit'),(2,1003,'2024-12',20,'2024-12-05','card'),(3,1004,'2024-12',18,NULL,NULL),(4,1007,'2024-12',16,'2024-12-19','cash'),(5,1008,'2024-12',19,'2024-12-02','direct debit'),
(6,1001,'2025-01',23,'2025-01-03','direct debit'),(7,1003,'2025-01',21,'2025-01-08','card'),(8,1004,'2025-01',19,NULL,NULL),(9,1005,'2025-01',17,'2025-01-15','cash'),(10,1006,'2025-01',17,'2025-01-30','cash'),(11,1007,'2025-01',17,NULL,NULL),(12,1008,'2025-01',20,'2025-01-02','direct debit'),(13,1010,'2025-01',24,'2025-01-06','direct debit'),
(14,1001,'2025-02',23,'2025-02-03','direct debit'),(15,1003,'2025-02',21,NULL,NULL),(16,1005,'2025-02',17,'2025-02-11','card'),(17,1009,'2025-02',14,'2025-02-20','cash'),(18,1010,'2025-02',24,'2025-02-06','direct debit'),(19,1011,'2025-02',12,NULL,NULL);
