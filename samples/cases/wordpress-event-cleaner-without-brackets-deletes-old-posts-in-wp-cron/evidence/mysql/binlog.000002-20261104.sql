/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=1*/;
/*!40019 SET @@session.max_delayed_threads=0*/;
/*!50003 SET @OLD_COMPLETION_TYPE=@@COMPLETION_TYPE,COMPLETION_TYPE=0*/;
DELIMITER /*!*/;
# at 4
#261103  1:00:01 server id 1  end_log_pos 256 CRC32 0x2f079aa6 	Start: binlog v 4, server v 10.11.19-MariaDB-0+deb12u1-log created 261103  1:00:01
# Warning: this binlog is either in use or was not closed properly.
BINLOG '
ASTpag8BAAAA/AAAAAABAAABAAQAMTAuMTEuMTktTWFyaWFEQi0wK2RlYjEydTEtbG9nAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAEzgNAAgAEgAEBAQEEgAA5AAEGggAAAAICAgCAAAACgoKAAAAAAAA
CgoKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAEEwQADQgICAoKCgGmmgcv
'/*!*/;
# at 3146
#261104  0:00:02 server id 1  end_log_pos 3188 CRC32 0xa8c63b11 	GTID 0-1-23 trans
/*M!100101 SET @@session.skip_parallel_replication=0*//*!*/;
/*M!100001 SET @@session.gtid_domain_id=0*//*!*/;
/*M!100001 SET @@session.server_id=1*//*!*/;
/*M!100001 SET @@session.gtid_seq_no=23*//*!*/;
START TRANSACTION
/*!*/;
# at 3188
#261104  0:00:02 server id 1  end_log_pos 3348 CRC32 0x76731fca 	Query	thread_id=17	exec_time=0	error_code=0	xid=0
use `kulturwerk`/*!*/;
SET TIMESTAMP=1793746802/*!*/;
SET @@session.pseudo_thread_id=17/*!*/;
SET @@session.foreign_key_checks=1, @@session.sql_auto_is_null=0, @@session.unique_checks=1, @@session.autocommit=1, @@session.check_constraint_checks=1, @@session.sql_if_exists=0, @@session.explicit_defaults_for_timestamp=1, @@session.system_versioning_insert_history=0/*!*/;
SET @@session.sql_mode=1149239296/*!*/;
SET @@session.auto_increment_increment=1, @@session.auto_increment_offset=1/*!*/;
/*!\C utf8mb3 *//*!*/;
SET @@session.character_set_client=utf8mb3,@@session.collation_connection=33,@@session.collation_server=224/*!*/;
SET @@session.lc_time_names=0/*!*/;
SET @@session.collation_database=DEFAULT/*!*/;
UPDATE `kw_options` SET `option_value` = '1793746802.2819' WHERE `option_name` = 'cron'
/*!*/;
# at 3348
#261104  0:00:02 server id 1  end_log_pos 3379 CRC32 0xca927363 	Xid = 49
COMMIT/*!*/;
# at 3379
#261104  0:15:02 server id 1  end_log_pos 3421 CRC32 0x97a71ca7 	GTID 0-1-24 trans
/*M!100001 SET @@session.gtid_seq_no=24*//*!*/;
START TRANSACTION
/*!*/;
# at 3421
#261104  0:15:02 server id 1  end_log_pos 3581 CRC32 0xf1b941d5 	Query	thread_id=18	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793747702/*!*/;
UPDATE `kw_options` SET `option_value` = '1793747702.1293' WHERE `option_name` = 'cron'
/*!*/;
# at 3581
#261104  0:15:02 server id 1  end_log_pos 3612 CRC32 0xc39ffb3c 	Xid = 52
COMMIT/*!*/;
# at 3612
#261104  0:30:02 server id 1  end_log_pos 3654 CRC32 0x76e8ee90 	GTID 0-1-25 trans
/*M!100001 SET @@session.gtid_seq_no=25*//*!*/;
START TRANSACTION
/*!*/;
# at 3654
#261104  0:30:02 server id 1  end_log_pos 3814 CRC32 0x5a54bff2 	Query	thread_id=19	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793748602/*!*/;
UPDATE `kw_options` SET `option_value` = '1793748602.7941' WHERE `option_name` = 'cron'
/*!*/;
# at 3814
#261104  0:30:02 server id 1  end_log_pos 3845 CRC32 0x4f039d0c 	Xid = 55
COMMIT/*!*/;
# at 3845
#261104  0:45:02 server id 1  end_log_pos 3887 CRC32 0xaac0367a 	GTID 0-1-26 trans
/*M!100001 SET @@session.gtid_seq_no=26*//*!*/;
START TRANSACTION
/*!*/;
# at 3887
#261104  0:45:02 server id 1  end_log_pos 4047 CRC32 0x6365d8fe 	Query	thread_id=20	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793749502/*!*/;
UPDATE `kw_options` SET `option_value` = '1793749502.7681' WHERE `option_name` = 'cron'
/*!*/;
# at 4047
#261104  0:45:02 server id 1  end_log_pos 4078 CRC32 0x4c5fe537 	Xid = 58
COMMIT/*!*/;
# at 4078
#261104  1:00:02 server id 1  end_log_pos 4120 CRC32 0xfb49d22f 	GTID 0-1-27 trans
/*M!100001 SET @@session.gtid_seq_no=27*//*!*/;
START TRANSACTION
/*!*/;
# at 4120
#261104  1:00:02 server id 1  end_log_pos 4280 CRC32 0x78dc97c5 	Query	thread_id=21	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793750402/*!*/;
UPDATE `kw_options` SET `option_value` = '1793750402.4863' WHERE `option_name` = 'cron'
/*!*/;
# at 4280
#261104  1:00:02 server id 1  end_log_pos 4311 CRC32 0x190459ce 	Xid = 61
COMMIT/*!*/;
# at 4311
#261104  1:15:02 server id 1  end_log_pos 4353 CRC32 0xa54096b1 	GTID 0-1-28 trans
/*M!100001 SET @@session.gtid_seq_no=28*//*!*/;
START TRANSACTION
/*!*/;
# at 4353
#261104  1:15:02 server id 1  end_log_pos 4513 CRC32 0x6f23fa1c 	Query	thread_id=22	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793751302/*!*/;
UPDATE `kw_options` SET `option_value` = '1793751302.6442' WHERE `option_name` = 'cron'
/*!*/;
# at 4513
#261104  1:15:02 server id 1  end_log_pos 4544 CRC32 0x707212ea 	Xid = 64
COMMIT/*!*/;
# at 4544
#261104  1:30:02 server id 1  end_log_pos 4586 CRC32 0x62df1949 	GTID 0-1-29 trans
/*M!100001 SET @@session.gtid_seq_no=29*//*!*/;
START TRANSACTION
/*!*/;
# at 4586
#261104  1:30:02 server id 1  end_log_pos 4746 CRC32 0xa91ea241 	Query	thread_id=23	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793752202/*!*/;
UPDATE `kw_options` SET `option_value` = '1793752202.7542' WHERE `option_name` = 'cron'
/*!*/;
# at 4746
#261104  1:30:02 server id 1  end_log_pos 4777 CRC32 0x91c0d443 	Xid = 67
COMMIT/*!*/;
# at 4777
#261104  1:30:02 server id 1  end_log_pos 4819 CRC32 0xf82e5cc3 	GTID 0-1-30 trans
/*M!100001 SET @@session.gtid_seq_no=30*//*!*/;
START TRANSACTION
/*!*/;
# at 4819
#261104  1:30:02 server id 1  end_log_pos 5158 CRC32 0x6292e3af 	Query	thread_id=23	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793752202/*!*/;
SET @@session.pseudo_thread_id=23/*!*/;
DELETE a, b FROM kw_options a, kw_options b
			WHERE a.option_name LIKE '\_transient\_%'
			AND a.option_name NOT LIKE '\_transient\_timeout\_%'
			AND b.option_name = CONCAT( '_transient_timeout_', SUBSTRING( a.option_name, 12 ) )
			AND b.option_value < 1793752201
