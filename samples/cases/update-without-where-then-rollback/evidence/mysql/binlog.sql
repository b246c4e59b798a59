/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=1*/;
/*!40019 SET @@session.max_delayed_threads=0*/;
/*!50003 SET @OLD_COMPLETION_TYPE=@@COMPLETION_TYPE,COMPLETION_TYPE=0*/;
DELIMITER /*!*/;
# at 4
#260714  0:28:06 server id 5  end_log_pos 256 CRC32 0x61ac3f98 	Start: binlog v 4, server v 10.11.19-MariaDB-0+deb12u1-log created 260714  0:28:06
# Warning: this binlog is either in use or was not closed properly.
BINLOG '
5shVag8FAAAA/AAAAAABAAABAAQAMTAuMTEuMTktTWFyaWFEQi0wK2RlYjEydTEtbG9nAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAEzgNAAgAEgAEBAQEEgAA5AAEGggAAAAICAgCAAAACgoKAAAAAAAA
CgoKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAEEwQADQgICAoKCgGYP6xh
'/*!*/;
# at 256
#260714  0:28:06 server id 5  end_log_pos 299 CRC32 0xc668aaa6 	Gtid list [0-5-11]
# at 299
#260714  0:28:06 server id 5  end_log_pos 340 CRC32 0x7c67e75c 	Binlog checkpoint crm-bin.000001
# at 340
#260714  0:28:06 server id 5  end_log_pos 381 CRC32 0x48901105 	Binlog checkpoint crm-bin.000002
# at 381
#260714 10:40:00 server id 5  end_log_pos 423 CRC32 0x62435aca 	GTID 0-5-12 trans
/*M!100101 SET @@session.skip_parallel_replication=0*//*!*/;
/*M!100001 SET @@session.gtid_domain_id=0*//*!*/;
/*M!100001 SET @@session.server_id=5*//*!*/;
/*M!100001 SET @@session.gtid_seq_no=12*//*!*/;
START TRANSACTION
/*!*/;
# at 423
#260714 10:40:00 server id 5  end_log_pos 553 CRC32 0xe47882f9 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
use `crm`/*!*/;
SET TIMESTAMP=1784043600.000164/*!*/;
SET @@session.pseudo_thread_id=9/*!*/;
SET @@session.foreign_key_checks=1, @@session.sql_auto_is_null=0, @@session.unique_checks=1, @@session.autocommit=1, @@session.check_constraint_checks=1, @@session.sql_if_exists=0, @@session.explicit_defaults_for_timestamp=1, @@session.system_versioning_insert_history=0/*!*/;
SET @@session.sql_mode=1411383296/*!*/;
SET @@session.auto_increment_increment=1, @@session.auto_increment_offset=1/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=224,@@session.collation_server=224/*!*/;
SET @@session.time_zone='SYSTEM'/*!*/;
SET @@session.lc_time_names=0/*!*/;
SET @@session.collation_database=DEFAULT/*!*/;
update contacts set digest_at = now() where id = 809
/*!*/;
# at 553
#260714 10:40:00 server id 5  end_log_pos 584 CRC32 0x1882f487 	Xid = 61
COMMIT/*!*/;
# at 584
#260714 10:40:00 server id 5  end_log_pos 626 CRC32 0xfd99246b 	GTID 0-5-13 trans
/*M!100001 SET @@session.gtid_seq_no=13*//*!*/;
START TRANSACTION
/*!*/;
# at 626
#260714 10:40:00 server id 5  end_log_pos 658 CRC32 0x25a10c94 	Intvar
SET INSERT_ID=2048/*!*/;
# at 658
#260714 10:40:00 server id 5  end_log_pos 789 CRC32 0xaa0a1ab1 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784043600/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into notes (contact_id, body) values ('11', 'called back')
/*!*/;
# at 789
#260714 10:40:00 server id 5  end_log_pos 820 CRC32 0xbc548cc8 	Xid = 67
COMMIT/*!*/;
# at 820
#260714 10:40:00 server id 5  end_log_pos 862 CRC32 0xb8725075 	GTID 0-5-14 trans
/*M!100001 SET @@session.gtid_seq_no=14*//*!*/;
START TRANSACTION
/*!*/;
# at 862
#260714 10:40:00 server id 5  end_log_pos 982 CRC32 0x2f29f10b 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784043600/*!*/;
update contacts set phone = '555-9011' where id = '11'
/*!*/;
# at 982
#260714 10:40:00 server id 5  end_log_pos 1013 CRC32 0xab717bc9 	Xid = 70
COMMIT/*!*/;
# at 1013
#260714 10:53:13 server id 5  end_log_pos 1055 CRC32 0x2500c74f 	GTID 0-5-15 trans
/*M!100001 SET @@session.gtid_seq_no=15*//*!*/;
START TRANSACTION
/*!*/;
# at 1055
#260714 10:53:13 server id 5  end_log_pos 1087 CRC32 0xb9ebb1d3 	Intvar
SET INSERT_ID=2049/*!*/;
# at 1087
#260714 10:53:13 server id 5  end_log_pos 1218 CRC32 0x976df4be 	Query	thread_id=14	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784044393/*!*/;
insert into notes (contact_id, body) values ('12', 'called back')
/*!*/;
# at 1218
#260714 10:53:13 server id 5  end_log_pos 1249 CRC32 0x34093e57 	Xid = 93
COMMIT/*!*/;
# at 1249
#260714 10:53:13 server id 5  end_log_pos 1291 CRC32 0x57526239 	GTID 0-5-16 trans
/*M!100001 SET @@session.gtid_seq_no=16*//*!*/;
START TRANSACTION
/*!*/;
# at 1291
#260714 10:53:13 server id 5  end_log_pos 1411 CRC32 0xfc33c23c 	Query	thread_id=14	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784044393/*!*/;
update contacts set phone = '555-9012' where id = '12'
/*!*/;
# at 1411
#260714 10:53:13 server id 5  end_log_pos 1442 CRC32 0xca8f7354 	Xid = 96
COMMIT/*!*/;
# at 1442
#260714 10:53:46 server id 5  end_log_pos 1484 CRC32 0xb3831ba7 	GTID 0-5-17 trans
/*M!100001 SET @@session.gtid_seq_no=17*//*!*/;
START TRANSACTION
/*!*/;
# at 1484
#260714 10:53:46 server id 5  end_log_pos 1588 CRC32 0x6246d593 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784044426/*!*/;
/*!\C utf8mb3 *//*!*/;
SET @@session.character_set_client=utf8mb3,@@session.collation_connection=33,@@session.collation_server=224/*!*/;
UPDATE contacts SET phone = '555-0177'
/*!*/;
# at 1588
#260714 10:53:46 server id 5  end_log_pos 1619 CRC32 0x34f42ca6 	Xid = 100
COMMIT/*!*/;
# at 1619
#260714 11:00:07 server id 5  end_log_pos 1661 CRC32 0xd008f079 	GTID 0-5-18 trans
/*M!100001 SET @@session.gtid_seq_no=18*//*!*/;
START TRANSACTION
/*!*/;
# at 1661
#260714 11:00:07 server id 5  end_log_pos 1791 CRC32 0x3a321fab 	Query	thread_id=15	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784044807.203266/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=224,@@session.collation_server=224/*!*/;
update contacts set digest_at = now() where id = 202
/*!*/;
# at 1791
#260714 11:00:07 server id 5  end_log_pos 1822 CRC32 0x660c4bef 	Xid = 106
COMMIT/*!*/;
# at 1822
#260714 11:12:00 server id 5  end_log_pos 1864 CRC32 0x5f23cfa7 	GTID 0-5-19 trans
/*M!100001 SET @@session.gtid_seq_no=19*//*!*/;
START TRANSACTION
/*!*/;
# at 1864
#260714 11:12:00 server id 5  end_log_pos 1896 CRC32 0xc4d8fa83 	Intvar
SET INSERT_ID=2050/*!*/;
# at 1896
#260714 11:12:00 server id 5  end_log_pos 2027 CRC32 0x8b96fb3c 	Query	thread_id=16	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784045520/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into notes (contact_id, body) values ('13', 'called back')
/*!*/;
# at 2027
#260714 11:12:00 server id 5  end_log_pos 2058 CRC32 0x76675d8c 	Xid = 112
COMMIT/*!*/;
# at 2058
#260714 11:12:00 server id 5  end_log_pos 2100 CRC32 0x72aa6422 	GTID 0-5-20 trans
/*M!100001 SET @@session.gtid_seq_no=20*//*!*/;
START TRANSACTION
/*!*/;
# at 2100
#260714 11:12:00 server id 5  end_log_pos 2220 CRC32 0xf6b5b4d5 	Query	thread_id=16	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1784045520/*!*/;
update contacts set phone = '555-9013' where id = '13'
/*!*/;
# at 2220
#260714 11:12:00 server id 5  end_log_pos 2251 CRC32 0xa72da30a 	Xid = 115
COMMIT/*!*/;
DELIMITER ;
# End of log file
ROLLBACK /* added by mysqlbinlog */;
/*!50003 SET COMPLETION_TYPE=@OLD_COMPLETION_TYPE*/;
/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=0*/;
