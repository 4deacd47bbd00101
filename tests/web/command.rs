//! `summit serve` as people start and end it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::support::home::Home;

fn start(home: &Home, arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_summit"))
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .arg("serve")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line.trim().to_owned())
}

fn answer(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut out = String::new();
    stream.read_to_string(&mut out).unwrap();
    out
}

#[cfg(unix)]
fn interrupt(mut child: Child) -> (Option<i32>, String) {
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let code = child.wait().unwrap().code();
    let mut said = String::new();
    child.stderr.unwrap().read_to_string(&mut said).unwrap();
    (code, said)
}

#[cfg(unix)]
#[test]
fn it_prints_its_address_serves_and_ends_on_ctrl_c() {
    let home = Home::with_question();
    let (child, address) = start(&home, &["--port", "0"]);
    let host = address
        .strip_prefix("http://")
        .and_then(|rest| rest.strip_suffix('/'))
        .unwrap();
    assert!(host.starts_with("127.0.0.1:"), "{address}");
    assert!(answer(host, "/").contains("Ana and Bo"));
    let (code, said) = interrupt(child);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("read-only"), "{said}");
    assert!(!said.contains("token"), "{said}");
}

#[cfg(unix)]
#[test]
fn beyond_this_machine_it_prints_a_token_that_it_asks_for() {
    let home = Home::with_question();
    let (child, address) = start(&home, &["--port", "0", "--bind", "0.0.0.0"]);
    let rest = address.strip_prefix("http://").unwrap();
    let (host, token) = rest.split_once("/?token=").unwrap();
    assert_eq!(token.len(), 64);
    assert!(answer(host, "/").starts_with("HTTP/1.1 401"));
    assert!(answer(host, &format!("/?token={token}")).starts_with("HTTP/1.1 303"));
    let (code, said) = interrupt(child);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("not encrypted") && !said.contains(token),
        "{said}"
    );
}

#[test]
fn a_port_that_is_taken_is_said_with_the_remedy() {
    let home = Home::with_question();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = home.fails(2, &["serve", "--port", &port]);
    assert!(
        said.contains("is taken") && said.contains("--port 0"),
        "{said}"
    );
    let said = home.fails(2, &["serve", "--port", "0", "--bind", "192.0.2.1"]);
    assert!(said.contains("192.0.2.1"), "{said}");
    let said = home.fails(2, &["serve", "--port", "0", "--host", "http://a.example"]);
    assert!(said.contains("is not a name"), "{said}");
    let empty = Home::new();
    assert!(empty.fails(2, &["serve"]).contains("summit init"));
    empty.write("summit.db", "no ledger");
    assert!(
        empty
            .fails(3, &["serve", "--port", "0"])
            .contains("not a summit ledger")
    );
}
