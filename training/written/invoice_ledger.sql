CREATE TABLE InvLedger (
 InvNo TEXT PRIMARY KEY, InvType TEXT, CustAcct TEXT, CustName TEXT, BillCity TEXT, ShipCity TEXT, CtryCd TEXT, InvDate TEXT, DueDate TEXT, PaidDate TEXT,
 NetAmt REAL, VatAmt REAL, GrossAmt REAL, PaidAmt REAL, Curr TEXT, PayMeth TEXT, DunLvl INTEGER, PostedBy TEXT REFERENCES Clerks(Initials), ApprovedBy TEXT REFERENCES Clerks(Initials), RefInvNo TEXT REFERENCES InvLedger(InvNo));
CREATE TABLE Clerks (Initials TEXT PRIMARY KEY, FullName TEXT, Dept TEXT, ApprovalLimit INTEGER);
INSERT INTO Clerks VALUES ('GH','Gudrun Holm','Accounts receivable',1000),('PN','Per Nyberg','Accounts receivable',1500),('LS','Lena Sjoholm','Controlling',20000),('TW','Tor Wik','Finance management',100000),('EA','Elin Aas','Accounts receivable',1000);
INSERT INTO InvLedger VALUES
('F2301','INV','C100','Fjord Marine AS','Bergen','Stavanger','NO','2023-01-16','2023-02-15','2023-02-10',4000,1000,5000,5000,'NOK','BANK',0,'GH','LS',NULL),
('F2302','INV','C101','Malmo Glas AB','Malmo','Malmo','SE','2023-02-03','2023-03-05','2023-03-20',820,205,1025,1025,'SEK','BANK',1,'GH','PN',NULL),
('F2303','INV','C102','Jensen Mobler','Aarhus','Odense','DK','2023-03-14','2023-04-13','2023-04-12',2200,550,2750,2750,'DKK','CARD',0,'PN','LS',NULL),
('F2304','CRN','C102','Jensen Mobler','Aarhus','Odense','DK','2023-04-20','2023-05-20','2023-04-25',-300,-75,-375,-375,'DKK','CARD',0,'PN','LS','F2303'),
('F2305','INV','C103','Tampere Paper Oy','Tampere','Helsinki','FI','2023-05-09','2023-06-08','2023-07-19',9600,2304,11904,11904,'EUR','BANK',2,'EA','TW',NULL),
('F2306','INV','C100','Fjord Marine AS','Bergen','Bergen','NO','2023-06-27','2023-07-27','2023-07-21',1500,375,1875,1875,'NOK','BANK',0,'GH','PN',NULL),
('F2307','INV','C104','Bakeri Solvik','Oslo','Oslo','NO','2023-08-11','2023-09-10',NULL,640,96,736,NULL,'NOK',NULL,3,'EA','PN',NULL),
('F2308','INV','C105','Uppsala Optik','Uppsala','Stockholm','SE','2023-09-05','2023-10-05','2023-10-04',3100,775,3875,3875,'SEK','BANK',0,'GH','LS',NULL),
('F2309','INV','C103','Tampere Paper Oy','Tampere','Tampere','FI','2023-11-22','2023-12-22','2023-12-29',5200,1248,6448,6448,'EUR','BANK',1,'EA','LS',NULL),
('F2401','INV','C101','Malmo Glas AB','Malmo','Lund','SE','2024-01-10','2024-02-09','2024-02-08',1460,365,1825,1825,'SEK','CARD',0,'PN','PN',NULL),
('F2402','INV','C106','Skagen Fisk','Skagen','Skagen','DK','2024-01-25','2024-02-24',NULL,2750,687.5,3437.5,1500,'DKK','BANK',2,'GH','LS',NULL),
('F2403','INV','C100','Fjord Marine AS','Bergen','Stavanger','NO','2024-02-19','2024-03-20','2024-03-18',12800,3200,16000,16000,'NOK','BANK',0,'PN','LS',NULL),
('F2404','CRN','C100','Fjord Marine AS','Bergen','Stavanger','NO','2024-03-01','2024-03-31','2024-03-18',-800,-200,-1000,-1000,'NOK','BANK',0,'PN','LS','F2403'),
('F2405','INV','C107','Turku Sauna Oy','Turku','Turku','FI','2024-03-12','2024-04-11','2024-05-06',1980,475.2,2455.2,2455.2,'EUR','CASH',1,'EA','PN',NULL),
('F2406','INV','C102','Jensen Mobler','Aarhus','Aarhus','DK','2024-04-04','2024-05-04',NULL,7300,1825,9125,NULL,'DKK',NULL,1,'GH','LS',NULL),
('F2407','INV','C105','Uppsala Optik','Uppsala','Uppsala','SE','2024-04-30','2024-05-30','2024-05-28',450,112.5,562.5,562.5,'SEK','CARD',0,'EA','EA',NULL),
('F2408','INV','C104','Bakeri Solvik','Oslo','Drammen','NO','2024-05-15','2024-06-14',NULL,910,136.5,1046.5,500,'NOK','CASH',1,'EA','PN',NULL),
('F2409','INV','C108','Kiruna Trails','Kiruna','Kiruna','SE','2024-06-06','2024-07-06','2024-07-01',2640,660,3300,3300,'SEK','BANK',0,'GH','LS',NULL),
('F2410','INV','C103','Tampere Paper Oy','Tampere','Helsinki','FI','2024-07-23','2024-08-22',NULL,15400,3696,19096,NULL,'EUR',NULL,2,'PN','TW',NULL),
('F2411','CRN','C103','Tampere Paper Oy','Tampere','Helsinki','FI','2024-08-02','2024-09-01',NULL,-1200,-288,-1488,NULL,'EUR',NULL,0,'PN','LS','F2410'),
('F2412','INV','C107','Turku Sauna Oy','Turku','Naantali','FI','2024-09-17','2024-10-17','2024-10-15',3350,804,4154,4154,'EUR','BANK',0,'GH','LS',NULL);
