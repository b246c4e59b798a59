//! Printed binary logs: statements, row images, forgeries.

use super::*;
use crate::{
    event::draft::GapReason,
    format::testing::{likeness, queries, read},
    time::Stamp,
};

const ROWS: &str = "\
DELIMITER /*!*/;
# at 4
#260306  9:10:30 server id 1  end_log_pos 256 CRC32 0x9ebc37ba \tStart: binlog v 4, server v 10.11.6-MariaDB-log created 260306  9:10:30
# at 256
#260306  9:10:30 server id 1  end_log_pos 508 CRC32 0x5e94d0b0 \tQuery\tthread_id=60\texec_time=0\terror_code=0\txid=0
use `shop`/*!*/;
SET TIMESTAMP=1772784630/*!*/;
SET @@session.sql_mode=1411383296/*!*/;
/*!\\C utf8mb4 *//*!*/;
drop table `a`
/*!*/;
# at 508
# at 600
#260306  9:10:31 server id 1  end_log_pos 600 CRC32 0x849c3629 \tAnnotate_rows:
#Q> delete from carts
#Q>  where id < 3
#260306  9:10:31 server id 1  end_log_pos 700 CRC32 0x6fa2c4ec \tTable_map: `shop`.`carts` mapped to number 83
# at 700
#260306  9:10:31 server id 1  end_log_pos 800 CRC32 0x8d5df4b5 \tDelete_rows: table id 83
#260306  9:10:31 server id 1  end_log_pos 900 CRC32 0x8d5df4b5 \tDelete_rows: table id 83 flags: STMT_END_F
### DELETE FROM `shop`.`carts`
### WHERE
###   @1=1
### DELETE FROM `shop`.`carts`
### WHERE
###   @1=2
# Number of rows: 2
# at 900
#260306  9:10:31 server id 1  end_log_pos 931 CRC32 0xb9c4def6 \tXid = 603
COMMIT/*!*/;
DELIMITER ;
";

#[test]
fn statements_and_row_groups_are_one_event_each() {
    let (drafts, _) = read(&FORMAT, ROWS.as_bytes());
    assert_eq!(drafts.len(), 2);
    let all = queries(&FORMAT, ROWS);
    assert_eq!(
        (all[0].sql.as_str(), all[0].database.as_deref(), all[0].connection_id),
        ("drop table `a`", Some("shop"), Some(60))
    );
    assert_eq!(all[0].witness, Witness::Committed);
    assert_eq!(all[1].sql, "delete from carts\n where id < 3");
    assert_eq!(
        (all[1].rows_affected, all[1].tables.as_slice()),
        (Some(2), &["shop.carts".to_owned()][..])
    );
    assert_eq!(all[1].origin, Some(Origin::RowEvent));
}

#[test]
fn row_images_take_their_instant_from_the_offset_that_statements_show() {
    let (drafts, _) = read(&FORMAT, ROWS.as_bytes());
    assert_eq!(drafts[1].written.as_ref().unwrap().stamp, Stamp::Instant(1_772_784_631_000_000));
}

#[test]
fn row_images_without_their_text_tell_no_condition() {
    let text = ROWS
        .replace("#Q> delete from carts\n#Q>  where id < 3\n", "")
        .replace("Annotate_rows:", "Ignorable");
    let all = queries(&FORMAT, &text);
    assert_eq!(all[1].sql, "DELETE FROM `shop`.`carts`");
    assert!(all[1].truncated);
}

#[test]
fn undecoded_row_images_are_named_by_their_table_map() {
    let text: String = ROWS
        .lines()
        .filter(|line| !line.starts_with("###") && !line.starts_with("#Q>"))
        .map(|line| format!("{line}\n"))
        .collect();
    let all = queries(&FORMAT, &text);
    assert_eq!(all[1].tables, ["shop.carts"]);
    assert_eq!(all[1].rows_affected, Some(2));
}

