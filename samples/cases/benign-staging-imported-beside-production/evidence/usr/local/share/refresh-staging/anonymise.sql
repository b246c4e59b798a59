UPDATE leden SET email = CONCAT('lid', id, '@example.com'), iban = NULL;
TRUNCATE TABLE mailing;
DELETE FROM betalingen;
