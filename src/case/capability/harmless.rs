//! Programs that are known to send nothing to a database that destroys. What is not in this list,
//! nor in the table of tools, may do anything.

/// Programs that destroy nothing in a database, whatever their words are.
const PROGRAMS: &str = "\
: [ [[ ack ag alias apachectl apk apropos apt apt-cache apt-get apt-key arp at atq awk base64 \
basename bat batcat bc bg bindkey blkid br break brew btop bunzip2 busctl bzcat bzip2 cal case \
cat certbot chage chattr chgrp chmod chown chsh cksum clear clear-host cls cmp code col column \
comm compgen complete continue coredumpctl cp crontab csplit curl cut date dbus-send dd df \
dialog diff dig dir dirs disown dmesg dnf done dos2unix dpkg dpkg-query dpkg-reconfigure du echo \
egrep emacs envsubst esac eslint exit expand expr factor fail2ban-client false fc fd fdisk fg \
fgrep fi file find findmnt fold for free fsck function fuser gdb getconf getent getfacl getopts \
gh glances glow gpasswd gpg grep groupadd groups gunzip gzip hash hdparm head help hexdump hexyl \
history host hostname hostnamectl htop http httpie hwclock iconv id if ifconfig iftop info \
innochecksum install ionice iostat iotop ip ipconfig iptables jobs join journalctl jq kill \
killall l la last lastb lastlog ldd less let ll ln locale localectl locate logger loginctl \
logname logout logrotate look ls lsattr lsb_release lsblk lscpu lsinitramfs lsmod lsns lsof \
lspci lsusb ltrace lz4 lz4cat mail mailq man mapfile mariabackup mariadb-backup mariadb-binlog \
mariadb-check mariadb-dump mariadb-show mariadb-slap mariadb-tuner mc md5sum micro mkdir mkfifo \
mkfs mkswap mktemp more most mount mtr multitail mv mydumper mysql_config_editor mysqlbinlog \
mysqlcheck mysqldump mysqldumpslow mysqlpump mysqlshow mysqlslap mysqltuner nano nc ncdu \
neofetch nethogs netstat nginx nl nload nmap nproc nslookup ntpdate nvim nvm od openssl pacman \
passwd paste patch perf perror pg_amcheck pg_basebackup pg_dump pg_dumpall pg_isready pgbench \
pgrep php-cs-fixer php-fpm phpdismod phpenmod phpstan pico pidof pidstat ping pint pkill popd \
postqueue pr prettier print printenv printf ps pstree pt-config-diff pt-deadlock-logger \
pt-diskstats pt-duplicate-key-checker pt-find pt-fk-error-logger pt-heartbeat pt-index-usage \
pt-ioprofile pt-kill pt-mext pt-mysql-summary pt-pmp pt-query-digest pt-show-grants pt-sift \
pt-slave-delay pt-slave-find pt-stalk pt-summary pt-table-checksum pt-upgrade \
pt-variable-advisor pt-visual-explain pushd pwd pwgen read readarray readlink realpath reboot \
rename renice reset resolvectl return rev rg rm rmdir route rpm rsync rsyslogd sar scp \
screenfetch sed select sendmail seq sestatus setfacl setopt setterm sftp sha1sum sha256sum \
sha512sum shasum shift shopt showmount shred shuf shutdown sleep smartctl snap sort split \
sqlite3 ss ssh-add ssh-agent ssh-copy-id ssh-keygen ssh-keyscan stat strace stty sudoedit sum \
swapoff swapon sync sysctl systemd-analyze tac tail tar tcpdump tee telnet test tig timedatectl \
tldr top touch tput tr traceroute trap tree true truncate tsc tty type tzselect ufw ulimit umask \
umount unalias uname unattended-upgrade unbzip2 uncompress unexpand uniq unlink unset unxz unzip \
unzstd update-alternatives update-rc.d uptime useradd usermod users uuidgen vi view vim vimdiff \
visudo vite vmstat w wait wc webpack wget whatis where whereis which while who whoami whois \
xtrabackup xxd xz xzcat xzgrep yes yum zcat zdiff zfs zgrep zip zless zpool zramctl zstd zstdcat \
zypper";

