//! A line as typed in a shell, and the keys that it takes.

use std::fmt::Write as _;

/// A command as typed.
pub struct Typed {
    pub text: String,
    words: Vec<String>,
}

impl Typed {
    /// Reads a line; `None` for a comment or an empty one.
    pub fn read(text: &str) -> Option<Self> {
        let words = words(text);
        let is_command = words.first().is_some_and(|word| word == "summit");
        is_command.then(|| Self {
            text: text.to_owned(),
            words,
        })
    }

    /// What follows the name of the program.
    pub fn arguments(&self) -> Vec<&str> {
        self.words.iter().skip(1).map(String::as_str).collect()
    }

    pub fn is_append(&self) -> bool {
        self.words[1] == "add"
    }

    /// The characters of the line with its end, quotes too.
    pub fn all_keys(&self) -> usize {
        self.text.chars().count() + 1
    }

    /// Those besides the words of the summary.
    pub fn keys(&self) -> usize {
        self.all_keys() - self.summary().chars().count()
    }

    fn summary(&self) -> &str {
        let flag = |word: &String| word == "-m" || word == "--summary";
        let at = self.words.iter().position(flag).unwrap();
        &self.words[at + 1]
    }

    fn without_summary(&self) -> String {
        self.text.replace(self.summary(), "…")
    }
}

/// The commands of a text.
pub fn lines(text: &str) -> Vec<Typed> {
    text.lines().filter_map(Typed::read).collect()
}

/// A line cut at blanks as a shell does it, double quotes taken away.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (i, part) in line.split('"').enumerate() {
        let mut pieces = match i % 2 {
            0 => part.split(' ').collect(),
            _ => vec![part],
        };
        words.last_mut().unwrap().push_str(pieces.remove(0));
        words.extend(pieces.into_iter().map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

pub fn mean(keys: impl Iterator<Item = usize>) -> f64 {
    let keys: Vec<usize> = keys.collect();
    keys.iter().sum::<usize>() as f64 / keys.len() as f64
}

/// The table of counts: each append as typed, and under it with nothing left out.
pub fn counts(appends: &[(Typed, Typed)]) -> String {
    let mut out = String::from(
        "Keys of each append, its end of line among them. \"keys\" leaves the words of the summary out\n\
         (… below), \"all\" counts them. First as typed, then with nothing left out.\n\n \
         #  keys  all\n",
    );
    for (i, (now, before)) in appends.iter().enumerate() {
        row(&mut out, &(i + 1).to_string(), now);
        row(&mut out, "", before);
    }
    let now = || appends.iter().map(|(now, _)| now);
    let before = || appends.iter().map(|(_, before)| before);
    let mut means = |name: &str, keys: f64, all: f64| {
        writeln!(out, "{name:<24} {keys:5.1} {all:5.1}").unwrap();
    };
    means(
        "mean, as typed",
        mean(now().map(Typed::keys)),
        mean(now().map(Typed::all_keys)),
    );
    means(
        "mean, nothing left out",
        mean(before().map(Typed::keys)),
        mean(before().map(Typed::all_keys)),
    );
    out
}

fn row(out: &mut String, number: &str, line: &Typed) {
    let (keys, all) = (line.keys(), line.all_keys());
    writeln!(
        out,
        "{number:>2} {keys:5} {all:4}  {}",
        line.without_summary()
    )
    .unwrap();
}
