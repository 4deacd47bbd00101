//! A dashboard on a thread, and a client that says exactly what it is told to.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use summit_ledger::audit::Options;
use summit_ledger::record::date;
use summit_ledger::web::{Limits, ServeError, Server, Settings, Stopper};

/// A dashboard that runs until it is dropped.
pub struct Served {
    pub address: SocketAddr,
    pub stopper: Stopper,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

/// Settings for a port of its own on this machine, on 1 April 2023.
pub fn settings(ledger: &Path) -> Settings {
    Settings {
        ledger: ledger.to_owned(),
        address: "127.0.0.1:0".parse().unwrap(),
        hosts: Vec::new(),
        write: None,
        embed: Vec::new(),
        token: None,
        memory: Some(crate::support::memory(
            ledger.parent().unwrap(),
            &ledger.file_name().unwrap().to_string_lossy(),
        )),
        audit: Options::default(),
        today: Box::new(|| date::parse("2023-04-01").unwrap()),
        limits: Limits::default(),
    }
}

impl Served {
    pub fn of(ledger: &Path) -> Self {
        Self::with(settings(ledger))
    }

    pub fn limited(ledger: &Path, limit: impl FnOnce(&mut Limits)) -> Self {
        let mut settings = settings(ledger);
        limit(&mut settings.limits);
        Self::with(settings)
    }

    pub fn with(settings: Settings) -> Self {
        let server = Server::bind(settings).unwrap();
        Self {
            address: server.address(),
            stopper: server.stopper(),
            thread: Some(std::thread::spawn(move || server.run(false))),
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream
    }

    /// Sends bytes as they are, and reads until the server closes.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has seen enough may close before all is sent.
        let _ = stream.write_all(bytes);
        Answer::read(&mut stream)
    }

    pub fn ask(&self, method: &str, path: &str, fields: &str) -> Answer {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{fields}\r\n",
            self.address
        );
        self.raw(head.as_bytes())
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// Asks for a page until it holds a text.
    pub fn until(&self, path: &str, wanted: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let page = self.page(path);
            if page.contains(wanted) {
                return page;
            }
            assert!(
                Instant::now() < deadline,
                "{path}: `{wanted}` never came: {page}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops it and waits for its end.
    pub fn end(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap().unwrap();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        }
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut all = Vec::new();
        // A reset after the answer loses nothing that was read.
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|w| w == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&all)));
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        Self {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            body: all[end + 4..].to_vec(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}
