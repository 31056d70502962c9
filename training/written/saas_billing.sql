CREATE TABLE plans (plan_id INTEGER PRIMARY KEY, plan_name TEXT, monthly_price REAL, max_users INTEGER, is_public INTEGER);
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, full_name TEXT, team TEXT, reports_to INTEGER REFERENCES staff(staff_id));
CREATE TABLE accounts (account_id INTEGER PRIMARY KEY, company_name TEXT, country_code TEXT, industry TEXT, signup_date TEXT, contact_email TEXT, account_manager_id INTEGER REFERENCES staff(staff_id), parent_account_id INTEGER REFERENCES accounts(account_id));
CREATE TABLE churn_reasons (reason_code TEXT PRIMARY KEY, description TEXT);
CREATE TABLE subscriptions (subscription_id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES accounts(account_id), plan_id INTEGER REFERENCES plans(plan_id), started_on TEXT, cancelled_on TEXT, cancel_reason TEXT REFERENCES churn_reasons(reason_code), billing_cycle TEXT, seats INTEGER, sold_by INTEGER REFERENCES staff(staff_id), approved_by INTEGER REFERENCES staff(staff_id));
CREATE TABLE invoices (invoice_no INTEGER PRIMARY KEY, subscription_id INTEGER REFERENCES subscriptions(subscription_id), issued_on TEXT, due_on TEXT, paid_on TEXT, amount REAL, discount REAL, payment_method TEXT);
INSERT INTO plans VALUES (1,'Starter',19,5,1),(2,'Team',59,20,1),(3,'Business',149,75,1),(4,'Enterprise',499,1000,0),(5,'Nonprofit',9,15,0),(6,'Legacy Gold',89,30,0),(7,'Reseller',299,200,0);
INSERT INTO staff VALUES (1,'Helga Brandt','Sales',NULL),(2,'Marco Ricci','Sales',1),(3,'Aisha Karim','Sales',1),(4,'Joanna Peel','Success',6),(5,'Tomasz Nowak','Success',6),(6,'Victor Lund','Success',NULL),(7,'Renee Colbert','Finance',NULL);
INSERT INTO accounts VALUES
(101,'Brightleaf Logistics','DE','Logistics','2022-03-14','ops@brightleaf.example',4,NULL),
(102,'Brightleaf Nordic','SE','Logistics','2023-05-02','nordic@brightleaf.example',4,101),
(103,'Quarry Law','GB','Legal','2022-11-21','it@quarrylaw.example',5,NULL),
(104,'Petit Four Bakery','FR','Food','2023-01-09','bonjour@petitfour.example',5,NULL),
(105,'Atelier Mosse','FR','Design','2024-02-17',NULL,4,NULL),
(106,'Kestrel Robotics','DE','Engineering','2023-08-30','admin@kestrel.example',6,NULL),
(107,'Green Harbour Trust','GB','Charity','2024-04-05','office@greenharbour.example',NULL,NULL),
(108,'Solano Foods','ES','Food','2024-06-19','hola@solano.example',5,NULL),
(109,'Kestrel Labs','DE','Engineering','2024-09-12',NULL,6,106),
(110,'Pinewood Dental','US','Health','2025-01-20','front@pinewood.example',NULL,NULL),
(111,'Marlow Studio','US','Design','2025-03-03','hi@marlow.example',4,NULL);
INSERT INTO churn_reasons VALUES ('PRC','Too expensive'),('CMP','Went to a competitor'),('OOB','Out of business'),('FTR','Missing features'),('MRG','Merged accounts');
INSERT INTO subscriptions VALUES
(1,101,2,'2022-03-20','2023-03-31','FTR','M',12,2,1),
(2,101,4,'2023-04-01',NULL,NULL,'Y',240,2,1),
(3,102,3,'2023-05-10',NULL,NULL,'Y',48,3,1),
(4,103,2,'2022-12-01','2024-06-30','PRC','M',15,3,7),
(5,104,1,'2023-01-15','2024-01-14','PRC','M',4,2,NULL),
(6,105,1,'2024-02-20',NULL,NULL,'M',3,NULL,NULL),
(7,106,3,'2023-09-01',NULL,NULL,'M',60,3,1),
(8,107,5,'2024-04-10',NULL,NULL,'Y',11,2,7),
(9,108,2,'2024-07-01','2025-02-28','CMP','M',18,3,1),
(10,109,3,'2024-09-15','2025-04-30','MRG','Y',33,2,1),
(11,111,1,'2025-03-05',NULL,NULL,'M',2,NULL,NULL),
(12,108,1,'2025-03-01',NULL,NULL,'M',5,3,NULL),
(13,103,6,'2024-07-01',NULL,NULL,'Y',20,2,1);
INSERT INTO invoices VALUES
(9001,1,'2022-04-01','2022-04-15','2022-04-10',708,0,'card'),
(9002,2,'2023-04-03','2023-05-03','2023-05-20',5988,500,'transfer'),
(9003,3,'2023-05-12','2023-06-12','2023-06-01',1788,0,'transfer'),
(9004,4,'2023-12-01','2023-12-15','2023-12-15',59,0,'card'),
(9005,5,'2023-06-15','2023-06-30','2023-07-22',19,0,'card'),
(9006,7,'2024-01-01','2024-01-15','2024-01-09',149,15,'direct debit'),
(9007,2,'2024-04-02','2024-05-02','2024-04-28',5400,600,'transfer'),
(9008,8,'2024-04-12','2024-05-12',NULL,108,20,NULL),
(9009,9,'2024-08-01','2024-08-15','2024-08-30',65,0,'card'),
(9010,10,'2024-09-20','2024-10-20','2024-10-02',1790,100,'transfer'),
(9011,13,'2024-07-05','2024-08-05','2024-08-01',1068,0,'direct debit'),
(9012,6,'2025-02-20','2025-03-06',NULL,21,0,NULL),
(9013,11,'2025-03-06','2025-03-20','2025-03-06',18,0,'card'),
(9014,3,'2025-05-12','2025-06-12',NULL,1850,0,NULL);