/// Programs of which some commands are known to destroy nothing in a database: by their first word
/// that is no option. A program alone, with no word behind it, tells how it is used.
const COMMANDS: &[(&str, &str)] = &[
    ("git", "*"),
    ("hg", "*"),
    ("svn", "*"),
    (
        "docker",
        "attach build builder buildx commit config context cp diff df events export history image \
         images import info inspect kill load login logout logs ls network node pause port ps pull \
         push rename rm rmi save search stats stop swarm system tag top unpause version volume wait \
         down",
    ),
    (
        "kubectl",
        "api-resources api-versions auth cluster-info config cp describe diff events explain get \
         logs options port-forward top version wait",
    ),
    ("helm", "env get history lint list ls repo search show status template version"),
    (
        "npm",
        "access add audit bin cache ci config diff doctor explain fund help i info init install \
         link login logout ls list outdated pack ping prune publish root search set uninstall \
         unlink update version view whoami",
    ),
    (
        "composer",
        "about archive audit clear-cache config depends diagnose dump-autoload dumpautoload fund \
         global help info init install licenses outdated prohibits reinstall remove require search \
         self-update selfupdate show status suggests update validate why why-not",
    ),
    ("pip", "*"),
    ("pip3", "*"),
    (
        "bundle",
        "add audit check clean config doctor info init install list lock outdated show update",
    ),
    ("gem", "*"),
    ("poetry", "add build check config env install lock show update version"),
    ("cargo", "add build check clean clippy doc fmt install search tree update version"),
    ("go", "build clean doc env fmt get install list mod version vet"),
    (
        "mysqladmin",
        "create extended-status flush-hosts flush-logs flush-status flush-tables \
         kill password ping processlist status variables version reload refresh",
    ),
    (
        "systemctl",
        "cat daemon-reload disable edit enable get-default is-active is-enabled \
         is-failed list-dependencies list-timers list-unit-files list-units mask reset-failed show \
         status stop unmask",
    ),
    ("service", "--status-all"),
    ("supervisorctl", "avail help maintail pid reread status stop tail version"),
    ("redis-cli", "*"),
    ("aws", "configure ec2 iam logs sts"),
    ("gcloud", "auth config info"),
    ("terraform", "fmt get graph init output plan providers show state validate version"),
    ("tmux", "kill-server kill-session list-sessions ls"),
    ("screen", "-ls -list"),
    ("export", "*"),
];

/// What people call scripts of a package that look at code and change none.
const CHECKS: &[&str] =
    &["lint", "format", "fmt", "typecheck", "type-check", "prettier", "eslint", "stylelint"];

/// Services whose start runs no program of the application.
const SERVICES: &[&str] = &[
    "apache2",
    "caddy",
    "chrony",
    "cron",
    "crond",
    "fail2ban",
    "haproxy",
    "httpd",
    "mariadb",
    "memcached",
    "mysql",
    "mysqld",
    "networking",
    "nginx",
    "php",
    "postgresql",
    "proxysql",
    "redis",
    "rsyslog",
    "ssh",
    "sshd",
    "systemd",
    "varnish",
];

/// Whether a service is of a program that many know: `php8.2-fpm`, `redis-server.service`.
fn is_known_service(name: &str) -> bool {
    let stem: &str = name.split(['.', '-', '@']).next().unwrap_or(name);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    SERVICES.contains(&stem)
}

/// Whether a program called like this is known to destroy nothing in a database; `rest` are the
/// words behind it.
pub(super) fn is_harmless(name: &str, rest: &[String]) -> bool {
    let is_among = |list: &str, word: &str| list.split_ascii_whitespace().any(|one| one == word);
    if matches!(name, "curl" | "wget") {
        // a request that changes something may start anything
        return !rest.iter().any(|word| {
            matches!(word.as_str(), "POST" | "PUT" | "PATCH" | "DELETE" | "-d" | "--data")
                || ["-XP", "-XD", "--data", "--post"].iter().any(|start| word.starts_with(start))
        });
    }
    if is_among(PROGRAMS, name)
        || name.is_empty()
        || rest.iter().any(|word| matches!(word.as_str(), "--help" | "--version"))
    {
        return true;
    }
    let script = rest.iter().find(|word| !word.starts_with('-') && !word.starts_with("run"));
    if matches!(name, "npm" | "yarn" | "pnpm" | "bun" | "composer" | "make")
        && script.is_some_and(|word| CHECKS.contains(&word.split(':').next().unwrap_or(word)))
    {
        return true;
    }
    let mut words = rest.iter().map(String::as_str).filter(|word| *word != "compose");
    if matches!(name, "systemctl" | "service" | "supervisorctl")
        && rest.iter().any(|word| matches!(word.as_str(), "start" | "restart" | "reload"))
    {
        return rest.iter().filter(|word| !word.starts_with('-')).all(|word| {
            matches!(word.as_str(), "start" | "restart" | "reload") || is_known_service(word)
        });
    }
    let name = match name {
        "docker-compose" | "podman" | "nerdctl" => "docker",
        "oc" => "kubectl",
        "yarn" | "pnpm" | "bun" => "npm",
        "mariadb-admin" => "mysqladmin",
        "uv" | "pdm" | "pipenv" => "poetry",
        name => name,
    };
    let Some((_, commands)) = COMMANDS.iter().find(|(program, _)| *program == name) else {
        // cmdlets that only look
        return ["get-", "set-location", "write-", "select-", "test-", "format-", "out-"]
            .iter()
            .any(|start| name.starts_with(start));
    };
    *commands == "*"
        || words
            .find(|word| !word.starts_with('-') || is_among(commands, word))
            .is_none_or(|word| is_among(commands, word))
}
