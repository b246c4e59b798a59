CREATE OR REPLACE FUNCTION etl.load_daily_sales(p_day date) RETURNS integer
    LANGUAGE plpgsql
    AS $$
DECLARE n integer;
BEGIN
  TRUNCATE daily_sales;
  INSERT INTO daily_sales (day, shop_id, product_id, quantity, amount)
    SELECT day, shop_id, product_id, quantity, amount FROM staging.feed WHERE day = p_day;
  GET DIAGNOSTICS n = ROW_COUNT;
  INSERT INTO mart.daily_sales SELECT s.* FROM staging.daily_sales s
    ON CONFLICT (day, shop_id, product_id) DO NOTHING;
  RETURN n;
END;
$$;