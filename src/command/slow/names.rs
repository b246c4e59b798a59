//! Names and how often each was seen, in the order in which they came.

use std::collections::HashMap;

/// Users, hosts and databases that are kept of a class.
pub(super) const MOST_NAMES: usize = 32;

/// A name: its text, or the number that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    Text(&'a [u8]),
    Known(u32),
}

/// Names, each with a number, so that they are compared but once.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    names: Vec<Box<[u8]>>,
    by_name: HashMap<Box<[u8]>, u32>,
    /// The last that was looked for: many are the same as the one before.
    last: u32,
}

impl Numbers {
    /// The number of a name that has one.
    pub(super) fn find(&mut self, name: &[u8]) -> Option<u32> {
        if self.name(self.last) == Some(name) {
            return Some(self.last);
        }
        let number = self.by_name.get(name).copied()?;
        self.last = number;
        Some(number)
    }

    /// The number of a name, which may get it now.
    pub(super) fn number(&mut self, name: &[u8]) -> u32 {
        self.find(name).unwrap_or_else(|| {
            let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.names.push(name.into());
            self.by_name.insert(name.into(), number);
            number
        })
    }

    /// The name that has a number.
    pub(super) fn name(&self, number: u32) -> Option<&[u8]> {
        self.names.get(number as usize).map(|name| &**name)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.by_name.clear();
    }
}

/// The numbers of one part of a log in the terms of another.
#[derive(Debug)]
pub(super) struct Translation<'a> {
    theirs: &'a Numbers,
    known: Vec<Option<u32>>,
}

impl<'a> Translation<'a> {
    pub(super) fn of(theirs: &'a Numbers) -> Translation<'a> {
        Translation { theirs, known: vec![None; theirs.len()] }
    }

    /// The name that has their number: its own number, or its text where it has none yet.
    fn name(&mut self, number: u32, own: &mut Numbers) -> Option<Name<'a>> {
        let text = self.theirs.name(number)?;
        let known = self.known.get_mut(number as usize)?;
        if known.is_none() {
            *known = own.find(text);
        }
        Some(known.map_or(Name::Text(text), Name::Known))
    }
}

/// Names with their counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    list: Vec<(u32, u64)>,
    /// Places in the list, where it is long.
    places: HashMap<u32, usize>,
    /// Sightings of names that were not kept.
    pub(super) more: u64,
}

impl Names {
    /// Adds `many` sightings of a name; those of a new one only where fewer than `most` are kept.
    pub(super) fn add(&mut self, name: Name<'_>, many: u64, most: usize, numbers: &mut Numbers) {
        let number = match name {
            Name::Known(number) => Some(number),
            Name::Text(text) => numbers.find(text),
        };
        let place = number.and_then(|number| {
            if self.places.is_empty() {
                self.list.iter().position(|(known, _)| *known == number)
            } else {
                self.places.get(&number).copied()
            }
        });
        let kept = self.list.len();
        match place.and_then(|place| self.list.get_mut(place)) {
            Some((_, count)) => *count = count.saturating_add(many),
            None if kept >= most => self.more = self.more.saturating_add(many),
            None => {
                let number = match name {
                    Name::Known(number) => number,
                    Name::Text(text) => numbers.number(text),
                };
                self.list.push((number, many));
                if self.list.len() == MOST_NAMES + 1 {
                    self.places = self
                        .list
                        .iter()
                        .enumerate()
                        .map(|(place, (number, _))| (*number, place))
                        .collect();
                } else if self.list.len() > MOST_NAMES {
                    self.places.insert(number, self.list.len() - 1);
                }
            }
        }
    }

    /// Adds what a later part of a log gave, where names have numbers of their own.
    pub(super) fn merge(
        &mut self,
        other: &Names,
        theirs: &mut Translation<'_>,
        numbers: &mut Numbers,
    ) {
        for (number, many) in &other.list {
            if let Some(name) = theirs.name(*number, numbers) {
                self.add(name, *many, MOST_NAMES, numbers);
            }
        }
        self.more = self.more.saturating_add(other.more);
    }

    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.places.clear();
        self.more = 0;
    }

    /// By name.
    pub(super) fn sorted(&self, numbers: &Numbers) -> Vec<(String, u64)> {
        let text = |number: u32| {
            String::from_utf8_lossy(numbers.name(number).unwrap_or_default()).into_owned()
        };
        let mut names: Vec<(String, u64)> =
            self.list.iter().map(|(number, count)| (text(*number), *count)).collect();
        names.sort();
        names
    }
}

/// Slots for accounts.
const SLOTS: usize = 2_048;

/// What the text of an account came to.
#[derive(Clone, Debug, Default)]
struct Slot {
    text: Vec<u8>,
    client: Client,
}

/// The numbers of an account's user and host.
pub(super) type Client = (Option<u32>, Option<u32>);

/// Accounts that were taken apart before: a log names few, in the same words each time.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    slots: Vec<Slot>,
}

impl Accounts {
    /// User and host of an account, whose text has this hash; `parts` takes it apart.
    pub(super) fn client(
        &mut self,
        text: &[u8],
        hash: u64,
        parts: impl FnOnce() -> Client,
    ) -> Client {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
        }
        let Some(slot) = self.slots.get_mut(hash as usize % SLOTS) else { return parts() };
        // what no account is keeps no client
        if slot.text != text {
            slot.text.clear();
            slot.text.extend_from_slice(text);
            slot.client = parts();
        }
        slot.client
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_are_counted_in_the_order_in_which_they_came(
            round in prop::collection::vec((0..60_u8, any::<bool>()), 0..120),
            most in prop::sample::select(&[3, MOST_NAMES, usize::MAX][..]),
        ) {
            let (mut names, mut numbers) = (Names::default(), Numbers::default());
            let mut plain: Vec<(String, u64)> = Vec::new();
            let mut more = 0;
            for (n, by_number) in &round {
                let name = format!("n{n}");
                let number = numbers.find(name.as_bytes()).filter(|_| *by_number);
                let said = number.map_or(Name::Text(name.as_bytes()), Name::Known);
                names.add(said, 1, most, &mut numbers);
                match plain.iter().position(|(known, _)| *known == name) {
                    Some(place) => plain[place].1 += 1,
                    None if plain.len() >= most => more += 1,
                    None => plain.push((name, 1)),
                }
            }
            let text = |number: u32| {
                String::from_utf8_lossy(numbers.name(number).unwrap()).into_owned()
            };
            let told: Vec<(String, u64)> =
                names.list.iter().map(|(number, count)| (text(*number), *count)).collect();
            prop_assert_eq!(&told, &plain);
            prop_assert_eq!(names.more, more);
            prop_assert!(most != 3 || numbers.len() <= 3);
        }
    }

    #[test]
    fn an_account_is_taken_apart_once() {
        let mut accounts = Accounts::default();
        for (text, hash, first, client) in [
            ("a", 5, true, (Some(1), None)),
            ("a", 5, false, (Some(1), None)),
            ("b", 5, true, (Some(2), None)),
            ("a", 5, true, (Some(1), None)),
            ("", 9, false, (None, None)),
        ] {
            let mut asked = false;
            let found = accounts.client(text.as_bytes(), hash, || {
                asked = true;
                client
            });
            assert_eq!((found, asked), (client, first), "{text}");
        }
    }
}
