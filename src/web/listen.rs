//! The front door: connections are taken, bounded, served and ended.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::gate::{Gate, Pass, protect};
use super::limits::{Limits, MAX_FIELDS, MAX_HEAD};
use super::problem::Problem;
use super::seats::{Seat, Seats, Sitting};
use super::stall::Stalling;

/// What every connection is served with.
pub(super) struct House {
    pub gate: Gate,
    pub router: Router,
    pub limits: Limits,
}

/// Takes connections until `stop` says so, then gives the open ones a moment to end.
pub(super) async fn listen(
    listener: TcpListener,
    house: Arc<House>,
    mut stop: watch::Receiver<bool>,
) {
    let seats = Seats::new(house.limits.connections);
    let mut open = JoinSet::new();
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        while open.try_join_next().is_some() {}
        let Ok((stream, _)) = taken else {
            // No more files may be opened, for example: that passes.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        match seats.sit() {
            Some(sitting) => {
                open.spawn(serve(stream, sitting, Arc::clone(&house), stop.clone()));
            }
            None => turn_away(&stream),
        }
    }
    drop(listener);
    let all = async { while open.join_next().await.is_some() {} };
    // Those who are slow are cut off.
    let _ = tokio::time::timeout(house.limits.farewell, all).await;
}

/// Says "busy" to a connection that there is no place for.
fn turn_away(stream: &TcpStream) {
    let _ = stream.try_write(
        b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n\
          connection: close\r\n\r\n",
    );
}

async fn serve(
    stream: TcpStream,
    sitting: Sitting,
    house: Arc<House>,
    mut stop: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Stalling::new(stream, house.limits.stall));
    let seat = Arc::clone(&sitting.0);
    let service = service_fn(|request| answer(&house, Arc::clone(&seat), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(house.limits.head)
        .max_header_size(MAX_HEAD)
        .max_buf_size(2 * MAX_HEAD)
        .max_headers(MAX_FIELDS)
        .half_close(false)
        .serve_connection(io, service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = &mut connection => return,
        () = sitting.0.asked_to_leave() => return,
        _ = stop.wait_for(|stop| *stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

async fn answer(
    house: &House,
    seat: Arc<Seat>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let _serving = seat.serve();
    let (head, body) = request.into_parts();
    let mut response = match house.gate.check(&head) {
        Ok(Pass::In) => {
            let mut request = Request::from_parts(head, Body::new(body));
            request.extensions_mut().insert(Arc::clone(&seat));
            let router = TowerToHyperService::new(house.router.clone());
            match router.call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
        Ok(Pass::Welcome { cookie, to }) => welcome(&cookie, &to),
        Err(problem) => problem.into_response(),
    };
    protect(&mut response);
    Ok(response)
}

fn welcome(cookie: &str, to: &str) -> Response<Body> {
    let values = (HeaderValue::from_str(cookie), HeaderValue::from_str(to));
    let (Ok(cookie), Ok(to)) = values else {
        return Problem::fault().into_response();
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// The listener of the address, ready for the event loop.
pub(super) fn bind(address: std::net::SocketAddr) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
