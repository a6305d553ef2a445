//! The statements of one post, in the order in which our store runs them: a root by a guest, published at once; and those
//! of one vote that changes something.
//!
//! They are copies, so that the reference shares no code with what it measures. `bench/run` compares them with what our
//! store really sends, and stops when they differ.

use clap::{Args, ValueEnum};

/// A value of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The site.
    Site,
    /// The story.
    Story,
    /// The comment.
    Comment,
    /// Who asks, hashed.
    Actor,
    /// Under which key, hashed.
    Key,
    /// For what, hashed.
    Request,
    /// The answer that is kept.
    Answer,
    /// By how much the story's numbers rise: 1.
    Raised,
    /// The comment's number for search.
    Row,
    /// 0 for a root.
    Depth,
    /// The hash of the guest's secret.
    Guest,
    /// The writer's name.
    Name,
    /// The text.
    Body,
    /// The text, rendered.
    Html,
    /// The renderer's version.
    HtmlVersion,
    /// Nothing.
    Null,
    /// `published`.
    State,
    /// The time.
    Now,
    /// That it is listed.
    Listed,
    /// By what `top` sorts.
    Rank,
    /// What is vouched for: nothing.
    Badges,
    /// In which turn the desk would look at it: nothing was found.
    Turn,
    /// The story's number, as the second statement gave it.
    Seq,
    /// The event's kind.
    Kind,
    /// Who votes.
    Account,
    /// What they vote.
    Value,
    /// By how much the votes for the comment rise.
    Up,
    /// By how much those against it do.
    Down,
}

/// A statement and its values, in the order of their numbers.
#[derive(Debug)]
pub struct Statement {
    /// The text.
    pub sql: &'static str,
    /// The values.
    pub fields: &'static [Field],
    /// Whether PostgreSQL has it too.
    pub on_both: bool,
}

/// Of one post. `bench/run` says so when these are no longer ours.
pub const POST: [Statement; 7] = [
    Statement {
        sql: "SELECT request, answer FROM idempotency WHERE site_id = $1 AND actor = $2 AND key = $3",
        fields: &[Field::Site, Field::Actor, Field::Key],
        on_both: true,
    },
    Statement {
        sql: "UPDATE story SET seq = seq + $1, comments = comments + $1 WHERE site_id = $2 AND id = $3
              RETURNING seq, state, closed_at, closed_by, closed_reason, close_at, published_at, author",
        fields: &[Field::Raised, Field::Site, Field::Story],
        on_both: true,
    },
    Statement { sql: "SELECT coalesce(max(rowno), 0) + 1 FROM comment", fields: &[], on_both: false },
    Statement {
        sql: "INSERT INTO comment (site_id, story_id, id, rowno, parent, root, depth, guest, account_id, name, body, format,
              html, html_version, lang, state, reasons, revision, created_at, listed, rank, replies, branches, descendants,
              up, down, base_up, base_down, badges, turn)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'markdown', $12, $13, $14, $15, $16, 0, $17, $18,
              $19, 0, 0, 0, 0, 0, 0, 0, $20, $21)",
        fields: &[
            Field::Site,
            Field::Story,
            Field::Comment,
            Field::Row,
            Field::Story,
            Field::Comment,
            Field::Depth,
            Field::Guest,
            Field::Null,
            Field::Name,
            Field::Body,
            Field::Html,
            Field::HtmlVersion,
            Field::Null,
            Field::State,
            Field::Null,
            Field::Now,
            Field::Listed,
            Field::Rank,
            Field::Badges,
            Field::Turn,
        ],
        on_both: true,
    },
    Statement {
        sql: "INSERT INTO event (site_id, story_id, seq, kind, comment_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        fields: &[Field::Site, Field::Story, Field::Seq, Field::Kind, Field::Comment, Field::Now],
        on_both: true,
    },
    Statement {
        sql: "INSERT INTO search_due (site_id, story_id, id, seq) VALUES ($1, $2, $3, $4)
              ON CONFLICT (site_id, story_id, id) DO UPDATE SET seq = EXCLUDED.seq",
        fields: &[Field::Site, Field::Story, Field::Comment, Field::Seq],
        on_both: true,
    },
    Statement {
        sql: "INSERT INTO idempotency (site_id, actor, key, request, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        fields: &[Field::Site, Field::Actor, Field::Key, Field::Request, Field::Answer, Field::Now],
        on_both: true,
    },
];

/// Of one vote.
pub const VOTE: [Statement; 3] = [
    Statement {
        sql: "INSERT INTO vote (site_id, story_id, comment_id, account_id, value, before, created_at)
              VALUES ($1, $2, $3, $4, $5, 0, $6)
              ON CONFLICT (site_id, story_id, comment_id, account_id)
              DO UPDATE SET before = vote.value, value = excluded.value, created_at = excluded.created_at
              RETURNING before",
        fields: &[Field::Site, Field::Story, Field::Comment, Field::Account, Field::Value, Field::Now],
        on_both: true,
    },
    Statement {
        sql: "INSERT INTO vote_due (site_id, story_id, comment_id, since) VALUES ($1, $2, $3, $4)
              ON CONFLICT (site_id, story_id, comment_id) DO UPDATE SET since = vote_due.since",
        fields: &[Field::Site, Field::Story, Field::Comment, Field::Now],
        on_both: true,
    },
    Statement {
        sql: "UPDATE comment SET up = up + $1, down = down + $2
              WHERE site_id = $3 AND story_id = $4 AND id = $5 AND state = 'published'
              AND (account_id IS NULL OR account_id <> $6) RETURNING up + base_up, down + base_down",
        fields: &[Field::Up, Field::Down, Field::Site, Field::Story, Field::Comment, Field::Account],
        on_both: true,
    },
];

