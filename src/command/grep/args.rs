//! The arguments of `backtrail grep`.

use clap::ArgAction;

use super::search::By;
use crate::{
    command::{
        args::{RedactLevel, SettingsArgs},
        color::Color,
    },
    source::stream::chunk::BLOCK_BYTES,
};

/// Whole log entries (an error with its stack trace is one) that hold a pattern
///
/// Options are those of grep and ripgrep where they mean the same; lines are entries. Packed files
/// and archives are searched as they are, folders with all that is in them. Secrets and personal
/// data are taken out of what is shown, and on a terminal and under a CI the characters and
/// commands that either would obey, unless --redact off is given; then the bytes are the log's own.
#[derive(Clone, Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(disable_help_flag = true, after_help = EXAMPLES)]
pub(crate) struct Grep {
    /// What to search for, then files, folders, archives and patterns of names; `-` is standard
    /// input. Without a path: standard input, or this folder where that is a terminal. With -e, -f
    /// all are paths; with a filter the pattern may be left out where all name what exists
    #[arg(value_name = "PATTERN] [PATH")]
    pub(crate) operands: Vec<String>,
    /// Print help
    #[arg(long, action = ArgAction::Help)]
    pub(crate) help: Option<bool>,

    /// A pattern; may be given several times, any of them will do
    #[arg(
        short = 'e',
        long = "regexp",
        value_name = "PATTERN",
        allow_hyphen_values = true,
        help_heading = "Pattern"
    )]
    pub(crate) regexp: Vec<String>,
    /// Patterns from a file, one a line
    #[arg(short = 'f', long = "file", value_name = "FILE", help_heading = "Pattern")]
    pub(crate) file: Vec<String>,
    /// Patterns are words, not regular expressions
    #[arg(short = 'F', long, help_heading = "Pattern")]
    pub(crate) fixed_strings: bool,
    /// Upper and lower case are the same
    #[arg(short = 'i', long, help_heading = "Pattern")]
    pub(crate) ignore_case: bool,
    /// Upper and lower case are the same where the pattern holds no upper case
    #[arg(short = 'S', long, help_heading = "Pattern", conflicts_with = "ignore_case")]
    pub(crate) smart_case: bool,
    /// Only whole words
    #[arg(short = 'w', long, help_heading = "Pattern")]
    pub(crate) word_regexp: bool,
    /// Only whole lines
    #[arg(short = 'x', long, help_heading = "Pattern")]
    pub(crate) line_regexp: bool,
    /// Entries that do not hold the pattern
    #[arg(short = 'v', long, help_heading = "Pattern")]
    pub(crate) invert_match: bool,

    /// Entries at or after this time: RFC 3339, `2025-10-27 06:28`, 06:28, today, yesterday, -2h,
    /// `3 days ago`; without an offset in --tz, else in the zone that the evidence shows, and told
    /// from its last stamp. In files in the order of time only the part that it may lie in is read
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Filters")]
    pub(crate) since: Option<String>,
    /// Entries at or before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Filters")]
    pub(crate) until: Option<String>,
    /// Entries of these levels; `error+` is error and all that is graver
    #[arg(long, value_name = "LEVEL[+],…", help_heading = "Filters")]
    pub(crate) level: Vec<String>,
    /// Entries of these channels (in Laravel most often the environment)
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub(crate) channel: Vec<String>,
    /// Entries with a statement of these kinds, told by what it does, not by its words: drop,
    /// truncate, delete-all, update-all, alter-lossy, rename, revoke, destructive, delete, insert,
    /// select, any, … or an operation of the report
    #[arg(long, value_name = "KIND,…", help_heading = "Filters")]
    pub(crate) sql: Vec<String>,
    /// Entries with a statement on these tables, `table` or `database.table`
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub(crate) table: Vec<String>,
    /// Entries that name these accounts
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub(crate) user: Vec<String>,

    /// Only files whose name or path fits, or does not fit `!GLOB`; the last that fits counts
    #[arg(short = 'g', long, alias = "include", value_name = "GLOB", help_heading = "Filters")]
    pub(crate) glob: Vec<String>,
    /// No files or folders whose name or path fits
    #[arg(long, alias = "exclude-dir", value_name = "GLOB", help_heading = "Filters")]
    pub(crate) exclude: Vec<String>,
    /// Only files of these formats, by any words that `backtrail formats` finds
    #[arg(short = 't', long = "type", value_name = "WORD", help_heading = "Filters")]
    pub(crate) types: Vec<String>,

    /// Only the number of entries of each file
    #[arg(short = 'c', long, help_heading = "Output")]
    pub(crate) count: bool,
    /// Only the number of entries by level, channel, day, hour or minute, over all files
    #[arg(long, value_enum, value_name = "KEY", help_heading = "Output")]
    pub(crate) count_by: Option<By>,
    /// Only the names of files with such entries
    #[arg(short = 'l', long, help_heading = "Output")]
    pub(crate) files_with_matches: bool,
    /// Only the names of files without any
    #[arg(short = 'L', long, help_heading = "Output")]
    pub(crate) files_without_match: bool,
    /// Only the names of the files that would be searched; all operands are paths
    #[arg(long, help_heading = "Output", conflicts_with_all = ["types", "regexp", "file"])]
    pub(crate) files: bool,
    /// How many entries in how many files were found, behind all others
    #[arg(long, help_heading = "Output", conflicts_with_all = ["json", "quiet"])]
    pub(crate) stats: bool,
    /// Nothing; the exit status tells
    #[arg(short = 'q', long, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// At most this many entries of each file
    #[arg(short = 'm', long, value_name = "N", help_heading = "Output")]
    pub(crate) max_count: Option<u64>,
    /// So many entries behind each as well
    #[arg(short = 'A', long, value_name = "N", help_heading = "Output")]
    pub(crate) after_context: Option<usize>,
    /// So many entries in front of each as well
    #[arg(short = 'B', long, value_name = "N", help_heading = "Output")]
    pub(crate) before_context: Option<usize>,
    /// So many entries on both sides as well
    #[arg(short = 'C', long, value_name = "N", help_heading = "Output")]
    pub(crate) context: Option<usize>,
    /// Line numbers; on a terminal they are shown unless -N is given
    #[arg(short = 'n', long, help_heading = "Output", overrides_with = "no_line_number")]
    pub(crate) line_number: bool,
    /// No line numbers
    #[arg(short = 'N', long, help_heading = "Output", overrides_with = "line_number")]
    pub(crate) no_line_number: bool,
    /// The name of each file above its entries, as on a terminal
    #[arg(long, help_heading = "Output", overrides_with = "no_heading")]
    pub(crate) heading: bool,
    /// The name of the file in front of each line, as in a pipe
    #[arg(long, help_heading = "Output", overrides_with = "heading")]
    pub(crate) no_heading: bool,
    /// File names
    #[arg(short = 'H', long, help_heading = "Output")]
    pub(crate) with_filename: bool,
    /// No file names
    #[arg(short = 'h', long, help_heading = "Output", overrides_with = "with_filename")]
    pub(crate) no_filename: bool,
    /// Only the first line of each entry
    #[arg(long, help_heading = "Output")]
    pub(crate) head: bool,
    /// Only what fits the pattern
    #[arg(short = 'o', long, help_heading = "Output")]
    pub(crate) only_matching: bool,
    /// Typed events instead of text, as `backtrail events` writes them
    #[arg(long, help_heading = "Output", conflicts_with_all = ["head", "only_matching", "count", "files_with_matches", "files_without_match"])]
    pub(crate) json: bool,
    /// Hits in colour
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Output")]
    pub(crate) color: Color,
    /// What is taken out of what is shown: passwords and literals, personal data as well, addresses
    /// and hosts as well, or nothing
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL", help_heading = "Output")]
    pub(crate) redact: RedactLevel,

    /// Search binary files as if they were text
    #[arg(short = 'a', long, help_heading = "Reading")]
    pub(crate) text: bool,
    /// What others must be told and this one does unasked
    #[arg(
        short = 'r',
        long,
        hide = true,
        action = ArgAction::Count,
        short_aliases = ['R', 'E', 'P', 'z', 'u'],
        aliases = [
            "dereference-recursive", "extended-regexp", "perl-regexp", "search-zip", "hidden",
            "no-ignore", "unrestricted",
        ]
    )]
    pub(crate) recursive: u8,
    /// Zone of stamps that name none; GLOB=ZONE states it for the files that fit
    #[arg(long, value_name = "[GLOB=]ZONE", help_heading = "Reading")]
    pub(crate) tz: Vec<String>,
    /// Year of the first stamp of files whose stamps bear none; else the year that --since or
    /// --until names
    #[arg(
        long,
        value_name = "YYYY",
        value_parser = clap::value_parser!(i32).range(1995..=2099),
        help_heading = "Reading"
    )]
    pub(crate) year: Option<i32>,
    /// The format of the files that fit, where it is not recognised
    #[arg(long, value_name = "GLOB=ID", help_heading = "Reading")]
    pub(crate) format: Vec<String>,
    /// Threads; 0 for all processors, as without it
    #[arg(
        short = 'j',
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(0..=1024),
        help_heading = "Reading"
    )]
    pub(crate) threads: Option<u16>,
    /// Say nothing of files that cannot be read
    #[arg(short = 's', long, help_heading = "Reading")]
    pub(crate) no_messages: bool,
    /// Say on standard error how files were read
    #[arg(long, help_heading = "Reading")]
    pub(crate) verbose: bool,
    /// Bytes that one thread reads at a time
    #[arg(long, value_name = "BYTES", hide = true, default_value_t = BLOCK_BYTES)]
    pub(crate) block: u64,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

const EXAMPLES: &str = "Examples:
  backtrail grep Deadlock storage/logs                       errors with their stack traces
  backtrail grep -i 'sqlstate\\[23000\\]' --level error+ laravel.log
  backtrail grep --sql drop,truncate,delete-all /var/log/mysql   by what statements do
  backtrail grep --table shop.orders --sql delete slow.log.1.gz
  backtrail grep --since '2025-10-27 06:00' --until '2025-10-27 07:10' --tz Europe/Berlin logs
  backtrail grep --count-by level laravel.log                how many entries of each level
  backtrail grep -C2 -n 'migrate:fresh' .                    with two entries on each side
  journalctl -o short-iso | backtrail grep sshd --user root --json

-r, -R, -E, -P, -z, -u, --hidden and --no-ignore are accepted and change nothing: folders are
searched with all that is in them, packed and hidden files too, no link out of them is followed, and
patterns are those of ripgrep: look-around and backreferences are refused.

Exit status: 0 something was found, 1 nothing was, 2 something went wrong.";
