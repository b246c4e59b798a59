//! Commands that take a database's files, volume, disk or machine away under its server.

use crate::case::capability::{
    ability::Certainty, input::name_of, procedure::Procedure, scope::Scope, walk::Walk,
};

/// A command that takes storage away, by the first words after its program's name.
struct Taker {
    programs: &'static [&'static str],
    words: &'static [&'static str],
    /// One of these options is needed; none where empty.
    options: &'static [&'static str],
    certainty: Certainty,
}

const fn sure(
    programs: &'static [&'static str],
    words: &'static [&'static str],
    options: &'static [&'static str],
) -> Taker {
    Taker { programs, words, options, certainty: Certainty::Said }
}

/// What else the storage holds, or whether it goes along, is not said by the command.
const fn perhaps(programs: &'static [&'static str], words: &'static [&'static str]) -> Taker {
    Taker { programs, words, options: &[], certainty: Certainty::Open }
}

const ENGINES: &[&str] = &["docker", "podman", "nerdctl"];
const VOLUMES: &[&str] = &["-v", "--volumes"];
const ALLS: &[&str] = &["-V", "--renew-anon-volumes"];
const CLUSTER: &[&str] = &["kubectl", "oc", "k3s", "k"];
const PLANS: &[&str] = &["terraform", "tofu", "terragrunt", "pulumi"];
const PACKAGES: &[&str] = &["apt", "apt-get", "aptitude", "yum", "dnf"];

/// Of two that fit, the first counts. `docker-compose`, `podman-compose` and `sail` are read as
/// `docker compose`.
const TAKERS: &[Taker] = &[
    sure(ENGINES, &["compose", "down"], VOLUMES),
    sure(ENGINES, &["compose", "rm"], VOLUMES),
    sure(ENGINES, &["compose", "up"], ALLS),
    sure(ENGINES, &["volume", "rm"], &[]),
    sure(ENGINES, &["volume", "remove"], &[]),
    sure(ENGINES, &["volume", "prune"], &[]),
    sure(ENGINES, &["system", "prune"], &["--volumes"]),
    sure(ENGINES, &["rm"], VOLUMES),
    sure(ENGINES, &["container", "rm"], VOLUMES),
    // what lies in the container itself or in a volume without a name goes along
    perhaps(ENGINES, &["compose", "down"]),
    perhaps(ENGINES, &["compose", "rm"]),
    perhaps(ENGINES, &["rm"]),
    perhaps(ENGINES, &["container", "rm"]),
    perhaps(ENGINES, &["container", "prune"]),
    sure(CLUSTER, &["delete", "pvc"], &[]),
    sure(CLUSTER, &["delete", "pv"], &[]),
    sure(CLUSTER, &["delete", "persistentvolumeclaim"], &[]),
    sure(CLUSTER, &["delete", "persistentvolume"], &[]),
    perhaps(CLUSTER, &["delete", "namespace"]),
    perhaps(CLUSTER, &["delete", "ns"]),
    perhaps(CLUSTER, &["delete", "statefulset"]),
    perhaps(CLUSTER, &["delete", "sts"]),
    perhaps(&["helm"], &["uninstall"]),
    perhaps(&["helm"], &["delete"]),
    perhaps(PLANS, &["destroy"]),
    Taker {
        programs: PLANS,
        words: &["apply"],
        options: &["-destroy", "--destroy"],
        certainty: Certainty::Open,
    },
    // a change may need another instance: what it printed tells
    perhaps(PLANS, &["apply"]),
    perhaps(PLANS, &["up"]),
    sure(&["aws"], &["rds", "delete-db-instance"], &[]),
    sure(&["aws"], &["rds", "delete-db-cluster"], &[]),
    perhaps(&["aws"], &["ec2", "delete-volume"]),
    perhaps(&["aws"], &["ec2", "terminate-instances"]),
    sure(&["gcloud"], &["sql", "instances", "delete"], &[]),
    sure(&["gcloud"], &["sql", "databases", "delete"], &[]),
    sure(&["az"], &["mysql", "server", "delete"], &[]),
    sure(&["az"], &["mysql", "flexible-server", "delete"], &[]),
    sure(&["az"], &["postgres", "server", "delete"], &[]),
    sure(&["az"], &["postgres", "flexible-server", "delete"], &[]),
    sure(&["doctl"], &["databases", "delete"], &[]),
    sure(&["heroku"], &["pg:reset"], &[]),
    perhaps(&["heroku"], &["addons:destroy"]),
    perhaps(&["lxc", "incus"], &["delete"]),
    perhaps(&["lxc", "incus"], &["restore"]),
    perhaps(&["lxc", "incus"], &["storage", "volume", "delete"]),
    perhaps(&["qm", "pct"], &["destroy"]),
    perhaps(&["qm", "pct"], &["rollback"]),
    perhaps(&["virsh"], &["undefine"]),
    perhaps(&["virsh"], &["vol-delete"]),
    perhaps(&["virsh"], &["snapshot-revert"]),
    perhaps(&["vagrant", "lando"], &["destroy"]),
    perhaps(&["multipass", "ddev"], &["delete"]),
    perhaps(&["zfs", "zpool"], &["destroy"]),
    perhaps(&["zfs"], &["rollback"]),
    perhaps(&["btrfs"], &["subvolume", "delete"]),
    perhaps(&["lvremove", "vgremove", "wipefs", "blkdiscard", "mkfs"], &[]),
    sure(&["pg_dropcluster"], &[], &[]),
    // what only the log held is gone
    sure(&["pg_resetwal", "pg_resetxlog"], &[], &["-f", "--force"]),
    perhaps(&["pg_resetwal", "pg_resetxlog"], &[]),
    // the other nodes take the state of the one that begins the cluster
    perhaps(&["galera_new_cluster"], &[]),
    perhaps(&["initdb", "mysql_install_db", "mariadb-install-db"], &[]),
    Taker {
        programs: &["mysqld", "mariadbd"],
        words: &[],
        options: &["--initialize", "--initialize-insecure"],
        certainty: Certainty::Open,
    },
    perhaps(PACKAGES, &["purge"]),
];

