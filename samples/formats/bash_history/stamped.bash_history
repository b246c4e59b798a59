#1795165200
cd /srv/app
#1795165205
mysql shop -e 'drop table carts
'
