"""Resident memory of the serving process, with 2,600,000 comments and a cache of 32 MB."""
import time
from functools import partial

from .. import load, seeds
from ..row import Row

MEGABYTE = 1_000_000


def memory(bench, loaded):
    # What is read only needs no copy of its own.
    server = bench.serve(seeds.copy("cold", bench.folder) if loaded else seeds.sqlite("cold"), cache__megabytes=32)
    load.Reads(bench, server, "/", connections=1)(1)
    if loaded:
        paths = [f"/stories/tree-{n * 7919 % 10_000 + 1:05}" for n in range(10_000)]
        pages = [f"/api/v1/stories/{story}/comments" for story in seeds.stories(server, 2_000)]
        for connections in (16, 64):
            for compressed in (False, True):
                for some in (paths, pages):
                    load.Reads(bench, server, paths=some, connections=connections, compressed=compressed)()
        load.Posts(bench, server, seeds.stories(server, 2_000))()
    # What is given back is given back soon.
    time.sleep(2)
    now = server.memory()
    megabytes = now["pss"] / MEGABYTE
    return {"value": megabytes, "least": megabytes, "most": megabytes,
            "more": {"rss_mb": now["rss"] / MEGABYTE, "pss_mb": megabytes}}


ROWS = [
    Row(f"memory-{name}", f"resident memory, {words}, cache 32 MB", "no reference", limit,
        partial(memory, loaded=name == "loaded"), at_least=False, unit="MB")
    for name, words, limit in (("idle", "after start", 30), ("loaded", "after reads and posts", 90))
]
