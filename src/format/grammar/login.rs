//! Who came, went and took on another account: sshd, PAM, sudo, su and systemd-logind.

use crate::{
    event::{
        kind::EventKind,
        session::{Command, CommandVia, Service, Session, SessionAction},
    },
    format::grammar::syslog_header::Origin,
};

/// What a line of `program` tells; an empty program tries every grammar.
pub(crate) fn event(program: &str, origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let any = program.is_empty();
    if let Some(session) = pam(origin, message) {
        return Some(session);
    }
    // Linux-PAM before 0.99 named itself behind the service: `sshd(pam_unix)[12]: session …`,
    // Debian's in its place: `PAM_unix[12]: (login) session …`
    let named = || message.strip_prefix('(').filter(|_| program == "pam_unix")?.split_once(") ");
    if let Some((service, message)) =
        program.split_once("(pam_").map(|(service, _)| (service, message)).or_else(named)
    {
        let facility = if message.starts_with("session ") { "session" } else { "auth" };
        return pam(origin, &format!("pam_unix({service}:{facility}): {message}"));
    }
    if let Some(session) = console(program, origin, message.trim()) {
        return Some(session);
    }
    if program == "dropbear" {
        return dropbear(origin, message.trim());
    }
    if (any || program.starts_with("sshd"))
        && let Some(session) = ssh(origin, message)
    {
        return Some(session);
    }
    if (any || program == "sudo")
        && let Some(command) = sudo(origin, message)
    {
        return Some(command);
    }
    if (any || program == "su")
        && let Some(session) = su(origin, message)
    {
        return Some(session);
    }
    if any || program == "systemd-logind" { logind(origin, message) } else { None }
}

fn session(origin: &Origin<'_>, service: Service, user: &str, action: SessionAction) -> Session {
    Session {
        user: (!user.is_empty()).then(|| user.to_owned()),
        action,
        service: Some(service),
        pid: origin.pid,
        host: origin.host(),
        ..Session::default()
    }
}

/// `pam_unix(sshd:session): session opened for user ada(uid=1001) by (uid=0)` and its kin.
pub(crate) fn pam(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let rest = message.trim_start().strip_prefix("pam_")?;
    let (_module, rest) = rest.split_once('(')?;
    let (scope, rest) = rest.split_once("): ")?;
    let (service, facility) = scope.split_once(':').unwrap_or((scope, ""));
    let name = service.split('-').next().unwrap_or(service);
    let service = Service::of(if matches!(name, "su" | "sudo") { name } else { service });
    if facility == "session" {
        let (action, rest) = match rest.strip_prefix("session opened for user ") {
            Some(rest) => (SessionAction::Login, rest),
            None => (SessionAction::Logout, rest.strip_prefix("session closed for user ")?),
        };
        let user = account(rest.split_whitespace().next()?);
        let mut session = session(origin, service, user, action);
        let by = rest
            .split_once(" by ")
            .map_or("", |(_, by)| account(by.split_whitespace().next().unwrap_or("")));
        session.by = (!by.is_empty()).then(|| by.to_owned());
        return Some(EventKind::Session(Box::new(session)));
    }
    if facility == "auth" && rest.starts_with("authentication failure") {
        let field = |name: &str| {
            rest.split([' ', ';'])
                .find_map(|word| word.strip_prefix(name))
                .filter(|value| !value.is_empty())
        };
        let mut session =
            session(origin, service, field("user=").unwrap_or(""), SessionAction::Failed);
        session.from = field("rhost=").map(str::to_owned);
        session.tty = field("tty=").map(str::to_owned);
        return Some(EventKind::Session(Box::new(session)));
    }
    None
}

/// The account of a session that PAM opened or closed for anything but sshd, of which nothing else
/// makes it like another; without making anything of it.
pub(crate) fn quick_session(message: &[u8]) -> Option<&[u8]> {
    let rest = message.strip_prefix(b"pam_unix(")?;
    let (scope, rest) = rest.split_at_checked(memchr::memchr(b')', rest)?)?;
    let rest = rest.strip_prefix(b"): session ")?;
    let rest = rest.strip_prefix(b"opened").or_else(|| rest.strip_prefix(b"closed"))?;
    let word = rest.strip_prefix(b" for user ")?.split(|b| *b == b' ').next()?;
    let user = word.split(|b| *b == b'(').next()?;
    let is_plain = !user.is_empty()
        && user.iter().all(u8::is_ascii_graphic)
        && scope.split(|b| *b == b':').skip(1).eq([b"session"])
        && !scope.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"sshd"));
    is_plain.then_some(user)
}

