#1789378937
cd /srv/shop
#1789378989
psql -U ops shop_prod
#1789379035
less README.md
