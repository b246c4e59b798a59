#!/usr/bin/env python3
"""Builds the table of products anew from the feed of the night and swaps it in."""
import gzip, json, logging
import etlbase

log = logging.getLogger("rebuild_products")

def main(path):
    db = etlbase.connect()
    cur = db.cursor()
    cur.execute("DROP TABLE IF EXISTS products_new")
    cur.execute("CREATE TABLE products_new LIKE products")
    n = 0
    try:
        for batch in etlbase.batches(gzip.open(path, "rt"), 100):
            n += etlbase.insert(cur, "products_new", map(json.loads, batch))
    except EOFError as e:
        log.warning("feed ended early: %r", e)
    log.info("%d products loaded", n)
    cur.execute("RENAME TABLE products TO products_old, products_new TO products")
    cur.execute("DROP TABLE products_old")
    log.info("swapped")
