begin;
with moved as (
  delete from invoices
  returning *
)
select count(*) from moved;
commit;
