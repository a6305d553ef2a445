"""Durable posts by 64 writers on PostgreSQL."""
import re
import subprocess
import time
from functools import partial

from .. import build, load, process, same, seeds
from ..bench import Failed, Timing
from ..cluster import Cluster
from ..row import Row

# Stories are numbered from 1, so that pgbench, which only counts, can name them.
NUMBERED = """
SET session_replication_role = replica;
CREATE TEMP TABLE numbered AS
  SELECT id, lpad(to_hex(row_number() OVER (ORDER BY id)), 32, '0')::uuid AS number FROM story;
UPDATE comment c SET story_id = number, parent = CASE WHEN parent = story_id THEN number ELSE parent END
  FROM numbered n WHERE n.id = c.story_id;
UPDATE event e SET story_id = number FROM numbered n WHERE n.id = e.story_id;
UPDATE story_alias a SET story_id = number FROM numbered n WHERE n.id = a.story_id;
UPDATE story s SET id = number FROM numbered n WHERE n.id = s.id;
RESET session_replication_role;
"""


def posts(bench, one):
    """Every timing begins with a copy of the same database. PostgreSQL and our server share the server's core."""
    cluster = bench.keep(Cluster(bench.server_core))
    same.post(bench, cluster)
    cluster.database("seed")
    seeds.fill("posts", cluster.url("seed"))
    cluster.database("numbered", "seed")
    cluster.ask("numbered", NUMBERED)
    for name in ("seed", "numbered"):
        cluster.ask(name, "VACUUM (FULL, ANALYZE)")
    script = bench.folder / "post.sql"
    script.write_text(build.run(build.LOADER, "statements", "pgbench-post"))
    ours_now, theirs_now = (partial(take, bench, cluster, one, script) for take in (ours, theirs))
    # A warm-up that counts for nobody.
    ours_now(seconds=0.5), theirs_now(seconds=0.5)
    return bench.in_turn(ours_now, theirs_now)


def ours(bench, cluster, one, _script, seconds=None):
    server = bench.serve(cluster.database("ours", "seed"))
    cluster.ask("postgres", "CHECKPOINT")
    timing = load.Posts(bench, server, seeds.stories(server, 1 if one else None))(seconds)
    bench.stop(server)
    return timing


def theirs(bench, cluster, one, script, seconds=None):
    cluster.database("theirs", "numbered")
    cluster.ask("postgres", "CHECKPOINT")
    site = cluster.ask("theirs", "SELECT id FROM site")
    body = "council harbour budget ferry winter school teacher tram reader editor " * 3
    values = {
        "site": site, "n": 0, "millis": int(time.time() * 1000), "stories": 1 if one else 1000, "one": 1, "zero": 0,
        "name": "Reader 1", "body": body[:200], "html": f"<p>{body[:200]}</p>", "state": "published", "listed": "true",
        "kind": "comment_published", "answer": "x" * 480,
    }
    return pgbench(bench, cluster, script, values, seconds)


def pgbench(bench, cluster, script, values, seconds):
    """Runs a script on the database `theirs` with 64 clients."""
    command = [cluster.bin / "pgbench", "-h", cluster.folder, "-U", "understory", "-n", "-M", "prepared", "-c", 64,
               "-j", 2, "-T", max(1, round(seconds or bench.seconds)), "-f", script]
    for name, value in values.items():
        command += ["-D", f"{name}={value}"]
    done = subprocess.run(process.pinned([*command, "theirs"], bench.load_core), capture_output=True, text=True)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    failed = re.search(r"failed transactions: (\d+)", done.stdout)
    if done.returncode != 0 or not rate or (failed and int(failed[1])):
        raise Failed(f"pgbench: {(done.stderr or done.stdout).strip()[-600:]}")
    return Timing(float(rate[1]))


ROWS = [
    Row(f"postgres-{where}", f"durable posts over HTTP on PostgreSQL, 64 writers, {words}",
        "pgbench, the same statements", limit, partial(posts, one=where == "one"), unit="posts/s", needs_postgres=True)
    for where, words, limit in (("spread", "over 1,000 stories", 0.3), ("one", "all on one story", 2))
]
