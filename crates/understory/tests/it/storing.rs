use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use understory::models::Refusal;
use understory::store::{Error, Param, Tx, Write};

use crate::cluster::cluster;
use crate::world::{BEGIN, Engine, World, fixture, on_both, on_both_with};

type Then = fn(&mut Tx<'_>) -> Result<(), Error>;

/// Keeps a row under a key, and then does something else.
struct Put {
    key: u8,
    then: Then,
}

impl Write for Put {
    type Out = u8;

    fn run(&self, tx: &mut Tx<'_>) -> Result<u8, Error> {
        let bytes = vec![self.key];
        tx.execute(
            "INSERT INTO idempotency (site_id, actor, key, request, answer, created_at)
             SELECT id, $1, $2, $3, '', $4 FROM site",
            &[&bytes, &bytes, &bytes, &BEGIN],
        )?;
        (self.then)(tx)?;
        Ok(self.key)
    }
}

fn kept(w: &World) -> Vec<u8> {
    w.block_on(
        w.store().read(|tx| tx.query("SELECT key FROM idempotency ORDER BY key", &[], |row| row.get::<Vec<u8>>(0))),
    )
    .unwrap()
    .concat()
}

fn spin(tx: &mut Tx<'_>) -> Result<(), Error> {
    // A statement that does not end by itself within any limit of a test.
    tx.query(
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000) SELECT count(*) FROM n",
        &[],
        |row| row.get::<i64>(0),
    )
    .map(drop)
}

#[test]
fn a_failing_member_fails_alone() {
    on_both_with(
        |config| config.database.write_seconds = 1,
        |w| {
            let fine: Then = |_| Ok(());
            let members: [(u8, Then); 7] = [
                (1, fine),
                (2, |_| Err(Refusal::new(400, "no", "No.").into())),
                (3, |tx| tx.execute("INSERT INTO idempotency SELECT * FROM idempotency", &[]).map(drop)),
                (4, |_| panic!("a member panics")),
                (5, fine),
                (6, spin),
                (7, fine),
            ];
            let writes: Vec<_> =
                members.iter().map(|(key, then)| w.store().write(Put { key: *key, then: *then })).collect();
            let results: Vec<Result<u8, Error>> = w.block_on(async {
                let mut results = Vec::new();
                for write in writes {
                    results.push(write.await);
                }
                results
            });
            assert!(
                matches!(results[0], Ok(1)) && matches!(results[4], Ok(5)) && matches!(results[6], Ok(7)),
                "{results:?}"
            );
            assert!(matches!(&results[1], Err(Error::Refused(refusal)) if refusal.code == "no"));
            assert!(matches!(results[2], Err(Error::Conflict(_))), "{:?}", results[2]);
            assert!(matches!(&results[3], Err(Error::Panicked(why)) if why.contains("a member panics")));
            assert!(matches!(results[5], Err(Error::TimeLimit)), "{:?}", results[5]);
            assert_eq!(kept(w), [1, 5, 7]);
        },
    );
}

#[test]
fn a_client_that_goes_away_cancels_nothing() {
    on_both(|w| {
        drop(w.store().write(Put { key: 9, then: |_| Ok(()) }));
        crate::world::until("the write is there", || kept(w) == [9]);
    });
}

/// Fails as a serialisation failure does, twice.
struct Flaky {
    tries: Arc<AtomicU32>,
}

impl Write for Flaky {
    type Out = u32;

    fn run(&self, tx: &mut Tx<'_>) -> Result<u32, Error> {
        Put { key: 3, then: |_| Ok(()) }.run(tx)?;
        let tries = self.tries.fetch_add(1, Ordering::SeqCst);
        if tries < 2 { Err(Error::Retry("could not serialize access".into())) } else { Ok(tries) }
    }
}

#[test]
fn a_group_that_must_try_again_is_run_again() {
    on_both(|w| {
        let tries = Arc::new(AtomicU32::new(0));
        let flaky = w.store().write(Flaky { tries: tries.clone() });
        let other = w.store().write(Put { key: 4, then: |_| Ok(()) });
        assert_eq!(w.block_on(flaky).unwrap(), 2);
        assert_eq!(w.block_on(other).unwrap(), 4);
        assert_eq!(kept(w), [3, 4]);
    });
}

