//! Signatures of reports in the form of OpenSSH's `ssh-keygen -Y` (PROTOCOL.sshsig): whoever
//! receives a report checks who wrote it with what is at hand, without this program.
//!
//! Keys are Ed25519, as `ssh-keygen -t ed25519` makes them, without a password. No message holds
//! anything of a secret key, and its type cannot be printed.

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_STANDARD_NO_PAD};
use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};
use sha2::{Digest as _, Sha256, Sha512};

/// The algorithm by its name in keys and signatures.
const ALGORITHM: &[u8] = b"ssh-ed25519";
/// What a signature and what it signs begin with.
const MAGIC: &[u8] = b"SSHSIG";
/// What signatures of plain files are for: `ssh-keygen -Y verify -n file`.
const NAMESPACE: &[u8] = b"file";
/// Letters of a line of a signature, as OpenSSH breaks them.
const LINE: usize = 70;
/// Frames of a private key and of a signature.
const PRIVATE: &str = "OPENSSH PRIVATE KEY";
const SIGNATURE: &str = "SSH SIGNATURE";

/// A key that signs.
pub(crate) struct Key(KeyPair);

impl Key {
    /// The key in the text of a file, or why there is none.
    pub(crate) fn read(text: &str) -> Result<Key, &'static str> {
        const OTHER: &str =
            "is no private key of OpenSSH; `ssh-keygen -t ed25519 -N '' -f KEY` makes one";
        let held = armored(text, PRIVATE).ok_or(OTHER)?;
        let mut fields = Fields(held.strip_prefix(b"openssh-key-v1\0").ok_or(OTHER)?);
        if fields.text().ok_or(OTHER)? != b"none" {
            return Err(
                "has a password, which is never asked for here; `ssh-keygen -Y sign -n file -f KEY REPORT` asks for it and signs alike",
            );
        }
        // derivation and its options; one key: its public half, and both behind two equal numbers
        let _ = (fields.text(), fields.text());
        let one = fields.number() == Some(1);
        let _ = fields.text();
        let mut fields = Fields(fields.text().ok_or(OTHER)?);
        if !one || fields.number().is_none_or(|check| fields.number() != Some(check)) {
            return Err(OTHER);
        }
        if fields.text() != Some(ALGORITHM) {
            return Err("is of another algorithm; reports are signed with Ed25519 keys");
        }
        let (public, secret) =
            fields.text().zip(fields.text().and_then(<[u8]>::first_chunk)).ok_or(OTHER)?;
        let pair = KeyPair::try_from_seed(Seed::new(*secret)).map_err(|_| OTHER)?;
        if pair.pk.as_ref() == public { Ok(Key(pair)) } else { Err(OTHER) }
    }

    /// The text of the file that holds the signature of `bytes`; the same each time.
    pub(crate) fn sign(&self, bytes: &[u8]) -> String {
        let mut signature = Vec::new();
        put(&mut signature, ALGORITHM);
        put(&mut signature, self.0.sk.sign(signed(b"sha512", bytes), None).as_ref());
        let mut all = MAGIC.to_vec();
        all.extend(1_u32.to_be_bytes());
        for field in [&blob(self.0.pk.as_ref())[..], NAMESPACE, b"", b"sha512", &signature] {
            put(&mut all, field);
        }
        let letters = BASE64_STANDARD.encode(all);
        let mut text = format!("-----BEGIN {SIGNATURE}-----\n");
        let mut rest = letters.as_str();
        while !rest.is_empty() {
            let (line, more) = rest.split_at(rest.len().min(LINE));
            text.push_str(line);
            text.push('\n');
            rest = more;
        }
        text.push_str(&format!("-----END {SIGNATURE}-----\n"));
        text
    }
}

/// The public keys in the text of a file: one a line, as in `id_ed25519.pub`.
pub(crate) fn public_keys(text: &str) -> Vec<Vec<u8>> {
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("ssh-ed25519 "));
    let held = lines.filter_map(|rest| rest.split_whitespace().next());
    held.filter_map(|key| BASE64_STANDARD.decode(key).ok()).collect()
}

/// Whether the text of a file holds a signature of `bytes` by one of these public keys: whose it
/// is, or what does not fit.
pub(crate) fn check(text: &str, keys: &[Vec<u8>], bytes: &[u8]) -> Result<String, String> {
    let held = armored(text, SIGNATURE);
    let claimed = held.as_deref().and_then(Claimed::read);
    let claimed = claimed.ok_or("is no signature as `--sign` makes it")?;
    let name = BASE64_STANDARD_NO_PAD.encode(Sha256::digest(claimed.key));
    if !keys.iter().any(|key| key == claimed.key) {
        return Err(format!("is by another key, SHA256:{name}"));
    }
    let fits = claimed.public.verify(signed(claimed.hash, bytes), &claimed.signature);
    fits.map_err(|_| "is not of these bytes: the report is another one, or was changed".to_owned())
        .map(|()| format!("SHA256:{name}"))
}

/// What a signature says.
struct Claimed<'b> {
    key: &'b [u8],
    public: PublicKey,
    hash: &'b [u8],
    signature: Signature,
}

