//! Options and words with which programs are handed secrets.

/// Which part of a word is the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    /// What stands behind the first of these in it, if anything: `bob:secret`.
    Behind(char),
    /// `pass:secret`; other ways to say it name files and variables.
    Labelled,
    /// `h=host,p=secret`.
    Pair,
    /// `bob:secret@host`.
    Account,
    /// `bob/secret@host`.
    Login,
}

/// How an option's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// `-pX`, also behind other letters: `-BpX`.
    Glued,
    /// `-p X`.
    Spaced,
    /// Either.
    Both,
}

/// Options of programs.
pub(crate) struct Tool {
    /// Their names without path and ending; those ending in `*` are beginnings.
    pub(crate) programs: &'static [&'static str],
    pub(crate) options: &'static [&'static str],
    pub(crate) way: Way,
    pub(crate) part: Part,
}

const fn tool(
    programs: &'static [&'static str],
    options: &'static [&'static str],
    way: Way,
    part: Part,
) -> Tool {
    Tool { programs, options, way, part }
}

/// Programs whose password option takes no next word.
pub(crate) const MYSQL: &[&str] =
    &["mysql*", "maria*", "mydumper", "myloader", "xtrabackup", "innobackupex"];

/// Clients of clouds, among whose words are the names of programs.
pub(crate) const CLOUDS: &[&str] = &["aws", "az", "gcloud", "doctl", "heroku", "fly"];

/// Programs that take a password on the command line only to log in.
pub(crate) const LOGINS: &[&str] = &["docker", "podman", "helm", "oc", "az", "nerdctl", "buildah"];

/// What is known of programs.
pub(crate) const TOOLS: &[Tool] = &[
    tool(MYSQL, &["-p"], Way::Glued, Part::Whole),
    tool(
        &["mycli", "litecli", "sshpass", "mongo*", "mosquitto_*", "rabbitmqadmin", "cqlsh"],
        &["-p", "-P"],
        Way::Both,
        Part::Whole,
    ),
    tool(&["redis-cli", "valkey-cli", "keydb-cli"], &["-a"], Way::Both, Part::Whole),
    tool(LOGINS, &["-p"], Way::Spaced, Part::Whole),
    tool(&["aws"], &["--value"], Way::Both, Part::Whole),
    tool(&["curl"], &["--oauth2-bearer"], Way::Both, Part::Whole),
    tool(&["curl"], &["-b", "--cookie"], Way::Both, Part::Behind('=')),
    tool(&["snmp*"], &["-A", "-X"], Way::Both, Part::Whole),
    tool(&["psexec*", "PsExec*"], &["-p"], Way::Spaced, Part::Whole),
    tool(&["curl"], &["-u", "-U", "--user", "--proxy-user"], Way::Both, Part::Behind(':')),
    tool(
        &["skopeo", "crictl"],
        &["--creds", "--src-creds", "--dest-creds"],
        Way::Both,
        Part::Behind(':'),
    ),
    tool(&["http", "https", "xh", "httpie"], &["-a", "--auth"], Way::Both, Part::Behind(':')),
    tool(&["lftp", "ncftp*"], &["-u"], Way::Both, Part::Behind(',')),
    tool(&["smbclient", "smbget", "rpcclient", "net"], &["-U"], Way::Both, Part::Behind('%')),
    tool(&["openssl"], &["-pass", "-passin", "-passout"], Way::Spaced, Part::Labelled),
    tool(&["openssl"], &["-k", "-K"], Way::Spaced, Part::Whole),
    tool(&["zip", "unzip", "sqlcmd", "bcp", "ipmitool"], &["-P"], Way::Both, Part::Whole),
    tool(&["7z*", "7za", "rar", "unrar"], &["-p", "-hp"], Way::Glued, Part::Whole),
    tool(&["ldap*"], &["-w", "-s"], Way::Both, Part::Whole),
    tool(&["ssh-keygen"], &["-N", "-P"], Way::Spaced, Part::Whole),
    tool(&["keytool", "jarsigner"], &["-storepass", "-keypass"], Way::Spaced, Part::Whole),
    tool(&["useradd", "usermod", "adduser"], &["-p"], Way::Both, Part::Whole),
    tool(&["swaks"], &["-ap"], Way::Spaced, Part::Whole),
    tool(
        &["mysqlsh", "mysqldbcopy", "mysqldbexport", "mysqldbcompare"],
        &[""],
        Way::Both,
        Part::Account,
    ),
    tool(&["sqlplus", "impdp", "expdp"], &[""], Way::Both, Part::Login),
    tool(&["mydumper", "myloader", "ncftp*", "twine"], &["-p"], Way::Spaced, Part::Whole),
    tool(&["pt-*", "mk-*"], &[""], Way::Both, Part::Pair),
    tool(&["pt-*", "mk-*"], &["-p"], Way::Both, Part::Whole),
];

/// Each word that follows.
pub(crate) const EVERY: usize = usize::MAX;

/// Programs that take a secret as a plain word: behind which word, and how many words later.
pub(crate) const POSITIONAL: &[(&str, &str, usize)] = &[
    ("composer", "bearer.*", 1),
    ("composer", "github-oauth.*", 1),
    ("composer", "gitlab-token.*", 1),
    ("composer", "http-basic.*", 2),
    ("drush", "user:password", 2),
    ("mysqladmin", "password", 1),
    ("neo4j-admin", "set-initial-password", 1),
    ("net", "user", 2),
    ("redis-cli", "AUTH", EVERY),
    ("redis-cli", "auth", EVERY),
    ("rabbitmqctl", "add_user", 2),
    ("rabbitmqctl", "change_password", 2),
    ("vault", "login", 1),
];

impl Tool {
    pub(crate) fn is_of(&self, program: &str) -> bool {
        is_of(self.programs, program)
    }
}

/// Whether a program is among these.
pub(crate) fn is_of(programs: &[&str], program: &str) -> bool {
    programs.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => program.starts_with(start),
        None => *known == program,
    })
}
