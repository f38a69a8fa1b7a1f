//! Starting again: beside a window that is open, after one that was closed, after one that failed.

use crate::session::{Home, Theme, Window};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A session bus of its own, ended with the test.
struct Bus(Child);

impl Bus {
    fn start() -> (Self, String) {
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is in the package dbus-daemon");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        (Self(bus), address.trim().to_owned())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks the program to end, as a log-out does, and waits until it has: the driver would kill it.
fn terminate(home: &Home) {
    let process = process_of(home).expect("the program runs");
    let id = process.file_name().unwrap();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    while process_of(home).as_ref() == Some(&process) {
        std::thread::yield_now();
    }
}

/// Where the kernel tells of the program with this data folder; `None`: none runs.
pub fn process_of(home: &Home) -> Option<PathBuf> {
    let folder = format!("BEDROCK_ROLE_DATA_DIR={}", home.path("data").display());
    let running = |process: &PathBuf| {
        let read = |name: &str| std::fs::read(process.join(name)).unwrap_or_default();
        let environment = String::from_utf8_lossy(&read("environ")).into_owned();
        // The kernel cuts a name at 15 characters.
        read("comm") == b"bedrock-role-wi\n" && environment.split('\0').any(|variable| variable == folder)
    };
    std::fs::read_dir("/proc").unwrap().filter_map(|entry| Some(entry.ok()?.path())).find(running)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_ends_and_leaves_the_first_window_as_it_was() {
    let (_bus, address) = Bus::start();
    let home = Home::empty().set("DBUS_SESSION_BUS_ADDRESS", &address);
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.find("rail-overview").await;
    let second = home.program().output().unwrap();
    assert!(second.status.success(), "it ends by itself: {second:?}");
    window.find("rail-overview").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_opens_as_large_as_it_was_closed() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.driver.set_window_rect(10, 20, 1111, 777).await.unwrap();
    window
        .wait_for("the window to take its size", async || {
            let rect = window.driver.get_window_rect().await.unwrap();
            ((rect.width, rect.height) == (1111, 777)).then_some(())
        })
        .await;
    terminate(&home);
    drop(window);
    let again = Window::open(&home, Theme::Light).await;
    let rect = again.driver.get_window_rect().await.unwrap();
    assert_eq!((rect.width, rect.height), (1111, 777));
    again.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_in_an_earlier_run_is_told_once() {
    let name = "data/crashes/2026-11-22T140211Z-1a2b.log";
    let home = Home::empty().file(name, "Bedrock Role Wizard\nat src-tauri/lib.rs:1:1\n");
    let window = Window::open(&home, Theme::Dark).await;
    let told = window.wait_for_text("notice", "failed in an earlier run").await;
    assert!(told.contains(&home.path(name).display().to_string()), "{told}");
    window.shot("failed-before").await;
    window.assert_accessible("a notice of an earlier failure").await;
    window.close().await;
    let again = Window::open(&home, Theme::Dark).await;
    again.find("try-sandbox").await;
    assert!(again.all("[data-testid=notice]").await.is_empty(), "told once");
    again.close().await;
}
