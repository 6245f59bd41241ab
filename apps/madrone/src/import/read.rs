//! From a file to resources that are ready to be written.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use crossbeam_channel::Sender;
use flate2::bufread::MultiGzDecoder;
use madrone_chart::Prepared;

use super::files::{Format, Found};
use super::records::{Wrong, prepared};

/// The most lines of one transaction, and the most bytes.
const LINES: usize = 500;
const BYTES: usize = 4 << 20;

/// A part of a file, in its order.
pub(super) enum Part {
    /// Resources that are written together or not at all.
    Resources(Vec<Prepared>),
    /// What could not be read.
    Failed { place: String, why: String },
    /// The file holds no records, and was not named.
    Skipped(&'static str),
}

/// Nobody takes the parts any more.
pub(super) struct Left;

/// Reads a file and sends its parts.
pub(super) fn parts(found: &Found, out: &Sender<Part>) -> Result<(), Left> {
    let send = |part| out.send(part).map_err(|_| Left);
    let reader = match open(found) {
        Ok(reader) => reader,
        Err(why) => {
            return send(Part::Failed {
                place: "file".into(),
                why: why.to_string(),
            });
        }
    };
    match found.format {
        Format::Json => send(whole(found, reader)),
        Format::Lines => lines(reader, &send),
    }
}

/// The file, unpacked when its first bytes say that it is packed.
fn open(found: &Found) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(&found.path)?);
    let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

fn whole(found: &Found, mut reader: Box<dyn BufRead>) -> Part {
    let mut text = Vec::new();
    if let Err(why) = reader.read_to_end(&mut text) {
        return Part::Failed {
            place: "file".into(),
            why: why.to_string(),
        };
    }
    match prepared(&text) {
        Ok(resources) => Part::Resources(resources),
        Err(Wrong::NoResource) if !found.named => Part::Skipped("no FHIR resource; left out"),
        Err(wrong) => failed(None, wrong),
    }
}

fn failed(line: Option<usize>, wrong: Wrong) -> Part {
    let (place, why) = wrong.said();
    let place = match line {
        Some(line) if place.is_empty() => format!("line {line}"),
        Some(line) => format!("line {line}, {place}"),
        None if place.is_empty() => "JSON".to_owned(),
        None => place,
    };
    Part::Failed { place, why }
}

/// Each line for itself, many of them to a transaction.
fn lines(mut reader: Box<dyn BufRead>, send: &impl Fn(Part) -> Result<(), Left>) -> Result<(), Left> {
    let mut line = Vec::new();
    let mut gathered = Vec::new();
    let mut bytes = 0;
    for number in 1.. {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(why) => {
                send(Part::Failed {
                    place: format!("line {number}"),
                    why: why.to_string(),
                })?;
                break;
            }
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match prepared(&line) {
            Ok(resources) => {
                gathered.extend(resources);
                bytes += line.len();
            }
            Err(wrong) => send(failed(Some(number), wrong))?,
        }
        if gathered.len() >= LINES || bytes >= BYTES {
            send(Part::Resources(std::mem::take(&mut gathered)))?;
            bytes = 0;
        }
    }
    if gathered.is_empty() {
        Ok(())
    } else {
        send(Part::Resources(gathered))
    }
}
