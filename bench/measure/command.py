"""The command line: which rows, how long, and where the results go."""
import argparse
import datetime
import sys
from pathlib import Path

from . import build, machine, plot, report
from .bench import Bench, Failed
from .rows import ROWS


def main(usage):
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names of rows, or how they begin")
    parser.add_argument("--quick", action="store_true", help="three short pairs instead of nine")
    parser.add_argument("--pairs", type=int, help="pairs of timings for each row")
    parser.add_argument("--seconds", type=float, help="how long each timing runs")
    parser.add_argument("--out", type=Path, help="folder for the results (default: a new one in bench/out)")
    parser.add_argument("--cores", default="0,1", metavar="SERVER,LOAD", help="the two cores (default 0,1)")
    parser.add_argument("--as-built", action="store_true", help="measure what was built before; build nothing")
    parser.add_argument("--list", action="store_true", help="say which rows there are")
    asked = parser.parse_args()
    if asked.list:
        for row in ROWS:
            print(f"{row.name:28} {row.target:>8}  {row.what}, {row.against}")
        return 0
    chosen = [row for row in ROWS if not asked.rows or any(row.name.startswith(name) for name in asked.rows)]
    if not chosen:
        parser.error("no row is called so; --list names them")
    started = datetime.datetime.now(datetime.timezone.utc)
    out = asked.out or build.OUT / started.strftime("run-%Y%m%d-%H%M%S")
    try:
        build.ready(asked.as_built, needs_postgres=any(row.needs_postgres for row in chosen))
    except Failed as error:
        print(f"bench/run: {error}", file=sys.stderr)
        return 2
    pairs = asked.pairs or (3 if asked.quick else 9)
    seconds = asked.seconds or (1.0 if asked.quick else 3.0)
    cores = tuple(int(core) for core in asked.cores.split(","))
    for folder in (build.OUT, out):
        folder.mkdir(parents=True, exist_ok=True)
    results = {"started": started.isoformat(timespec="seconds"), "pairs": pairs, "seconds": seconds,
               "machine": machine.describe(cores), "rows": []}
    failed = False
    for row in chosen:
        print(f"{row.name}: ", end="", flush=True)
        try:
            with Bench(pairs, seconds, cores) as bench:
                result = row.measure(bench)
        except Failed as error:
            failed = True
            result = {"row": row.name, "what": row.what, "against": row.against, "target": row.target,
                      "failed": str(error)}
        results["rows"].append(result)
        print(report.line(result), flush=True)
        # After every row, so that what is measured is kept when a later one fails.
        report.write(results, out)
        plot.write(results, out)
    print(f"written: {out}/results.md, results.json, plot.svg")
    return 1 if failed else 0
