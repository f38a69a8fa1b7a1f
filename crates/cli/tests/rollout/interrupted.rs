//! A deploy that is stopped half-way, by Ctrl-C or by force, and the one that carries it on.

use crate::harness::{ended, send};
use crate::proxy::Act;
use crate::world::World;
use std::time::Duration;

/// Longer than the program takes to come to a call; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

fn accounts() -> Vec<String> {
    (0..12).map(|number| format!("5555555555{number:02}")).collect()
}

fn reached(world: &World) {
    let reached = async { tokio::time::timeout(PATIENCE, world.proxy.reached()).await };
    world.runtime.block_on(reached).expect("the program comes to that call");
}

/// The lines of the one journal that there is.
fn journal(world: &World) -> Vec<String> {
    let folder = world.home.path().join("data/undo/rollouts");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().contains(".last."))
        .collect();
    let text = std::fs::read_to_string(files.pop().expect("a journal")).unwrap();
    assert!(files.is_empty(), "one StackSet has one journal: {files:?}");
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn count(lines: &[String], event: &str) -> usize {
    lines.iter().filter(|line| line.contains(&format!("\"event\":\"{event}\""))).count()
}

#[track_caller]
fn whole(world: &mut World, file: &str) {
    world.proxy.rule(|_, _| Act::Pass);
    world.run(&["apply", file, "--yes"]).exits_with(0);
    for (account, external_id) in world.table(file) {
        assert_eq!(world.asked_for(&account), Some(external_id), "{account}");
    }
    let lines = journal(world);
    assert_eq!(count(&lines, "sent"), count(&lines, "over"), "nothing is left open: {lines:#?}");
}

#[test]
fn stopped_it_sends_nothing_more_and_the_next_run_goes_on() {
    let mut world = World::start();
    let many = accounts();
    let file = world.rollout(&many.iter().map(String::as_str).collect::<Vec<_>>());
    world.proxy.rule(|_, call| if call == "CreateStackInstances" { Act::Hold } else { Act::Pass });
    let child = world.spawn(&["apply", &file, "--yes"]);
    reached(&world);
    send(&child, "INT");
    let stopped = ended(child).exits_with(3);
    assert!(stopped.stderr.contains("nothing more was sent"), "{stopped:?}");
    let sent = count(&journal(&world), "sent");
    assert!((1..=8).contains(&sent), "{sent} of 12 were begun");
    assert_eq!(count(&journal(&world), "over"), 0, "what became of them is not known");
    whole(&mut world, &file);
}

#[test]
fn killed_while_aws_works_the_next_run_finds_what_was_sent() {
    let mut world = World::start();
    let many = accounts();
    let file = world.rollout(&many.iter().map(String::as_str).collect::<Vec<_>>());
    world.proxy.rule(|_, call| if call == "CreateStackInstances" { Act::KeepAnswer } else { Act::Pass });
    let mut child = world.spawn(&["apply", &file, "--yes"]);
    reached(&world);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(count(&journal(&world), "sent") >= 1, "it was on record before it was sent");
    whole(&mut world, &file);
}

#[test]
fn killed_before_the_stack_set_is_made_nothing_is_left() {
    let mut world = World::start();
    let file = world.rollout(&["555555555500"]);
    world.proxy.rule(|_, call| if call == "CreateStackSet" { Act::Hold } else { Act::Pass });
    let mut child = world.spawn(&["apply", &file, "--yes"]);
    reached(&world);
    child.kill().unwrap();
    child.wait().unwrap();
    whole(&mut world, &file);
}
