-- empties what visitors of the demo leave behind
SET FOREIGN_KEY_CHECKS=0;
TRUNCATE TABLE cart_lines;
TRUNCATE TABLE carts;
TRUNCATE TABLE order_lines;
TRUNCATE TABLE orders;
TRUNCATE TABLE customers;
SET FOREIGN_KEY_CHECKS=1;
INSERT INTO customers (id, email, name) VALUES (1, 'demo@example.com', 'Demo Customer');
