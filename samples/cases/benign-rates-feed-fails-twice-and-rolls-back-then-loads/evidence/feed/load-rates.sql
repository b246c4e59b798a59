BEGIN;
DELETE FROM rates;
\copy rates FROM 'rates.tsv'
INSERT INTO feed_runs (started_at, outcome, rows) SELECT now(), 'ok', count(*) FROM rates;
COMMIT;