/// As PostgreSQL itself says it.
#[test]
fn a_serialisation_failure_of_postgresql_is_run_again() {
    struct Unserialisable(AtomicU32);
    impl Write for Unserialisable {
        type Out = u32;
        fn run(&self, tx: &mut Tx<'_>) -> Result<u32, Error> {
            Put { key: 5, then: |_| Ok(()) }.run(tx)?;
            let tries = self.0.fetch_add(1, Ordering::SeqCst);
            if tries < 2 {
                tx.execute("DO 'BEGIN RAISE EXCEPTION ''not now'' USING ERRCODE = ''40001''; END'", &[])?;
            }
            Ok(tries)
        }
    }
    let w = World::start(Engine::Postgres, |_| {});
    let other = w.store().write(Put { key: 6, then: |_| Ok(()) });
    assert_eq!(w.block_on(w.store().write(Unserialisable(AtomicU32::new(0)))).unwrap(), 2);
    assert_eq!(w.block_on(other).unwrap(), 6);
    assert_eq!(kept(&w), [5, 6]);
}

/// Writes what only the commit finds wrong: an event of no story, with foreign keys looked at last.
struct Orphan;

impl Write for Orphan {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.execute(
            "INSERT INTO event (site_id, story_id, seq, kind, created_at) SELECT id, id, 1, 'x', $1 FROM site",
            &[&BEGIN],
        )
        .map(drop)
    }
}

/// Says that it has begun, and goes on when told: what is queued meanwhile is one group.
struct Gate(std::sync::mpsc::Sender<()>, std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

impl Write for Gate {
    type Out = u8;

    fn run(&self, tx: &mut Tx<'_>) -> Result<u8, Error> {
        self.0.send(()).unwrap();
        self.1.lock().unwrap().recv().unwrap();
        Put { key: 1, then: |_| Ok(()) }.run(tx)
    }
}

#[test]
fn a_commit_that_fails_fails_its_group_and_no_other() {
    on_both_with(
        |config| config.database.writers = 1,
        |w| {
            let late: Then = match w.engine {
                Engine::Sqlite => |tx| tx.execute("PRAGMA defer_foreign_keys = ON", &[]).map(drop),
                Engine::Postgres => |_| Ok(()),
            };
            if w.engine == Engine::Postgres {
                let mut client = postgres::Client::connect(&w.app.config.database.url, postgres::NoTls).unwrap();
                client
                    .batch_execute(
                        "ALTER TABLE event ALTER CONSTRAINT event_site_id_story_id_fkey DEFERRABLE INITIALLY DEFERRED",
                    )
                    .unwrap();
            }
            let ((begun, has_begun), (go, told)) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
            let first = w.store().write(Gate(begun, told.into()));
            has_begun.recv().unwrap();
            let put = |key| w.store().write(Put { key, then: late });
            let (before, orphan, after) = (put(2), w.store().write(Orphan), put(3));
            go.send(()).unwrap();
            assert_eq!(w.block_on(first).unwrap(), 1);
            let failed = w.block_on(orphan);
            assert!(matches!(failed, Err(Error::Conflict(_))), "{failed:?}");
            for other in [before, after] {
                let failed = w.block_on(other);
                assert!(matches!(failed, Err(Error::Conflict(_))), "acknowledged, and not there: {failed:?}");
            }
            assert_eq!(w.block_on(w.store().write(Put { key: 4, then: |_| Ok(()) })).unwrap(), 4);
            assert_eq!(kept(w), [1, 4]);
        },
    );
}

/// Two sessions that lock two rows in opposite order: PostgreSQL ends one with 40P01, and the wrapper runs it again.
#[test]
fn a_deadlock_on_postgresql_is_run_again() {
    let w = World::start(Engine::Postgres, |config| config.database.writers = 2);
    let (a, b) = (w.story("A"), w.story("B"));
    struct Cross(understory::models::Id, understory::models::Id);
    impl Write for Cross {
        type Out = ();
        fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
            for story in [self.0, self.1] {
                tx.execute("UPDATE story SET updated_at = updated_at + 1 WHERE id = $1", &[&story])?;
                std::thread::sleep(Duration::from_millis(3));
            }
            Ok(())
        }
    }
    let (a, b) = (a.id.parse().unwrap(), b.id.parse().unwrap());
    for _ in 0..20 {
        let writes: Vec<_> =
            (0..8).map(|n| w.store().write(if n % 2 == 0 { Cross(a, b) } else { Cross(b, a) })).collect();
        for write in writes {
            w.block_on(write).unwrap();
        }
    }
    w.verify();
}

