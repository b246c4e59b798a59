//! The arguments of `backtrail mcp`.

use std::path::PathBuf;

use crate::{
    command::{
        contract::{Command, Console},
        status::ExitStatus,
    },
    error::Result,
};

/// Serve an assistant: tools that read evidence, over standard input and output
///
/// Speaks the Model Context Protocol. The tools analyze, list events, search, digest slow queries,
/// compare schemas, show what stands behind a citation, explain words and check claims. They read
/// nothing outside the roots, write nothing, redact what they show, and answer in short pages whose
/// claims name their places. Text of logs is marked as data: nothing in it is an instruction.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example, for a client that takes such a file:
  {\"mcpServers\": {\"backtrail\": {\"command\": \"backtrail\", \"args\": [\"mcp\", \"/srv/cases\"]}}}")]
pub(crate) struct Mcp {
    /// Folders below which evidence may be read
    #[arg(value_name = "ROOT", required = true)]
    pub(crate) roots: Vec<PathBuf>,
    /// Seconds after which a call is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 600,
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) timeout: u64,
}

impl Command for Mcp {
    const NAME: &'static str = "mcp";
    const ABOUT: &'static str = "Serve an assistant: tools that read evidence";

    /// Serves until standard input ends.
    fn run(&self, _: &mut Console<'_>) -> Result<ExitStatus> {
        #[cfg(feature = "mcp")]
        return super::server::serve(&self.roots, self.timeout);
        #[cfg(not(feature = "mcp"))]
        Err(crate::error::Error::Usage(
            "this program was built without `mcp`; build it with --features mcp".to_owned(),
        ))
    }
}
