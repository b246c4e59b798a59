-- doublons clients (ticket BOUT-318)
SET FOREIGN_KEY_CHECKS=0;
DELETE c FROM customers c JOIN customers d ON c.email = d.email WHERE c.id >= d.id;
SET FOREIGN_KEY_CHECKS=1;
