//! Closed sets of words: an enum whose members bear the ids by which reports and files name them.

/// Defines an enum with one id for each member: `id()`, `from_id()`, `ALL`, `PAGES`, and serde and
/// `Display` by the id.
///
/// `(default)` behind an id marks the member that `#[derive(Default)]` gives.
///
/// The ids are written once, beside the members, so that what is read and what is written cannot
/// differ. Words for people belong to the enum's own `words()`.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident {
            $($(#[doc = $about:literal])+ $Member:ident = $id:literal $(($default:ident))?,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        $vis enum $Name {
            $($(#[doc = $about])+ #[serde(rename = $id)] $(#[$default])? $Member,)+
        }

        impl $Name {
            /// Every member, in the order of the definition.
            $vis const ALL: &[$Name] = &[$($Name::$Member),+];

            /// The id of each with what it means, for `backtrail explain`.
            pub(crate) const PAGES: &[(&str, &str)] = &[$(($id, concat!($($about),+))),+];

            /// The id.
            $vis const fn id(self) -> &'static str {
                match self {
                    $($Name::$Member => $id,)+
                }
            }

            /// The member of an id.
            $vis fn from_id(id: &str) -> Option<$Name> {
                $Name::ALL.iter().copied().find(|member| member.id() == id)
            }
        }

        impl ::std::fmt::Display for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.id())
            }
        }

        #[cfg(test)]
        impl ::schemars::JsonSchema for $Name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($Name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let ids: Vec<&str> = $Name::ALL.iter().map(|member| member.id()).collect();
                ::schemars::json_schema!({"type": "string", "enum": ids})
            }
        }
    };
}

pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    vocabulary! {
        /// For the test.
        enum Fruit {
            /// One.
            RedApple = "red_apple",
            /// Another.
            Pear = "pear",
        }
    }

    #[test]
    fn an_id_is_written_and_read_alike() {
        assert_eq!(Fruit::ALL, [Fruit::RedApple, Fruit::Pear]);
        assert_eq!(Fruit::PAGES, [("red_apple", " One."), ("pear", " Another.")]);
        assert_eq!(Fruit::from_id("red_apple"), Some(Fruit::RedApple));
        assert_eq!(Fruit::from_id("RedApple"), None);
        assert_eq!(serde_json::to_string(&Fruit::RedApple).unwrap(), "\"red_apple\"");
        assert_eq!(serde_json::from_str::<Fruit>("\"pear\"").unwrap(), Fruit::Pear);
        assert!(serde_json::from_str::<Fruit>("\"plum\"").is_err());
    }
}