#[test]
fn lines_inside_a_literal_forge_no_event() {
    let text = "# at 4\n#260306  9:10:30 server id 1  end_log_pos 256 \tQuery\tthread_id=6\texec_time=0\terror_code=0\nSET TIMESTAMP=1772784630/*!*/;\ninsert into n values ('x\n/*!*/;\n# at 9\n#260306  9:10:30 server id 1  end_log_pos 300 \tQuery\tthread_id=6\texec_time=0\terror_code=0\ndrop table t\n/*!*/;\n')\n/*!*/;\n";
    let all = queries(&FORMAT, text);
    assert_eq!(all.len(), 1);
    assert!(all[0].sql.ends_with("')"));
}

#[test]
fn binary_logs_are_known_by_their_first_lines() {
    assert!(likeness(&FORMAT, ROWS) >= 90);
}

#[test]
fn cut_and_garbled_files_are_read_without_failing() {
    crate::format::testing::torment(&FORMAT, ROWS);
}

/// An event of the file itself: a header, the body, a checksum.
fn event(kind: u8, body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    let length = u32::try_from(19 + body.len() + 4).unwrap();
    let mut out = 1_772_784_630_u32.to_le_bytes().to_vec();
    out.push(kind);
    out.extend(1_u32.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend([0; 6]);
    out.extend(body);
    out.extend([0; 4]);
    out
}

fn file() -> Vec<u8> {
    let mut version = b"10.11.6-MariaDB-log".to_vec();
    version.resize(50, 0);
    let goods: &[u8] = b"\x09\0\0\0\0\0\x01\0\x04shop\0\x05goods\0\x02\x03\x0f\x02\x28\0\x02";
    [
        b"\xfebin".to_vec(),
        event(15, &[b"\x04\0", &version, &[0; 5], &[0; 40], b"\x01"]),
        event(2, &[b"\x07\0\0\0\0\0\0\0\x04\0\0\x02\0zzshop\0drop table carts"]),
        event(19, &[goods]),
        event(25, &[b"\x09\0\0\0\0\0\x01\0\x02\x03", b"\0\x01\0\0\0\x02ab", b"\x02\x02\0\0\0"]),
        event(16, &[&[0; 8]]),
    ]
    .concat()
}

#[test]
fn the_file_itself_tells_what_mysqlbinlog_would_print() {
    let (drafts, gaps) = read(&FORMAT, &file());
    let queries: Vec<&Query> = drafts
        .iter()
        .map(|draft| match &draft.kind {
            EventKind::Query(query) => query.as_ref(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(queries.len(), 2, "{gaps:?}");
    assert_eq!(
        (queries[0].sql.as_str(), queries[0].database.as_deref(), queries[0].connection_id),
        ("drop table carts", Some("shop"), Some(7))
    );
    assert_eq!(queries[0].outcome, Outcome::Done);
    assert_eq!(
        (queries[1].sql.as_str(), queries[1].rows_affected),
        ("DELETE FROM `shop`.`goods`", Some(2))
    );
    let at = drafts[1].written.as_ref().unwrap().stamp;
    assert_eq!(at, Stamp::Instant(1_772_784_630_000_000));
}

#[test]
fn a_file_that_is_cut_or_damaged_is_read_as_far_as_it_goes() {
    let whole = file();
    for end in 0..whole.len() {
        assert!(read(&FORMAT, &whole[..end]).0.len() <= 2);
        let mut damaged = whole.clone();
        damaged[end] = !damaged[end];
        read(&FORMAT, &damaged);
    }
}

#[test]
fn what_is_compressed_is_a_gap_that_is_told_and_what_tells_nothing_is_none() {
    for (kind, told) in [(40, true), (165, true), (4, false), (35, false)] {
        let (drafts, gaps) = read(&FORMAT, &[file(), event(kind, &[b"\x01\x02\x03"])].concat());
        assert_eq!(drafts.len(), 2);
        let unread = gaps.iter().any(|gap| gap.reason == GapReason::Unparsed);
        assert_eq!(unread, told, "{kind}: {gaps:?}");
    }
}
