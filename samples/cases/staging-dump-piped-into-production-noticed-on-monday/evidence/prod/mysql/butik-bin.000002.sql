/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=1*/;
/*!40019 SET @@session.max_delayed_threads=0*/;
/*!50003 SET @OLD_COMPLETION_TYPE=@@COMPLETION_TYPE,COMPLETION_TYPE=0*/;
DELIMITER /*!*/;
# at 4
#260206  6:25:03 server id 3  end_log_pos 256 CRC32 0x7bc82fb9 	Start: binlog v 4, server v 10.11.19-MariaDB-0+deb12u1-log created 260206  6:25:03
BINLOG '
L3uFaQ8DAAAA/AAAAAABAAAAAAQAMTAuMTEuMTktTWFyaWFEQi0wK2RlYjEydTEtbG9nAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAEzgNAAgAEgAEBAQEEgAA5AAEGggAAAAICAgCAAAACgoKAAAAAAAA
CgoKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAEEwQADQgICAoKCgG5L8h7
'/*!*/;
# at 256
#260206  6:25:03 server id 3  end_log_pos 299 CRC32 0x53f775c2 	Gtid list [0-3-21]
# at 299
#260206  6:25:03 server id 3  end_log_pos 342 CRC32 0xcdc61d04 	Binlog checkpoint butik-bin.000001
# at 342
#260206  6:25:03 server id 3  end_log_pos 385 CRC32 0xb041c3c4 	Binlog checkpoint butik-bin.000002
# at 385
#260206 14:20:05 server id 3  end_log_pos 427 CRC32 0x9910f0b1 	GTID 0-3-22 trans
/*M!100101 SET @@session.skip_parallel_replication=0*//*!*/;
/*M!100001 SET @@session.gtid_domain_id=0*//*!*/;
/*M!100001 SET @@session.server_id=3*//*!*/;
/*M!100001 SET @@session.gtid_seq_no=22*//*!*/;
START TRANSACTION
/*!*/;
# at 427
#260206 14:20:05 server id 3  end_log_pos 459 CRC32 0x470d75e6 	Intvar
SET INSERT_ID=611/*!*/;
# at 459
#260206 14:20:05 server id 3  end_log_pos 615 CRC32 0x5cab237f 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
use `butik`/*!*/;
SET TIMESTAMP=1770384005/*!*/;
SET @@session.pseudo_thread_id=8/*!*/;
SET @@session.foreign_key_checks=1, @@session.sql_auto_is_null=0, @@session.unique_checks=1, @@session.autocommit=1, @@session.check_constraint_checks=1, @@session.sql_if_exists=0, @@session.explicit_defaults_for_timestamp=1, @@session.system_versioning_insert_history=0/*!*/;
SET @@session.sql_mode=1411383296/*!*/;
SET @@session.auto_increment_increment=1, @@session.auto_increment_offset=1/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=8/*!*/;
SET @@session.lc_time_names=0/*!*/;
SET @@session.collation_database=DEFAULT/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (6, 769.33, '2026-02-06 14:20:05')
/*!*/;
# at 615
#260206 14:20:05 server id 3  end_log_pos 647 CRC32 0x934c4af8 	Intvar
SET INSERT_ID=991/*!*/;
# at 647
#260206 14:20:05 server id 3  end_log_pos 787 CRC32 0xade56d48 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770384005/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (611, 'V0102', 3)
/*!*/;
# at 787
#260206 14:20:05 server id 3  end_log_pos 818 CRC32 0x93b56b57 	Xid = 164
COMMIT/*!*/;
# at 818
#260206 14:41:33 server id 3  end_log_pos 860 CRC32 0xfe653880 	GTID 0-3-23 trans
/*M!100001 SET @@session.gtid_seq_no=23*//*!*/;
START TRANSACTION
/*!*/;
# at 860
#260206 14:41:33 server id 3  end_log_pos 892 CRC32 0xb7e57ece 	Intvar
SET INSERT_ID=612/*!*/;
# at 892
#260206 14:41:33 server id 3  end_log_pos 1049 CRC32 0xbe4e5631 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770385293/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (19, 647.63, '2026-02-06 14:41:33')
/*!*/;
# at 1049
#260206 14:41:33 server id 3  end_log_pos 1081 CRC32 0x5a52916c 	Intvar
SET INSERT_ID=992/*!*/;
# at 1081
#260206 14:41:33 server id 3  end_log_pos 1221 CRC32 0x4bc48f8d 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770385293/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (612, 'V0047', 1)
/*!*/;
# at 1221
#260206 14:41:33 server id 3  end_log_pos 1252 CRC32 0xead8f14a 	Xid = 168
COMMIT/*!*/;
# at 1252
#260206 14:55:18 server id 3  end_log_pos 1294 CRC32 0x6f73eb31 	GTID 0-3-24 trans
/*M!100001 SET @@session.gtid_seq_no=24*//*!*/;
START TRANSACTION
/*!*/;
# at 1294
#260206 14:55:18 server id 3  end_log_pos 1326 CRC32 0x54a7c511 	Intvar
SET INSERT_ID=613/*!*/;
# at 1326
#260206 14:55:18 server id 3  end_log_pos 1482 CRC32 0xb4882ebd 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386118/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (7, 892.27, '2026-02-06 14:55:18')
/*!*/;
# at 1482
#260206 14:55:18 server id 3  end_log_pos 1514 CRC32 0x2ba1ab20 	Intvar
SET INSERT_ID=993/*!*/;
# at 1514
#260206 14:55:18 server id 3  end_log_pos 1654 CRC32 0x084f5c35 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386118/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (613, 'V0055', 1)
/*!*/;
# at 1654
#260206 14:55:18 server id 3  end_log_pos 1685 CRC32 0x98e90e19 	Xid = 172
COMMIT/*!*/;
# at 1685
#260206 15:02:37 server id 3  end_log_pos 1727 CRC32 0x7bbf031d 	GTID 0-3-25 ddl
/*M!100001 SET @@session.gtid_seq_no=25*//*!*/;
# at 1727
#260206 15:02:37 server id 3  end_log_pos 1859 CRC32 0x17e94678 	Query	thread_id=9	exec_time=0	error_code=0	xid=185
SET TIMESTAMP=1770386557/*!*/;
SET @@session.pseudo_thread_id=9/*!*/;
SET @@session.foreign_key_checks=0, @@session.unique_checks=0/*!*/;
SET @@session.sql_mode=524288/*!*/;
DROP TABLE IF EXISTS `kunder` /* generated by server */
/*!*/;
# at 1859
#260206 15:02:37 server id 3  end_log_pos 1901 CRC32 0x87ba4bea 	GTID 0-3-26 ddl
/*M!100001 SET @@session.gtid_seq_no=26*//*!*/;
# at 1901
#260206 15:02:37 server id 3  end_log_pos 2214 CRC32 0xe54b3260 	Query	thread_id=9	exec_time=0	error_code=0	xid=188
SET TIMESTAMP=1770386557/*!*/;
CREATE TABLE `kunder` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `navn` varchar(60) NOT NULL,
  `email` varchar(80) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=26 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
