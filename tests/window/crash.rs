//! A panic in the middle of a command: the window stays, says where it is written down, and goes on.

use crate::session::{Home, Theme, Window};
use crate::steps::enter_the_sandbox;
use std::process::Command;

/// The program gets no more threads for as long as a file is there; GTK and WebKit, whose calls come from
/// their own libraries, do. Without a thread that reads a file Tokio panics; nothing of ours panics by itself.
const NO_MORE_THREADS: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *), void *with) {
    Dl_info caller;
    int ours = dladdr(__builtin_return_address(0), &caller) && strstr(caller.dli_fname, "bedrock-role-wizard");
    if (ours && access(getenv("NO_MORE_THREADS"), F_OK) == 0) return ENOMEM;
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
    return create(thread, how, work, with);
}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_command_is_written_down_and_told_and_the_window_goes_on() {
    let home = Home::empty().file("threads.c", NO_MORE_THREADS);
    let (library, none) = (home.path("threads.so"), home.path("no-more"));
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &home.path("threads.c")])
        .status()
        .expect("a C compiler is in build-essential");
    assert!(built.success());
    let home =
        home.set("LD_PRELOAD", library.to_str().unwrap()).set("NO_MORE_THREADS", none.to_str().unwrap());
    let window = Window::open(&home, Theme::Light).await;
    window.find("use-profile").await;

    std::fs::write(&none, "").unwrap();
    window.click("use-profile").await;
    window.wait_for_text("crash", "Something in this program failed").await;
    std::fs::remove_file(&none).unwrap();
    let told = window.find("crash").await.text().await.unwrap();
    let logs: Vec<_> = std::fs::read_dir(home.path("data/crashes")).unwrap().collect();
    assert_eq!(logs.len(), 1, "{logs:?}");
    let log = logs[0].as_ref().unwrap().path();
    assert!(told.contains(log.to_str().unwrap()), "{told}");
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("in thread tokio-rt-worker"), "{text}");
    window.shot("light-crash").await;

    // The same window, in the same process: the next command is answered.
    window.click("crash-close").await;
    enter_the_sandbox(&window).await;
    window.close().await;
}
