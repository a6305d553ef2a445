"""The first page of a thread from memory, in peace and while comments come in."""
from functools import partial

from .. import load, seeds
from ..row import Row

# The story that is read: 260 comments, or 20 roots without replies.
TREE, SHORT = "tree-00001", "short-00001"


def address(server, slug, form):
    """Of the page for people, or of the same as JSON."""
    return f"/stories/{slug}" if form == "html" else f"/api/v1/stories/{seeds.story(server, slug)}/comments"


def hot(bench, slug, form, connections, compressed, busy=False):
    server = bench.serve(seeds.copy("hot", bench.folder))
    # What comes in is the newest: in this order the page keeps its size, and the reference the same bytes.
    path = address(server, slug, form) + ("?sort=oldest" if busy else "")
    static = bench.replay(server, path)
    ours = load.Reads(bench, server, path, connections=connections, compressed=compressed)
    theirs = load.Reads(bench, static, path, connections=connections, compressed=compressed)
    if busy:
        here = seeds.story(server, slug)
        others = [story for story in seeds.stories(server) if story != here]
        bench.keep(load.Trickle(bench, server, [here], 1))
        bench.keep(load.Trickle(bench, server, others, 100))
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


def rows():
    for busy in (False, True):
        for form in ("html", "json"):
            for connections in (16, 64):
                for compressed in (False, True):
                    yield row(TREE, form, connections, compressed, busy)
    for form in ("html", "json"):
        yield row(SHORT, form, 64, True, False)


def row(slug, form, connections, compressed, busy):
    short = "-short" if slug == SHORT else ""
    return Row(
        name=f"{'busy' if busy else 'hot'}{short}-{form}-{connections}-{'br' if compressed else 'plain'}",
        what=f"{'short ' if short else ''}first page, {form}, {connections} connections, "
             f"{'compressed' if compressed else 'plain'}{', while 101 comments a second come in' if busy else ''}",
        against="static",
        limit=0.6 if busy else 0.7,
        take=partial(hot, slug=slug, form=form, connections=connections, compressed=compressed, busy=busy))


ROWS = list(rows())
