//! Tables that two incidents took: the later one's numbers count what the earlier had taken.

use std::collections::BTreeSet;

use crate::{
    report::v1::{ImpactTable, Incident, TakenBefore},
    text::number::counted,
};

/// So many earlier incidents are looked at, the latest.
const NEAR: usize = 100;

/// What the first of some earlier incidents that shares tables with one had taken of them.
pub(crate) fn taken_before(earlier: &[Incident], incident: &Incident) -> Option<TakenBefore> {
    let own: BTreeSet<(&Option<String>, &str)> =
        incident.impact.tables.iter().map(|t| (&t.database, t.name.as_str())).collect();
    let is_shared =
        |t: &&ImpactTable| t.state.is_lost() && own.contains(&(&t.database, t.name.as_str()));
    let near = earlier.len().saturating_sub(NEAR);
    earlier.iter().skip(near).filter(|other| other.started_at != incident.started_at).find_map(
        |other| {
            let shared: Vec<&ImpactTable> = other.impact.tables.iter().filter(is_shared).collect();
            let rows = shared.iter().filter_map(|t| t.rows_before).fold(0, u64::saturating_add);
            let tables = shared.len() as u64;
            (tables > 0).then_some(TakenBefore { incident: other.id, tables, rows })
        },
    )
}

/// The same, to follow the numbers of the later one.
pub(crate) fn words(taken: &TakenBefore) -> String {
    let tables = counted(taken.tables, "table", "tables");
    let with = match taken.rows {
        0 => String::new(),
        rows => format!(" with about {}", counted(rows, "row", "rows")),
    };
    format!("{tables}{with} of these had already been lost in {}", taken.incident)
}

#[cfg(test)]
mod tests {
    use crate::report::{engine::of_files, parts::Subject};

    /// What is told of the drop of a table, hours after another one was emptied.
    fn lost_after(emptied: &str) -> (String, bool) {
        let dump = "-- MySQL dump 10.13  Distrib 8.0.28\n-- Host: localhost    Database: shop\n\
             CREATE TABLE `orders` (\n  `id` int NOT NULL\n);\n\
             INSERT INTO `orders` VALUES (1),(2),(3);\n\
             CREATE TABLE `pages` (\n  `id` int NOT NULL\n);\n\
             INSERT INTO `pages` VALUES (1),(2);\n-- Dump completed on 2026-03-06  3:00:00\n";
        let log = format!(
            "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tTRUNCATE TABLE {emptied}\n\
             2026-03-06T18:02:16.231284Z\t   97 Connect\tops@web on shop using TCP/IP\n\
             2026-03-06T18:02:17.231284Z\t   97 Query\tDROP TABLE orders\n"
        );
        let report = of_files(&[("general.log", &log), ("shop.sql", dump)]);
        let last = report.incidents.last().expect("two incidents");
        let lines = &last.decision.as_ref().expect("a decision").lines;
        let lost = lines.iter().find(|line| line.subject == Some(Subject::Lost));
        (lost.map_or_else(String::new, |l| l.text.clone()), last.impact.taken_before.is_some())
    }

    #[test]
    fn what_an_earlier_incident_had_taken_is_told_beside_the_numbers_of_the_later() {
        let (lost, told) = lost_after("orders");
        assert!(told && lost.contains("of these had already been lost in I1"), "{lost}");
        let (lost, told) = lost_after("pages");
        assert!(!told && !lost.contains("already"), "{lost}");
    }
}
