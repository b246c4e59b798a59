#!/bin/sh
# loads the day's rates through a staging table
set -e
mariadb ledger <<SQL
TRUNCATE TABLE stg_rates;
INSERT INTO stg_rates (code, rate) SELECT CONCAT('C',seq), seq / 7 FROM seq_1_to_40;
REPLACE INTO rates (code, rate) SELECT code, rate FROM stg_rates;
SQL
