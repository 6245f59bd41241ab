//! What the rules look at: the files that people write, and the crates as cargo sees them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Result;

/// Folders that hold what programs made, not what people wrote.
const MADE: [&str; 4] = ["target", "node_modules", ".git", "output"];

/// The workspace at one moment.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
    pub(super) crates: Vec<Crate>,
    /// Every package the workspace builds from that is not its own.
    pub(super) packages: Vec<Package>,
}

/// A text file. Files that are not UTF-8 (pictures, fonts) are not here.
pub(super) struct File {
    /// From the root, with `/` between names.
    pub(super) path: String,
    pub(super) text: String,
}

/// A crate of the workspace.
pub(super) struct Crate {
    /// Its name in Cargo.toml.
    pub(super) name: String,
    /// Its folder from the root, such as `features/record`.
    pub(super) folder: String,
    pub(super) dependencies: Vec<Dependency>,
}

/// One line of a crate's dependency tables.
pub(super) struct Dependency {
    pub(super) name: String,
    /// From `[dev-dependencies]`.
    pub(super) only_for_tests: bool,
}

/// A package from outside.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    /// The SPDX expression, when the package states one.
    pub(super) licence: Option<String>,
}

impl Tree {
    /// Reads the files under `root`, and the crates from what `cargo metadata` printed.
    pub(super) fn read(root: &Path, metadata: &str) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let (crates, packages) = crates(&serde_json::from_str(metadata)?)?;
        Ok(Self {
            files,
            crates,
            packages,
        })
    }

    /// The file at this path from the root.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files whose names end so, such as `.rs`.
    pub(super) fn files_ending(&self, ending: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.ends_with(ending))
    }

    /// The crate that a file belongs to.
    pub(super) fn crate_of(&self, file: &File) -> Option<&Crate> {
        self.crates.iter().find(|krate| file.is_under(&krate.folder))
    }

    /// A tree of these files, for tests.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).into(),
                text: (*text).into(),
            })
            .collect();
        Self {
            files,
            ..Self::default()
        }
    }

    /// This tree with one more crate, named as its folder is, with these dependencies; for tests.
    #[cfg(test)]
    pub(super) fn with_crate(mut self, folder: &str, dependencies: &[&str]) -> Self {
        let name = format!("madrone-{}", folder.rsplit('/').next().unwrap());
        let dependencies = dependencies
            .iter()
            .map(|name| Dependency {
                name: (*name).into(),
                only_for_tests: false,
            })
            .collect();
        self.crates.push(Crate {
            name,
            folder: folder.into(),
            dependencies,
        });
        self
    }
}

impl File {
    /// Whether it stands somewhere under this folder.
    pub(super) fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// `PATH:LINE`, as terminals and editors make links of.
    pub(super) fn line(&self, number: usize) -> String {
        format!("{}:{number}", self.path)
    }

    /// Its lines with their numbers, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn collect(folder: &Path, prefix: &str, into: &mut Vec<File>) -> Result {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() && !MADE.contains(&name.as_str()) {
            collect(&entry.path(), &format!("{prefix}{name}/"), into)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            into.push(File {
                path: format!("{prefix}{name}"),
                text,
            });
        }
    }
    Ok(())
}

/// The workspace's own crates, and everybody else's packages.
fn crates(metadata: &Value) -> Result<(Vec<Crate>, Vec<Package>)> {
    let root = text(&metadata["workspace_root"])?;
    let members = list(&metadata["workspace_members"])?;
    let mut crates = Vec::new();
    let mut packages = Vec::new();
    for package in list(&metadata["packages"])? {
        if members.contains(&package["id"]) {
            crates.push(own_crate(package, &root)?);
        } else {
            packages.push(Package {
                name: text(&package["name"])?,
                version: text(&package["version"])?,
                licence: package["license"].as_str().map(str::to_owned),
            });
        }
    }
    Ok((crates, packages))
}

fn own_crate(package: &Value, root: &str) -> Result<Crate> {
    let manifest = text(&package["manifest_path"])?;
    let folder = manifest
        .strip_prefix(root)
        .and_then(|path| path.strip_suffix("/Cargo.toml"))
        .ok_or("a crate of the workspace stands outside it")?
        .trim_start_matches('/')
        .to_owned();
    let dependencies = list(&package["dependencies"])?
        .iter()
        .map(|line| {
            Ok(Dependency {
                name: text(&line["name"])?,
                only_for_tests: line["kind"] == "dev",
            })
        })
        .collect::<Result<_>>()?;
    Ok(Crate {
        name: text(&package["name"])?,
        folder,
        dependencies,
    })
}

fn text(value: &Value) -> Result<String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| "cargo metadata has an unexpected form".into())
}

fn list(value: &Value) -> Result<&Vec<Value>> {
    value
        .as_array()
        .ok_or_else(|| "cargo metadata has an unexpected form".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_crates_and_others_packages_are_told_apart() {
        let metadata = serde_json::json!({
            "workspace_root": "/w", "workspace_members": ["ours"],
            "packages": [
                { "id": "ours", "name": "madrone-home", "version": "0.1.0", "license": "Apache-2.0",
                  "manifest_path": "/w/features/home/Cargo.toml",
                  "dependencies": [{ "name": "insta", "kind": "dev" }, { "name": "askama", "kind": null }] },
                { "id": "theirs", "name": "askama", "version": "1.0.0", "license": "MIT",
                  "manifest_path": "/r/askama/Cargo.toml", "dependencies": [] },
            ]
        });
        let (crates, packages) = crates(&metadata).unwrap();
        assert_eq!(crates.len(), 1);
        assert_eq!(crates[0].folder, "features/home");
        assert!(crates[0].dependencies[0].only_for_tests && !crates[0].dependencies[1].only_for_tests);
        assert_eq!(packages[0].licence.as_deref(), Some("MIT"));
    }
}
