//! Reads: a few threads with a connection each, every read in one snapshot.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use tokio::sync::oneshot;

use super::session::Session;
use super::writer::message;
use super::{Error, Shared, Tx};

pub(super) trait Read: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error>;
    fn answer(self: Box<Self>, result: Result<(), Error>);
}

pub(super) struct Pending<F, T> {
    pub read: F,
    pub out: Option<T>,
    pub done: oneshot::Sender<Result<T, Error>>,
}

impl<F, T> Read for Pending<F, T>
where
    F: Fn(&mut Tx<'_>) -> Result<T, Error> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        self.out = Some((self.read)(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, result: Result<(), Error>) {
        let Self { out, done, .. } = *self;
        let answer = result.and_then(|()| out.ok_or_else(|| Error::other("a read ended without an answer")));
        let _ = done.send(answer);
    }
}

/// Serves reads until every sender is gone.
pub(super) fn serve(queue: &Arc<Mutex<Receiver<Box<dyn Read>>>>, shared: &Shared) {
    let mut session: Option<Session> = None;
    loop {
        let next = {
            let Ok(queue) = queue.lock() else { return };
            queue.recv()
        };
        let Ok(mut read) = next else { return };
        let mut result = try_read(&mut session, shared, read.as_mut());
        if matches!(result, Err(Error::Unavailable(_) | Error::Retry(_))) {
            // A connection that was lost while idle, or a snapshot that could not be had: once more.
            result = try_read(&mut session, shared, read.as_mut());
        }
        read.answer(result);
    }
}

fn try_read(slot: &mut Option<Session>, shared: &Shared, read: &mut dyn Read) -> Result<(), Error> {
    let session = match slot {
        Some(session) => session,
        None => slot.insert(shared.open_reader()?),
    };
    let result = in_snapshot(session, shared, read);
    if matches!(result, Err(Error::Unavailable(_))) || session.roll_back().is_err() {
        *slot = None;
    }
    result
}

fn in_snapshot(session: &mut Session, shared: &Shared, read: &mut dyn Read) -> Result<(), Error> {
    session.begin_read(shared.options.read_limit)?;
    let mut tx = session.tx(shared.options.read_limit);
    let result = match catch_unwind(AssertUnwindSafe(|| read.run(&mut tx))) {
        Ok(result) => result,
        Err(panic) => Err(Error::Panicked(message(&*panic).into())),
    };
    session.lift_limit();
    result
}
