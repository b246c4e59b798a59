//! What an assistant can call. A tool is what it takes and the command line that this becomes.

use serde_json::{Map, Value, json};

use super::{
    answer::{PAGE, bounded, page, part},
    roots::Roots,
};

/// Items that may be left out.
const MOST_SKIPPED: u64 = 1_000_000;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Texts,
    Number,
    Flag,
    /// Paths below the roots.
    Paths,
}

/// A parameter: its name, what it takes, whether it must be given, what it means.
type Param = (&'static str, Kind, bool, &'static str);

const PATHS: Param =
    ("paths", Kind::Paths, true, "files, folders or archives of evidence below the roots");
const SKIP: Param =
    ("skip", Kind::Number, false, "how many items to leave out; next_skip of the page before");
const LIMIT: Param = ("limit", Kind::Number, false, "at most so many items");
/// How evidence is read; each is the option of its name.
const READING: [Param; 4] = [
    ("tz", Kind::Text, false, "zone of stamps that name none, such as Europe/Berlin"),
    ("year", Kind::Number, false, "year of the first stamp of files whose stamps bear none"),
    ("since", Kind::Text, false, "leave out what was before this time"),
    ("until", Kind::Text, false, "leave out what was after this time"),
];

/// Runs a command line of this program with standard input; gives what it says.
pub(super) type Run<'a> = &'a dyn Fn(&[String], &str) -> Result<String, String>;

/// One tool.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    own: &'static [Param],
    reads: bool,
    call: fn(&Call<'_>, Run<'_>) -> Result<Value, String>,
}

