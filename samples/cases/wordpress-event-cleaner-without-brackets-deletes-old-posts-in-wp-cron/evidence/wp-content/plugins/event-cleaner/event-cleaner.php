<?php
/**
 * Plugin Name: Event Cleaner
 * Version: 1.4
 */
add_action( 'event_cleaner_nightly', 'event_cleaner_run' );
function event_cleaner_run() {
	global $wpdb;
	$cut = gmdate( 'Y-m-d 00:00:00', time() - DAY_IN_SECONDS * (int) get_option( 'event_cleaner_days', 400 ) );
	$n = $wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->posts} WHERE post_type = 'event' AND post_status = 'draft' OR post_date < %s", $cut ) );
	$wpdb->query( "DELETE pm FROM {$wpdb->postmeta} pm LEFT JOIN {$wpdb->posts} wp ON wp.ID = pm.post_id WHERE wp.ID IS NULL AND pm.meta_key = '_event_end'" );
	error_log( "Event Cleaner 1.4: $n old events removed" );
}
