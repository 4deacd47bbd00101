//! Slow, greedy and hostile clients: the next one is served all the same.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::served::{Answer, Served};
use crate::support::home::Home;

/// Far above what an answer takes here, far below every time limit that would explain a wait.
const SOON: Duration = Duration::from_secs(4);

fn quickly(served: &Served, path: &str) -> Answer {
    let start = Instant::now();
    let answer = served.get(path);
    assert!(start.elapsed() < SOON, "{path} took {:?}", start.elapsed());
    answer
}

fn closed(stream: &mut TcpStream) -> bool {
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(e) => return e.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

#[test]
fn clients_that_dawdle_are_cut_off_and_delay_nobody() {
    let home = Home::with_question();
    let served = Served::limited(&home.ledger(), |l| l.head = Duration::from_millis(400));
    let mut slow: Vec<TcpStream> = (0..20).map(|_| served.connect()).collect();
    for (i, stream) in slow.iter_mut().enumerate() {
        // Some say nothing at all, some begin and never end.
        if i % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
        }
    }
    assert_eq!(quickly(&served, "/").status, 200);
    assert!(slow.iter_mut().all(closed));
    assert_eq!(quickly(&served, "/q/q").status, 200);
}

#[test]
fn a_full_house_makes_room_by_sending_away_whoever_idles() {
    let home = Home::with_question();
    let served = Served::limited(&home.ledger(), |l| l.connections = 6);
    let mut idle: Vec<TcpStream> = (0..40).map(|_| served.connect()).collect();
    for _ in 0..5 {
        assert_eq!(quickly(&served, "/").status, 200);
    }
    let early = idle.len() - 10;
    assert!(idle[..early].iter_mut().all(closed));
}

#[test]
fn a_client_that_takes_nothing_is_given_up() {
    let home = Home::with_question();
    let served = Served::limited(&home.ledger(), |l| l.stall = Duration::from_millis(500));
    let mut greedy = served.connect();
    let one = format!("GET /q/q HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    // Far more answers than the sockets between the two can hold.
    greedy
        .set_write_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let many = 2000;
    let _ = greedy.write_all(one.repeat(many).as_bytes());
    for _ in 0..3 {
        assert_eq!(quickly(&served, "/").status, 200);
        std::thread::sleep(Duration::from_millis(400));
    }
    // What was under way arrives; the rest never does.
    let mut got = Vec::new();
    let _ = greedy.read_to_end(&mut got);
    let answers = got.windows(15).filter(|w| *w == b"HTTP/1.1 200 OK").count();
    assert!(answers < many, "{answers}");
}

#[test]
fn where_every_worker_is_taken_the_answer_says_when_to_come_again() {
    let home = Home::with_question();
    let served = Served::limited(&home.ledger(), |l| {
        l.heavy = 0;
        l.wait = Duration::from_millis(100);
    });
    let busy = quickly(&served, "/q/q");
    assert_eq!(busy.status, 503);
    assert_eq!(busy.field("retry-after"), Some("2"));
    // Pages that compute nothing are not held up.
    assert_eq!(quickly(&served, "/").status, 200);
    assert_eq!(quickly(&served, "/entries").status, 200);

    let full = Served::limited(&home.ledger(), |l| l.waiting = 0);
    assert_eq!(quickly(&full, "/q/q").status, 503);
    assert_eq!(quickly(&full, "/").status, 200);
}

#[test]
fn many_who_ask_at_once_are_all_answered() {
    let home = Home::with_question();
    home.add("s1", "threat", "2023-03-01", "B2");
    // A slow machine is given time: whether all are answered is asked here, not how soon.
    let served = Served::limited(&home.ledger(), |l| {
        l.wait = std::time::Duration::from_secs(60)
    });
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..12)
            .map(|i| {
                let served = &served;
                scope.spawn(move || {
                    let day = format!("2023-03-{:02}", i + 1);
                    served.get(&format!("/q/q?as_of={day}")).status
                })
            })
            .collect();
        for client in clients {
            assert_eq!(client.join().unwrap(), 200);
        }
    });
}

#[test]
fn what_belongs_to_http_and_to_nobody_else_is_no_way_in() {
    let home = Home::with_question();
    let served = Served::of(&home.ledger());
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../Cargo.toml",
        "/entries/..%2f..%2f",
        "/entries/18446744073709551616",
        "/entries/-1",
        "/entries/+1",
        "/entries/1.exe",
        "/q/%00",
        "/q/a%2fb",
        "/q/%ff",
        "/q/';drop table entry;--",
    ] {
        let status = served.get(path).status;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
    }
    for path in [
        "/?page=0",
        "/?page=x",
        "/entries?before=x",
        "/entries?type=x",
        "/entries?question=a%20b",
        "/q/q?as_of=2022-12-31",
        "/q/q?as_of=2024-01-01",
        "/q/q?add=nothing@2023-03-01@A1",
        "/q/q?add=threat@2030-03-01@A1",
        "/q/q?nothing=1",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
        assert!(answer.text().contains("Hint"), "{path}");
    }
    // Two requests in one: both are answered by themselves.
    let host = served.address;
    let two = served.raw(
        format!(
            "GET /audit HTTP/1.1\r\nHost: {host}\r\n\r\n\
             GET /nothing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .as_bytes(),
    );
    assert_eq!(two.status, 200);
    assert!(String::from_utf8_lossy(&two.body).contains("HTTP/1.1 404"));
}
