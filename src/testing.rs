//! For tests: over all that lies under `samples`, and of published JSON Schemas, a validator of
//! what
//! the generator writes, the check that a file in docs/ says what the types say, and that a change
//! only adds.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value};

/// The schema behind a reference of the same document.
fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    match schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix('#'))
    {
        Some(pointer) => {
            root.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in the schema"))
        }
        None => schema,
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type {other}"),
    }
}

/// Gives the keys of an object that the schema names; `None` where it allows any.
fn check(
    root: &Value,
    schema: &Value,
    value: &Value,
    at: &str,
    out: &mut Vec<String>,
) -> Option<BTreeSet<String>> {
    let Some(schema) = schema.as_object() else {
        assert_eq!(*schema, Value::Bool(true), "a schema is an object or true");
        return None;
    };
    let mut named: Option<BTreeSet<String>> = Some(BTreeSet::new());
    let mut also = |more: Option<BTreeSet<String>>| match (&mut named, more) {
        (Some(all), Some(more)) => all.extend(more),
        (all, None) => *all = None,
        (None, _) => {}
    };
    let mut typed = false;
    for (keyword, of) in schema {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" | "format" | "default"
            | "deprecated" => {}
            "$ref" => {
                typed = true;
                also(check(root, resolve(root, &Value::Object(schema.clone())), value, at, out));
            }
            "type" | "const" | "enum" => {
                typed = true;
                if !is_allowed(keyword, of, value) {
                    out.push(format!("{at}: {value} is not of {keyword} {of}"));
                }
            }
            "minimum" | "maximum" | "minItems" | "maxItems" => {
                if is_beyond(keyword, of, value) {
                    out.push(format!("{at}: {value} is beyond {keyword} {of}"));
                }
            }
            "required" => {
                for key in of.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|map| !map.contains_key(key)) {
                        out.push(format!("{at}: `{key}` is missing"));
                    }
                }
            }
            "properties" => {
                let known = of.as_object().cloned().unwrap_or_default();
                for (key, inner) in &known {
                    if let Some(value) = value.get(key) {
                        whole(root, inner, value, &format!("{at}/{key}"), out);
                    }
                }
                also(Some(known.keys().cloned().collect()));
            }
            "items" => {
                let from = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (index, item) in value.as_array().into_iter().flatten().enumerate().skip(from) {
                    whole(root, of, item, &format!("{at}/{index}"), out);
                }
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                let schemas = of.as_array().into_iter().flatten();
                for (index, (item, inner)) in items.zip(schemas).enumerate() {
                    whole(root, inner, item, &format!("{at}/{index}"), out);
                }
            }
            "anyOf" => {
                typed = true;
                match any_of(root, of, value, at) {
                    Ok(keys) => also(keys),
                    Err(wrong) => out.push(format!("{at}: {value} fits none: {wrong:?}")),
                }
            }
            "allOf" => of
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|one| also(check(root, one, value, at, out))),
            "if" => {
                let mut wrong = Vec::new();
                check(root, of, value, at, &mut wrong);
                if wrong.is_empty() {
                    let then = schema.get("then").unwrap_or(&Value::Bool(true));
                    also(check(root, then, value, at, out));
                }
            }
            "then" => {}
            other => panic!("the validator does not know `{other}`"),
        }
    }
    // a schema that says nothing of the type allows anything within
    if typed
        || schema.contains_key("properties")
        || schema.contains_key("allOf")
        || schema.contains_key("if")
    {
        named
    } else {
        None
    }
}

/// Whether a value is what `type`, `const` or `enum` allows.
fn is_allowed(keyword: &str, of: &Value, value: &Value) -> bool {
    match (keyword, of) {
        ("const", _) => of == value,
        ("enum", _) => of.as_array().is_some_and(|all| all.contains(value)),
        (_, Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).any(|kind| is_of(kind, value))
        }
        _ => of.as_str().is_some_and(|kind| is_of(kind, value)),
    }
}

/// Whether a number, or the number of a list's items, is beyond the limit that `keyword` sets.
fn is_beyond(keyword: &str, limit: &Value, value: &Value) -> bool {
    let is = match keyword {
        "minimum" | "maximum" => value.as_f64(),
        _ => value.as_array().map(|items| items.len() as f64),
    };
    let limit = limit.as_f64().unwrap_or(0.0);
    is.is_some_and(|is| if keyword.starts_with("min") { is < limit } else { is > limit })
}

/// The keys that the first schema that fits names; what is wrong by each where none fits.
fn any_of(
    root: &Value,
    schemas: &Value,
    value: &Value,
    at: &str,
) -> Result<Option<BTreeSet<String>>, Vec<String>> {
    let mut all = Vec::new();
    for one in schemas.as_array().into_iter().flatten() {
        let mut wrong = Vec::new();
        let keys = check(root, one, value, at, &mut wrong);
        if wrong.is_empty() {
            return Ok(keys);
        }
        all.extend(wrong);
    }
    Err(all)
}

/// A value with all its keys.
fn whole(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let (Some(named), Some(map)) = (check(root, schema, value, at, out), value.as_object()) {
        out.extend(
            map.keys()
                .filter(|key| !named.contains(*key))
                .map(|key| format!("{at}: the schema does not name `{key}`")),
        );
    }
}

/// What of `value` does not fit `schema`. A key that the schema does not name is a mistake too,
/// since what we write must be published whole. A keyword that is not checked here panics.
pub(crate) fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    whole(schema, schema, value, "", &mut out);
    out
}

/// What a consumer of `old` would miss in `new`: a key that is gone or may now be left out, a type
/// that changed.
pub(crate) fn takes_away(old: &Value, new: &Value) -> Vec<String> {
    let mut out = Vec::new();
    compare((old, old), (new, new), "", &mut out, 0);
    out
}

