truncate feed_products;
\copy feed_products from '/var/spool/feed/products.csv' with (format csv, header)
merge into products p
using feed_products f on f.sku = p.sku
when matched then update set name = f.name, price = f.price
when not matched then insert (sku, name, price) values (f.sku, f.name, f.price)
when not matched by source then delete;
