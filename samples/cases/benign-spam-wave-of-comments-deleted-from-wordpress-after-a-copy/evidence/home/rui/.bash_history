#1791882090
cd /var/www/mag
#1791882130
wp comment list --status=spam --format=count
#1791882278
wp db export ~/comments-before-cleaning-20261013.sql --tables=mg_comments,mg_commentmeta
#1791882330
gzip ~/comments-before-cleaning-20261013.sql && ls -l ~
#1791882554
wp db query "DELETE FROM mg_comments WHERE comment_approved = 'spam'"
#1791882591
wp db query "DELETE cm FROM mg_commentmeta cm LEFT JOIN mg_comments c ON c.comment_ID = cm.comment_id WHERE c.comment_ID IS NULL"
#1791882720
wp post delete $(wp post list --post_type=revision --format=ids) --force
#1791882847
wp db query "OPTIMIZE TABLE mg_comments, mg_commentmeta"
#1791883080
exit
