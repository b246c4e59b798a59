#1789673330
cd ~/CHG-2207
#1789673438
for t in events logins exports changes; do mysql -N -e "select 'fleet.audit_$t' as tbl, count(*) as n from fleet.audit_$t"; done | tee counts-before.txt
#1789673530
mysql < move.sql
#1789673658
for t in events logins exports changes; do mysql -N -e "select 'fleet_audit.audit_$t' as tbl, count(*) as n from fleet_audit.audit_$t"; done | tee counts-after.txt
#1789673702
diff <(sed s/fleet_audit/fleet/ counts-after.txt) counts-before.txt && echo same
#1789675081
exit