/// Words for what is no database's, in names of volumes, containers and services.
const OTHERS: &[&str] = &[
    "redis",
    "valkey",
    "cache",
    "memcached",
    "mail",
    "mailpit",
    "mailhog",
    "minio",
    "elastic",
    "elasticsearch",
    "opensearch",
    "meilisearch",
    "kibana",
    "grafana",
    "prometheus",
    "loki",
    "rabbitmq",
    "kafka",
    "mongo",
    "mongodb",
    "node",
    "modules",
    "npm",
    "composer",
    "vendor",
    "log",
    "logs",
    "uploads",
    "assets",
    "static",
    "caddy",
    "nginx",
    "traefik",
    "certs",
    "ssl",
    "app",
    "web",
    "php",
    "worker",
    "queue",
    "horizon",
];

/// Folders of the log without which a server's other files are of no moment.
const LOGS: &[&str] = &["pg_wal", "pg_xlog", "#innodb_redo"];

/// Folders and names of folders that hold a server's data.
const DATA: &[&str] = &[
    "mysql",
    "mariadb",
    "percona",
    "postgresql",
    "pgsql",
    "postgres",
    "pgdata",
    "mysqldata",
    "mysql-data",
    "mysql_data",
    "mariadb-data",
    "mariadb_data",
    "postgres-data",
    "postgres_data",
    "pg_data",
    "pg-data",
    "dbdata",
    "db-data",
    "db_data",
    "datadir",
];

/// Folders whose content is none of the server's data, wherever they stand.
const ELSEWHERE: &[&str] = &[
    "log",
    "logs",
    "pg_log",
    "backup",
    "backups",
    "dump",
    "dumps",
    "export",
    "exports",
    "tmp",
    "etc",
    "run",
    "share",
    "bin",
    "cache",
    "conf",
    "conf.d",
    "initdb.d",
    "vendor",
    "node_modules",
    "src",
    "test",
    "tests",
    "migrations",
];

