#!/usr/bin/env python3
"""Runs the peer bench with our server as one more system, `understory`.

  peers/run.py BENCH_PY load understory --base http://127.0.0.1:8080

BENCH_PY is that script's path; what follows are its own arguments.
"""
import importlib.util
import sys
from pathlib import Path

sys.dont_write_bytecode = True


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    bench = loaded("peer_bench", Path(sys.argv[1]))
    ours = loaded("understory", Path(__file__).with_name("understory.py"))
    bench.SYSTEMS["understory"] = type("Understory", (ours.Understory, bench.Base),
                                       {"text": staticmethod(bench.text), "users": bench.USERS})
    sys.argv = sys.argv[1:]
    bench.main()


main()