impl Claimed<'_> {
    /// `None` where these bytes are of another form, for another purpose, or by another algorithm.
    fn read(held: &[u8]) -> Option<Claimed<'_>> {
        let mut fields = Fields(held.strip_prefix(MAGIC)?);
        (fields.number()? == 1).then_some(())?;
        let key = fields.text()?;
        let purpose = fields.text()?;
        let (_, hash) = (fields.text()?, fields.text()?);
        let mut signature = Fields(fields.text()?);
        let mut public = Fields(key);
        let same = [public.text()?, signature.text()?] == [ALGORITHM; 2];
        (same && purpose == NAMESPACE && matches!(hash, b"sha256" | b"sha512")).then_some(())?;
        Some(Claimed {
            key,
            public: PublicKey::from_slice(public.text()?).ok()?,
            hash,
            signature: Signature::from_slice(signature.text()?).ok()?,
        })
    }
}

/// A public key as it is written.
fn blob(key: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, ALGORITHM);
    put(&mut out, key);
    out
}

/// What is signed of `bytes`.
fn signed(hash: &[u8], bytes: &[u8]) -> Vec<u8> {
    let digest = match hash {
        b"sha256" => Sha256::digest(bytes).to_vec(),
        _ => Sha512::digest(bytes).to_vec(),
    };
    let mut out = MAGIC.to_vec();
    for field in [NAMESPACE, b"", hash, &digest] {
        put(&mut out, field);
    }
    out
}

/// The bytes between the lines of a frame.
fn armored(text: &str, frame: &str) -> Option<Vec<u8>> {
    let inside = text.trim().strip_prefix(&format!("-----BEGIN {frame}-----"))?;
    let inside = inside.strip_suffix(&format!("-----END {frame}-----"))?;
    BASE64_STANDARD.decode(inside.split_whitespace().collect::<String>()).ok()
}

/// Adds a field, behind its length.
fn put(out: &mut Vec<u8>, field: &[u8]) {
    out.extend((field.len() as u32).to_be_bytes());
    out.extend_from_slice(field);
}

/// Fields that are still to be read.
struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    fn number(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*head))
    }

    fn text(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key in OpenSSH's form, and its public half.
    fn key(seed: u8, cipher: &[u8], algorithm: &[u8]) -> (String, Vec<u8>) {
        let pair = KeyPair::from_seed(Seed::new([seed; 32]));
        let mut held = [0, 0, 0, 7].repeat(2);
        for field in [algorithm, pair.pk.as_ref(), pair.sk.as_ref(), b"me"] {
            put(&mut held, field);
        }
        let mut all = b"openssh-key-v1\0".to_vec();
        for field in [cipher, b"none", b""] {
            put(&mut all, field);
        }
        all.extend([0, 0, 0, 1]);
        let public = blob(pair.pk.as_ref());
        for field in [&public, &held] {
            put(&mut all, field);
        }
        let letters = BASE64_STANDARD.encode(all);
        (format!("-----BEGIN {PRIVATE}-----\n{letters}\n-----END {PRIVATE}-----\n"), public)
    }

    /// What `ssh-keygen -Y sign -n file` of OpenSSH 9.2 made of `the report\n` with key 7.
    const MADE_THERE: &str = "-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg6kpsY+KcUgq+9VB7Ey7F+ZVHdq
6+vnuSQh7qaRRG0iwAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
OQAAAEDPLbcoz13kVrzlsoILgpxvkTu8DNhNL7hhMRkGtRkxEBwqOctAjq9x6WlmF6z9HU
/Dw/14E3K+xf7ZJ3cv+UME
-----END SSH SIGNATURE-----
";
    const PUBLIC: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs me\n";

    #[test]
    fn a_signature_is_that_of_openssh_and_fits_one_report_and_one_key() {
        let (text, public) = key(7, b"none", ALGORITHM);
        let known = public_keys(PUBLIC);
        assert_eq!(known, [public]);
        let made = Key::read(&text).map(|key| key.sign(b"the report\n"));
        assert_eq!(made.as_deref(), Ok(MADE_THERE));
        let said = |bytes: &[u8], keys: &[Vec<u8>]| check(MADE_THERE, keys, bytes);
        assert!(said(b"the report\n", &known).is_ok_and(|by| by.starts_with("SHA256:")));
        for other in [&b"the report"[..], b"The report\n", b"", b"another report\n"] {
            assert!(said(other, &known).is_err_and(|why| why.contains("not of these bytes")));
        }
        let other = [key(8, b"none", ALGORITHM).1];
        assert!(said(b"the report\n", &other).is_err_and(|why| why.contains("by another key")));
        // each letter counts, and a piece of one is none
        for (at, letter) in MADE_THERE.bytes().enumerate().skip(30).step_by(7) {
            let swapped = if letter == b'A' { "B" } else { "A" };
            let mut text = MADE_THERE.to_owned();
            text.replace_range(at..=at, swapped);
            assert!(check(&text, &known, b"the report\n").is_err(), "{at}");
            text.truncate(at);
            assert!(check(&text, &known, b"the report\n").is_err(), "{at}");
        }
    }

    #[test]
    fn what_is_no_key_is_said_without_a_word_of_it() {
        let whole = key(7, b"none", ALGORITHM).0;
        for (text, words) in [
            (key(7, b"aes256-ctr", ALGORITHM).0, "has a password"),
            (key(7, b"none", b"ssh-rsa").0, "another algorithm"),
            (PUBLIC.to_owned(), "no private key"),
            (String::new(), "no private key"),
            (whole.replacen('A', "B", 9), "no private key"),
            (whole.replace(PRIVATE, "PRIVATE KEY"), "no private key"),
        ] {
            let why = Key::read(&text).err();
            assert!(why.is_some_and(|why| why.contains(words)), "{text}: {why:?}");
        }
    }
}
