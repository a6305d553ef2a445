"""The first page of a thread that is not in memory, however many comments the thread has."""
from functools import partial

from .. import load, seeds
from ..row import Row
from .hot import TREE, address


def at_random(bench, form):
    """Stories in an order without pattern, read from the database, against a page of the same shape from memory."""
    cold = bench.serve(seeds.sqlite("cold"), cache__megabytes=0)
    hot = bench.serve(seeds.copy("hot", bench.folder))
    if form == "html":
        paths = [f"/stories/tree-{n:05}" for n in range(1, 10_001)]
    else:
        paths = [f"/api/v1/stories/{story}/comments" for story in seeds.stories(cold)]
    # Neighbours in the list are 7,919 apart, so that no page of the file serves two requests in turn.
    paths = [paths[n * 7919 % len(paths)] for n in range(len(paths))]
    ours = load.Reads(bench, cold, paths=paths)
    theirs = load.Reads(bench, hot, address(hot, TREE, form))
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


def of_a_million(bench, slug, small, form):
    """The same server reads the page of a thread of a million, and of one of a hundred."""
    server = bench.serve(seeds.sqlite("million"), cache__megabytes=0)
    ours = load.Reads(bench, server, address(server, f"{slug}-00001", form))
    theirs = load.Reads(bench, server, address(server, f"{small}-00001", form))
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


ROWS = [
    *(Row(f"cold-{form}", f"cold first page of 10,000 stories at random, {form}", "our plain hot page", 1 / 15,
          partial(at_random, form=form)) for form in ("html", "json")),
    *(Row(f"million-{name}-{form}", f"cold first page of a million comments, {words}, {form}", "a thread of 100", 1.3,
          partial(of_a_million, slug=name, small=small, form=form), at_least=False, cost=True)
      for name, small, words in (("flat", "flat100", "all of them roots"), ("under", "under100", "all under one root"),
                                 ("headless", "flat100", "the newest 100,000 removed"))
      for form in ("html", "json")),
]
