"""One row's surroundings: its processes, its temporary files, and pairs of timings."""
import shutil
import statistics
import tempfile
from pathlib import Path

from . import build, process


class Failed(Exception):
    """A row could not be measured, in words for the person who runs it."""


class Timing:
    """What one timed run did: `rate` is done a second, `busy` the share of its core that the timed process used."""

    def __init__(self, rate, busy=None, **more):
        self.rate, self.busy, self.more = rate, busy, more


class Bench:
    """Closes what a row opened, whatever happened."""

    def __init__(self, pairs, seconds, cores):
        self.pairs, self.seconds = pairs, seconds
        self.server_core, self.load_core = cores
        self.folder = None
        self._running = []

    def __enter__(self):
        # On the disk of the results: /tmp may be memory, where a sync costs nothing.
        build.OUT.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="row-", dir=build.OUT))
        return self

    def __exit__(self, kind, *_):
        trouble = None
        for one in reversed(self._running):
            try:
                one.stop()
            except Failed as error:
                trouble = error
        shutil.rmtree(self.folder, ignore_errors=True)
        if trouble and kind is None:
            raise trouble

    def stop(self, one):
        """Stops a process before the row ends."""
        self._running.remove(one)
        one.stop()

    def serve(self, database, **settings):
        """Our server on its core. `settings` are those of the configuration, such as cache__megabytes=0."""
        environment = {f"UNDERSTORY_{key.upper()}": str(value) for key, value in settings.items()}
        url = database if "://" in str(database) else f"sqlite:{database}"
        command = [build.SERVER, "serve", "--listen", "127.0.0.1:0", "--database", url]
        return self._keep(process.Server(command, self.server_core, self.folder, environment))

    def replay(self, server, *paths):
        """The static reference: the answers that `server` gives for `paths` now, from memory, on the same core."""
        return self._keep(process.Server([build.LOADER, "replay", "--from", server.address, *paths], self.server_core,
                                         self.folder, {}))

    def keep(self, one):
        """Takes something that must be stopped at the end."""
        return self._keep(one)

    def _keep(self, one):
        self._running.append(one)
        return one

    def in_turn(self, ours, theirs):
        """Pairs of timings, each half first in turn, so that a machine that slows down hurts both alike."""
        both = []
        for n in range(self.pairs):
            if n % 2 == 0:
                first = ours()
                both.append((first, theirs()))
            else:
                second = theirs()
                both.append((ours(), second))
        return both


def ratio(pairs, cost=False):
    """The figures of a row: ours to theirs, or with `cost` how many times theirs one of ours costs."""
    ratios = sorted((b.rate / a.rate) if cost else (a.rate / b.rate) for a, b in pairs)
    figures = {"value": statistics.median(ratios), "least": ratios[0], "most": ratios[-1],
               "ours": statistics.median(a.rate for a, _ in pairs),
               "theirs": statistics.median(b.rate for _, b in pairs)}
    for name, which in (("ours", 0), ("theirs", 1)):
        timings = [pair[which] for pair in pairs if pair[which].busy]
        if timings:
            figures[f"{name}_busy"] = statistics.median(one.busy for one in timings)
            # Microseconds of processor for each.
            figures[f"{name}_micros"] = statistics.median(one.busy / one.rate * 1e6 for one in timings)
    if "ours_micros" in figures and "theirs_micros" in figures:
        # What the ratio would be if each had had its core to itself.
        spent = figures["theirs_micros"] / figures["ours_micros"]
        figures["by_processor"] = 1 / spent if cost else spent
    more = [pair[0].more for pair in pairs if pair[0].more]
    if more:
        figures["more"] = {key: statistics.median(one[key] for one in more) for key in more[0]}
    return figures