/*!*/;
# at 5158
#261104  1:30:02 server id 1  end_log_pos 5189 CRC32 0x1ebbf361 	Xid = 68
COMMIT/*!*/;
# at 5189
#261104  1:45:02 server id 1  end_log_pos 5231 CRC32 0x1b15f9bb 	GTID 0-1-31 trans
/*M!100001 SET @@session.gtid_seq_no=31*//*!*/;
START TRANSACTION
/*!*/;
# at 5231
#261104  1:45:02 server id 1  end_log_pos 5391 CRC32 0xbdad4804 	Query	thread_id=24	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793753102/*!*/;
UPDATE `kw_options` SET `option_value` = '1793753102.3191' WHERE `option_name` = 'cron'
/*!*/;
# at 5391
#261104  1:45:02 server id 1  end_log_pos 5422 CRC32 0xbd155d62 	Xid = 71
COMMIT/*!*/;
# at 5422
#261104  2:00:02 server id 1  end_log_pos 5464 CRC32 0x64c29129 	GTID 0-1-32 trans
/*M!100001 SET @@session.gtid_seq_no=32*//*!*/;
START TRANSACTION
/*!*/;
# at 5464
#261104  2:00:02 server id 1  end_log_pos 5624 CRC32 0xf2b6c803 	Query	thread_id=25	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793754002/*!*/;
UPDATE `kw_options` SET `option_value` = '1793754002.7607' WHERE `option_name` = 'cron'
/*!*/;
# at 5624
#261104  2:00:02 server id 1  end_log_pos 5655 CRC32 0x0f8c3480 	Xid = 74
COMMIT/*!*/;
# at 5655
#261104  2:15:02 server id 1  end_log_pos 5697 CRC32 0xa28abfd5 	GTID 0-1-33 trans
/*M!100001 SET @@session.gtid_seq_no=33*//*!*/;
START TRANSACTION
/*!*/;
# at 5697
#261104  2:15:02 server id 1  end_log_pos 5857 CRC32 0x5ff08d78 	Query	thread_id=26	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793754902/*!*/;
UPDATE `kw_options` SET `option_value` = '1793754902.7329' WHERE `option_name` = 'cron'
/*!*/;
# at 5857
#261104  2:15:02 server id 1  end_log_pos 5888 CRC32 0x0e43df40 	Xid = 77
COMMIT/*!*/;
# at 5888
#261104  2:30:02 server id 1  end_log_pos 5930 CRC32 0xe108cf36 	GTID 0-1-34 trans
/*M!100001 SET @@session.gtid_seq_no=34*//*!*/;
START TRANSACTION
/*!*/;
# at 5930
#261104  2:30:02 server id 1  end_log_pos 6090 CRC32 0x89e03754 	Query	thread_id=27	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793755802/*!*/;
UPDATE `kw_options` SET `option_value` = '1793755802.7535' WHERE `option_name` = 'cron'
/*!*/;
# at 6090
#261104  2:30:02 server id 1  end_log_pos 6121 CRC32 0xed509460 	Xid = 80
COMMIT/*!*/;
# at 6121
#261104  2:45:02 server id 1  end_log_pos 6163 CRC32 0x2c650df7 	GTID 0-1-35 trans
/*M!100001 SET @@session.gtid_seq_no=35*//*!*/;
START TRANSACTION
/*!*/;
# at 6163
#261104  2:45:02 server id 1  end_log_pos 6323 CRC32 0x65781cc2 	Query	thread_id=29	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793756702/*!*/;
UPDATE `kw_options` SET `option_value` = '1793756702.8764' WHERE `option_name` = 'cron'
/*!*/;
# at 6323
#261104  2:45:02 server id 1  end_log_pos 6354 CRC32 0x800c894c 	Xid = 164
COMMIT/*!*/;
# at 6354
#261104  3:00:02 server id 1  end_log_pos 6396 CRC32 0xec3609ad 	GTID 0-1-36 trans
/*M!100001 SET @@session.gtid_seq_no=36*//*!*/;
START TRANSACTION
/*!*/;
# at 6396
#261104  3:00:02 server id 1  end_log_pos 6556 CRC32 0x4d136bbc 	Query	thread_id=30	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793757602/*!*/;
UPDATE `kw_options` SET `option_value` = '1793757602.5114' WHERE `option_name` = 'cron'
/*!*/;
# at 6556
#261104  3:00:02 server id 1  end_log_pos 6587 CRC32 0x094e3afa 	Xid = 167
COMMIT/*!*/;
# at 6587
#261104  3:13:22 server id 1  end_log_pos 6629 CRC32 0x8e89ae49 	GTID 0-1-37 trans
/*M!100001 SET @@session.gtid_seq_no=37*//*!*/;
START TRANSACTION
/*!*/;
# at 6629
#261104  3:13:22 server id 1  end_log_pos 6750 CRC32 0x6d6959b9 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 2
/*!*/;
# at 6750
#261104  3:13:22 server id 1  end_log_pos 6781 CRC32 0xc64addb6 	Xid = 170
COMMIT/*!*/;
# at 6781
#261104  3:13:22 server id 1  end_log_pos 6823 CRC32 0x5e8a3c6c 	GTID 0-1-38 trans
/*M!100001 SET @@session.gtid_seq_no=38*//*!*/;
START TRANSACTION
/*!*/;
# at 6823
#261104  3:13:22 server id 1  end_log_pos 6944 CRC32 0xdcb68eb2 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 4
/*!*/;
# at 6944
#261104  3:13:22 server id 1  end_log_pos 6975 CRC32 0x77a137f1 	Xid = 171
COMMIT/*!*/;
# at 6975
#261104  3:13:22 server id 1  end_log_pos 7017 CRC32 0x599a8c48 	GTID 0-1-39 trans
/*M!100001 SET @@session.gtid_seq_no=39*//*!*/;
START TRANSACTION
/*!*/;
# at 7017
#261104  3:13:22 server id 1  end_log_pos 7138 CRC32 0xbcfa1d44 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 8
/*!*/;
# at 7138
#261104  3:13:22 server id 1  end_log_pos 7169 CRC32 0x605a2984 	Xid = 172
COMMIT/*!*/;
# at 7169
#261104  3:13:22 server id 1  end_log_pos 7211 CRC32 0x00569055 	GTID 0-1-40 trans
/*M!100001 SET @@session.gtid_seq_no=40*//*!*/;
START TRANSACTION
/*!*/;
# at 7211
#261104  3:13:22 server id 1  end_log_pos 7333 CRC32 0x91bbe759 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 11
/*!*/;
# at 7333
#261104  3:13:22 server id 1  end_log_pos 7364 CRC32 0xea995f64 	Xid = 173
COMMIT/*!*/;
# at 7364
#261104  3:13:22 server id 1  end_log_pos 7406 CRC32 0x9f8560b2 	GTID 0-1-41 trans
/*M!100001 SET @@session.gtid_seq_no=41*//*!*/;
START TRANSACTION
/*!*/;
# at 7406
#261104  3:13:22 server id 1  end_log_pos 7528 CRC32 0xcb9dd70d 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 12
/*!*/;
# at 7528
#261104  3:13:22 server id 1  end_log_pos 7559 CRC32 0x84585328 	Xid = 174
COMMIT/*!*/;
# at 7559
#261104  3:13:22 server id 1  end_log_pos 7601 CRC32 0xbc9750b4 	GTID 0-1-42 trans
/*M!100001 SET @@session.gtid_seq_no=42*//*!*/;
START TRANSACTION
/*!*/;
# at 7601
#261104  3:13:22 server id 1  end_log_pos 7723 CRC32 0x8d61947c 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 15
/*!*/;
# at 7723
#261104  3:13:22 server id 1  end_log_pos 7754 CRC32 0x80085730 	Xid = 175
COMMIT/*!*/;
# at 7754
#261104  3:13:22 server id 1  end_log_pos 7796 CRC32 0x7b5a097b 	GTID 0-1-43 trans
/*M!100001 SET @@session.gtid_seq_no=43*//*!*/;
START TRANSACTION
/*!*/;
# at 7796
#261104  3:13:22 server id 1  end_log_pos 7918 CRC32 0x2dbcbdc8 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 21
/*!*/;
# at 7918
#261104  3:13:22 server id 1  end_log_pos 7949 CRC32 0xdc71f003 	Xid = 176
COMMIT/*!*/;
# at 7949
#261104  3:13:22 server id 1  end_log_pos 7991 CRC32 0x3e81cabd 	GTID 0-1-44 trans
/*M!100001 SET @@session.gtid_seq_no=44*//*!*/;
START TRANSACTION
/*!*/;
# at 7991
#261104  3:13:22 server id 1  end_log_pos 8113 CRC32 0x0b7d26cd 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 23
/*!*/;
# at 8113
#261104  3:13:22 server id 1  end_log_pos 8144 CRC32 0x0359a4b9 	Xid = 177
COMMIT/*!*/;
# at 8144
#261104  3:13:22 server id 1  end_log_pos 8186 CRC32 0x8d59a9ed 	GTID 0-1-45 trans
/*M!100001 SET @@session.gtid_seq_no=45*//*!*/;
START TRANSACTION
/*!*/;
# at 8186
#261104  3:13:22 server id 1  end_log_pos 8308 CRC32 0xdc0f5dda 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 24
/*!*/;
# at 8308
#261104  3:13:22 server id 1  end_log_pos 8339 CRC32 0x9007496a 	Xid = 178
COMMIT/*!*/;
# at 8339
#261104  3:13:22 server id 1  end_log_pos 8381 CRC32 0x39dac29b 	GTID 0-1-46 trans
/*M!100001 SET @@session.gtid_seq_no=46*//*!*/;
START TRANSACTION
/*!*/;
# at 8381
#261104  3:13:22 server id 1  end_log_pos 8503 CRC32 0x635b766f 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 29
/*!*/;
# at 8503
#261104  3:13:22 server id 1  end_log_pos 8534 CRC32 0xc752e60f 	Xid = 179
COMMIT/*!*/;
# at 8534
#261104  3:13:22 server id 1  end_log_pos 8576 CRC32 0xf5190714 	GTID 0-1-47 trans
/*M!100001 SET @@session.gtid_seq_no=47*//*!*/;
START TRANSACTION
/*!*/;
# at 8576
#261104  3:13:22 server id 1  end_log_pos 8698 CRC32 0xcc0d5e89 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 30
/*!*/;
# at 8698
#261104  3:13:22 server id 1  end_log_pos 8729 CRC32 0x6770c0df 	Xid = 180
COMMIT/*!*/;
# at 8729
#261104  3:13:22 server id 1  end_log_pos 8771 CRC32 0xde301fe1 	GTID 0-1-48 trans
/*M!100001 SET @@session.gtid_seq_no=48*//*!*/;
START TRANSACTION
/*!*/;
# at 8771
#261104  3:13:22 server id 1  end_log_pos 8893 CRC32 0xafac345b 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 31
/*!*/;
# at 8893
#261104  3:13:22 server id 1  end_log_pos 8924 CRC32 0xedb3b63f 	Xid = 181
COMMIT/*!*/;
# at 8924
#261104  3:13:22 server id 1  end_log_pos 8966 CRC32 0x6decbb92 	GTID 0-1-49 trans
/*M!100001 SET @@session.gtid_seq_no=49*//*!*/;
START TRANSACTION
/*!*/;
# at 8966
#261104  3:13:22 server id 1  end_log_pos 9088 CRC32 0x4dc0634b 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 33
/*!*/;
# at 9088
#261104  3:13:22 server id 1  end_log_pos 9119 CRC32 0x8372ba73 	Xid = 182
COMMIT/*!*/;
# at 9119
#261104  3:13:22 server id 1  end_log_pos 9161 CRC32 0x3ae6f86e 	GTID 0-1-50 trans
/*M!100001 SET @@session.gtid_seq_no=50*//*!*/;
START TRANSACTION
/*!*/;
# at 9161
#261104  3:13:22 server id 1  end_log_pos 9283 CRC32 0x4b299162 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 37
/*!*/;
# at 9283
#261104  3:13:22 server id 1  end_log_pos 9314 CRC32 0xec4d9049 	Xid = 183
COMMIT/*!*/;
# at 9314
#261104  3:13:22 server id 1  end_log_pos 9356 CRC32 0x39070e4d 	GTID 0-1-51 trans
/*M!100001 SET @@session.gtid_seq_no=51*//*!*/;
START TRANSACTION
/*!*/;
# at 9356
#261104  3:13:22 server id 1  end_log_pos 9478 CRC32 0xc75521b0 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 39
/*!*/;
# at 9478
#261104  3:13:22 server id 1  end_log_pos 9509 CRC32 0xcc8f0651 	Xid = 184
COMMIT/*!*/;
# at 9509
#261104  3:13:22 server id 1  end_log_pos 9551 CRC32 0xd1f6fc38 	GTID 0-1-52 trans
/*M!100001 SET @@session.gtid_seq_no=52*//*!*/;
START TRANSACTION
/*!*/;
# at 9551
#261104  3:13:22 server id 1  end_log_pos 9673 CRC32 0x5846e89b 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 40
/*!*/;
# at 9673
#261104  3:13:22 server id 1  end_log_pos 9704 CRC32 0x75156e87 	Xid = 185
COMMIT/*!*/;
# at 9704
#261104  3:13:22 server id 1  end_log_pos 9746 CRC32 0xcf0d209d 	GTID 0-1-53 trans
/*M!100001 SET @@session.gtid_seq_no=53*//*!*/;
START TRANSACTION
/*!*/;
# at 9746
#261104  3:13:22 server id 1  end_log_pos 9868 CRC32 0xc4f195b8 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 42
/*!*/;
# at 9868
#261104  3:13:22 server id 1  end_log_pos 9899 CRC32 0x7b88d780 	Xid = 186
COMMIT/*!*/;
# at 9899
#261104  3:13:22 server id 1  end_log_pos 9941 CRC32 0xb40cf0d6 	GTID 0-1-54 trans
/*M!100001 SET @@session.gtid_seq_no=54*//*!*/;
START TRANSACTION
/*!*/;
# at 9941
#261104  3:13:22 server id 1  end_log_pos 10063 CRC32 0x079084d3 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 44
/*!*/;
# at 10063
#261104  3:13:22 server id 1  end_log_pos 10094 CRC32 0x2cdd78e5 	Xid = 187
COMMIT/*!*/;
# at 10094
#261104  3:13:22 server id 1  end_log_pos 10136 CRC32 0x2bdbc712 	GTID 0-1-55 trans
/*M!100001 SET @@session.gtid_seq_no=55*//*!*/;
START TRANSACTION
/*!*/;
# at 10136
#261104  3:13:22 server id 1  end_log_pos 10258 CRC32 0xee86f19c 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 48
/*!*/;
# at 10258
#261104  3:13:22 server id 1  end_log_pos 10289 CRC32 0x70f7dba2 	Xid = 188
COMMIT/*!*/;
# at 10289
#261104  3:13:22 server id 1  end_log_pos 10331 CRC32 0xa8bb460c 	GTID 0-1-56 trans
/*M!100001 SET @@session.gtid_seq_no=56*//*!*/;
START TRANSACTION
/*!*/;
# at 10331
#261104  3:13:22 server id 1  end_log_pos 10453 CRC32 0x7303392f 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 49
/*!*/;
# at 10453
#261104  3:13:22 server id 1  end_log_pos 10484 CRC32 0xfa34ad42 	Xid = 189
COMMIT/*!*/;
# at 10484
#261104  3:13:22 server id 1  end_log_pos 10526 CRC32 0x1b67e27f 	GTID 0-1-57 trans
/*M!100001 SET @@session.gtid_seq_no=57*//*!*/;
START TRANSACTION
/*!*/;
# at 10526
#261104  3:13:22 server id 1  end_log_pos 10648 CRC32 0x3b0c3272 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 50
/*!*/;
# at 10648
#261104  3:13:22 server id 1  end_log_pos 10679 CRC32 0x94f5a10e 	Xid = 190
COMMIT/*!*/;
# at 10679
#261104  3:13:22 server id 1  end_log_pos 10721 CRC32 0xa454c831 	GTID 0-1-58 trans
/*M!100001 SET @@session.gtid_seq_no=58*//*!*/;
START TRANSACTION
/*!*/;
# at 10721
#261104  3:13:22 server id 1  end_log_pos 10843 CRC32 0x7f743760 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 51
/*!*/;
# at 10843
#261104  3:13:22 server id 1  end_log_pos 10874 CRC32 0x90a5a516 	Xid = 191
COMMIT/*!*/;
# at 10874
#261104  3:13:22 server id 1  end_log_pos 10916 CRC32 0xceb3a04d 	GTID 0-1-59 trans
/*M!100001 SET @@session.gtid_seq_no=59*//*!*/;
START TRANSACTION
/*!*/;
# at 10916
#261104  3:13:22 server id 1  end_log_pos 11038 CRC32 0xfabecb99 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 53
/*!*/;
# at 11038
#261104  3:13:22 server id 1  end_log_pos 11069 CRC32 0x1c37a29e 	Xid = 192
COMMIT/*!*/;
# at 11069
#261104  3:13:22 server id 1  end_log_pos 11111 CRC32 0x26425238 	GTID 0-1-60 trans
/*M!100001 SET @@session.gtid_seq_no=60*//*!*/;
START TRANSACTION
/*!*/;
# at 11111
#261104  3:13:22 server id 1  end_log_pos 11233 CRC32 0x9c0dfc5d 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 54
/*!*/;
# at 11233
#261104  3:13:22 server id 1  end_log_pos 11264 CRC32 0xb1c290b7 	Xid = 193
COMMIT/*!*/;
# at 11264
#261104  3:13:22 server id 1  end_log_pos 11306 CRC32 0x09a837ac 	GTID 0-1-61 trans
/*M!100001 SET @@session.gtid_seq_no=61*//*!*/;
START TRANSACTION
/*!*/;
# at 11306
#261104  3:13:22 server id 1  end_log_pos 11428 CRC32 0xf00f743c 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 60
/*!*/;
# at 11428
#261104  3:13:22 server id 1  end_log_pos 11459 CRC32 0x81e6aa9c 	Xid = 194
COMMIT/*!*/;
# at 11459
#261104  3:13:22 server id 1  end_log_pos 11501 CRC32 0x72a9e7e7 	GTID 0-1-62 trans
/*M!100001 SET @@session.gtid_seq_no=62*//*!*/;
START TRANSACTION
/*!*/;
# at 11501
#261104  3:13:22 server id 1  end_log_pos 11623 CRC32 0xad0af0f4 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 61
/*!*/;
# at 11623
#261104  3:13:22 server id 1  end_log_pos 11654 CRC32 0x55c0ea1b 	Xid = 195
COMMIT/*!*/;
# at 11654
#261104  3:13:22 server id 1  end_log_pos 11696 CRC32 0xb569f74d 	GTID 0-1-63 trans
/*M!100001 SET @@session.gtid_seq_no=63*//*!*/;
START TRANSACTION
/*!*/;
# at 11696
#261104  3:13:22 server id 1  end_log_pos 11818 CRC32 0x05b6a22c 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 62
/*!*/;
# at 11818
#261104  3:13:22 server id 1  end_log_pos 11849 CRC32 0x76912329 	Xid = 196
COMMIT/*!*/;
# at 11849
#261104  3:13:22 server id 1  end_log_pos 11891 CRC32 0xf5cc7584 	GTID 0-1-64 trans
/*M!100001 SET @@session.gtid_seq_no=64*//*!*/;
START TRANSACTION
/*!*/;
# at 11891
#261104  3:13:22 server id 1  end_log_pos 12013 CRC32 0x98336a9f 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 63
/*!*/;
# at 12013
#261104  3:13:22 server id 1  end_log_pos 12044 CRC32 0xa2b763ae 	Xid = 197
COMMIT/*!*/;
# at 12044
#261104  3:13:22 server id 1  end_log_pos 12086 CRC32 0x4610d1f7 	GTID 0-1-65 trans
/*M!100001 SET @@session.gtid_seq_no=65*//*!*/;
START TRANSACTION
/*!*/;
# at 12086
#261104  3:13:22 server id 1  end_log_pos 12208 CRC32 0xa887435e 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 64
/*!*/;
# at 12208
#261104  3:13:22 server id 1  end_log_pos 12239 CRC32 0x92935985 	Xid = 198
COMMIT/*!*/;
# at 12239
#261104  3:13:22 server id 1  end_log_pos 12281 CRC32 0x111a920b 	GTID 0-1-66 trans
/*M!100001 SET @@session.gtid_seq_no=66*//*!*/;
START TRANSACTION
/*!*/;
# at 12281
#261104  3:13:22 server id 1  end_log_pos 12403 CRC32 0xe9171dfa 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 66
/*!*/;
# at 12403
#261104  3:13:22 server id 1  end_log_pos 12434 CRC32 0x5dbf9132 	Xid = 199
COMMIT/*!*/;
# at 12434
#261104  3:13:22 server id 1  end_log_pos 12476 CRC32 0xbf9d27ab 	GTID 0-1-67 trans
/*M!100001 SET @@session.gtid_seq_no=67*//*!*/;
START TRANSACTION
/*!*/;
# at 12476
#261104  3:13:22 server id 1  end_log_pos 12598 CRC32 0x72ab145b 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 70
/*!*/;
# at 12598
#261104  3:13:22 server id 1  end_log_pos 12629 CRC32 0xfe0ee8c8 	Xid = 200
COMMIT/*!*/;
# at 12629
#261104  3:13:22 server id 1  end_log_pos 12671 CRC32 0x576cd5de 	GTID 0-1-68 trans
/*M!100001 SET @@session.gtid_seq_no=68*//*!*/;
START TRANSACTION
/*!*/;
# at 12671
#261104  3:13:22 server id 1  end_log_pos 12793 CRC32 0xdc48370a 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 74
/*!*/;
# at 12793
#261104  3:13:22 server id 1  end_log_pos 12824 CRC32 0x792d0332 	Xid = 201
COMMIT/*!*/;
# at 12824
#261104  3:13:22 server id 1  end_log_pos 12866 CRC32 0x4294dc5e 	GTID 0-1-69 trans
/*M!100001 SET @@session.gtid_seq_no=69*//*!*/;
START TRANSACTION
/*!*/;
# at 12866
#261104  3:13:22 server id 1  end_log_pos 12988 CRC32 0xd04057b8 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 79
/*!*/;
# at 12988
#261104  3:13:22 server id 1  end_log_pos 13019 CRC32 0x49093919 	Xid = 202
COMMIT/*!*/;
# at 13019
#261104  3:13:22 server id 1  end_log_pos 13061 CRC32 0x159a5881 	GTID 0-1-70 trans
/*M!100001 SET @@session.gtid_seq_no=70*//*!*/;
START TRANSACTION
/*!*/;
# at 13061
#261104  3:13:22 server id 1  end_log_pos 13183 CRC32 0x7301771b 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 81
/*!*/;
# at 13183
#261104  3:13:22 server id 1  end_log_pos 13214 CRC32 0x9d2f799e 	Xid = 203
COMMIT/*!*/;
# at 13214
#261104  3:13:22 server id 1  end_log_pos 13256 CRC32 0xa6423bd1 	GTID 0-1-71 trans
/*M!100001 SET @@session.gtid_seq_no=71*//*!*/;
START TRANSACTION
/*!*/;
# at 13256
#261104  3:13:22 server id 1  end_log_pos 13378 CRC32 0x248f37c6 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 84
/*!*/;
# at 13378
#261104  3:13:22 server id 1  end_log_pos 13409 CRC32 0xd5119e8e 	Xid = 204
COMMIT/*!*/;
# at 13409
#261104  3:13:22 server id 1  end_log_pos 13451 CRC32 0x5a05b7c2 	GTID 0-1-72 trans
/*M!100001 SET @@session.gtid_seq_no=72*//*!*/;
START TRANSACTION
/*!*/;
# at 13451
#261104  3:13:22 server id 1  end_log_pos 13573 CRC32 0x5e53dcce 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 85
/*!*/;
# at 13573
#261104  3:13:22 server id 1  end_log_pos 13604 CRC32 0x0137de09 	Xid = 205
COMMIT/*!*/;
# at 13604
#261104  3:13:22 server id 1  end_log_pos 13646 CRC32 0x44f32202 	GTID 0-1-73 trans
/*M!100001 SET @@session.gtid_seq_no=73*//*!*/;
START TRANSACTION
/*!*/;
# at 13646
#261104  3:13:22 server id 1  end_log_pos 13768 CRC32 0x7fcc1ce1 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 87
/*!*/;
# at 13768
#261104  3:13:22 server id 1  end_log_pos 13799 CRC32 0x3113e422 	Xid = 206
COMMIT/*!*/;
# at 13799
#261104  3:13:22 server id 1  end_log_pos 13841 CRC32 0xbedade0b 	GTID 0-1-74 trans
/*M!100001 SET @@session.gtid_seq_no=74*//*!*/;
START TRANSACTION
/*!*/;
# at 13841
#261104  3:13:22 server id 1  end_log_pos 13963 CRC32 0x202b6ed1 	Query	thread_id=31	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758402/*!*/;
DELETE FROM `kw_comments` WHERE `comment_ID` = 90
/*!*/;
# at 13963
#261104  3:13:22 server id 1  end_log_pos 13994 CRC32 0xb6300fd8 	Xid = 207
COMMIT/*!*/;
# at 13994
#261104  3:15:02 server id 1  end_log_pos 14036 CRC32 0x5cc56bfb 	GTID 0-1-75 trans
/*M!100001 SET @@session.gtid_seq_no=75*//*!*/;
START TRANSACTION
/*!*/;
# at 14036
#261104  3:15:02 server id 1  end_log_pos 14196 CRC32 0xe95ae10f 	Query	thread_id=33	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758502/*!*/;
UPDATE `kw_options` SET `option_value` = '1793758502.4529' WHERE `option_name` = 'cron'
/*!*/;
# at 14196
#261104  3:15:02 server id 1  end_log_pos 14227 CRC32 0x49d720d2 	Xid = 212
COMMIT/*!*/;
# at 14227
#261104  3:15:02 server id 1  end_log_pos 14269 CRC32 0x155d530b 	GTID 0-1-76 trans
/*M!100001 SET @@session.gtid_seq_no=76*//*!*/;
START TRANSACTION
/*!*/;
# at 14269
#261104  3:15:02 server id 1  end_log_pos 14451 CRC32 0x675be153 	Query	thread_id=33	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758502/*!*/;
DELETE FROM kw_posts WHERE post_type = 'event' AND post_status = 'draft' OR post_date < '2025-09-30 00:00:00'
/*!*/;
# at 14451
#261104  3:15:02 server id 1  end_log_pos 14482 CRC32 0x3f02140f 	Xid = 213
COMMIT/*!*/;
# at 14482
#261104  3:15:02 server id 1  end_log_pos 14524 CRC32 0x84214894 	GTID 0-1-77 trans
/*M!100001 SET @@session.gtid_seq_no=77*//*!*/;
START TRANSACTION
/*!*/;
# at 14524
#261104  3:15:02 server id 1  end_log_pos 14721 CRC32 0xe97c07a7 	Query	thread_id=33	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793758502/*!*/;
SET @@session.pseudo_thread_id=33/*!*/;
DELETE pm FROM kw_postmeta pm LEFT JOIN kw_posts wp ON wp.ID = pm.post_id WHERE wp.ID IS NULL AND pm.meta_key = '_event_end'
/*!*/;
# at 14721
#261104  3:15:02 server id 1  end_log_pos 14752 CRC32 0x26a34a70 	Xid = 214
COMMIT/*!*/;
# at 14752
#261104  3:30:02 server id 1  end_log_pos 14794 CRC32 0xed89565b 	GTID 0-1-78 trans
/*M!100001 SET @@session.gtid_seq_no=78*//*!*/;
START TRANSACTION
/*!*/;
# at 14794
#261104  3:30:02 server id 1  end_log_pos 14954 CRC32 0x71afa6b1 	Query	thread_id=35	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793759402/*!*/;
UPDATE `kw_options` SET `option_value` = '1793759402.5397' WHERE `option_name` = 'cron'
/*!*/;
# at 14954
#261104  3:30:02 server id 1  end_log_pos 14985 CRC32 0xc60b44a6 	Xid = 219
COMMIT/*!*/;
# at 14985
#261104  3:45:02 server id 1  end_log_pos 15027 CRC32 0x20c2ad82 	GTID 0-1-79 trans
/*M!100001 SET @@session.gtid_seq_no=79*//*!*/;
START TRANSACTION
/*!*/;
# at 15027
#261104  3:45:02 server id 1  end_log_pos 15187 CRC32 0xd993a959 	Query	thread_id=36	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793760302/*!*/;
UPDATE `kw_options` SET `option_value` = '1793760302.4149' WHERE `option_name` = 'cron'
/*!*/;
# at 15187
#261104  3:45:02 server id 1  end_log_pos 15218 CRC32 0xa0ba59fd 	Xid = 222
COMMIT/*!*/;
# at 15218
#261104  4:00:02 server id 1  end_log_pos 15260 CRC32 0x0d8d07dd 	GTID 0-1-80 trans
/*M!100001 SET @@session.gtid_seq_no=80*//*!*/;
START TRANSACTION
/*!*/;
# at 15260
#261104  4:00:02 server id 1  end_log_pos 15420 CRC32 0xbaacb495 	Query	thread_id=37	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793761202/*!*/;
UPDATE `kw_options` SET `option_value` = '1793761202.7537' WHERE `option_name` = 'cron'
/*!*/;
# at 15420
#261104  4:00:02 server id 1  end_log_pos 15451 CRC32 0x73c032e5 	Xid = 225
COMMIT/*!*/;
# at 15451
#261104  4:15:02 server id 1  end_log_pos 15493 CRC32 0xd821ffc7 	GTID 0-1-81 trans
/*M!100001 SET @@session.gtid_seq_no=81*//*!*/;
START TRANSACTION
/*!*/;
# at 15493
#261104  4:15:02 server id 1  end_log_pos 15653 CRC32 0xd0bcc50b 	Query	thread_id=38	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793762102/*!*/;
UPDATE `kw_options` SET `option_value` = '1793762102.7549' WHERE `option_name` = 'cron'
/*!*/;
# at 15653
#261104  4:15:02 server id 1  end_log_pos 15684 CRC32 0x73dd061b 	Xid = 228
COMMIT/*!*/;
# at 15684
#261104  4:30:02 server id 1  end_log_pos 15726 CRC32 0xea2f13e9 	GTID 0-1-82 trans
/*M!100001 SET @@session.gtid_seq_no=82*//*!*/;
START TRANSACTION
/*!*/;
# at 15726
#261104  4:30:02 server id 1  end_log_pos 15886 CRC32 0x9758c60c 	Query	thread_id=39	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793763002/*!*/;
UPDATE `kw_options` SET `option_value` = '1793763002.3009' WHERE `option_name` = 'cron'
/*!*/;
# at 15886
#261104  4:30:02 server id 1  end_log_pos 15917 CRC32 0x926fc0b2 	Xid = 231
COMMIT/*!*/;
# at 15917
#261104  4:45:02 server id 1  end_log_pos 15959 CRC32 0x40efdeb7 	GTID 0-1-83 trans
/*M!100001 SET @@session.gtid_seq_no=83*//*!*/;
START TRANSACTION
/*!*/;
# at 15959
#261104  4:45:02 server id 1  end_log_pos 16119 CRC32 0x438c373e 	Query	thread_id=40	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793763902/*!*/;
UPDATE `kw_options` SET `option_value` = '1793763902.5716' WHERE `option_name` = 'cron'
/*!*/;
# at 16119
#261104  4:45:02 server id 1  end_log_pos 16150 CRC32 0xb0d8f3f3 	Xid = 234
COMMIT/*!*/;
# at 16150
#261104  5:00:02 server id 1  end_log_pos 16192 CRC32 0xd66ed931 	GTID 0-1-84 trans
/*M!100001 SET @@session.gtid_seq_no=84*//*!*/;
START TRANSACTION
/*!*/;
# at 16192
#261104  5:00:02 server id 1  end_log_pos 16352 CRC32 0xb70c9ba3 	Query	thread_id=41	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793764802/*!*/;
UPDATE `kw_options` SET `option_value` = '1793764802.2546' WHERE `option_name` = 'cron'
/*!*/;
# at 16352
#261104  5:00:02 server id 1  end_log_pos 16383 CRC32 0xbeeda509 	Xid = 237
COMMIT/*!*/;
# at 16383
#261104  5:15:02 server id 1  end_log_pos 16425 CRC32 0xe1c22d56 	GTID 0-1-85 trans
/*M!100001 SET @@session.gtid_seq_no=85*//*!*/;
START TRANSACTION
/*!*/;
# at 16425
#261104  5:15:02 server id 1  end_log_pos 16585 CRC32 0xf0cf28a9 	Query	thread_id=42	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793765702/*!*/;
UPDATE `kw_options` SET `option_value` = '1793765702.6389' WHERE `option_name` = 'cron'
/*!*/;
# at 16585
#261104  5:15:02 server id 1  end_log_pos 16616 CRC32 0xed3065da 	Xid = 240
COMMIT/*!*/;
# at 16616
#261104  5:30:02 server id 1  end_log_pos 16658 CRC32 0x9ddc4c5c 	GTID 0-1-86 trans
/*M!100001 SET @@session.gtid_seq_no=86*//*!*/;
START TRANSACTION
/*!*/;
# at 16658
#261104  5:30:02 server id 1  end_log_pos 16818 CRC32 0x2881414c 	Query	thread_id=43	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793766602/*!*/;
UPDATE `kw_options` SET `option_value` = '1793766602.1573' WHERE `option_name` = 'cron'
/*!*/;
# at 16818
#261104  5:30:02 server id 1  end_log_pos 16849 CRC32 0x4bd5dda5 	Xid = 243
COMMIT/*!*/;
# at 16849
#261104  5:45:02 server id 1  end_log_pos 16891 CRC32 0x2112a50e 	GTID 0-1-87 trans
/*M!100001 SET @@session.gtid_seq_no=87*//*!*/;
START TRANSACTION
/*!*/;
# at 16891
#261104  5:45:02 server id 1  end_log_pos 17051 CRC32 0x0611cfb1 	Query	thread_id=44	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793767502/*!*/;
UPDATE `kw_options` SET `option_value` = '1793767502.5700' WHERE `option_name` = 'cron'
/*!*/;
# at 17051
#261104  5:45:02 server id 1  end_log_pos 17082 CRC32 0xfdd08b87 	Xid = 246
COMMIT/*!*/;
# at 17082
#261104  6:00:02 server id 1  end_log_pos 17124 CRC32 0x2e1d91e6 	GTID 0-1-88 trans
/*M!100001 SET @@session.gtid_seq_no=88*//*!*/;
START TRANSACTION
/*!*/;
# at 17124
#261104  6:00:02 server id 1  end_log_pos 17284 CRC32 0x0cdfa1af 	Query	thread_id=45	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793768402/*!*/;
UPDATE `kw_options` SET `option_value` = '1793768402.5019' WHERE `option_name` = 'cron'
/*!*/;
# at 17284
#261104  6:00:02 server id 1  end_log_pos 17315 CRC32 0xa054288b 	Xid = 249
COMMIT/*!*/;
# at 17315
#261104  6:07:01 server id 1  end_log_pos 17357 CRC32 0xfe3ad224 	GTID 0-1-89 trans
/*M!100001 SET @@session.gtid_seq_no=89*//*!*/;
START TRANSACTION
/*!*/;
# at 17357
#261104  6:07:01 server id 1  end_log_pos 17389 CRC32 0xbc2da4a5 	Intvar
SET INSERT_ID=98/*!*/;
# at 17389
#261104  6:07:01 server id 1  end_log_pos 17612 CRC32 0x057d9fd2 	Query	thread_id=46	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793768821/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (198, 'Stefan', '2026-11-04 06:07:01', '0')
/*!*/;
# at 17612
#261104  6:07:01 server id 1  end_log_pos 17643 CRC32 0x28f35486 	Xid = 252
COMMIT/*!*/;
# at 17643
#261104  6:11:36 server id 1  end_log_pos 17685 CRC32 0xa74c813f 	GTID 0-1-90 trans
/*M!100001 SET @@session.gtid_seq_no=90*//*!*/;
START TRANSACTION
/*!*/;
# at 17685
#261104  6:11:36 server id 1  end_log_pos 17717 CRC32 0xa4ea4071 	Intvar
SET INSERT_ID=99/*!*/;
# at 17717
#261104  6:11:36 server id 1  end_log_pos 17938 CRC32 0xab7cbf7e 	Query	thread_id=47	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793769096/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (81, 'Amira', '2026-11-04 06:11:36', '0')
/*!*/;
# at 17938
#261104  6:11:36 server id 1  end_log_pos 17969 CRC32 0x517f553d 	Xid = 255
COMMIT/*!*/;
# at 17969
#261104  6:15:02 server id 1  end_log_pos 18011 CRC32 0xdb269d55 	GTID 0-1-91 trans
/*M!100001 SET @@session.gtid_seq_no=91*//*!*/;
START TRANSACTION
/*!*/;
# at 18011
#261104  6:15:02 server id 1  end_log_pos 18171 CRC32 0x617024d3 	Query	thread_id=48	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793769302/*!*/;
UPDATE `kw_options` SET `option_value` = '1793769302.8106' WHERE `option_name` = 'cron'
/*!*/;
# at 18171
#261104  6:15:02 server id 1  end_log_pos 18202 CRC32 0x378bb853 	Xid = 258
COMMIT/*!*/;
# at 18202
#261104  6:27:03 server id 1  end_log_pos 18244 CRC32 0x5ec66f87 	GTID 0-1-92 trans
/*M!100001 SET @@session.gtid_seq_no=92*//*!*/;
START TRANSACTION
/*!*/;
# at 18244
#261104  6:27:03 server id 1  end_log_pos 18276 CRC32 0x7e396fa1 	Intvar
SET INSERT_ID=100/*!*/;
# at 18276
#261104  6:27:03 server id 1  end_log_pos 18496 CRC32 0x7b2cf645 	Query	thread_id=49	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793770023/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (50, 'Olga', '2026-11-04 06:27:03', '0')
/*!*/;
# at 18496
#261104  6:27:03 server id 1  end_log_pos 18527 CRC32 0x886b2157 	Xid = 261
COMMIT/*!*/;
# at 18527
#261104  6:30:02 server id 1  end_log_pos 18569 CRC32 0x7c6ca10f 	GTID 0-1-93 trans
/*M!100001 SET @@session.gtid_seq_no=93*//*!*/;
START TRANSACTION
/*!*/;
# at 18569
#261104  6:30:02 server id 1  end_log_pos 18729 CRC32 0xc1aff8a8 	Query	thread_id=50	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793770202/*!*/;
UPDATE `kw_options` SET `option_value` = '1793770202.6749' WHERE `option_name` = 'cron'
/*!*/;
# at 18729
#261104  6:30:02 server id 1  end_log_pos 18760 CRC32 0xdec0dba0 	Xid = 264
COMMIT/*!*/;
# at 18760
#261104  6:31:15 server id 1  end_log_pos 18802 CRC32 0x10e0e8d8 	GTID 0-1-94 trans
/*M!100001 SET @@session.gtid_seq_no=94*//*!*/;
START TRANSACTION
/*!*/;
# at 18802
#261104  6:31:15 server id 1  end_log_pos 18834 CRC32 0x7b722b6f 	Intvar
SET INSERT_ID=101/*!*/;
# at 18834
#261104  6:31:15 server id 1  end_log_pos 19055 CRC32 0x4d824b0a 	Query	thread_id=51	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793770275/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (340, 'Nuno', '2026-11-04 06:31:15', '0')
/*!*/;
# at 19055
#261104  6:31:15 server id 1  end_log_pos 19086 CRC32 0x42968ef5 	Xid = 267
COMMIT/*!*/;
# at 19086
#261104  6:36:15 server id 1  end_log_pos 19128 CRC32 0xe6d997e6 	GTID 0-1-95 trans
/*M!100001 SET @@session.gtid_seq_no=95*//*!*/;
START TRANSACTION
/*!*/;
# at 19128
#261104  6:36:15 server id 1  end_log_pos 19160 CRC32 0xa605b1c6 	Intvar
SET INSERT_ID=102/*!*/;
# at 19160
#261104  6:36:15 server id 1  end_log_pos 19381 CRC32 0xd1de26c8 	Query	thread_id=52	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793770575/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (355, 'Mina', '2026-11-04 06:36:15', '0')
/*!*/;
# at 19381
#261104  6:36:15 server id 1  end_log_pos 19412 CRC32 0x47967344 	Xid = 270
COMMIT/*!*/;
# at 19412
#261104  6:45:02 server id 1  end_log_pos 19454 CRC32 0x23f8f8be 	GTID 0-1-96 trans
/*M!100001 SET @@session.gtid_seq_no=96*//*!*/;
START TRANSACTION
/*!*/;
# at 19454
#261104  6:45:02 server id 1  end_log_pos 19614 CRC32 0xd470078d 	Query	thread_id=53	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793771102/*!*/;
UPDATE `kw_options` SET `option_value` = '1793771102.8413' WHERE `option_name` = 'cron'
/*!*/;
# at 19614
#261104  6:45:02 server id 1  end_log_pos 19645 CRC32 0x9847dd89 	Xid = 273
COMMIT/*!*/;
# at 19645
#261104  7:00:02 server id 1  end_log_pos 19687 CRC32 0xb8b63363 	GTID 0-1-97 trans
/*M!100001 SET @@session.gtid_seq_no=97*//*!*/;
START TRANSACTION
/*!*/;
# at 19687
#261104  7:00:02 server id 1  end_log_pos 19847 CRC32 0x4bb8e983 	Query	thread_id=54	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793772002/*!*/;
UPDATE `kw_options` SET `option_value` = '1793772002.1692' WHERE `option_name` = 'cron'
/*!*/;
# at 19847
#261104  7:00:02 server id 1  end_log_pos 19878 CRC32 0x76394b28 	Xid = 276
COMMIT/*!*/;
# at 19878
#261104  7:04:20 server id 1  end_log_pos 19920 CRC32 0x7d1d7a59 	GTID 0-1-98 trans
/*M!100001 SET @@session.gtid_seq_no=98*//*!*/;
START TRANSACTION
/*!*/;
# at 19920
#261104  7:04:20 server id 1  end_log_pos 19952 CRC32 0xd5c5a023 	Intvar
SET INSERT_ID=103/*!*/;
# at 19952
#261104  7:04:20 server id 1  end_log_pos 20174 CRC32 0xf0e691ef 	Query	thread_id=55	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793772260/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (236, 'Jonas', '2026-11-04 07:04:20', '0')
/*!*/;
# at 20174
#261104  7:04:20 server id 1  end_log_pos 20205 CRC32 0x05f35c26 	Xid = 279
COMMIT/*!*/;
# at 20205
#261104  7:14:08 server id 1  end_log_pos 20247 CRC32 0x673b48cd 	GTID 0-1-99 trans
/*M!100001 SET @@session.gtid_seq_no=99*//*!*/;
START TRANSACTION
/*!*/;
# at 20247
#261104  7:14:08 server id 1  end_log_pos 20279 CRC32 0x8a2a581c 	Intvar
SET INSERT_ID=104/*!*/;
# at 20279
#261104  7:14:08 server id 1  end_log_pos 20503 CRC32 0x7cb9b925 	Query	thread_id=56	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793772848/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (388, 'Quentin', '2026-11-04 07:14:08', '0')
/*!*/;
# at 20503
#261104  7:14:08 server id 1  end_log_pos 20534 CRC32 0xe034bc47 	Xid = 282
COMMIT/*!*/;
# at 20534
#261104  7:15:02 server id 1  end_log_pos 20576 CRC32 0xb9058d45 	GTID 0-1-100 trans
/*M!100001 SET @@session.gtid_seq_no=100*//*!*/;
START TRANSACTION
/*!*/;
# at 20576
#261104  7:15:02 server id 1  end_log_pos 20736 CRC32 0x9bb986bc 	Query	thread_id=57	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793772902/*!*/;
UPDATE `kw_options` SET `option_value` = '1793772902.1297' WHERE `option_name` = 'cron'
/*!*/;
# at 20736
#261104  7:15:02 server id 1  end_log_pos 20767 CRC32 0x14dbb6c4 	Xid = 285
COMMIT/*!*/;
# at 20767
#261104  7:30:02 server id 1  end_log_pos 20809 CRC32 0xc7441a4e 	GTID 0-1-101 trans
/*M!100001 SET @@session.gtid_seq_no=101*//*!*/;
START TRANSACTION
/*!*/;
# at 20809
#261104  7:30:02 server id 1  end_log_pos 20969 CRC32 0xb7e8a671 	Query	thread_id=58	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793773802/*!*/;
UPDATE `kw_options` SET `option_value` = '1793773802.7734' WHERE `option_name` = 'cron'
/*!*/;
# at 20969
#261104  7:30:02 server id 1  end_log_pos 21000 CRC32 0xbba1a123 	Xid = 288
COMMIT/*!*/;
# at 21000
#261104  7:30:02 server id 1  end_log_pos 21042 CRC32 0x77c6f649 	GTID 0-1-102 trans
/*M!100001 SET @@session.gtid_seq_no=102*//*!*/;
START TRANSACTION
/*!*/;
# at 21042
#261104  7:30:02 server id 1  end_log_pos 21381 CRC32 0x20404fb6 	Query	thread_id=58	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793773802/*!*/;
SET @@session.pseudo_thread_id=58/*!*/;
DELETE a, b FROM kw_options a, kw_options b
			WHERE a.option_name LIKE '\_transient\_%'
			AND a.option_name NOT LIKE '\_transient\_timeout\_%'
			AND b.option_name = CONCAT( '_transient_timeout_', SUBSTRING( a.option_name, 12 ) )
			AND b.option_value < 1793773801