/*!*/;
# at 2214
#260206 15:02:37 server id 3  end_log_pos 2256 CRC32 0x8463d138 	GTID 0-3-27 ddl
/*M!100001 SET @@session.gtid_seq_no=27*//*!*/;
# at 2256
#260206 15:02:37 server id 3  end_log_pos 2378 CRC32 0x7ef40440 	Query	thread_id=9	exec_time=0	error_code=0	xid=191
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `kunder` DISABLE KEYS */
/*!*/;
# at 2378
#260206 15:02:37 server id 3  end_log_pos 2420 CRC32 0x34441cfb 	GTID 0-3-28 trans
/*M!100001 SET @@session.gtid_seq_no=28*//*!*/;
START TRANSACTION
/*!*/;
# at 2420
#260206 15:02:37 server id 3  end_log_pos 3660 CRC32 0xe66788fd 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386557/*!*/;
INSERT INTO `kunder` VALUES
(1,'Kunde 0','kunde0@staging.example.com'),
(2,'Kunde 1','kunde1@staging.example.com'),
(3,'Kunde 2','kunde2@staging.example.com'),
(4,'Kunde 3','kunde3@staging.example.com'),
(5,'Kunde 4','kunde4@staging.example.com'),
(6,'Kunde 5','kunde5@staging.example.com'),
(7,'Kunde 6','kunde6@staging.example.com'),
(8,'Kunde 7','kunde7@staging.example.com'),
(9,'Kunde 8','kunde8@staging.example.com'),
(10,'Kunde 9','kunde9@staging.example.com'),
(11,'Kunde 10','kunde10@staging.example.com'),
(12,'Kunde 11','kunde11@staging.example.com'),
(13,'Kunde 12','kunde12@staging.example.com'),
(14,'Kunde 13','kunde13@staging.example.com'),
(15,'Kunde 14','kunde14@staging.example.com'),
(16,'Kunde 15','kunde15@staging.example.com'),
(17,'Kunde 16','kunde16@staging.example.com'),
(18,'Kunde 17','kunde17@staging.example.com'),
(19,'Kunde 18','kunde18@staging.example.com'),
(20,'Kunde 19','kunde19@staging.example.com'),
(21,'Kunde 20','kunde20@staging.example.com'),
(22,'Kunde 21','kunde21@staging.example.com'),
(23,'Kunde 22','kunde22@staging.example.com'),
(24,'Kunde 23','kunde23@staging.example.com'),
(25,'Kunde 24','kunde24@staging.example.com')
/*!*/;
# at 3660
#260206 15:02:37 server id 3  end_log_pos 3691 CRC32 0xd54aeacb 	Xid = 192
COMMIT/*!*/;
# at 3691
#260206 15:02:37 server id 3  end_log_pos 3733 CRC32 0x4c99c977 	GTID 0-3-29 ddl
/*M!100001 SET @@session.gtid_seq_no=29*//*!*/;
# at 3733
#260206 15:02:37 server id 3  end_log_pos 3854 CRC32 0x95ac218d 	Query	thread_id=9	exec_time=0	error_code=0	xid=193
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `kunder` ENABLE KEYS */
/*!*/;
# at 3854
#260206 15:02:37 server id 3  end_log_pos 3896 CRC32 0x01d31cd4 	GTID 0-3-30 ddl
/*M!100001 SET @@session.gtid_seq_no=30*//*!*/;
# at 3896
#260206 15:02:37 server id 3  end_log_pos 4033 CRC32 0xb8557b2b 	Query	thread_id=9	exec_time=0	error_code=0	xid=195
SET TIMESTAMP=1770386557/*!*/;
DROP TABLE IF EXISTS `ordrelinjer` /* generated by server */
/*!*/;
# at 4033
#260206 15:02:37 server id 3  end_log_pos 4075 CRC32 0xadcca7fb 	GTID 0-3-31 ddl
/*M!100001 SET @@session.gtid_seq_no=31*//*!*/;
# at 4075
#260206 15:02:37 server id 3  end_log_pos 4416 CRC32 0x72c66b71 	Query	thread_id=9	exec_time=0	error_code=0	xid=198
SET TIMESTAMP=1770386557/*!*/;
CREATE TABLE `ordrelinjer` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `ordre_id` int(11) NOT NULL,
  `vare` varchar(20) NOT NULL,
  `antal` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=71 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
