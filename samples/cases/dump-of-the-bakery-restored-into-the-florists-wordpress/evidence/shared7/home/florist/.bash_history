cd public_html
wp plugin list
wp plugin update woocommerce
wp cache flush
exit
