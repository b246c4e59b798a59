#1770714720
df -h /var/lib/postgresql
#1770714770
psql -U ops meters
#1770715262
df -h /var/lib/postgresql
