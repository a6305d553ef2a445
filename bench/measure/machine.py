"""The machine that the figures come from, as far as it matters and without its name."""
import os
import platform
import re
import subprocess
import tempfile
import time
from pathlib import Path

from . import build


def describe(cores):
    return {
        "system": f"{platform.system()} {platform.release()}, {_word('/etc/os-release', 'PRETTY_NAME')}",
        "processor": _line("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "server_core": cores[0], "load_core": cores[1],
        "siblings": _siblings(cores[0]),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "file_system": _said("stat", "-f", "-c", "%T", build.OUT),
        "sync_ms": round(sync() * 1e3, 2),
        "load_average": round(os.getloadavg()[0], 2),
        "commit": _said("git", "-C", build.ROOT, "describe", "--always", "--dirty"),
        "rustc": _said("rustc", "--version"),
        "wrk": _said("wrk", "-v").split(" [")[0],
        "postgres": _said("pgbench", "--version"),
        "rusqlite": build.version(build.BENCH / "Cargo.lock", "rusqlite"),
    }


def sync():
    """Seconds of one sync of 4 KiB at the end of a file, the median of 50: what a commit costs at the least."""
    took = []
    with tempfile.TemporaryFile(dir=build.OUT) as file:
        for _ in range(50):
            file.write(os.urandom(4096))
            file.flush()
            began = time.monotonic()
            os.fdatasync(file.fileno())
            took.append(time.monotonic() - began)
    return sorted(took)[25]


def _siblings(core):
    try:
        return Path(f"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list").read_text().strip()
    except OSError:
        return None


def _line(file, name):
    found = re.search(rf"^{name}\s*:\s*(.*)$", Path(file).read_text(), re.M)
    return found[1] if found else None


def _word(file, name):
    found = re.search(rf'^{name}="?([^"\n]*)', Path(file).read_text(), re.M)
    return found[1] if found else None


def _said(*command):
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    except OSError:
        return ""
    return (done.stdout or done.stderr).strip().splitlines()[0] if done.stdout or done.stderr else ""
