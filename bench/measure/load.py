"""Load generators, always on the load's core."""
import json
import subprocess
import tempfile
import time

from . import build, process
from .bench import Failed, Timing

# wrk says what it did in its own words; this says it as JSON. It runs once, after the time is over.
DONE = """
function done(summary, latency, requests)
  io.stderr:write(string.format(
    '{"requests":%d,"micros":%d,"bytes":%d,"p50_ms":%.3f,"p99_ms":%.3f,"not_ok":%d,"broken":%d}\\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""

# Requests made beforehand, then sent one after the other, from the place where this run begins. What follows a tab is the
# cookie.
MANY = """
local made, n = {}, %d
function init()
  for line in io.lines(%s) do
    local path, cookie = line:match("^([^\t]*)\t?(.*)$")
    wrk.headers["Cookie"] = cookie ~= "" and cookie or nil
    made[#made + 1] = wrk.format("GET", path)
  end
end
function request()
  n = n + 1
  return made[n %% #made + 1]
end
"""

COMPRESSED = "gzip, deflate, br"


class Reads:
    """wrk asking one server for one address, or for many in turn, each perhaps with a cookie. `each` requests count as
    one."""

    def __init__(self, bench, server, path=None, paths=None, connections=16, compressed=False, each=1):
        self.bench, self.server, self.connections, self.compressed = bench, server, connections, compressed
        self.path, self.list, self.turn, self.each = path or "/", None, 0, each
        if paths:
            self.list = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, dir=bench.folder)
            self.list.write("".join((one if isinstance(one, str) else "\t".join(one)) + "\n" for one in paths))
            self.list.flush()

    def script(self):
        if not self.list:
            return DONE
        # Another place each time, so that a cold page is not one that a run before has just read.
        self.turn += 1
        return DONE + MANY % ((self.turn - 1) * 7919, json.dumps(self.list.name))

    def __call__(self, seconds=None):
        script = self.script()
        with tempfile.NamedTemporaryFile("w", suffix=".lua", dir=self.bench.folder) as file:
            file.write(script)
            file.flush()
            # wrk takes whole seconds.
            whole = max(1, round(seconds or self.bench.seconds))
            command = ["wrk", "-t", "1", "-c", self.connections, "-d", f"{whole}s", "--timeout", "20s", "-s", file.name,
                       self.server.url + self.path]
            if self.compressed:
                command[1:1] = ["-H", f"Accept-Encoding: {COMPRESSED}"]
            before, began = self.server.spent(), time.monotonic()
            done = subprocess.run(process.pinned(command, self.bench.load_core), capture_output=True, text=True)
            busy = (self.server.spent() - before) / (time.monotonic() - began)
        try:
            said = json.loads(done.stderr.strip().splitlines()[-1])
        except (ValueError, IndexError):
            raise Failed(f"wrk: {(done.stdout + done.stderr).strip()[-400:]}") from None
        if said["not_ok"] or said["broken"] or not said["requests"]:
            raise Failed(f"of {said['requests']} requests {said['not_ok']} were refused and {said['broken']} broke")
        return Timing(said["requests"] / self.each / said["micros"] * 1e6, busy, p50_ms=said["p50_ms"],
                      p99_ms=said["p99_ms"], bytes=said["bytes"] / said["requests"])


# Bodies made beforehand, sent one after the other to one address.
BODIES = """
local bodies, n = {}, 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function init()
  for line in io.lines(%s) do bodies[#bodies + 1] = wrk.format(nil, nil, nil, line) end
end
function request()
  n = n + 1
  return bodies[n %% #bodies + 1]
end
"""


class Sends(Reads):
    """wrk posting JSON to one address, bodies in turn."""

    def __init__(self, bench, server, path, bodies, connections):
        super().__init__(bench, server, path, connections=connections)
        self.list = tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, dir=bench.folder)
        self.list.write("\n".join(map(json.dumps, bodies)) + "\n")
        self.list.flush()

    def script(self):
        return DONE + BODIES % json.dumps(self.list.name)


class Posts:
    """64 writers, each post with a text and an Idempotency-Key of its own."""

    what = "posts"

    def __init__(self, bench, server, stories, writers=64):
        self.bench, self.server, self.writers = bench, server, writers
        self.file = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, dir=bench.folder)
        self.file.write("\n".join(stories) + "\n")
        self.file.flush()

    def command(self, seconds):
        return [build.LOADER, "post", "--to", self.server.address, "--stories", self.file.name, "--writers",
                self.writers, "--seconds", seconds]

    def __call__(self, seconds=None):
        before, began = self.server.spent(), time.monotonic()
        done = subprocess.run(process.pinned(self.command(seconds or self.bench.seconds), self.bench.load_core),
                              capture_output=True, text=True)
        busy = (self.server.spent() - before) / (time.monotonic() - began)
        if done.returncode != 0:
            raise Failed(f"{self.what}: {done.stderr.strip()[-400:]} {self.server.said()}")
        said = json.loads(done.stdout)
        if said["refused"]:
            raise Failed(f"{said['refused']} {self.what} were refused, the first with {said['first_refusal'][-700:]}")
        return Timing(said["rate"], busy, p50_ms=said["p50_ms"], p99_ms=said["p99_ms"])


class Votes(Posts):
    """64 voters on one comment, each going round through its share of the sessions whose cookies are given."""

    what = "votes"

    def __init__(self, bench, server, comment, cookies, voters=64):
        # Its list is one of cookies.
        super().__init__(bench, server, cookies, voters)
        self.comment = comment

    def command(self, seconds):
        return [build.LOADER, "vote", "--to", self.server.address, "--comment", self.comment, "--sessions",
                self.file.name, "--voters", self.writers, "--seconds", seconds]


class Trickle:
    """A few posts a second beside something else, until it is stopped."""

    def __init__(self, bench, server, stories, rate):
        self.posts = Posts(bench, server, stories, writers=1 if rate < 2 else 4)
        command = self.posts.command(86_400) + ["--rate", rate]
        self.process = subprocess.Popen(process.pinned(command, bench.load_core), stdout=subprocess.DEVNULL)

    def stop(self):
        running = self.process.poll() is None
        self.process.terminate()
        self.process.wait()
        if not running:
            raise Failed("the posts beside the reads ended before their time")
