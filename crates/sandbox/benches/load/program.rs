//! The programs that are measured: started, asked until they answer, ended.

use crate::http::{Connection, signed};
use aws_credential_types::Credentials;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program and how it is started.
pub(crate) struct Program {
    pub(crate) name: String,
    /// `{port}` stands for the port.
    pub(crate) command: Vec<String>,
    /// Whether it says its keys on its first line, or takes any.
    speaks: bool,
}

/// A program that answers.
pub(crate) struct Running {
    child: Child,
    pub(crate) port: u16,
    pub(crate) account: String,
    /// Who assumes the roles.
    pub(crate) principal: String,
    pub(crate) admin: Credentials,
    pub(crate) assumer: Credentials,
    /// From the start to its first answer.
    pub(crate) answered_after: Duration,
}

impl Program {
    /// The sandbox, as it is shipped.
    pub(crate) fn sandbox() -> Self {
        // This file is run from `target/PROFILE/deps`.
        let here = std::env::current_exe().unwrap();
        let target =
            here.ancestors().nth(3).map(Path::to_path_buf).unwrap_or_else(|| PathBuf::from("target"));
        let program = target.join("release/bedrock-role").display().to_string();
        let rest = ["sandbox", "--port", "{port}", "--format", "json"].map(str::to_owned);
        Self { name: "sandbox".into(), command: [vec![program], rest.to_vec()].concat(), speaks: true }
    }

    /// `NAME=COMMAND`.
    pub(crate) fn peer(text: &str) -> Self {
        let (name, command) = text.split_once('=').expect("NAME=COMMAND");
        let command = command.split(' ').map(str::to_owned).collect();
        Self { name: name.to_owned(), command, speaks: false }
    }

    pub(crate) fn start(&self) -> Running {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let words: Vec<String> =
            self.command.iter().map(|word| word.replace("{port}", &port.to_string())).collect();
        let start = Instant::now();
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(if self.speaks { Stdio::piped() } else { Stdio::null() })
            .stderr(Stdio::null())
            // A group of its own, so that what it starts ends with it.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", words[0]));
        let any = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "load");
        let (mut account, mut principal) =
            ("123456789012".to_owned(), "arn:aws:iam::123456789012:root".into());
        let (mut admin, mut assumer) = (any.clone(), any);
        if self.speaks {
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let said: serde_json::Value = serde_json::from_str(&line).unwrap();
            let keys = |name: &str| {
                let text = |field: &str| said["identities"][name][field].as_str().unwrap().to_owned();
                Credentials::new(text("access_key_id"), text("secret_access_key"), None, None, "load")
            };
            (admin, assumer) = (keys("admin"), keys("gateway"));
            principal = said["identities"]["gateway"]["arn"].as_str().unwrap().to_owned();
            let arn = said["identities"]["admin"]["arn"].as_str().unwrap();
            account = arn.split(':').nth(4).unwrap().to_owned();
        }
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "{} does not answer", self.name);
            std::thread::sleep(Duration::from_micros(200));
        }
        let mut connection = Connection::new(port);
        connection.send(&signed(port, "sts", &admin, "Action=GetCallerIdentity&Version=2011-06-15"));
        assert!(connection.receive(), "{} refuses GetCallerIdentity", self.name);
        let answered_after = start.elapsed();
        Running { child, port, account, principal, admin, assumer, answered_after }
    }
}

impl Running {
    /// Resident memory of all its processes, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let of = |pid: u32| {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
            kibibytes.unwrap_or(0) * 1024
        };
        self.processes().into_iter().map(of).sum()
    }

    /// Processor time of all its processes so far.
    pub(crate) fn processor(&self) -> Duration {
        let of = |pid: u32| {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let after_name = stat.rsplit(')').next().unwrap_or_default().to_owned();
            let fields: Vec<u64> =
                after_name.split_whitespace().skip(11).take(2).flat_map(str::parse).collect();
            // Linux counts in hundredths of a second.
            Duration::from_millis(fields.iter().sum::<u64>() * 10)
        };
        self.processes().into_iter().map(of).sum()
    }

    fn processes(&self) -> Vec<u32> {
        let mut found = vec![self.child.id()];
        let mut next = 0;
        while let Some(pid) = found.get(next) {
            let children =
                std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
            found.extend(children.split_whitespace().flat_map(str::parse::<u32>));
            next += 1;
        }
        found
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for pid in self.processes() {
            let _ = Command::new("kill").arg("-KILL").arg(pid.to_string()).status();
        }
        let _ = self.child.wait();
    }
}
