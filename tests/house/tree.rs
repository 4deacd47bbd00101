//! The sources as modules, and the arrows between them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path as FilePath;

use super::path::{Path, paths};
use super::token::{Token, tokens, without_tests};

/// One source file without its tests.
pub struct File {
    pub path: String,
    pub module: Vec<String>,
    pub tokens: Vec<Token>,
    pub paths: Vec<Path>,
    /// Where in the paths a name is brought in.
    names: HashMap<String, usize>,
}

/// The source files by module.
pub struct Tree {
    files: BTreeMap<Vec<String>, File>,
    /// Every arrow from one file to another.
    pub arrows: Vec<Arrow>,
}

/// A path of the crate that one file names and another holds.
#[derive(Debug, Clone)]
pub struct Arrow {
    pub from: String,
    pub line: usize,
    /// The file that has what is named, seen through `pub use`.
    pub to: String,
    /// The path from the root of the crate.
    pub path: Vec<String>,
}

/// What a path leads to: a path from the root of the crate, or one of another crate.
pub enum Leads {
    Here(Vec<String>),
    Away(Vec<String>),
}

impl File {
    fn new(path: &str, module: Vec<String>, tokens: Vec<Token>) -> Self {
        let paths = paths(&tokens);
        let named = paths.iter().enumerate().rev();
        let names = named.filter_map(|(i, p)| Some((p.name.clone()?, i)));
        Self {
            path: path.to_owned(),
            names: names.collect(),
            module,
            tokens,
            paths,
        }
    }

    /// What is brought in under a name.
    fn brought(&self, name: &str) -> Option<&Path> {
        self.names.get(name).map(|i| &self.paths[*i])
    }

    pub fn room(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }
}

impl Tree {
    /// From paths like `src/desk/mod.rs` and their texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let (mut files, mut tests) = (BTreeMap::new(), Vec::new());
        let root = [("src/lib.rs", "")];
        for (path, text) in root.into_iter().chain(texts) {
            let module = module(path);
            let (tokens, only_tests) = without_tests(&tokens(text));
            tests.extend(only_tests.into_iter().map(|name| joined(&module, &[name])));
            files.insert(module.clone(), File::new(path, module, tokens));
        }
        files.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        let mut tree = Self {
            files,
            arrows: Vec::new(),
        };
        tree.arrows = tree.arrows();
        tree
    }

    /// Every source below a folder.
    pub fn read(root: &FilePath) -> Self {
        let texts = texts(root, "src");
        Self::of(texts.iter().map(|(p, t)| (p.as_str(), t.as_str())))
    }

    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    fn arrows(&self) -> Vec<Arrow> {
        let mut out = Vec::new();
        for file in self.files() {
            for path in &file.paths {
                let Leads::Here(named) = self.leads(file, path) else {
                    continue;
                };
                let to = self.holder(&named, 8).path.clone();
                if to != file.path {
                    out.push(Arrow {
                        from: file.path.clone(),
                        line: path.line,
                        to,
                        path: named,
                    });
                }
            }
        }
        out
    }

    /// Where a path written in a file leads.
    pub fn leads(&self, file: &File, path: &Path) -> Leads {
        match path.foreign {
            true => Leads::Away(path.words.clone()),
            false => self.expand(file, &path.words, 8),
        }
    }

    fn expand(&self, file: &File, words: &[String], patience: usize) -> Leads {
        let (first, rest) = match words.split_first() {
            Some(split) if patience > 0 => split,
            _ => return Leads::Away(words.to_vec()),
        };
        match first.as_str() {
            "crate" | "summit_ledger" => return Leads::Here(rest.to_vec()),
            "self" => return Leads::Here(joined(&file.module, rest)),
            "super" => return Leads::Here(above(&file.module, words)),
            _ => {}
        }
        let child = joined(&file.module, std::slice::from_ref(first));
        if self.files.contains_key(&child) {
            return Leads::Here(joined(&child, rest));
        }
        match file.brought(first).filter(|p| p.words != words) {
            Some(p) if p.foreign => Leads::Away(joined(&p.words, rest)),
            Some(p) => self.expand(file, &joined(&p.words, rest), patience - 1),
            None => Leads::Away(words.to_vec()),
        }
    }

    /// The file that holds what a path from the root names.
    fn holder(&self, path: &[String], patience: usize) -> &File {
        let deepest = (0..=path.len())
            .rev()
            .find(|n| self.files.contains_key(&path[..*n]));
        let deepest = deepest.unwrap_or(0);
        let file = &self.files[&path[..deepest]];
        let Some((name, rest)) = path[deepest..].split_first().filter(|_| patience > 0) else {
            return file;
        };
        let through = file
            .brought(name)
            .map(|p| self.expand(file, &joined(&p.words, rest), 8));
        match through {
            Some(Leads::Here(on)) if on != path => self.holder(&on, patience - 1),
            _ => file,
        }
    }
}

fn joined(stem: &[String], rest: &[String]) -> Vec<String> {
    [stem, rest].concat()
}

/// A path of `super`s from a module.
fn above(module: &[String], words: &[String]) -> Vec<String> {
    let up = words.iter().take_while(|w| *w == "super").count();
    let stem = module.len().saturating_sub(up);
    joined(&module[..stem], &words[up..])
}

/// The module of a file: `src/desk/mod.rs` and `src/desk.rs` are `desk`.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut words: Vec<String> = path.split('/').map(str::to_owned).collect();
    if matches!(words.last().map(String::as_str), Some("mod" | "lib")) {
        words.pop();
    }
    words
}

/// The Rust files below a folder, by their paths from the root.
pub fn texts(root: &FilePath, folder: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut names: Vec<_> = std::fs::read_dir(root.join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            out.extend(texts(root, &path));
        } else if path.ends_with(".rs") {
            let text = std::fs::read_to_string(root.join(&path)).unwrap();
            out.push((path, text));
        }
    }
    out
}