/// How our writer opens its connection: pragmas and their values.
pub const PRAGMAS: [(&str, &str); 8] = [
    ("foreign_keys", "true"),
    ("mmap_size", "0"),
    ("trusted_schema", "false"),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("wal_autocheckpoint", "6000"),
    ("cache_size", "-8000"),
    ("temp_store", "MEMORY"),
];

/// Print the statements of one post, or of one vote.
#[derive(Debug, Args)]
pub struct Print {
    /// For whom
    #[arg(value_enum)]
    form: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For bench/run, which compares them: JSON lists of lists, text and whether PostgreSQL has it
    Json,
    /// For pgbench: a script that writes under the first `:stories` stories
    PgbenchPost,
    /// For pgbench: a script of 64 clients that vote on `:comment`, each in the name of one account
    PgbenchVote,
}

impl Print {
    /// Prints.
    pub fn run(self) -> anyhow::Result<()> {
        match self.form {
            Form::Json => {
                let listed = |statements: &[Statement]| -> Vec<_> {
                    statements.iter().map(|one| (plain(one.sql), one.on_both)).collect()
                };
                let (post, vote) = (listed(&POST), listed(&VOTE));
                println!("{}", serde_json::json!({ "post": post, "vote": vote, "pragmas": PRAGMAS }));
            }
            Form::PgbenchPost => print!("{}", post_script()),
            Form::PgbenchVote => print!("{}", vote_script()),
        }
        Ok(())
    }
}

/// A text on one line, with single spaces.
fn plain(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The script. Texts and constants are given by `-D`. pgbench only counts, so identifiers are made of its numbers by the
/// server: comments' rise as ours do, keys and hashes are random, and the stories' are the numbers from 1.
fn post_script() -> String {
    let mut out = String::from(
        "\\set n :n + 1\n\
         \\set comment :millis * 65536 + :n * 1024 + :client_id\n\
         \\set now :millis * 1000 + :n * 1024 + :client_id\n\
         \\set story random(1, :stories)\n\
         \\set key random(0, 4611686018427387903)\n\
         \\set request random(0, 4611686018427387903)\n\
         \\set guest random(0, 4611686018427387903)\n\
         BEGIN;\n",
    );
    for statement in POST.iter().filter(|statement| statement.on_both) {
        let sql = numbered(statement, of_post);
        out.push_str(&sql);
        out.push_str(if sql.contains("RETURNING") { " \\gset story_\n" } else { ";\n" });
    }
    out.push_str("COMMIT;\n");
    out
}

/// The script. The site, the story and the comment are given by `-D`. Accounts are the numbers from 1: no two clients have
/// one in common, and each votes for the comment and then neither, as ours do.
fn vote_script() -> String {
    let mut out = String::from(
        "\\set account :client_id + 1\n\
         \\set value 1 - mod(:n, 2)\n\
         \\set n :n + 1\n\
         \\set now :millis * 1000 + :n * 1024 + :client_id\n\
         BEGIN;\n",
    );
    for statement in &VOTE {
        out.push_str(&numbered(statement, of_vote));
        out.push_str(match statement.fields {
            [.., Field::Value, Field::Now] => " \\gset vote_\n\\set up :value - :vote_before\n",
            _ => ";\n",
        });
    }
    out.push_str("COMMIT;\n");
    out
}

/// A statement on one line, with values of pgbench instead of numbers.
fn numbered(statement: &Statement, value: fn(Field) -> String) -> String {
    let mut sql = plain(statement.sql);
    // From the last, so that $1 is not found in $10.
    for (index, field) in statement.fields.iter().enumerate().rev() {
        sql = sql.replace(&format!("${}", index + 1), &value(*field));
    }
    sql
}

fn of_post(field: Field) -> String {
    // The time in the first 48 bits, as in a UUIDv7: comments come at the end of their index, as ours do.
    let comment = "rpad(lpad(to_hex(:comment::bigint), 16, '0'), 32, '0')::uuid";
    let hash = |name: &str| format!("decode(lpad(to_hex(:{name}::bigint), 64, '0'), 'hex')");
    match field {
        Field::Site => ":site".to_owned(),
        Field::Story => "lpad(to_hex(:story::bigint), 32, '0')::uuid".to_owned(),
        Field::Comment => comment.to_owned(),
        // A guest without a secret: the key is the actor.
        Field::Actor | Field::Key => hash("key"),
        Field::Request => hash("request"),
        Field::Guest => hash("guest"),
        Field::Answer => ":answer".to_owned(),
        Field::Body => ":body".to_owned(),
        Field::Html => ":html".to_owned(),
        Field::Name => ":name".to_owned(),
        Field::State => ":state".to_owned(),
        Field::Kind => ":kind".to_owned(),
        Field::Raised | Field::HtmlVersion => ":one".to_owned(),
        Field::Depth | Field::Rank => ":zero".to_owned(),
        Field::Row | Field::Now => ":now".to_owned(),
        Field::Listed => ":listed".to_owned(),
        Field::Seq => ":story_seq".to_owned(),
        Field::Null => "NULL".to_owned(),
        Field::Badges => "0".to_owned(),
        Field::Turn => "1000".to_owned(),
        Field::Account | Field::Value | Field::Up | Field::Down => unreachable!("of a vote"),
    }
}

fn of_vote(field: Field) -> String {
    match field {
        Field::Site => ":site",
        Field::Story => ":story",
        Field::Comment => ":comment",
        Field::Account => "lpad(to_hex(:account::bigint), 32, '0')::uuid",
        Field::Value => ":value",
        Field::Up => ":up",
        Field::Down => ":zero",
        Field::Now => ":now",
        _ => unreachable!("of a post"),
    }
    .to_owned()
}
