//! Zip archives: by their directory, or from front to back where that is missing.

use std::io::{self, Read, Seek};
use std::ops::ControlFlow;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;

use super::budget::Metered;
use super::opening::{Entry, Opening, Place};
use super::reading::{ReadSeek, failed};

/// Opens it.
pub(super) fn open(opening: &mut Opening<'_>, input: &mut dyn ReadSeek, at: &Place) -> ControlFlow<()> {
    match ZipArchive::new(&mut *input) {
        Ok(mut archive) => by_directory(opening, &mut archive, at),
        Err(error) => {
            let message = format!("its directory cannot be read: {error}");
            let problem = Problem::new("truncated-archive", message)
                .hint("its members were read from the front as far as they go; copy the archive again");
            opening.trouble(at.path.clone(), problem);
            from_front(opening, input, at)
        }
    }
}

fn by_directory<R: Read + Seek>(
    opening: &mut Opening<'_>,
    archive: &mut ZipArchive<R>,
    at: &Place,
) -> ControlFlow<()> {
    for index in 0..archive.len() {
        opening.count()?;
        let name = archive.name_for_index(index).and_then(Result::ok).map(std::borrow::Cow::into_owned);
        match archive.by_index(index) {
            Ok(mut file) => entry(opening, &mut file, at)?,
            Err(error) => {
                let path = opening.path(name.as_deref().unwrap_or_default(), at);
                opening.trouble(path, problem_of(&error));
            }
        }
    }
    ControlFlow::Continue(())
}

fn from_front(opening: &mut Opening<'_>, mut input: &mut dyn ReadSeek, at: &Place) -> ControlFlow<()> {
    if input.rewind().is_err() {
        return ControlFlow::Continue(());
    }
    // Its end has been told already: the directory would stand there.
    while let Ok(Some(mut file)) = read_zipfile_from_stream(&mut input) {
        opening.count()?;
        entry(opening, &mut file, at)?;
        // Dropping it skips what was not read, and the library expects no failure there.
        if io::copy(&mut (&mut file).take(opening.budget.allowed), &mut io::sink()).is_err() {
            break;
        }
    }
    ControlFlow::Continue(())
}

fn entry<R: Read>(opening: &mut Opening<'_>, file: &mut ZipFile<'_, R>, at: &Place) -> ControlFlow<()> {
    let name = file
        .name()
        .map_or_else(|_| String::from_utf8_lossy(file.name_raw()).into_owned(), std::borrow::Cow::into_owned);
    if file.is_dir() {
        return ControlFlow::Continue(());
    }
    if file.is_symlink() {
        let path = opening.path(&name, at);
        opening.trouble(path, Problem::new("link-not-followed", "links in archives are not followed"));
        return ControlFlow::Continue(());
    }
    let modified = file.last_modified().and_then(moment);
    let mut content = Metered { inner: file, budget: opening.budget };
    // What it says about its size may be a lie; the decoder knows where it ends.
    opening.entry(&Entry { path: &name, modified, size: None }, &mut content, at)?;
    ControlFlow::Continue(())
}

/// Zip writes local time without a zone. It is taken as UTC: it serves to find years, not hours.
fn moment(written: zip::DateTime) -> Option<Timestamp> {
    let number = |value: u8| i8::try_from(value).ok();
    let civil = DateTime::new(
        i16::try_from(written.year()).ok()?,
        number(written.month())?,
        number(written.day())?,
        number(written.hour())?,
        number(written.minute())?,
        number(written.second())?,
        0,
    );
    Timestamp::from_jiff(civil.ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn problem_of(error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Problem::new("encrypted-member", "it is encrypted and was not read")
                .hint("unpack it with its password and add what it holds")
        }
        ZipError::Io(error) => failed(0, error),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            Problem::new("unsupported-archive", error.to_string())
                .hint("unpack it with the program that made it and add what it holds")
        }
        _ => Problem::new("damaged-archive", error.to_string()),
    }
}