/// `ada(uid=1001)` without the number.
fn account(word: &str) -> &str {
    word.split('(').next().unwrap_or(word)
}

/// A console: `ROOT LOGIN ON tty2`, `LOGIN ON tty1 BY ada`, busybox' `root login on 'tty1'`.
fn console(program: &str, origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let (user, tty) = if let Some(tty) = message.strip_prefix("ROOT LOGIN ON ") {
        ("root", tty)
    } else if program != "login" {
        return None;
    } else if let Some(rest) = message.strip_prefix("LOGIN ON ") {
        let (tty, user) = rest.split_once(" BY ")?;
        (user.split_whitespace().next()?, tty)
    } else {
        message.split_once(" login on ").filter(|(user, _)| !user.contains(' '))?
    };
    let mut session = session(origin, Service::Login, user, SessionAction::Login);
    session.tty = tty.split_whitespace().next().map(|tty| tty.trim_matches('\'').to_owned());
    Some(EventKind::Session(Box::new(session)))
}

/// `Password auth succeeded for 'ada' from 192.0.2.7:51022`, `Pubkey auth succeeded for 'ada' with
/// … key … from …`, `Bad password attempt for 'ada' from …`.
fn dropbear(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let (what, rest) = message.split_once(" for '")?;
    let action = match what {
        what if what.ends_with(" auth succeeded") => SessionAction::Login,
        what if what.starts_with("Bad ") && what.ends_with(" attempt") => SessionAction::Failed,
        _ => return None,
    };
    // an attacker chooses the name
    let (user, from) = rest.rsplit_once(" from ")?;
    let user = user.rsplit_once('\'').map_or(user, |(user, _)| user);
    let mut session = session(origin, Service::Other("dropbear".into()), user, action);
    session.from = from.rsplit_once(':').map(|(from, _)| from.to_owned());
    Some(EventKind::Session(Box::new(session)))
}

fn ssh(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let message = message.trim_start();
    if let Some((action, rest)) = message
        .strip_prefix("Accepted ")
        .map(|rest| (SessionAction::Login, rest))
        .or_else(|| message.strip_prefix("Failed ").map(|rest| (SessionAction::Failed, rest)))
    {
        let (_method, rest) = rest.split_once(" for ")?;
        let rest = rest.strip_prefix("invalid user ").unwrap_or(rest);
        // an attacker chooses the name, blanks and " from " included: the last one counts
        let (user, rest) = rest.rsplit_once(" from ")?;
        let mut words = rest.split_whitespace();
        let mut session = session(origin, Service::Sshd, user, action);
        session.from = words.next().map(str::to_owned);
        session.key = rest
            .split_once("ssh2: ")
            .map(|(_, key)| key.trim().to_owned())
            .filter(|key| !key.is_empty());
        return Some(EventKind::Session(Box::new(session)));
    }
    if let Some(rest) = message.strip_prefix("Disconnected from user ") {
        let mut words = rest.split_whitespace();
        let mut session = session(origin, Service::Sshd, words.next()?, SessionAction::Logout);
        session.from = words.next().map(str::to_owned);
        return Some(EventKind::Session(Box::new(session)));
    }
    for opening in ["Connection closed by ", "Connection reset by ", "Disconnected from "] {
        let Some(rest) = message.strip_prefix(opening) else { continue };
        let rest = rest
            .strip_prefix("authenticating user ")
            .or_else(|| rest.strip_prefix("invalid user "))?;
        let (before, _port) = rest.rsplit_once(" port ")?;
        let (user, from) = before.rsplit_once(' ')?;
        let mut session = session(origin, Service::Sshd, user, SessionAction::Failed);
        session.from = Some(from.to_owned());
        session.gave_up = true;
        return Some(EventKind::Session(Box::new(session)));
    }
    if let Some(rest) = message.strip_prefix("Starting session: ") {
        // `shell on pts/0 for ada from 192.0.2.7 port 51022 id 0`: the one line that joins a
        // connection to a terminal
        let (what, rest) = rest.split_once(" for ")?;
        let (user, rest) = rest.rsplit_once(" from ")?;
        let mut session = session(origin, Service::Sshd, user, SessionAction::Login);
        session.from = rest.split_whitespace().next().map(str::to_owned);
        session.tty = what.split_once(" on ").map(|(_, tty)| tty.to_owned());
        return Some(EventKind::Session(Box::new(session)));
    }
    None
}

