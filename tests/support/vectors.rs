//! The reference vectors in `tests/vectors`. Where they are missing the test fails.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file or folder of the vectors, which must be there.
#[track_caller]
pub fn at(name: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    present(&home.join(name)).unwrap_or_else(|e| panic!("{e}"))
}

/// A JSON file of the vectors.
#[track_caller]
pub fn json(name: &str) -> Value {
    let path = at(name);
    serde_json::from_slice(&fs::read(&path).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The belief vectors of a folder, by name, in order: at least one.
#[track_caller]
pub fn belief(name: &str) -> Vec<Case> {
    cases(&at(name)).unwrap_or_else(|e| panic!("{e}"))
}

/// A belief vector: a model, records and the forecasts that they give.
pub struct Case {
    pub name: String,
    pub model: PathBuf,
    pub records: PathBuf,
    pub expected: PathBuf,
}

impl Case {
    /// The records, or the forecasts expected, a line each.
    pub fn lines(path: &Path) -> Vec<Value> {
        let text = fs::read_to_string(path).unwrap();
        let line = |l| serde_json::from_str(l).unwrap();
        text.lines().map(line).collect()
    }
}

fn present(path: &Path) -> Result<PathBuf, String> {
    let filled = match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => fs::metadata(path).is_ok_and(|m| m.len() > 0),
    };
    let told = || {
        format!(
            "no reference vectors at {}: see tests/vectors/README.md",
            path.display()
        )
    };
    filled.then(|| path.to_owned()).ok_or_else(told)
}

fn cases(dir: &Path) -> Result<Vec<Case>, String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .map_err(|e| format!("{}: {e}", dir.display()))?
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some(name.strip_suffix(".model.json")?.to_owned())
        })
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(format!("no NAME.model.json in {}", dir.display()));
    }
    let case = |name: String| Case {
        model: dir.join(format!("{name}.model.json")),
        records: dir.join(format!("{name}.jsonl")),
        expected: dir.join(format!("{name}.expected.jsonl")),
        name,
    };
    Ok(names.into_iter().map(case).collect())
}

#[test]
fn a_missing_or_empty_folder_fails_and_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().to_owned(), dir.path().join("none")] {
        let said = present(&path).unwrap_err();
        assert!(said.contains(path.to_str().unwrap()), "{said}");
        assert!(cases(&path).is_err());
    }
    let file = dir.path().join("empty.json");
    fs::write(&file, "").unwrap();
    assert!(present(&file).is_err());
    assert!(present(dir.path()).is_ok());
    assert!(cases(dir.path()).err().unwrap().contains(".model.json"));
    fs::write(dir.path().join("one.model.json"), "{}").unwrap();
    assert_eq!(cases(dir.path()).unwrap()[0].name, "one");
}