/*!*/;
# at 21381
#261104  7:30:02 server id 1  end_log_pos 21460 CRC32 0x8a4d615a 	Query	thread_id=58	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793773802/*!*/;
COMMIT
/*!*/;
# at 21460
#261104  7:34:16 server id 1  end_log_pos 21502 CRC32 0xa1189e83 	GTID 0-1-103 trans
/*M!100001 SET @@session.gtid_seq_no=103*//*!*/;
START TRANSACTION
/*!*/;
# at 21502
#261104  7:34:16 server id 1  end_log_pos 21534 CRC32 0xcd7b9090 	Intvar
SET INSERT_ID=105/*!*/;
# at 21534
#261104  7:34:16 server id 1  end_log_pos 21756 CRC32 0x9249dd81 	Query	thread_id=59	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793774056/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (107, 'Carla', '2026-11-04 07:34:16', '0')
/*!*/;
# at 21756
#261104  7:34:16 server id 1  end_log_pos 21787 CRC32 0x624e2023 	Xid = 292
COMMIT/*!*/;
# at 21787
#261104  7:36:57 server id 1  end_log_pos 21829 CRC32 0xd2eac296 	GTID 0-1-104 trans
/*M!100001 SET @@session.gtid_seq_no=104*//*!*/;
START TRANSACTION
/*!*/;
# at 21829
#261104  7:36:57 server id 1  end_log_pos 21861 CRC32 0xefb23e69 	Intvar
SET INSERT_ID=106/*!*/;
# at 21861
#261104  7:36:57 server id 1  end_log_pos 22081 CRC32 0x51fa3eda 	Query	thread_id=60	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793774217/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (124, 'Ivo', '2026-11-04 07:36:57', '0')
/*!*/;
# at 22081
#261104  7:36:57 server id 1  end_log_pos 22112 CRC32 0x76cdc8a0 	Xid = 295
COMMIT/*!*/;
# at 22112
#261104  7:41:13 server id 1  end_log_pos 22154 CRC32 0x29ba39ac 	GTID 0-1-105 trans
/*M!100001 SET @@session.gtid_seq_no=105*//*!*/;
START TRANSACTION
/*!*/;
# at 22154
#261104  7:41:13 server id 1  end_log_pos 22186 CRC32 0xe1014836 	Intvar
SET INSERT_ID=107/*!*/;
# at 22186
#261104  7:41:13 server id 1  end_log_pos 22406 CRC32 0x694fd884 	Query	thread_id=61	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793774473/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (306, 'Ivo', '2026-11-04 07:41:13', '0')
/*!*/;
# at 22406
#261104  7:41:13 server id 1  end_log_pos 22437 CRC32 0x912ad41d 	Xid = 298
COMMIT/*!*/;
# at 22437
#261104  7:45:02 server id 1  end_log_pos 22479 CRC32 0x6a34a09e 	GTID 0-1-106 trans
/*M!100001 SET @@session.gtid_seq_no=106*//*!*/;
START TRANSACTION
/*!*/;
# at 22479
#261104  7:45:02 server id 1  end_log_pos 22639 CRC32 0xb07da2e1 	Query	thread_id=62	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793774702/*!*/;
UPDATE `kw_options` SET `option_value` = '1793774702.2091' WHERE `option_name` = 'cron'
/*!*/;
# at 22639
#261104  7:45:02 server id 1  end_log_pos 22670 CRC32 0xb4a9db70 	Xid = 301
COMMIT/*!*/;
# at 22670
#261104  7:52:57 server id 1  end_log_pos 22712 CRC32 0xbf5a1024 	GTID 0-1-107 trans
/*M!100001 SET @@session.gtid_seq_no=107*//*!*/;
START TRANSACTION
/*!*/;
# at 22712
#261104  7:52:57 server id 1  end_log_pos 22744 CRC32 0x36c9c656 	Intvar
SET INSERT_ID=108/*!*/;
# at 22744
#261104  7:52:57 server id 1  end_log_pos 22965 CRC32 0xa85f6238 	Query	thread_id=63	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793775177/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (187, 'Elif', '2026-11-04 07:52:57', '0')
/*!*/;
# at 22965
#261104  7:52:57 server id 1  end_log_pos 22996 CRC32 0x00cb6c4a 	Xid = 304
COMMIT/*!*/;
# at 22996
#261104  8:00:02 server id 1  end_log_pos 23038 CRC32 0x76a87fa0 	GTID 0-1-108 trans
/*M!100001 SET @@session.gtid_seq_no=108*//*!*/;
START TRANSACTION
/*!*/;
# at 23038
#261104  8:00:02 server id 1  end_log_pos 23198 CRC32 0x995c9ef3 	Query	thread_id=64	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793775602/*!*/;
UPDATE `kw_options` SET `option_value` = '1793775602.6031' WHERE `option_name` = 'cron'
/*!*/;
# at 23198
#261104  8:00:02 server id 1  end_log_pos 23229 CRC32 0xfba58744 	Xid = 307
COMMIT/*!*/;
# at 23229
#261104  8:15:02 server id 1  end_log_pos 23271 CRC32 0x6c46fc22 	GTID 0-1-109 trans
/*M!100001 SET @@session.gtid_seq_no=109*//*!*/;
START TRANSACTION
/*!*/;
# at 23271
#261104  8:15:02 server id 1  end_log_pos 23431 CRC32 0x6fa133e1 	Query	thread_id=65	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793776502/*!*/;
UPDATE `kw_options` SET `option_value` = '1793776502.9790' WHERE `option_name` = 'cron'
/*!*/;
# at 23431
#261104  8:15:02 server id 1  end_log_pos 23462 CRC32 0xc793d768 	Xid = 310
COMMIT/*!*/;
# at 23462
#261104  8:17:28 server id 1  end_log_pos 23504 CRC32 0xce21cdb0 	GTID 0-1-110 trans
/*M!100001 SET @@session.gtid_seq_no=110*//*!*/;
START TRANSACTION
/*!*/;
# at 23504
#261104  8:17:28 server id 1  end_log_pos 23536 CRC32 0xb21e4b5f 	Intvar
SET INSERT_ID=109/*!*/;
# at 23536
#261104  8:17:28 server id 1  end_log_pos 23758 CRC32 0x45b6ebdf 	Query	thread_id=66	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793776648/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (168, 'Katya', '2026-11-04 08:17:28', '0')
/*!*/;
# at 23758
#261104  8:17:28 server id 1  end_log_pos 23789 CRC32 0x8b67a901 	Xid = 313
COMMIT/*!*/;
# at 23789
#261104  8:30:02 server id 1  end_log_pos 23831 CRC32 0x7866c08e 	GTID 0-1-111 trans
/*M!100001 SET @@session.gtid_seq_no=111*//*!*/;
START TRANSACTION
/*!*/;
# at 23831
#261104  8:30:02 server id 1  end_log_pos 23991 CRC32 0x86f30735 	Query	thread_id=67	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793777402/*!*/;
UPDATE `kw_options` SET `option_value` = '1793777402.6977' WHERE `option_name` = 'cron'
/*!*/;
# at 23991
#261104  8:30:02 server id 1  end_log_pos 24022 CRC32 0xeca57ad5 	Xid = 316
COMMIT/*!*/;
# at 24022
#261104  8:31:19 server id 1  end_log_pos 24064 CRC32 0xaf2d69dd 	GTID 0-1-112 trans
/*M!100001 SET @@session.gtid_seq_no=112*//*!*/;
START TRANSACTION
/*!*/;
# at 24064
#261104  8:31:19 server id 1  end_log_pos 24096 CRC32 0xaf614760 	Intvar
SET INSERT_ID=110/*!*/;
# at 24096
#261104  8:31:19 server id 1  end_log_pos 24318 CRC32 0x64401203 	Query	thread_id=68	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793777479/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (178, 'Jonas', '2026-11-04 08:31:19', '0')
/*!*/;
# at 24318
#261104  8:31:19 server id 1  end_log_pos 24349 CRC32 0xd97d460e 	Xid = 319
COMMIT/*!*/;
# at 24349
#261104  8:41:49 server id 1  end_log_pos 24391 CRC32 0x268886b7 	GTID 0-1-113 trans
/*M!100001 SET @@session.gtid_seq_no=113*//*!*/;
START TRANSACTION
/*!*/;
# at 24391
#261104  8:41:49 server id 1  end_log_pos 24423 CRC32 0xa7dd0d3f 	Intvar
SET INSERT_ID=111/*!*/;
# at 24423
#261104  8:41:49 server id 1  end_log_pos 24643 CRC32 0x1142f522 	Query	thread_id=69	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793778109/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (73, 'Mina', '2026-11-04 08:41:49', '0')
/*!*/;
# at 24643
#261104  8:41:49 server id 1  end_log_pos 24674 CRC32 0xfc3800ab 	Xid = 322
COMMIT/*!*/;
# at 24674
#261104  8:45:02 server id 1  end_log_pos 24716 CRC32 0xe98675e1 	GTID 0-1-114 trans
/*M!100001 SET @@session.gtid_seq_no=114*//*!*/;
START TRANSACTION
/*!*/;
# at 24716
#261104  8:45:02 server id 1  end_log_pos 24876 CRC32 0xe536a22d 	Query	thread_id=70	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793778302/*!*/;
UPDATE `kw_options` SET `option_value` = '1793778302.2173' WHERE `option_name` = 'cron'
/*!*/;
# at 24876
#261104  8:45:02 server id 1  end_log_pos 24907 CRC32 0x350f6cea 	Xid = 325
COMMIT/*!*/;
# at 24907
#261104  9:00:02 server id 1  end_log_pos 24949 CRC32 0xf483d53c 	GTID 0-1-115 trans
/*M!100001 SET @@session.gtid_seq_no=115*//*!*/;
START TRANSACTION
/*!*/;
# at 24949
#261104  9:00:02 server id 1  end_log_pos 25109 CRC32 0xf9dfac7c 	Query	thread_id=71	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793779202/*!*/;
UPDATE `kw_options` SET `option_value` = '1793779202.1258' WHERE `option_name` = 'cron'
/*!*/;
# at 25109
#261104  9:00:02 server id 1  end_log_pos 25140 CRC32 0x66526fbd 	Xid = 328
COMMIT/*!*/;
# at 25140
#261104  9:15:02 server id 1  end_log_pos 25182 CRC32 0x518f2d22 	GTID 0-1-116 trans
/*M!100001 SET @@session.gtid_seq_no=116*//*!*/;
START TRANSACTION
/*!*/;
# at 25182
#261104  9:15:02 server id 1  end_log_pos 25342 CRC32 0x476124f0 	Query	thread_id=72	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793780102/*!*/;
UPDATE `kw_options` SET `option_value` = '1793780102.8841' WHERE `option_name` = 'cron'
/*!*/;
# at 25342
#261104  9:15:02 server id 1  end_log_pos 25373 CRC32 0x24e45bf7 	Xid = 331
COMMIT/*!*/;
# at 25373
#261104  9:16:37 server id 1  end_log_pos 25415 CRC32 0x907bcb01 	GTID 0-1-117 trans
/*M!100001 SET @@session.gtid_seq_no=117*//*!*/;
START TRANSACTION
/*!*/;
# at 25415
#261104  9:16:37 server id 1  end_log_pos 25447 CRC32 0x3a6853d3 	Intvar
SET INSERT_ID=112/*!*/;
# at 25447
#261104  9:16:37 server id 1  end_log_pos 25669 CRC32 0x3ad41b20 	Query	thread_id=73	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793780197/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (197, 'Carla', '2026-11-04 09:16:37', '0')
/*!*/;
# at 25669
#261104  9:16:37 server id 1  end_log_pos 25700 CRC32 0xf890cfb2 	Xid = 334
COMMIT/*!*/;
# at 25700
#261104  9:24:04 server id 1  end_log_pos 25742 CRC32 0x71f3c1c6 	GTID 0-1-118 trans
/*M!100001 SET @@session.gtid_seq_no=118*//*!*/;
START TRANSACTION
/*!*/;
# at 25742
#261104  9:24:04 server id 1  end_log_pos 25774 CRC32 0xd0d3e9fb 	Intvar
SET INSERT_ID=113/*!*/;
# at 25774
#261104  9:24:04 server id 1  end_log_pos 25995 CRC32 0x618cca9a 	Query	thread_id=74	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793780644/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (418, 'Rosa', '2026-11-04 09:24:04', '0')
/*!*/;
# at 25995
#261104  9:24:04 server id 1  end_log_pos 26026 CRC32 0x50a98318 	Xid = 337
COMMIT/*!*/;
# at 26026
#261104  9:26:41 server id 1  end_log_pos 26068 CRC32 0x3ce5ebf1 	GTID 0-1-119 trans
/*M!100001 SET @@session.gtid_seq_no=119*//*!*/;
START TRANSACTION
/*!*/;
# at 26068
#261104  9:26:41 server id 1  end_log_pos 26100 CRC32 0x7e4cb3c5 	Intvar
SET INSERT_ID=114/*!*/;
# at 26100
#261104  9:26:41 server id 1  end_log_pos 26323 CRC32 0xe7a240e0 	Query	thread_id=75	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793780801/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (367, 'Dmitri', '2026-11-04 09:26:41', '0')
/*!*/;
# at 26323
#261104  9:26:41 server id 1  end_log_pos 26354 CRC32 0xe6a392ef 	Xid = 340
COMMIT/*!*/;
# at 26354
#261104  9:30:02 server id 1  end_log_pos 26396 CRC32 0x5d6ca254 	GTID 0-1-120 trans
/*M!100001 SET @@session.gtid_seq_no=120*//*!*/;
START TRANSACTION
/*!*/;
# at 26396
#261104  9:30:02 server id 1  end_log_pos 26556 CRC32 0xd1a79521 	Query	thread_id=76	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793781002/*!*/;
UPDATE `kw_options` SET `option_value` = '1793781002.1634' WHERE `option_name` = 'cron'
/*!*/;
# at 26556
#261104  9:30:02 server id 1  end_log_pos 26587 CRC32 0xe2203dda 	Xid = 343
COMMIT/*!*/;
# at 26587
#261104  9:31:29 server id 1  end_log_pos 26629 CRC32 0x49c9d00f 	GTID 0-1-121 trans
/*M!100001 SET @@session.gtid_seq_no=121*//*!*/;
START TRANSACTION
/*!*/;
# at 26629
#261104  9:31:29 server id 1  end_log_pos 26661 CRC32 0x24cab480 	Intvar
SET INSERT_ID=115/*!*/;
# at 26661
#261104  9:31:29 server id 1  end_log_pos 26883 CRC32 0xac50aecb 	Query	thread_id=77	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793781089/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (81, 'Stefan', '2026-11-04 09:31:29', '0')
/*!*/;
# at 26883
#261104  9:31:29 server id 1  end_log_pos 26914 CRC32 0x2bd581aa 	Xid = 346
COMMIT/*!*/;
# at 26914
#261104  9:38:08 server id 1  end_log_pos 26956 CRC32 0x968c1281 	GTID 0-1-122 trans
/*M!100001 SET @@session.gtid_seq_no=122*//*!*/;
START TRANSACTION
/*!*/;
# at 26956
#261104  9:38:08 server id 1  end_log_pos 26988 CRC32 0x7c09bf73 	Intvar
SET INSERT_ID=116/*!*/;
# at 26988
#261104  9:38:08 server id 1  end_log_pos 27212 CRC32 0x4e542bf5 	Query	thread_id=78	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793781488/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (280, 'Quentin', '2026-11-04 09:38:08', '0')
/*!*/;
# at 27212
#261104  9:38:08 server id 1  end_log_pos 27243 CRC32 0x2face14b 	Xid = 349
COMMIT/*!*/;
# at 27243
#261104  9:45:02 server id 1  end_log_pos 27285 CRC32 0x46f714b6 	GTID 0-1-123 trans
/*M!100001 SET @@session.gtid_seq_no=123*//*!*/;
START TRANSACTION
/*!*/;
# at 27285
#261104  9:45:02 server id 1  end_log_pos 27445 CRC32 0xa4385339 	Query	thread_id=79	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793781902/*!*/;
UPDATE `kw_options` SET `option_value` = '1793781902.7681' WHERE `option_name` = 'cron'
/*!*/;
# at 27445
#261104  9:45:02 server id 1  end_log_pos 27476 CRC32 0xeff0f8f2 	Xid = 352
COMMIT/*!*/;
# at 27476
#261104  9:48:07 server id 1  end_log_pos 27518 CRC32 0x9ea2641b 	GTID 0-1-124 trans
/*M!100001 SET @@session.gtid_seq_no=124*//*!*/;
START TRANSACTION
/*!*/;
# at 27518
#261104  9:48:07 server id 1  end_log_pos 27550 CRC32 0x0ca4d43c 	Intvar
SET INSERT_ID=117/*!*/;
# at 27550
#261104  9:48:07 server id 1  end_log_pos 27772 CRC32 0x0ddaa131 	Query	thread_id=80	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793782087/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (329, 'Katya', '2026-11-04 09:48:07', '0')
/*!*/;
# at 27772
#261104  9:48:07 server id 1  end_log_pos 27803 CRC32 0xffd4c58e 	Xid = 355
COMMIT/*!*/;
# at 27803
#261104 10:00:02 server id 1  end_log_pos 27845 CRC32 0x12dcdbc2 	GTID 0-1-125 trans
/*M!100001 SET @@session.gtid_seq_no=125*//*!*/;
START TRANSACTION
/*!*/;
# at 27845
#261104 10:00:02 server id 1  end_log_pos 28005 CRC32 0x380e9725 	Query	thread_id=81	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793782802/*!*/;
UPDATE `kw_options` SET `option_value` = '1793782802.1416' WHERE `option_name` = 'cron'
/*!*/;
# at 28005
#261104 10:00:02 server id 1  end_log_pos 28036 CRC32 0x6417daf8 	Xid = 358
COMMIT/*!*/;
# at 28036
#261104 10:06:56 server id 1  end_log_pos 28078 CRC32 0x7f0e4a23 	GTID 0-1-126 trans
/*M!100001 SET @@session.gtid_seq_no=126*//*!*/;
START TRANSACTION
/*!*/;
# at 28078
#261104 10:06:56 server id 1  end_log_pos 28110 CRC32 0x0b595ffd 	Intvar
SET INSERT_ID=118/*!*/;
# at 28110
#261104 10:06:56 server id 1  end_log_pos 28331 CRC32 0xc8531436 	Query	thread_id=82	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793783216/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (291, 'Rosa', '2026-11-04 10:06:56', '0')
/*!*/;
# at 28331
#261104 10:06:56 server id 1  end_log_pos 28362 CRC32 0x9205903f 	Xid = 361
COMMIT/*!*/;
# at 28362
#261104 10:15:02 server id 1  end_log_pos 28404 CRC32 0x5ef0a204 	GTID 0-1-127 trans
/*M!100001 SET @@session.gtid_seq_no=127*//*!*/;
START TRANSACTION
/*!*/;
# at 28404
#261104 10:15:02 server id 1  end_log_pos 28564 CRC32 0xd797edd8 	Query	thread_id=83	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793783702/*!*/;
UPDATE `kw_options` SET `option_value` = '1793783702.9400' WHERE `option_name` = 'cron'
/*!*/;
# at 28564
#261104 10:15:02 server id 1  end_log_pos 28595 CRC32 0x56b04bd9 	Xid = 364
COMMIT/*!*/;
# at 28595
#261104 10:30:02 server id 1  end_log_pos 28637 CRC32 0xb4df115d 	GTID 0-1-128 trans
/*M!100001 SET @@session.gtid_seq_no=128*//*!*/;
START TRANSACTION
/*!*/;
# at 28637
#261104 10:30:02 server id 1  end_log_pos 28797 CRC32 0xa7b7362f 	Query	thread_id=84	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793784602/*!*/;
UPDATE `kw_options` SET `option_value` = '1793784602.9592' WHERE `option_name` = 'cron'
/*!*/;
# at 28797
#261104 10:30:02 server id 1  end_log_pos 28828 CRC32 0x92f0a53d 	Xid = 367
COMMIT/*!*/;
# at 28828
#261104 10:34:00 server id 1  end_log_pos 28870 CRC32 0xff52804c 	GTID 0-1-129 trans
/*M!100001 SET @@session.gtid_seq_no=129*//*!*/;
START TRANSACTION
/*!*/;
# at 28870
#261104 10:34:00 server id 1  end_log_pos 28902 CRC32 0x0748389e 	Intvar
SET INSERT_ID=119/*!*/;
# at 28902
#261104 10:34:00 server id 1  end_log_pos 29124 CRC32 0x32f44a20 	Query	thread_id=85	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793784840/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (79, 'Dmitri', '2026-11-04 10:34:00', '0')
/*!*/;
# at 29124
#261104 10:34:00 server id 1  end_log_pos 29155 CRC32 0x4f8cb900 	Xid = 370
COMMIT/*!*/;
# at 29155
#261104 10:36:30 server id 1  end_log_pos 29197 CRC32 0x097c3e48 	GTID 0-1-130 trans
/*M!100001 SET @@session.gtid_seq_no=130*//*!*/;
START TRANSACTION
/*!*/;
# at 29197
#261104 10:36:30 server id 1  end_log_pos 29229 CRC32 0xa19392b9 	Intvar
SET INSERT_ID=120/*!*/;
# at 29229
#261104 10:36:30 server id 1  end_log_pos 29450 CRC32 0x21815fc8 	Query	thread_id=86	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793784990/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (381, 'Rosa', '2026-11-04 10:36:30', '0')
/*!*/;
# at 29450
#261104 10:36:30 server id 1  end_log_pos 29481 CRC32 0x49f36123 	Xid = 373
COMMIT/*!*/;
# at 29481
#261104 10:45:02 server id 1  end_log_pos 29523 CRC32 0x21c0b0ce 	GTID 0-1-131 trans
/*M!100001 SET @@session.gtid_seq_no=131*//*!*/;
START TRANSACTION
/*!*/;
# at 29523
#261104 10:45:02 server id 1  end_log_pos 29683 CRC32 0x575a6f51 	Query	thread_id=87	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793785502/*!*/;
UPDATE `kw_options` SET `option_value` = '1793785502.7280' WHERE `option_name` = 'cron'
/*!*/;
# at 29683
#261104 10:45:02 server id 1  end_log_pos 29714 CRC32 0x5e21469c 	Xid = 376
COMMIT/*!*/;
# at 29714
#261104 10:49:12 server id 1  end_log_pos 29756 CRC32 0xa89ea119 	GTID 0-1-132 trans
/*M!100001 SET @@session.gtid_seq_no=132*//*!*/;
START TRANSACTION
/*!*/;
# at 29756
#261104 10:49:12 server id 1  end_log_pos 29788 CRC32 0x9c74fb58 	Intvar
SET INSERT_ID=121/*!*/;
# at 29788
#261104 10:49:12 server id 1  end_log_pos 30008 CRC32 0x62bd701f 	Query	thread_id=88	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793785752/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (313, 'Wim', '2026-11-04 10:49:12', '0')
/*!*/;
# at 30008
#261104 10:49:12 server id 1  end_log_pos 30039 CRC32 0x9366fa36 	Xid = 379
COMMIT/*!*/;
# at 30039
#261104 11:00:02 server id 1  end_log_pos 30081 CRC32 0xe3a1893c 	GTID 0-1-133 trans
/*M!100001 SET @@session.gtid_seq_no=133*//*!*/;
START TRANSACTION
/*!*/;
# at 30081
#261104 11:00:02 server id 1  end_log_pos 30241 CRC32 0x232ca2d8 	Query	thread_id=89	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793786402/*!*/;
UPDATE `kw_options` SET `option_value` = '1793786402.6822' WHERE `option_name` = 'cron'
/*!*/;
# at 30241
#261104 11:00:02 server id 1  end_log_pos 30272 CRC32 0x88b18aba 	Xid = 382
COMMIT/*!*/;
# at 30272
#261104 11:02:31 server id 1  end_log_pos 30314 CRC32 0x696c1ca4 	GTID 0-1-134 trans
/*M!100001 SET @@session.gtid_seq_no=134*//*!*/;
START TRANSACTION
/*!*/;
# at 30314
#261104 11:02:31 server id 1  end_log_pos 30346 CRC32 0xda3246ee 	Intvar
SET INSERT_ID=122/*!*/;
# at 30346
#261104 11:02:31 server id 1  end_log_pos 30568 CRC32 0x8b3a8144 	Query	thread_id=90	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793786551/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (276, 'Carla', '2026-11-04 11:02:31', '0')
/*!*/;
# at 30568
#261104 11:02:31 server id 1  end_log_pos 30599 CRC32 0x1be46c30 	Xid = 385
COMMIT/*!*/;
# at 30599
#261104 11:13:04 server id 1  end_log_pos 30641 CRC32 0xe7f74d47 	GTID 0-1-135 trans
/*M!100001 SET @@session.gtid_seq_no=135*//*!*/;
START TRANSACTION
/*!*/;
# at 30641
#261104 11:13:04 server id 1  end_log_pos 30673 CRC32 0xd7d8de9f 	Intvar
SET INSERT_ID=123/*!*/;
# at 30673
#261104 11:13:04 server id 1  end_log_pos 30895 CRC32 0x095c23be 	Query	thread_id=91	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793787184/*!*/;
INSERT INTO `kw_comments` (`comment_post_ID`, `comment_author`, `comment_date`, `comment_approved`) VALUES (204, 'Jonas', '2026-11-04 11:13:04', '0')
/*!*/;
# at 30895
#261104 11:13:04 server id 1  end_log_pos 30926 CRC32 0x0fbbd21b 	Xid = 388
COMMIT/*!*/;
# at 30926
#261104 11:15:02 server id 1  end_log_pos 30968 CRC32 0xf672330c 	GTID 0-1-136 trans
/*M!100001 SET @@session.gtid_seq_no=136*//*!*/;
START TRANSACTION
/*!*/;
# at 30968
#261104 11:15:02 server id 1  end_log_pos 31128 CRC32 0xd38427c3 	Query	thread_id=92	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793787302/*!*/;
UPDATE `kw_options` SET `option_value` = '1793787302.6516' WHERE `option_name` = 'cron'
/*!*/;
# at 31128
#261104 11:15:02 server id 1  end_log_pos 31159 CRC32 0x6480e681 	Xid = 391
COMMIT/*!*/;
# at 31159
#261104 11:30:02 server id 1  end_log_pos 31201 CRC32 0x82c68617 	GTID 0-1-137 trans
/*M!100001 SET @@session.gtid_seq_no=137*//*!*/;
START TRANSACTION
/*!*/;
# at 31201
#261104 11:30:02 server id 1  end_log_pos 31361 CRC32 0x8ff6c201 	Query	thread_id=93	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793788202/*!*/;
UPDATE `kw_options` SET `option_value` = '1793788202.4591' WHERE `option_name` = 'cron'
/*!*/;
# at 31361
#261104 11:30:02 server id 1  end_log_pos 31392 CRC32 0x03785ff4 	Xid = 394
COMMIT/*!*/;
# at 31392
#261104 11:45:02 server id 1  end_log_pos 31434 CRC32 0xc895f6ea 	GTID 0-1-138 trans
/*M!100001 SET @@session.gtid_seq_no=138*//*!*/;
START TRANSACTION
/*!*/;
# at 31434
#261104 11:45:02 server id 1  end_log_pos 31594 CRC32 0xa06255c3 	Query	thread_id=94	exec_time=0	error_code=0	xid=0
SET TIMESTAMP=1793789102/*!*/;
UPDATE `kw_options` SET `option_value` = '1793789102.8837' WHERE `option_name` = 'cron'
/*!*/;
# at 31594
#261104 11:45:02 server id 1  end_log_pos 31625 CRC32 0x85e70397 	Xid = 397
COMMIT/*!*/;
DELIMITER ;
# End of log file
ROLLBACK /* added by mysqlbinlog */;
/*!50003 SET COMPLETION_TYPE=@OLD_COMPLETION_TYPE*/;
/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=0*/;
