//! One role in many accounts, in the real window against the embedded sandbox: its organization's
//! accounts, with no account of one's own. And a list that is dropped.

use crate::session::{Home, Theme, Window};
use onboarding::Pack;
use onboarding::rollout::{Rollout, as_csv, table};
use thirtyfour::Key;

/// The accounts of the sandbox's organization, its management account first.
pub const MANAGEMENT: &str = "123456789012";
const MEMBERS: [&str; 4] = ["222222222222", "333333333333", "444444444444", "555555555555"];

/// A new rollout in the sandbox, with the organization's accounts.
pub async fn of_the_organization(window: &Window) {
    window.click("many-accounts").await;
    window.click("many-sandbox").await;
    window.wait_for_text("identity", MANAGEMENT).await;
    take_the_organization(window).await;
}

/// The organization's accounts, in the rollout that is open.
pub async fn take_the_organization(window: &Window) {
    window.click("list-organization").await;
    window.wait_for_text("list-found", "5 accounts found").await;
    window.click("list-take").await;
    window.wait_for_text("list-summary", "5 accounts came").await;
}

pub async fn deploy(window: &Window, over: &str) {
    window.click("deploy").await;
    window.click("ask-yes").await;
    window.wait_for_text("work-over", over).await;
}

/// Chooses every account and takes it out, with these options.
async fn remove_all(window: &Window, options: &[&str], over: &str) {
    if window.find("choose-all").await.prop("checked").await.unwrap().as_deref() != Some("true") {
        window.click("choose-all").await;
    }
    window.click("remove").await;
    for option in options {
        window.click(option).await;
    }
    window.click("ask-yes").await;
    window.wait_for_text("work-over", over).await;
}

