#1770281881
tmux attach
#1770281914
psql service=crm-stage
#1770282039
psql service=crm-live
#1770283545
exit