#[test]
fn a_full_queue_says_so_at_once() {
    on_both_with(
        |config| config.database.queue = 2,
        |w| {
            let slow = |_: &mut Tx<'_>| {
                std::thread::sleep(Duration::from_millis(100));
                Ok(())
            };
            let writes: Vec<_> = (0..200).map(|n| w.store().write(Put { key: n, then: slow })).collect();
            let busy = w.block_on(async {
                let mut busy = 0;
                for write in writes {
                    busy += u32::from(matches!(write.await, Err(Error::Busy)));
                }
                busy
            });
            assert!(busy > 100, "{busy}");
        },
    );
}

/// The schema's steps have the same names, and leave the same tables, columns and unique keys, save those that hold the
/// words for search.
#[test]
fn both_schemas_are_the_same() {
    let describe = |engine: Engine| {
        let w = World::start(engine, |_| {});
        let columns: &'static str = match engine {
            Engine::Sqlite => {
                "SELECT m.name, p.name, CAST(p.\"notnull\" AS BIGINT) FROM sqlite_master m, pragma_table_info(m.name) p
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'refinery%' ORDER BY m.name, p.name"
            }
            Engine::Postgres => {
                "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS BIGINT)
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'refinery%'
                 ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\""
            }
        };
        let indexes: &'static str = match engine {
            Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            Engine::Postgres => {
                "SELECT CAST(indexname AS TEXT) FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey'
                 AND indexname NOT LIKE 'refinery%' AND indexname NOT LIKE '%_key' ORDER BY indexname COLLATE \"C\""
            }
        };
        w.block_on(w.store().read(move |tx| {
            let columns =
                tx.query(columns, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))?;
            let indexes = tx.query(indexes, &[], |row| row.get::<String>(0))?;
            let is_search = |name: &str| name.contains("_words") || name == "search_story";
            let columns: Vec<_> = columns.into_iter().filter(|(table, ..)| !is_search(table)).collect();
            let indexes: Vec<_> = indexes.into_iter().filter(|name| !is_search(name)).collect();
            Ok((columns, indexes))
        }))
        .unwrap()
    };
    let (sqlite, postgres) = (describe(Engine::Sqlite), describe(Engine::Postgres));
    assert!(sqlite.0.len() > 80, "{}", sqlite.0.len());
    assert_eq!(sqlite, postgres);
}

/// Pages come from an index alone, whatever stands around it: no sorting, no scan.
#[test]
fn query_plans_use_their_index() {
    on_both(|w| {
        w.cli_ok(&["import", fixture("wikipedia-talk.jsonl").to_str().unwrap()]);
        let paged = understory::store::threads::PAGED;
        use understory::store::closures::DUE_TO_CLOSE;
        use understory::store::deletions::ERASABLE;
        use understory::store::related::DUE;
        use understory::store::stories::DUE_TO_PUBLISH;
        let due = DUE_TO_CLOSE.into_iter().chain([DUE_TO_PUBLISH, DUE]).map(|sql| (sql, 2)).chain([
            (understory::store::chain::UNLINKED, 2),
            (ERASABLE, 3),
            (understory::store::accounts::NO_LONGER_NEW, 2),
            (understory::store::jobs::DUE, 2),
            (understory::store::votes::DUE, 2),
            (understory::store::threads::STORY_OF, 2),
            (understory::store::queue::WORST, 4),
            (understory::store::queue::RECENT, 3),
            (understory::store::queue::RECENT_BY, 4),
            (understory::store::queue::FLAGGED, 4),
            (understory::store::search::desk::NEWEST, 3),
            (understory::store::appeals::OPEN, 4),
        ]);
        let whole = if w.engine == Engine::Sqlite { "autoindex_comment" } else { "comment_pkey" };
        let indexes = [
            "comment_time",
            "comment_time",
            "comment_rank",
            whole,
            "story_closing",
            "story_ageing",
            "story_newest",
            "story_unrelated",
            "audit_unlinked",
            "comment_erasing",
            "account_new",
            "job_due",
            "vote_due_since",
            "comment_id",
            "comment_turn",
            "decision_recent",
            "decision_by",
            "comment_flagged",
            "comment_id",
            "appeal_open",
        ];
        for ((sql, parameters), index) in paged.into_iter().chain(due).zip(indexes) {
            let plan = match w.engine {
                Engine::Sqlite => {
                    let text: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {sql}").into_boxed_str());
                    w.block_on(w.store().read(move |tx| {
                        let nothing = vec![&None::<i64> as &dyn Param; parameters];
                        tx.query(text, &nothing, |row| row.get::<String>(3))
                    }))
                    .unwrap()
                    .join("\n")
                }
                Engine::Postgres => explain(w, sql, parameters),
            };
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}");
            assert!(plan.contains(index), "{index}: {plan}");
        }
    });
}

