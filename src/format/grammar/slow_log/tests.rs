//! The shorter ways come to what the lines one by one come to.

use proptest::prelude::*;

use super::*;

/// All that a reading tells.
fn told(text: &[u8], mode: Mode, by_line: bool) -> Vec<String> {
    let mut pieces = Vec::new();
    let left = read_as(text, mode, by_line, &mut |piece: Piece<'_, '_>| {
        pieces.push(match piece {
            Piece::Entry(entry) => format!("{entry:?}"),
            Piece::Banner(line) => format!("banner {line:?}"),
            Piece::Time(entry) => format!("time {entry:?}"),
            Piece::Gap(at, reason) => format!("gap {at:?} {reason:?}"),
        });
    });
    pieces.push(format!("{left:?}"));
    pieces
}

const LINES: &[&str] = &[
    "# Time: 2025-09-30T15:00:00.171389Z\n",
    "# Time: 2025-02-30T15:00:00.171389Z\n",
    "# Time: 2025-09-30T15:00:00.171389+01:00\n",
    "# Time: 250930  8:15:41\n",
    "# Time: \n",
    "# User@Host: app[app] @ web-1 [10.0.3.223]  Id: 4087407\n",
    "# User@Host: app[app] @ web-1 [10.0.3.223]  Id: 4087407\r\n",
    "# User@Host: root[root] @ localhost []\n",
    "# User: app\n",
    "# Thread_id: 12  Schema: shop  QC_hit: No\n",
    "# Thread_id: 12  Schema: my shop  QC_hit: Yes\n",
    "# Thread_id: 12  Schema:   QC_hit: No\n",
    "# Query_time: 0.925284  Lock_time: 0.000840 Rows_sent: 462  Rows_examined: 4174814\n",
    "# Query_time: 0.925284  Lock_time: 0.000840  Rows_sent: 462  Rows_examined: 4174814\n",
    "# Query_time: 99999999.000000  Lock_time: 0.000840 Rows_sent: 1  Rows_examined: 2\n",
    "# Query_time: 12345678901234567890.000000  Lock_time: 0.000840 Rows_sent: 1  Rows_examined: 2\n",
    "# Query_time: 1.5  Lock_time: 0.000840 Rows_sent: 1  Rows_examined: 2 Thread_id: 8 Errno: 0\n",
    "# Rows_affected: 3  Bytes_sent: 11\n",
    "use shop;\n",
    "SET timestamp=1759244400;\n",
    "SET timestamp=1759244400.123456;\n",
    "SET timestamp=9999999999;\n",
    "SET timestamp=0000000001;\n",
    "SET last_insert_id=1,timestamp=1759244400;\n",
    "select * from `a` where b = 'x' and c = 5;\n",
    "select 1;\n",
    "select 1\n",
    "select 'open\n",
    "select 'a\\\\';\n",
    "select \"it's\" -- it's\n",
    "  and d in (1, 2)\n",
    "';\n",
    "/* it's */ select 5;\n",
    "# a comment\n",
    "# administrator command: Quit;\n",
    "/usr/sbin/mysqld, Version: 8.0.36 (Ubuntu). started with:\n",
    "Tcp port: 3306  Unix socket: /run/mysqld.sock\n",
    "\n",
    "\r\n",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn entries_as_most_are_and_others_are_read_alike(picks in prop::collection::vec((0..LINES.len(), 0..4_u8), 0..40)) {
        // every fourth line as the server would go on after the one before it
        let mut text = Vec::new();
        for (pick, whole) in picks {
            if whole == 0 {
                text.extend_from_slice(LINES[pick].as_bytes());
            } else {
                let maria = whole == 2;
                let lines: &[usize] = if maria { &[7, 9, 13, 17, 19, 24] } else if whole == 1 { &[0, 5, 12, 19, 24] } else { &[0, 5, 12, 18, 19] };
                lines.iter().for_each(|line| text.extend_from_slice(LINES[*line].as_bytes()));
                if whole == 3 {
                    text.extend_from_slice(LINES[pick].as_bytes());
                }
            }
        }
        for mode in [Mode::Part, Mode::LastPart, Mode::Whole(OpenScan::default()), Mode::Whole(OpenScan::with_literal_backslash())] {
            prop_assert_eq!(told(&text, mode, false), told(&text, mode, true), "{}", String::from_utf8_lossy(&text));
        }
    }
}
