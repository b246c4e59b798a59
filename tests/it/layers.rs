//! Imports run one way: from a wing of `src/` to the wings below it, and never in a circle.
//!
//! The order of the wings is that of the table in `docs/architecture.md`.

mod imports;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
};

use imports::File;

/// A module's path below the crate.
type Module = Vec<String>;

/// All files of the program but those for tests.
struct House {
    /// Path below `src/`, and what the file says.
    files: Vec<(String, File)>,
    /// The file of each module.
    modules: HashMap<Module, usize>,
}

impl House {
    fn read(sources: Vec<(String, String)>) -> House {
        let mut files: Vec<(String, File)> = sources
            .into_iter()
            .map(|(path, text)| {
                let path = path.strip_prefix("src/").unwrap_or(&path).to_owned();
                (path, imports::read(&text))
            })
            .collect();
        let tests: Vec<Module> = files
            .iter()
            .flat_map(|(path, file)| {
                let module = module_of(path);
                file.tests
                    .iter()
                    .map(move |name| [&module[..], std::slice::from_ref(name)].concat())
            })
            .collect();
        files.retain(|(path, _)| {
            let module = module_of(path);
            path == "main.rs" || !tests.iter().any(|test| module.starts_with(test))
        });
        let mut modules = HashMap::new();
        for (index, (path, file)) in files.iter().enumerate().filter(|(_, it)| it.0 != "main.rs") {
            let module = module_of(path);
            for inner in &file.modules {
                modules.insert([&module[..], &inner[..]].concat(), index);
            }
            modules.insert(module, index);
        }
        House { files, modules }
    }

    /// The path below the crate of a path that stands in `module`; `None` for other crates' names
    /// and those that the file defines itself.
    fn absolute(&self, module: &[String], path: &[String], depth: usize) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let (_, above) = module.split_last()?;
                let up = [&["self".to_owned()], rest].concat();
                let up = if rest.first().is_some_and(|name| name == "super") { rest } else { &up };
                self.absolute(above, up, depth)
            }
            _ => {
                let child = [module, &path[..1]].concat();
                if self.modules.contains_key(&child) {
                    return Some([module, path].concat());
                }
                let named = self.named(module, first, depth)?;
                Some([&named[..], rest].concat())
            }
        }
    }

    /// What a name means that a `use` of the module brings into scope.
    fn named(&self, module: &[String], name: &str, depth: usize) -> Option<Module> {
        if depth > 8 {
            return None;
        }
        let (path, file) = &self.files[*self.modules.get(module)?];
        let own = module_of(path);
        let here = || {
            file.imports.iter().filter(|import| [&own[..], &import.within[..]].concat() == module)
        };
        let import = here().find(|import| import.name == name);
        if let Some(import) =
            import.filter(|import| import.path.first().is_none_or(|it| it != name))
        {
            return self.absolute(module, &import.path, depth + 1);
        }
        here().filter(|import| import.name == "*").find_map(|import| {
            let from = self.absolute(module, &import.path, depth + 1)?;
            self.named(&from, name, depth + 1)
        })
    }

    /// The file that defines what an absolute path names.
    fn file_of(&self, path: &[String], depth: usize) -> Option<usize> {
        let known = (0..=path.len()).rev().find(|end| self.modules.contains_key(&path[..*end]))?;
        let (module, rest) = path.split_at(known);
        if let Some(name) = rest.first()
            && let Some(meant) = self.named(module, name, depth)
            && depth < 8
        {
            return self.file_of(&[&meant[..], &rest[1..]].concat(), depth + 1);
        }
        self.modules.get(module).copied()
    }

    /// Which files each file uses.
    fn uses(&self) -> Vec<BTreeSet<usize>> {
        let of = |(index, (path, file)): (usize, &(String, File))| {
            let own = module_of(path);
            let imports = file.imports.iter().map(|import| (&import.within, &import.path));
            let paths = file.paths.iter().map(|(within, path)| (within, path));
            imports
                .chain(paths)
                .filter_map(|(within, path)| {
                    let mut path = path.clone();
                    if own == ["main"] && path.first().is_some_and(|first| first == "backtrail") {
                        "crate".clone_into(&mut path[0]);
                    }
                    let path = self.absolute(&[&own[..], &within[..]].concat(), &path, 0)?;
                    self.file_of(&path, 0)
                })
                .filter(|used| *used != index)
                .collect()
        };
        self.files.iter().enumerate().map(of).collect()
    }
}

/// The module that a file is, by its path below `src/`.
fn module_of(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// The wing of a file: its folder, or the file itself where it lies in none.
fn wing(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// The wings from top to bottom; the program and its facade stand above all.
fn order() -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let table = page.split("## Wings").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    ["main.rs", "lib.rs"]
        .into_iter()
        .chain(rows.map(|name| name.trim_end_matches('/')))
        .map(str::to_owned)
        .collect()
}

/// Groups of files each of which uses, by way of others, all of its group.
fn circles(uses: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let reach: Vec<BTreeSet<usize>> = (0..uses.len())
        .map(|from| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(at) = next.pop() {
                next.extend(uses[at].iter().filter(|used| seen.insert(**used)));
            }
            seen
        })
        .collect();
    let groups: BTreeSet<BTreeSet<usize>> = (0..uses.len())
        .filter(|file| reach[*file].contains(file))
        .map(|file| {
            reach[file].iter().copied().filter(|other| reach[*other].contains(&file)).collect()
        })
        .collect();
    groups.into_iter().collect()
}

