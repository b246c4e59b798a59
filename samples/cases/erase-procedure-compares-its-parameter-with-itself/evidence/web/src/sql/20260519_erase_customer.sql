DELIMITER //
CREATE OR REPLACE PROCEDURE erase_customer(IN customer_id INT UNSIGNED)
BEGIN
  DELETE FROM invoice_lines WHERE invoice_id IN (SELECT id FROM invoices WHERE customer_id = customer_id);
  DELETE FROM invoices WHERE customer_id = customer_id;
  DELETE FROM notes WHERE notes.customer_id = customer_id;
  DELETE FROM customers WHERE id = customer_id;
END//
DELIMITER ;
