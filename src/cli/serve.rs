use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args;
use summit_ledger::audit::Options;
use summit_ledger::web::{Limits, Origin, Refused, ServeError, Server, Settings, Token, Writing};

use super::appending;
use super::audit::Trust;
use super::context::Context;
use super::failure::{Code, Failure};
use super::output;

/// The port where none is asked for.
const PORT: u16 = 7878;

/// Show the ledger in a browser: a dashboard on this machine, read-only unless --write is given
///
/// All questions with their course; each with the probability as of any day and under any
/// supposition; every entry with its proof; audits. A signal appended elsewhere appears at once.
/// Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit serve
  summit serve --port 0 --open                 a free port, and a browser on it
  summit --ledger copy.db serve --against kept.note --key log.vkey
  summit serve --embed https://site.example    lets that site frame charts
  summit serve --write                         signals can be added on a page
  summit serve --bind 0.0.0.0                  for other machines, with a token

It listens on this machine alone unless told otherwise. Where others can reach it, it asks for the \
token that is printed when it starts, and with --write always; the connection is not encrypted, so prefer a tunnel: \
ssh -L 7878:localhost:7878 machine")]
pub struct Serve {
    /// The port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,

    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,

    /// A name under which browsers may ask, beside addresses and localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,

    /// A site that may frame the page of a chart, /q/ID/embed, and nothing else; may be repeated. Not
    /// together with a token
    #[arg(long, value_name = "ORIGIN", value_parser = Origin::parse)]
    embed: Vec<Origin>,

    /// Ask for a token on this machine too
    #[arg(long)]
    token: bool,

    /// Let signals be added on a page, checked as `summit add` checks them, by whoever has the token that
    /// is printed. The author of each is the name typed there, with yours
    #[arg(long)]
    write: bool,

    /// Open a browser
    #[arg(long)]
    open: bool,

    #[command(flatten)]
    trust: Trust,
}

impl Serve {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        if let Some(name) = self
            .host
            .iter()
            .find(|n| n.is_empty() || n.contains([':', '/', '@']))
        {
            return Err(Failure::usage(
                format!("--host {name} is not a name"),
                "a name alone, for example forecasts.example, without http:// and without a port",
            ));
        }
        let needs_token = self.token || self.write || !self.bind.is_loopback();
        if needs_token && !self.embed.is_empty() {
            return Err(Failure::usage(
                "--embed cannot go with a token: a framed page never gets the cookie that holds it",
                "serve on this machine without --token, behind a server that lets only /q/ID/embed through",
            ));
        }
        let token = needs_token.then(Token::random).transpose();
        let token = token
            .map_err(|e| Failure::usage(format!("the system gives no random numbers: {e}"), ""))?;
        let write = self.writing(cx)?;
        let path = cx.path()?;
        drop(cx.reading.open(&path)?);
        let server = Server::bind(Settings {
            ledger: cx.reading.path(&path).to_owned(),
            address: SocketAddr::new(self.bind, self.port),
            hosts: self.host.clone(),
            write,
            embed: self.embed.clone(),
            token: token.clone(),
            memory: Some(cx.memory()),
            audit: Options {
                secret: cx.memory().secret().cloned(),
                ..self.trust.options()?
            },
            today: cx.today_from_now_on(),
            limits: Limits::default(),
        })
        .map_err(failure)?;
        let address = format!("http://{}/", shown(server.address()));
        match &token {
            None => output::text(&format!("{address}\n"))?,
            Some(token) => output::text(&format!("{address}?token={}\n", token.reveal()))?,
        }
        output::talk(&self.words(&path));
        if self.open
            && let Err(e) = open(&address)
        {
            output::talk(&format!("note: no browser could be opened: {e}\n"));
        }
        server.run(true).map_err(failure)
    }

    /// How signals are taken, where they are. What would refuse to append now refuses to serve.
    fn writing(&self, cx: &Context) -> Result<Option<Writing>, Failure> {
        if !self.write {
            return Ok(None);
        }
        let desk = cx.desk()?;
        desk.ledger().refuse_unlike()?;
        let first = desk.ledger().leaf(0)?;
        drop(desk);
        let (appending, clock) = (cx.appending()?, cx.clock_from_now_on());
        let desk = move || {
            let (now, today) = clock();
            let refused = |e: Failure| Refused {
                what: e.what,
                hint: e.hint,
            };
            let desk = appending.desk(now, today).map_err(refused)?;
            appending::same(desk.ledger(), first).map_err(refused)?;
            Ok((desk, now))
        };
        Ok(Some(Writing {
            author: cx.hand().author,
            desk: Box::new(desk),
        }))
    }

    fn words(&self, path: &std::path::Path) -> String {
        let name = summit_ledger::draw::safe::one_line(&path.display().to_string());
        let how = match self.write {
            true => "where whoever has the address above can add signals",
            false => "read-only",
        };
        let mut words = format!("{name}, {how}; Ctrl-C ends it\n");
        if !self.bind.is_loopback() {
            words.push_str(
                "warning: other machines can reach it, and the connection is not encrypted: \
                 whoever sees the address above can read the ledger\n",
            );
        }
        words
    }
}

/// An address to be opened: where all are listened on, this machine's own.
fn shown(address: SocketAddr) -> SocketAddr {
    let mut shown = address;
    if address.ip().is_unspecified() {
        shown.set_ip(match address.ip() {
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(_) => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        });
    }
    shown
}

fn failure(e: ServeError) -> Failure {
    let what = e.to_string();
    match e {
        ServeError::Ledger(e) => e.into(),
        ServeError::Taken(_) => Failure::usage(
            what,
            "another dashboard, perhaps: open it, or choose a port with --port N; --port 0 takes \
             a free one",
        ),
        ServeError::Address { .. } => Failure::usage(
            what,
            "--bind takes an address of this machine; ports below 1024 may need rights",
        ),
        ServeError::Open(_) | ServeError::Writes => Failure::usage(what, "add --token"),
        ServeError::System(_) => Failure {
            code: Code::File,
            what,
            hint: "check the limits on open files and threads".into(),
        },
    }
}

/// Asks the desktop to show an address. The token is never part of it: other users can see the
/// arguments of programs.
fn open(address: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let none = std::process::Stdio::null;
    let mut child = std::process::Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(none())
        .stdout(none())
        .stderr(none())
        .spawn()?;
    // Waited for beside the server, so that it does not stay behind as a zombie.
    std::thread::spawn(move || child.wait());
    Ok(())
}
