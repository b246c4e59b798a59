//! The ids by which parts of a report refer to each other: a letter and a number from 1.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! ids {
    ($($(#[$about:meta])* $Id:ident = $letter:literal,)+) => {
        $(
            $(#[$about])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $Id(u32);

            impl $Id {
                /// Of what stands at this place of its list, from 0.
                pub fn of(index: usize) -> $Id {
                    $Id(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
                }

                /// The place in the list, from 0.
                pub fn index(self) -> usize {
                    self.0.saturating_sub(1) as usize
                }
            }

            impl fmt::Display for $Id {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}{}", $letter, self.0)
                }
            }

            impl Serialize for $Id {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $Id {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$Id, D::Error> {
                    let text = String::deserialize(deserializer)?;
                    let id = text.strip_prefix($letter).and_then(|number| number.parse().ok());
                    // the one way to write it, so that a report that is read is written the same
                    id.map($Id).filter(|id| id.0 > 0 && id.to_string() == text).ok_or_else(|| {
                        de::Error::custom(format_args!("`{text}` is no {}", stringify!($Id)))
                    })
                }
            }

            #[cfg(test)]
            impl schemars::JsonSchema for $Id {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($Id).into()
                }

                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    schemars::json_schema!({"type": "string"})
                }
            }
        )+
    };
}

ids! {
    /// A source of evidence.
    EvidenceId = 'E',
    /// A finding.
    FindingId = 'F',
    /// An incident.
    IncidentId = 'I',
    /// A citation.
    CitationId = 'C',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_in_no_other_way() {
        let id = CitationId::of(11);
        assert_eq!((id.to_string().as_str(), id.index()), ("C12", 11));
        assert_eq!(serde_json::from_str::<CitationId>("\"C12\"").ok(), Some(id));
        for wrong in ["C0", "C012", "C+12", "C", "E12", "c12", "C4294967296"] {
            assert!(serde_json::from_value::<CitationId>(wrong.into()).is_err(), "{wrong}");
        }
    }
}
