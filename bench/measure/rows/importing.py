"""The import of 104,000 comments."""
import json
import os
import subprocess
import time

from .. import build, process, seeds
from ..bench import Failed, Timing
from ..row import Row


def imports(bench):
    lines = bench.folder / "import.jsonl"
    seeds.discussion("import", lines)
    empty = seeds.sqlite("empty")
    made = bench.folder / "made.db"
    imported = []

    def ours():
        for old in bench.folder.glob("made.db*"):
            old.unlink()
        made.write_bytes(empty.read_bytes())
        os.sync()
        command = [build.SERVER, "--json", "import", lines, "--source", "bench", "--database", f"sqlite:{made}"]
        began = time.monotonic()
        # The whole command, from its start to its end: that is what a person waits for.
        report = json.loads(_pinned(bench, command))
        took = time.monotonic() - began
        imported.append(report["comments_new"])
        return Timing(report["comments_new"] / took)

    def theirs():
        into = bench.folder / "into.db"
        for old in bench.folder.glob("into.db*"):
            old.unlink()
        into.write_bytes(empty.read_bytes())
        os.sync()
        said = json.loads(_pinned(bench, [build.LOADER, "insert", "--from", made, "--into", into]))
        if said["comments"] != imported[-1]:
            raise Failed(f"{imported[-1]} comments were imported, {said['comments']} inserted")
        return Timing(said["rate"])

    ours(), theirs()
    return bench.in_turn(ours, theirs)


def _pinned(bench, command):
    done = subprocess.run(process.pinned(command, bench.server_core), capture_output=True, text=True, cwd=bench.folder,
                          env=process.environment({}))
    if done.returncode != 0:
        raise Failed(f"{command[1]}: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


ROWS = [Row("import", "import of 104,000 comments, the whole command", "rusqlite inserting the same rows", 0.3, imports,
            unit="comments/s")]