/// Every tool, in the order in which an assistant is told of them.
pub(super) const TOOLS: [Tool; 8] = [
    Tool {
        name: "analyze",
        about: "What was destroyed, when, how, who or what started it, what is lost, what to restore from. Gives the verdict and the parts of the report; ask again with `part` (a JSON pointer such as /incidents/0/impact, /timeline, /recovery) for more. Every id such as C4 is a citation, given under `citations` with its place.",
        own: &[
            PATHS,
            ("part", Kind::Text, false, "JSON pointer of a part of the report"),
            SKIP,
            LIMIT,
        ],
        reads: true,
        call: |call, run| {
            let report = run(&call.reading(&["analyze", "--json", "--quiet"])?, "")?;
            let report: Value = serde_json::from_str(&report).map_err(|error| error.to_string())?;
            part(&report, call.text("part")?, call.skip()?, call.limit()?)
        },
    },
    Tool {
        name: "events",
        about: "Typed events in the order of time, each with source, line and bytes.",
        own: &[PATHS, SKIP, LIMIT],
        reads: true,
        call: |call, run| {
            let most = call.skip()?.saturating_add(call.limit()?).saturating_add(1);
            let limit = format!("--limit={most}");
            let said = run(&call.reading(&["events", "--json", "--quiet", &limit])?, "")?;
            Ok(page(&values(&said), call.skip()?, call.limit()?))
        },
    },
    Tool {
        name: "grep",
        about: "Whole log entries, with their stack traces, by regular expression, level, kind of SQL, table, account or time, as typed events with source and line.",
        own: &[
            PATHS,
            (
                "pattern",
                Kind::Text,
                false,
                "regular expression; may be left out where a filter is given",
            ),
            ("ignore_case", Kind::Flag, false, "upper and lower case are the same"),
            ("fixed_strings", Kind::Flag, false, "the pattern is no regular expression"),
            ("level", Kind::Texts, false, "levels such as error+"),
            (
                "sql",
                Kind::Texts,
                false,
                "kinds of statements such as destructive, drop, delete-all",
            ),
            ("table", Kind::Texts, false, "tables that statements name"),
            ("user", Kind::Texts, false, "accounts that entries name"),
            SKIP,
            LIMIT,
        ],
        reads: true,
        call: |call, run| {
            let most = call.skip()?.saturating_add(call.limit()?).saturating_add(1);
            let mut args =
                vec!["grep".to_owned(), "--json".to_owned(), format!("--max-count={most}")];
            args.push(format!("--regexp={}", call.text("pattern")?.unwrap_or_default()));
            for flag in ["ignore_case", "fixed_strings"] {
                args.extend(call.flag(flag)?.then(|| format!("--{}", flag.replace('_', "-"))));
            }
            for name in ["level", "sql", "table", "user"] {
                args.extend(call.texts(name)?.iter().map(|text| format!("--{name}={text}")));
            }
            let said =
                run(&call.reading(&args.iter().map(String::as_str).collect::<Vec<_>>())?, "")?;
            Ok(page(&values(&said), call.skip()?, call.limit()?))
        },
    },
    Tool {
        name: "slow",
        about: "Kinds of statements by run time, each with its count, times, rows, and where the longest stands.",
        own: &[
            PATHS,
            ("sort", Kind::Text, false, "total, count, mean, max, p95, lock, rows, …"),
            SKIP,
            LIMIT,
        ],
        reads: true,
        call: |call, run| {
            let most = call.skip()?.saturating_add(call.limit()?).saturating_add(1);
            let mut args = vec![
                "slow".to_owned(),
                "--json".to_owned(),
                "--quiet".to_owned(),
                format!("--limit={most}"),
            ];
            args.extend(call.text("sort")?.map(|sort| format!("--sort={sort}")));
            let said =
                run(&call.reading(&args.iter().map(String::as_str).collect::<Vec<_>>())?, "")?;
            let digest: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
            let classes = digest.get("classes").and_then(Value::as_array);
            Ok(page(classes.map_or(&[], Vec::as_slice), call.skip()?, call.limit()?))
        },
    },
    Tool {
        name: "schema_diff",
        about: "What differs between two states of a database: schema dumps, backups, or folders of them.",
        own: &[
            ("before", Kind::Paths, true, "the older state"),
            ("after", Kind::Paths, true, "the newer state"),
            SKIP,
            LIMIT,
        ],
        reads: false,
        call: |call, run| {
            let mut args = words(&["schema", "diff", "--json", "--quiet", "--no-config", "--"]);
            for name in ["before", "after"] {
                args.extend(call.paths(name)?.into_iter().take(1));
            }
            let mut diff: Value =
                serde_json::from_str(&run(&args, "")?).map_err(|error| error.to_string())?;
            let tables = diff.get("tables").and_then(Value::as_array).cloned().unwrap_or_default();
            if let Some(map) = diff.as_object_mut() {
                map.insert("tables".to_owned(), page(&tables, call.skip()?, call.limit()?));
            }
            Ok(diff)
        },
    },
    Tool {
        name: "cite",
        about: "What stands at a place of the evidence, with the lines around it. Use it before you claim something.",
        own: &[
            PATHS,
            (
                "place",
                Kind::Text,
                true,
                "path:LINE, path:FIRST-LAST or path@OFFSET+LENGTH, as other tools give it",
            ),
            ("context", Kind::Number, false, "lines on both sides; 2 where none is given"),
        ],
        reads: false,
        call: |call, run| {
            let mut args = words(&["cite", "--json", "--no-config"]);
            args.extend(call.number("context")?.map(|lines| format!("--context={lines}")));
            args.extend(call.paths("paths")?.iter().map(|path| format!("--evidence={path}")));
            args.extend(["--".to_owned(), call.text("place")?.unwrap_or_default().to_owned()]);
            let said = run(&args, "")?;
            let told: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
            let mut place = told.get(0).cloned().ok_or("nothing stands there")?;
            if let Some(Value::String(text)) = place.get_mut("text")
                && text.len() > PAGE
            {
                let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= PAGE).last();
                text.truncate(end.unwrap_or(0));
                place.as_object_mut().map(|map| map.insert("cut".to_owned(), true.into()));
            }
            Ok(place)
        },
    },
    Tool {
        name: "explain",
        about: "What a rule, mechanism, signal, format or word of the report means.",
        own: &[
            ("words", Kind::Texts, true, "names, such as migrate_fresh or almost_certain"),
            SKIP,
            LIMIT,
        ],
        reads: false,
        call: |call, run| {
            let said =
                run(&[words(&["explain", "--json", "--"]), call.texts("words")?].concat(), "")?;
            let told: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
            let items = told.as_array().map_or(&[][..], Vec::as_slice);
            Ok(page(items, call.skip()?, call.limit()?))
        },
    },
    Tool {
        name: "verify",
        about: "Whether a report of backtrail, or an analysis that you or somebody else wrote, says what the evidence says. In `claims` give Markdown or JSON whose claims cite places (path:LINE, path@OFFSET+LENGTH) and quote what stands there; check your own analysis so before you hand it on.",
        own: &[
            PATHS,
            ("claims", Kind::Text, false, "the text of an analysis"),
            ("report", Kind::Paths, false, "a report.json below the roots, instead of claims"),
            SKIP,
            LIMIT,
        ],
        reads: false,
        call: |call, run| {
            let mut args = words(&["verify", "--json", "--no-config"]);
            args.extend(call.paths("paths")?.iter().map(|path| format!("--evidence={path}")));
            let claims = call.text("claims")?;
            if claims.is_some() {
                args.extend(words(&["--redacted", "--claims=-"]));
            } else {
                let report = call.paths("report")?.into_iter().next();
                args.extend(["--".to_owned(), report.ok_or("give claims, or a report")?]);
            }
            let said = run(&args, claims.unwrap_or_default())?;
            let mut told: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
            // of hundreds of checks and claims only those count that do not hold
            for name in ["checks", "claims"] {
                let Some(all) = told.get(name).and_then(Value::as_array) else { continue };
                let fails = |it: &&Value| {
                    it.get("holds") != Some(&true.into())
                        && it.get("outcome") != Some(&"holds".into())
                };
                let listed: Vec<Value> = all.iter().filter(fails).cloned().collect();
                let (checked, page) = (all.len(), page(&listed, call.skip()?, call.limit()?));
                if let Some(map) = told.as_object_mut() {
                    map.insert("checked".to_owned(), checked.into());
                    map.insert(name.to_owned(), page);
                }
            }
            Ok(told)
        },
    },
];

