"""A reader who is signed in: the page that everybody gets, and the small request for what is theirs."""
from .. import accounts, load, seeds
from ..row import Row
from .hot import TREE, address

# As many as a site has at one time, each in turn.
READERS = 20_000


def signed(bench):
    file = seeds.copy("hot", bench.folder)
    cookies = accounts.in_file(file, READERS)
    server = bench.serve(file)
    path = address(server, TREE, "html")
    both = [(asked, cookie) for cookie in cookies for asked in (path, f"{path}/me")]
    ours = load.Reads(bench, server, paths=both, connections=64, compressed=True, each=2)
    theirs = load.Reads(bench, server, path, connections=64, compressed=True)
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


ROWS = [Row("signed-page", "hot page and small request of readers who are signed in, 64 connections, compressed",
            "the page alone, for anybody", 2, signed, at_least=False, cost=True, unit="readers/s")]
