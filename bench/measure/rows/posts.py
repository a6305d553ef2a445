"""Durable posts by 64 writers on the embedded database."""
import json
import os
from functools import partial

from .. import build, load, process, same, seeds
from ..bench import Failed, Timing
from ..cluster import Cluster
from ..row import Row


def posts(bench, one, group):
    """Every timing begins with a copy of the same file."""
    cluster = bench.keep(Cluster(bench.server_core))
    same.post(bench, cluster)
    bench.stop(cluster)

    def ours():
        server = bench.serve(fresh(bench))
        timing = load.Posts(bench, server, seeds.stories(server, 1 if one else None))()
        bench.stop(server)
        return timing

    return bench.in_turn(ours, partial(raw, bench, one, group))


def fresh(bench):
    """A copy that is on the disk already: the first sync must not pay for it."""
    file = seeds.copy("posts", bench.folder)
    with open(file, "rb+") as copied:
        os.fsync(copied.fileno())
    return file


def raw(bench, one, group):
    import subprocess
    command = [build.LOADER, "write", "--database", fresh(bench), "--seconds", bench.seconds, "--group", group]
    if one:
        command.append("--one")
    done = subprocess.run(process.pinned(command, bench.server_core), capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"the reference: {done.stderr.strip()[-400:]}")
    return Timing(json.loads(done.stdout)["rate"])


ROWS = [
    Row(f"posts-{where}{'-single' if group == 1 else ''}", f"durable posts over HTTP, 64 writers, {words}",
        f"rusqlite, the same statements, {'one a commit' if group == 1 else 'groups of 64'}", limit,
        partial(posts, one=where == "one", group=group), unit="posts/s", needs_postgres=True)
    for group, limit in ((64, 0.6), (1, 2))
    for where, words in (("spread", "over 1,000 stories"), ("one", "all on one story"))
]
