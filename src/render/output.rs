//! Where a report goes: files by their extension, standard output by a form's name, and whether
//! it is bad enough to fail a pipeline.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    case::severity::Severity,
    error::{Error, Result},
    render::{
        self,
        contract::{Profile, RenderOptions, Renderer, Whole},
    },
    report::{signature::Key, v1::Report},
    text::nearest::nearest,
};

/// One thing to write.
pub(crate) struct Target {
    /// `None` is standard output.
    pub path: Option<PathBuf>,
    /// In which form.
    pub renderer: &'static dyn Renderer,
    /// For where.
    pub profile: Profile,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("path", &self.path)
            .field("form", &self.renderer.id())
            .field("profile", &self.profile)
            .finish()
    }
}

/// What to write: each of `outputs` (`-` is standard output), in the form that it names
/// (`md:github-comment=FILE`), in that of its extension, or of `format` (`md`, or
/// `md:github-comment` with a profile) for standard output and for files whose extension says
/// nothing. Nothing is written before all of them are known to be possible.
pub(crate) fn targets(
    outputs: &[String],
    format: Option<&str>,
    profile: Profile,
) -> Result<Vec<Target>> {
    let named = format.map(|text| form(text, profile)).transpose()?;
    let mut out: Vec<Target> = Vec::new();
    for output in outputs {
        let (own, output) = match output.split_once('=') {
            Some((text, file))
                if renderer(text.split(':').next().unwrap_or_default()).is_some() =>
            {
                (Some(form(text, profile)?), file)
            }
            _ => (None, output.as_str()),
        };
        let path = (output != "-").then(|| PathBuf::from(output));
        let by_name = path
            .as_ref()
            .and_then(|p| p.file_name())
            .and_then(|name| render::by_file_name(&name.to_string_lossy()));
        let (renderer, profile) = match (own, by_name, named) {
            (Some(own), ..) => own,
            (None, Some(renderer), Some((other, profile))) if renderer.id() == other.id() => {
                (renderer, profile)
            }
            (None, Some(renderer), _) => (renderer, profile),
            (None, None, Some(named)) => named,
            (None, None, None) if path.is_none() => {
                return Err(Error::Usage(format!("-o - needs --format, one of {}", known())));
            }
            (None, None, None) => {
                return Err(Error::Usage(format!(
                    "cannot tell the form of {output} from its extension; name it with --format, one of {}",
                    known()
                )));
            }
        };
        if out.iter().any(|target| target.path == path) {
            return Err(Error::Usage(format!("{output} is given twice as output")));
        }
        if let Some(folder) = path
            .as_deref()
            .and_then(Path::parent)
            .filter(|f| !f.as_os_str().is_empty() && !f.is_dir())
        {
            return Err(Error::Usage(format!(
                "cannot write {output}: there is no folder {}",
                folder.display()
            )));
        }
        out.push(Target { path, renderer: render::of_place(renderer, profile), profile });
    }
    Ok(out)
}

fn known() -> String {
    render::RENDERERS.iter().map(|r| r.id()).collect::<Vec<_>>().join(", ")
}

/// The form of this name, or of files with this extension.
fn renderer(id: &str) -> Option<&'static dyn Renderer> {
    render::by_id(id).or_else(|| render::by_file_name(&format!("x.{id}")))
}