/// The one rollout of a home.
fn saved(home: &Home) -> Rollout {
    let mut files = std::fs::read_dir(home.path("data/rollouts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let rollout = Rollout::from_json(&std::fs::read_to_string(files.next().unwrap()).unwrap()).unwrap();
    assert!(files.next().is_none(), "one rollout was made");
    rollout
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organizations_accounts_get_their_roles_pass_every_check_and_are_left_as_they_were() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    of_the_organization(&window).await;
    window.click("plan-show").await;
    window.wait_for_text("plan-lines", "5 accounts get the role").await;
    deploy(&window, "Deployed in 5 accounts.").await;
    for account in MEMBERS.iter().chain([&MANAGEMENT]) {
        window.wait_for_text(&format!("row-{account}"), "Done").await;
    }
    window.wait_for_text("plan-status", "Nothing to do").await;
    window.click("check-all").await;
    window.wait_for_text("work-over", "Checked 5 accounts: all passed.").await;
    for account in MEMBERS.iter().chain([&MANAGEMENT]) {
        window.wait_for_text(&format!("row-{account}"), "Passed").await;
    }
    window.shot("light-rollout-sandbox-passed").await;
    window.assert_accessible("rollout: all passed in the sandbox").await;

    // What is copied is the table that the CLI prints, and a list that the field reads again.
    window.click("copy-table").await;
    window.wait_for_attribute("copy-table", "data-state", "copied").await;
    window.click("list-change").await;
    let area = window.find("list-text").await;
    area.focus().await.unwrap();
    area.send_keys(Key::Control + "a").await.unwrap();
    area.send_keys(Key::Control + "v").await.unwrap();
    window
        .wait_for("what was copied", async || {
            window.value("list-text").await.contains("aws_external_id").then_some(())
        })
        .await;
    let rows = as_csv(&table(&saved(&home), &Pack::embedded(), None)).replace('\r', "");
    let expected: Vec<String> = rows
        .lines()
        .enumerate()
        .map(|(number, row)| if number == 0 { row.to_owned() } else { format!("{row}done") })
        .collect();
    assert_eq!(window.value("list-text").await.lines().collect::<Vec<_>>(), expected);
    window.wait_for_text("list-found", "5 accounts found").await;
    window.click("list-change").await;

    remove_all(&window, &["remove-set"], "Removed from 5 accounts. The StackSet is deleted.").await;
    window.wait_for_text("plan-lines", "is created").await;
    window.wait_for_text("plan-lines", "5 accounts get the role").await;
    window.click("check-all").await;
    window.wait_for_text("work-over", "Checked 5 accounts: 0 passed, 5 to look at.").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_that_were_left_behind_stand_in_the_way_and_an_empty_stack_set_is_deleted() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Dark).await;
    of_the_organization(&window).await;
    window.click("plan-show").await;
    deploy(&window, "Deployed in 5 accounts.").await;
    window.click("choose-all").await;
    window.click("remove").await;
    window.wait_for_text("remove-means", "stops working at once").await;
    window.shot("dark-rollout-ask-remove-deleted").await;
    window.click("remove-retain").await;
    window.wait_for_text("remove-means", "The keys go on working").await;
    window.shot("dark-rollout-ask-remove-retained").await;
    window.assert_accessible("rollout: leaving roles behind").await;
    window.click("ask-yes").await;
    window.wait_for_text("work-over", "Taken out of the StackSet: 5 accounts.").await;
    window.wait_for_text("set-empty", "no account is in it").await;
    window.click("check-all").await;
    window.wait_for_text("work-over", "Checked 5 accounts: all passed.").await;

    deploy(&window, "Deployed in no account. 5 failed.").await;
    window.wait_for_text("plan-lines", "5 accounts failed and are tried again").await;
    window.click("retry").await;
    window.wait_for_text("work-over", "Retried: deployed in no account. 5 failed.").await;
    window.click("work-failed").await;
    window.click(&format!("row-{MANAGEMENT}")).await;
    window.wait_for_text("detail-reason", "already exists").await;
    window.click("detail-close").await;
    window.shot("dark-rollout-all-failed").await;
    window.assert_accessible("rollout: all failed").await;

    // Nothing of theirs was made, so that nothing is deleted with them.
    remove_all(&window, &[], "Removed from 5 accounts.").await;
    window.click("clear-set").await;
    window.wait_for_text("ask-clear", "No account is in it").await;
    window.shot("dark-rollout-ask-clear").await;
    window.assert_accessible("rollout: deleting the StackSet").await;
    window.click("ask-yes").await;
    window.wait_for_text("work-over", "The StackSet is deleted.").await;
    window.wait_for_text("plan-lines", "is created").await;
    window.click("check-all").await;
    window.wait_for_text("work-over", "Checked 5 accounts: all passed.").await;
    window.close().await;
}

/// What a page sees of a file that is dragged over it and dropped, as a browser tells it. The drag of a
/// file manager is the system's and out of a test's reach.
const DROP: &str = "const [name, text, onto] = arguments;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name, { type: 'text/csv' }));
    const tell = (kind) => onto.dispatchEvent(
      new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    tell('dragenter');
    const taken = !tell('dragover');
    const shown = new Promise((done) => requestAnimationFrame(() =>
      done(document.querySelector(\"[data-testid='drop-here']\")?.textContent ?? '')));
    const done = arguments[3];
    shown.then((shown) => done({ taken, shown, kept: !tell('drop') }));";

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_file_that_is_dropped_on_the_window_is_the_list() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    let drop = async |onto: &str, text: &str| {
        let onto = window.find(onto).await.to_json().unwrap();
        let arguments = vec!["teams.csv".into(), text.into(), onto];
        window.driver.execute_async(DROP, arguments).await.unwrap().json().clone()
    };
    let refused = drop("many-accounts", "111111111111").await;
    assert_eq!(refused["kept"], true, "the file is not opened in the window's place: {refused}");
    assert_eq!(refused["shown"], "", "and nothing is promised: {refused}");

    window.click("many-accounts").await;
    window.click("many-sandbox").await;
    window.wait_for_text("identity", MANAGEMENT).await;
    let list = "account_id,name\n111111111111,audit\n1.11E+11,billing\n222222222222,shop\n";
    let taken = drop("rollout-name", list).await;
    assert_eq!((&taken["taken"], &taken["kept"]), (&true.into(), &true.into()), "{taken}");
    assert_eq!(taken["shown"], "Drop the file to read it");
    window.wait_for_text("list-said", "that of teams.csv").await;
    assert_eq!(window.value("list-text").await, list);
    window.wait_for_text("list-found", "2 accounts found").await;
    window.find("note-line-3").await;
    window.close().await;
}
