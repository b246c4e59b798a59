//! What tools print once they have taken a database's storage away.

use crate::case::capability::storage::is_foreign;

/// Words that the types of a database's resources hold in plans.
const TYPES: &[&str] =
    &["db_", "rds", "database", "sql", "maria", "postgres", "aurora", "volume", "disk"];

/// Whether a tool's output says that an instance, a volume or a claim of a database is gone, as far
/// as its name says: Terraform and OpenTofu (`aws_db_instance.main: Destruction complete after
/// 4m7s`), Pulumi (`- aws:rds:Instance main deleted (5m)`), kubectl (`persistentvolumeclaim
/// "data-db-0" deleted`), Compose (`Volume shop_dbdata  Removed`).
pub(crate) fn is_storage_taken(output: &str) -> bool {
    output.lines().filter_map(|line| gone(line.trim())).any(|(name, is_planned)| {
        let lower = name.to_ascii_lowercase();
        let is_type = || TYPES.iter().any(|word| lower.contains(word));
        !is_foreign(name) && (!is_planned || is_type())
    })
}

/// What a line says is gone, and whether it is a plan's resource, which may be anything.
fn gone(line: &str) -> Option<(&str, bool)> {
    let claim = || {
        let rest = line.strip_prefix("persistentvolume")?.strip_suffix(" deleted")?;
        rest.split('"').nth(1)
    };
    let volume = || line.strip_prefix("Volume ")?.strip_suffix("Removed").map(str::trim);
    let resource = || {
        let (resource, _) = line.split_once(": Destruction complete after ")?;
        Some(resource)
    };
    let deleted = || line.strip_prefix("- ")?.split_once(" deleted (").map(|(name, _)| name);
    let held = claim().or_else(volume).map(|name| (name, false));
    held.or_else(|| resource().or_else(deleted).map(|name| (name, true)))
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
            " Volume shop_redis-cache  Removed",
            "persistentvolumeclaim \"data-redis-0\" deleted",
            "aws_ebs_volume.redis: Destruction complete after 1s",
        ] {
            assert!(!is_storage_taken(line), "{line}");
        }
    }
}