/// `ada : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/bin/ls`, text before `TTY` where refused.
fn sudo(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let (user, rest) = message.trim_start().split_once(" : ")?;
    if user.contains(' ') {
        return None;
    }
    let (fields, command) = match rest.split_once("COMMAND=") {
        Some((fields, command)) => (fields, command),
        None if rest.starts_with("(command continued)") => return None,
        None => return None,
    };
    let mut found = Command {
        user: Some(user.to_owned()),
        command: shell_quoted(command.trim_end()),
        via: CommandVia::Sudo,
        host: origin.host(),
        ..Command::default()
    };
    for field in fields.split(" ; ").map(str::trim).filter(|field| !field.is_empty()) {
        match field.split_once('=') {
            Some(("TTY", tty)) => {
                found.tty = (!matches!(tty, "unknown" | "none")).then(|| tty.to_owned());
            }
            Some(("PWD", directory)) => found.directory = Some(directory.to_owned()),
            Some(("USER", run_as)) => found.run_as = Some(run_as.to_owned()),
            Some(("GROUP" | "CHROOT" | "TSID" | "ENV" | "HOST", _)) => {}
            // anything else is why it was refused: "command not allowed", "3 incorrect password
            // attempts", "user NOT in sudoers"
            _ => found.refused = true,
        }
    }
    Some(EventKind::Command(Box::new(found)))
}

