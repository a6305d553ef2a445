"""Results as a table for people and as JSON for programs."""
import json


def line(result):
    """One row in a few words."""
    if "failed" in result:
        return f"not measured: {result['failed']}"
    figures = f"{show(result['value'])} ({show(result['least'])} to {show(result['most'])}), wanted {result['target']}"
    if "ours" in result:
        figures += f"; {show(result['ours'])} against {show(result['theirs'])} {result['unit']}"
    for note in notes(result):
        figures += f"; {note}"
    return f"{'met' if result['met'] else 'MISSED'}: {figures}"


def notes(result):
    """What a reader of the figure must know."""
    found = []
    if "by_processor" in result:
        found.append(f"{show(result['by_processor'])} by processor time: {result['ours_micros']:.1f} µs against "
                     f"{result['theirs_micros']:.1f} µs each")
    elif "ours_micros" in result:
        found.append(f"{result['ours_micros']:.1f} µs of processor each")
    for name, who in (("ours_busy", "our"), ("theirs_busy", "the reference's")):
        if result.get(name, 1) < 0.9 and result["unit"] in ("requests/s", "readers/s"):
            found.append(f"{who} core was {result[name]:.0%} busy")
    more = result.get("more", {})
    if "p99_ms" in more:
        found.append(f"p50 {more['p50_ms']:.2f} ms, p99 {more['p99_ms']:.2f} ms")
    if "start_ms" in more:
        found.append(f"{more['start_ms']:.0f} ms")
    if "rss_mb" in more:
        found.append(f"RSS {more['rss_mb']:.0f} MB")
    return found


def show(number):
    if number >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def write(results, out):
    (out / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    (out / "results.md").write_text(table(results))


def table(results):
    lines = [f"# Understory beside its references, {results['started']}", "",
             f"{results['pairs']} pairs of {results['seconds']:g} s each; median, least and most of the pairs' ratios. "
             "What is measured and how: `bench/README.md`.", "",
             "| row | what | target | median | least to most | | ours | reference | notes |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for result in results["rows"]:
        lines.append("| " + " | ".join(cells(result)) + " |")
    lines += ["", "## Machine", "", "| | |", "| --- | --- |"]
    known = [(name, value) for name, value in results["machine"].items() if value is not None]
    lines += [f"| {name.replace('_', ' ')} | {value} |" for name, value in known]
    return "\n".join(lines) + "\n"


def cells(result):
    first = [result["row"], f"{result['what']}, against {result['against']}" if result.get("unit") != "MB" else
             result["what"], result["target"]]
    if "failed" in result:
        return [*first, "–", "–", "not measured", "–", "–", result["failed"].splitlines()[0]]
    pair = [f"{show(result[name])} {result['unit']}" if name in result else "–" for name in ("ours", "theirs")]
    return [*first, show(result["value"]), f"{show(result['least'])} to {show(result['most'])}",
            "met" if result["met"] else "**missed**", *pair, "; ".join(notes(result))]
