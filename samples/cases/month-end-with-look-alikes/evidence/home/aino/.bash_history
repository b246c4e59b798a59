#1777547001
sudo pt-online-schema-change --alter "ADD COLUMN note varchar(80) NULL" --socket /run/mysqld/mysqld.sock --no-check-replication-filters --execute D=ledger,t=entries
#1777547102
sudo mariadb ledger
#1777547141
exit
