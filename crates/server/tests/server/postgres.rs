//! A real PostgreSQL for one test, in a folder of its own, reached by a socket in it.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use tempfile::TempDir;

/// A PostgreSQL; stopped when it goes out of scope, also when the test fails.
pub struct Server {
    folder: TempDir,
    /// User and group to run as: it refuses to run as root.
    account: Option<(u32, u32)>,
}

impl Server {
    /// Makes an empty database and starts it.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        let account = (number("-u", "").unwrap() == 0).then(|| {
            let hint = "root needs an account `postgres`, which Debian's package `postgresql` makes";
            (number("-u", "postgres").expect(hint), number("-g", "postgres").expect(hint))
        });
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let server = Self { folder, account };
        server.run(
            "initdb",
            &["-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N"],
        );
        server.resume();
        server
    }

    /// Starts it, again or for the first time, and waits until it answers.
    pub fn resume(&self) {
        let options =
            format!("-k {} -c listen_addresses= -c max_connections=60", self.folder.path().display());
        self.run("pg_ctl", &["start", "-w", "-D", "data", "-l", "log", "-o", &options]);
    }

    /// Stops it, breaking all connections, with its files left in order.
    pub fn stop(&self) {
        self.run("pg_ctl", &["stop", "-w", "-D", "data", "-m", "fast"]);
    }

    /// Stops it as a crash does: it must recover from its log when it starts again.
    pub fn crash(&self) {
        self.run("pg_ctl", &["stop", "-w", "-D", "data", "-m", "immediate"]);
    }

    /// Lets nobody write into a table until it is let go.
    pub fn hold(&self, table: &str) -> Held {
        let mut command = self.command("psql", &["-X", "-q", "-A", "-t", "-U", "postgres", "-h"]);
        command.arg(self.folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let statements = format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE; SELECT 'held';\n");
        child.stdin.as_mut().unwrap().write_all(statements.as_bytes()).unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "held");
        Held(child)
    }

    /// How a program connects to it.
    pub fn url(&self) -> String {
        let socket = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{socket}/postgres")
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(programs().join(program));
        command.args(arguments).current_dir(self.folder.path());
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        // Not `output`: the server would hold the pipe open.
        let told = fs::File::create(self.folder.path().join("told")).unwrap();
        let status = self.command(program, arguments).stdout(told.try_clone().unwrap()).stderr(told).status();
        let told = fs::read_to_string(self.folder.path().join("told")).unwrap_or_default();
        assert!(status.unwrap().success(), "{program}: {told}");
    }
}

/// A table cannot be written into as long as this lives.
pub struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be stopped already.
        drop(self.command("pg_ctl", &["stop", "-D", "data", "-m", "immediate"]).output());
    }
}

/// The number of an account, this one's if it has no name.
fn number(kind: &str, name: &str) -> Option<u32> {
    let arguments = [kind, name];
    let told = Command::new("id").args(arguments.iter().filter(|word| !word.is_empty())).output().unwrap();
    String::from_utf8_lossy(&told.stdout).trim().parse().ok()
}

/// Where the newest PostgreSQL of this machine has its programs.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let numbers = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let newest = numbers.max().map(|version| format!("/usr/lib/postgresql/{version}/bin").into());
    let on_path = || {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
    };
    newest.or_else(on_path).expect("these tests need PostgreSQL: on Debian `apt-get install postgresql`")
}
