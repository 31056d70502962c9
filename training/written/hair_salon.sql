CREATE TABLE levels (level_cd TEXT PRIMARY KEY, label TEXT);
CREATE TABLE stylists (
  stylist_id INTEGER PRIMARY KEY, first_nm TEXT, last_nm TEXT, gender TEXT, level_cd TEXT REFERENCES levels(level_cd),
  mentor_id INTEGER REFERENCES stylists(stylist_id), dt_hired TEXT, dt_left TEXT);
CREATE TABLE clients (
  client_no INTEGER PRIMARY KEY, client_nm TEXT, gender TEXT, phone TEXT, email TEXT, city TEXT,
  referred_by INTEGER REFERENCES clients(client_no));
CREATE TABLE services (svc_id INTEGER PRIMARY KEY, svc_nm TEXT, category TEXT, minutes INTEGER, list_price REAL);
CREATE TABLE bookings (
  bkg_id INTEGER PRIMARY KEY, client_no INTEGER REFERENCES clients(client_no), stylist_id INTEGER REFERENCES stylists(stylist_id),
  taken_by INTEGER REFERENCES stylists(stylist_id), starts_at TEXT, status TEXT, pay_type TEXT);
CREATE TABLE bkg_services (bkg_id INTEGER REFERENCES bookings(bkg_id), svc_id INTEGER REFERENCES services(svc_id), charged REAL, discount REAL, PRIMARY KEY (bkg_id, svc_id));
CREATE TABLE tips (tip_id INTEGER PRIMARY KEY, bkg_id INTEGER REFERENCES bookings(bkg_id), tip_amt REAL, tip_via TEXT);
INSERT INTO levels VALUES ('JR','junior'),('SR','senior'),('MA','master'),('AP','apprentice');
INSERT INTO stylists VALUES
(1,'Paola','Renzi','F','MA',NULL,'2015-03-02',NULL),
(2,'Dominic','Osei','M','SR',1,'2018-06-11',NULL),
(3,'Ilse','Van Dam','F','SR',1,'2019-01-21',NULL),
(4,'Kemal','Aydin','M','JR',2,'2022-09-05',NULL),
(5,'Saoirse','Quinn','F','JR',3,'2023-02-13','2024-10-31'),
(6,'Mina','Sato','F','AP',2,'2024-08-19',NULL),
(7,'Bruno','Lacombe','M','AP',4,'2024-09-02',NULL);
INSERT INTO clients VALUES
(101,'Harriet Lowe','F','0171-220','harriet@lowe.org','Brighton',NULL),
(102,'Theo Banks','M','0171-345',NULL,'Hove',101),
(103,'Ama Boateng','F','0171-871','ama.b@mail.com','Brighton',101),
(104,'Gwen Pritchard','F',NULL,'gwen@pritchard.uk','Lewes',NULL),
(105,'Luca Moretti','M','0171-556','luca@mail.com','Hove',103),
(106,'Sally Archer','F','0171-903',NULL,'Worthing',NULL),
(107,'Nadia Rahman','F','0171-118','nadia.r@mail.com','Brighton',103),
(108,'Peter Glass','M',NULL,NULL,'Lewes',NULL),
(109,'Orla Finch','F','0171-664','orla@finch.ie','Brighton',101),
(110,'Victor Hale','M','0171-777','vhale@mail.com','Hove',NULL);
INSERT INTO services VALUES
(1,'Cut and blow dry','cut',45,48),(2,'Beard trim','cut',20,18),(3,'Full colour','colour',110,95),(4,'Balayage','colour',150,160),
(5,'Root touch up','colour',75,62),(6,'Keratin treatment','care',120,140),(7,'Scalp massage','care',25,26),(8,'Bridal updo','styling',90,130),
(9,'Kids cut','cut',30,24),(10,'Perm','styling',130,115);
INSERT INTO bookings VALUES
(1,101,1,1,'2023-11-07 10:00:00','D','card'),(2,102,2,1,'2023-11-18 14:30:00','D','cash'),(3,103,3,3,'2023-12-01 09:00:00','D','card'),
(4,104,2,6,'2024-01-16 11:00:00','C',NULL),(5,105,4,4,'2024-02-10 16:00:00','D','cash'),(6,101,1,2,'2024-03-05 10:00:00','D','card'),
(7,106,5,3,'2024-05-22 13:00:00','N',NULL),(8,107,1,1,'2024-06-14 09:30:00','D','card'),(9,103,3,1,'2024-09-12 15:00:00','D','voucher'),
(10,109,2,6,'2024-12-03 17:00:00','D','card'),(11,105,4,6,'2024-12-20 16:00:00','D','cash'),(12,101,1,6,'2025-01-09 10:00:00','D','card'),
(13,106,6,6,'2025-01-11 12:00:00','C',NULL),(14,107,3,1,'2025-02-06 09:00:00','D','card');
INSERT INTO bkg_services VALUES
(1,1,48,0),(1,3,95,0),(2,2,18,0),(2,1,40,8),(3,4,150,10),(4,8,130,0),(5,2,18,0),(6,1,48,0),(6,5,55,7),(7,9,24,0),(8,4,160,0),(8,7,20,6),
(9,6,140,0),(9,1,48,0),(10,3,90,5),(11,2,18,0),(11,9,24,0),(12,1,48,0),(12,3,95,0),(12,7,26,0),(13,1,48,0),(14,5,62,0);
INSERT INTO tips VALUES (1,1,15,'cash'),(2,3,20,'card'),(3,5,4,'cash'),(4,6,10,'cash'),(5,8,25,'card'),(6,9,12,'cash'),(7,10,8,'card'),(8,12,18,'cash'),(9,11,5,'cash');
