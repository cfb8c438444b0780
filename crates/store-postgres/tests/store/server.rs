//! A real PostgreSQL for one test: in a folder of its own, reached by a socket in it, stopped with the test.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A running PostgreSQL; stopped when it goes out of scope, also when the test fails.
pub struct Server {
    folder: TempDir,
    account: Option<Account>,
    running: Option<Child>,
}

/// Whom to run as: PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Server {
    /// Makes an empty database and starts it.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("pg").tempdir().expect("a folder");
        let account = Account::if_needed();
        if let Some(Account { user, group }) = account {
            chown(folder.path(), Some(user), Some(group)).expect("the folder is given to PostgreSQL");
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("the folder is closed");
        let mut server = Self { folder, account, running: None };
        let data = server.folder.path().join("data");
        let made = server
            .command("initdb")
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"])
            .arg("--pgdata")
            .arg(data)
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        server.resume();
        server
    }

    /// Starts it again where it was stopped, and waits until it answers.
    pub fn resume(&mut self) {
        let log = fs::File::create(self.folder.path().join("log")).expect("a log");
        let child = self
            .command("postgres")
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .arg("-k")
            .arg(self.folder.path())
            .args(["-c", "listen_addresses=", "-c", "fsync=on", "-c", "max_connections=60"])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("postgres starts");
        self.running = Some(child);
        for _ in 0..300 {
            let asked = self.command("pg_isready").arg("-h").arg(self.folder.path()).output();
            if asked.expect("pg_isready runs").status.success() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("PostgreSQL does not start: {}", self.log());
    }

    /// Stops it, breaking all connections, with its files left in order.
    pub fn stop(&mut self) {
        self.end(Signal::INT);
    }

    /// Stops it as a crash does: it must recover from its log when it starts again.
    pub fn crash(&mut self) {
        self.end(Signal::QUIT);
    }

    fn end(&mut self, signal: Signal) {
        let Some(mut child) = self.running.take() else { return };
        if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            // It may have ended by itself.
            let _ = kill_process(id, signal);
        }
        drop(child.wait());
    }

    /// How a program connects to a database in it; `postgres` and `template1` are there from the beginning.
    pub fn url(&self, database: &str) -> String {
        let socket = self.folder.path().to_str().expect("a plain path").replace('/', "%2F");
        format!("postgres://postgres@{socket}/{database}")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(programs().join(program));
        command.current_dir(self.folder.path());
        if let Some(Account { user, group }) = self.account {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Account {
    /// The account `postgres` if we are root.
    fn if_needed() -> Option<Self> {
        let number = |arguments: &[&str]| {
            let told = Command::new("id").args(arguments).output().expect("id runs");
            String::from_utf8_lossy(&told.stdout).trim().parse::<u32>().ok()
        };
        if number(&["-u"]) != Some(0) {
            return None;
        }
        let hint =
            "root needs an account `postgres` to run PostgreSQL as; Debian's package `postgresql` makes one";
        Some(Self {
            user: number(&["-u", "postgres"]).expect(hint),
            group: number(&["-g", "postgres"]).expect(hint),
        })
    }
}

/// Where the newest PostgreSQL of this machine has its programs.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max()
        .map(|version| Path::new("/usr/lib/postgresql").join(version.to_string()).join("bin"));
    let on_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
    };
    newest
        .or_else(on_path)
        .expect("these tests need PostgreSQL: install it, on Debian with `apt-get install postgresql`")
}
