"""What must be there before anything is timed."""
import os
import re
import shutil
import subprocess
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]
ROOT = BENCH.parent
OUT = BENCH / "out"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SERVER = TARGET / "release" / "understory"
LOADER = TARGET / "release" / "understory-bench"


def ready(as_built, needs_postgres):
    """Builds the server and the references, and says what is missing."""
    from .bench import Failed
    wanted = {"cargo": "https://rustup.rs", "taskset": "apt-get install util-linux", "wrk": "apt-get install wrk"}
    for program, how in wanted.items():
        if not shutil.which(program):
            raise Failed(f"{program} is needed: {how}")
    if needs_postgres:
        from .cluster import programs
        programs()
        if not shutil.which("pgbench"):
            raise Failed("pgbench is needed: apt-get install postgresql-contrib or postgresql")
    for name in ("libsqlite3-sys", "rusqlite"):
        ours, theirs = version(ROOT / "Cargo.lock", name), version(BENCH / "Cargo.lock", name)
        if ours != theirs:
            raise Failed(f"the server has {name} {ours}, the references {theirs}: run "
                         f"'cargo update -p {name} --precise {ours}' in bench/")
    if as_built:
        for program in (SERVER, LOADER):
            if not program.exists():
                raise Failed(f"{program.name} has not been built")
        return
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}
    for folder, package in ((ROOT, "understory"), (BENCH, "understory-bench")):
        done = subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", "--package", package], cwd=folder,
                              env=environment)
        if done.returncode != 0:
            raise Failed(f"{package} could not be built")


def version(lock, package):
    found = re.search(rf'name = "{package}"\nversion = "([^"]+)"', lock.read_text())
    return found[1] if found else None


def run(*command, **more):
    """Runs a command to its end; its standard output."""
    from .bench import Failed
    from .process import environment
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=OUT,
                          env=environment({}), **more)
    if done.returncode != 0:
        raise Failed(f"{Path(str(command[0])).name} {command[1]}: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout
