CREATE TABLE SalesReps (RepCode TEXT PRIMARY KEY, RepName TEXT, Region TEXT, ReportsTo TEXT REFERENCES SalesReps(RepCode));
CREATE TABLE Opportunities (
 OppNo INTEGER PRIMARY KEY, AccountName TEXT, Industry TEXT, Ctry TEXT, City TEXT, OppTitle TEXT, Stage TEXT, LeadSource TEXT,
 EstValue REAL, WonValue REAL, Probability INTEGER, CreatedOn TEXT, ExpectedClose TEXT, ClosedOn TEXT,
 OwnerCode TEXT REFERENCES SalesReps(RepCode), CreatedBy TEXT REFERENCES SalesReps(RepCode), Contact TEXT, ContactMail TEXT, NewCustomer TEXT);
INSERT INTO SalesReps VALUES
('AB','Anke Brandt','North',NULL),('TL','Tomas Leroy','West','AB'),('RS','Rita Sousa','South','AB'),('JK','Jonas Keller','North','TL'),('MV','Mila Vidal','South','RS'),('PD','Piet Dekker','West','TL');
INSERT INTO Opportunities VALUES
(501,'Hansen Logistik','LOGISTICS','DE','Hamburg','Fleet tracking roll-out','Won','Trade fair',48000,45500,100,'2023-02-14','2023-06-30','2023-06-12','JK','JK','Uwe Hansen','u.hansen@hansenlog.example','N'),
(502,'Maison Perrin','RETAIL','FR','Lyon','Till software','Lost','Website',12500,NULL,0,'2023-03-02','2023-05-31','2023-06-20','TL','MV','Claire Perrin','claire@perrin.example','Y'),
(503,'Olivar del Sur','FOOD','ES','Sevilla','Label printing','Won','Referral',9800,10400,100,'2023-04-18','2023-07-15','2023-07-01','MV','MV','Ines Romero',NULL,'Y'),
(504,'Nordwind Energie','ENERGY','DE','Kiel','Meter data hub','Won','Cold call',120000,98000,100,'2023-05-09','2023-12-31','2023-11-28','AB','JK','Silke Thode','thode@nordwind.example','N'),
(505,'Van Rijn Foods','FOOD','NL','Utrecht','Cold chain sensors','Lost','Trade fair',33000,NULL,0,'2023-06-21','2023-10-31','2023-10-02','PD','PD','Bas van Rijn','bas@vanrijn.example','Y'),
(506,'Atelier Morel','RETAIL','FR','Nantes','Web shop','Won','Website',15200,15200,100,'2023-09-05','2023-12-15','2023-12-10','TL','TL','Luc Morel','luc@morel.example','Y'),
(507,'Hansen Logistik','LOGISTICS','DE','Hamburg','Driver app','Won','Referral',27500,29000,100,'2024-01-11','2024-04-30','2024-04-03','JK','AB','Uwe Hansen','u.hansen@hansenlog.example','N'),
(508,'Quinta Verde','FOOD','PT','Porto','Harvest planning','Proposal','Referral',18700,NULL,60,'2024-01-29','2024-09-30',NULL,'RS','RS','Joana Pires','joana@quintaverde.example','Y'),
(509,'Solaris Iberica','ENERGY','ES','Madrid','Panel monitoring','Won','Trade fair',76000,71000,100,'2024-02-06','2024-08-31','2024-09-17','RS','MV','Pablo Ortiz','portiz@solaris.example','Y'),
(510,'De Gracht Hotels','HOTELS','NL','Amsterdam','Booking link','Negotiation','Website',41000,NULL,80,'2024-03-12','2024-11-30',NULL,'PD','TL','Femke Bos','fbos@degracht.example','Y'),
(511,'Maison Perrin','RETAIL','FR','Lyon','Stock scanner','Won','Cold call',8900,8100,100,'2024-03-27','2024-06-15','2024-05-30','TL','TL','Claire Perrin','claire@perrin.example','N'),
(512,'Bergmann Bau','CONSTRUCTION','DE','Berlin','Site diary','Lost','Cold call',22400,NULL,0,'2024-04-16','2024-07-31','2024-08-08','JK','JK','Holger Bergmann',NULL,'Y'),
(513,'Costa Azul Resorts','HOTELS','PT','Faro','Guest wifi','Won','Referral',54000,52500,100,'2024-05-07','2024-10-15','2024-10-01','MV','RS','Nuno Faria','nuno@costaazul.example','Y'),
(514,'Rotterdam Freight','LOGISTICS','NL','Rotterdam','Yard cameras','Proposal','Trade fair',63000,NULL,50,'2024-06-03','2025-01-31',NULL,'PD','PD','Kees Smit','kees@rfreight.example','Y'),
(515,'Nordwind Energie','ENERGY','DE','Kiel','Storage dashboard','Negotiation','Referral',88000,NULL,70,'2024-07-15','2025-02-28',NULL,'AB','AB','Silke Thode','thode@nordwind.example','N'),
(516,'Cave Dubois','FOOD','FR','Bordeaux','Barrel tags','Qualified','Website',7300,NULL,20,'2024-08-20','2024-12-20',NULL,'TL','TL','Anne Dubois',NULL,'Y'),
(517,'Bodega Luna','FOOD','ES','Sevilla','Export papers','Lost','Cold call',5600,NULL,0,'2024-09-02','2024-11-15','2024-10-28','MV','MV','Marta Luna','marta@bodegaluna.example','Y'),
(518,'Alster Hotel','HOTELS','DE','Hamburg','Room controls','Qualified','Trade fair',36500,NULL,30,'2024-09-24','2025-03-31',NULL,'JK','TL','Greta Lohse','glohse@alster.example','Y'),
(519,'Utrecht Bouw','CONSTRUCTION','NL','Utrecht','Tool tracking','Won','Referral',19900,18300,100,'2024-10-10','2024-12-31','2024-12-05','PD','PD','Ruud Jansen','ruud@ubouw.example','Y'),
(520,'Solaris Iberica','ENERGY','ES','Madrid','Inverter alerts','Proposal','Referral',30500,NULL,40,'2024-11-19','2025-04-15',NULL,'RS','RS','Pablo Ortiz','portiz@solaris.example','N'),
(521,'Hansen Logistik','LOGISTICS','DE','Hamburg','Toll reports','Qualified','Website',11800,NULL,25,'2025-01-08','2025-05-31',NULL,'JK','JK','Uwe Hansen','u.hansen@hansenlog.example','N');
