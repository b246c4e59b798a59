//! From the words of a simple command to the program that they start: wrappers, remote shells,
//! containers and interpreters peeled off.

use crate::case::capability::{
    harmless::is_harmless,
    input::{Input, after_options, file_name, name_of, option},
    procedure::Procedure,
    scope::Scope,
    tooling::is_tool,
    walk::{DEPTH, Walk},
};
use crate::event::script::task_name;

/// How many wrappers around a command are peeled off, each of which reads all words behind it.
/// Nobody writes half as many; a line of 20,000 `sudo` would take minutes.
const WRAPPERS: usize = 16;

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

impl Walk<'_> {
    /// Follows one command of `words`.
    pub(super) fn program(&mut self, words: &[String], input: &Input, scope: &mut Scope) {
        let mut words = words;
        for _ in 0..WRAPPERS {
            let Some(first) = words.first() else { return };
            if first.len() > 4096 {
                return;
            }
            let rest = words.get(1..).unwrap_or_default();
            let name = name_of(first);
            self.storage(&name, words, scope);
            words = match name.as_str() {
                "sudo" | "doas" => {
                    let inner = after_options(
                        rest,
                        &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R"],
                    );
                    let assigned = inner.iter().take_while(|word| is_assignment(word)).count();
                    if inner.is_empty() && rest.iter().any(|word| word == "-i" || word == "-s") {
                        self.unseen(words, scope);
                        return;
                    }
                    inner.get(assigned..).unwrap_or_default()
                }
                "env" => {
                    let inner = after_options(rest, &["-u", "-C", "-S"]);
                    let assigned = inner.iter().take_while(|word| is_assignment(word)).count();
                    for word in inner.iter().take(assigned) {
                        if let Some((name, value)) = word.split_once('=') {
                            scope.variables.insert(name.to_owned(), value.to_owned());
                        }
                    }
                    inner.get(assigned..).unwrap_or_default()
                }
                "npx" | "bunx" | "pnpx" => after_options(rest, &["-p", "--package"]),
                "npm" | "yarn" | "pnpm" | "bun" | "bundle" | "poetry" | "pipenv" | "uv" | "pdm"
                | "hatch" | "rye" | "mise" | "direnv" | "dotenv" | "dotenvx" | "doppler"
                | "railway" | "heroku" | "corepack" | "asdf" => match packaged(&name, rest) {
                    Some(inner) => inner,
                    None => {
                        self.plain(&name, words, input, scope);
                        return;
                    }
                },
                "cross-env" => {
                    let assigned = rest.iter().take_while(|word| is_assignment(word)).count();
                    rest.get(assigned..).unwrap_or_default()
                }
                "gosu" | "su-exec" => rest.get(1..).unwrap_or_default(),
                "tini" | "dumb-init" | "winpty" | "spring" | "ddev" | "lando" | "xvfb-run" => {
                    after_options(rest, &[])
                }
                "symfony" if rest.first().is_some_and(|word| word == "console") => rest,
                "cargo" if rest.first().is_some_and(|word| is_tool(&name_of(word))) => rest,
                "nohup" | "time" | "exec" | "command" | "builtin" | "setsid" | "chronic"
                | "cronic" | "unbuffer" | "eatmydata" | "caffeinate" | "then" | "do" | "else" => {
                    after_options(rest, &["-a", "-f", "-o"])
                }
                "nice" => after_options(rest, &["-n"]),
                "ionice" => after_options(rest, &["-c", "-n", "-p"]),
                "stdbuf" => after_options(rest, &["-i", "-o", "-e"]),
                "timeout" => after_options(rest, &["-k", "-s"]).get(1..).unwrap_or_default(),
                "chroot" => after_options(rest, &[]).get(1..).unwrap_or_default(),
                "xargs" => after_options(rest, &["-n", "-I", "-P", "-L", "-d", "-s", "-a"]),
                "watch" => after_options(rest, &["-n"]),
                "systemd-run" | "systemd-cat" => after_options(rest, &["-u", "-t", "-p", "-E"]),
                "flock" | "su" | "runuser" | "sh" | "bash" | "dash" | "zsh" | "ash" | "ksh"
                | "script" => {
                    self.shell(&name, rest, input, scope);
                    return;
                }
                "ssh" => {
                    self.remote(words, input, scope);
                    return;
                }
                "docker" | "podman" | "docker-compose" | "nerdctl" => match container(rest) {
                    [] => {
                        self.plain(&name, words, input, scope);
                        return;
                    }
                    inner => inner,
                },
                "kubectl" | "oc" | "lxc" | "nsenter" => {
                    match rest.iter().position(|word| word == "--") {
                        Some(at) => rest.get(at + 1..).unwrap_or_default(),
                        None => {
                            self.plain(&name, words, input, scope);
                            return;
                        }
                    }
                }
                "sail" => {
                    self.sail(rest, input, scope);
                    return;
                }
                _ => {
                    self.plain(&name, words, input, scope);
                    return;
                }
            };
        }
        self.unseen(words, scope);
    }

    /// What `ssh` is given to run elsewhere.
    fn remote(&mut self, words: &[String], input: &Input, scope: &Scope) {
        let inner = after_options(
            words.get(1..).unwrap_or_default(),
            &[
                "-p", "-i", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-E", "-e", "-I",
                "-m", "-O", "-Q", "-S", "-W", "-w",
            ],
        );
        let text = inner.get(1..).unwrap_or_default().join(" ");
        if text.is_empty() {
            match &input.text {
                Some(text) => self.line(text, &mut scope.clone()),
                None => self.unseen(words, scope),
            }
            return;
        }
        let mut remote = scope.clone();
        remote.depth += 1;
        remote.directory = None;
        self.line(&text, &mut remote);
    }

    /// A shell given a text or a script, and programs that hand theirs to one.
    fn shell(&mut self, name: &str, rest: &[String], input: &Input, scope: &mut Scope) {
        let text = match name {
            "sh" | "bash" | "dash" | "zsh" | "ash" | "ksh" => {
                // -c may stand in a cluster: bash -lc
                let at = rest.iter().position(|word| {
                    word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')
                });
                at.and_then(|at| rest.get(at + 1)).map(String::as_str)
            }
            _ => option(rest, "-c", "--command"),
        };
        if let Some(text) = text {
            let mut inner = scope.clone();
            inner.depth += 1;
            self.line(text, &mut inner);
            return;
        }
        match name {
            "flock" => {
                let inner = after_options(rest, &["-w", "-E", "--timeout", "--wait"])
                    .get(1..)
                    .unwrap_or_default()
                    .to_vec();
                scope.depth += 1;
                if scope.depth <= DEPTH {
                    self.program(&inner, input, scope);
                }
            }
            "su" | "script" => self.unseen(rest, scope),
            "runuser" => {
                let inner = after_options(rest, &["-u", "-g", "-l"]).to_vec();
                scope.depth += 1;
                if scope.depth <= DEPTH {
                    self.program(&inner, input, scope);
                }
            }
            _ => {
                let script = after_options(rest, &["-o", "-O", "--rcfile", "--init-file"]);
                match script.first() {
                    Some(path) => self.other(&file_name(path), script, scope),
                    None => {
                        if let Some(file) = &input.file {
                            self.script(&file_name(file), &[], scope);
                        } else if let Some(text) = &input.text {
                            let mut inner = scope.clone();
                            inner.depth += 1;
                            self.line(text, &mut inner);
                        } else {
                            self.unseen(&[name.to_owned()], scope);
                        }
                    }
                }
            }
        }
    }

    fn sail(&mut self, rest: &[String], input: &Input, scope: &mut Scope) {
        match rest.first().map(String::as_str) {
            Some("artisan" | "art" | "a") => {
                self.artisan(rest.get(1..).unwrap_or_default(), input, scope);
            }
            Some("test" | "dusk" | "pest" | "phpunit" | "tinker") => {
                self.artisan(rest, input, scope);
            }
            Some("mysql" | "mariadb" | "composer" | "php" | "shell" | "root-shell" | "bin") => {
                let inner = rest.to_vec();
                scope.depth += 1;
                if scope.depth <= DEPTH {
                    self.program(&inner, input, scope);
                }
            }
            _ => {}
        }
    }

    /// A program that is no wrapper.
    fn plain(&mut self, name: &str, words: &[String], input: &Input, scope: &mut Scope) {
        let rest = words.get(1..).unwrap_or_default();
        match name {
            "cd" | "pushd" => {
                if let Some(target) = after_options(rest, &[]).first() {
                    scope.directory =
                        Some(match (&scope.directory, target.starts_with(['/', '~', '$'])) {
                            (Some(here), false) => {
                                format!("{}/{target}", here.trim_end_matches('/'))
                            }
                            _ => target.clone(),
                        });
                }
            }
            "export" | "declare" | "local" | "readonly" | "typeset" => {
                for (name, value) in rest.iter().filter_map(|word| word.split_once('=')) {
                    scope.variables.insert(name.to_owned(), value.to_owned());
                }
            }
            "set" => {
                if rest.first().is_some_and(|word| word == "--") {
                    scope.arguments = Some(rest.get(1..).unwrap_or_default().to_vec());
                }
            }
            "." | "source" => {
                if let Some(path) = rest.first() {
                    self.source(&file_name(path), scope);
                }
            }
            "eval" => {
                let text = rest.join(" ");
                scope.depth += 1;
                self.line(&text, scope);
                scope.depth = scope.depth.saturating_sub(1);
            }
            "artisan" | "art" => self.artisan(rest, input, scope),
            "phpunit" | "pest" | "paratest" => self.tests(words, scope),
            "composer" => self.composer(words, scope),
            "dep" | "deployer" => {
                if let Some(task) = rest.iter().find_map(|word| word.strip_prefix("artisan:")) {
                    let mut inner = vec![task.to_owned()];
                    inner.extend(rest.iter().filter(|word| word.starts_with("--")).cloned());
                    self.artisan(&inner, input, scope);
                } else {
                    self.other(name, words, scope);
                }
            }
            "mysql" | "mariadb" | "mycli" => self.client("mysql", words, input, scope),
            "psql" | "pgcli" | "mysqlsh" => self.client(name, words, input, scope),
            "dbeaver" | "dbeaver-ce" | "mysql-workbench" | "datagrip" | "heidisql"
            | "tableplus" | "beekeeper-studio" | "sqlectron" | "pgadmin4" | "sequel-ace"
            | "usql" => {
                self.client("", words.get(..1).unwrap_or_default(), input, scope);
            }
            "mysqladmin" | "mariadb-admin" => self.client_admin(words, scope),
            "pt-online-schema-change" | "gh-ost" | "spirit" => {
                self.online_schema_change(name, words, scope);
            }
            "pt-archiver" => {
                let mut ability = scope.ability(Procedure::RetentionJob, words.join(" "));
                ability.pretend = rest.iter().any(|word| word == "--dry-run");
                ability.database = words.iter().find_map(|word| {
                    word.split(',').find_map(|part| part.strip_prefix("D=").map(str::to_owned))
                });
                self.push(ability);
            }
            "systemctl" | "service" => {
                if rest
                    .iter()
                    .any(|word| matches!(word.as_str(), "start" | "restart" | "reload-or-restart"))
                {
                    for unit in rest.iter().filter(|word| word.ends_with(".service")) {
                        self.script(unit, &[], scope);
                    }
                }
                self.other(name, words, scope);
            }
            _ if php(name) => self.interpreter(words, input, scope),
            "node" | "nodejs" | "deno" | "ruby" | "perl" | "tsx" | "ts-node" | "java" => {
                self.interpreter(words, input, scope);
            }
            _ if name.starts_with("python") => self.interpreter(words, input, scope),
            _ if is_tool(name) => self.tool(name, words, input, scope),
            // $PHP artisan …: an interpreter whose name the evidence does not hold
            _ if name.starts_with('$')
                && rest.first().is_some_and(|word| name_of(word) == "artisan") =>
            {
                self.artisan(rest.get(1..).unwrap_or_default(), input, scope);
            }
            _ => self.other(name, words, scope),
        }
    }

    /// Composer, which runs scripts of the project.
    fn composer(&mut self, words: &[String], scope: &mut Scope) {
        let rest = words.get(1..).unwrap_or_default();
        if self.task("composer", rest, scope) {
            return;
        }
        let script = rest
            .iter()
            .filter(|word| !matches!(word.as_str(), "run" | "run-script" | "exec" | "--"))
            .find(|word| !word.starts_with('-'));
        if let Some("test" | "tests" | "phpunit" | "pest" | "test:unit" | "test:feature") =
            script.map(String::as_str)
        {
            self.tests(words, scope);
        } else {
            self.other("composer", words, scope);
        }
    }

    /// A program that nothing above knows: one of the library, one of the list of the harmless, or
    /// one that may do anything.
    fn other(&mut self, name: &str, words: &[String], scope: &Scope) {
        let rest = words.get(1..).unwrap_or_default();
        if self.task(name, rest, scope) {
            return;
        }
        let file = file_name(words.first().map_or("", String::as_str));
        if self.library.shell.contains_key(&file) {
            self.script(&file, rest, scope);
        } else if !is_harmless(name, rest) {
            self.unseen(words, scope);
        }
    }

    /// A task that a file of the project names for its runner; whether the evidence holds it.
    fn task(&mut self, runner: &str, rest: &[String], scope: &Scope) -> bool {
        let named: Vec<String> =
            tasks(runner, rest).filter(|name| self.library.shell.contains_key(name)).collect();
        for name in &named {
            self.script(name, &[], scope);
        }
        !named.is_empty()
    }

    /// A program whose text the evidence does not hold.
    pub(super) fn unseen(&mut self, words: &[String], scope: &Scope) {
        self.push(scope.ability(Procedure::Unseen, words.join(" ")));
    }

    /// An interpreter: code on its command line or input, or a program text.
    fn interpreter(&mut self, words: &[String], input: &Input, scope: &mut Scope) {
        let name = name_of(words.first().map_or("", String::as_str));
        let rest = words.get(1..).unwrap_or_default();
        let is_php = php(&name);
        let code = match name.as_str() {
            _ if is_php => option(rest, "-r", "--run"),
            name if name.starts_with("python") => option(rest, "-c", "-c"),
            "node" | "nodejs" | "perl" | "ruby" => option(rest, "-e", "--eval")
                .or_else(|| option(rest, "-p", "--print"))
                .or_else(|| option(rest, "-E", "-E")),
            _ => None,
        };
        if let Some(code) = code {
            let head = words.get(..2).unwrap_or_default().join(" ");
            self.code(code, if is_php { "php -r" } else { &head }, scope);
            return;
        }
        if rest.iter().any(|word| matches!(word.as_str(), "-v" | "-V" | "-i" | "-l" | "--version"))
        {
            return;
        }
        let valued: &[&str] =
            if is_php { &["-d", "-c", "-f", "-z", "-S", "-t"] } else { &["-r", "-W", "-X", "-I"] };
        let inner = after_options(rest, valued).to_vec();
        match (inner.first(), &input.text) {
            (Some(_), _) => {
                scope.depth += 1;
                if scope.depth <= DEPTH {
                    self.program(&inner, input, scope);
                }
            }
            (None, Some(text)) => self.code(text, &words.join(" "), scope),
            (None, None) => self.unseen(words, scope),
        }
    }
}

