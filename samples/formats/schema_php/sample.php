<?php
/* bakery.TABLES */
$TABLES = array(
  array('TABLE_NAME' => 'loaves','ENGINE' => 'InnoDB','TABLE_ROWS' => '120')
);
