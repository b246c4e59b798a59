//! The words of a command, and what it reads.

/// What a command reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Input {
    /// `< file`.
    pub file: Option<String>,
    /// A here-document.
    pub text: Option<String>,
    /// The words of the commands before it in the pipeline.
    pub upstream: Vec<Vec<String>>,
}

impl Input {
    /// Whether it reads anything but a terminal.
    pub(super) fn is_given(&self) -> bool {
        self.file.is_some() || self.text.is_some() || !self.upstream.is_empty()
    }

    /// The text that it reads, where the command line holds it: a here-document, or what `echo`
    /// says.
    pub(super) fn said(&self) -> Option<String> {
        if self.text.is_some() {
            return self.text.clone();
        }
        let words = self.upstream.first()?;
        let name = words.first().map(|word| name_of(word))?;
        let said = || words.iter().skip(1).filter(|word| !word.starts_with('-'));
        matches!(name.as_str(), "echo" | "printf")
            .then(|| said().map(String::as_str).collect::<Vec<_>>().join(" "))
    }
}

/// The name of a program without path and ending, in lower case.
pub(super) fn name_of(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_ascii_lowercase();
    let ends = [".phar", ".bat", ".cmd", ".exe"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}

pub(super) fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The words after options; `valued` lists the options whose value is a word of its own.
pub(super) fn after_options<'w>(words: &'w [String], valued: &[&str]) -> &'w [String] {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word == "--" {
            return words.get(at + 1..).unwrap_or_default();
        }
        if !word.starts_with('-') || word == "-" {
            break;
        }
        at += if valued.contains(&word.as_str()) { 2 } else { 1 };
    }
    words.get(at..).unwrap_or_default()
}

/// An option's value: `-c text` or `--command=text`.
pub(super) fn option<'w>(words: &'w [String], short: &str, long: &str) -> Option<&'w str> {
    for (at, word) in words.iter().enumerate() {
        if word == short || word == long {
            return words.get(at + 1).map(String::as_str);
        }
        if let Some(value) = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value);
        }
    }
    None
}

/// The files that the commands of a pipeline read, as far as they only pass them on.
pub(super) fn piped_files(upstream: &[Vec<String>]) -> Vec<String> {
    let mut files = Vec::new();
    for words in upstream {
        let mut words = words.as_slice();
        while words.first().is_some_and(|word| {
            matches!(name_of(word).as_str(), "sudo" | "nice" | "ionice" | "nohup")
        }) {
            words = after_options(words.get(1..).unwrap_or_default(), &["-u", "-n", "-c"]);
        }
        let Some(first) = words.first() else { continue };
        let passes = [
            "cat", "zcat", "gunzip", "gzip", "bzcat", "bunzip2", "bzip2", "xzcat", "unxz", "xz",
            "zstdcat", "unzstd", "zstd", "lz4", "lz4cat", "pigz", "unpigz", "pv", "unzip", "tail",
            "head", "sed", "grep", "awk", "tar",
        ];
        if passes.contains(&name_of(first).as_str()) {
            files.extend(
                words
                    .iter()
                    .skip(1)
                    .filter(|word| {
                        !word.starts_with('-')
                            && (word.contains('.') || word.contains('/') || word.contains('$'))
                    })
                    .cloned(),
            );
        }
    }
    files
}
