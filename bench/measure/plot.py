"""One bar a row, to the line of its target: what reaches over the line is better than wanted."""
from html import escape
from math import log2

from .report import show

LEFT, RIGHT, TOP, STEP, WIDE = 250, 210, 84, 26, 560
LEAST, MOST = 0.125, 16.0


def write(results, out):
    (out / "plot.svg").write_text(picture(results))


def place(score):
    """Across, in pixels; every doubling is as long as the next."""
    score = min(max(score, LEAST), MOST)
    return LEFT + WIDE * log2(score / LEAST) / log2(MOST / LEAST)


def score(result, value):
    """How many times as good as wanted."""
    return value / result["limit"] if result["at_least"] else result["limit"] / max(value, 1e-9)


def picture(results):
    rows = results["rows"]
    high = TOP + STEP * len(rows) + 44
    wide = LEFT + WIDE + RIGHT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
           'font-family="system-ui, sans-serif" font-size="13" role="img">',
           f"<title>Understory beside its references</title><rect width=\"{wide}\" height=\"{high}\" fill=\"#fff\"/>",
           text(16, 28, "Understory beside its references", size=17, weight="bold"),
           text(16, 48, f"Times as good as the target (log scale); bars are medians of {results['pairs']} pairs, "
                        "whiskers least to most. Left of the line: missed.", fill="#555")]
    for tick in (0.125, 0.25, 0.5, 1, 2, 4, 8, 16):
        across = place(tick)
        out.append(f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{TOP - 8}" y2="{high - 36}" stroke="#ddd"/>')
        out.append(text(across, high - 18, f"{tick:g}×", anchor="middle", fill="#555"))
    for n, result in enumerate(rows):
        out += bar(result, TOP + n * STEP)
    line = place(1)
    out.append(f'<line x1="{line:.1f}" x2="{line:.1f}" y1="{TOP - 14}" y2="{high - 34}" stroke="#111" '
               'stroke-width="2"/>')
    out.append(text(line, TOP - 18, "target", anchor="middle", weight="bold"))
    return "\n".join([*out, "</svg>"]) + "\n"


def bar(result, top):
    middle = top + STEP / 2
    out = [text(LEFT - 10, middle + 4, result["row"], anchor="end")]
    if "failed" in result:
        return [*out, text(LEFT + 8, middle + 4, "not measured", fill="#b00020")]
    # Colours that those who cannot tell red from green can tell apart.
    colour = "#2b7bba" if result["met"] else "#d9722b"
    begin, end = place(LEAST), place(score(result, result["value"]))
    out.append(f'<rect x="{begin:.1f}" y="{top + 5}" width="{max(end - begin, 1):.1f}" height="{STEP - 10}" '
               f'fill="{colour}"/>')
    whisker = sorted(place(score(result, result[name])) for name in ("least", "most"))
    out.append(f'<line x1="{whisker[0]:.1f}" x2="{whisker[1]:.1f}" y1="{middle}" y2="{middle}" stroke="#111"/>')
    for across in whisker:
        out.append(f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{middle - 4}" y2="{middle + 4}" stroke="#111"/>')
    unit = " MB" if result["unit"] == "MB" else ""
    out.append(text(LEFT + WIDE + 12, middle + 4, f"{show(result['value'])}{unit}  (wanted {result['target']}{unit})"))
    return out


def text(across, down, words, anchor="start", fill="#111", size=13, weight="normal"):
    return (f'<text x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size}" '
            f'font-weight="{weight}">{escape(words)}</text>')
