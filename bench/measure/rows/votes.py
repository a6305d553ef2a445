"""Durable votes of 64 voters on one comment, on both databases; none may be lost or counted twice."""
import json
import sqlite3
import subprocess
import time
from contextlib import closing

from .. import accounts, build, load, process, same, seeds
from ..bench import Failed, Timing
from ..cluster import Cluster
from ..row import Row
from .postgres import pgbench
from .posts import fresh

# One each: that an account may vote five times a second only is raised, as all limits are.
ACCOUNTS = 64

# Comments whose counts are not their votes, and votes in all.
COUNTED = """
SELECT (SELECT count(*) FROM comment c WHERE
  up <> (SELECT count(*) FROM vote v WHERE v.site_id = c.site_id AND v.story_id = c.story_id AND v.comment_id = c.id
         AND v.value = 1) OR
  down <> (SELECT count(*) FROM vote v WHERE v.site_id = c.site_id AND v.story_id = c.story_id AND v.comment_id = c.id
           AND v.value = -1)), (SELECT count(*) FROM vote)
"""


def on_sqlite(bench):
    """Every timing begins with a copy of the same file."""
    cluster = bench.keep(Cluster(bench.server_core))
    same.vote(bench, cluster)
    bench.stop(cluster)

    def ours():
        file = fresh(bench)
        cookies = accounts.in_file(file, ACCOUNTS)
        timing = vote(bench, bench.serve(file), cookies)
        _right(file)
        verified(f"sqlite:{file}")
        return timing

    def theirs():
        file = fresh(bench)
        accounts.in_file(file, ACCOUNTS)
        command = [build.LOADER, "cast", "--database", file, "--seconds", bench.seconds]
        done = subprocess.run(process.pinned(command, bench.server_core), capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"the reference: {done.stderr.strip()[-400:]}")
        _right(file)
        return Timing(json.loads(done.stdout)["rate"])

    def _right(file):
        with closing(sqlite3.connect(file)) as conn:
            right(*conn.execute(COUNTED).fetchone())

    return bench.in_turn(ours, theirs)


def on_postgres(bench):
    """Every timing begins with a copy of the same database. PostgreSQL and our server share the server's core."""
    cluster = bench.keep(Cluster(bench.server_core))
    same.vote(bench, cluster)
    cluster.database("seed")
    seeds.fill("posts", cluster.url("seed"))
    cookies = accounts.in_cluster(cluster, "seed", ACCOUNTS)
    cluster.ask("seed", "VACUUM (FULL, ANALYZE)")
    script = bench.folder / "vote.sql"
    script.write_text(build.run(build.LOADER, "statements", "pgbench-vote"))

    def ours(seconds=None):
        url = cluster.database("ours", "seed")
        cluster.ask("postgres", "CHECKPOINT")
        timing = vote(bench, bench.serve(url), cookies, seconds)
        _right("ours")
        verified(url)
        return timing

    def theirs(seconds=None):
        cluster.database("theirs", "seed")
        cluster.ask("postgres", "CHECKPOINT")
        timing = pgbench(bench, cluster, script, of_pgbench(cluster), seconds)
        _right("theirs")
        return timing

    def _right(database):
        right(*map(int, cluster.ask(database, COUNTED).split("|")))

    # A warm-up that counts for nobody.
    ours(seconds=0.5), theirs(seconds=0.5)
    return bench.in_turn(ours, theirs)


def vote(bench, server, cookies, seconds=None):
    """Votes on the first comment of the first story; ends the server."""
    comment = seeds.comment(server, seeds.stories(server, 1)[0])
    timing = load.Votes(bench, server, comment, cookies)(seconds)
    bench.stop(server)
    return timing


def of_pgbench(cluster):
    """What the script is told: the first comment of the first story."""
    found = cluster.ask("theirs", "SELECT site_id, story_id, id FROM comment ORDER BY site_id, story_id, id LIMIT 1")
    site, story, comment = found.split("|")
    return {"site": site, "story": story, "comment": comment, "n": 0, "millis": int(time.time() * 1000), "zero": 0}


def right(miscounted, votes):
    if miscounted or not votes:
        raise Failed(f"of {votes} votes, the counts of {miscounted} comments are wrong")


def verified(url):
    build.run(build.SERVER, "verify", "--database", url)


ROWS = [
    Row("votes", "durable votes over HTTP, 64 voters on one comment", "rusqlite, the same statements, groups of 64", 0.4,
        on_sqlite, unit="votes/s", needs_postgres=True),
    Row("postgres-votes", "durable votes over HTTP on PostgreSQL, 64 voters on one comment",
        "pgbench, the same statements", 0.5, on_postgres, unit="votes/s", needs_postgres=True),
]
