//! A real window of the real program, driven through WebKitWebDriver.

use crate::display::Display;
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, Key};

/// How long a condition may take on a busy machine before the test fails.
const PATIENCE: Duration = Duration::from_secs(40);

/// How often a condition is looked at: what looks without a pause keeps the window from its work.
const LOOK_EVERY: Duration = Duration::from_millis(20);

const COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// The pictures that the README and the guides show.
const IN_THE_DOCS: [&str; 10] = [
    "light-welcome",
    "light-0-overview",
    "light-2-role",
    "light-3-plan",
    "light-4-dashboard",
    "light-5-verify-passed",
    "dark-5-verify-passed",
    "light-report",
    "scene-model-access",
    "scene-no-external-id-condition",
];

/// WebDriver's code of the Enter key: a line end as a character types nothing.
const ENTER: &str = "\u{E007}";

/// How the window is to look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// What a window starts with: its data folder, its display and its environment.
pub struct Home {
    folder: TempDir,
    pub display: Display,
    environment: Vec<(&'static str, OsString)>,
    /// What starts the driver, and the program with it.
    started_by: Vec<OsString>,
}

impl Home {
    /// Nothing saved, no AWS profile.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name).into_os_string();
        let environment = vec![
            ("HOME", inside("")),
            ("BEDROCK_ROLE_DATA_DIR", inside("data")),
            ("AWS_CONFIG_FILE", inside("aws-config")),
            ("AWS_SHARED_CREDENTIALS_FILE", inside("aws-credentials")),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
            // Whatever language the tests are started in.
            ("LC_ALL", "C.UTF-8".into()),
            // Nobody's keychain is touched.
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus".into()),
        ];
        let display = Display::start();
        Self { folder, display, environment, started_by: Vec::new() }
    }

