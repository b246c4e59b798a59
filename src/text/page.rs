//! Pages of the manual that are the doc comments of what they describe: one text, written once.

/// Something with a page.
pub(crate) trait Page {
    /// The doc comment as the compiler hands it over: each line begins with the blank behind `///`.
    fn doc(&self) -> &'static str;

    /// The page: paragraphs on one line each, headings on lines of their own.
    fn page(&self) -> String {
        unwrapped(self.doc())
    }
}

/// Joins the lines of each paragraph. Headings and blank lines stay.
fn unwrapped(doc: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for line in doc.lines().map(str::trim) {
        let joins = !line.is_empty() && !line.starts_with('#');
        if joins && within {
            out.push(' ');
        } else if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        within = joins;
    }
    out.push('\n');
    out
}

/// Defines a type without fields whose doc comment is its page.
macro_rules! page {
    ($(#[doc = $line:literal])+ $vis:vis struct $Name:ident;) => {
        $(#[doc = $line])+
        $vis struct $Name;

        impl crate::text::page::Page for $Name {
            fn doc(&self) -> &'static str {
                concat!($($line, "\n"),+)
            }
        }
    };
}

pub(crate) use page;

#[cfg(test)]
mod tests {
    use super::Page;

    page! {
        /// One sentence that goes
        /// on.
        ///
        /// ## A heading
        /// Its text.
        struct Described;
    }

    #[test]
    fn a_doc_comment_reads_as_a_page() {
        assert_eq!(Described.page(), "One sentence that goes on.\n\n## A heading\nIts text.\n");
    }
}
