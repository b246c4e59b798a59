-- keep the current and the two months before, make the next
CREATE TABLE gps_2026_12 PARTITION OF gps FOR VALUES FROM ('2026-12-01') TO ('2027-01-01');
ALTER TABLE gps DETACH PARTITION gps_2026_08;
DROP TABLE gps_2026_08;
