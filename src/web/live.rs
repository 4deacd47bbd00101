//! Telling open pages that the log has grown: server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::unfold;

use super::app::App;
use super::problem::Problem;
use super::seats::Seat;

/// Time after which a silent stream shows that it is alive.
const PULSE: Duration = Duration::from_secs(15);

/// The stream: first how things stand, then every change.
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    Extension(seat): Extension<Arc<Seat>>,
) -> Result<Response<Body>, Problem> {
    let place = Arc::clone(&app.live)
        .try_acquire_owned()
        .map_err(|_| Problem::busy("too many pages are told of changes already", 30))?;
    let mut ticks = app.ticks.subscribe();
    ticks.mark_changed();
    let held = (ticks, app.stop.subscribe(), place, seat.serve());
    let events = unfold(held, |mut held| async move {
        tokio::select! {
            changed = held.0.changed() => changed.ok()?,
            _ = held.1.wait_for(|stop| *stop) => return None,
        }
        let tick = *held.0.borrow_and_update();
        let event = Event::default()
            .event("tick")
            .data(format!("{} {} {}", tick.size, tick.read, tick.audit));
        Some((Ok::<_, Infallible>(event), held))
    });
    let pulse = KeepAlive::new().interval(PULSE);
    Ok(Sse::new(events).keep_alive(pulse).into_response())
}
