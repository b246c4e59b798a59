DELIMITER /*!*/;
# at 4
#260306  9:10:30 server id 1  end_log_pos 256 CRC32 0x9ebc37ba 	Start: binlog v 4, server v 10.11.6-MariaDB-log created 260306  9:10:30
# at 256
#260306  9:10:30 server id 1  end_log_pos 508 CRC32 0x5e94d0b0 	Query	thread_id=60	exec_time=0	error_code=0	xid=0
use `shop`/*!*/;
SET TIMESTAMP=1772784630/*!*/;
drop table `carts`
/*!*/;
DELIMITER ;
