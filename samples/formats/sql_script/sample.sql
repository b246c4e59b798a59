-- V7: drop what nobody reads
ALTER TABLE carts DROP COLUMN note;
