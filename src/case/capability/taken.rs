//! What tools print once they have taken a database's storage away.

/// Words that the names of a database's instances, volumes and claims hold.
const NAMES: &[&str] = &[
    "db_instance",
    "rds",
    "database",
    "sql",
    "maria",
    "postgres",
    "aurora",
    "volume",
    "disk",
    "pgdata",
    "dbdata",
    "db-data",
    "data-db",
];

/// Whether a tool's output says that an instance, a volume or a claim of a database is gone:
/// Terraform and OpenTofu (`aws_db_instance.main: Destruction complete after 4m7s`), Pulumi
/// (`- aws:rds:Instance main deleted (5m)`), kubectl (`persistentvolumeclaim "data-db-0" deleted`),
/// Compose (`Volume shop_dbdata  Removed`).
pub(crate) fn is_storage_taken(output: &str) -> bool {
    output.lines().any(|line| {
        let line = line.trim();
        let of_database = || {
            let lower = line.to_ascii_lowercase();
            NAMES.iter().any(|name| lower.contains(name))
        };
        let is_done = line.contains(": Destruction complete after ")
            || line.starts_with("- ") && line.contains(" deleted (")
            || line.starts_with("persistentvolume") && line.ends_with(" deleted")
            || line.starts_with("Volume ") && line.ends_with(" Removed");
        is_done && of_database()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_tells_whether_a_database_went() {
        for line in [
            "aws_db_instance.main: Destruction complete after 4m7s",
            "module.db.google_sql_database_instance.this: Destruction complete after 11s",
            " -  aws:rds:Instance main deleted (302s)",
            "persistentvolumeclaim \"data-mysql-0\" deleted",
            " Volume shop_dbdata  Removed",
        ] {
            assert!(is_storage_taken(line), "{line}");
        }
        for line in [
            "aws_db_instance.main: Destroying... [id=db-6NTQ4EXAMPLE3YJ2]",
            "aws_security_group.web: Destruction complete after 1s",
            "aws_db_instance.main: Modifications complete after 5m2s [id=db-6NTQ4EXAMPLE3YJ2]",
            "pod \"mysql-0\" deleted",
            " Container shop-db-1  Removed",
        ] {
            assert!(!is_storage_taken(line), "{line}");
        }
    }
}
