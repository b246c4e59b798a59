#1782375570
less DSR-318.txt
#1782375602
script -c "psql tarif" psql-DSR-318.txt
#1782375842
exit
