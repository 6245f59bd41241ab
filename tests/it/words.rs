//! Spanish that is English: no message says the same in both languages but the few words that are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Words that both languages have.
const SAME: [&str; 6] = ["Final", "No", "PDF", "Plan", "Series", "Total"];

/// The messages of a Fluent file: each key with its text.
fn messages(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).expect("a file of words");
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.split_once(" ="), messages.last_mut()) {
            (_, Some((_, message))) if line.starts_with(' ') => message.push_str(line),
            (Some((key, value)), _) if !line.starts_with('#') => {
                messages.push((key.to_owned(), value.trim().to_owned()));
            }
            _ => {}
        }
    }
    messages.into_iter().collect()
}

/// Whether a message says anything besides what is put into it.
fn has_words(message: &str) -> bool {
    let mut depth = 0_usize;
    let outside = message.chars().filter(|letter| {
        depth += usize::from(*letter == '{');
        let is_outside = depth == 0;
        depth -= usize::from(*letter == '}' && depth > 0);
        is_outside
    });
    outside.filter(|letter| letter.is_alphabetic()).count() > 1
}

/// Every English file of words in these folders, and below them.
fn english(folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = folders;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with("en.ftl") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn no_message_in_spanish_is_english() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = english(
        ["apps", "features", "foundation"]
            .map(|folder| root.join(folder))
            .to_vec(),
    );
    assert!(files.len() > 5, "{files:?}");
    let mut same = Vec::new();
    for file in files {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .replace("en.ftl", "es.ftl");
        let spanish = messages(&file.with_file_name(name));
        for (key, message) in messages(&file) {
            if has_words(&message) && !SAME.contains(&message.as_str()) && spanish.get(&key) == Some(&message) {
                same.push(format!("{key} = {message}"));
            }
        }
    }
    assert!(same.is_empty(), "{same:#?}");
}
