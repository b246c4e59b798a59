//! From the words of a simple command to the program that they start: wrappers, remote shells,
//! containers and interpreters peeled off.

use crate::case::capability::{
    input::{Input, after_options, file_name, name_of, option},
    procedure::Procedure,
    scope::Scope,
    walk::{DEPTH, Walk},
};

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

impl Walk<'_> {
    /// Follows one command of `words`.
    pub(super) fn program(&mut self, words: &[String], input: &Input, scope: &mut Scope) {
        let mut words = words;
        // a wrapper around a wrapper …: each takes at least one word away
        loop {
            let Some(first) = words.first() else { return };
            if first.len() > 4096 {
                return;
            }
            let rest = words.get(1..).unwrap_or_default();
            let name = name_of(first);
            words = match name.as_str() {
                "sudo" | "doas" => {
                    let inner = after_options(
                        rest,
                        &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R"],
                    );
                    let assigned = inner.iter().take_while(|word| is_assignment(word)).count();
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
                    let inner = after_options(
                        rest,
                        &[
                            "-p", "-i", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-E",
                            "-e", "-I", "-m", "-O", "-Q", "-S", "-W", "-w",
                        ],
                    );
                    let text = inner.get(1..).unwrap_or_default().join(" ");
                    let mut remote = scope.clone();
                    remote.depth += 1;
                    remote.directory = None;
                    self.line(&text, &mut remote);
                    return;
                }
                "docker" | "podman" | "docker-compose" | "nerdctl" => container(rest),
                "kubectl" | "oc" | "lxc" | "nsenter" => {
                    match rest.iter().position(|word| word == "--") {
                        Some(at) => rest.get(at + 1..).unwrap_or_default(),
                        None => return,
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
            "su" | "script" => {}
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
                    Some(path) => {
                        self.script(&file_name(path), script.get(1..).unwrap_or_default(), scope);
                    }
                    None => {
                        if let Some(file) = &input.file {
                            self.script(&file_name(file), &[], scope);
                        } else if let Some(text) = &input.text {
                            let mut inner = scope.clone();
                            inner.depth += 1;
                            self.line(text, &mut inner);
                        }
                    }
                }
            }
        }
    }

    fn sail(&mut self, rest: &[String], input: &Input, scope: &mut Scope) {
        match rest.first().map(String::as_str) {
            Some("artisan" | "art" | "a") => {
                self.artisan(rest.get(1..).unwrap_or_default(), scope);
            }
            Some("test" | "dusk" | "pest" | "phpunit" | "tinker") => {
                self.artisan(rest, scope);
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
            "artisan" | "art" => self.artisan(rest, scope),
            "phpunit" | "pest" | "paratest" => self.tests(words, scope),
            "composer" => {
                let script = rest
                    .iter()
                    .filter(|word| !matches!(word.as_str(), "run" | "run-script" | "exec" | "--"))
                    .find(|word| !word.starts_with('-'));
                if let Some("test" | "tests" | "phpunit" | "pest" | "test:unit" | "test:feature") =
                    script.map(String::as_str)
                {
                    self.tests(words, scope);
                }
            }
            "dep" | "deployer" => {
                if let Some(task) = rest.iter().find_map(|word| word.strip_prefix("artisan:")) {
                    let mut inner = vec![task.to_owned()];
                    inner.extend(rest.iter().filter(|word| word.starts_with("--")).cloned());
                    self.artisan(&inner, scope);
                }
            }
            "mysql" | "mariadb" | "mycli" => self.client(words, input, scope),
            "mysqladmin" | "mariadb-admin" => self.client_admin(words, scope),
            "myloader" => {
                let mut ability = scope.ability(Procedure::DumpRestore, words.join(" "));
                ability.database = option(rest, "-B", "--database").map(str::to_owned);
                self.push(ability);
            }
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
            }
            _ if php(name) => self.interpreter(rest, input, scope),
            // $PHP artisan …: an interpreter whose name the evidence does not hold
            _ if name.starts_with('$')
                && rest.first().is_some_and(|word| name_of(word) == "artisan") =>
            {
                self.artisan(rest.get(1..).unwrap_or_default(), scope);
            }
            _ => {
                let file = file_name(words.first().map_or("", String::as_str));
                self.script(&file, rest, scope);
            }
        }
    }

    fn interpreter(&mut self, rest: &[String], input: &Input, scope: &mut Scope) {
        let inner = after_options(rest, &["-d", "-c", "-f", "-z", "-S", "-t"]);
        if let Some(code) = option(rest, "-r", "--run") {
            self.php_code(code, "php -r", scope);
            return;
        }
        let Some(first) = inner.first() else { return };
        match name_of(first).as_str() {
            "artisan" => self.artisan(inner.get(1..).unwrap_or_default(), scope),
            "phpunit" | "pest" | "paratest" | "composer" | "sail" | "dep" => {
                let inner = inner.to_vec();
                scope.depth += 1;
                if scope.depth <= DEPTH {
                    self.program(&inner, input, scope);
                }
            }
            _ => {}
        }
    }
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
