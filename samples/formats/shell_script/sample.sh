#!/bin/sh
DB=shop_test
mysql "$DB" -e "TRUNCATE TABLE carts"
