/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=1*/;
/*!40019 SET @@session.max_delayed_threads=0*/;
/*!50003 SET @OLD_COMPLETION_TYPE=@@COMPLETION_TYPE,COMPLETION_TYPE=0*/;
DELIMITER /*!*/;
# at 4
#260530  0:00:35 server id 3  end_log_pos 256 CRC32 0x79ffd075 	Start: binlog v 4, server v 10.11.19-MariaDB-0+deb12u1-log created 260530  0:00:35
# Warning: this binlog is either in use or was not closed properly.
BINLOG '
kxoaag8DAAAA/AAAAAABAAABAAQAMTAuMTEuMTktTWFyaWFEQi0wK2RlYjEydTEtbG9nAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAEzgNAAgAEgAEBAQEEgAA5AAEGggAAAAICAgCAAAACgoKAAAAAAAA
CgoKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAEEwQADQgICAoKCgF10P95
'/*!*/;
# at 256
#260530  0:00:35 server id 3  end_log_pos 299 CRC32 0x1fdb76f8 	Gtid list [0-3-11]
# at 299
#260530  0:00:35 server id 3  end_log_pos 344 CRC32 0xd8317e7c 	Binlog checkpoint metrics-bin.000001
# at 344
#260530  0:00:35 server id 3  end_log_pos 389 CRC32 0xe72bd657 	Binlog checkpoint metrics-bin.000002
# at 389
#260530  0:10:03 server id 3  end_log_pos 431 CRC32 0x5c586425 	GTID 0-3-12 trans
/*M!100101 SET @@session.skip_parallel_replication=0*//*!*/;
/*M!100001 SET @@session.gtid_domain_id=0*//*!*/;
/*M!100001 SET @@session.server_id=3*//*!*/;
/*M!100001 SET @@session.gtid_seq_no=12*//*!*/;
START TRANSACTION
/*!*/;
# at 431
#260530  0:10:03 server id 3  end_log_pos 572 CRC32 0x361d3d1b 	Query	thread_id=9	exec_time=0	error_code=0	xid=0
use `metrics`/*!*/;
SET TIMESTAMP=1780096203.352866/*!*/;
SET @@session.pseudo_thread_id=9/*!*/;
SET @@session.foreign_key_checks=1, @@session.sql_auto_is_null=0, @@session.unique_checks=1, @@session.autocommit=1, @@session.check_constraint_checks=1, @@session.sql_if_exists=0, @@session.explicit_defaults_for_timestamp=1, @@session.system_versioning_insert_history=0/*!*/;
SET @@session.sql_mode=1411383296/*!*/;
SET @@session.auto_increment_increment=1, @@session.auto_increment_offset=1/*!*/;
/*!\C latin1 *//*!*/;
SET @@session.character_set_client=latin1,@@session.collation_connection=8,@@session.collation_server=224/*!*/;
SET @@session.time_zone='SYSTEM'/*!*/;
SET @@session.lc_time_names=0/*!*/;
SET @@session.collation_database=DEFAULT/*!*/;
DELETE FROM sessions WHERE seen_at < NOW() - INTERVAL 2 DAY
/*!*/;
# at 572
#260530  0:10:03 server id 3  end_log_pos 603 CRC32 0x69b27d6c 	Xid = 21
COMMIT/*!*/;
# at 603
#260530 14:20:00 server id 3  end_log_pos 645 CRC32 0xbd94d62c 	GTID 0-3-13 trans
/*M!100001 SET @@session.gtid_seq_no=13*//*!*/;
START TRANSACTION
/*!*/;
# at 645
#260530 14:20:00 server id 3  end_log_pos 677 CRC32 0x806faf38 	Intvar
SET INSERT_ID=4701/*!*/;
# at 677
#260530 14:20:00 server id 3  end_log_pos 823 CRC32 0x60fbd3c8 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.209575/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 823
#260530 14:20:00 server id 3  end_log_pos 854 CRC32 0x33e9a805 	Xid = 24
COMMIT/*!*/;
# at 854
#260530 14:20:00 server id 3  end_log_pos 896 CRC32 0xc1d1ef57 	GTID 0-3-14 trans
/*M!100001 SET @@session.gtid_seq_no=14*//*!*/;
START TRANSACTION
/*!*/;
# at 896
#260530 14:20:00 server id 3  end_log_pos 928 CRC32 0xa068f726 	Intvar
SET INSERT_ID=4702/*!*/;
# at 928
#260530 14:20:00 server id 3  end_log_pos 1075 CRC32 0xefebb390 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.216286/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 1075
#260530 14:20:00 server id 3  end_log_pos 1106 CRC32 0xd9b926a5 	Xid = 27
COMMIT/*!*/;
# at 1106
#260530 14:20:00 server id 3  end_log_pos 1148 CRC32 0x0ea342cc 	GTID 0-3-15 trans
/*M!100001 SET @@session.gtid_seq_no=15*//*!*/;
START TRANSACTION
/*!*/;
# at 1148
#260530 14:20:00 server id 3  end_log_pos 1180 CRC32 0x805d554d 	Intvar
SET INSERT_ID=4703/*!*/;
# at 1180
#260530 14:20:00 server id 3  end_log_pos 1327 CRC32 0xebd788a2 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.223840/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 1327
#260530 14:20:00 server id 3  end_log_pos 1358 CRC32 0x00885c05 	Xid = 30
COMMIT/*!*/;
# at 1358
#260530 14:20:00 server id 3  end_log_pos 1400 CRC32 0x24e6c0d4 	GTID 0-3-16 trans
/*M!100001 SET @@session.gtid_seq_no=16*//*!*/;
START TRANSACTION
/*!*/;
# at 1400
#260530 14:20:00 server id 3  end_log_pos 1432 CRC32 0xcbc39089 	Intvar
SET INSERT_ID=4704/*!*/;
# at 1432
#260530 14:20:00 server id 3  end_log_pos 1579 CRC32 0x5df95281 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.226927/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 1579
#260530 14:20:00 server id 3  end_log_pos 1610 CRC32 0xf803fe01 	Xid = 33
COMMIT/*!*/;
# at 1610
#260530 14:20:00 server id 3  end_log_pos 1652 CRC32 0x7cac30e8 	GTID 0-3-17 trans
/*M!100001 SET @@session.gtid_seq_no=17*//*!*/;
START TRANSACTION
/*!*/;
# at 1652
#260530 14:20:00 server id 3  end_log_pos 1684 CRC32 0x3efd1c28 	Intvar
SET INSERT_ID=4705/*!*/;
# at 1684
#260530 14:20:00 server id 3  end_log_pos 1831 CRC32 0xf1833c45 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.230336/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 1831
#260530 14:20:00 server id 3  end_log_pos 1862 CRC32 0x4780b8cd 	Xid = 36
COMMIT/*!*/;
# at 1862
#260530 14:20:00 server id 3  end_log_pos 1904 CRC32 0xa562999d 	GTID 0-3-18 trans
/*M!100001 SET @@session.gtid_seq_no=18*//*!*/;
START TRANSACTION
/*!*/;
# at 1904
#260530 14:20:00 server id 3  end_log_pos 1936 CRC32 0xa7019fde 	Intvar
SET INSERT_ID=4706/*!*/;
# at 1936
#260530 14:20:00 server id 3  end_log_pos 2083 CRC32 0x80f3fad8 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.238223/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 2083
#260530 14:20:00 server id 3  end_log_pos 2114 CRC32 0xf7d3e500 	Xid = 39
COMMIT/*!*/;
# at 2114
#260530 14:20:00 server id 3  end_log_pos 2156 CRC32 0x1e34ec2e 	GTID 0-3-19 trans
/*M!100001 SET @@session.gtid_seq_no=19*//*!*/;
START TRANSACTION
/*!*/;
# at 2156
#260530 14:20:00 server id 3  end_log_pos 2188 CRC32 0xc1b6b278 	Intvar
SET INSERT_ID=128/*!*/;
# at 2188
#260530 14:20:00 server id 3  end_log_pos 2315 CRC32 0x827af3d9 	Query	thread_id=10	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780147200.240342/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 2315
#260530 14:20:00 server id 3  end_log_pos 2346 CRC32 0x0ec4b84b 	Xid = 42
COMMIT/*!*/;
# at 2346
#260531  0:10:03 server id 3  end_log_pos 2388 CRC32 0x648b7d3f 	GTID 0-3-20 trans
/*M!100001 SET @@session.gtid_seq_no=20*//*!*/;
START TRANSACTION
/*!*/;
# at 2388
#260531  0:10:03 server id 3  end_log_pos 2529 CRC32 0xabb52a9e 	Query	thread_id=12	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780182603.316570/*!*/;
/*!\C latin1 *//*!*/;
SET @@session.character_set_client=latin1,@@session.collation_connection=8,@@session.collation_server=224/*!*/;
DELETE FROM sessions WHERE seen_at < NOW() - INTERVAL 2 DAY
/*!*/;
# at 2529
#260531  0:10:03 server id 3  end_log_pos 2560 CRC32 0x80251624 	Xid = 47
COMMIT/*!*/;
# at 2560
#260531 14:20:00 server id 3  end_log_pos 2602 CRC32 0xf8697543 	GTID 0-3-21 trans
/*M!100001 SET @@session.gtid_seq_no=21*//*!*/;
START TRANSACTION
/*!*/;
# at 2602
#260531 14:20:00 server id 3  end_log_pos 2634 CRC32 0x920d9edf 	Intvar
SET INSERT_ID=4707/*!*/;
# at 2634
#260531 14:20:00 server id 3  end_log_pos 2780 CRC32 0xe54deb3c 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.207843/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 2780
#260531 14:20:00 server id 3  end_log_pos 2811 CRC32 0x0b9a5514 	Xid = 50
COMMIT/*!*/;
# at 2811
#260531 14:20:00 server id 3  end_log_pos 2853 CRC32 0x3841f9d2 	GTID 0-3-22 trans
/*M!100001 SET @@session.gtid_seq_no=22*//*!*/;
START TRANSACTION
/*!*/;
# at 2853
#260531 14:20:00 server id 3  end_log_pos 2885 CRC32 0x514fb52d 	Intvar
SET INSERT_ID=4708/*!*/;
# at 2885
#260531 14:20:00 server id 3  end_log_pos 3032 CRC32 0x567e4081 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.210001/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 3032
#260531 14:20:00 server id 3  end_log_pos 3063 CRC32 0xf63c14a5 	Xid = 53
COMMIT/*!*/;
# at 3063
#260531 14:20:00 server id 3  end_log_pos 3105 CRC32 0x25060406 	GTID 0-3-23 trans
/*M!100001 SET @@session.gtid_seq_no=23*//*!*/;
START TRANSACTION
/*!*/;
# at 3105
#260531 14:20:00 server id 3  end_log_pos 3137 CRC32 0x72547a10 	Intvar
SET INSERT_ID=4709/*!*/;
# at 3137
#260531 14:20:00 server id 3  end_log_pos 3284 CRC32 0x61160189 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.212390/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 3284
#260531 14:20:00 server id 3  end_log_pos 3315 CRC32 0x09e68837 	Xid = 56
COMMIT/*!*/;
# at 3315
#260531 14:20:00 server id 3  end_log_pos 3357 CRC32 0xd8334711 	GTID 0-3-24 trans
/*M!100001 SET @@session.gtid_seq_no=24*//*!*/;
START TRANSACTION
/*!*/;
# at 3357
#260531 14:20:00 server id 3  end_log_pos 3389 CRC32 0x227defcd 	Intvar
SET INSERT_ID=4710/*!*/;
# at 3389
#260531 14:20:00 server id 3  end_log_pos 3536 CRC32 0xdbca82fa 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.212692/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 3536
#260531 14:20:00 server id 3  end_log_pos 3567 CRC32 0x16b8fb10 	Xid = 59
COMMIT/*!*/;
# at 3567
#260531 14:20:00 server id 3  end_log_pos 3609 CRC32 0xac72249a 	GTID 0-3-25 trans
/*M!100001 SET @@session.gtid_seq_no=25*//*!*/;
START TRANSACTION
/*!*/;
# at 3609
#260531 14:20:00 server id 3  end_log_pos 3641 CRC32 0x18caafeb 	Intvar
SET INSERT_ID=4711/*!*/;
# at 3641
#260531 14:20:00 server id 3  end_log_pos 3788 CRC32 0xb7a451ba 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.216480/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 3788
#260531 14:20:00 server id 3  end_log_pos 3819 CRC32 0xfa3e16a1 	Xid = 62
COMMIT/*!*/;
# at 3819
#260531 14:20:00 server id 3  end_log_pos 3861 CRC32 0x59b71e58 	GTID 0-3-26 trans
/*M!100001 SET @@session.gtid_seq_no=26*//*!*/;
START TRANSACTION
/*!*/;
# at 3861
#260531 14:20:00 server id 3  end_log_pos 3893 CRC32 0x1910f5d5 	Intvar
SET INSERT_ID=4712/*!*/;
# at 3893
#260531 14:20:00 server id 3  end_log_pos 4040 CRC32 0x7da32d38 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.216815/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 4040
#260531 14:20:00 server id 3  end_log_pos 4071 CRC32 0x782ddd35 	Xid = 65
COMMIT/*!*/;
# at 4071
#260531 14:20:00 server id 3  end_log_pos 4113 CRC32 0xe996a00f 	GTID 0-3-27 trans
/*M!100001 SET @@session.gtid_seq_no=27*//*!*/;
START TRANSACTION
/*!*/;
# at 4113
#260531 14:20:00 server id 3  end_log_pos 4145 CRC32 0xcf94ab81 	Intvar
SET INSERT_ID=129/*!*/;
# at 4145
#260531 14:20:00 server id 3  end_log_pos 4272 CRC32 0x19408dc9 	Query	thread_id=13	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780233600.220386/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 4272
#260531 14:20:00 server id 3  end_log_pos 4303 CRC32 0x5d87c650 	Xid = 68
COMMIT/*!*/;
# at 4303
#260601  0:05:01 server id 3  end_log_pos 4345 CRC32 0x41233878 	GTID 0-3-28 ddl
/*M!100001 SET @@session.gtid_seq_no=28*//*!*/;
# at 4345
#260601  0:05:01 server id 3  end_log_pos 4458 CRC32 0x00ea1443 	Query	thread_id=16	exec_time=1	error_code=0	xid=0
SET TIMESTAMP=1780268701/*!*/;
/*!\C latin1 *//*!*/;
SET @@session.character_set_client=latin1,@@session.collation_connection=8,@@session.collation_server=224/*!*/;
ALTER TABLE readings DROP PARTITION p202505
/*!*/;
# at 4458
#260601  0:10:03 server id 3  end_log_pos 4500 CRC32 0xe6957490 	GTID 0-3-29 trans
/*M!100001 SET @@session.gtid_seq_no=29*//*!*/;
START TRANSACTION
/*!*/;
# at 4500
#260601  0:10:03 server id 3  end_log_pos 4641 CRC32 0x8b732c31 	Query	thread_id=17	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269003.943758/*!*/;
DELETE FROM sessions WHERE seen_at < NOW() - INTERVAL 2 DAY
/*!*/;
# at 4641
#260601  0:10:03 server id 3  end_log_pos 4672 CRC32 0x95e69837 	Xid = 130
COMMIT/*!*/;
# at 4672
#260601  0:10:06 server id 3  end_log_pos 4714 CRC32 0x720b6751 	GTID 0-3-30 trans
/*M!100001 SET @@session.gtid_seq_no=30*//*!*/;
START TRANSACTION
/*!*/;
# at 4714
#260601  0:10:06 server id 3  end_log_pos 4746 CRC32 0x369a3a0e 	Intvar
SET INSERT_ID=4713/*!*/;
# at 4746
#260601  0:10:06 server id 3  end_log_pos 4892 CRC32 0x040e08a2 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.043467/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 4892
#260601  0:10:06 server id 3  end_log_pos 4923 CRC32 0xe82fb007 	Xid = 133
COMMIT/*!*/;
# at 4923
#260601  0:10:06 server id 3  end_log_pos 4965 CRC32 0xc697ed31 	GTID 0-3-31 trans
/*M!100001 SET @@session.gtid_seq_no=31*//*!*/;
START TRANSACTION
/*!*/;
# at 4965
#260601  0:10:06 server id 3  end_log_pos 4997 CRC32 0x71921f06 	Intvar
SET INSERT_ID=4714/*!*/;
# at 4997
#260601  0:10:06 server id 3  end_log_pos 5144 CRC32 0x44dfa866 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.044186/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 5144
#260601  0:10:06 server id 3  end_log_pos 5175 CRC32 0x24ac32a3 	Xid = 136
COMMIT/*!*/;
# at 5175
#260601  0:10:06 server id 3  end_log_pos 5217 CRC32 0x7a6b4b6d 	GTID 0-3-32 trans
/*M!100001 SET @@session.gtid_seq_no=32*//*!*/;
START TRANSACTION
/*!*/;
# at 5217
#260601  0:10:06 server id 3  end_log_pos 5249 CRC32 0x5289d03b 	Intvar
SET INSERT_ID=4715/*!*/;
# at 5249
#260601  0:10:06 server id 3  end_log_pos 5396 CRC32 0xb355b1b0 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.044942/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 5396
#260601  0:10:06 server id 3  end_log_pos 5427 CRC32 0x6e1963de 	Xid = 139
COMMIT/*!*/;
# at 5427
#260601  0:10:06 server id 3  end_log_pos 5469 CRC32 0x13231eec 	GTID 0-3-33 trans
/*M!100001 SET @@session.gtid_seq_no=33*//*!*/;
START TRANSACTION
/*!*/;
# at 5469
#260601  0:10:06 server id 3  end_log_pos 5501 CRC32 0xc86dbba7 	Intvar
SET INSERT_ID=4716/*!*/;
# at 5501
#260601  0:10:06 server id 3  end_log_pos 5648 CRC32 0xfb38127e 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.045461/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 5648
#260601  0:10:06 server id 3  end_log_pos 5679 CRC32 0xd774ac35 	Xid = 142
COMMIT/*!*/;
# at 5679
#260601  0:10:06 server id 3  end_log_pos 5721 CRC32 0x13d67b96 	GTID 0-3-34 trans
/*M!100001 SET @@session.gtid_seq_no=34*//*!*/;
START TRANSACTION
/*!*/;
# at 5721
#260601  0:10:06 server id 3  end_log_pos 5753 CRC32 0xf2dafb81 	Intvar
SET INSERT_ID=4717/*!*/;
# at 5753
#260601  0:10:06 server id 3  end_log_pos 5900 CRC32 0xab7e0350 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.045816/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 5900
#260601  0:10:06 server id 3  end_log_pos 5931 CRC32 0xb6d5d92c 	Xid = 145
COMMIT/*!*/;
# at 5931
#260601  0:10:06 server id 3  end_log_pos 5973 CRC32 0x92a747a5 	GTID 0-3-35 trans
/*M!100001 SET @@session.gtid_seq_no=35*//*!*/;
START TRANSACTION
/*!*/;
# at 5973
#260601  0:10:06 server id 3  end_log_pos 6005 CRC32 0xa4afb4f0 	Intvar
SET INSERT_ID=4718/*!*/;
# at 6005
#260601  0:10:06 server id 3  end_log_pos 6152 CRC32 0xfaa1b2f2 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.046154/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 6152
#260601  0:10:06 server id 3  end_log_pos 6183 CRC32 0xf3b09350 	Xid = 148
COMMIT/*!*/;
# at 6183
#260601  0:10:06 server id 3  end_log_pos 6225 CRC32 0xc0318ddc 	GTID 0-3-36 trans
/*M!100001 SET @@session.gtid_seq_no=36*//*!*/;
START TRANSACTION
/*!*/;
# at 6225
#260601  0:10:06 server id 3  end_log_pos 6257 CRC32 0x5c79d8ac 	Intvar
SET INSERT_ID=130/*!*/;
# at 6257
#260601  0:10:06 server id 3  end_log_pos 6384 CRC32 0xdae95ef7 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780269006.046499/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 6384
#260601  0:10:06 server id 3  end_log_pos 6415 CRC32 0x5e942bd8 	Xid = 151
COMMIT/*!*/;
# at 6415
#260601 15:31:10 server id 3  end_log_pos 6457 CRC32 0x371cc94c 	GTID 0-3-37 trans
/*M!100001 SET @@session.gtid_seq_no=37*//*!*/;
START TRANSACTION
/*!*/;
# at 6457
#260601 15:31:10 server id 3  end_log_pos 6489 CRC32 0xac18b4c3 	Intvar
SET INSERT_ID=4719/*!*/;
# at 6489
#260601 15:31:10 server id 3  end_log_pos 6635 CRC32 0x77a0a68b 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.184709/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 6635
#260601 15:31:10 server id 3  end_log_pos 6666 CRC32 0x9700c50f 	Xid = 157
COMMIT/*!*/;
# at 6666
#260601 15:31:10 server id 3  end_log_pos 6708 CRC32 0xbe69af8f 	GTID 0-3-38 trans
/*M!100001 SET @@session.gtid_seq_no=38*//*!*/;
START TRANSACTION
/*!*/;
# at 6708
#260601 15:31:10 server id 3  end_log_pos 6740 CRC32 0x89ecc093 	Intvar
SET INSERT_ID=4720/*!*/;
# at 6740
#260601 15:31:10 server id 3  end_log_pos 6887 CRC32 0x4b4a7fcd 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.185393/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 6887
#260601 15:31:10 server id 3  end_log_pos 6918 CRC32 0x7eabcb0b 	Xid = 160
COMMIT/*!*/;
# at 6918
#260601 15:31:10 server id 3  end_log_pos 6960 CRC32 0x1313000b 	GTID 0-3-39 trans
/*M!100001 SET @@session.gtid_seq_no=39*//*!*/;
START TRANSACTION
/*!*/;
# at 6960
#260601 15:31:10 server id 3  end_log_pos 6992 CRC32 0x52354418 	Intvar
SET INSERT_ID=4721/*!*/;
# at 6992
#260601 15:31:10 server id 3  end_log_pos 7139 CRC32 0x3aaa4668 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.185720/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 7139
#260601 15:31:10 server id 3  end_log_pos 7170 CRC32 0x94fb45ab 	Xid = 163
COMMIT/*!*/;
# at 7170
#260601 15:31:10 server id 3  end_log_pos 7212 CRC32 0xee355f90 	GTID 0-3-40 trans
/*M!100001 SET @@session.gtid_seq_no=40*//*!*/;
START TRANSACTION
/*!*/;
# at 7212
#260601 15:31:10 server id 3  end_log_pos 7244 CRC32 0xb8e0df90 	Intvar
SET INSERT_ID=4722/*!*/;
# at 7244
#260601 15:31:10 server id 3  end_log_pos 7391 CRC32 0x56450e08 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.186214/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 7391
#260601 15:31:10 server id 3  end_log_pos 7422 CRC32 0x9ff28645 	Xid = 166
COMMIT/*!*/;
# at 7422
#260601 15:31:10 server id 3  end_log_pos 7464 CRC32 0x434ff014 	GTID 0-3-41 trans
/*M!100001 SET @@session.gtid_seq_no=41*//*!*/;
START TRANSACTION
/*!*/;
# at 7464
#260601 15:31:10 server id 3  end_log_pos 7496 CRC32 0x63395b1b 	Intvar
SET INSERT_ID=4723/*!*/;
# at 7496
#260601 15:31:10 server id 3  end_log_pos 7643 CRC32 0xcb773ba9 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.192709/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 7643
#260601 15:31:10 server id 3  end_log_pos 7674 CRC32 0x82e8c277 	Xid = 169
COMMIT/*!*/;
# at 7674
#260601 15:31:10 server id 3  end_log_pos 7716 CRC32 0x6fb106d9 	GTID 0-3-42 trans
/*M!100001 SET @@session.gtid_seq_no=42*//*!*/;
START TRANSACTION
/*!*/;
# at 7716
#260601 15:31:10 server id 3  end_log_pos 7748 CRC32 0x5068de3d 	Intvar
SET INSERT_ID=4724/*!*/;
# at 7748
#260601 15:31:10 server id 3  end_log_pos 7895 CRC32 0xba6b4d19 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.198144/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 7895
#260601 15:31:10 server id 3  end_log_pos 7926 CRC32 0x5d3731f0 	Xid = 172
COMMIT/*!*/;
# at 7926
#260601 15:31:10 server id 3  end_log_pos 7968 CRC32 0xc2cba95d 	GTID 0-3-43 trans
/*M!100001 SET @@session.gtid_seq_no=43*//*!*/;
START TRANSACTION
/*!*/;
# at 7968
#260601 15:31:10 server id 3  end_log_pos 8000 CRC32 0x42f4ca9c 	Intvar
SET INSERT_ID=131/*!*/;
# at 8000
#260601 15:31:10 server id 3  end_log_pos 8127 CRC32 0xb6be7479 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780324270.200354/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 8127
#260601 15:31:10 server id 3  end_log_pos 8158 CRC32 0xf0138978 	Xid = 175
COMMIT/*!*/;
# at 8158
#260601 23:52:00 server id 3  end_log_pos 8200 CRC32 0xc8c149e1 	GTID 0-3-44 ddl
/*M!100001 SET @@session.gtid_seq_no=44*//*!*/;
# at 8200
#260601 23:52:00 server id 3  end_log_pos 8290 CRC32 0xdca75c84 	Query	thread_id=21	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320/*!*/;
/*!\C utf8mb3 *//*!*/;
SET @@session.character_set_client=utf8mb3,@@session.collation_connection=33,@@session.collation_server=224/*!*/;
ANALYZE TABLE meters
/*!*/;
# at 8290
#260601 23:52:00 server id 3  end_log_pos 8332 CRC32 0xd431a4ca 	GTID 0-3-45 trans
/*M!100001 SET @@session.gtid_seq_no=45*//*!*/;
START TRANSACTION
/*!*/;
# at 8332
#260601 23:52:00 server id 3  end_log_pos 8364 CRC32 0xed3d5ad0 	Intvar
SET INSERT_ID=4725/*!*/;
# at 8364
#260601 23:52:00 server id 3  end_log_pos 8510 CRC32 0xcf3b5aa0 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.966839/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 8510
#260601 23:52:00 server id 3  end_log_pos 8541 CRC32 0x908cea1b 	Xid = 181
COMMIT/*!*/;
# at 8541
#260601 23:52:00 server id 3  end_log_pos 8583 CRC32 0xefa462a0 	GTID 0-3-46 trans
/*M!100001 SET @@session.gtid_seq_no=46*//*!*/;
START TRANSACTION
/*!*/;
# at 8583
#260601 23:52:00 server id 3  end_log_pos 8615 CRC32 0x20491abb 	Intvar
SET INSERT_ID=4726/*!*/;
# at 8615
#260601 23:52:00 server id 3  end_log_pos 8762 CRC32 0xe712ac2d 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.968227/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 8762
#260601 23:52:00 server id 3  end_log_pos 8793 CRC32 0xafef1c1f 	Xid = 184
COMMIT/*!*/;
# at 8793
#260601 23:52:00 server id 3  end_log_pos 8835 CRC32 0x9be5012b 	GTID 0-3-47 trans
/*M!100001 SET @@session.gtid_seq_no=47*//*!*/;
START TRANSACTION
/*!*/;
# at 8835
#260601 23:52:00 server id 3  end_log_pos 8867 CRC32 0x1afe5a9d 	Intvar
SET INSERT_ID=4727/*!*/;
# at 8867
#260601 23:52:00 server id 3  end_log_pos 9014 CRC32 0x686d58d6 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.971247/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 9014
#260601 23:52:00 server id 3  end_log_pos 9045 CRC32 0xd6035354 	Xid = 187
COMMIT/*!*/;
# at 9045
#260601 23:52:00 server id 3  end_log_pos 9087 CRC32 0x6395d37c 	GTID 0-3-48 trans
/*M!100001 SET @@session.gtid_seq_no=48*//*!*/;
START TRANSACTION
/*!*/;
# at 9087
#260601 23:52:00 server id 3  end_log_pos 9119 CRC32 0xd783a172 	Intvar
SET INSERT_ID=4728/*!*/;
# at 9119
#260601 23:52:00 server id 3  end_log_pos 9266 CRC32 0xf76c0f90 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.975466/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 9266
#260601 23:52:00 server id 3  end_log_pos 9297 CRC32 0xfa3cd473 	Xid = 190
COMMIT/*!*/;
# at 9297
#260601 23:52:00 server id 3  end_log_pos 9339 CRC32 0x7ed22ea8 	GTID 0-3-49 trans
/*M!100001 SET @@session.gtid_seq_no=49*//*!*/;
START TRANSACTION
/*!*/;
# at 9339
#260601 23:52:00 server id 3  end_log_pos 9371 CRC32 0xf4986e4f 	Intvar
SET INSERT_ID=4729/*!*/;
# at 9371
#260601 23:52:00 server id 3  end_log_pos 9518 CRC32 0xf998d9e5 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.984455/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 9518
#260601 23:52:00 server id 3  end_log_pos 9549 CRC32 0x1e9d238b 	Xid = 193
COMMIT/*!*/;
# at 9549
#260601 23:52:00 server id 3  end_log_pos 9591 CRC32 0x8b17146a 	GTID 0-3-50 trans
/*M!100001 SET @@session.gtid_seq_no=50*//*!*/;
START TRANSACTION
/*!*/;
# at 9591
#260601 23:52:00 server id 3  end_log_pos 9623 CRC32 0xa2ed213e 	Intvar
SET INSERT_ID=4730/*!*/;
# at 9623
#260601 23:52:00 server id 3  end_log_pos 9770 CRC32 0x3e1d68e5 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.987572/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 9770
#260601 23:52:00 server id 3  end_log_pos 9801 CRC32 0xf21bce3a 	Xid = 196
COMMIT/*!*/;
# at 9801
#260601 23:52:00 server id 3  end_log_pos 9843 CRC32 0xff5677e1 	GTID 0-3-51 trans
/*M!100001 SET @@session.gtid_seq_no=51*//*!*/;
START TRANSACTION
/*!*/;
# at 9843
#260601 23:52:00 server id 3  end_log_pos 9875 CRC32 0x4e50ea19 	Intvar
SET INSERT_ID=132/*!*/;
# at 9875
#260601 23:52:00 server id 3  end_log_pos 10002 CRC32 0x5957dddb 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780354320.988353/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 10002
#260601 23:52:00 server id 3  end_log_pos 10033 CRC32 0x7834bd2f 	Xid = 199
COMMIT/*!*/;
# at 10033
#260602  0:05:01 server id 3  end_log_pos 10075 CRC32 0x048d1881 	GTID 0-3-52 ddl
/*M!100001 SET @@session.gtid_seq_no=52*//*!*/;
# at 10075
#260602  0:05:01 server id 3  end_log_pos 10188 CRC32 0xfc2d510f 	Query	thread_id=26	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355101/*!*/;
/*!\C latin1 *//*!*/;
SET @@session.character_set_client=latin1,@@session.collation_connection=8,@@session.collation_server=224/*!*/;
ALTER TABLE readings DROP PARTITION p202506
/*!*/;
# at 10188
#260602  0:05:01 server id 3  end_log_pos 10230 CRC32 0xbc56aef4 	GTID 0-3-53 ddl
/*M!100001 SET @@session.gtid_seq_no=53*//*!*/;
# at 10230
#260602  0:05:01 server id 3  end_log_pos 10343 CRC32 0x233e7790 	Query	thread_id=27	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355101/*!*/;
ALTER TABLE readings DROP PARTITION p202507
/*!*/;
# at 10343
#260602  0:05:01 server id 3  end_log_pos 10385 CRC32 0x39460a19 	GTID 0-3-54 ddl
/*M!100001 SET @@session.gtid_seq_no=54*//*!*/;
# at 10385
#260602  0:05:01 server id 3  end_log_pos 10498 CRC32 0xfc771025 	Query	thread_id=28	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355101/*!*/;
ALTER TABLE readings DROP PARTITION p202508
/*!*/;
# at 10498
#260602  0:05:01 server id 3  end_log_pos 10540 CRC32 0x58affe25 	GTID 0-3-55 ddl
/*M!100001 SET @@session.gtid_seq_no=55*//*!*/;
# at 10540
#260602  0:05:01 server id 3  end_log_pos 10653 CRC32 0xf8472f68 	Query	thread_id=29	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355101/*!*/;
ALTER TABLE readings DROP PARTITION p202509
/*!*/;
# at 10653
#260602  0:05:01 server id 3  end_log_pos 10695 CRC32 0xa4ffa999 	GTID 0-3-56 ddl
/*M!100001 SET @@session.gtid_seq_no=56*//*!*/;
# at 10695
#260602  0:05:01 server id 3  end_log_pos 10808 CRC32 0x0be58e32 	Query	thread_id=30	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355101/*!*/;
ALTER TABLE readings DROP PARTITION p202510
/*!*/;
# at 10808
#260602  0:05:02 server id 3  end_log_pos 10850 CRC32 0x25d92514 	GTID 0-3-57 ddl
/*M!100001 SET @@session.gtid_seq_no=57*//*!*/;
# at 10850
#260602  0:05:02 server id 3  end_log_pos 10963 CRC32 0x3436bee2 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202511
/*!*/;
# at 10963
#260602  0:05:02 server id 3  end_log_pos 11005 CRC32 0x91e9da7f 	GTID 0-3-58 ddl
/*M!100001 SET @@session.gtid_seq_no=58*//*!*/;
# at 11005
#260602  0:05:02 server id 3  end_log_pos 11118 CRC32 0x8962ec8b 	Query	thread_id=32	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202512
/*!*/;
# at 11118
#260602  0:05:02 server id 3  end_log_pos 11160 CRC32 0x921b30d0 	GTID 0-3-59 ddl
/*M!100001 SET @@session.gtid_seq_no=59*//*!*/;
# at 11160
#260602  0:05:02 server id 3  end_log_pos 11273 CRC32 0x8800efa0 	Query	thread_id=33	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202601
/*!*/;
# at 11273
#260602  0:05:02 server id 3  end_log_pos 11315 CRC32 0xeddfd667 	GTID 0-3-60 ddl
/*M!100001 SET @@session.gtid_seq_no=60*//*!*/;
# at 11315
#260602  0:05:02 server id 3  end_log_pos 11428 CRC32 0x664be504 	Query	thread_id=34	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202602
/*!*/;
# at 11428
#260602  0:05:02 server id 3  end_log_pos 11470 CRC32 0xb63edc85 	GTID 0-3-61 ddl
/*M!100001 SET @@session.gtid_seq_no=61*//*!*/;
# at 11470
#260602  0:05:02 server id 3  end_log_pos 11583 CRC32 0xcee1e06f 	Query	thread_id=35	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202603
/*!*/;
# at 11583
#260602  0:05:02 server id 3  end_log_pos 11625 CRC32 0x4719bccc 	GTID 0-3-62 ddl
/*M!100001 SET @@session.gtid_seq_no=62*//*!*/;
# at 11625
#260602  0:05:02 server id 3  end_log_pos 11738 CRC32 0xd0943cf8 	Query	thread_id=36	exec_time=1	error_code=0	xid=0
SET TIMESTAMP=1780355102/*!*/;
ALTER TABLE readings DROP PARTITION p202604
/*!*/;
# at 11738
#260602  0:10:02 server id 3  end_log_pos 11780 CRC32 0xf9f4c1ae 	GTID 0-3-63 trans
/*M!100001 SET @@session.gtid_seq_no=63*//*!*/;
START TRANSACTION
/*!*/;
# at 11780
#260602  0:10:02 server id 3  end_log_pos 11921 CRC32 0xbed2491b 	Query	thread_id=39	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355402.172870/*!*/;
DELETE FROM sessions WHERE seen_at < NOW() - INTERVAL 2 DAY
/*!*/;
# at 11921
#260602  0:10:02 server id 3  end_log_pos 11952 CRC32 0xb50cce86 	Xid = 234
COMMIT/*!*/;
# at 11952
#260602  0:10:10 server id 3  end_log_pos 11994 CRC32 0xc9b68d98 	GTID 0-3-64 trans
/*M!100001 SET @@session.gtid_seq_no=64*//*!*/;
START TRANSACTION
/*!*/;
# at 11994
#260602  0:10:10 server id 3  end_log_pos 12026 CRC32 0x0cec8642 	Intvar
SET INSERT_ID=4731/*!*/;
# at 12026
#260602  0:10:10 server id 3  end_log_pos 12172 CRC32 0x2b533fd7 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.070808/*!*/;
/*!\C utf8mb4 *//*!*/;
SET @@session.character_set_client=utf8mb4,@@session.collation_connection=45,@@session.collation_server=224/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 12172
#260602  0:10:10 server id 3  end_log_pos 12203 CRC32 0xd7236444 	Xid = 237
COMMIT/*!*/;
# at 12203
#260602  0:10:10 server id 3  end_log_pos 12245 CRC32 0x7d2a07f8 	GTID 0-3-65 trans
/*M!100001 SET @@session.gtid_seq_no=65*//*!*/;
START TRANSACTION
/*!*/;
# at 12245
#260602  0:10:10 server id 3  end_log_pos 12277 CRC32 0xcfaeadb0 	Intvar
SET INSERT_ID=4732/*!*/;
# at 12277
#260602  0:10:10 server id 3  end_log_pos 12424 CRC32 0x86814921 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.074241/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 12424
#260602  0:10:10 server id 3  end_log_pos 12455 CRC32 0x891fa27c 	Xid = 240
COMMIT/*!*/;
# at 12455
#260602  0:10:10 server id 3  end_log_pos 12497 CRC32 0xb9bfbf5e 	GTID 0-3-66 trans
/*M!100001 SET @@session.gtid_seq_no=66*//*!*/;
START TRANSACTION
/*!*/;
# at 12497
#260602  0:10:10 server id 3  end_log_pos 12529 CRC32 0xb95e40d7 	Intvar
SET INSERT_ID=4733/*!*/;
# at 12529
#260602  0:10:10 server id 3  end_log_pos 12676 CRC32 0x5a4c00d7 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.080055/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 12676
#260602  0:10:10 server id 3  end_log_pos 12707 CRC32 0xc3aaf301 	Xid = 243
COMMIT/*!*/;
# at 12707
#260602  0:10:10 server id 3  end_log_pos 12749 CRC32 0x60d9a403 	GTID 0-3-67 trans
/*M!100001 SET @@session.gtid_seq_no=67*//*!*/;
START TRANSACTION
/*!*/;
# at 12749
#260602  0:10:10 server id 3  end_log_pos 12781 CRC32 0xab4990e9 	Intvar
SET INSERT_ID=4734/*!*/;
# at 12781
#260602  0:10:10 server id 3  end_log_pos 12928 CRC32 0x10ac0b32 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.084217/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 12928
#260602  0:10:10 server id 3  end_log_pos 12959 CRC32 0xb7a34432 	Xid = 246
COMMIT/*!*/;
# at 12959
#260602  0:10:10 server id 3  end_log_pos 13001 CRC32 0x8944cc9b 	GTID 0-3-68 trans
/*M!100001 SET @@session.gtid_seq_no=68*//*!*/;
START TRANSACTION
/*!*/;
# at 13001
#260602  0:10:10 server id 3  end_log_pos 13033 CRC32 0x91fed0cf 	Intvar
SET INSERT_ID=4735/*!*/;
# at 13033
#260602  0:10:10 server id 3  end_log_pos 13180 CRC32 0x389046b0 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.087930/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 13180
#260602  0:10:10 server id 3  end_log_pos 13211 CRC32 0xaab90000 	Xid = 249
COMMIT/*!*/;
# at 13211
#260602  0:10:10 server id 3  end_log_pos 13253 CRC32 0x0835f0a8 	GTID 0-3-69 trans
/*M!100001 SET @@session.gtid_seq_no=69*//*!*/;
START TRANSACTION
/*!*/;
# at 13253
#260602  0:10:10 server id 3  end_log_pos 13285 CRC32 0x6f4f9ebb 	Intvar
SET INSERT_ID=4736/*!*/;
# at 13285
#260602  0:10:10 server id 3  end_log_pos 13432 CRC32 0x2dbc3a03 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.088487/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 13432
#260602  0:10:10 server id 3  end_log_pos 13463 CRC32 0xb5df9911 	Xid = 252
COMMIT/*!*/;
# at 13463
#260602  0:10:10 server id 3  end_log_pos 13505 CRC32 0x61c60b8d 	GTID 0-3-70 trans
/*M!100001 SET @@session.gtid_seq_no=70*//*!*/;
START TRANSACTION
/*!*/;
# at 13505
#260602  0:10:10 server id 3  end_log_pos 13537 CRC32 0x385fd29b 	Intvar
SET INSERT_ID=133/*!*/;
# at 13537
#260602  0:10:10 server id 3  end_log_pos 13664 CRC32 0xabcc18ff 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780355410.091958/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 13664
#260602  0:10:10 server id 3  end_log_pos 13695 CRC32 0xda31398a 	Xid = 255
COMMIT/*!*/;
# at 13695
#260602  9:15:00 server id 3  end_log_pos 13737 CRC32 0x223375de 	GTID 0-3-71 trans
/*M!100001 SET @@session.gtid_seq_no=71*//*!*/;
START TRANSACTION
/*!*/;
# at 13737
#260602  9:15:00 server id 3  end_log_pos 13769 CRC32 0x7bbd8a5c 	Intvar
SET INSERT_ID=4737/*!*/;
# at 13769
#260602  9:15:00 server id 3  end_log_pos 13915 CRC32 0xd155edff 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.229369/*!*/;
insert into readings (meter_id, at, wh) values ('1', now(), '7')
/*!*/;
# at 13915
#260602  9:15:00 server id 3  end_log_pos 13946 CRC32 0xffa0a418 	Xid = 259
COMMIT/*!*/;
# at 13946
#260602  9:15:00 server id 3  end_log_pos 13988 CRC32 0x4b8f037a 	GTID 0-3-72 trans
/*M!100001 SET @@session.gtid_seq_no=72*//*!*/;
START TRANSACTION
/*!*/;
# at 13988
#260602  9:15:00 server id 3  end_log_pos 14020 CRC32 0x755dda68 	Intvar
SET INSERT_ID=4738/*!*/;
# at 14020
#260602  9:15:00 server id 3  end_log_pos 14167 CRC32 0xe7103bfa 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.237405/*!*/;
insert into readings (meter_id, at, wh) values ('2', now(), '14')
/*!*/;
# at 14167
#260602  9:15:00 server id 3  end_log_pos 14198 CRC32 0x4023e2d4 	Xid = 262
COMMIT/*!*/;
# at 14198
#260602  9:15:00 server id 3  end_log_pos 14240 CRC32 0xe6f5acfe 	GTID 0-3-73 trans
/*M!100001 SET @@session.gtid_seq_no=73*//*!*/;
START TRANSACTION
/*!*/;
# at 14240
#260602  9:15:00 server id 3  end_log_pos 14272 CRC32 0xae845ee3 	Intvar
SET INSERT_ID=4739/*!*/;
# at 14272
#260602  9:15:00 server id 3  end_log_pos 14419 CRC32 0xdce2b313 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.240893/*!*/;
insert into readings (meter_id, at, wh) values ('3', now(), '21')
/*!*/;
# at 14419
#260602  9:15:00 server id 3  end_log_pos 14450 CRC32 0xa7dfaa56 	Xid = 265
COMMIT/*!*/;
# at 14450
#260602  9:15:00 server id 3  end_log_pos 14492 CRC32 0x99399160 	GTID 0-3-74 trans
/*M!100001 SET @@session.gtid_seq_no=74*//*!*/;
START TRANSACTION
/*!*/;
# at 14492
#260602  9:15:00 server id 3  end_log_pos 14524 CRC32 0xb17c9044 	Intvar
SET INSERT_ID=4740/*!*/;
# at 14524
#260602  9:15:00 server id 3  end_log_pos 14671 CRC32 0x9dad39b1 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.241497/*!*/;
insert into readings (meter_id, at, wh) values ('4', now(), '28')
/*!*/;
# at 14671
#260602  9:15:00 server id 3  end_log_pos 14702 CRC32 0x7eeed0f6 	Xid = 268
COMMIT/*!*/;
# at 14702
#260602  9:15:00 server id 3  end_log_pos 14744 CRC32 0x34433ee4 	GTID 0-3-75 trans
/*M!100001 SET @@session.gtid_seq_no=75*//*!*/;
START TRANSACTION
/*!*/;
# at 14744
#260602  9:15:00 server id 3  end_log_pos 14776 CRC32 0x6aa514cf 	Intvar
SET INSERT_ID=4741/*!*/;
# at 14776
#260602  9:15:00 server id 3  end_log_pos 14923 CRC32 0x05e05af9 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.241879/*!*/;
insert into readings (meter_id, at, wh) values ('5', now(), '35')
/*!*/;
# at 14923
#260602  9:15:00 server id 3  end_log_pos 14954 CRC32 0x540734c0 	Xid = 271
COMMIT/*!*/;
# at 14954
#260602  9:15:00 server id 3  end_log_pos 14996 CRC32 0xf1d5c5cb 	GTID 0-3-76 trans
/*M!100001 SET @@session.gtid_seq_no=76*//*!*/;
START TRANSACTION
/*!*/;
# at 14996
#260602  9:15:00 server id 3  end_log_pos 15028 CRC32 0xddbe9f13 	Intvar
SET INSERT_ID=4742/*!*/;
# at 15028
#260602  9:15:00 server id 3  end_log_pos 15175 CRC32 0x8bca193e 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.242244/*!*/;
insert into readings (meter_id, at, wh) values ('6', now(), '42')
/*!*/;
# at 15175
#260602  9:15:00 server id 3  end_log_pos 15206 CRC32 0x44da5892 	Xid = 274
COMMIT/*!*/;
# at 15206
#260602  9:15:00 server id 3  end_log_pos 15248 CRC32 0x5caf6a4f 	GTID 0-3-77 trans
/*M!100001 SET @@session.gtid_seq_no=77*//*!*/;
START TRANSACTION
/*!*/;
# at 15248
#260602  9:15:00 server id 3  end_log_pos 15280 CRC32 0x3a8c96e1 	Intvar
SET INSERT_ID=134/*!*/;
# at 15280
#260602  9:15:00 server id 3  end_log_pos 15407 CRC32 0x252bcde1 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1780388100.242613/*!*/;
insert into sessions (seen_at) values (now())
/*!*/;
# at 15407
#260602  9:15:00 server id 3  end_log_pos 15438 CRC32 0xcd51313d 	Xid = 277
COMMIT/*!*/;
DELIMITER ;
# End of log file
ROLLBACK /* added by mysqlbinlog */;
/*!50003 SET COMPLETION_TYPE=@OLD_COMPLETION_TYPE*/;
/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=0*/;
