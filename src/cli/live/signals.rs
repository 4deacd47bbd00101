//! Whether the system wants the program to end: then the terminal is given back first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Hears that the program is to end, by SIGTERM or because its terminal is gone.
pub struct Ended(Arc<AtomicBool>);

impl Ended {
    /// Listens from now on; where that cannot be done, only keys leave.
    #[cfg(unix)]
    pub fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
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
