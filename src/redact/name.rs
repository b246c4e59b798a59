//! Whether a name is that of a secret, judged by its words.

/// What kind of secret bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What people choose: any word may be one.
    Password,
    /// What is made: hardly ever a word of prose.
    Token,
    /// What may as well be something else: only what looks made is one.
    Opaque,
}

/// What may follow the word that says it: `password_confirmation`, `secret_key_base`.
const FILLERS: &[&str] = &[
    "again",
    "base",
    "confirm",
    "confirmation",
    "current",
    "digest",
    "encrypted",
    "hash",
    "new",
    "old",
    "plain",
    "raw",
    "repeat",
    "repeated",
    "text",
    "value",
    "verify",
];
/// Words that end in `pass` and mean none.
const PASSES: &[&str] =
    &["bypass", "compass", "encompass", "impass", "overpass", "surpass", "trespass", "underpass"];
/// Whose keys are secrets.
const KEYS: &[&str] = &[
    "access",
    "account",
    "aes",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "cipher",
    "consumer",
    "crypt",
    "crypto",
    "deploy",
    "encrypt",
    "encryption",
    "hmac",
    "jwt",
    "license",
    "licence",
    "mac",
    "master",
    "private",
    "secret",
    "service",
    "shared",
    "sign",
    "signature",
    "signing",
    "ssh",
    "storage",
    "subscription",
    "webhook",
];

/// What bears this name, if it is a secret.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    let words = words(name);
    let mut words = words.as_slice();
    while let [head @ .., last] = words {
        let is_filler =
            FILLERS.contains(&last.as_str()) || last.bytes().all(|b| b.is_ascii_digit());
        if !is_filler || head.is_empty() {
            break;
        }
        words = head;
    }
    let (last, head) = words.split_last()?;
    let prior = head.last().map_or("", String::as_str);
    let ends = |with: &[&str]| with.iter().any(|end| last.ends_with(end));
    if ends(&[
        "password",
        "passwd",
        "passwort",
        "kennwort",
        "passphrase",
        "passcode",
        "passwrd",
        "pwd",
        "contrasena",
        "motdepasse",
        "wachtwoord",
    ]) || last == "pw"
        || last == "pswd"
        || last == "psw"
        || last == "passw"
        || last == "phrase" && prior == "pass"
        || last == "word" && prior == "pass"
        || last.ends_with("pass") && !PASSES.contains(&last.as_str())
        || last.ends_with("pw")
            && ["db", "root", "user", "my", "admin"]
                .contains(&last.get(..last.len().saturating_sub(2)).unwrap_or_default())
    {
        return Some(Kind::Password);
    }
    let key = last == "key" && (KEYS.contains(&prior) || prior.ends_with("secret"))
        || last
            .strip_suffix("key")
            .is_some_and(|of| KEYS.iter().any(|key| of.ends_with(key) && key.len() > 2));
    if key
        || ends(&["secret", "token", "apikey"])
        || [
            "salt",
            "pepper",
            "credential",
            "credentials",
            "creds",
            "otp",
            "totp",
            "pin",
            "cvc",
            "cvv",
            "dsn",
        ]
        .contains(&last.as_str())
        || last == "data" && prior == "key"
        || last == "url" && ["database", "db", "redis"].contains(&prior)
        || last == "id" && ["secret", "token"].contains(&prior)
    {
        return Some(Kind::Token);
    }
    let session = ["sess", "session", "sid", "sessid", "phpsessid", "jsessionid", "sessionid"];
    let opaque = session.contains(&last.as_str())
        || last == "id" && session.contains(&prior)
        || ["auth", "sig", "signature", "csrf", "xsrf", "cookie", "nonce", "authorization"]
            .contains(&last.as_str());
    opaque.then_some(Kind::Opaque)
}

/// The words of a name in small letters: `dbPassword2`, `DB_PASSWORD2` and `db-password-2` have
/// three.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let begins = !last.is_alphanumeric()
            || c.is_ascii_digit() != last.is_ascii_digit()
            || c.is_uppercase()
                && (last.is_lowercase() || chars.peek().is_some_and(|next| next.is_lowercase()));
        if c.is_alphanumeric() {
            if begins || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        last = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_their_words() {
        for name in [
            "password",
            "DB_PASSWORD",
            "dbPassword2",
            "db-pass",
            "MYSQL_PWD",
            "userpass",
            "PASSWORT",
            "PHP_AUTH_PW",
            "new_password",
            "password_confirmation",
            "mail.password",
            "old-passphrase",
        ] {
            assert_eq!(kind(name), Some(Kind::Password), "{name}");
        }
        for name in [
            "API_KEY",
            "apiKey",
            "apikey",
            "X-Api-Key",
            "SecretAccessKey",
            "AccountKey",
            "SIGNING_KEY",
            "JWT_KEY",
            "client_secret",
            "accessToken",
            "HASHIDS_SALT",
            "otp",
            "SECRET_KEY_BASE",
            "aws_session_token",
            "PRIVATE-TOKEN",
            "remember_token",
            "client-key-data",
        ] {
            assert_eq!(kind(name), Some(Kind::Token), "{name}");
        }
        for name in ["REDIS_AUTH", "PHPSESSID", "session_id", "X-Hub-Signature-256"] {
            assert_eq!(kind(name), Some(Kind::Opaque), "{name}");
        }
        for name in [
            "key",
            "primary_key",
            "cache_key",
            "foreignKey",
            "public-key",
            "author",
            "authority",
            "password_resets",
            "passwords",
            "tokens",
            "token_type",
            "token_count",
            "bypass",
            "compass",
            "passed",
            "passenger",
            "password_changed_at",
            "PasswordController",
            "secretary",
            "salted",
            "id",
            "user_id",
            "monkey",
            "keyboard",
            "turkey",
            "design",
            "auth_user",
            "passport",
            "tokenizer",
            "position",
            "side",
            "sidebar",
            "spin",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }
}