/// `md` or `md:github-comment`.
fn form(text: &str, profile: Profile) -> Result<(&'static dyn Renderer, Profile)> {
    let (id, place) = text.split_once(':').map_or((text, None), |(id, place)| (id, Some(place)));
    let Some(renderer) = renderer(id) else {
        let hint = nearest(id, render::RENDERERS.iter().map(|r| r.id())).map_or_else(
            || format!("known are {}", known()),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Error::Usage(format!("--format: no form is named `{id}`; {hint}")));
    };
    let profile = match place {
        None => profile,
        Some(place) => Profile::by_id(place).ok_or_else(|| {
            let ids: Vec<&str> = Profile::ALL.iter().map(|p| p.id()).collect();
            let hint = nearest(place, ids.iter().copied()).map_or_else(
                || format!("known are {}", ids.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            Error::Usage(format!("--format: no profile is named `{place}`; {hint}"))
        })?,
    };
    Ok((renderer, profile))
}

/// Where the signature of a file is written, as `ssh-keygen -Y sign` has it.
pub(crate) fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// Writes the report to each target, and the signature of each file beside it if there is a key. A
/// file is written beside its place and then renamed, so that nobody ever reads half of one.
pub(crate) fn write(
    targets: &[Target],
    report: &Report,
    options: &RenderOptions,
    key: Option<&Key>,
    stdout: &mut dyn Write,
) -> Result<()> {
    let whole = options.whole.clone().or_else(|| whole(targets));
    for target in targets {
        let (profile, whole) = (target.profile, whole.clone());
        let options = RenderOptions { profile, whole, ..options.clone() };
        let bytes = target.renderer.render(report, &options);
        match &target.path {
            None => match stdout.write_all(&bytes).and_then(|()| stdout.flush()) {
                // whoever read the pipe has seen enough
                Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {}
                done => done.map_err(|source| Error::Io {
                    doing: "write to",
                    path: "standard output".into(),
                    source,
                })?,
            },
            Some(path) => {
                file(path, &bytes)?;
                if let Some(key) = key {
                    file(&signature_of(path), key.sign(&bytes).as_bytes())?;
                }
            }
        }
    }
    Ok(())
}

/// Writes one file.
fn file(path: &Path, bytes: &[u8]) -> Result<()> {
    stream(path, |out| {
        out.write_all(bytes).map_err(|source| Error::Io {
            doing: "write",
            path: path.to_path_buf(),
            source,
        })
    })
}

/// The file of those written that people read the whole report in.
fn whole(targets: &[Target]) -> Option<Whole> {
    let of = |form: &str| {
        let is_whole = |t: &&Target| t.renderer.id() == form && t.profile == Profile::Full;
        targets.iter().filter(is_whole).find_map(|target| target.path.as_deref())
    };
    let path = ["html", "md", "json"].into_iter().find_map(of)?;
    Some(Whole::File(path.file_name()?.to_string_lossy().into_owned()))
}

/// Writes a file beside its place and renames it, so that nobody ever reads half of one. What is
/// no plain file (a pipe, a terminal) is written to directly.
pub(crate) fn stream<T>(
    path: &Path,
    work: impl FnOnce(&mut (dyn Write + Send)) -> Result<T>,
) -> Result<T> {
    let failed = |source| Error::Io { doing: "write", path: path.to_path_buf(), source };
    if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return fs::File::create(path).map_err(failed).and_then(|mut out| work(&mut out));
    }
    // a link keeps being a link: what it points to is replaced
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = whole.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = whole.with_file_name(format!(".{name}.{}.part", std::process::id()));
    half_written().push(beside.clone());
    let write = || {
        let mut out = BufWriter::new(fs::File::create(&beside).map_err(failed)?);
        let done = work(&mut out)?;
        out.flush().map_err(failed)?;
        if let Ok(old) = fs::metadata(&whole) {
            fs::set_permissions(&beside, old.permissions()).map_err(failed)?;
        }
        fs::rename(&beside, &whole).map_err(failed)?;
        Ok(done)
    };
    let done = write();
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    half_written().retain(|path| *path != beside);
    done
}

/// Files that are written and not renamed yet.
fn half_written() -> MutexGuard<'static, Vec<PathBuf>> {
    static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away what was written beside its place and not finished: the run is being ended from
/// outside. Holds up whoever would write more.
pub fn abandon() {
    let files = half_written();
    for path in files.iter() {
        let _ = fs::remove_file(path);
    }
    // nothing is renamed after this: the process ends
    std::mem::forget(files);
}

/// Whether an incident or finding is at or above `threshold`.
pub(crate) fn fails(report: &Report, threshold: Severity) -> bool {
    report.incidents.iter().any(|incident| incident.severity >= threshold)
        || report.findings.iter().any(|finding| finding.severity >= threshold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn the_form_follows_the_extension_and_else_the_format() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let all = targets(
            &[at("a.md"), at("b.JSON"), at("c.html"), "-".into()],
            Some("text"),
            Profile::Full,
        )
        .expect("all known");
        assert_eq!(
            all.iter().map(|t| t.renderer.id()).collect::<Vec<_>>(),
            ["md", "json", "html", "text"]
        );
        let comment =
            targets(&strings(&["-"]), Some("md:github-comment"), Profile::Full).expect("known");
        assert_eq!(comment.first().map(|t| t.profile), Some(Profile::GithubComment));
        for form in ["md:slack", "slack", "md:jira", "jira"] {
            let all = targets(&strings(&["-"]), Some(form), Profile::Full).expect("known");
            assert_eq!(all.first().map(|t| t.renderer.id()), form.split(':').next_back());
        }
    }

    #[test]
    fn what_cannot_be_written_is_said_before_anything_is() {
        for (outputs, format) in [
            (&["-"][..], None),
            (&["x.odd"], None),
            (&["-"], Some("odd")),
            (&["-"], Some("md:odd")),
            (&["no/such/folder/x.md"], None),
            (&["a.md", "a.md"], None),
        ] {
            assert!(
                matches!(targets(&strings(outputs), format, Profile::Full), Err(Error::Usage(_))),
                "{outputs:?} {format:?}"
            );
        }
    }

    #[test]
    fn files_are_replaced_and_nothing_is_left_beside_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rca.json");
        fs::write(&path, "old").expect("written");
        let outputs = [path.to_string_lossy().into_owned()];
        let all = targets(&outputs, None, Profile::Full).expect("known");
        write(&all, &fixture::wiped(), &RenderOptions::default(), None, &mut io::sink())
            .expect("written");
        let back: Report =
            serde_json::from_slice(&fs::read(&path).expect("read")).expect("a report");
        assert_eq!(back.incidents.len(), 1);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_comment_names_the_file_that_holds_the_whole_report() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let outputs = [format!("md:slack={}", at("message.txt")), at("rca.json"), at("rca.html")];
        let all = targets(&outputs, None, Profile::Full).expect("known");
        write(&all, &fixture::wiped(), &RenderOptions::default(), None, &mut io::sink())
            .expect("written");
        let message = fs::read_to_string(at("message.txt")).expect("read");
        assert!(message.contains("The whole report: `rca.html`"), "{message}");
    }

    #[test]
    fn a_threshold_counts_what_is_at_or_above_it() {
        assert!(
            fails(&fixture::wiped(), Severity::Critical) && fails(&fixture::wiped(), Severity::Low)
        );
        assert!(
            !fails(&fixture::quiet(), Severity::Low) && fails(&fixture::quiet(), Severity::Info)
        );
    }
}
