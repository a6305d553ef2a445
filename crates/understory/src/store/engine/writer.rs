//! The grouping writer: waiting writes run in one transaction, each in a savepoint of its own, and are answered
//! together once the transaction is on disk.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::Thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::session::Session;
use super::{Error, Note, Shared, Tx};
use crate::models::Id;

/// A write as a value, which can be run again when the engine asks for it.
pub trait Write: Send + 'static {
    /// What the caller gets once the write is on disk.
    type Out: Send + 'static;

    /// Does it. An error undoes this write and no other of the group.
    fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Out, Error>;

    /// The story whose row it locks first, if any: a group runs in this order, so that two nodes do not deadlock.
    fn story(&self) -> Option<Id> {
        None
    }
}

/// How many writes share a transaction at most. At 64 the sync is 1/64 of a write's cost; more only adds latency.
pub const GROUP: usize = 64;

/// How often a group is run again before its members are told to come back later.
const ATTEMPTS: u32 = 8;

/// How often an idle writer looks whether somebody else changed the database.
const LOOK: Duration = Duration::from_millis(250);

/// While a crowd writes, how long the writer pauses between two looks into the queue before it begins a group, and how long
/// at most in all; never longer than the last group took, so that no write waits for more than one group beside its own.
const PAUSE: Duration = Duration::from_micros(200);
const LONGEST_WAIT: Duration = Duration::from_millis(4);

/// The last group: how many wrote, and how long it took.
struct Crowd {
    size: usize,
    took: Duration,
}

/// Wakes the writer when as many wait as wrote in its last group: it pauses no longer than for them. With several writers one
/// of them is woken; the others find what waits when their pause is over.
#[derive(Default)]
pub(super) struct Gathering {
    writer: OnceLock<Thread>,
    /// How many are to wait; 0 while the writer does not pause.
    wanted: AtomicUsize,
}

impl Gathering {
    /// Says that one more waits, and how many do with it.
    pub(super) fn came(&self, waiting: usize) {
        if waiting == self.wanted.load(Ordering::Relaxed)
            && let Some(writer) = self.writer.get()
        {
            writer.unpark();
        }
    }

    /// Pauses until `wanted` wait, or for a while.
    fn pause(&self, wanted: usize) {
        self.wanted.store(wanted, Ordering::Relaxed);
        std::thread::park_timeout(PAUSE);
        self.wanted.store(0, Ordering::Relaxed);
    }
}

pub(super) trait Member: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error>;
    fn answer(self: Box<Self>, result: Result<(), Error>);
    fn story(&self) -> Option<Id>;
}

pub(super) struct Pending<W: Write> {
    pub write: W,
    pub out: Option<W::Out>,
    pub done: oneshot::Sender<Result<W::Out, Error>>,
}

impl<W: Write> Member for Pending<W> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        self.out = None;
        self.out = Some(self.write.run(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, result: Result<(), Error>) {
        let Self { out, done, .. } = *self;
        let answer = result.and_then(|()| out.ok_or_else(|| Error::other("a write ended without an answer")));
        // A caller that has gone away cancels nothing.
        let _ = done.send(answer);
    }

    fn story(&self) -> Option<Id> {
        self.write.story()
    }
}

