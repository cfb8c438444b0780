//! Where things lie in the folder of a lake, and how a file gets there whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use postlude_evidence::Table;

use crate::Failure;

/// What unfinished files end with; whatever ends so may be removed when nobody writes.
pub(crate) const UNFINISHED: &str = "unfinished";

/// The folder of one lake.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
    // A lake that goes away with the program need not survive a power cut.
    durable: bool,
}

impl Folder {
    /// Creates what is missing.
    pub(crate) fn create(root: PathBuf, durable: bool) -> Result<Self, Failure> {
        let folder = Self { root, durable };
        let tables = Table::ALL.map(Table::name);
        for name in tables.into_iter().chain(["pattern", "sources", "objects", "journal"]) {
            let path = folder.root.join(name);
            fs::create_dir_all(&path).map_err(Failure::lake(&path))?;
        }
        let root = folder.root.canonicalize().map_err(Failure::lake(&folder.root))?;
        Ok(Self { root, ..folder })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn durable(&self) -> bool {
        self.durable
    }

    /// The Parquet file of a batch in a table's folder.
    pub(crate) fn segment(&self, table: &str, name: &str) -> PathBuf {
        self.root.join(table).join(format!("{name}.parquet"))
    }

    /// The same file for a query engine. Another place than the local disk would be named here.
    pub(crate) fn url(&self, table: &str, name: &str) -> String {
        let path = self.segment(table, name);
        // What would end the path of a URL; the engine escapes the rest.
        let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        format!("file://{path}")
    }

    pub(crate) fn manifests(&self) -> PathBuf {
        self.root.join("sources")
    }

    pub(crate) fn manifest(&self, batch: &str) -> PathBuf {
        self.manifests().join(format!("{batch}.json"))
    }

    pub(crate) fn object(&self, batch: &str) -> PathBuf {
        self.root.join("objects").join(batch)
    }

    pub(crate) fn journals(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(crate) fn journal(&self, batch: &str) -> PathBuf {
        self.journals().join(batch)
    }

    /// Writes a file under a temporary name and renames it.
    pub(crate) fn write_whole(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let write = || -> io::Result<()> {
            let unfinished = unfinished(path);
            let mut file = File::create(&unfinished)?;
            file.write_all(bytes)?;
            self.publish(&file, &unfinished, path)
        };
        write().map_err(Failure::lake(path))
    }

    /// Gives a complete file its name. Its bytes reach the disk first, so that a name never stands for less.
    pub(crate) fn publish(&self, file: &File, unfinished: &Path, path: &Path) -> io::Result<()> {
        if self.durable {
            file.sync_data()?;
        }
        fs::rename(unfinished, path)
    }

    /// Held while one ingest writes; given up when dropped, also by a killed process.
    pub(crate) fn lock(&self) -> Result<File, Failure> {
        let path = self.root.join("lock");
        let file = File::create(&path).map_err(Failure::lake(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Failure::Locked { path: self.root.clone() }),
            Err(TryLockError::Error(error)) => Err(Failure::lake(&path)(error)),
        }
    }
}

/// The temporary name of a file.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(UNFINISHED);
    name.into()
}
