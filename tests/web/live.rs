//! Open pages learn of what others append, and of a file that goes.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::served::{Answer, Served};
use crate::support::home::Home;

struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(served: &Served) -> Self {
        let mut stream = served.connect();
        let head = format!("GET /live HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
        stream.write_all(head.as_bytes()).unwrap();
        Self(BufReader::new(stream))
    }

    /// The size that the next event tells.
    fn size(&mut self) -> Option<u64> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return data.split_whitespace().next()?.parse().ok();
            }
        }
    }
}

fn size(home: &Home) -> u64 {
    let ledger = summit_ledger::store::Ledger::open_read_only(&home.ledger()).unwrap();
    ledger.size().unwrap()
}

#[test]
fn a_signal_appended_elsewhere_is_told_within_a_second() {
    let home = Home::with_question();
    let served = Served::of(&home.ledger());
    let (mut one, mut two) = (Stream::open(&served), Stream::open(&served));
    let before = size(&home);
    assert_eq!(one.size(), Some(before));
    assert_eq!(two.size(), Some(before));
    assert!(!served.page("/entries").contains("new-signal"));

    home.add("new-signal", "threat", "2023-03-01", "B2");
    let appended = Instant::now();
    let after = size(&home);
    for stream in [&mut one, &mut two] {
        assert_eq!(stream.size(), Some(after));
    }
    let took = appended.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert!(served.page("/entries").contains("new-signal"));
    assert!(served.page("/q/q").contains("new-signal"));
    assert!(served.page("/").contains(&format!("data-size=\"{after}\"")));
}

#[test]
fn only_so_many_are_told_at_once() {
    let home = Home::with_question();
    let served = Served::limited(&home.ledger(), |l| l.live = 1);
    let mut first = Stream::open(&served);
    assert!(first.size().is_some());
    let second = served.get("/live");
    assert_eq!(second.status, 503);
    assert!(second.field("retry-after").is_some());
    drop(first);
    // The place is free again once the server has noticed.
    home.add("s1", "threat", "2023-03-01", "B2");
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let mut next = Stream::open(&served);
        if next.size().is_some() {
            break;
        }
        assert!(Instant::now() < deadline, "the place stays taken");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_end_ends_open_streams_and_does_not_wait_for_them() {
    let home = Home::with_question();
    let served = Served::of(&home.ledger());
    let mut stream = Stream::open(&served);
    assert!(stream.size().is_some());
    let idle = served.connect();
    let start = Instant::now();
    served.end();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(stream.size(), None);
    drop(idle);
}

#[test]
fn another_file_in_its_place_is_shown_and_a_file_that_went_is_said_to_have_gone() {
    let home = Home::with_question();
    let other = Home::new();
    other.ok(&["init", "--origin", "other.example/log"]);
    let served = Served::of(&home.ledger());
    assert!(served.page("/").contains("test.example/log"));

    let aside = home.path().join("aside.db");
    std::fs::rename(home.ledger(), &aside).unwrap();
    served.until("/", "cannot be read now");
    assert!(served.page("/").contains("Ana and Bo"));
    assert_eq!(served.get("/entries").status, 503);

    std::fs::rename(other.ledger(), home.ledger()).unwrap();
    served.until("/", "other.example/log");
    assert!(!served.page("/").contains("Ana and Bo"));
    let entries: Answer = served.get("/entries");
    assert_eq!(entries.status, 200);
    assert!(!entries.text().contains("Ana and Bo"));
    assert_eq!(served.get("/q/q").status, 404);
}