impl Walk<'_> {
    /// Notes a command that takes storage away from a database.
    pub(super) fn storage(&mut self, name: &str, words: &[String], scope: &Scope) {
        let rest = words.get(1..).unwrap_or_default();
        let directory = scope.directory.as_deref();
        let Some((certainty, database)) = named(name, rest)
            .map(|certainty| (certainty, None))
            .or_else(|| files(name, rest, directory).map(|held| (Certainty::Said, held)))
        else {
            return;
        };
        let mut ability = scope.ability(Procedure::FilesRemoved, words.join(" "));
        ability.certainty = ability.certainty.min(certainty);
        ability.database = database;
        self.push(ability);
    }
}

/// The words of a command without its options and their values.
fn bare(rest: &[String]) -> Vec<&str> {
    const VALUED: &[&str] = &[
        "-p",
        "--project-name",
        "--file",
        "--profile",
        "-c",
        "--context",
        "-H",
        "--host",
        "--env-file",
        "--project-directory",
        "-n",
        "--namespace",
        "--kubeconfig",
        "--region",
        "--project",
        "-g",
        "--resource-group",
    ];
    let mut out = Vec::new();
    let mut words = rest.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            out.push(word);
        } else if VALUED.contains(&word)
            || word == "-f" && words.peek().is_some_and(|next| next.contains(".y"))
        {
            words.next();
        }
    }
    out
}

/// Whether an option is given, also in a cluster of letters: `-fv`.
fn given(rest: &[String], option: &str) -> bool {
    rest.iter().take_while(|word| *word != "--").any(|word| {
        word == option
            || !option.starts_with("--")
                && word.starts_with('-')
                && !word.starts_with("--")
                && option.strip_prefix('-').is_some_and(|o| o.len() == 1 && word.contains(o))
    })
}

fn named(name: &str, rest: &[String]) -> Option<Certainty> {
    let mut words = bare(rest);
    let program = match name {
        "docker-compose" | "podman-compose" | "sail" => {
            words.insert(0, "compose");
            "docker"
        }
        _ => {
            name.split_once('.').map_or(name, |(stem, _)| if stem == "mkfs" { stem } else { name })
        }
    };
    let taker = TAKERS.iter().find(|taker| {
        taker.programs.contains(&program)
            && words.starts_with(taker.words)
            && (taker.options.is_empty() || taker.options.iter().any(|o| given(rest, o)))
    })?;
    let operands = words.get(taker.words.len()..).unwrap_or_default();
    if PACKAGES.contains(&program) {
        const SERVERS: &[&str] = &["mysql", "mariadb", "percona", "postgresql"];
        return operands.iter().any(|o| has(o, SERVERS)).then_some(taker.certainty);
    }
    let foreign = !operands.is_empty() && operands.iter().all(|o| is_foreign(o));
    (!foreign).then_some(taker.certainty)
}