/// Takes groups from the queue until every sender is gone.
pub(super) fn serve(queue: &Arc<Mutex<Receiver<Box<dyn Member>>>>, shared: &Shared) {
    let mut session: Option<Session> = None;
    let mut seen = None;
    let _ = shared.gathering.writer.set(std::thread::current());
    let mut crowd = Crowd { size: 1, took: Duration::ZERO };
    loop {
        let mut group = Vec::new();
        {
            let Ok(queue) = queue.lock() else { return };
            match queue.recv_timeout(LOOK) {
                Ok(first) => group.push(first),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if !group.is_empty() {
                gather(&queue, &mut group, &crowd, &shared.gathering);
            }
        }
        if !group.is_empty() {
            let size = group.len();
            shared.metrics.group_started(size);
            group.sort_by_key(|member| member.story());
            let begun = Instant::now();
            run_group(&mut session, shared, group);
            crowd = Crowd { size, took: begun.elapsed() };
            shared.writing.fetch_sub(size, Ordering::Relaxed);
        }
        look_for_strangers(&mut session, shared, &mut seen);
    }
}

/// Takes what waits. Those who were answered a moment ago are often about to write again: without a pause the first of them
/// would be a group of one, with a sync and with pages of its own, and the others would wait for it.
fn gather(queue: &Receiver<Box<dyn Member>>, group: &mut Vec<Box<dyn Member>>, crowd: &Crowd, gathering: &Gathering) {
    let begun = Instant::now();
    loop {
        let before = group.len();
        group.extend(queue.try_iter().take(GROUP - before));
        let none_came = group.len() == before && before > 1;
        if group.len() >= crowd.size || none_came || begun.elapsed() >= crowd.took.min(LONGEST_WAIT) {
            return;
        }
        gathering.pause(crowd.size);
    }
}

/// On SQLite another process (the command line) may write: then everything kept may be outdated.
fn look_for_strangers(session: &mut Option<Session>, shared: &Shared, seen: &mut Option<i64>) {
    if session.is_none() {
        *session = shared.open_writer().ok();
        *seen = None;
    }
    let Some(version) = session.as_ref().and_then(Session::data_version) else { return };
    if seen.is_some_and(|seen| seen != version) {
        shared.publish(&[Note::Everything]);
    }
    *seen = Some(version);
}

enum Outcome {
    /// On disk, with these notes and these members' results.
    Committed(Vec<Note>, Vec<Result<(), Error>>),
    /// Nothing was written; the member at this place caused it and is out, the others may run again.
    Expelled(usize, Error),
    /// Nothing was written; all may run again.
    Again(Error),
    /// Nothing was written, or it is not known; nobody runs again.
    Failed(Error),
}

fn run_group(session: &mut Option<Session>, shared: &Shared, mut group: Vec<Box<dyn Member>>) {
    let mut attempt = 0;
    while !group.is_empty() {
        match try_group(session, shared, &mut group) {
            Outcome::Committed(notes, results) => {
                shared.publish(&notes);
                for (member, result) in group.into_iter().zip(results) {
                    member.answer(result);
                }
                return;
            }
            Outcome::Expelled(index, error) => group.remove(index).answer(Err(error)),
            Outcome::Again(error) => {
                attempt += 1;
                if attempt >= ATTEMPTS {
                    return fail(group, &error);
                }
                shared.metrics.retried();
                std::thread::sleep(Duration::from_millis(2 << attempt));
            }
            Outcome::Failed(error) => return fail(group, &error),
        }
    }
}

fn fail(group: Vec<Box<dyn Member>>, error: &Error) {
    for member in group {
        member.answer(Err(error.clone()));
    }
}

fn try_group(slot: &mut Option<Session>, shared: &Shared, group: &mut [Box<dyn Member>]) -> Outcome {
    let session = match slot {
        Some(session) => session,
        None => match shared.open_writer() {
            Ok(session) => slot.insert(session),
            Err(error) => return Outcome::Failed(error),
        },
    };
    let outcome = in_transaction(session, shared, group);
    match &outcome {
        Outcome::Committed(..) => {}
        Outcome::Expelled(..) | Outcome::Again(Error::Retry(_)) => {
            if session.roll_back().is_err() {
                *slot = None;
            }
        }
        Outcome::Again(_) | Outcome::Failed(_) => *slot = None,
    }
    outcome
}

fn in_transaction(session: &mut Session, shared: &Shared, group: &mut [Box<dyn Member>]) -> Outcome {
    let begun = match session.begin_write(shared.options.member_limit) {
        Ok(()) => Instant::now(),
        Err(error @ (Error::Retry(_) | Error::Unavailable(_))) => return Outcome::Again(error),
        Err(error) => return Outcome::Failed(error),
    };
    let alone = group.len() == 1;
    let mut notes = Vec::new();
    let mut results = Vec::with_capacity(group.len());
    for (index, member) in group.iter_mut().enumerate() {
        if !alone && let Err(error) = session.savepoint(index == 0) {
            return gone(index, error);
        }
        let mut tx = session.tx(shared.options.member_limit);
        let result = match catch_unwind(AssertUnwindSafe(|| member.run(&mut tx))) {
            Ok(result) => result,
            Err(panic) => Err(Error::Panicked(message(&*panic).into())),
        };
        let mut noted = std::mem::take(&mut tx.notes);
        session.lift_limit();
        match &result {
            Ok(()) => notes.append(&mut noted),
            Err(Error::Retry(_) | Error::Unavailable(_)) => return Outcome::Again(result.unwrap_err()),
            Err(error) if alone || session.lost_transaction() => {
                return match error {
                    Error::ReadOnly(_) => Outcome::Failed(error.clone()),
                    _ => Outcome::Expelled(index, error.clone()),
                };
            }
            Err(_) => {
                if let Err(error) = session.undo_savepoint() {
                    return gone(index, error);
                }
            }
        }
        results.push(result);
    }
    let worked = begun.elapsed();
    match session.commit() {
        Ok(()) => {
            shared.metrics.committed(worked, begun.elapsed());
            Outcome::Committed(notes, results)
        }
        // A serialisation failure at commit is known to have written nothing; a lost connection is not.
        Err(error @ Error::Retry(_)) => Outcome::Again(error),
        Err(error) => Outcome::Failed(error),
    }
}

fn gone(index: usize, error: Error) -> Outcome {
    match error {
        Error::Retry(_) | Error::Unavailable(_) => Outcome::Again(error),
        Error::ReadOnly(_) => Outcome::Failed(error),
        error => Outcome::Expelled(index, error),
    }
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}
