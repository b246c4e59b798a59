//! The name that was meant by a misspelt one.

/// The name closest to `name` by letters to change, where one is close.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.to_lowercase().chars().take(64).collect();
    names
        .map(|other| (distance(&name, &other.to_lowercase().chars().collect::<Vec<_>>()), other))
        .min_by_key(|(far, _)| *far)
        .filter(|(far, _)| *far <= name.len() / 3 + 1)
        .map(|(_, other)| other)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let value = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            corner = *above;
            left = value;
            next.push(value);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_offered() {
        assert_eq!(
            nearest("github-coment", ["full", "github-comment"].into_iter()),
            Some("github-comment")
        );
        assert_eq!(nearest("JSON", ["json"].into_iter()), Some("json"));
        assert_eq!(nearest("nothing like it", ["json", "md"].into_iter()), None);
    }
}