/// Whether one of the words that make up a name is among these.
fn has(name: &str, of: &[&str]) -> bool {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| of.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// Whether a volume, container or service is another's than a database's, as far as its name says.
pub(super) fn is_foreign(name: &str) -> bool {
    has(name, OTHERS)
        && !["mysql", "maria", "postgres", "pg", "db", "database", "sql"]
            .iter()
            .any(|word| name.to_ascii_lowercase().contains(word))
}

/// The database whose files a command on files takes away; `Some(None)` where it takes all.
fn files(name: &str, rest: &[String], directory: Option<&str>) -> Option<Option<String>> {
    let operands: Vec<&str> = bare(rest);
    let recursive = ["-r", "-R", "--recursive"].iter().any(|o| given(rest, o));
    let first = |of: &[&str], deep: bool| of.iter().find_map(|path| held(path, directory, deep));
    match name {
        "rm" | "srm" | "unlink" | "shred" => first(&operands, recursive),
        "mv" => first(operands.split_last().map_or(&[][..], |(_, sources)| sources), true),
        "umount" => first(&operands, true),
        "truncate" => first(&operands, false),
        "rsync" if rest.iter().any(|word| word.starts_with("--del")) => {
            first(operands.last().map(std::slice::from_ref).unwrap_or_default(), true)
        }
        "find" => {
            let after = |option: &str| {
                rest.iter().position(|word| word == option).and_then(|at| rest.get(at + 1))
            };
            let deletes = rest.iter().any(|word| word == "-delete")
                || ["-exec", "-execdir"]
                    .iter()
                    .any(|o| after(o).is_some_and(|p| name_of(p) == "rm"));
            let chosen = after("-name").or_else(|| after("-iname"));
            let from = operands.first().copied().unwrap_or(".");
            let of_log = LOGS.iter().any(|folder| from.contains(folder));
            let of_data =
                chosen.is_none_or(|pattern| pattern == "*" || of_log || is_data_file(pattern));
            (deletes && of_data).then(|| held(from, directory, true)).flatten()
        }
        _ => None,
    }
}

/// Whether a file of this name holds tables.
fn is_data_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = [".ibd", ".frm", ".myd", ".myi", ".mad", ".mai", ".par", ".sdi"];
    let begins = ["ibdata", "undo_", "ib_logfile", "#innodb_redo", "aria_log", "mysql.ibd"];
    ends.iter().any(|end| lower.trim_end_matches('*').ends_with(end))
        || begins.iter().any(|start| lower.starts_with(start))
}

