//! What a process has started, and the end of it.

/// Whatever a process has started, and what that has. It has no group of its own: a program that asks at the terminal must
/// stay in the terminal's. Where the system does not list processes as files, what was started ends when
/// it writes to whom nobody reads.
#[cfg(target_os = "linux")]
pub(super) fn of(id: u32) -> Vec<u32> {
    let mut of: Vec<(u32, u32)> = Vec::new();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()) {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // After the name, which may hold anything: the state, then the parent.
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        of.extend(parent.map(|parent: u32| (parent, process)));
    }
    let mut found = vec![id];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(of.iter().filter(|(of, _)| *of == parent).map(|(_, process)| *process));
        next += 1;
    }
    found.split_off(1)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn of(_id: u32) -> Vec<u32> {
    Vec::new()
}

#[cfg(target_os = "linux")]
pub(super) fn end(processes: &[u32]) {
    use rustix::process::{Pid, Signal, kill_process};
    let ids = processes.iter().filter_map(|process| i32::try_from(*process).ok());
    for process in ids.filter_map(Pid::from_raw) {
        // Ended by itself meanwhile is as good.
        let _ = kill_process(process, Signal::KILL);
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn end(_processes: &[u32]) {}