impl Tool {
    fn params(&self) -> impl Iterator<Item = &Param> {
        self.own.iter().chain(READING.iter().filter(|_| self.reads))
    }

    /// The JSON Schema of what it takes.
    pub(super) fn schema(&self) -> Map<String, Value> {
        let properties: Map<String, Value> = self
            .params()
            .map(|(name, kind, _, about)| {
                let mut schema = match kind {
                    Kind::Text => json!({"type": "string"}),
                    Kind::Texts | Kind::Paths => {
                        json!({"type": "array", "items": {"type": "string"}})
                    }
                    Kind::Number => json!({"type": "integer", "minimum": 0}),
                    Kind::Flag => json!({"type": "boolean"}),
                };
                if let Some(map) = schema.as_object_mut() {
                    map.insert("description".to_owned(), (*about).into());
                }
                ((*name).to_owned(), schema)
            })
            .collect();
        let required: Vec<&str> =
            self.params().filter(|(_, _, must, _)| *must).map(|(name, ..)| *name).collect();
        let schema = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
        schema.as_object().cloned().unwrap_or_default()
    }

    /// Calls it; an error says what is wrong with the arguments or the evidence.
    pub(super) fn call(
        &self,
        arguments: &Map<String, Value>,
        roots: &Roots,
        run: Run<'_>,
    ) -> Result<Value, String> {
        for name in arguments.keys() {
            if !self.params().any(|(known, ..)| known == name) {
                return Err(format!("{} takes no `{name}`", self.name));
            }
        }
        if let Some((name, ..)) =
            self.params().find(|(name, _, must, _)| *must && !arguments.contains_key(*name))
        {
            return Err(format!("{} needs `{name}`", self.name));
        }
        (self.call)(&Call { arguments, roots }, run).and_then(bounded)
    }
}

/// What a tool was called with.
struct Call<'a> {
    arguments: &'a Map<String, Value>,
    roots: &'a Roots,
}

impl Call<'_> {
    fn get<'v, T>(
        &'v self,
        name: &str,
        what: &str,
        read: impl Fn(&'v Value) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.arguments.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).ok_or_else(|| format!("`{name}` must be {what}")),
        }
    }

    fn text(&self, name: &str) -> Result<Option<&str>, String> {
        self.get(name, "a text", Value::as_str)
    }

    fn number(&self, name: &str) -> Result<Option<u64>, String> {
        self.get(name, "a whole number", Value::as_u64)
    }

    fn flag(&self, name: &str) -> Result<bool, String> {
        Ok(self.get(name, "true or false", Value::as_bool)?.unwrap_or(false))
    }

    /// A text is a list of one.
    fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        let texts = |value: &Value| match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(list) => list.iter().map(|it| it.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        Ok(self.get(name, "a list of texts", texts)?.unwrap_or_default())
    }

    fn paths(&self, name: &str) -> Result<Vec<String>, String> {
        self.texts(name)?.iter().map(|path| self.roots.admit(path)).collect()
    }

    fn skip(&self) -> Result<usize, String> {
        match self.number("skip")?.unwrap_or(0) {
            skip @ 0..=MOST_SKIPPED => Ok(skip as usize),
            _ => {
                Err(format!("`skip` is at most {MOST_SKIPPED}; ask for less with other arguments"))
            }
        }
    }

    fn limit(&self) -> Result<usize, String> {
        Ok(self.number("limit")?.unwrap_or(20).clamp(1, 200) as usize)
    }

    /// A command line that reads the evidence which the call names, as it says.
    fn reading(&self, begins: &[&str]) -> Result<Vec<String>, String> {
        let mut args = words(begins);
        args.push("--no-config".to_owned());
        for (name, kind, ..) in READING {
            let value = match kind {
                Kind::Number => self.number(name)?.map(|number| number.to_string()),
                _ => self.text(name)?.map(str::to_owned),
            };
            args.extend(value.map(|value| format!("--{name}={value}")));
        }
        args.push("--".to_owned());
        let paths = self.paths("paths")?;
        if paths.is_empty() {
            return Err("`paths` names nothing".to_owned());
        }
        args.extend(paths);
        Ok(args)
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// One JSON value a line.
fn values(said: &str) -> Vec<Value> {
    said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
