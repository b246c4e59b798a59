-- The copies that update 9002 (release 4.11, 2 September) left behind; agreed with the collection, checked on 21 September.
DROP TABLE IF EXISTS old_9c31aenode;
DROP TABLE IF EXISTS old_9c31aenode_field_data;
