resource "aws_db_instance" "main" {
  identifier                = "kurse-prod"
  engine                    = "mariadb"
  engine_version            = "10.11"
  instance_class            = "db.t4g.medium"
  allocated_storage         = 50
  storage_encrypted         = true
  username                  = "kurse"
  password                  = "FAKE-kursapp-rds-7"
  db_name                   = "kurse"
  backup_retention_period   = 7
  delete_automated_backups  = true
  skip_final_snapshot       = true
  db_subnet_group_name      = aws_db_subnet_group.main.name
  vpc_security_group_ids    = [aws_security_group.db.id]
}
