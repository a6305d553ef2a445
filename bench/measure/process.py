"""Processes on a core of their own, and what the kernel says of them."""
import os
import re
import signal
import subprocess
import tempfile

TICKS = os.sysconf("SC_CLK_TCK")


def pinned(command, core):
    return ["taskset", "-c", str(core), *map(str, command)]


def environment(more):
    """Ours without settings of the server that happen to be set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("UNDERSTORY_")}
    return {**kept, **more}


class Server:
    """A process that says `Serving on http://ADDRESS` when it answers."""

    def __init__(self, command, core, folder, more):
        self.log = tempfile.TemporaryFile(dir=folder)
        self.process = subprocess.Popen(pinned(command, core), stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        cwd=folder, env=environment(more))
        self.pid = self.process.pid                     # taskset becomes what it starts
        line = self.process.stdout.readline()
        found = re.search(r"http://([\d.:]+)", line)
        if not found:
            self.process.wait()
            from .bench import Failed
            raise Failed(f"the server did not start: {self.said() or line}")
        self.address = found[1]
        self.url = f"http://{self.address}"

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace").strip()[-600:]

    def spent(self):
        """Seconds of processor so far."""
        return spent(self.pid)

    def memory(self):
        """Resident bytes: shared pages by share (PSS), and whole (RSS)."""
        found = {}
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as lines:
            for line in lines:
                name, *value = line.split()
                if name in ("Pss:", "Rss:"):
                    found[name[:-1].lower()] = int(value[0]) * 1024
        return found

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
        self.log.close()


def spent(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