/*!*/;
# at 4416
#260206 15:02:37 server id 3  end_log_pos 4458 CRC32 0xce6fcc45 	GTID 0-3-32 ddl
/*M!100001 SET @@session.gtid_seq_no=32*//*!*/;
# at 4458
#260206 15:02:37 server id 3  end_log_pos 4585 CRC32 0x20bea646 	Query	thread_id=9	exec_time=0	error_code=0	xid=201
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `ordrelinjer` DISABLE KEYS */
/*!*/;
# at 4585
#260206 15:02:37 server id 3  end_log_pos 4627 CRC32 0x068202fc 	GTID 0-3-33 trans
/*M!100001 SET @@session.gtid_seq_no=33*//*!*/;
START TRANSACTION
/*!*/;
# at 4627
#260206 15:02:37 server id 3  end_log_pos 6026 CRC32 0xbe73c049 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386557/*!*/;
INSERT INTO `ordrelinjer` VALUES
(1,7,'V0262',2),
(2,4,'V0082',6),
(3,28,'V0214',5),
(4,10,'V0297',2),
(5,22,'V0037',1),
(6,30,'V0291',3),
(7,25,'V0280',2),
(8,17,'V0268',6),
(9,31,'V0279',3),
(10,33,'V0222',3),
(11,39,'V0048',6),
(12,20,'V0042',4),
(13,9,'V0277',3),
(14,8,'V0255',6),
(15,4,'V0255',2),
(16,18,'V0163',2),
(17,2,'V0101',1),
(18,35,'V0264',5),
(19,22,'V0198',1),
(20,21,'V0255',6),
(21,7,'V0017',5),
(22,7,'V0154',6),
(23,16,'V0271',1),
(24,39,'V0214',1),
(25,14,'V0152',4),
(26,3,'V0236',2),
(27,13,'V0202',6),
(28,17,'V0064',2),
(29,5,'V0257',3),
(30,5,'V0171',5),
(31,14,'V0039',4),
(32,35,'V0227',4),
(33,4,'V0199',2),
(34,40,'V0170',5),
(35,37,'V0199',3),
(36,32,'V0135',3),
(37,30,'V0274',3),
(38,2,'V0094',4),
(39,7,'V0236',6),
(40,11,'V0110',3),
(41,36,'V0015',4),
(42,23,'V0063',6),
(43,25,'V0028',4),
(44,27,'V0039',5),
(45,21,'V0119',4),
(46,12,'V0016',3),
(47,2,'V0116',1),
(48,22,'V0086',6),
(49,6,'V0139',5),
(50,15,'V0004',1),
(51,34,'V0085',1),
(52,23,'V0117',1),
(53,4,'V0226',6),
(54,4,'V0228',4),
(55,14,'V0083',4),
(56,37,'V0063',2),
(57,40,'V0244',4),
(58,17,'V0096',3),
(59,3,'V0045',6),
(60,34,'V0079',4),
(61,1,'V0050',1),
(62,29,'V0244',5),
(63,30,'V0005',1),
(64,20,'V0023',4),
(65,14,'V0017',2),
(66,27,'V0291',1),
(67,14,'V0274',5),
(68,5,'V0020',4),
(69,30,'V0131',1),
(70,34,'V0065',4)
/*!*/;
# at 6026
#260206 15:02:37 server id 3  end_log_pos 6057 CRC32 0x54bc868f 	Xid = 202
COMMIT/*!*/;
# at 6057
#260206 15:02:37 server id 3  end_log_pos 6099 CRC32 0xc675c35c 	GTID 0-3-34 ddl
/*M!100001 SET @@session.gtid_seq_no=34*//*!*/;
# at 6099
#260206 15:02:37 server id 3  end_log_pos 6225 CRC32 0x9a4f2fde 	Query	thread_id=9	exec_time=0	error_code=0	xid=203
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `ordrelinjer` ENABLE KEYS */
/*!*/;
# at 6225
#260206 15:02:37 server id 3  end_log_pos 6267 CRC32 0xc38da415 	GTID 0-3-35 ddl
/*M!100001 SET @@session.gtid_seq_no=35*//*!*/;
# at 6267
#260206 15:02:37 server id 3  end_log_pos 6399 CRC32 0xa43e8d63 	Query	thread_id=9	exec_time=0	error_code=0	xid=205
SET TIMESTAMP=1770386557/*!*/;
DROP TABLE IF EXISTS `ordrer` /* generated by server */
/*!*/;
# at 6399
#260206 15:02:37 server id 3  end_log_pos 6441 CRC32 0x7bcad0b3 	GTID 0-3-36 ddl
/*M!100001 SET @@session.gtid_seq_no=36*//*!*/;
# at 6441
#260206 15:02:37 server id 3  end_log_pos 6783 CRC32 0x4ff0be69 	Query	thread_id=9	exec_time=0	error_code=0	xid=208
SET TIMESTAMP=1770386557/*!*/;
CREATE TABLE `ordrer` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `kunde_id` int(11) NOT NULL,
  `total` decimal(9,2) NOT NULL,
  `oprettet` datetime NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=41 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
