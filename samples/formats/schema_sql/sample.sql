INSERT INTO information_schema.TABLES (TABLE_SCHEMA, TABLE_NAME, ENGINE, TABLE_ROWS) VALUES ('bakery', 'loaves', 'InnoDB', 120);
