//! The dashboard: one ledger for a browser on this machine, read-only unless told otherwise.
//!
//! | part | module |
//! |---|---|
//! | the front door: connections, time limits, ending | `listen`, `seats`, `stall`, `limits` |
//! | who is let in, and with what protection answers go out | `gate`, `token` |
//! | reading: desks, workers, the overview, the watch over the file | `desks`, `work`, `overview`, `follow` |
//! | pages | `routes`, `questions`, `question`, `question_page`, `entries`, `entry`, `audit_page`, `scores`, `panels`, with `frame` and `pages/` |
//! | signals added by hand, where that is allowed | `add`, `add_page`, `foresee`, `post`, `previews`, `typed`, `write` |
//! | tables and charts as files, a chart for other sites | `files`, `embed` |
//! | telling open pages of changes | `live` |
//!
//! Nothing here writes to the ledger but `add`, and only where `Settings::write` is given. What clients ask for is bounded: connections, waiting
//! requests, workers, sizes and times; no client can make another wait for long. This is the only
//! room with an event loop; all reading and computing is done on threads beside it.

mod add;
mod add_page;
mod app;
mod asked;
mod assets;
mod audit_page;
mod audit_run;
mod auditor;
mod banks;
mod choices;
mod desks;
mod embed;
mod entries;
mod entry;
mod files;
mod follow;
mod foresee;
mod frame;
mod gate;
mod lately;
mod limits;
mod listen;
mod live;
mod number;
mod origin;
mod overview;
mod panels;
mod part;
mod post;
mod previews;
mod problem;
mod problem_page;
mod query;
mod question;
mod question_page;
mod questions;
mod routes;
mod scores;
mod seats;
mod shown;
mod signals;
mod spark;
mod stall;
mod supposed;
mod tick;
mod token;
mod typed;
mod work;
mod write;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use jiff::civil::Date;
use tokio::sync::watch;

pub use limits::Limits;
pub use origin::Origin;
pub use token::Token;
pub use write::{Opening, Refused, Writing};

use crate::audit::Options;
use crate::store::{Memory, StoreError};
use app::App;
use desks::Desks;
use follow::Follower;
use gate::Gate;
use listen::House;
use routes::router;
use write::Writer;

/// How a dashboard is to be served.
pub struct Settings {
    /// The ledger file.
    pub ledger: PathBuf,
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// Names, beside addresses and `localhost`, under which browsers may ask.
    pub hosts: Vec<String>,
    /// The secret to be shown first. An address beyond this machine needs one.
    pub token: Option<Token>,
    /// How signals are taken from a form; without it nothing is written. Needs a token.
    pub write: Option<Writing>,
    /// Sites that may frame the page of a chart; none where empty.
    pub embed: Vec<Origin>,
    /// What is remembered of ledgers that were found sound.
    pub memory: Option<Arc<Memory>>,
    /// What an audit is made with; its day is asked for then.
    pub audit: Options,
    /// The day where the reader is.
    pub today: Box<dyn Fn() -> Date + Send + Sync>,
    /// What clients may use of the machine.
    pub limits: Limits,
}

/// Why a dashboard cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] StoreError),
    /// Something else listens there.
    #[error("{0} is taken by another program")]
    Taken(SocketAddr),
    /// The address could not be listened on.
    #[error("{address}: {why}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        why: String,
    },
    /// An address beyond this machine without a token.
    #[error("{0} can be reached from other machines, and there is no token")]
    Open(SocketAddr),
    /// A page that writes without a token.
    #[error("signals can be added only behind a token, and there is none")]
    Writes,
    /// The event loop could not be started.
    #[error("the server cannot run: {0}")]
    System(#[from] io::Error),
}

/// A dashboard that listens.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    follower: Follower,
    gate: Gate,
    limits: Limits,
}

/// Ends a server from another thread.
#[derive(Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Tells the server to end: requests under way have a moment left.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Server {
    /// Reads the ledger and begins to listen; requests wait until [`Server::run`].
    ///
    /// # Errors
    /// When the ledger cannot be read, the address cannot be listened on, or a token is needed.
    pub fn bind(settings: Settings) -> Result<Self, ServeError> {
        if !settings.address.ip().is_loopback() && settings.token.is_none() {
            return Err(ServeError::Open(settings.address));
        }
        if settings.write.is_some() && settings.token.is_none() {
            return Err(ServeError::Writes);
        }
        let desks = Desks::new(settings.ledger, settings.memory);
        let (follower, overview) = Follower::begin(desks.open()?)?;
        let wanted = settings.address;
        let listener = listen::bind(wanted).map_err(|e| match e.kind() {
            io::ErrorKind::AddrInUse => ServeError::Taken(wanted),
            _ => ServeError::Address {
                address: wanted,
                why: e.to_string(),
            },
        })?;
        let address = listener.local_addr()?;
        let limits = settings.limits;
        let mut app = App::new(desks, overview, settings.audit, settings.today, &limits);
        app.embed.clone_from(&settings.embed);
        let writes = settings.write.is_some();
        if let Some(writing) = settings.write {
            let form = Token::random().map_err(io::Error::other)?;
            app.takes_forms(Writer::new(writing, form, &limits));
        }
        Ok(Self {
            listener,
            address,
            app: Arc::new(app),
            follower,
            gate: Gate::new(address, settings.hosts, settings.token)
                .framed(!settings.embed.is_empty())
                .writing(writes),
            limits,
        })
    }

    /// The address with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What ends the server.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.app.stop.clone())
    }

    /// Serves until the stopper is used or, with `interruptible`, the system asks the process to
    /// end (Ctrl-C). Returns when all connections have ended or were cut off.
    ///
    /// # Errors
    /// When the event loop cannot be started.
    pub fn run(self, interruptible: bool) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(self.limits.light + self.limits.heavy + 3)
            .enable_all()
            .build()?;
        let (hush, hushed) = channel();
        let every = self.limits.poll;
        let (app, follower) = (Arc::clone(&self.app), self.follower);
        let watching = std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || follower.run(&app, &hushed, every))?;
        let stop = self.app.stop.clone();
        let house = Arc::new(House {
            gate: self.gate,
            router: router(Arc::clone(&self.app)),
            limits: self.limits,
        });
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            if interruptible {
                tokio::spawn(interrupted(stop.clone()));
            }
            listen::listen(listener, house, stop.subscribe()).await;
            Ok::<_, io::Error>(())
        });
        drop(hush);
        // What is still being computed is for nobody any more.
        runtime.shutdown_background();
        let _ = watching.join();
        Ok(served?)
    }
}

/// Stops the server when the system asks the process to end.
async fn interrupted(stop: watch::Sender<bool>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut ended) = signal(SignalKind::terminate()) else {
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
    stop.send_replace(true);
}