fn kinds(schema: &Value) -> BTreeSet<String> {
    match schema.get("type") {
        Some(Value::String(one)) => [one.clone()].into(),
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn compare(
    old: (&Value, &Value),
    new: (&Value, &Value),
    at: &str,
    out: &mut Vec<String>,
    depth: usize,
) {
    let (old_root, new_root) = (old.0, new.0);
    let (old, new) = (resolve(old_root, old.1), resolve(new_root, new.1));
    if depth > 24 {
        return;
    }
    let further = |a: &Value, b: &Value, at: String, out: &mut Vec<String>| {
        compare((old_root, a), (new_root, b), &at, out, depth + 1);
    };
    if kinds(old) != kinds(new) {
        out.push(format!("{at}: was of {:?} and is of {:?}", kinds(old), kinds(new)));
    }
    let empty = Map::new();
    let of = |schema: &Value| {
        schema.get("properties").and_then(Value::as_object).unwrap_or(&empty).clone()
    };
    let now = of(new);
    for (key, inner) in of(old) {
        match now.get(&key) {
            None => out.push(format!("{at}/{key}: is gone")),
            Some(other) => further(&inner, other, format!("{at}/{key}"), out),
        }
    }
    let always = |schema: &Value| -> BTreeSet<String> {
        schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    out.extend(
        always(old).difference(&always(new)).map(|key| format!("{at}/{key}: may now be left out")),
    );
    if let Some(inner) = old.get("items") {
        further(inner, new.get("items").unwrap_or(&Value::Bool(true)), format!("{at}[]"), out);
    }
    for list in ["prefixItems", "anyOf", "allOf"] {
        let all = |schema: &Value| {
            schema.get(list).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let now = all(new);
        for (index, inner) in all(old).iter().enumerate() {
            match now.get(index) {
                Some(other) => further(inner, other, format!("{at}/{list}/{index}"), out),
                None => out.push(format!("{at}/{list}/{index}: is gone")),
            }
        }
    }
    if let Some(inner) = old.get("then") {
        further(inner, new.get("then").unwrap_or(&Value::Bool(true)), format!("{at}/then"), out);
    }
    if let Some(said) = old.get("const").filter(|said| new.get("const") != Some(said)) {
        out.push(format!("{at}: was always {said}"));
    }
}

/// Compares `docs/NAME` with what the types say; `UPDATE_DOCS=1` writes it, where the change only
/// adds to what is published.
pub(crate) fn published(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    let held = fs::read_to_string(&path).ok();
    if let Some(held) = &held {
        let held: Value = serde_json::from_str(held).expect("the published schema is JSON");
        let gone = takes_away(&held, schema);
        assert!(
            gone.is_empty(),
            "docs/{name} promised more; this is a new major version, with a file of its own:\n{}",
            gone.join("\n")
        );
    }
    let mut text = serde_json::to_string_pretty(schema).expect("JSON");
    text.push('\n');
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, text).expect("written");
    } else {
        assert!(
            held.as_deref() == Some(&text),
            "docs/{name} is behind the types; run `UPDATE_DOCS=1 cargo test --lib published` and commit it"
        );
    }
}

mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"$ref": "#/$defs/B"}, "c": {"type": "array", "items": {"type": "integer"}}},
            "required": ["a"],
            "$defs": {"B": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"x": {"type": ["string", "null"]}}}]}}
        })
    }

    #[test]
    fn the_validator_finds_each_kind_of_mistake() {
        let schema = schema();
        assert_eq!(
            mistakes(&schema, &json!({"a": "", "b": {"x": null}, "c": [1]})),
            Vec::<String>::new()
        );
        for wrong in [
            json!({}),
            json!({"a": 1}),
            json!({"a": "", "z": 1}),
            json!({"a": "", "c": ["1"]}),
            json!({"a": "", "b": 1}),
            json!({"a": "", "b": {"y": 1}}),
            json!([]),
        ] {
            assert!(!mistakes(&schema, &wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn only_what_adds_is_let_through() {
        let old = schema();
        let with = |pointer: &str, value: Value| {
            let mut new = schema();
            *new.pointer_mut(pointer).expect("there") = value;
            new
        };
        let mut more = schema();
        more["properties"]["d"] = json!({"type": "string"});
        more["required"] = json!(["a", "d"]);
        assert_eq!(takes_away(&old, &old), Vec::<String>::new());
        assert_eq!(takes_away(&old, &more), Vec::<String>::new());
        assert!(!takes_away(&more, &old).is_empty());
        for new in [
            with("/properties", json!({"a": {"type": "string"}})),
            with("/properties/a", json!({"type": "integer"})),
            with("/properties/a", json!({"type": ["string", "null"]})),
            with("/required", json!([])),
            with("/properties/c/items", json!({"type": "string"})),
            with("/$defs/B/anyOf/1/properties", json!({})),
        ] {
            assert!(!takes_away(&old, &new).is_empty(), "{new}");
        }
    }
}

/// As much of each sample as tests look at.
const SAMPLE_BYTES: usize = 16 << 10;

/// The files under `samples`: each one's path, its beginning, and whether that is all of it.
pub(crate) fn sample_files() -> Vec<(String, Vec<u8>, bool)> {
    let mut folders = vec![std::path::PathBuf::from("samples")];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(mut bytes) = fs::read(&path) {
                let whole = bytes.len() <= SAMPLE_BYTES;
                bytes.truncate(SAMPLE_BYTES);
                out.push((path.to_string_lossy().into_owned(), bytes, whole));
            }
        }
    }
    assert!(out.len() > 100, "{}", out.len());
    out
}
