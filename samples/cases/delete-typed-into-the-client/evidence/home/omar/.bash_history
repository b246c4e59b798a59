#1795434516
sudo mariadb warehouse
