"""From the start of the program to its first answer."""
import http.client
import subprocess
import time

from .. import build, process, seeds
from ..bench import Failed, Timing
from ..row import Row

PORT = 18_180


def start(bench):
    full, empty = seeds.sqlite("million"), seeds.sqlite("empty")
    answered(bench, full), answered(bench, empty)
    return bench.in_turn(lambda: answered(bench, full), lambda: answered(bench, empty))


def answered(bench, database):
    """Starts the server and asks for the front page until it comes; the rate is starts a second."""
    command = process.pinned([build.SERVER, "serve", "--listen", f"127.0.0.1:{PORT}", "--database",
                              f"sqlite:{database}"], bench.server_core)
    began = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=bench.folder,
                              env=process.environment({}))
    try:
        while time.monotonic() - began < 30:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
            try:
                connection.request("GET", "/")
                if connection.getresponse().status == 200:
                    took = time.monotonic() - began
                    return Timing(1 / took, start_ms=took * 1e3)
            except OSError:
                time.sleep(0.001)
            finally:
                connection.close()
        raise Failed(f"nothing answers on port {PORT}")
    finally:
        server.terminate()
        server.wait()


ROWS = [Row("start", "start to first answer, with 3,000,000 comments", "an empty database", 1.5, start, at_least=False,
            cost=True, unit="starts/s")]
