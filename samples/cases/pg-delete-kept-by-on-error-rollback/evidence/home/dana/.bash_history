#1775672430
psql -U ops shop_prod
#1775673590
psql -X -U ops shop_prod
