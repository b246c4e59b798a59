/* 2026-03-04 14:18:03 [depot-prod] */ /* Delimiter changed to ; */
/* 2026-03-04 14:18:03 [depot-prod] */ /* Connecting to 127.0.0.1 via MariaDB or MySQL (SSH tunnel), username "malin", using password: Yes ... */
/* 2026-03-04 14:18:03 [depot-prod] */ /* Attempt to create plink.exe process, waiting 4s for response ... */
/* 2026-03-04 14:18:04 [depot-prod] */ SELECT CONNECTION_ID();
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW VARIABLES;
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW /*!50002 GLOBAL */ STATUS;
/* 2026-03-04 14:18:04 [depot-prod] */ SELECT NOW();
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW DATABASES;
/* 2026-03-04 14:18:04 [depot-prod] */ USE `depot`;
/* 2026-03-04 14:18:04 [depot-prod] */ SELECT `DEFAULT_COLLATION_NAME` FROM `information_schema`.`SCHEMATA` WHERE `SCHEMA_NAME`='depot';
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW TABLE STATUS FROM `depot`;
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW FUNCTION STATUS WHERE `Db`='depot';
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW PROCEDURE STATUS WHERE `Db`='depot';
/* 2026-03-04 14:18:04 [depot-prod] */ SHOW TRIGGERS FROM `depot`;
/* 2026-03-04 14:19:10 [depot-prod] */ SELECT state, COUNT(*) FROM orders GROUP BY state;
/* 2026-03-04 14:19:10 [depot-prod] */ /* Affected rows: 0  Found rows: 5  Warnings: 0  Duration for 1 query: 0.016 sec. */
/* 2026-03-04 14:20:32 [depot-prod] */ SELECT id, CASE state WHEN 'shipped' THEN 'sent' WHEN 'delivered' THEN 'done' WHEN 'returned' THEN 'back' END AS new_state FROM orders WHERE state IN ('shipped','delivered','returned') LIMIT 20;
/* 2026-03-04 14:20:32 [depot-prod] */ /* Affected rows: 0  Found rows: 20  Warnings: 0  Duration for 1 query: 0.016 sec. */
/* 2026-03-04 14:22:51 [depot-prod] */ UPDATE orders SET state = CASE state WHEN 'shipped' THEN 'sent' WHEN 'delivered' THEN 'done' WHEN 'returned' THEN 'back' END;
/* 2026-03-04 14:22:51 [depot-prod] */ /* Affected rows: 528  Found rows: 0  Warnings: 0  Duration for 1 query: 0.047 sec. */
/* 2026-03-04 14:23:20 [depot-prod] */ SELECT state, COUNT(*) FROM orders GROUP BY state;
/* 2026-03-04 14:23:20 [depot-prod] */ /* Affected rows: 0  Found rows: 4  Warnings: 0  Duration for 1 query: 0.016 sec. */
