//! Running other programs, with failures said in a sentence.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Result;

/// Runs a command with our own input and output, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command
        .status()
        .map_err(|why| format!("{} does not start: {why}", words(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", words(command)).into())
    }
}

/// Runs a command, keeping its output to itself, and returns what it printed. A failure quotes what it said.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|why| format!("{} does not start: {why}", words(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} failed ({}):\n{}", words(command), output.status, said.trim()).into())
}

/// The command as somebody would type it.
fn words(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where on the path the first of these programs is.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}