/*!*/;
# at 6783
#260206 15:02:37 server id 3  end_log_pos 6825 CRC32 0x591cc870 	GTID 0-3-37 ddl
/*M!100001 SET @@session.gtid_seq_no=37*//*!*/;
# at 6825
#260206 15:02:37 server id 3  end_log_pos 6947 CRC32 0x1cc62c25 	Query	thread_id=9	exec_time=0	error_code=0	xid=211
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `ordrer` DISABLE KEYS */
/*!*/;
# at 6947
#260206 15:02:37 server id 3  end_log_pos 6989 CRC32 0xbb7e93a8 	GTID 0-3-38 trans
/*M!100001 SET @@session.gtid_seq_no=38*//*!*/;
START TRANSACTION
/*!*/;
# at 6989
#260206 15:02:37 server id 3  end_log_pos 8603 CRC32 0x3210421e 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386557/*!*/;
INSERT INTO `ordrer` VALUES
(1,4,679.51,'2025-10-06 10:00:00'),
(2,21,1620.31,'2025-10-16 10:00:00'),
(3,19,1712.41,'2025-10-12 10:00:00'),
(4,18,1367.86,'2025-10-17 10:00:00'),
(5,5,1730.76,'2025-10-11 10:00:00'),
(6,22,1693.52,'2025-10-13 10:00:00'),
(7,18,998.48,'2025-10-16 10:00:00'),
(8,1,1325.19,'2025-10-28 10:00:00'),
(9,10,485.89,'2025-10-12 10:00:00'),
(10,15,1124.88,'2025-10-22 10:00:00'),
(11,14,1561.53,'2025-10-09 10:00:00'),
(12,14,959.95,'2025-10-21 10:00:00'),
(13,10,578.28,'2025-10-13 10:00:00'),
(14,24,1463.13,'2025-10-21 10:00:00'),
(15,1,1146.63,'2025-10-19 10:00:00'),
(16,9,845.86,'2025-10-10 10:00:00'),
(17,7,1891.86,'2025-10-08 10:00:00'),
(18,1,1247.48,'2025-10-09 10:00:00'),
(19,1,1533.16,'2025-10-17 10:00:00'),
(20,20,254.84,'2025-10-08 10:00:00'),
(21,25,1768.53,'2025-10-25 10:00:00'),
(22,2,817.46,'2025-10-12 10:00:00'),
(23,3,1176.82,'2025-10-03 10:00:00'),
(24,21,1789.14,'2025-10-12 10:00:00'),
(25,25,1592.77,'2025-10-03 10:00:00'),
(26,3,1909.07,'2025-10-13 10:00:00'),
(27,8,1210.78,'2025-10-28 10:00:00'),
(28,15,465.04,'2025-10-04 10:00:00'),
(29,1,251.38,'2025-10-13 10:00:00'),
(30,12,677.45,'2025-10-08 10:00:00'),
(31,6,997.24,'2025-10-13 10:00:00'),
(32,2,1456.61,'2025-10-25 10:00:00'),
(33,16,1584.13,'2025-10-03 10:00:00'),
(34,8,479.55,'2025-10-04 10:00:00'),
(35,13,1549.23,'2025-10-16 10:00:00'),
(36,15,1939.20,'2025-10-26 10:00:00'),
(37,23,269.50,'2025-10-22 10:00:00'),
(38,11,280.55,'2025-10-05 10:00:00'),
(39,12,1908.84,'2025-10-20 10:00:00'),
(40,22,1643.79,'2025-10-03 10:00:00')
/*!*/;
# at 8603
#260206 15:02:37 server id 3  end_log_pos 8634 CRC32 0x80c28ed3 	Xid = 212
COMMIT/*!*/;
# at 8634
#260206 15:02:37 server id 3  end_log_pos 8676 CRC32 0xef1608eb 	GTID 0-3-39 ddl
/*M!100001 SET @@session.gtid_seq_no=39*//*!*/;
# at 8676
#260206 15:02:37 server id 3  end_log_pos 8797 CRC32 0x14469bf2 	Query	thread_id=9	exec_time=0	error_code=0	xid=213
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `ordrer` ENABLE KEYS */
/*!*/;
# at 8797
#260206 15:02:37 server id 3  end_log_pos 8839 CRC32 0xca79547b 	GTID 0-3-40 ddl
/*M!100001 SET @@session.gtid_seq_no=40*//*!*/;
# at 8839
#260206 15:02:37 server id 3  end_log_pos 8975 CRC32 0x7d6a178e 	Query	thread_id=9	exec_time=0	error_code=0	xid=215
SET TIMESTAMP=1770386557/*!*/;
DROP TABLE IF EXISTS `rabatkoder` /* generated by server */
/*!*/;
# at 8975
#260206 15:02:37 server id 3  end_log_pos 9017 CRC32 0x9e7d1614 	GTID 0-3-41 ddl
/*M!100001 SET @@session.gtid_seq_no=41*//*!*/;
# at 9017
#260206 15:02:37 server id 3  end_log_pos 9272 CRC32 0x4c95a984 	Query	thread_id=9	exec_time=0	error_code=0	xid=218
SET TIMESTAMP=1770386557/*!*/;
CREATE TABLE `rabatkoder` (
  `kode` varchar(12) NOT NULL,
  `procent` int(11) NOT NULL,
  PRIMARY KEY (`kode`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
/*!*/;
# at 9272
#260206 15:02:37 server id 3  end_log_pos 9314 CRC32 0xf6ef3eb9 	GTID 0-3-42 ddl
/*M!100001 SET @@session.gtid_seq_no=42*//*!*/;
# at 9314
#260206 15:02:37 server id 3  end_log_pos 9440 CRC32 0xd8c77606 	Query	thread_id=9	exec_time=0	error_code=0	xid=221
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `rabatkoder` DISABLE KEYS */
/*!*/;
# at 9440
#260206 15:02:37 server id 3  end_log_pos 9482 CRC32 0x1aa58b6f 	GTID 0-3-43 trans
/*M!100001 SET @@session.gtid_seq_no=43*//*!*/;
START TRANSACTION
/*!*/;
# at 9482
#260206 15:02:37 server id 3  end_log_pos 9651 CRC32 0xa8751588 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770386557/*!*/;
INSERT INTO `rabatkoder` VALUES
('R21AE1F99',15),
('R707A3137',10),
('R96AC67A9',15),
('RB067CB50',5)
/*!*/;
# at 9651
#260206 15:02:37 server id 3  end_log_pos 9682 CRC32 0x6e3f6992 	Xid = 222
COMMIT/*!*/;
# at 9682
#260206 15:02:37 server id 3  end_log_pos 9724 CRC32 0x58fbb941 	GTID 0-3-44 ddl
/*M!100001 SET @@session.gtid_seq_no=44*//*!*/;
# at 9724
#260206 15:02:37 server id 3  end_log_pos 9849 CRC32 0x09a1b1a1 	Query	thread_id=9	exec_time=0	error_code=0	xid=223
SET TIMESTAMP=1770386557/*!*/;
/*!40000 ALTER TABLE `rabatkoder` ENABLE KEYS */
/*!*/;
# at 9849
#260206 15:10:04 server id 3  end_log_pos 9891 CRC32 0xa7a24768 	GTID 0-3-45 trans
/*M!100001 SET @@session.gtid_seq_no=45*//*!*/;
START TRANSACTION
/*!*/;
# at 9891
#260206 15:10:04 server id 3  end_log_pos 9923 CRC32 0x095c5bea 	Intvar
SET INSERT_ID=41/*!*/;
# at 9923
#260206 15:10:04 server id 3  end_log_pos 10080 CRC32 0xb6f880b0 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770387004/*!*/;
SET @@session.foreign_key_checks=1, @@session.unique_checks=1/*!*/;
SET @@session.sql_mode=1411383296/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (20, 172.08, '2026-02-06 15:10:04')
/*!*/;
# at 10080
#260206 15:10:04 server id 3  end_log_pos 10112 CRC32 0x8ab41911 	Intvar
SET INSERT_ID=71/*!*/;
# at 10112
#260206 15:10:04 server id 3  end_log_pos 10251 CRC32 0x7c2efd37 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770387004/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (41, 'V0039', 2)
/*!*/;
# at 10251
#260206 15:10:04 server id 3  end_log_pos 10282 CRC32 0x671eed5f 	Xid = 235
COMMIT/*!*/;
# at 10282
#260206 18:31:40 server id 3  end_log_pos 10324 CRC32 0x45cfd2f4 	GTID 0-3-46 trans
/*M!100001 SET @@session.gtid_seq_no=46*//*!*/;
START TRANSACTION
/*!*/;
# at 10324
#260206 18:31:40 server id 3  end_log_pos 10356 CRC32 0x1b3480a9 	Intvar
SET INSERT_ID=42/*!*/;
# at 10356
#260206 18:31:40 server id 3  end_log_pos 10513 CRC32 0x4929d72f 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770399100/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (12, 881.70, '2026-02-06 18:31:40')
/*!*/;
# at 10513
#260206 18:31:40 server id 3  end_log_pos 10545 CRC32 0xed8903ef 	Intvar
SET INSERT_ID=72/*!*/;
# at 10545
#260206 18:31:40 server id 3  end_log_pos 10684 CRC32 0x96ee7bfc 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770399100/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (42, 'V0123', 2)
/*!*/;
# at 10684
#260206 18:31:40 server id 3  end_log_pos 10715 CRC32 0x93858313 	Xid = 239
COMMIT/*!*/;
# at 10715
#260207 11:02:09 server id 3  end_log_pos 10757 CRC32 0x427a3421 	GTID 0-3-47 trans
/*M!100001 SET @@session.gtid_seq_no=47*//*!*/;
START TRANSACTION
/*!*/;
# at 10757
#260207 11:02:09 server id 3  end_log_pos 10789 CRC32 0x3ef7a466 	Intvar
SET INSERT_ID=43/*!*/;
# at 10789
#260207 11:02:09 server id 3  end_log_pos 10946 CRC32 0x050b4cc1 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770458529/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (20, 608.61, '2026-02-07 11:02:09')
/*!*/;
# at 10946
#260207 11:02:09 server id 3  end_log_pos 10978 CRC32 0xb344877c 	Intvar
SET INSERT_ID=73/*!*/;
# at 10978
#260207 11:02:09 server id 3  end_log_pos 11117 CRC32 0x712e3585 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770458529/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (43, 'V0041', 1)
/*!*/;
# at 11117
#260207 11:02:09 server id 3  end_log_pos 11148 CRC32 0x4ad288c7 	Xid = 243
COMMIT/*!*/;
# at 11148
#260207 20:15:50 server id 3  end_log_pos 11190 CRC32 0x9e2d6171 	GTID 0-3-48 trans
/*M!100001 SET @@session.gtid_seq_no=48*//*!*/;
START TRANSACTION
/*!*/;
# at 11190
#260207 20:15:50 server id 3  end_log_pos 11222 CRC32 0x003d501d 	Intvar
SET INSERT_ID=44/*!*/;
# at 11222
#260207 20:15:50 server id 3  end_log_pos 11379 CRC32 0x9ccfe902 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770491750/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (14, 834.27, '2026-02-07 20:15:50')
/*!*/;
# at 11379
#260207 20:15:50 server id 3  end_log_pos 11411 CRC32 0x8a089617 	Intvar
SET INSERT_ID=74/*!*/;
# at 11411
#260207 20:15:50 server id 3  end_log_pos 11550 CRC32 0x009b3696 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770491750/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (44, 'V0169', 2)
/*!*/;
# at 11550
#260207 20:15:50 server id 3  end_log_pos 11581 CRC32 0x72182d50 	Xid = 247
COMMIT/*!*/;
# at 11581
#260208  9:40:12 server id 3  end_log_pos 11623 CRC32 0x7e6b78c8 	GTID 0-3-49 trans
/*M!100001 SET @@session.gtid_seq_no=49*//*!*/;
START TRANSACTION
/*!*/;
# at 11623
#260208  9:40:12 server id 3  end_log_pos 11655 CRC32 0x07337e1c 	Intvar
SET INSERT_ID=45/*!*/;
# at 11655
#260208  9:40:12 server id 3  end_log_pos 11812 CRC32 0x7224509a 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770540012/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (13, 815.66, '2026-02-08 09:40:12')
/*!*/;
# at 11812
#260208  9:40:12 server id 3  end_log_pos 11844 CRC32 0xf8d71344 	Intvar
SET INSERT_ID=75/*!*/;
# at 11844
#260208  9:40:12 server id 3  end_log_pos 11983 CRC32 0x898fdaf1 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770540012/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (45, 'V0155', 2)
/*!*/;
# at 11983
#260208  9:40:12 server id 3  end_log_pos 12014 CRC32 0x9f18b3f3 	Xid = 251
COMMIT/*!*/;
# at 12014
#260208 19:22:31 server id 3  end_log_pos 12056 CRC32 0xcfa8ac12 	GTID 0-3-50 trans
/*M!100001 SET @@session.gtid_seq_no=50*//*!*/;
START TRANSACTION
/*!*/;
# at 12056
#260208 19:22:31 server id 3  end_log_pos 12088 CRC32 0xbbe025d8 	Intvar
SET INSERT_ID=46/*!*/;
# at 12088
#260208 19:22:31 server id 3  end_log_pos 12245 CRC32 0xdb9dc3ac 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770574951/*!*/;
INSERT INTO ordrer (kunde_id, total, oprettet) VALUES (16, 297.16, '2026-02-08 19:22:31')
/*!*/;
# at 12245
#260208 19:22:31 server id 3  end_log_pos 12277 CRC32 0x515c7bd4 	Intvar
SET INSERT_ID=76/*!*/;
# at 12277
#260208 19:22:31 server id 3  end_log_pos 12416 CRC32 0x526b78dc 	Query	thread_id=8	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1770574951/*!*/;
INSERT INTO ordrelinjer (ordre_id, vare, antal) VALUES (46, 'V0201', 2)
/*!*/;
# at 12416
#260208 19:22:31 server id 3  end_log_pos 12447 CRC32 0xb88e2b97 	Xid = 255
COMMIT/*!*/;
# at 12447
#260209  2:00:01 server id 3  end_log_pos 12470 CRC32 0xe2d2a915 	Stop
DELIMITER ;
# End of log file
ROLLBACK /* added by mysqlbinlog */;
/*!50003 SET COMPLETION_TYPE=@OLD_COMPLETION_TYPE*/;
/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=0*/;
