//! Stamp grammars that formats share.