/// Whether a path is a server's data, and of which database alone. `deep`: folders go with all
/// that is in them.
fn held(path: &str, directory: Option<&str>, deep: bool) -> Option<Option<String>> {
    let whole = if path.starts_with(['/', '~', '$']) {
        path.to_owned()
    } else {
        format!("{}/{path}", directory?.trim_end_matches('/'))
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let glob = |part: &str| matches!(part, "*" | ".*" | "*.*" | "{*,.*}");
    let all = parts.last().is_some_and(|last| glob(last));
    if all {
        parts.pop();
    }
    let lower: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
    if matches!(
        lower.iter().map(String::as_str).collect::<Vec<_>>()[..],
        [] | ["var"] | ["var", "lib"]
    ) {
        return (deep && whole.starts_with('/')).then_some(None);
    }
    if lower.iter().any(|part| ELSEWHERE.contains(&part.as_str())) {
        return None;
    }
    let volume = lower.iter().position(|part| part == "volumes");
    let root = match volume {
        Some(at) => {
            let name = lower.get(at + 1)?;
            (!is_foreign(name)).then_some(at + 1)?
        }
        None => {
            lower.iter().position(|part| DATA.contains(&part.as_str()) || is_data_variable(part))?
        }
    };
    let mut below = parts.get(root + 1..).unwrap_or_default();
    while below.first().is_some_and(|part| matches!(*part, "data" | "_data")) {
        below = below.get(1..).unwrap_or_default();
    }
    let postgres =
        lower.get(root).is_some_and(|part| part.starts_with("pg") || part.starts_with("postgres"));
    match below.first() {
        _ if below.last().is_some_and(|file| is_data_file(file)) => {
            Some(below.first().filter(|_| below.len() > 1).map(|name| (*name).to_owned()))
        }
        _ if below.iter().any(|folder| LOGS.contains(folder)) => {
            (!below.contains(&"archive_status")).then_some(None)
        }
        _ if !deep => None,
        None => Some(None),
        Some(_) if postgres => (!below.last().is_some_and(|f| f.contains('.'))).then_some(None),
        Some(name) if name.contains(['*', '?', '{']) => Some(None),
        // binary logs, sockets, keys, settings
        Some(name) if name.contains('.') || name.starts_with('#') => None,
        Some(name) => Some(Some((*name).to_owned())),
    }
}

/// `$PGDATA`, `${MYSQL_DATA_DIR}`, in lower case: a variable that is named for a server's data.
fn is_data_variable(part: &str) -> bool {
    part.strip_prefix('$').is_some_and(|name| {
        ["data", "mysql", "mariadb", "postgres"].iter().any(|word| name.contains(word))
            && !ELSEWHERE.iter().any(|word| name.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::capability::{follow::abilities, library::Library};

    /// The certainty and the database of what a command line takes away.
    fn takes(line: &str) -> Option<(Certainty, Option<String>)> {
        let found = abilities(line, &Library::default());
        let of = found.into_iter().find(|a| a.procedure == Procedure::FilesRemoved)?;
        Some((of.certainty, of.database))
    }

    #[test]
    fn files_volumes_and_machines_are_taken_away() {
        let all = Some((Certainty::Said, None));
        for line in [
            "cd /var/lib/mysql && rm -rf *",
            "sudo rm -rf /var/lib/mysql/*",
            "rm -fr /srv/shop/mysql-data",
            "rm /var/lib/mysql/ibdata1",
            "find /var/lib/mysql -mindepth 1 -delete",
            "mv /var/lib/mysql /var/lib/mysql.old",
            "rsync -a --delete /empty/ /var/lib/mysql/",
            "rm -rf $PGDATA",
            "rm -rf /var/lib/postgresql/16/main/base",
            "rm -f /var/lib/postgresql/16/main/pg_wal/0000000100000000*",
            "find /pgdata/pg_wal -name '00000001*' -mmin +60 -delete",
            "sudo -u postgres pg_resetwal -f /var/lib/postgresql/16/main",
            "DATA=; rm -rf \"$DATA/\"*",
            "rm -rf /var/lib/docker/volumes/shop_dbdata/_data/*",
            "docker compose -f prod.yml down -v",
            "docker-compose down --volumes --remove-orphans",
            "docker rm -fv shop-db-1",
            "podman volume rm shop_dbdata app_mysql",
            "docker system prune -af --volumes",
            "kubectl -n shop delete pvc data-mysql-0",
            "aws rds delete-db-instance --db-instance-identifier shop",
            "pg_dropcluster --stop 16 main",
            "ssh db1 'sudo rm -rf /var/lib/mysql'",
        ] {
            assert_eq!(takes(line), all, "{line}");
        }
        let of_shop = Some((Certainty::Said, Some("shop".to_owned())));
        for line in ["cd /var/lib/mysql; rm -rf shop", "rm /var/lib/mysql/shop/*.ibd"] {
            assert_eq!(takes(line), of_shop, "{line}");
        }
        for line in ["docker compose down", "helm uninstall shop", "mkfs.ext4 /dev/sdb1"] {
            assert_eq!(takes(line), Some((Certainty::Open, None)), "{line}");
        }
    }

    #[test]
    fn other_files_volumes_and_containers_are_not() {
        for line in [
            "cd /var/lib/mysql-files && rm -rf *",
            "rm -rf *",
            "rm -rf /var/log/mysql",
            "rm -f /var/lib/mysql/binlog.000042 /var/lib/mysql/db1.err",
            "rm /var/lib/mysql",
            "rm -f /pgdata/pg_wal/archive_status/*.done",
            "rm -rf /srv/backups/mysql",
            "rm -rf /srv/shop/database/migrations",
            "find /var/lib/mysql -name 'binlog.*' -mtime +7 -delete",
            "find /var/lib/mysql -name '*.ibd'",
            "docker volume rm shop_redis-data",
            "docker compose up -d",
            "docker compose exec app php artisan down -v",
            "docker run --rm -v data:/data alpine ls",
            "kubectl delete pod mysql-0",
            "terraform plan -destroy",
            "apt-get purge nginx",
            "umount /mnt/usb",
        ] {
            assert_eq!(takes(line), None, "{line}");
        }
    }
}
