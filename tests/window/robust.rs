//! A data folder that goes away, a disk that is full, two windows and a terminal at one folder: said on
//! the screen with what to do, nothing typed is lost, and it goes on by itself when the folder is back.

use crate::again::process_of;
use crate::session::{Home, Theme, Window};
use crate::steps::enter_the_sandbox;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The check that the temporary statement is in.
const STATEMENT: &str = "check-assume.temporary-statement";

/// The one setup's file.
fn setup_file(home: &Home) -> PathBuf {
    let files: Vec<PathBuf> = fs::read_dir(home.path("data/setups"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    file.clone()
}

/// Takes the folder of the setups away and lets nobody make another: root too is refused.
fn take_away(home: &Home) {
    fs::rename(home.path("data/setups"), home.path("data/away")).unwrap();
    fs::write(home.path("data/setups"), "").unwrap();
}

fn bring_back(home: &Home) {
    fs::remove_file(home.path("data/setups")).unwrap();
    fs::rename(home.path("data/away"), home.path("data/setups")).unwrap();
}

async fn at_the_role(home: &Home, theme: Theme) -> Window {
    let window = Window::open(home, theme).await;
    enter_the_sandbox(&window).await;
    window.click("rail-role").await;
    window.wait_for_attribute("save-state", "data-state", "saved").await;
    window
}

/// What a window manager sends when the frame's button is pressed. There is none here, and xdotool does
/// not send it.
const CLOSE: &str = "
import ctypes as c, sys
x = c.CDLL('libX11.so.6')
x.XOpenDisplay.restype = c.c_void_p
x.XInternAtom.restype = c.c_ulong
class Message(c.Structure):
    _fields_ = [('type', c.c_int), ('serial', c.c_ulong), ('sent', c.c_int), ('display', c.c_void_p),
                ('window', c.c_ulong), ('name', c.c_ulong), ('format', c.c_int), ('data', c.c_long * 5)]
class Event(c.Union):
    _fields_ = [('message', Message), ('room', c.c_long * 24)]
display, window = c.c_void_p(x.XOpenDisplay(None)), int(sys.argv[1])
atom = lambda name: x.XInternAtom(display, name, 0)
event = Event(message=Message(type=33, window=window, name=atom(b'WM_PROTOCOLS'), format=32))
event.message.data[0] = atom(b'WM_DELETE_WINDOW')
sys.exit(not (x.XSendEvent(display, c.c_ulong(window), 0, c.c_long(0), c.byref(event)) and x.XSync(display, 0)))
";

/// Closes the window as its frame's button does.
fn close_by_its_frame(home: &Home) {
    let id = process_of(home).expect("the program runs");
    let id = id.file_name().unwrap().to_str().unwrap().to_owned();
    let found = home
        .display
        .command("xdotool")
        .args(["search", "--all", "--onlyvisible", "--pid", &id, "--name", "Bedrock Role Wizard"])
        .output()
        .expect("xdotool is in the package xdotool");
    let found = String::from_utf8(found.stdout).unwrap();
    let window = found.lines().next().expect("the window is on the display");
    assert!(home.display.command("python3").args(["-c", CLOSE, window]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_that_goes_away_is_said_and_what_was_typed_is_written_when_it_is_back() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let home = Home::empty();
        let window = at_the_role(&home, theme).await;
        take_away(&home);
        window.fill("field-role_name", "typed-meanwhile").await;
        window.wait_for_attribute("save-state", "data-state", "failed").await;
        window.wait_for_text("save-state", "make the folder writable").await;
        window.shot(&format!("{name}-not-saved")).await;
        window.assert_accessible("a setup that cannot be saved").await;
        assert_eq!(window.value("field-role_name").await, "typed-meanwhile");
        bring_back(&home);
        // Nothing is typed, and nothing clicked.
        window.wait_for_attribute("save-state", "data-state", "saved").await;
        assert!(fs::read_to_string(setup_file(&home)).unwrap().contains("typed-meanwhile"));
        window.close().await;
    }
}

/// A home whose data folder is a disk of its own with room for a few small files; `None`: the system
/// lets nobody make one.
fn on_a_small_disk() -> Option<Home> {
    let home = Home::empty();
    let data = home.path("data");
    fs::create_dir(&data).unwrap();
    let may =
        |flags: &&str| Command::new("unshare").args([flags, "true"]).status().is_ok_and(|it| it.success());
    let flags = ["-rm", "-m"].into_iter().find(may)?;
    let mount = "mount -t tmpfs -o size=96k none \"$0\" && exec \"$@\"";
    let line = ["unshare", flags, "sh", "-c", mount].map(OsString::from);
    Some(home.started_by(line.into_iter().chain([data.into_os_string()]).collect()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_what_was_typed_is_written_when_there_is_room() {
    let Some(home) = on_a_small_disk() else {
        // Where nobody may mount a disk there is none to fill; the build server must be able to.
        assert!(std::env::var_os("CI").is_none(), "no disk could be mounted");
        return;
    };
    let window = at_the_role(&home, Theme::Light).await;
    // The disk is mounted for the program alone: its own way there.
    let data = home.path("data");
    let there = process_of(&home).unwrap().join("root").join(data.strip_prefix("/").unwrap());
    let filler = there.join("filler");
    let full = fs::write(&filler, vec![0; 1 << 20]).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    window.fill("field-role_name", "typed-meanwhile").await;
    window.wait_for_attribute("save-state", "data-state", "failed").await;
    window.wait_for_text("save-state", "free some space").await;
    window.shot("disk-full").await;
    assert_eq!(window.value("field-role_name").await, "typed-meanwhile");
    fs::remove_file(filler).unwrap();
    window.wait_for_attribute("save-state", "data-state", "saved").await;
    let setups = fs::read_dir(there.join("setups")).unwrap().map(|entry| entry.unwrap().path());
    let texts: Vec<String> = setups.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(texts.len() == 1 && texts[0].contains("typed-meanwhile"), "nothing else is left: {texts:?}");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_would_lose_what_was_typed_says_so_before_it_closes() {
    let home = Home::empty();
    let window = at_the_role(&home, Theme::Light).await;
    take_away(&home);
    window.fill("field-role_name", "typed-meanwhile").await;
    window.wait_for_attribute("save-state", "data-state", "failed").await;
    close_by_its_frame(&home);
    window.wait_for_text("crash", "The window is still open").await;
    window.shot("still-open").await;
    window.assert_accessible("a window that stays open").await;
    bring_back(&home);
    window.wait_for_attribute("save-state", "data-state", "saved").await;
    close_by_its_frame(&home);
    while process_of(&home).is_some() {
        tokio::task::yield_now().await;
    }
    assert!(fs::read_to_string(setup_file(&home)).unwrap().contains("typed-meanwhile"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_a_place_for_its_record_is_not_made_and_goes_when_there_is_one() {
    let home = Home::empty();
    let window = at_the_role(&home, Theme::Light).await;
    fs::write(home.path("data/undo-sandbox"), "").unwrap();
    window.click("rail-permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    window.click("apply").await;
    let told = window.wait_for_text("create-fault", "undo record").await;
    assert!(told.contains("has space"), "what to do: {told}");
    window.shot("no-place-for-a-record").await;
    fs::remove_file(home.path("data/undo-sandbox")).unwrap();
    window.click("show-plan").await;
    window.wait_for_text("plan", "Create the role").await;
    window.click("apply").await;
    window.find("applied").await;

    fs::rename(home.path("data/undo-sandbox"), home.path("data/undo-away")).unwrap();
    fs::write(home.path("data/undo-sandbox"), "").unwrap();
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.wait_for_attribute(STATEMENT, "data-status", "failed").await;
    let told = window.wait_for_text(STATEMENT, "undo record").await;
    assert!(told.contains("has space"), "what to do: {told}");
    window.shot("no-place-for-a-test").await;
    fs::remove_file(home.path("data/undo-sandbox")).unwrap();
    window.click("verify-run").await;
    window.wait_for_attribute(STATEMENT, "data-status", "passed").await;
    window.wait_for_attribute("check-assume.refused-again", "data-status", "passed").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_write_one_setup_lose_nothing_and_say_so() {
    let home = Home::empty();
    let first = at_the_role(&home, Theme::Light).await;
    // There is no session bus, so the second start does not find the first.
    let second = Window::open(&home, Theme::Dark).await;
    let id = setup_file(&home).file_stem().unwrap().to_str().unwrap().to_owned();
    second.click(&format!("setup-{id}")).await;
    second.click("rail-role").await;
    second.fill("field-role_name", "typed-in-the-second").await;
    second.wait_for_attribute("save-state", "data-state", "saved").await;
    first.fill("field-role_name", "typed-in-the-first").await;
    let told = first.wait_for_text("crash", "Another window").await;
    let beside = setup_file(&home).with_extension("other-window");
    assert!(told.contains(&beside.display().to_string()), "{told}");
    first.shot("two-windows").await;
    first.wait_for_attribute("save-state", "data-state", "saved").await;
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    assert!(read(&setup_file(&home)).contains("typed-in-the-first"));
    assert!(read(&beside).contains("typed-in-the-second"), "nothing is lost");
    second.close().await;
    first.close().await;
}