/// sudo 1.9.13 and later put an argument with blanks in single quotes and write a quote inside as
/// `\'`, which no shell would read so: the same command as a shell would take it.
pub(crate) fn shell_quoted(command: &str) -> String {
    if !command.contains("\\'") {
        return command.to_owned();
    }
    let mut out = String::with_capacity(command.len() + 16);
    let mut quoted = false;
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted && chars.peek() == Some(&'\'') => {
                chars.next();
                out.push_str("'\\''");
            }
            '\\' if quoted && chars.peek() == Some(&'\\') => {
                chars.next();
                out.push('\\');
            }
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '\'' => {
                quoted = !quoted;
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn su(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let message = message.trim_start();
    let (action, rest) =
        match message.strip_prefix("FAILED SU ").or_else(|| message.strip_prefix("FAILED su ")) {
            Some(rest) => (SessionAction::Failed, rest),
            None => (SessionAction::Login, message),
        };
    let rest = rest.strip_prefix("(to ")?;
    let (user, rest) = rest.split_once(") ")?;
    let (by, tty) = rest.split_once(" on ")?;
    let mut session = session(origin, Service::Su, user, action);
    session.by = Some(by.to_owned());
    session.tty = (tty.trim() != "none").then(|| tty.trim().to_owned());
    Some(EventKind::Session(Box::new(session)))
}

fn logind(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let rest = message.trim_start().strip_prefix("New session ")?;
    let (_number, user) = rest.split_once(" of user ")?;
    let user =
        user.split_whitespace().next()?.trim_end_matches(['.', '\'']).trim_start_matches('\'');
    let mut session = session(origin, Service::Logind, user, SessionAction::Login);
    // logind's own pid joins nothing
    session.pid = None;
    Some(EventKind::Session(Box::new(session)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::session::Service;

    fn told(tag: &str, message: &str) -> Option<EventKind> {
        event(tag, &Origin { tag, pid: Some(9), host: Some("box") }, message)
    }

    fn session_of(tag: &str, message: &str) -> Session {
        match told(tag, message) {
            Some(EventKind::Session(session)) => *session,
            other => panic!("{message}: {other:?}"),
        }
    }

    fn command_of(message: &str) -> Command {
        match told("sudo", message) {
            Some(EventKind::Command(command)) => *command,
            other => panic!("{message}: {other:?}"),
        }
    }

    #[test]
    fn a_login_keeps_address_and_key() {
        let session = session_of(
            "sshd",
            "Accepted publickey for ada from 192.0.2.7 port 51 ssh2: ED25519 SHA256:abc",
        );
        assert_eq!(
            (session.user.as_deref(), session.from.as_deref()),
            (Some("ada"), Some("192.0.2.7"))
        );
        assert_eq!((session.key.as_deref(), session.pid), (Some("ED25519 SHA256:abc"), Some(9)));
        let session = session_of(
            "sshd-session",
            "Failed password for invalid user a from b from 192.0.2.8 port 1 ssh2",
        );
        assert_eq!(
            (session.user.as_deref(), session.from.as_deref()),
            (Some("a from b"), Some("192.0.2.8"))
        );
        assert_eq!(session.action, SessionAction::Failed);
        let session = session_of("sshd", "Disconnected from user ada 192.0.2.7 port 51");
        assert_eq!((session.user.as_deref(), session.action), (Some("ada"), SessionAction::Logout));
    }

    #[test]
    fn pam_opens_and_closes_sessions_of_a_service() {
        let session = session_of(
            "CRON",
            "pam_unix(cron:session): session opened for user app(uid=33) by (uid=0)",
        );
        assert_eq!(
            (session.service, session.user.as_deref(), session.by),
            (Some(Service::Cron), Some("app"), None)
        );
        let session = session_of(
            "sudo",
            "pam_unix(sudo:session): session opened for user root(uid=0) by ada(uid=7)",
        );
        assert_eq!((session.user.as_deref(), session.by.as_deref()), (Some("root"), Some("ada")));
        let session = session_of("su", "pam_unix(su-l:session): session closed for user app");
        assert_eq!((session.service, session.action), (Some(Service::Su), SessionAction::Logout));
        let session = session_of(
            "sshd",
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9  user=ada",
        );
        assert_eq!(
            (session.user.as_deref(), session.from.as_deref()),
            (Some("ada"), Some("192.0.2.9"))
        );
    }

    #[test]
    fn sudo_tells_who_ran_what_where_as_whom() {
        let command = command_of(
            "    ada : TTY=pts/2 ; PWD=/srv/app ; USER=www ; COMMAND=/usr/bin/php artisan x --force",
        );
        assert_eq!(
            (command.user.as_deref(), command.run_as.as_deref(), command.tty.as_deref()),
            (Some("ada"), Some("www"), Some("pts/2"))
        );
        assert_eq!((command.directory.as_deref(), command.refused), (Some("/srv/app"), false));
        assert_eq!(command.command, "/usr/bin/php artisan x --force");
        assert!(
            command_of(
                "ada : command not allowed ; TTY=pts/2 ; PWD=/ ; USER=root ; COMMAND=/bin/ls"
            )
            .refused
        );
        assert!(command_of("ada : 3 incorrect password attempts ; TTY=pts/2 ; PWD=/ ; USER=root ; COMMAND=/bin/ls").refused);
    }

    #[test]
    fn quotes_that_sudo_escapes_are_given_as_a_shell_reads_them() {
        let command = command_of(
            r"ada : TTY=pts/2 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mariadb -e 'SHOW TABLES LIKE \'inv%\'' shop",
        );
        assert_eq!(command.command, r"/usr/bin/mariadb -e 'SHOW TABLES LIKE '\''inv%'\''' shop");
        assert_eq!(shell_quoted(r"mariadb -e DROP\ TABLE\ x"), r"mariadb -e DROP\ TABLE\ x");
    }

    #[test]
    fn consoles_and_dropbear_are_read() {
        use SessionAction::{Failed, Login};
        let old = "(login) session opened for user ada by LOGIN(uid=0)";
        let let_in = "Password auth succeeded for 'ada' from 192.0.2.7:51";
        let refused = "Bad password attempt for 'a' from b' from 192.0.2.7:51";
        for (tag, message, user, place, action) in [
            ("login", "root login on 'ttyS0'", "root", "ttyS0", Login),
            ("login", "LOGIN ON tty1 BY ada", "ada", "tty1", Login),
            ("PAM_unix", old, "ada", "", Login),
            ("dropbear", let_in, "ada", "192.0.2.7", Login),
            ("dropbear", refused, "a' from b", "192.0.2.7", Failed),
        ] {
            let found =
                event(&tag.to_lowercase(), &Origin { tag, pid: Some(9), host: None }, message);
            let Some(EventKind::Session(found)) = found else { panic!("{message}") };
            let at = found.tty.or(found.from).unwrap_or_default();
            assert_eq!((found.user.as_deref(), at.as_str()), (Some(user), place));
            assert_eq!(found.action, action, "{message}");
        }
        assert_eq!(told("app", "ada login on 'web'"), None);
    }

    #[test]
    fn su_and_logind_open_sessions() {
        let session = session_of("su", "(to app) root on pts/3");
        assert_eq!(
            (session.user.as_deref(), session.by.as_deref(), session.tty.as_deref()),
            (Some("app"), Some("root"), Some("pts/3"))
        );
        assert_eq!(
            session_of("systemd-logind", "New session 12 of user ada.").user.as_deref(),
            Some("ada")
        );
        assert_eq!(
            session_of("su", "FAILED SU (to root) ada on pts/3").action,
            SessionAction::Failed
        );
    }
}
