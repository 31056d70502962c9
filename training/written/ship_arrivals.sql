CREATE TABLE agt (agt_cd TEXT PRIMARY KEY, agt_nm TEXT, tel TEXT, hq_port TEXT);
CREATE TABLE brth (brth_no TEXT PRIMARY KEY, quay TEXT, len_m INTEGER, depth_m REAL, cranes INTEGER);
CREATE TABLE call_log (
 call_no INTEGER PRIMARY KEY, vsl_nm TEXT, imo TEXT, flag TEXT, vsl_tp TEXT, gt INTEGER, loa_m REAL, draught_m REAL, last_port TEXT, next_port TEXT,
 eta TEXT, ata TEXT, atd TEXT, brth_no TEXT REFERENCES brth(brth_no), agt_cd TEXT REFERENCES agt(agt_cd), cargo_in_t REAL, cargo_out_t REAL, teu INTEGER, pax INTEGER,
 dues_eur REAL, pilot_eur REAL, waste_fee_eur REAL, paid_yn TEXT, shore_power INTEGER);
INSERT INTO agt VALUES ('HAN','Hansen Agency','+45 3311','Kolby'),('MER','Mercator Shipping Services','+31 1022','Rosmond'),('TRI','Trident & Sons','+44 2088','Felling'),('PAL','Palomar Agents',NULL,'Porto Vel');
INSERT INTO brth VALUES ('1','North Quay',210,9.5,0),('2','North Quay',260,10.5,2),('5','Container Quay',380,14.0,4),('6','Container Quay',380,14.0,3),('8','Bulk Jetty',240,12.5,1),('C','Cruise Pier',330,11.0,0);
INSERT INTO call_log VALUES
(1,'Astrid Maru','9301122','PA','CONTAINER',41200,262.0,12.1,'Rosmond','Felling','2024-03-02 06:00:00','2024-03-02 07:20:00','2024-03-03 01:10:00','5','MER',8200,6100,1240,0,18540,2310,420,'Y',0),
(2,'Nordic Plover','9288410','DK','RORO',18900,172.5,6.4,'Kolby','Kolby','2024-03-04 05:30:00','2024-03-04 05:25:00','2024-03-04 14:00:00','2','HAN',2950,3100,NULL,88,6615,1180,310,'Y',1),
(3,'Grain Duke','9144873','LR','BULK',27600,189.9,10.9,'Porto Vel','Santa Rua','2024-03-07 20:00:00','2024-03-09 04:45:00','2024-03-12 16:30:00','8','PAL',0,31500,NULL,0,11040,1920,365,'N',0),
(4,'Celia of the Seas','9720118','MT','CRUISE',88400,294.0,8.2,'Felling','Kolby','2024-04-14 07:00:00','2024-04-14 06:50:00','2024-04-14 18:05:00','C','TRI',NULL,NULL,NULL,2410,35360,2890,1950,'Y',1),
(5,'Nordic Plover','9288410','DK','RORO',18900,172.5,6.5,'Kolby','Kolby','2024-04-15 05:30:00','2024-04-15 06:40:00','2024-04-15 14:20:00','2','HAN',3020,2760,NULL,96,6615,1180,310,'Y',1),
(6,'Bright Petrel','9410007','PA','TANKER',29800,183.0,11.4,'Rosmond','Rosmond','2024-04-21 13:00:00','2024-04-21 12:30:00','2024-04-23 03:15:00','8','MER',34200,0,NULL,0,14900,2240,640,'Y',0),
(7,'Astrid Maru','9301122','PA','CONTAINER',41200,262.0,11.7,'Rosmond','Felling','2024-05-01 06:00:00','2024-05-01 11:15:00','2024-05-02 02:40:00','5','MER',7700,6900,1185,0,18540,2310,420,'Y',0),
(8,'Ocean Kestrel','9655231','LR','CONTAINER',68300,318.2,13.2,'Porto Vel','Rosmond','2024-05-06 18:00:00','2024-05-06 22:05:00','2024-05-08 09:30:00','6','PAL',14100,9800,2310,0,30735,2980,510,'N',0),
(9,'Little Tern','8811904','DK','general cargo',2450,88.0,4.9,'Kolby','Sandhavn','2024-05-11 09:00:00','2024-05-11 08:40:00','2024-05-11 19:55:00','1','HAN',1850,0,NULL,0,858,540,120,'Y',0),
(10,'Gloria Vela','9803345','IT','CRUISE',112900,323.6,8.5,'Sandhavn','Felling','2024-05-19 08:00:00','2024-05-19 08:10:00','2024-05-19 20:00:00','C','TRI',NULL,NULL,NULL,3180,45160,3010,2600,'N',0),
(11,'Grain Duke','9144873','LR','BULK',27600,189.9,10.4,'Santa Rua','Porto Vel','2024-06-03 03:00:00','2024-06-04 17:20:00','2024-06-08 05:00:00','8','PAL',0,29800,NULL,0,11040,1920,365,'N',0),
(12,'Little Tern','8811904','DK','general cargo',2450,88.0,5.1,'Sandhavn','Kolby','2024-06-05 10:00:00','2024-06-05 10:45:00','2024-06-06 06:10:00','1','HAN',1420,390,NULL,0,858,540,120,'Y',0),
(13,'Celia of the Seas','9720118','MT','CRUISE',88400,294.0,8.2,'Felling','Kolby','2024-06-16 07:00:00','2024-06-16 07:05:00','2024-06-16 18:30:00','C','TRI',NULL,NULL,NULL,2655,35360,2890,1950,'Y',1),
(14,'Marsh Harrier','9377650','GB','RORO',22100,186.0,6.7,'Felling','Felling','2024-06-18 16:00:00','2024-06-18 15:35:00','2024-06-18 23:50:00','2','TRI',4120,3870,NULL,142,7735,1240,330,'Y',0),
(15,'Ocean Kestrel','9655231','LR','CONTAINER',68300,318.2,12.8,'Rosmond','Porto Vel','2024-07-02 02:00:00','2024-07-02 09:30:00','2024-07-03 16:15:00','6','PAL',13300,11200,2465,0,30735,2980,510,'N',0),
(16,'Astrid Maru','9301122','PA','CONTAINER',41200,262.0,11.9,'Rosmond','Felling','2024-07-08 06:00:00','2024-07-08 05:50:00','2024-07-08 23:25:00','5','MER',8450,7020,1310,0,18540,2310,420,'Y',0),
(17,'Sea Bramble','9566012','GB','general cargo',3980,99.9,5.6,'Felling','Sandhavn','2024-07-15 12:00:00','2024-07-15 14:10:00','2024-07-16 20:20:00','1','TRI',0,3300,NULL,0,1393,610,140,'Y',0),
(18,'Bright Petrel','9410007','PA','TANKER',29800,183.0,11.2,'Rosmond','Santa Rua','2024-07-22 15:00:00','2024-07-22 21:00:00',NULL,'8','MER',NULL,NULL,NULL,0,14900,2240,NULL,'N',0),
(19,'Marsh Harrier','9377650','GB','RORO',22100,186.0,NULL,'Felling','Felling','2024-07-24 16:00:00',NULL,NULL,NULL,'TRI',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'N',NULL);
