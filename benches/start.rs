//! From process start to the first screen, against an empty Tauri window in the same run.
//!
//! `cargo build --release --example empty-window && cargo bench --bench start`
//!
//! Each program is started in turn under an Xvfb of its own, whose frame buffer is a file; a start
//! counts as "shown" when the frame buffer changes and as "first screen" when dark text stands on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs)]

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 40;
const WIDTH: usize = 1280;
const HEIGHT: usize = 900;
/// Pixels that differ from the window's ground before a screen counts as having text on it.
const TEXT: usize = 400;

struct Start {
    shown: Duration,
    text: Duration,
    memory: u64,
}

fn main() {
    let release = PathBuf::from(env!("CARGO_BIN_EXE_bedrock-role-wizard"));
    let empty = release.parent().unwrap().join("examples/empty-window");
    assert!(empty.exists(), "build it first: cargo build --release --example empty-window");
    let programs = [("empty window", empty), ("wizard", release)];
    let mut starts: [Vec<Start>; 2] = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (index, (_, program)) in programs.iter().enumerate() {
            let start = start(program);
            // The first round fills the page cache.
            if round > 0 {
                starts[index].push(start);
            }
        }
    }
    println!("{:<14}{:>12}{:>16}{:>14}", "median", "shown", "first screen", "PSS");
    let rows: Vec<[f64; 3]> = starts
        .iter()
        .map(|starts| {
            [
                median(starts.iter().map(|start| start.shown.as_secs_f64() * 1e3)),
                median(starts.iter().map(|start| start.text.as_secs_f64() * 1e3)),
                median(starts.iter().map(|start| start.memory as f64 / 1024.0)),
            ]
        })
        .collect();
    for ((name, _), [shown, text, memory]) in programs.iter().zip(&rows) {
        println!("{name:<14}{shown:>9.0} ms{text:>13.0} ms{memory:>11.0} MB");
    }
    let ratio = |column: usize| rows[1][column] / rows[0][column];
    println!("{:<14}{:>11.2}x{:>15.2}x{:>13.2}x", "ratio", ratio(0), ratio(1), ratio(2));
}

fn start(program: &Path) -> Start {
    let folder = tempfile::tempdir().unwrap();
    let (display, mut server) = xvfb(folder.path());
    let began = Instant::now();
    let mut child = Command::new(program)
        .env("DISPLAY", &display)
        .env("HOME", folder.path())
        .env("LC_ALL", "C.UTF-8")
        .env("BEDROCK_ROLE_DATA_DIR", folder.path().join("data"))
        .env("AWS_CONFIG_FILE", folder.path().join("config"))
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let frame = folder.path().join("Xvfb_screen0");
    let deadline = began + Duration::from_secs(30);
    let mut shown = None;
    let text = loop {
        assert!(Instant::now() < deadline, "{} shows nothing", program.display());
        let pixels = std::fs::read(&frame).unwrap_or_default();
        let (changed, different) = look(&pixels);
        if changed && shown.is_none() {
            shown = Some(began.elapsed());
        }
        if different > TEXT {
            break began.elapsed();
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let memory = memory(child.id());
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
    let _ = child.wait();
    let _ = server.kill();
    let _ = server.wait();
    Start { shown: shown.unwrap_or(text), text, memory }
}

/// An X server whose screen is a file; it says its display number when it is ready.
fn xvfb(folder: &Path) -> (String, Child) {
    use std::io::{BufRead, BufReader};
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", &format!("{WIDTH}x{HEIGHT}x24"), "-fbdir"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is in the package xvfb");
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (format!(":{}", line.trim()), server)
}

/// Whether anything is drawn, and how many pixels are far from the ground (the commonest colour).
fn look(file: &[u8]) -> (bool, usize) {
    let size = WIDTH * HEIGHT * 4;
    if file.len() < size {
        return (false, 0);
    }
    let pixels = &file[file.len() - size..];
    let mut counts = std::collections::HashMap::<[u8; 3], usize>::new();
    for pixel in pixels.chunks_exact(4).step_by(3) {
        *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
    }
    let changed = counts.len() > 1;
    let Some((ground, _)) =
        counts.iter().filter(|(colour, _)| **colour != [0, 0, 0]).max_by_key(|(_, count)| **count)
    else {
        return (false, 0);
    };
    let far = |colour: &[u8; 3]| colour.iter().zip(ground).any(|(a, b)| a.abs_diff(*b) > 96);
    let dark = counts.iter().filter(|(colour, _)| **colour != [0, 0, 0] && far(colour));
    (changed, dark.map(|(_, count)| count).sum())
}

/// Proportional memory in KiB of a process and all below it.
fn memory(root: u32) -> u64 {
    let output = Command::new("ps").args(["-e", "-o", "pid=,pgid="]).output().unwrap();
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split_whitespace().filter_map(|word| word.parse::<u32>().ok());
            Some((numbers.next()?, numbers.next()?))
        })
        .filter(|(_, group)| *group == root)
        .filter_map(|(pid, _)| std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok())
        .filter_map(|text| {
            let line = text.lines().find(|line| line.starts_with("Pss:"))?.to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .sum()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
