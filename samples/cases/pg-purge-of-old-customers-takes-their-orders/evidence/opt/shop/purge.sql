-- customers that never came back
delete from customers where last_login < date '2026-06-01';
