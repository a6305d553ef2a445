"""A PostgreSQL of our own in a temporary folder, with fsync on, on the server's core."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import process
from .bench import Failed


def programs():
    """Where Debian keeps PostgreSQL's programs."""
    found = sorted(path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise Failed("PostgreSQL is needed: apt-get install postgresql")
    return found[-1]


class Cluster:
    """Ends and goes with its row. Never one that runs already."""

    def __init__(self, core):
        self.bin = programs()
        # Not /tmp, which may be memory.
        self.folder = Path(tempfile.mkdtemp(prefix="understory-bench-", dir="/var/tmp"))
        self.data, self.log = self.folder / "data", self.folder / "log"
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "understory", "-E", "UTF8", "--locale=C.UTF-8", "-D", self.data)
        options = (f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=300 "
                   "-c shared_buffers=256MB -c fsync=on -c synchronous_commit=on -c log_line_prefix='@%p '")
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-o", options, "start", core=core)

    def _run(self, program, *arguments, core=None):
        # It refuses to run as root.
        command = [*(["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []), self.bin / program, *arguments]
        command = process.pinned(command, core) if core is not None else list(map(str, command))
        # What it starts keeps the descriptors: files, or reading them would never end.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/")
            if done.returncode != 0:
                said.seek(0)
                raise Failed(f"{program}: {said.read().decode(errors='replace').strip()[-600:]}")

    def url(self, database, options=""):
        host = str(self.folder).replace("/", "%2F")
        return f"postgres://understory@{host}/{database}{options}"

    def ask(self, database, sql):
        """Runs SQL; its rows as text, columns parted by a bar."""
        done = subprocess.run(
            [str(self.bin / "psql"), "-h", str(self.folder), "-U", "understory", "-X", "-q", "-A", "-t", "-v",
             "ON_ERROR_STOP=1", "-d", database], input=sql, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"psql: {done.stderr.strip()[-600:]}")
        return done.stdout.strip()

    def database(self, name, template=None):
        """A new database, like the template or empty."""
        self.ask("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE);"
                             f"CREATE DATABASE {name} {f'TEMPLATE {template}' if template else ''}")
        return self.url(name)

    def stop(self):
        try:
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
