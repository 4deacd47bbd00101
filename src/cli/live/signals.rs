//! Whether the system wants the program to end: then the terminal is given back first, if it is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Hears that the program is to end, by SIGTERM or SIGHUP; where its terminal is gone, it ends at once.
pub struct Ended(Arc<AtomicBool>);

impl Ended {
    /// Listens from now on; where that cannot be done, only keys leave.
    #[cfg(unix)]
    pub fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        std::thread::spawn(end_with_terminal);
        let told = Arc::new(AtomicBool::new(false));
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
        else {
            return Self(told);
        };
        // Here and not in the thread, which may begin late.
        let inside = runtime.enter();
        let heard = (
            signal(SignalKind::terminate()),
            signal(SignalKind::hangup()),
        );
        drop(inside);
        if let (Ok(mut ended), Ok(mut gone)) = heard {
            let tell = Arc::clone(&told);
            std::thread::spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        _ = ended.recv() => {}
                        _ = gone.recv() => {}
                    }
                });
                tell.store(true, Ordering::SeqCst);
            });
        }
        Self(told)
    }

    /// Elsewhere only keys leave.
    #[cfg(not(unix))]
    pub fn listen() -> Self {
        Self(Arc::new(AtomicBool::new(false)))
    }

    /// Whether it was told.
    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Waits until the terminal is gone, and ends the program: who reads keys of such a terminal is never
/// answered, not even where SIGHUP is heard. There is nothing to give back, and nothing half done, as
/// nothing is written.
#[cfg(unix)]
#[expect(clippy::exit, reason = "the thread that reads keys cannot be woken")]
fn end_with_terminal() {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let stdin = std::io::stdin();
    // Nothing is asked for but what is always told: an error, or the end.
    let mut gone = [PollFd::new(&stdin, PollFlags::empty())];
    loop {
        match poll(&mut gone, None) {
            Err(Errno::INTR) => {}
            Ok(_) => std::process::exit(0),
            Err(_) => return,
        }
    }
}
