//! A display of its own for each home: windows that are open at the same time take neither the focus
//! nor the clipboard from each other, and none comes up before whoever runs the tests.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// An X server without a screen to look at; dropping it ends it.
pub struct Display {
    server: Child,
    /// As `DISPLAY` has it: `:7`.
    pub name: String,
}

impl Display {
    /// Takes a number that is free, and is ready when it is told.
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is in the package xvfb");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb finds no free display");
        Self { name: format!(":{number}"), server }
    }

    /// A program that looks at this display.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment());
        command
    }

    /// What leads a program here, whatever display the tests themselves were started on.
    pub fn environment(&self) -> [(&'static str, &str); 3] {
        [("DISPLAY", &self.name), ("XAUTHORITY", "/dev/null"), ("WAYLAND_DISPLAY", "")]
    }

    /// What the clipboard holds.
    pub fn clipboard(&self) -> String {
        let pasted = self.command("xclip").args(["-selection", "clipboard", "-out"]).output();
        String::from_utf8(pasted.expect("xclip is in the package xclip").stdout).unwrap()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
