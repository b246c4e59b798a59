<?php
/**
 * Removes everything that StayBook has stored.
 */
if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

global $wpdb;

foreach ( array( 'payments', 'bookings', 'rooms', 'log' ) as $name ) {
	$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}staybook_{$name}" );
}
$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'staybook\\_%'" );
