//! The form that statements share which differ in their values only: literals become `?`, lists
//! `(?+)`, repeated UNIONs and rows are told once, case, comments and white space are evened out.
//!
//! The forms are those of Percona's `pt-query-digest` (its QueryRewriter), made in one pass over
//! the
//! bytes and into a buffer that is used again. Where that tool takes a text apart at a quote that
//! another quote holds, this one reads quotes and comments as the server does.

mod lexical;
pub(crate) mod outline;
pub(crate) mod walk;

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
};

use memchr::{memchr, memmem};

use self::walk::{Digits, Form, MariaDb, Walk};

/// Makes fingerprints; one per thread, as its buffer is used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprinter {
    digits: Digits,
    out: Vec<u8>,
}

impl Fingerprinter {
    /// One that treats digits inside names so.
    pub(crate) fn new(digits: Digits) -> Fingerprinter {
        Fingerprinter { digits, ..Fingerprinter::default() }
    }

    /// The fingerprint of a statement, until the next is asked for. Linear in its length.
    pub(crate) fn of(&mut self, sql: &[u8]) -> &[u8] {
        let sql = sql.trim_ascii();
        self.out.clear();
        if sql.starts_with(b"administrator command: ") {
            self.out.extend_from_slice(sql);
            return &self.out;
        }
        let mut found = Walk::new(sql, self.digits, MariaDb::LeftOut, &mut self.out).run();
        if self.out.is_empty() && found.maria {
            // nothing but text that only MariaDB runs: to leave it out would leave nothing
            found = Walk::new(sql, self.digits, MariaDb::Read, &mut self.out).run();
        }
        if found.form == Form::Checksum {
            self.set(b"percona-toolkit");
        } else if sql.starts_with(b"SELECT /*!40001 SQL_NO_CACHE */ * FROM `") {
            self.set(b"mysqldump");
        } else if let Some(procedure) = called(sql) {
            self.set(b"call ");
            self.out.extend(procedure.iter().map(u8::to_ascii_lowercase));
        } else if one_word_after_use(sql) {
            self.set(b"use ?");
        } else if found.form == Form::Union {
            self.out = fold_unions(&self.out);
        }
        &self.out
    }

    /// What stands for a protocol command such as `Quit`.
    pub(crate) fn command(&mut self, name: &[u8]) -> &[u8] {
        self.set(b"administrator command: ");
        self.out.extend_from_slice(name);
        &self.out
    }

    fn set(&mut self, text: &[u8]) {
        self.out.clear();
        self.out.extend_from_slice(text);
    }
}

/// The procedure of `CALL procedure(…)`.
fn called(sql: &[u8]) -> Option<&[u8]> {
    let (verb, rest) = sql.split_at_checked(4)?;
    if !verb.eq_ignore_ascii_case(b"call") || !rest.first().is_some_and(u8::is_ascii_whitespace) {
        return None;
    }
    let rest = rest.trim_ascii_start();
    let name = rest.get(..memchr(b'(', rest)?)?;
    (!name.is_empty() && !name.iter().any(u8::is_ascii_whitespace)).then_some(name)
}

fn one_word_after_use(sql: &[u8]) -> bool {
    sql.split_at_checked(4).is_some_and(|(verb, rest)| {
        verb.eq_ignore_ascii_case(b"use ")
            && !rest.is_empty()
            && !rest.iter().any(u8::is_ascii_whitespace)
    })
}

/// SELECTs before a UNION that are tried as the one that repeats.
const SELECTS_TRIED: usize = 6;

/// `select a union select a` becomes `select a /*repeat union*/`.
fn fold_unions(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memmem::find(rest, b" union ") {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, b""));
        let (union, after) = match tail.strip_prefix(b" union all ") {
            Some(after) => (&b" union all"[..], after),
            None => (&b" union"[..], tail.strip_prefix(b" union ").unwrap_or_default()),
        };
        let mut until = head.len();
        let mut repeated = None;
        for _ in 0..SELECTS_TRIED {
            let Some(start) = head.get(..until).and_then(|head| memmem::rfind(head, b"select "))
            else {
                break;
            };
            let select = head.get(start..).unwrap_or_default();
            if after.starts_with(select) {
                repeated = Some(select);
                break;
            }
            until = start;
        }
        out.extend_from_slice(head);
        let Some(select) = repeated else {
            out.extend_from_slice(union);
            out.push(b' ');
            rest = after;
            continue;
        };
        out.extend_from_slice(b" /*repeat");
        out.extend_from_slice(union);
        out.extend_from_slice(b"*/");
        rest = after.strip_prefix(select).unwrap_or_default();
        while let Some(next) = rest
            .strip_prefix(union)
            .and_then(|next| next.strip_prefix(b" "))
            .and_then(|next| next.strip_prefix(select))
        {
            rest = next;
        }
    }
    out.extend_from_slice(rest);
    out
}