/// On a small table PostgreSQL would rather scan: what matters is that with the index no sort is needed.
fn explain(w: &World, sql: &str, parameters: usize) -> String {
    let mut client = postgres::Client::connect(&w.app.config.database.url, postgres::NoTls).unwrap();
    client
        .batch_execute(
            "ANALYZE; SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan",
        )
        .unwrap();
    client.batch_execute(&format!("PREPARE q AS {sql}")).unwrap();
    let nothing = vec!["NULL"; parameters].join(", ");
    let rows = client.query(&format!("EXPLAIN EXECUTE q({nothing})"), &[]).unwrap();
    rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_backup_is_whole_and_comes_back() {
    on_both(|w| {
        let story = w.story("Backed up");
        let comment = w.comment(&story, "kept").id();
        let copy = w.folder.path().join("copy.backup");
        w.cli_ok(&["backup", copy.to_str().unwrap()]);
        assert!(!w.cli(&["backup", copy.to_str().unwrap()]).status.success(), "an old copy is not overwritten");
        w.comment(&story, "after the copy").send().expect(201);
        let to = match w.engine {
            Engine::Sqlite => format!("sqlite:{}", w.folder.path().join("restored.db").display()),
            Engine::Postgres => cluster().empty_database(),
        };
        let program = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_understory"));
            command.args(["--database", &to]);
            command
        };
        let out = program().args(["restore", copy.to_str().unwrap()]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let again = program().args(["restore", copy.to_str().unwrap()]).output().unwrap();
        assert!(!again.status.success(), "a database that is not empty is not overwritten");
        let out = program().args(["--json", "verify"]).output().unwrap();
        assert!(out.status.success());
        let found: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_eq!(found["comments"], 1);
        let export = w.folder.path().join("restored.jsonl");
        assert!(program().args(["export", "--out", export.to_str().unwrap()]).status().unwrap().success());
        assert!(std::fs::read_to_string(export).unwrap().contains(&comment));
        // A copy that was cut is refused.
        let bytes = std::fs::read(&copy).unwrap();
        let cut = w.file("cut.backup", &bytes[..bytes.len() / 2]);
        let empty = match w.engine {
            Engine::Sqlite => format!("sqlite:{}", w.folder.path().join("none.db").display()),
            Engine::Postgres => cluster().empty_database(),
        };
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_understory"))
            .args(["--database", &empty, "restore", cut.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stdout));
    });
}

#[test]
fn verify_finds_what_is_wrong() {
    for (change, word) in [
        ("UPDATE comment SET replies = replies + 1", "comment"),
        ("UPDATE comment SET listed = FALSE", "comment"),
        ("UPDATE story SET comments = comments + 1", "comments stored"),
        ("UPDATE story SET seq = seq + 1", "number"),
        ("DELETE FROM event WHERE seq = 1", "events"),
    ] {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let w = World::start(engine, |_| {});
            let story = w.story("Broken");
            w.comment(&story, "x").send().expect(201);
            struct Break(&'static str);
            impl Write for Break {
                type Out = ();
                fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
                    tx.execute(self.0, &[]).map(drop)
                }
            }
            w.block_on(w.store().write(Break(change))).unwrap();
            let out = w.cli(&["verify"]);
            assert_eq!(out.status.code(), Some(1), "{change}");
            assert!(
                String::from_utf8_lossy(&out.stdout).contains(word),
                "{change}: {}",
                String::from_utf8_lossy(&out.stdout)
            );
        }
    }
}
