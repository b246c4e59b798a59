//! The cells of a line of CSV as they stand, where it is in order.

/// Cells of what is left of a line; none behind one that is not in order. A quoted cell is without
/// its quotes, and quotes in it are still doubled.
pub(crate) struct RawCells<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for RawCells<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (cell, rest) = match self.0.strip_prefix(b"\"") {
            Some(quoted) => {
                let mut end = 0;
                loop {
                    end += memchr::memchr(b'"', quoted.get(end..)?)?;
                    if quoted.get(end + 1) != Some(&b'"') {
                        break;
                    }
                    end += 2;
                }
                (quoted.get(..end)?, quoted.get(end + 1..)?)
            }
            None => {
                let end = memchr::memchr(b',', self.0)?;
                (self.0.get(..end)?, self.0.get(end..)?)
            }
        };
        // the last cell of a line is never asked for
        self.0 = rest.strip_prefix(b",")?;
        memchr::memchr2(b'\n', b'\r', cell).is_none().then_some(cell)
    }
}