/// A hash of fingerprints for one run: keyed anew each time, so that no log can be made to collide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key(u64);

impl Default for Key {
    fn default() -> Key {
        Key(RandomState::new().hash_one(0_u8) | 1)
    }
}

impl Key {
    /// The hash of `bytes`.
    pub(crate) fn hash(self, bytes: &[u8]) -> u64 {
        let fold = |a: u64, b: u64| {
            let product = u128::from(a) * u128::from(b);
            (product as u64) ^ ((product >> 64) as u64)
        };
        let word = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let mut hash = self.0 ^ bytes.len() as u64;
        let mut chunks = bytes.chunks_exact(16);
        for (first, second) in chunks.by_ref().map(|chunk| chunk.split_at(8)) {
            hash = fold(hash ^ word(first), word(second) ^ 0x9e37_79b9_7f4a_7c15 ^ self.0);
        }
        let mut last = [0_u8; 16];
        for (to, from) in last.iter_mut().zip(chunks.remainder()) {
            *to = *from;
        }
        let (first, second) = last.split_at(8);
        hash = fold(hash ^ word(first), word(second) ^ 0x9e37_79b9_7f4a_7c15 ^ self.0);
        fold(hash, 0xa076_1d64_78bd_642f ^ self.0)
    }
}

/// Takes hashes as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(sql: &str) -> String {
        String::from_utf8_lossy(Fingerprinter::default().of(sql.as_bytes())).into_owned()
    }
    use proptest::prelude::*;

    #[test]
    fn values_vanish_and_form_stays() {
        for (sql, form) in [
            ("SELECT * FROM t1 WHERE a = 5 AND b='x' -- c", "select * from t? where a = ? and b=?"),
            (
                "select a from b where c in (5) and d IN ( 1,2 , 3)",
                "select a from b where c in(?+) and d in(?+)",
            ),
            ("insert into t(a, b) values(2, 'x') , (3,'y')", "insert into t(a, b) values(?+)"),
            ("insert into t values (1, now()), (2, now())", "insert into t values (?, now())"),
            (
                "insert into t values (1, 2), (2, now()) on duplicate key update a = values(a)",
                "insert into t values(?+) on duplicate key update a = values(a)",
            ),
            ("select * from t limit 5, 10", "select * from t limit ?"),
            ("select * from t limit 5 offset 10", "select * from t limit ?"),
            ("select 1 union all select 2 union all select 4", "select ? /*repeat union all*/"),
            (
                "select * from t order by a, b ASC, c DESC, d asc",
                "select * from t order by a, b, c desc, d",
            ),
            ("use `shop`", "use ?"),
            ("CALL purge(1, 2)", "call purge"),
            ("administrator command: Quit", "administrator command: Quit"),
            ("select 0x0F, x'12', -6.00, null, true from `T`", "select ?, ?, ?, ?, ? from `t`"),
            ("SELECT /*!40001 SQL_NO_CACHE */ * FROM `a`", "mysqldump"),
            ("REPLACE /*a.b:1/3*/ INTO c SELECT 1", "percona-toolkit"),
            ("/* x */ select  \n a", "select a"),
            ("select 'it''s \\' it', 5-- 3'\n, \"a 'b'\"", "select ??, ? , ?"),
            ("select * from orders_2024", "select * from orders_?"),
            ("/*!50003 SET a = 1 */ /*M!100000 b */", "/*!? set a = ? */"),
            ("/*M!100000 SET a = 1 */", "/*M!? set a = ? */"),
            ("insert into t values (null, 5), (6, NULL)", "insert into t values(?+)"),
            ("select X'1F', 1-MariaDB-2", "select ?, ?mariadb?"),
            (
                "select * from a where b in (select c from d)",
                "select * from a where b in (select c from d)",
            ),
        ] {
            assert_eq!(fingerprint(sql), form, "{sql}");
        }
    }

    #[test]
    fn digits_in_names_stay_where_asked() {
        let mut maker = Fingerprinter::new(Digits::Kept);
        assert_eq!(
            maker.of(b"select utf8_a + 5, c-3 from t1 where c = -7"),
            b"select utf8_a + ?, c? from t1 where c = ?"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in prop::collection::vec(prop::sample::select(&b"insert values (?,'\")/*!M-# \nlimit0xunion select offset asc order by\\\xff"[..]), 0..120)) {
            for digits in [Digits::Kept, Digits::Replaced] {
                Fingerprinter::new(digits).of(&text);
            }
        }

        #[test]
        fn two_values_give_one_form(a in "[a-z0-9 ]{0,20}", b in -100_000..100_000_i64) {
            let sql = |text: &str, number: i64| format!("select * from t where a = '{text}' and b = {number} limit 5");
            prop_assert_eq!(fingerprint(&sql(&a, b)), fingerprint(&sql("x", 1)));
        }
    }
}
