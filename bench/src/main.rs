//! What Understory is measured against, and the load it is measured under. `bench/run` calls it; see `bench/README.md`.

mod cast;
mod draw;
mod insert;
mod neutral;
mod outcome;
mod post;
mod replay;
mod request;
mod statements;
mod vote;
mod write;

use clap::Parser;

/// References and load generators.
#[derive(Debug, Parser)]
#[command(name = "understory-bench")]
enum Command {
    /// Serve another server's answers from memory
    Replay(replay::Replay),
    /// Post comments over HTTP
    Post(post::Load),
    /// Post comments straight into a database
    Write(write::Load),
    /// Vote on a comment over HTTP
    Vote(vote::Load),
    /// Vote on a comment straight in a database
    Cast(cast::Load),
    /// Copy the rows of one database into another
    Insert(insert::Insert),
    /// Bring a database's log into its file
    Settle(write::Settle),
    /// Make stories and comments as JSON lines
    Neutral(neutral::Make),
    /// Print the statements of one post or vote
    Statements(statements::Print),
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Replay(command) => command.run(),
        Command::Post(command) => command.run(),
        Command::Write(command) => command.run(),
        Command::Vote(command) => command.run(),
        Command::Cast(command) => command.run(),
        Command::Insert(command) => command.run(),
        Command::Settle(command) => command.run(),
        Command::Neutral(command) => command.run(),
        Command::Statements(command) => command.run(),
    }
}