/// The command behind a program that runs others out of a package, a lock file or a store of
/// secrets: `bundle exec rails`, `yarn knex`, `doppler run -- flyway`.
fn packaged<'w>(name: &str, rest: &'w [String]) -> Option<&'w [String]> {
    let words = after_options(rest, &["-C", "--prefix", "--cwd", "-w", "--filter", "-F", "-a"]);
    let inner = words.get(1..).unwrap_or_default();
    let behind = match words.first().map(String::as_str)? {
        "exec" | "x" | "dlx" | "run" => {
            let inner = after_options(inner, &["-a", "--app", "-f", "-p", "-c", "-s"]);
            if matches!(name, "npm" | "yarn" | "pnpm" | "bun")
                && words.first().is_some_and(|word| word == "run")
                && !inner.first().is_some_and(|word| is_tool(&name_of(word)))
            {
                return None;
            }
            inner
        }
        "--" => inner,
        word if is_tool(&name_of(word)) => words,
        _ => match rest.iter().position(|word| word == "--") {
            Some(at) => rest.get(at + 1..)?,
            None => return None,
        },
    };
    (!behind.is_empty()).then_some(behind)
}

/// The tasks that the words behind a runner name.
pub(crate) fn tasks(runner: &str, rest: &[String]) -> impl Iterator<Item = String> {
    let (file, most) = match runner {
        "npm" | "yarn" | "pnpm" | "bun" => ("package.json", 1),
        "composer" => ("composer.json", 1),
        "make" | "gmake" => ("Makefile", usize::MAX),
        _ => ("", 0),
    };
    let words =
        after_options(rest, &["-C", "--prefix", "--cwd", "-w", "--filter", "-F", "-f", "-d"]);
    let is_task = |word: &&String| {
        !word.starts_with('-')
            && !word.contains('=')
            && !matches!(word.as_str(), "run" | "run-script")
    };
    words.iter().filter(is_task).take(most).map(move |word| task_name(file, word))
}

/// `php`, `php8.2`, `php82`.
fn php(name: &str) -> bool {
    name.strip_prefix("php").is_some_and(|rest| {
        rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) || rest == "-cli"
    })
}

/// The command that runs in the container.
fn container(rest: &[String]) -> &[String] {
    const VALUED: &[&str] = &[
        "-e",
        "--env",
        "-u",
        "--user",
        "-w",
        "--workdir",
        "--env-file",
        "-f",
        "--file",
        "-p",
        "--project-name",
        "-v",
        "--volume",
        "--name",
        "--network",
        "--entrypoint",
        "--profile",
        "--index",
        "-c",
        "--context",
        "-H",
        "--host",
    ];
    let mut inner = after_options(rest, VALUED);
    if inner.first().is_some_and(|word| matches!(word.as_str(), "compose" | "container")) {
        inner = after_options(inner.get(1..).unwrap_or_default(), VALUED);
    }
    if !inner.first().is_some_and(|word| matches!(word.as_str(), "exec" | "run")) {
        return &[];
    }
    after_options(inner.get(1..).unwrap_or_default(), VALUED).get(1..).unwrap_or_default()
}
