"""How many comments there are under twenty addresses."""
import random
from urllib.parse import quote

from .. import load, seeds
from ..row import Row


def counts(bench):
    server = bench.serve(seeds.sqlite("cold"))
    draw = random.Random(1)
    addresses = [quote(f"https://paper.example/tree-{n:05}", safe="") for n in range(1, 10_001)]
    paths = ["/api/v1/counts?" + "&".join(f"url={one}" for one in draw.sample(addresses, 20)) for _ in range(2_000)]
    static = bench.replay(server, paths[0])
    ours, theirs = (load.Reads(bench, one, paths=paths, connections=64) for one in (server, static))
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


ROWS = [Row("counts", "counts of 20 random addresses out of 10,000, 64 connections", "static", 0.3, counts)]
