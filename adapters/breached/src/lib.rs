//! Lists of passwords that were found in breaches: the one that is built into the program, and files as the public services
//! give them out.
//!
//! What never enters: the password itself. It comes as its SHA-1, and nothing is asked of anybody outside.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use madrone_ports::BreachedPasswords;

/// How many bytes of each SHA-1 the built-in list keeps: with half a million passwords, one of two million others is
/// taken for one of them.
pub const KEPT: usize = 5;

/// The list that is built in: the first [`KEPT`] bytes of each SHA-1, sorted.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn(pub &'static [u8]);

impl BreachedPasswords for BuiltIn {
    fn holds(&self, sha1: &[u8; 20]) -> io::Result<bool> {
        let (entries, _) = self.0.as_chunks::<KEPT>();
        Ok(entries.binary_search_by(|entry| entry[..].cmp(&sha1[..KEPT])).is_ok())
    }
}

/// A file of lines `SHA1:COUNT`, sorted by the SHA-1 in capital hexadecimal digits: what Pwned Passwords gives out,
/// ordered by hash. It is searched where it lies, however large it is.
#[derive(Debug)]
pub struct SortedFile {
    file: Mutex<File>,
    length: u64,
}

/// No line is longer.
const LINE: usize = 100;

impl SortedFile {
    /// Opens the file.
    ///
    /// # Errors
    /// When it cannot be read, or its first line is none of such a list.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let list = Self {
            file: Mutex::new(file),
            length,
        };
        let (_, first) = list.line_at(0)?;
        sha1_of(&first)?;
        Ok(list)
    }

    /// The first whole line that begins at `from` or later, with where it begins; empty behind the last one.
    fn line_at(&self, from: u64) -> io::Result<(u64, String)> {
        // One byte earlier, so that a line that begins just there is seen to.
        let start = from.saturating_sub(1);
        let mut read = Vec::with_capacity(2 * LINE);
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(start))?;
            file.by_ref().take(2 * LINE as u64).read_to_end(&mut read)?;
        }
        let skipped = if from == 0 {
            0
        } else {
            read.iter()
                .position(|byte| *byte == b'\n')
                .map_or(read.len(), |at| at + 1)
        };
        let line = read[skipped..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        let begins = start + u64::try_from(skipped).unwrap_or_default();
        Ok((begins, String::from_utf8_lossy(line).trim_end().to_owned()))
    }
}

/// The SHA-1 that a line begins with.
fn sha1_of(line: &str) -> io::Result<[u8; 20]> {
    let mut sha1 = [0; 20];
    for (at, byte) in sha1.iter_mut().enumerate() {
        let digits = line.get(2 * at..2 * at + 2);
        let read = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        *byte = read.ok_or_else(|| {
            let why = "a line does not begin with a SHA-1 of 40 hexadecimal digits";
            io::Error::new(io::ErrorKind::InvalidData, why)
        })?;
    }
    Ok(sha1)
}

impl BreachedPasswords for SortedFile {
    fn holds(&self, sha1: &[u8; 20]) -> io::Result<bool> {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = low + (high - low) / 2;
            let (begins, line) = self.line_at(middle)?;
            // Behind the last line, there is nothing to compare with.
            let order = if line.is_empty() {
                Ordering::Greater
            } else {
                sha1_of(&line)?.cmp(sha1)
            };
            match order {
                Ordering::Equal => return Ok(true),
                Ordering::Greater => high = middle,
                Ordering::Less => low = begins + 1,
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use madrone_harness::ScratchFolder;

    use super::*;

    fn sha1(first: u8) -> [u8; 20] {
        let mut sha1 = [0x5a; 20];
        sha1[0] = first;
        sha1
    }

    fn line(sha1: [u8; 20], count: u32) -> String {
        let hash = sha1
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02X}"));
        format!("{hash}:{count}\r\n")
    }

    #[test]
    fn every_line_of_a_file_is_found_and_nothing_between() {
        let folder = ScratchFolder::new("breached");
        let path = folder.join("list.txt");
        let text: String = (0..100)
            .map(|at| line(sha1(at * 2 + 1), 10_u32.pow(u32::from(at % 9))))
            .collect();
        fs::write(&path, text).unwrap();
        let list = SortedFile::open(&path).unwrap();
        for first in 0..=255 {
            let is_listed = first % 2 == 1 && first < 200;
            assert_eq!(list.holds(&sha1(first)).unwrap(), is_listed, "{first}");
        }
    }

    #[test]
    fn a_file_of_one_line_and_one_without_a_last_break_are_searched() {
        let folder = ScratchFolder::new("breached");
        let path = folder.join("list.txt");
        fs::write(&path, line(sha1(7), 1)).unwrap();
        assert!(SortedFile::open(&path).unwrap().holds(&sha1(7)).unwrap());
        let text = line(sha1(7), 1) + line(sha1(9), 1).trim_end();
        fs::write(&path, text).unwrap();
        let list = SortedFile::open(&path).unwrap();
        assert!(list.holds(&sha1(9)).unwrap() && !list.holds(&sha1(8)).unwrap());
    }

    #[test]
    fn what_is_no_such_list_is_refused() {
        let folder = ScratchFolder::new("breached");
        let path = folder.join("list.txt");
        assert!(SortedFile::open(&path).is_err());
        fs::write(&path, "password\nletmein\n").unwrap();
        assert!(
            SortedFile::open(&path)
                .unwrap_err()
                .to_string()
                .contains("40 hexadecimal digits")
        );
    }

    #[test]
    fn the_built_in_list_is_searched_by_the_beginning_of_each_hash() {
        static LIST: [u8; 10] = [1, 0x5a, 0x5a, 0x5a, 0x5a, 3, 0x5a, 0x5a, 0x5a, 0x5a];
        let found: Vec<bool> = (0..5)
            .map(|first| BuiltIn(&LIST).holds(&sha1(first)).unwrap())
            .collect();
        assert_eq!(found, [false, true, false, true, false]);
    }
}