    /// A file in the home folder: `aws-config`, `data/setups/x.json`.
    pub fn file(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub fn set(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// A program that starts another: its line, to which the other's is added.
    pub fn started_by(mut self, line: Vec<OsString>) -> Self {
        self.started_by = line;
        self
    }

    fn driver(&self) -> Command {
        let mut line = self.started_by.iter().cloned().chain([OsString::from("WebKitWebDriver")]);
        let mut command = Command::new(line.next().unwrap());
        command.args(line);
        command
    }

    /// The program as this home's user starts it.
    pub fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bedrock-role-wizard"));
        command
            .envs(self.display.environment())
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A script that goes before the system's program of that name.
    pub fn instead_of(self, name: &str, script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let home = self.file(&format!("bin/{name}"), script);
        std::fs::set_permissions(home.path(&format!("bin/{name}")), PermissionsExt::from_mode(0o755))
            .unwrap();
        let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap());
        home.set("PATH", &path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// An open window. Ended, with its driver, when it is dropped.
pub struct Window {
    pub driver: WebDriver,
    process: Child,
    /// How many times larger than usual everything is.
    zoom: u32,
}

impl Window {
    pub async fn open(home: &Home, theme: Theme) -> Self {
        Self::open_enlarged(home, theme, 1).await
    }

    /// With the system's text so many times as large: WebKitGTK enlarges the whole page with it.
    pub async fn open_enlarged(home: &Home, theme: Theme, zoom: u32) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = home.driver();
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".into()])
            .envs(home.display.environment())
            .envs(home.environment.iter().map(|(name, value)| (name, value)))
            .env("GTK_THEME", if theme == Theme::Dark { "Adwaita:dark" } else { "Adwaita" })
            .env("GDK_DPI_SCALE", zoom.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        // WebKitWebDriver's pictures hang where WebKit does not composite, as the program chooses on a
        // machine without a GPU. A choice made in the environment goes first.
        if std::env::var_os(COMPOSITING).is_none() {
            command.env(COMPOSITING, "0");
        }
        for inherited in ["AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            command.env_remove(inherited);
        }
        let process = command.spawn().expect("WebKitWebDriver is in the package webkit2gtk-driver");
        let driver_is_up = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(Instant::now() < driver_is_up, "WebKitWebDriver does not listen");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let mut capabilities = Capabilities::new();
        capabilities
            .set(
                "webkitgtk:browserOptions",
                serde_json::json!({ "binary": env!("CARGO_BIN_EXE_bedrock-role-wizard") }),
            )
            .unwrap();
        // A program that crashes at its start would leave the driver waiting for ever.
        let driver =
            tokio::time::timeout(PATIENCE, WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities))
                .await
                .expect("the window opens")
                .unwrap();
        Self { driver, process, zoom }
    }

    /// Closes the window and its driver.
    pub async fn close(self) {
        self.driver.clone().quit().await.unwrap();
    }

    /// The element with this `data-testid`, once it is shown.
    pub async fn find(&self, testid: &str) -> WebElement {
        self.driver
            .query(By::Css(format!("[data-testid='{testid}']")))
            .wait(PATIENCE, LOOK_EVERY)
            .and_displayed()
            .first()
            .await
            .unwrap_or_else(|error| panic!("no `{testid}` is shown: {error}"))
    }

    /// The elements that match now.
    pub async fn all(&self, css: &str) -> Vec<WebElement> {
        self.driver.find_all(By::Css(css)).await.unwrap()
    }

    pub async fn click(&self, testid: &str) {
        let element = self.find(testid).await;
        element.wait_until().wait(PATIENCE, LOOK_EVERY).enabled().await.unwrap();
        self.press(&element).await;
    }

    async fn press(&self, element: &WebElement) {
        element.scroll_into_view().await.unwrap();
        // A click goes to where it stood: what comes in above would move it away.
        let mut stood = None;
        self.wait_for("it to stand still", async || {
            self.frames().await;
            let now = element.rect().await.unwrap();
            let now = (now.x.to_bits(), now.y.to_bits());
            (stood.replace(now) == Some(now)).then_some(())
        })
        .await;
        if self.zoom == 1 {
            element.click().await.unwrap();
        } else {
            // WebKitWebDriver points where it would be without the zoom.
            let script = "arguments[0].focus(); arguments[0].click();";
            self.driver.execute(script, vec![element.to_json().unwrap()]).await.unwrap();
        }
    }

    /// Takes one of a few that stand side by side: the radio button itself is out of sight.
    pub async fn pick(&self, testid: &str) {
        let label = self
            .driver
            .query(By::Css(format!("label:has([data-testid='{testid}'])")))
            .wait(PATIENCE, LOOK_EVERY)
            .and_displayed()
            .first()
            .await
            .unwrap();
        self.press(&label).await;
    }

    /// Replaces what a field holds, as a person would: select all, type.
    pub async fn fill(&self, testid: &str, text: &str) {
        let field = self.find(testid).await;
        self.press(&field).await;
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(Key::Backspace + "").await.unwrap();
        field.send_keys(text.replace('\n', ENTER)).await.unwrap();
    }

    pub async fn value(&self, testid: &str) -> String {
        self.find(testid).await.prop("value").await.unwrap().unwrap_or_default()
    }

    pub async fn text(&self, testid: &str) -> String {
        self.find(testid).await.text().await.unwrap()
    }

    pub async fn attribute(&self, testid: &str, name: &str) -> String {
        self.find(testid).await.attr(name).await.unwrap().unwrap_or_default()
    }

    /// Waits until an element's text holds `wanted`, and gives the text.
    pub async fn wait_for_text(&self, testid: &str, wanted: &str) -> String {
        self.wait_for(&format!("`{testid}` to say `{wanted}`"), async || {
            let text = self.text(testid).await;
            text.contains(wanted).then_some(text)
        })
        .await
    }

    /// Waits until an element's attribute is `wanted`.
    pub async fn wait_for_attribute(&self, testid: &str, name: &str, wanted: &str) {
        self.wait_for(&format!("`{testid}` to have {name}=`{wanted}`"), async || {
            (self.attribute(testid, name).await == wanted).then_some(())
        })
        .await;
    }

    /// Waits for a condition, looking again and again.
    pub async fn wait_for<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Writes a picture of the window to `tests/shots/NAME.png`; with `UPDATE_SHOTS` set, those that
    /// the documents show to `docs/images` too.
    pub async fn shot(&self, name: &str) {
        self.frames().await;
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("tests/shots")];
        if std::env::var_os("UPDATE_SHOTS").is_some() && IN_THE_DOCS.contains(&name) {
            folders.push(root.join("docs/images"));
        }
        for folder in folders {
            let file = folder.join(format!("{name}.png"));
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            self.driver.screenshot(&file).await.unwrap();
        }
    }

    /// What the window shows, as a PNG in Base64, once what was just changed is drawn.
    pub async fn png(&self) -> String {
        self.frames().await;
        self.driver.screenshot_as_png_base64().await.unwrap()
    }

    /// What was just changed is drawn by the frame after the next.
    pub async fn frames(&self) {
        let frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        self.driver.execute_async(frames, vec![]).await.unwrap();
    }

    /// Makes the window so large, and waits until its screen is laid out for that.
    pub async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.unwrap();
        self.wait_for(&format!("a window of {width} by {height}"), async || {
            let size = self.driver.execute("return [innerWidth, innerHeight];", vec![]).await.unwrap();
            (size.convert::<[u32; 2]>().unwrap() == [width / self.zoom, height / self.zoom]).then_some(())
        })
        .await;
        self.frames().await;
    }

    /// Brings an element into the middle of the view, or the start of the screen.
    pub async fn show(&self, testid: Option<&str>) {
        let script = "const [id] = arguments;
            const element = id && document.querySelector(`[data-testid='${id}']`);
            if (element) element.scrollIntoView({ block: element.clientHeight > innerHeight * 0.7 ? 'start' : 'center' });
            else for (const e of document.querySelectorAll('main, dialog')) e.scrollTo({ top: 0 });";
        self.driver.execute(script, vec![testid.into()]).await.unwrap();
        self.frames().await;
    }

    /// Brings axe into the page, once.
    async fn bring_axe(&self) {
        let there = self.driver.execute("return typeof axe === 'object';", vec![]).await.unwrap();
        if there.convert::<bool>().unwrap() {
            return;
        }
        let axe = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(axe).expect("axe-core is among the screens' packages");
        self.driver.execute(source, vec![]).await.unwrap();
    }

    /// Fails on any violation that axe finds on the screen as it is.
    pub async fn assert_accessible(&self, screen: &str) {
        let violations = self.violations().await;
        assert!(violations.is_empty(), "{screen}:\n{}", violations.join("\n"));
    }

    /// What axe finds on the screen as it is.
    pub async fn violations(&self) -> Vec<String> {
        self.bring_axe().await;
        let found = self
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, { resultTypes: ['violations'] }).then(
                   (result) => done(result.violations.map((v) =>
                     `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html + ' ' + n.failureSummary).join(' | ')}`)),
                   (error) => done([String(error)]));",
                vec![],
            )
            .await
            .unwrap();
        found.convert().unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver and the program are one process group: nothing of a failed test stays behind.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}
