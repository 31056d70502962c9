CREATE TABLE departments (
  dept_id INTEGER PRIMARY KEY,
  dept_name TEXT,
  floor_area INTEGER,
  head_id INTEGER REFERENCES gardeners(gardener_id)
);
CREATE TABLE gardeners (
  gardener_id INTEGER PRIMARY KEY,
  forename TEXT,
  surname TEXT,
  age INTEGER,
  dept_id INTEGER REFERENCES departments(dept_id),
  weekly_hours REAL,
  trained TEXT
);
CREATE TABLE nurseries (
  nursery_id INTEGER PRIMARY KEY,
  nursery_name TEXT,
  town TEXT,
  organic INTEGER,
  phone TEXT
);
CREATE TABLE plants (
  plant_id INTEGER PRIMARY KEY,
  common_name TEXT,
  botanical_name TEXT,
  plant_type TEXT,
  light_code TEXT REFERENCES light_needs(light_code),
  nursery_id INTEGER REFERENCES nurseries(nursery_id),
  dept_id INTEGER REFERENCES departments(dept_id),
  pot_price REAL,
  cost REAL,
  in_stock INTEGER,
  max_height_cm INTEGER
);
CREATE TABLE light_needs (
  light_code TEXT PRIMARY KEY,
  meaning TEXT
);
CREATE TABLE customers (
  cust_id INTEGER PRIMARY KEY,
  cust_name TEXT,
  town TEXT,
  garden_card TEXT,
  card_since TEXT
);
CREATE TABLE tickets (
  ticket_id INTEGER PRIMARY KEY,
  cust_id INTEGER REFERENCES customers(cust_id),
  advised_by INTEGER REFERENCES gardeners(gardener_id),
  cashier_id INTEGER REFERENCES gardeners(gardener_id),
  sold_at TEXT,
  delivery TEXT,
  delivered_on TEXT
);
CREATE TABLE ticket_plants (
  ticket_id INTEGER REFERENCES tickets(ticket_id),
  plant_id INTEGER REFERENCES plants(plant_id),
  qty INTEGER,
  price REAL,
  died INTEGER,
  PRIMARY KEY (ticket_id, plant_id)
);
INSERT INTO light_needs VALUES ('S','full sun'),('H','half shade'),('D','deep shade'),('I','indoor light');
INSERT INTO departments VALUES (1,'Perennials',420,NULL),(2,'Trees and shrubs',900,NULL),(3,'House plants',160,NULL),(4,'Kitchen garden',210,NULL),(5,'Pond',80,NULL);
INSERT INTO gardeners VALUES
 (21,'Marian','Holt',52,1,38.5,'Y'),
 (22,'Piers','Dunn',34,2,38.5,'Y'),
 (23,'Sadie','Marsh',27,3,20,'N'),
 (24,'Colin','Birch',61,2,30,'Y'),
 (25,'Tess','Field',23,4,25,'N'),
 (26,'Greta','Stone',45,3,38.5,'Y'),
 (27,'Amos','Reed',39,NULL,12,'N');
UPDATE departments SET head_id = 21 WHERE dept_id = 1;
UPDATE departments SET head_id = 24 WHERE dept_id = 2;
UPDATE departments SET head_id = 26 WHERE dept_id = 3;
UPDATE departments SET head_id = 21 WHERE dept_id = 4;
INSERT INTO nurseries VALUES (1,'Hillcrest Nursery','Ludlow',1,'01584 220'),(2,'Penfold Trees','Hereford',0,'01432 871'),(3,'Green Glass','Bristol',0,NULL),(4,'Herb Barn','Ludlow',1,'01584 913'),(5,'Fernside','Malvern',1,NULL);
INSERT INTO plants VALUES
 (1,'English lavender','Lavandula angustifolia','perennial','S',1,1,5.95,2.10,140,60),
 (2,'Hosta','Hosta sieboldiana','perennial','D',1,1,8.50,3.20,35,70),
 (3,'Cranesbill','Geranium macrorrhizum','perennial','H',1,1,6.25,2.30,0,40),
 (4,'Crab apple','Malus sylvestris','tree','S',2,2,48.00,22.00,9,600),
 (5,'Japanese maple','Acer palmatum','tree','H',2,2,74.00,36.50,4,400),
 (6,'Hydrangea','Hydrangea macrophylla','shrub','H',2,2,19.90,8.40,26,150),
 (7,'Box','Buxus sempervirens','shrub','H',2,2,12.50,5.00,0,120),
 (8,'Rubber plant','Ficus elastica','house plant','I',3,3,22.00,9.00,12,250),
 (9,'Peace lily','Spathiphyllum wallisii','house plant','I',3,3,14.50,5.60,21,55),
 (10,'Rosemary','Salvia rosmarinus','herb','S',4,4,3.95,1.20,80,110),
 (11,'Basil','Ocimum basilicum','herb','S',4,4,2.75,0.80,64,45),
 (12,'Tomato plant','Solanum lycopersicum','vegetable','S',4,4,3.25,1.05,120,180),
 (13,'Climbing rose','Rosa multiflora','shrub','S',1,2,24.50,10.80,15,350);
INSERT INTO customers VALUES
 (301,'Harriet Lowe','Ludlow','G','2019-03-30'),
 (302,'Bill Tranter','Leominster','S','2021-05-08'),
 (303,'Priory Hotel','Ludlow','G','2017-04-22'),
 (304,'Anita Desai','Hereford',NULL,NULL),
 (305,'Town Parks Team','Hereford','G','2020-02-17'),
 (306,'Joe Penny','Ludlow','S','2024-06-01'),
 (307,'Rose Cottage B and B','Malvern',NULL,NULL),
 (308,'Nora Finch','Leominster','S','2023-09-09');
INSERT INTO tickets VALUES
 (1,301,21,23,'2024-04-06 10:20:00','N',NULL),
 (2,303,22,27,'2024-04-20 14:05:00','Y','2024-04-23'),
 (3,305,24,27,'2024-05-11 09:40:00','Y','2024-05-14'),
 (4,302,NULL,23,'2024-05-18 14:30:00','N',NULL),
 (5,303,26,23,'2024-10-12 11:15:00','Y','2024-10-15'),
 (6,306,21,25,'2024-10-26 14:45:00','N',NULL),
 (7,301,25,25,'2025-03-29 10:05:00','N',NULL),
 (8,304,24,27,'2025-04-05 15:20:00','Y',NULL),
 (9,305,22,23,'2025-04-12 14:10:00','Y','2025-04-16'),
 (10,303,21,23,'2025-04-19 11:50:00','Y',NULL),
 (11,308,NULL,25,'2025-04-20 14:55:00','N',NULL),
 (12,302,22,27,'2025-05-03 10:35:00','N',NULL);
INSERT INTO ticket_plants VALUES
 (1,1,6,5.95,0),(1,2,2,8.50,1),
 (2,4,2,48.00,0),(2,6,6,18.50,1),
 (3,4,5,45.00,0),(3,13,8,22.00,2),
 (4,11,3,2.75,0),(4,10,2,3.95,0),
 (5,8,4,21.00,0),(5,9,6,14.00,2),
 (6,2,1,8.50,0),
 (7,12,10,3.00,0),(7,11,4,2.75,1),
 (8,5,1,74.00,0),
 (9,6,12,18.00,0),(9,1,40,5.50,3),
 (10,1,24,5.50,0),(10,13,2,24.50,0),
 (11,9,1,14.50,0),
 (12,13,1,24.50,0),(12,6,2,19.90,0);