#[test]
fn imports_run_down_and_never_in_a_circle() {
    let house = House::read(crate::sources("src"));
    let order = order();
    let ranks: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(rank, name)| (name.as_str(), rank)).collect();
    let uses = house.uses();
    let name = |file: usize| house.files[file].0.as_str();
    let mut wrong = Vec::new();
    for (from, used) in uses.iter().enumerate() {
        let rank = |file: usize| ranks.get(wing(name(file)));
        if rank(from).is_none() {
            wrong.push(format!("{} is in no wing of docs/architecture.md", name(from)));
        }
        for to in used.iter().filter(|to| rank(**to) < rank(from)) {
            wrong.push(format!("{} uses {}, which is above it", name(from), name(*to)));
        }
    }
    for circle in circles(&uses) {
        let names: Vec<&str> = circle.iter().map(|file| name(*file)).collect();
        wrong.push(format!("a circle of {}: {}", names.len(), names.join(" ")));
        for from in &circle {
            let inside: Vec<&str> = uses[*from].intersection(&circle).map(|to| name(*to)).collect();
            wrong.push(format!("    {} uses {}", name(*from), inside.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_handed_on_by_the_facade_alone() {
    let house = House::read(crate::sources("src"));
    let wrong: Vec<String> = house
        .files
        .iter()
        .filter(|(path, _)| path != "lib.rs")
        .flat_map(|(path, file)| {
            // a name of one word is a macro of the file's own, which is handed out so
            let public =
                file.imports.iter().filter(|import| import.public && import.path.len() > 1);
            public.map(move |import| format!("{path}: {}", import.path.join("::")))
        })
        .collect();
    assert!(wrong.is_empty(), "`pub use` outside of lib.rs:\n{}", wrong.join("\n"));
}

#[test]
fn the_house_has_few_wings_and_nothing_beside_them() {
    let order = order();
    let (mut files, mut folders) = (0, 0);
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            folders += 1;
            assert!(order.contains(&name), "src/{name} is no wing of docs/architecture.md");
        } else {
            files += 1;
        }
    }
    assert!(files <= 4 && folders <= 13, "{files} files and {folders} folders in src/");
}

/// A house of made-up files.
fn house(files: &[(&str, &str)]) -> House {
    House::read(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

fn used(house: &House) -> Vec<String> {
    let name = |file: usize| house.files[file].0.trim_end_matches(".rs");
    let uses = house.uses();
    let of = |(from, used): (usize, &BTreeSet<usize>)| {
        used.iter().map(|to| format!("{} > {}", name(from), name(*to))).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = uses.iter().enumerate().flat_map(of).collect();
    all.sort();
    all
}

#[test]
fn paths_lead_to_the_file_that_defines_what_they_name() {
    let house = house(&[
        ("src/a/mod.rs", "mod b; mod c; use self::b::F; pub use crate::d::G;"),
        ("src/a/b.rs", "use super::c; fn f() { c::g(); super::super::d::h() } enum F { I }"),
        ("src/a/c.rs", "use super::*; fn f() { F::I }"),
        ("src/d.rs", "use std::fmt; pub struct G;"),
        ("src/e.rs", "use crate::a::G as H; use super::d as k; fn f(h: H) { k::l() }"),
        ("src/lib.rs", "mod a; mod d; mod e;"),
    ]);
    assert_eq!(
        used(&house),
        ["a/b > a/c", "a/b > d", "a/c > a/b", "a/c > a/mod", "a/mod > a/b", "a/mod > d", "e > d"]
    );
}

#[test]
fn circles_of_any_size_are_found_and_lines_are_none() {
    let of = |edges: &[(usize, usize)]| {
        let mut uses = vec![BTreeSet::new(); 6];
        for (from, to) in edges {
            uses[*from].insert(*to);
        }
        circles(&uses)
    };
    assert!(of(&[(0, 1), (1, 2), (0, 2), (3, 2)]).is_empty());
    let found = of(&[(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 2), (4, 5)]);
    assert_eq!(found, [BTreeSet::from([0, 1]), BTreeSet::from([2, 3, 4])]);
}

#[test]
fn files_for_tests_are_left_out_by_their_attribute() {
    let house = house(&[
        ("src/a.rs", "#[cfg(test)] mod tests; mod fixture;"),
        ("src/a/tests.rs", "mod deep;"),
        ("src/a/tests/deep.rs", "use crate::a;"),
        ("src/a/fixture.rs", ""),
        ("src/lib.rs", "mod a;"),
    ]);
    let names: Vec<&str> = house.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["a.rs", "a/fixture.rs", "lib.rs"]);
}
