#!/usr/bin/env python3
"""Draw the pictures of the sample publication as SVG.

    python3 sample/media/draw.py OUT [NAME ...]      one OUT/NAME.svg per picture, all when none is named
    python3 sample/media/draw.py OUT --loop          OUT/bakery-000.svg ..., the frames of bakery.webm

Everything is drawn as a screen print would be: flat shapes cut by hand, a few inks from one palette laid over each
other, gradients only as stipple, and a little grain of the paper. Chance is seeded with the picture's name, so the same
file comes out every time. Only the standard library is used; `rasterise.sh` turns the SVGs into JPEGs and the loop.
"""

import math
import random
import sys
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1600, 900

# The inks. A picture uses four to six of them; tones between come from laying one thinly over another.
INK = "#12213a"
SLATE = "#4a6178"
FOG = "#b7c4c6"
CREAM = "#f2e8d4"
RUST = "#b4472b"
LAMP = "#f2b643"
SEA = "#4c7f77"
INKS = {"ink": INK, "slate": SLATE, "fog": FOG, "cream": CREAM, "rust": RUST, "lamp": LAMP, "sea": SEA}

LOOP_FRAMES = 144  # twelve seconds at twelve a second, as drawn films have them


def mix(first, second, part):
    """The ink that `part` (0 to 1) of `second` over `first` gives."""
    a, b = (tuple(int(c[i:i + 2], 16) for i in (1, 3, 5)) for c in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * part):02x}" for x, y in zip(a, b))


def smooth(points, closed=False, steps=8):
    """Points along a Catmull-Rom curve through `points`."""
    n = len(points)
    if n < 3:
        return list(points)
    out = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]
        for s in range(steps):
            t = s / steps
            out.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    if not closed:
        out.append(tuple(points[-1]))
    return out


def arc(cx, cy, rx, ry, start, end, steps=18):
    """Points on an ellipse from angle `start` to `end` in degrees, 0 to the right and 90 downwards."""
    return [(cx + rx * math.cos(math.radians(start + (end - start) * i / steps)),
             cy + ry * math.sin(math.radians(start + (end - start) * i / steps))) for i in range(steps + 1)]


def lerp(p, q, t):
    """The point `t` of the way from `p` to `q`."""
    return tuple(a + (b - a) * t for a, b in zip(p, q))


def turned(points, angle, about=(0, 0), scale=1.0, to=None):
    """`points` turned by degrees and scaled about a point, then moved so that this point lies at `to`."""
    c, s = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
    ox, oy = about
    tx, ty = to or about
    return [(tx + (x - ox) * c - (y - oy) * s, ty + (x - ox) * s + (y - oy) * c) for x, y in points]


class View:
    """A camera for streets and halls: metres to the right, up and ahead become points of the sheet."""

    def __init__(self, vx, vy, focal, eye):
        self.vx, self.vy, self.focal, self.eye = vx, vy, focal, eye

    def at(self, x, y, z):
        k = self.focal / z
        return self.vx + x * k, self.vy - (y - self.eye) * k

    def scale(self, z):
        return self.focal / z


class Sheet:
    """One picture while it is printed."""

    def __init__(self, name, paper, grain=1.0):
        self.name, self.paper, self.grain = name, paper, grain
        self.rng = random.Random(name)
        self.marks, self.defs = [], []

    # Chance.

    def near(self, value, spread):
        return value + self.rng.uniform(-spread, spread)

    def pick(self, *choices):
        return self.rng.choice(choices)

    def between(self, low, high):
        return self.rng.uniform(low, high)

    # Shapes.

    def put(self, tag, op=1.0, blend=None, extra=""):
        style = f' style="mix-blend-mode:{blend}"' if blend else ""
        fade = f' opacity="{op:.2f}"' if op < 1 else ""
        self.marks.append(f"<{tag}{fade}{style}{extra}/>")

    @staticmethod
    def path(points, closed=True):
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")

    def poly(self, points, fill, op=1.0, blend=None):
        self.put(f'path d="{self.path(points)}" fill="{fill}"', op, blend)

    def polys(self, many, fill, op=1.0, blend=None):
        """Many polygons as one shape, so that where they overlap the ink lies once."""
        self.put(f'path d="{"".join(map(self.path, many))}" fill="{fill}"', op, blend)

    def blob(self, points, fill, op=1.0, blend=None, steps=8):
        self.poly(smooth(points, True, steps), fill, op, blend)

    def rect(self, x, y, w, h, fill, op=1.0, blend=None):
        self.put(f'rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"', op, blend)

    def oval(self, cx, cy, rx, ry, fill, op=1.0, blend=None, turn=0):
        extra = f' transform="rotate({turn} {cx:.1f} {cy:.1f})"' if turn else ""
        self.put(f'ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}"', op, blend, extra)

    def disc(self, cx, cy, r, fill, op=1.0, blend=None):
        self.oval(cx, cy, r, r, fill, op, blend)

    def ring(self, cx, cy, rx, ry, width, colour, op=1.0, blend=None, turn=0):
        extra = f' transform="rotate({turn} {cx:.1f} {cy:.1f})"' if turn else ""
        self.put(f'ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="none" stroke="{colour}" '
                 f'stroke-width="{width:.1f}"', op, blend, extra)

    def line(self, points, width, colour, op=1.0, blend=None, cap="round"):
        self.put(f'path d="{self.path(points, False)}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
                 f'stroke-linecap="{cap}" stroke-linejoin="round"', op, blend)

    def lines(self, many, width, colour, op=1.0, blend=None):
        d = "".join(self.path(p, False) for p in many)
        self.put(f'path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round"', op, blend)

    @staticmethod
    def stroke(points, widths, curved=True):
        """The outline of a brush stroke whose width runs through `widths`."""
        spine = smooth(points, False, 8) if curved else list(points)
        if len(spine) < 2:
            return spine
        last = len(spine) - 1
        left, right = [], []
        for i, (x, y) in enumerate(spine):
            x0, y0 = spine[max(i - 1, 0)]
            x1, y1 = spine[min(i + 1, last)]
            length = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = -(y1 - y0) / length, (x1 - x0) / length
            at = i / last * (len(widths) - 1)
            k = min(int(at), len(widths) - 2) if len(widths) > 1 else 0
            ease = (at - k) * (at - k) * (3 - 2 * (at - k))
            w = (widths[k] + (widths[k + 1] - widths[k]) * ease if len(widths) > 1 else widths[0]) / 2
            left.append((x + nx * w, y + ny * w))
            right.append((x - nx * w, y - ny * w))

        def cap(centre, edge, width):
            if width < 3:
                return []
            a = math.atan2(edge[1] - centre[1], edge[0] - centre[0])
            return [(centre[0] + width / 2 * math.cos(a - math.pi * k / 6),
                     centre[1] + width / 2 * math.sin(a - math.pi * k / 6)) for k in range(1, 6)]

        return left + cap(spine[-1], left[-1], widths[-1]) + right[::-1] + cap(spine[0], right[0], widths[0])

    def brush(self, points, widths, fill, op=1.0, blend=None, curved=True):
        self.poly(self.stroke(points, widths, curved), fill, op, blend)

    # Stipple, light and weather.

    def spray(self, points, ink, start, end, a0=0.9, a1=0.0, op=1.0, blend=None, mid=None):
        """A polygon filled with stipple that thins from `a0` at `start` to `a1` at `end`; `mid` is (place, amount)."""
        gid = f"g{len(self.defs)}"
        stops = [(0, a0)] + ([mid] if mid else []) + [(1, a1)]
        self.defs.append(
            f'<linearGradient id="{gid}" gradientUnits="userSpaceOnUse" x1="{start[0]:.0f}" y1="{start[1]:.0f}" '
            f'x2="{end[0]:.0f}" y2="{end[1]:.0f}">' +
            "".join(f'<stop offset="{o}" stop-color="#000" stop-opacity="{a:.2f}"/>' for o, a in stops) +
            "</linearGradient>")
        self.put(f'path d="{self.path(points)}" fill="url(#{gid})" filter="url(#st-{ink})"', op, blend)

    def spray_disc(self, cx, cy, r, ink, a0=0.9, a1=0.0, op=1.0, blend=None, flat=1.0, mid=None):
        gid = f"g{len(self.defs)}"
        stops = [(0, a0)] + ([mid] if mid else []) + [(1, a1)]
        self.defs.append(
            f'<radialGradient id="{gid}">' +
            "".join(f'<stop offset="{o}" stop-color="#000" stop-opacity="{a:.2f}"/>' for o, a in stops) +
            "</radialGradient>")
        self.put(f'ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{r:.1f}" ry="{r * flat:.1f}" fill="url(#{gid})" '
                 f'filter="url(#st-{ink})"', op, blend)

    def wash(self, points, colour, start, end, steps=5, a0=0.8, sway=14, lumps=7):
        """A polygon laid over in `steps` flat layers with cut edges, densest at `start`, none beyond `end`."""
        length = math.hypot(end[0] - start[0], end[1] - start[1])
        dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        thin = 1 - (1 - a0) ** (1 / steps)
        with self.within(points):
            for k in range(steps, 0, -1):
                reach = length * k / steps
                edge = smooth([(-1900 + 3800 * i / lumps, reach + self.near(0, sway)) for i in range(lumps + 1)])
                outline = [(-1900, -1900)] + edge + [(1900, -1900)]
                self.poly([(start[0] + dx * v - dy * u, start[1] + dy * v + dx * u) for u, v in outline], colour, thin)

    def box(self, x, y, w, h):
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]

    def glow(self, x, y, r, ink="lamp", strength=0.6, core=True):
        """The halo of a lamp: flat rings laid over each other and a stippled edge."""
        self.spray_disc(x, y, r, ink, strength, 0.0)
        self.disc(x, y, r * 0.42, INKS[ink], 0.16)
        self.disc(x, y, r * 0.24, INKS[ink], 0.26)
        if core:
            self.disc(x, y, r * 0.11, CREAM)

    def cone(self, top, left, right, ink="lamp", op=0.3, stipple=0.55):
        """The light that falls from a shade of two points `top` to the two points below."""
        a, b = top
        self.poly([a, b, right, left], INKS[ink], op * 0.5)
        middle = lerp(a, b, 0.5), lerp(left, right, 0.5)
        self.spray([a, b, right, left], ink, middle[0], middle[1], stipple, 0.05, op=0.9)

    def rain(self, count, angle, length, colour, op=0.3, width=1.8, area=(-60, -60, WIDTH + 60, HEIGHT + 60)):
        """Thin tapered strokes that lean by `angle` degrees from upright, positive to the left at the foot."""
        dx, dy = -math.sin(math.radians(angle)), math.cos(math.radians(angle))
        drops = []
        for _ in range(count):
            x, y = self.between(area[0], area[2]), self.between(area[1], area[3])
            n = length * self.between(0.45, 1.15)
            w = width * self.between(0.6, 1.2)
            ex, ey = x + dx * n, y + dy * n
            drops.append([(x, y), (x + dx * n * 0.8 + w / 2, y + dy * n * 0.8), (ex, ey), (x + dx * n * 0.8 - w / 2, y + dy * n * 0.8)])
        self.polys(drops, colour, op)

    def band(self, y, depth, colour, op=0.5, left=-60, right=WIDTH + 60, lumps=7, edge=0.5):
        """A fog bank: a long lens with an uneven upper edge and a ragged, tapering end."""
        top, under = [], []
        for i in range(lumps + 1):
            t = i / lumps
            swell = math.sin(math.pi * t) ** edge
            top.append((left + (right - left) * t, y - depth * 0.5 * swell * self.between(0.6, 1.15)))
            under.append((left + (right - left) * t, y + depth * 0.5 * swell * self.between(0.6, 1.15)))
        self.poly(smooth(top) + smooth(under[::-1]), colour, op)

    def ripples(self, count, area, colour, op=0.6, length=(30, 140), thick=(2, 6), deeper=True):
        """Lens-shaped strokes on water, longer and thicker towards the viewer."""
        x0, y0, x1, y1 = area
        many = []
        for _ in range(count):
            t = self.rng.random()
            y = y0 + (y1 - y0) * (t ** 1.5 if deeper else t)
            near = (y - y0) / (y1 - y0) if deeper else 0.6
            n = self.between(*length) * (0.35 + near)
            w = self.between(*thick) * (0.35 + near)
            x = self.between(x0, x1)
            bend = self.between(-0.4, 0.4) * w
            many.append(self.stroke([(x - n / 2, y), (x - n / 5, y + bend), (x + n / 5, y - bend), (x + n / 2, y)], [0.3, w, w, 0.3]))
        self.polys(many, colour, op)

    @contextmanager
    def within(self, points):
        """Everything printed inside is cut off at this outline."""
        cid = f"c{len(self.defs)}"
        self.defs.append(f'<clipPath id="{cid}"><path d="{self.path(points)}"/></clipPath>')
        self.marks.append(f'<g clip-path="url(#{cid})">')
        yield
        self.marks.append("</g>")

    @contextmanager
    def layer(self, op=1.0, blend=None, move=None, filter=None):
        style = f' style="mix-blend-mode:{blend}"' if blend else ""
        shift = f' transform="{move}"' if move else ""
        through = f' filter="url(#{filter})"' if filter else ""
        self.marks.append(f'<g opacity="{op}"{style}{shift}{through}>')
        yield
        self.marks.append("</g>")

    def shiver(self, draw, y0, y1, first, sway, op0=0.6, op1=0.15):
        """What `draw` prints, as wet ground or water gives it back: cut into strips that have slipped sideways."""
        y, tall, way = y0, first, 1
        state = self.rng.getstate()
        while y < y1:
            part = (y - y0) / (y1 - y0)
            self.rng.setstate(state)
            lip = self.near(0, 0.3) * tall
            self.rng.seed(f"{self.name}{y:.0f}")
            bend = [(-60 + 340 * i, y + self.near(0, tall * 0.22)) for i in range(6)]
            with self.within(smooth(bend) + [(1700, y + tall * 0.92), (-60, y + tall * 0.92)]):
                with self.layer(op0 + (op1 - op0) * part, move=f"translate({way * self.between(0.3, 1.2) * sway * (0.5 + part):.1f} {lip:.1f})"):
                    draw()
            y, tall, way = y + tall, tall * 1.07, -way
        self.rng.setstate(state)

    # People, as silhouettes.

    def limb(self, points, widths, colour, op=1.0):
        self.poly(self.stroke(points, widths, len(points) > 2), colour, op)

    def head(self, x, y, r, colour, kind="plain", hat=None, way=-1):
        """A head seen from behind or as a mere shape, centred at (x, y)."""
        hat = hat or colour
        if kind != "hood":
            self.oval(x, y, r * 0.84, r, colour)
        if kind == "bun":
            self.disc(x + r * 0.1, y - r * 1.12, r * 0.42, colour)
        elif kind == "cap":
            self.poly(arc(x, y - r * 0.25, r * 1.0, r * 0.85, 180, 360)[::-way] + [(x - way * r, y - r * 0.1), (x + way * r * 1.5, y - r * 0.05), (x + way * r * 1.5, y - r * 0.2)], hat)
        elif kind == "beanie":
            self.poly(arc(x, y - r * 0.2, r * 0.98, r * 1.05, 175, 365), hat)
            self.disc(x, y - r * 1.3, r * 0.26, hat)
        elif kind == "brim":
            self.poly(arc(x, y - r * 0.35, r * 0.8, r * 0.85, 180, 360), hat)
            self.oval(x, y - r * 0.32, r * 1.3, r * 0.2, hat)
        elif kind == "scarf":
            self.poly(arc(x, y - r * 0.1, r * 0.94, r * 1.02, 170, 370) + smooth([(x + r * 0.93, y), (x + r * 0.98, y + r * 0.7), (x + r * 1.5, y + r * 1.45)]) + smooth([(x + r * 0.5, y + r * 1.8), (x - r * 0.4, y + r * 1.9), (x - r * 1.45, y + r * 1.5), (x - r * 0.98, y + r * 0.7), (x - r * 0.93, y)]), hat)
        elif kind == "bald":
            self.oval(x, y, r * 0.84, r, hat)
            self.disc(x - r * 0.84, y + r * 0.12, r * 0.18, hat)
            self.disc(x + r * 0.84, y + r * 0.12, r * 0.18, hat)
            self.poly(smooth([(x - r * 0.84, y - r * 0.15), (x - r * 0.3, y + r * 0.12), (x + r * 0.3, y + r * 0.12), (x + r * 0.84, y - r * 0.15)]) + arc(x, y + r * 0.1, r * 0.84, r * 0.7, 0, 180), colour)
        elif kind == "hood":
            self.blob([(x - r * 1.0, y), (x - r * 0.72, y - r * 0.85), (x + r * 0.1, y - r * 1.2), (x + r * 0.82, y - r * 0.8), (x + r * 1.02, y), (x + r * 1.15, y + r), (x, y + r * 1.4), (x - r * 1.15, y + r)], hat)
        elif kind == "long":
            self.poly(arc(x, y - r * 0.1, r * 0.92, r * 0.98, 180, 360) + smooth([(x + r * 0.92, y), (x + r * 1.05, y + r), (x + r * 0.9, y + r * 1.7), (x, y + r * 1.85), (x - r * 0.95, y + r * 1.6), (x - r * 1.0, y + r), (x - r * 0.92, y)]), colour)
        elif kind == "curls":
            for k in range(9):
                a = math.pi * (0.9 + k * 1.2 / 8)
                self.disc(x + math.cos(a) * r * 0.8, y + math.sin(a) * r * 0.8, r * 0.42, colour)
        elif kind == "tail":
            self.brush([(x + r * 0.5, y - r * 0.6), (x + r * 1.2, y - r * 0.2), (x + r * 1.15, y + r * 1.1)], [r * 0.5, r * 0.6, 1], colour)

    def walker(self, x, y, h, coat, dark=INK, way=1, kind="plain", hat=None, umbrella=None, bag=None, stride=0.14, long=0.34, stout=1.0, arm=True, op=1.0):
        """Somebody in a coat who stands at (x, y), `h` tall, turned to the right (`way` 1) or left (-1)."""
        def p(u, v):
            return x + u * h * way, y - v * h
        with self.layer(op):
            for swing, tone in ((-1, dark), (1, dark)):
                self.limb([p(0.0, 0.48), p(swing * stride * 0.55 + 0.02, 0.26), p(swing * stride, 0.02)], [0.13 * h, 0.10 * h, 0.065 * h], tone)
                self.limb([p(swing * stride - 0.02, 0.018), p(swing * stride + 0.07, 0.014)], [0.05 * h, 0.035 * h], tone)
            hem = 0.48 - long * 0.62
            wide = 0.15 * stout
            self.blob([p(-0.07, 0.84), p(0.08, 0.84), p(0.115 * stout, 0.72), p(wide, hem + 0.12), p(wide + 0.03, hem), p(-wide - 0.02, hem - 0.01), p(-wide, hem + 0.16), p(-0.12 * stout, 0.72)], coat)
            if umbrella:
                self.limb([p(0.02, 0.78), p(0.11, 0.66), p(0.15, 0.78)], [0.085 * h, 0.075 * h, 0.05 * h], coat)
                self.head(*p(0.015, 0.925), 0.085 * h, dark, kind, hat, way)
                self.line([p(0.15, 0.74), p(0.10, 1.24)], max(1.5, 0.016 * h), dark)
                cx, cy = p(0.10, 1.04)
                self.canopy(cx, cy, 0.43 * h, umbrella, way * -6)
            else:
                if arm:
                    self.limb([p(-0.03, 0.79), p(-0.075, 0.62), p(-0.03, 0.47)], [0.08 * h, 0.07 * h, 0.05 * h], mix(coat, dark, 0.22))
                self.head(*p(0.015, 0.925), 0.085 * h, dark, kind, hat, way)
            if bag:
                bx, by = p(-0.17, 0.30)
                self.line([p(-0.12, 0.5), (bx, by)], max(1.2, 0.012 * h), dark)
                self.poly([(bx - 0.07 * h, by), (bx + 0.07 * h, by), (bx + 0.085 * h, by + 0.17 * h), (bx - 0.085 * h, by + 0.17 * h)], bag)

    def canopy(self, cx, cy, r, colour, turn=0):
        """An umbrella with scalloped hem; (cx, cy) is the middle of the hem."""
        scallops = []
        for k in range(4):
            a, b = r - k * r / 2, r - (k + 1) * r / 2
            scallops += [(a, 0), ((a + b) / 2, -r * 0.09)]
        outline = arc(0, 0, r, r * 0.62, 180, 360, 16) + scallops + [(-r, 0)]
        self.poly(turned(outline, turn, (0, 0), 1, (cx, cy)), colour)
        fold = smooth([(0, -r * 0.62), (r * 0.42, -r * 0.4), (r * 0.5, -2)]) + [(r, 0)] + arc(0, 0, r, r * 0.62, 360, 270, 10)
        self.poly(turned(fold, turn, (0, 0), 1, (cx, cy)), INK, 0.28)

    def gull(self, x, y, span, colour, lift=0.3, turn=0):
        wing = [(-1, -lift * 0.4), (-0.62, -lift), (-0.2, -0.1), (0, 0), (0.2, -0.12), (0.6, -lift * 1.1), (1, -lift * 0.2)]
        self.poly(turned(self.stroke([(a * span / 2, b * span) for a, b in wing], [0.5, span * 0.045, span * 0.075, span * 0.09, span * 0.075, span * 0.045, 0.5]), turn, (0, 0), 1, (x, y)), colour)

    # The finished sheet.

    def svg(self):
        filters = []
        for name, colour in INKS.items():
            filters.append(
                f'<filter id="st-{name}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
                '<feTurbulence type="fractalNoise" baseFrequency=".34" numOctaves="2" seed="7" result="n"/>'
                '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.6 0 0 0 -.8" result="m"/>'
                '<feComposite in="SourceGraphic" in2="m" operator="arithmetic" k2="1" k3="1" k4="-1" result="s"/>'
                '<feComponentTransfer in="s" result="t"><feFuncA type="linear" slope="3" intercept="0"/></feComponentTransfer>'
                f'<feFlood flood-color="{colour}"/><feComposite in2="t" operator="in" result="u"/>'
                '<feComponentTransfer in="SourceGraphic" result="w"><feFuncA type="linear" slope="40"/></feComponentTransfer>'
                '<feComposite in="u" in2="w" operator="in"/></filter>')
        frame = f'filterUnits="userSpaceOnUse" x="-40" y="-40" width="{WIDTH + 80}" height="{HEIGHT + 80}" color-interpolation-filters="sRGB"'
        filters.append(  # the wavering knife, and ink that creeps into the paper
            f'<filter id="hand" {frame}>'
            '<feTurbulence type="fractalNoise" baseFrequency=".009" numOctaves="2" seed="3" result="slow"/>'
            '<feDisplacementMap in="SourceGraphic" in2="slow" scale="9" xChannelSelector="R" yChannelSelector="G" result="a"/>'
            '<feTurbulence type="fractalNoise" baseFrequency=".18" numOctaves="1" seed="5" result="quick"/>'
            '<feDisplacementMap in="a" in2="quick" scale="1.8" xChannelSelector="R" yChannelSelector="G"/></filter>')
        g = self.grain
        filters.append(  # grain: ink that lies unevenly, then specks where it has not taken
            f'<filter id="dark" {frame}><feTurbulence type="fractalNoise" baseFrequency=".03" numOctaves="4" seed="11"/>'
            f'<feColorMatrix values="0 0 0 0 .07 0 0 0 0 .13 0 0 0 0 .23 {0.22 * g:.2f} 0 0 0 {-0.095 * g:.3f}"/></filter>')
        filters.append(
            f'<filter id="bare" {frame}><feTurbulence type="fractalNoise" baseFrequency=".22" numOctaves="2" seed="19"/>'
            f'<feColorMatrix values="0 0 0 0 .95 0 0 0 0 .91 0 0 0 0 .83 {2.6 * g:.2f} 0 0 0 {-1.98 * g:.3f}"/></filter>')
        whole = f'x="-40" y="-40" width="{WIDTH + 80}" height="{HEIGHT + 80}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
            f'<defs>{"".join(filters)}{"".join(self.defs)}</defs>'
            f'<g filter="url(#hand)"><rect {whole} fill="{self.paper}"/>' + "\n".join(self.marks) + "</g>"
            f'<rect {whole} filter="url(#dark)"/><rect {whole} filter="url(#bare)"/></svg>\n')


def houses(s, x, end, base, low, high, tones, lit=0.25, lamp=LAMP, windows=True):
    """A huddle of gabled houses along a base line, overlapping, some with a lit window."""
    while x < end:
        w = s.between(0.5, 1.25) * high * 0.75
        h = s.between(low, high)
        tone = s.pick(*tones)
        y = base - h
        if s.rng.random() < 0.55:
            top = [(x, y), (x + w * s.between(0.4, 0.6), y - w * s.between(0.34, 0.55)), (x + w, y)]
        else:
            rise = w * s.between(0.2, 0.32)
            top = [(x, y), (x + w * 0.12, y - rise), (x + w * 0.88, y - rise), (x + w, y)]
        s.poly([(x, base)] + top + [(x + w, base)], tone)
        cx = x + w * s.pick(0.2, 0.72)
        s.rect(cx, y - w * 0.5, w * 0.11, w * 0.5, tone)
        if windows:
            pane = max(2.2, h * 0.1)
            for row in range(2):
                for col in range(max(2, int(w / (pane * 3)))):
                    wx, wy = x + w * 0.14 + col * pane * 2.6, y + h * 0.16 + row * pane * 2.5
                    if wx + pane < x + w * 0.92 and wy + pane * 1.4 < base - 2:
                        if s.rng.random() < lit:
                            s.rect(wx, wy, pane, pane * 1.35, lamp)
                        elif s.rng.random() < 0.6:
                            s.rect(wx, wy, pane, pane * 1.35, INK, 0.3)
        x += w * s.between(0.72, 1.0)


def hills(s, y, heights, colour, op=1.0, base=None):
    n = len(heights) - 1
    ridge = smooth([(-60 + (WIDTH + 120) * i / n, y - h) for i, h in enumerate(heights)])
    s.poly(ridge + [(WIDTH + 60, base or y), (-60, base or y)], colour, op)
    return ridge


def ferry():
    """The Marigold crosses the estuary at dawn; Saltmere and the hills behind."""
    s = Sheet("ferry", FOG, 0.9)
    shore = 452
    # Sky: slate from above in flat layers, cream low down, a thin red morning.
    s.wash(s.box(-40, -40, 1680, 420), SLATE, (760, -60), (730, 300), 6, 0.82, 16)
    s.wash(s.box(-40, 100, 1680, 360), CREAM, (860, 470), (850, 210), 5, 0.92, 12)
    s.spray_disc(1330, 352, 250, "lamp", 0.62, 0.0)
    s.band(232, 40, CREAM, 0.8, 420, 1500, 6)
    s.band(284, 26, RUST, 0.5, 640, 1680, 7)
    s.band(176, 34, SLATE, 0.4, -80, 860, 6)
    s.disc(1336, 330, 84, CREAM, 0.5)
    s.disc(1336, 330, 66, LAMP)
    s.band(322, 20, LAMP, 0.75, 820, 1560, 7)
    s.band(352, 16, RUST, 0.45, 1080, 1690, 7)
    # Three planes of hills, fog between them.
    hills(s, shore, [40, 96, 70, 118, 86, 60, 104, 132, 92, 66], mix(FOG, SLATE, 0.42))
    s.band(410, 44, FOG, 0.75, 300, 1700, 8)
    ridge = hills(s, shore, [150, 190, 172, 112, 78, 40, 16, 20, 52, 88], mix(SLATE, FOG, 0.22))
    s.wash(ridge + s.box(-60, 440, 1720, 16)[2:], FOG, (800, 460), (780, 330), 4, 0.85, 10, 9)
    hills(s, shore, [118, 128, 96, 62, 30, 6, -10, -10, 4, 22], mix(SEA, SLATE, 0.55))
    # The town climbs the nearest hill.
    for row, (end, base) in enumerate(((330, 372), (470, 398), (590, 424), (720, shore + 2))):
        tones = (mix(SLATE, FOG, 0.3 - row * 0.1), mix(SLATE, INK, 0.12 + row * 0.1), mix(RUST, SLATE, 0.5 - row * 0.08), mix(FOG, SLATE, 0.35))
        houses(s, -60 + row * 6, end, base, 22, 40 + row * 3, tones, 0.16)
    s.poly([(330, 372), (330, 284), (345, 284), (354, 206), (363, 284), (378, 284), (378, 372)], mix(SLATE, INK, 0.35))
    s.rect(348, 298, 12, 20, LAMP)
    s.rect(-40, shore - 4, 700, 10, mix(SLATE, INK, 0.55))
    for x in (520, 580, 610):  # cranes and masts along the quay
        top = shore - s.between(62, 96)
        s.line([(x, shore), (x, top)], 3, mix(SLATE, INK, 0.6))
    s.line([(452, shore), (456, 352), (540, 304)], 4, mix(SLATE, INK, 0.7))
    s.line([(456, 352), (424, 370)], 4, mix(SLATE, INK, 0.7))
    s.line([(540, 304), (540, 384)], 1.6, mix(SLATE, INK, 0.7))
    # Water.
    s.rect(-40, shore + 5, 1680, 500, mix(FOG, SLATE, 0.28))
    s.wash(s.box(-40, shore + 5, 1680, 180), CREAM, (900, shore), (900, shore + 130), 4, 0.8, 9, 11)
    s.wash(s.box(-40, 560, 1680, 380), SLATE, (800, 940), (798, 600), 5, 0.85, 12, 9)
    s.band(shore + 14, 30, CREAM, 0.7, 380, 1700, 9)
    s.ripples(120, (-60, shore + 26, 1660, 640), SLATE, 0.5, (40, 150), (1.5, 5))
    s.ripples(80, (1230, shore + 12, 1500, 700), LAMP, 0.85, (30, 120), (2, 5))
    s.ripples(60, (-60, 520, 1660, 900), CREAM, 0.55, (60, 200), (2, 6))
    # The ship's broken reflection lies under her.
    ox, oy = 930, 664
    for row in range(15):
        y = oy + 4 + row * 9.6 + row * row * 0.36
        wide = 440 - row * 11 + s.between(-26, 26)
        x0 = ox + s.between(-14, 14)
        s.brush([(x0 - wide, y), (x0, y + s.between(-2, 2)), (x0 + wide, y)], [0.4, max(2.0, 11 - row * 0.4), 0.4], INK, 0.82 - row * 0.038)
        if 3 < row < 12:
            for k in range(4):
                x1 = ox - 230 + k * 115 + s.between(-30, 30)
                s.brush([(x1 - 22, y + 4), (x1, y + 5), (x1 + 24, y + 4)], [0.3, 4, 0.3], LAMP, 0.75)
    with s.layer(move=f"translate({ox} {oy}) scale(1.16)"):
        marigold(s, 0, 0)
    # Her wash, and the bow wave.
    for k in range(26):
        t = k / 26
        x = ox + 400 + t * 420 + s.between(-20, 20)
        y = oy + 2 + s.between(-3, 10) + t * 14
        s.brush([(x - 50, y), (x, y - 2), (x + 60, y + 3)], [0.3, 6 * (1.1 - t), 0.3], CREAM, 0.9 - t * 0.5)
    s.blob([(ox - 470, oy + 6), (ox - 446, oy - 14), (ox - 404, oy - 24), (ox - 372, oy - 8), (ox - 290, oy - 3), (ox - 270, oy + 8)], CREAM)
    for k in range(12):
        x, y = ox - 350 + k * 62 + s.between(-12, 12), oy + s.between(0, 7)
        s.brush([(x - 30, y), (x, y - 2), (x + 34, y)], [0.3, 5, 0.3], CREAM, 0.85)
    s.ripples(40, (-60, 730, 1660, 900), INK, 0.5, (120, 320), (3, 9))
    # Mooring piles in front, with a cormorant that dries its wings.
    piles = ((96, 402, 30), (150, 350, 34), (206, 440, 31))
    for x, top, w in piles:
        s.poly([(x - w, 940), (x - w * 0.86, top + 8), (x - w * 0.5, top), (x + w * 0.6, top + 4), (x + w * 0.86, top + 14), (x + w, 940)], INK)
        s.spray([(x + w * 0.1, top + 4), (x + w * 0.86, top + 14), (x + w, 940), (x + w * 0.2, 940)], "slate", (x + w, 500), (x - w * 0.2, 500), 0.8, 0.0)
        s.spray([(x - w, 940), (x - w * 0.9, 700), (x + w * 0.9, 690), (x + w, 940)], "sea", (0, 900), (0, 690), 0.9, 0.0)
    for y in (560, 584):
        s.brush([(60, y), (150, y + 16), (242, y - 2)], [15, 17, 15], INK)
        s.brush([(62, y - 3), (150, y + 12), (240, y - 6)], [3, 4, 3], FOG, 0.5)
    bx, by = 150, 348
    s.blob([(bx - 20, by - 2), (bx - 24, by - 46), (bx - 14, by - 82), (bx + 6, by - 84), (bx + 17, by - 50), (bx + 14, by - 6), (bx + 2, by + 14)], INK)
    s.brush([(bx - 4, by - 74), (bx - 8, by - 112), (bx + 6, by - 132), (bx + 20, by - 136)], [26, 15, 17, 12], INK)
    s.brush([(bx + 22, by - 137), (bx + 46, by - 142), (bx + 50, by - 137)], [9, 5, 2], LAMP)
    s.poly(smooth([(bx - 8, by - 84), (bx - 54, by - 104), (bx - 108, by - 84), (bx - 124, by - 40)]) + smooth([(bx - 124, by - 40), (bx - 106, by - 16), (bx - 98, by - 34), (bx - 84, by - 8), (bx - 74, by - 30), (bx - 58, by - 8), (bx - 48, by - 32), (bx - 10, by - 40)], steps=4), INK)
    s.poly(smooth([(bx + 8, by - 82), (bx + 54, by - 108), (bx + 104, by - 92), (bx + 124, by - 52)]) + smooth([(bx + 124, by - 52), (bx + 106, by - 26), (bx + 98, by - 44), (bx + 84, by - 16), (bx + 72, by - 36), (bx + 56, by - 14), (bx + 44, by - 36), (bx + 8, by - 40)], steps=4), INK)
    for x, y, n, l, turn in ((470, 250, 58, 0.3, -12), (556, 214, 40, 0.22, 10), (640, 276, 34, 0.3, -4), (1420, 196, 46, 0.26, 14)):
        s.gull(x, y, n, CREAM if x < 700 else INK, l, turn)
    s.rain(150, 9, 60, CREAM, 0.22)
    return s.svg()


def marigold(s, ox, oy):
    """The old two-decked ferry from the side, on her way to the left; (ox, oy) is amidships at the waterline."""
    def p(*pairs):
        return [(ox + x, oy - y) for x, y in pairs]
    def block(x, y, w, h, colour, op=1.0):
        s.poly(p((x, y), (x + w, y), (x + w, y + h), (x, y + h)), colour, op)
    dark = mix(INK, SLATE, 0.12)
    # Smoke first, it drifts astern.
    for drift, op in ((0, 0.5), (14, 0.4)):
        s.poly(smooth(p((66, 300), (84, 322 + drift), (150, 338 + drift), (196, 372), (262, 366 + drift), (330, 392 + drift), (420, 384), (520, 404 + drift), (640, 398))) +
               smooth(p((640, 396), (540, 376), (440, 362), (372, 366), (300, 346), (228, 348), (176, 322), (112, 304)), steps=6), SLATE, op)
    # Ramps at both ends.
    s.poly(p((-392, 58), (-446, 140), (-434, 146), (-372, 66)), dark)
    s.poly(p((388, 58), (436, 128), (425, 134), (370, 66)), dark)
    s.line(p((-438, 138), (-318, 152)), 2, dark)
    s.line(p((430, 128), (318, 152)), 2, dark)
    # Hull.
    s.poly(smooth(p((-404, 66), (-360, 60), (0, 54), (340, 60), (402, 68))) + smooth(p((402, 68), (384, 30), (352, -4))) + p((-338, -4)) + smooth(p((-338, -4), (-380, 26), (-404, 66))), INK)
    s.poly(p((-352, 12), (368, 12), (352, -4), (-338, -4)), RUST)
    s.poly(smooth(p((-402, 64), (-360, 57), (0, 51), (340, 57), (400, 66))) + smooth(p((398, 58), (340, 49), (0, 43), (-360, 49), (-398, 57))), CREAM)
    for x in (-270, -150, -22, 110, 236):
        s.ring(ox + x, oy - 28, 11, 11, 6, mix(INK, SLATE, 0.45))
    s.spray(p((-404, 50), (402, 50), (352, 10), (-338, 10)), "slate", (ox + 400, 0), (ox - 40, 0), 0.6, 0.0)
    # Car deck, open at the sides.
    block(-330, 52, 660, 84, mix(SLATE, INK, 0.45))
    block(-330, 110, 660, 26, LAMP, 0.25)
    cars = ((-292, RUST), (-196, FOG), (-98, SEA), (14, CREAM), (116, mix(RUST, INK, 0.4)), (214, SLATE))
    for x, tone in cars:
        n, tall = s.between(80, 92), s.between(33, 42)
        s.poly(smooth(p((x, 52), (x + 2, 68), (x + n * 0.2, 71), (x + n * 0.32, 56 + tall), (x + n * 0.7, 56 + tall), (x + n * 0.86, 70), (x + n, 66), (x + n, 52)), steps=4), tone)
        s.poly(p((x + n * 0.3, 70), (x + n * 0.37, 53 + tall), (x + n * 0.52, 53 + tall), (x + n * 0.52, 70)), INK, 0.6)
        s.poly(p((x + n * 0.56, 70), (x + n * 0.56, 53 + tall), (x + n * 0.67, 53 + tall), (x + n * 0.78, 70)), INK, 0.6)
    s.poly(p((-334, 50), (-334, 63), (334, 63), (334, 50)), INK)
    for x in range(-330, 331, 60):
        block(x - 4, 50, 8, 88, INK)
    for x in range(-326, 320, 60):  # knees at the pillars
        s.poly(p((x, 136), (x + 14, 136), (x, 120)), INK)
        s.poly(p((x + 52, 136), (x + 38, 136), (x + 52, 120)), INK)
    # Saloon deck.
    s.poly(p((-352, 134), (352, 134), (346, 148), (-346, 148)), CREAM)
    s.line(p((-350, 136), (350, 136)), 3, INK)
    block(-226, 147, 420, 62, CREAM)
    s.spray(p((-226, 147), (194, 147), (194, 209), (-226, 209)), "fog", (ox + 194, 0), (ox - 100, 0), 1.0, 0.0)
    block(-226, 147, 420, 8, SEA)
    for k in range(12):
        x = -210 + k * 33.5
        if k == 7:
            block(x - 2, 149, 24, 50, RUST)
            continue
        block(x, 170, 23, 25, LAMP if k not in (3, 9) else mix(SLATE, LAMP, 0.3))
        if k in (1, 4, 5, 8, 10):
            s.disc(ox + x + 11 + s.between(-4, 4), oy - 180, 5.5, INK)
            block(x + 4, 170, 14, 7, INK)
    s.poly(p((-240, 206), (214, 206), (208, 216), (-234, 216)), INK)
    # Rails and the people who always stand outside.
    for x0, x1 in ((-344, -230), (198, 344)):
        s.lines([p((x0, 148 + h), (x1, 148 + h)) for h in (11, 21)], 1.8, INK)
        s.lines([p((x, 148), (x, 170)) for x in range(x0, x1 + 1, 19)], 1.8, INK)
    for x, tall, tone in ((-318, 42, RUST), (-296, 38, INK), (-254, 40, SLATE), (226, 42, INK), (246, 34, LAMP), (306, 41, mix(SEA, INK, 0.3))):
        s.blob(p((x - 7, 148), (x - 7, 148 + tall * 0.65), (x, 148 + tall * 0.78), (x + 7, 148 + tall * 0.65), (x + 7, 148)), tone)
        s.disc(ox + x - 1, oy - 148 - tall * 0.9, 5, INK)
    # Boat, wheelhouse, funnel, mast.
    s.poly(smooth(p((128, 244), (136, 228), (196, 228), (208, 246)), steps=5), RUST)
    s.lines([p((140, 216), (146, 254), (152, 256)), p((196, 216), (192, 254), (186, 256))], 3, INK)
    block(-150, 214, 118, 58, CREAM)
    s.poly(p((-158, 272), (-22, 272), (-30, 282), (-150, 282)), INK)
    for k, x in enumerate((-144, -117, -90, -63)):
        block(x, 238, 22, 24, mix(SLATE, LAMP, 0.5) if k else LAMP)
    s.poly(p((-136, 238), (-136, 250), (-131, 256), (-126, 250), (-126, 238)), INK)
    block(-150, 214, 118, 12, SEA)
    s.poly(p((52, 214), (60, 306), (122, 306), (112, 214)), RUST)
    s.poly(p((58, 286), (60, 306), (122, 306), (120, 286)), INK)
    s.poly(p((55.4, 250), (57, 270), (118, 270), (116, 250)), CREAM)
    s.spray(p((88, 214), (96, 306), (122, 306), (112, 214)), "ink", (ox + 122, 0), (ox + 80, 0), 0.6, 0.0)
    s.line(p((-84, 282), (-80, 372)), 5, INK)
    s.line(p((-104, 338), (-58, 338)), 3, INK)
    s.lines([p((-80, 370), (-250, 216)), p((-80, 366), (54, 300))], 1.4, INK)
    s.disc(ox - 80, oy - 352, 6, LAMP)
    s.glow(ox - 80, oy - 352, 34, core=False)
    s.disc(ox - 80, oy - 352, 5, CREAM)
    s.line(p((346, 148), (352, 214)), 3, INK)
    s.poly(smooth(p((352, 212), (376, 206), (398, 212), (398, 188), (376, 184), (350, 190)), steps=4), RUST)


PICTURES = {"ferry": ferry}


def terrace(s, v, side, z0, z1, x, tall, tone, fade, shop=None, sign=None):
    """One house of a street on the side -1 or 1: roof, end wall, windows, a lit shop and its awning."""
    def q(y0, y1, za, zb, out=0.0):
        return [v.at(x - side * out, y0, za), v.at(x - side * out, y1, za), v.at(x - side * out, y1, zb), v.at(x - side * out, y0, zb)]
    wall = mix(tone, FOG, fade)
    dark = mix(mix(INK, SLATE, 0.12), FOG, fade)
    roof = mix(mix(SLATE, INK, 0.6), FOG, fade)
    back = x + side * 9
    s.poly([v.at(x, 0, z0), v.at(x, tall, z0), v.at(x + side * 4.5, tall + 3.4, z0), v.at(back, tall, z0), v.at(back, 0, z0)], mix(wall, INK, 0.3))
    s.poly([v.at(x - side * 0.3, tall - 0.1, z0), v.at(x + side * 4.5, tall + 3.4, z0), v.at(x + side * 4.5, tall + 3.4, z1), v.at(x - side * 0.3, tall - 0.1, z1)], roof)
    for zc in (z0 + 0.5, z1 - 1.6):  # chimneys astride the ridge
        cx = x + side * 3.2
        s.poly([v.at(cx, tall + 2, zc), v.at(cx, tall + 4.9, zc), v.at(cx, tall + 4.9, zc + 1.4), v.at(cx, tall + 2, zc + 1.4)], mix(mix(RUST, INK, 0.45), FOG, fade))
    s.poly(q(0, tall, z0, z1), wall)
    s.poly(q(tall - 0.45, tall, z0, z1), dark, 0.55)
    floors = int((tall - 3.6) / 2.5)
    panes = max(2, round((z1 - z0) / 2.2))
    for f in range(floors):
        y = 4.1 + f * 2.6
        for k in range(panes):
            za = z0 + (z1 - z0) * (k + 0.24) / panes
            zb = z0 + (z1 - z0) * (k + 0.74) / panes
            lit = s.rng.random() < 0.26
            s.poly(q(y - 0.12, y + 1.62, za - 0.08, zb + 0.08), mix(wall, CREAM, 0.45))
            s.poly(q(y, y + 1.5, za, zb), mix(LAMP, FOG, fade * 0.7) if lit else dark)
            s.poly(q(y + 0.7, y + 0.8, za, zb), mix(wall, CREAM, 0.45))
    if shop:
        s.poly(q(0, 3.5, z0 + 0.15, z1 - 0.15), mix(shop, FOG, fade))
        s.poly(q(0.6, 2.75, z0 + 0.4, z1 - 1.5), mix(LAMP, FOG, fade * 0.6))
        s.poly(q(0.1, 2.75, z1 - 1.25, z1 - 0.35), mix(LAMP, RUST, 0.35))
        for k in range(1, 4):
            zc = z0 + 0.4 + (z1 - z0 - 1.9) * k / 4
            s.poly(q(0.6, 2.75, zc - 0.05, zc + 0.05), mix(shop, INK, 0.4))
        with s.within(q(0.6, 2.75, z0 + 0.4, z1 - 1.5)):
            for _ in range(9):  # goods in the window
                zc = s.between(z0 + 0.5, z1 - 1.6)
                top = s.between(0.8, 1.5)
                s.poly(q(0.5, top, zc, zc + s.between(0.2, 0.5)), s.pick(mix(RUST, INK, 0.3), mix(SEA, INK, 0.4), dark))
        awning = [v.at(x, 3.4, z0 + 0.2), v.at(x - side * 1.5, 2.75, z0 + 0.2), v.at(x - side * 1.5, 2.75, z1 - 0.2), v.at(x, 3.4, z1 - 0.2)]
        if shop is not SLATE:
            stripes = 8
            for k in range(stripes):
                a, b = k / stripes, (k + 1) / stripes
                colour = mix(CREAM if k % 2 else shop, FOG, fade)
                s.poly([lerp(awning[0], awning[3], a), lerp(awning[1], awning[2], a), lerp(awning[1], awning[2], b), lerp(awning[0], awning[3], b)], colour)
            s.poly([awning[1], awning[2], v.at(x - side * 1.5, 2.5, z1 - 0.2), v.at(x - side * 1.5, 2.5, z0 + 0.2)], mix(mix(shop, INK, 0.3), FOG, fade))
    if sign:
        zc, y = z0 + 0.4, 4.7
        s.line([v.at(x, y + 0.6, zc), v.at(x - side * 1.5, y + 0.6, zc)], max(2, v.scale(zc) * 0.06), dark)
        cx, cy = v.at(x - side * 0.95, y - 0.1, zc)
        r = v.scale(zc) * 0.5
        s.line([(cx, cy - r), (cx, cy - r * 1.3)], max(1.5, r * 0.08), dark)
        s.oval(cx, cy, r, r * 1.05, dark)
        s.ring(cx, cy, r, r * 1.05, r * 0.09, mix(LAMP, FOG, fade))
        if sign == "fish":
            s.blob([(cx - r * 0.7, cy), (cx - r * 0.2, cy - r * 0.3), (cx + r * 0.3, cy), (cx + r * 0.7, cy - r * 0.3), (cx + r * 0.6, cy + r * 0.3), (cx + r * 0.3, cy + r * 0.05), (cx - r * 0.2, cy + r * 0.32)], LAMP)
        elif sign == "loaf":
            s.brush([(cx - r * 0.55, cy + r * 0.15), (cx, cy - r * 0.12), (cx + r * 0.55, cy + r * 0.15)], [r * 0.3, r * 0.6, r * 0.3], LAMP)
        else:
            s.poly(arc(cx - r * 0.08, cy - r * 0.25, r * 0.45, r * 0.75, 0, 180), LAMP)
            s.ring(cx + r * 0.42, cy - r * 0.02, r * 0.17, r * 0.2, r * 0.12, LAMP)


def parked(s, v, x0, z0, paint):
    """A car by the kerb, seen from behind and from its right."""
    w, n = 1.75, 4.0
    x1 = x0 + w
    def ring(z, low, high, pinch):
        return [v.at(x0 + pinch, low, z), v.at(x0 + pinch * 1.4, high, z), v.at(x1 - pinch * 1.4, high, z), v.at(x1 - pinch, low, z)]
    body = [(n, 0.35, 0.75, 0.12), (n * 0.72, 0.3, 0.9, 0.0), (n * 0.72, 0.3, 0.92, 0.0), (n * 0.55, 0.3, 1.45, 0.14), (n * 0.16, 0.3, 1.45, 0.14), (0.12, 0.3, 0.98, 0.02), (0, 0.32, 0.9, 0.05)]
    s.poly([v.at(x0 - 0.1, 0, z0 + n), v.at(x1 + 0.15, 0, z0 + n), v.at(x1 + 0.2, 0, z0), v.at(x0 - 0.1, 0, z0)], INK, 0.6)
    for (a, b) in zip(body, body[1:]):
        (za, la, ha, pa), (zb, lb, hb, pb) = a, b
        s.poly([v.at(x1 - pa, la, z0 + za), v.at(x1 - pa * 1.4, ha, z0 + za), v.at(x1 - pb * 1.4, hb, z0 + zb), v.at(x1 - pb, lb, z0 + zb)], mix(paint, INK, 0.32))
        s.poly([v.at(x0 + pa * 1.4, ha, z0 + za), v.at(x1 - pa * 1.4, ha, z0 + za), v.at(x1 - pb * 1.4, hb, z0 + zb), v.at(x0 + pb * 1.4, hb, z0 + zb)], mix(paint, CREAM, 0.18))
    s.poly([v.at(x1 - 0.03, 0.94, z0 + 0.5), v.at(x1 - 0.17, 1.36, z0 + 0.8), v.at(x1 - 0.17, 1.36, z0 + 2.1), v.at(x1 - 0.03, 0.94, z0 + 2.7)], mix(INK, SLATE, 0.25))
    for zc in (0.75, 3.1):
        k = v.scale(z0 + zc)
        cx, cy = v.at(x1 + 0.02, 0.32, z0 + zc)
        s.oval(cx, cy, k * 0.13, k * 0.33, INK)
        s.oval(cx + 1, cy, k * 0.06, k * 0.16, SLATE)
    # Tail: rear window, lamps, bumper, wheels.
    for xc in (x0 + 0.22, x1 - 0.22):
        a, b = v.at(xc - 0.13, 0.0, z0), v.at(xc + 0.13, 0.4, z0)
        s.rect(a[0], b[1], b[0] - a[0], a[1] - b[1], INK)
    back = ring(z0, 0.3, 0.93, 0.03)
    s.poly(back, paint)
    top = [v.at(x0 + 0.04, 0.92, z0), v.at(x0 + 0.22, 1.44, z0 + 0.6), v.at(x1 - 0.22, 1.44, z0 + 0.6), v.at(x1 - 0.04, 0.92, z0)]
    s.poly(top, paint)
    s.poly([v.at(x0 + 0.17, 0.97, z0), v.at(x0 + 0.3, 1.36, z0 + 0.55), v.at(x1 - 0.3, 1.36, z0 + 0.55), v.at(x1 - 0.17, 0.97, z0)], mix(INK, SLATE, 0.3))
    a, b = v.at(x0 - 0.02, 0.28, z0), v.at(x1 + 0.02, 0.42, z0)
    s.rect(a[0], b[1], b[0] - a[0], a[1] - b[1], mix(INK, SLATE, 0.3))
    for xc in (x0 + 0.08, x1 - 0.3):
        a, b = v.at(xc, 0.6, z0), v.at(xc + 0.22, 0.8, z0)
        s.rect(a[0], b[1], b[0] - a[0], a[1] - b[1], mix(RUST, INK, 0.1) if paint is not RUST else LAMP)
    a, b = v.at(x0 + 0.62, 0.5, z0), v.at(x1 - 0.62, 0.64, z0)
    s.rect(a[0], b[1], b[0] - a[0], a[1] - b[1], CREAM)


def omnibus(s, v, x0, z0, mirror=1):
    """A double-decker that comes towards us; with `mirror` -1 its image in the wet road."""
    w, n, tall = 2.5, 9.0, 4.3
    x1 = x0 + w
    def f(xa, ya, xb, yb, colour, op=1.0):
        a, b = v.at(xa, ya * mirror, z0), v.at(xb, yb * mirror, z0)
        s.poly([a, (b[0], a[1]), b, (a[0], b[1])], colour, op)
    def side(ya, yb, za, zb, colour):
        s.poly([v.at(x0, ya * mirror, z0 + za), v.at(x0, yb * mirror, z0 + za), v.at(x0, yb * mirror, z0 + zb), v.at(x0, ya * mirror, z0 + zb)], colour)
    f(x0 - 0.1, -0.05, x1 + 0.1, 0.4, mix(INK, SLATE, 0.15))
    f(x0 + 0.15, 0, x0 + 0.5, 0.5, INK)
    f(x1 - 0.5, 0, x1 - 0.15, 0.5, INK)
    side(0.35, tall, 0, n, mix(RUST, INK, 0.35))
    side(2.2, 2.55, 0, n, mix(CREAM, SLATE, 0.4))
    for k in range(6):
        side(2.75, 3.75, 0.35 + k * 1.42, 1.5 + k * 1.42, mix(LAMP, RUST, 0.15))
        if k:
            side(1.15, 2.05, 0.35 + k * 1.42, 1.5 + k * 1.42, mix(LAMP, RUST, 0.15))
    f(x0, 0.35, x1, tall - 0.1, RUST)
    f(x0 + 0.12, tall - 0.2, x1 - 0.12, tall, mix(RUST, INK, 0.2))
    f(x0, 2.2, x1, 2.55, CREAM)
    f(x0 + 0.16, 2.75, x1 - 0.16, 3.8, LAMP)
    f(x0 + 0.16, 1.15, x1 - 0.16, 2.1, mix(LAMP, SLATE, 0.35))
    f((x0 + x1) / 2 - 0.05, 2.75, (x0 + x1) / 2 + 0.05, 3.8, RUST)
    f(x0 + 0.6, 2.25, x1 - 0.6, 2.5, INK)
    f(x0 + 0.72, 2.32, x1 - 0.9, 2.43, LAMP)
    f(x0 - 0.03, 0.3, x1 + 0.03, 0.55, INK)
    if mirror > 0:
        k = v.scale(z0)
        for xc, yc, r in ((x0 + 0.62, 3.2, 0.19), (x0 + 1.85, 3.12, 0.17), (x1 - 0.6, 1.52, 0.2)):
            cx, cy = v.at(xc, yc, z0)
            s.disc(cx, cy, r * k, INK)
            s.poly(arc(cx, cy + r * k * 1.9, r * k * 1.7, r * k * 1.2, 180, 360), INK)
        s.lines([[v.at(x0 + 0.5, 1.18, z0), v.at(x0 + 1.0, 1.9, z0)], [v.at(x0 + 1.5, 1.18, z0), v.at(x0 + 2.0, 1.85, z0)]], 2.5, INK)
        for xc in (x0 + 0.36, x1 - 0.36):
            cx, cy = v.at(xc, 0.78, z0)
            s.spray_disc(cx, cy, k * 1.1, "lamp", 0.75, 0.0)
            s.disc(cx, cy, k * 0.3, LAMP, 0.5)
            s.disc(cx, cy, k * 0.19, CREAM)
        s.line([v.at(x0 - 0.2, 2.0, z0), v.at(x0 - 0.2, 2.62, z0), v.at(x0 + 0.1, 2.62, z0)], 3, INK)
        s.line([v.at(x1 + 0.2, 2.0, z0), v.at(x1 + 0.2, 2.62, z0), v.at(x1 - 0.1, 2.62, z0)], 3, INK)
        s.rect(*v.at(x0 - 0.3, 2.3, z0), 0.24 * k, 0.5 * k, INK)
        s.rect(*v.at(x1 + 0.06, 2.3, z0), 0.24 * k, 0.5 * k, INK)


def street_lamp(s, v, z):
    """A lamp on a bent post at the right-hand kerb, with the rain in its light."""
    foot, top, arm = v.at(3.6, 0, z), v.at(3.6, 5.0, z), v.at(2.7, 5.25, z)
    k, ground = v.scale(z), v.at(0, 0, z)[1]
    y = arm[1] + k * 0.24
    s.oval(arm[0], ground + k * 0.1, k * 1.8, k * 0.22, LAMP, 0.4)
    s.cone([(arm[0] - k * 0.28, y), (arm[0] + k * 0.28, y)], (arm[0] - k * 1.9, ground), (arm[0] + k * 1.9, ground), op=0.34, stipple=0.42)
    s.brush([foot, lerp(foot, top, 0.5), top, (lerp(top, arm, 0.5)[0], arm[1] - k * 0.12), arm], [k * 0.16, k * 0.11, k * 0.08, k * 0.07, k * 0.06], INK)
    s.poly([(foot[0] - k * 0.12, foot[1]), (foot[0] - k * 0.09, foot[1] - k * 0.7), (foot[0] + k * 0.09, foot[1] - k * 0.7), (foot[0] + k * 0.12, foot[1])], INK)
    s.poly([(arm[0] - k * 0.16, arm[1]), (arm[0] + k * 0.16, arm[1]), (arm[0] + k * 0.3, y), (arm[0] - k * 0.3, y)], INK)
    s.oval(arm[0], y, k * 0.27, k * 0.1, CREAM)


def elm_street():
    """Elm Street in the rain: parked cars, the bus that cannot get by, lamps in the wet road."""
    s = Sheet("elm-street", FOG)
    v = View(590, 430, 900, 2.5)
    left, right = -7.2, 5.4
    s.wash(s.box(-40, -40, 1680, 480), SLATE, (760, -80), (640, 400), 6, 0.78, 20)
    s.poly([(v.vx - 26, 420), (v.vx - 22, 330), (v.vx - 8, 322), (v.vx, 236), (v.vx + 8, 322), (v.vx + 22, 330), (v.vx + 26, 420)], mix(FOG, SLATE, 0.45))
    s.poly([v.at(-60, 0, 70), v.at(60, 0, 70), v.at(60, 0, 1.6), v.at(-60, 0, 1.6)], mix(SLATE, INK, 0.32))
    # Houses, from the far end.
    tones = [mix(SLATE, FOG, 0.25), mix(RUST, INK, 0.35), mix(CREAM, SLATE, 0.35), mix(SEA, INK, 0.25), mix(SLATE, INK, 0.2), mix(RUST, SLATE, 0.4), mix(CREAM, SLATE, 0.55)]
    rows = {-1: [], 1: []}
    for side, x, first in ((-1, left, 2.9), (1, right, 2.3)):
        z, n = first, 0
        while z < 62:
            length = s.between(4.6, 7.5)
            rows[side].append((z, z + length, x, s.between(7.0, 10.8), tones[(n * 3 + (side > 0) * 2) % 7], n))
            z, n = z + length, n + 1
    shops = (SEA, RUST, SLATE, mix(RUST, INK, 0.2), SEA)
    lit = []
    for side in (-1, 1):
        for z0, z1, x, tall, tone, n in reversed(rows[side]):
            fade = min(0.82, max(0.0, (z0 - 7) / 44))
            shop = shops[(n + (side > 0)) % 5]
            terrace(s, v, side, z0, z1, x, tall, tone, fade, shop, ("fish", None, "loaf", "boot", None)[(n + (side > 0) * 2) % 5] if 5 < z0 < 26 else None)
            lit.append((side, x, z0 + 0.4, z1 - 0.4, fade))
    # Pavements, kerbs, and what the wet road throws back.
    for side, x, kerb in ((-1, left, -5.1), (1, right, 3.3)):
        s.poly([v.at(x, 0, 64), v.at(kerb, 0, 64), v.at(kerb, 0, 1.7), v.at(x * 2, 0, 1.7), v.at(x * 2, 0, 3), v.at(x, 0, 4)], mix(SLATE, FOG, 0.22))
        s.poly([v.at(kerb, 0, 64), v.at(kerb - side * 0.16, 0, 64), v.at(kerb - side * 0.16, 0, 1.7), v.at(kerb, 0, 1.7)], mix(CREAM, SLATE, 0.4))
    road = [v.at(-5.0, 0, 71), v.at(3.2, 0, 71), v.at(3.2, 0, 1.7), v.at(-5.0, 0, 1.7)]
    ground = [v.at(left, 0, 60), v.at(right, 0, 60), v.at(right, 0, 4), v.at(right * 2, 0, 1.6), v.at(left * 2, 0, 1.6), v.at(left, 0, 4)]
    def shine():
        for side, x, z0, z1, fade in lit:
            s.poly([v.at(x, -0.6, z0), v.at(x, -2.9, z0), v.at(x, -2.9, z1 - 1), v.at(x, -0.6, z1 - 1)], LAMP, 0.9 - fade * 0.6)
            s.poly([v.at(x, -3.6, z0), v.at(x, -7, z0), v.at(x, -7, z1), v.at(x, -3.6, z1)], INK, 0.3)
    with s.within(ground):
        s.shiver(shine, 440, 900, 7, 9, 0.55, 0.5)
    with s.within(road):
        s.wash([v.at(-9, 0, 72), v.at(9, 0, 72), v.at(3.2, 0, 5), v.at(-5, 0, 5)], FOG, (590, 440), (590, 620), 4, 0.75, 5)
        s.shiver(lambda: omnibus(s, v, -0.2, 11.5, -1), 600, 900, 10, 9, 0.75, 0.3)
        for _ in range(46):
            z = 60 / (1 + s.rng.random() * 28)
            x = s.between(-4.8, 3.0)
            a, b = v.at(x, 0, z), v.at(x + s.between(0.5, 1.8), 0, z)
            th = v.scale(z) * 0.045
            s.brush([a, lerp(a, b, 0.5), b], [0.4, th, 0.4], s.pick(INK, SLATE, SLATE), 0.75)
        for cx in (688, 722, 806):
            for k in range(10):
                y = 640 + k * 24 + s.between(-4, 4)
                n = s.between(16, 44)
                s.brush([(cx - n, y), (cx, y + 3), (cx + n, y)], [0.4, 8, 0.4], LAMP if k > 1 else CREAM, 0.85 - k * 0.06)
    # Lamps, the bus and cars, nearest last.
    street_lamp(s, v, 27)
    street_lamp(s, v, 15.5)
    for z, paint in ((33, SLATE), (27, RUST), (21.5, SEA), (16.2, mix(FOG, SLATE, 0.4))):
        parked(s, v, -4.9, z, mix(paint, FOG, min(0.5, (z - 10) / 40)))
    omnibus(s, v, -0.2, 11.5)
    parked(s, v, -4.9, 10.6, RUST)
    parked(s, v, -4.95, 5.2, mix(SEA, INK, 0.15))
    street_lamp(s, v, 7.4)
    # People.
    s.walker(*v.at(-1.9, 0, 13.5), v.scale(13.5) * 1.68, mix(SLATE, INK, 0.4), way=1, umbrella=mix(INK, SLATE, 0.2), kind="plain")
    s.walker(*v.at(4.3, 0, 12.5), v.scale(12.5) * 1.7, mix(SEA, INK, 0.4), way=-1, umbrella=RUST, bag=CREAM)
    s.walker(*v.at(4.5, 0, 19), v.scale(19) * 1.7, INK, way=1, umbrella=SLATE)
    x, y = v.at(3.3, 0, 6.2)
    s.walker(x + 44, y + 16, 232, RUST, way=-1, kind="hood", hat=RUST, stride=0.17, long=0.3, arm=False)
    s.walker(x + 190, y + 52, 388, mix(INK, SLATE, 0.16), way=-1, umbrella=mix(SEA, INK, 0.12), bag=mix(CREAM, SLATE, 0.2), kind="bun", stride=0.15, long=0.42, stout=1.15)
    s.limb([(x + 72, y - 128), (x + 108, y - 150), (x + 142, y - 140)], [16, 13, 11], RUST)
    # The dog does not mind.
    bx, by = x - 96, y + 42
    s.blob([(bx - 46, by - 52), (bx + 30, by - 56), (bx + 44, by - 40), (bx + 38, by - 26), (bx - 38, by - 26), (bx - 52, by - 38)], INK)
    s.blob([(bx - 44, by - 46), (bx - 48, by - 82), (bx - 66, by - 84), (bx - 92, by - 68), (bx - 90, by - 58), (bx - 66, by - 52)], INK)
    s.poly([(bx - 56, by - 80), (bx - 48, by - 92), (bx - 42, by - 62)], INK)
    for dx in (-36, -22, 22, 34):
        s.limb([(bx + dx, by - 34), (bx + dx + s.between(-6, 6), by)], [13, 7], INK)
    s.brush([(bx + 38, by - 46), (bx + 60, by - 66), (bx + 62, by - 84)], [10, 7, 2], INK)
    s.line([(bx - 34, by - 52), (x + 30, y - 96)], 2.4, INK)
    for fx, fy, n in ((x + 40, y + 18, 110), (x + 196, y + 54, 150), (bx, by + 2, 80)):
        for k in range(5):
            s.brush([(fx - n / 2 + s.between(-20, 20), fy + 4 + k * 9), (fx, fy + 6 + k * 9), (fx + n / 2 + s.between(-20, 20), fy + 4 + k * 9)], [0.4, 7 - k, 0.4], INK, 0.7 - k * 0.12)
    s.rain(170, 11, 90, CREAM, 0.34, 2.2)
    s.rain(60, 11, 190, FOG, 0.5, 3.0)
    return s.svg()


PICTURES["elm-street"] = elm_street


def chair(s, x, y, h, colour, lean=0.0, shade=INK):
    """A bentwood chair from the front; (x, y) is the middle of its feet."""
    w = h * 0.42
    seat = y - h * 0.44
    s.line(smooth([(x - w * 0.4 + lean, seat), (x - w * 0.42 + lean * 1.6, y - h * 0.86), (x + lean * 2, y - h), (x + w * 0.42 + lean * 1.6, y - h * 0.86), (x + w * 0.4 + lean, seat)]), h * 0.045, colour)
    s.line(smooth([(x - w * 0.2 + lean, seat), (x - w * 0.2 + lean * 1.5, y - h * 0.74), (x + lean * 1.8, y - h * 0.84), (x + w * 0.2 + lean * 1.5, y - h * 0.74), (x + w * 0.2 + lean, seat)]), h * 0.03, colour)
    s.lines([[(x - w * 0.4, seat), (x - w * 0.36, y - h * 0.06)], [(x + w * 0.4, seat), (x + w * 0.36, y - h * 0.06)]], h * 0.04, mix(colour, shade, 0.5))
    s.lines([[(x - w * 0.46, seat + 4), (x - w * 0.54, y)], [(x + w * 0.46, seat + 4), (x + w * 0.54, y)]], h * 0.05, colour)
    s.ring(x, y - h * 0.2, w * 0.44, h * 0.03, h * 0.022, mix(colour, shade, 0.4))
    s.oval(x, seat, w * 0.54, h * 0.075, colour)
    s.oval(x, seat - h * 0.012, w * 0.42, h * 0.05, mix(colour, LAMP, 0.45))


def hustings():
    """Five empty chairs on the stage of the Fishermen's Hall, and the backs of those who have come early."""
    s = Sheet("hustings", mix(SEA, INK, 0.45))
    dark = mix(INK, SLATE, 0.1)
    # Back wall: boards, light from the lamps.
    for k in range(26):
        x = -40 + k * 66
        s.rect(x, -40, 63, 560, mix(mix(SEA, INK, 0.42), SLATE, s.between(0.0, 0.3)))
    s.wash(s.box(-40, -40, 1680, 560), INK, (800, -60), (800, 260), 4, 0.6, 16)
    # The harbour painting, a little crooked.
    with s.layer(move="rotate(-1.2 760 240)"):
        s.rect(424, 66, 640, 350, INK, 0.45)
        s.rect(412, 54, 640, 350, mix(LAMP, RUST, 0.5))
        s.rect(426, 68, 612, 322, mix(LAMP, RUST, 0.2))
        s.rect(440, 82, 584, 294, FOG)
        with s.within(s.box(440, 82, 584, 294)):
            s.wash(s.box(440, 82, 584, 170), CREAM, (700, 250), (700, 110), 4, 0.95, 8)
            s.band(132, 40, mix(SLATE, FOG, 0.3), 0.8, 400, 860, 6)
            s.disc(884, 214, 30, RUST)
            s.poly(smooth([(430, 240), (520, 196), (600, 206), (690, 232), (770, 240)]) + [(770, 262), (430, 262)], mix(SLATE, FOG, 0.2))
            houses(s, 440, 610, 254, 16, 30, (CREAM, mix(RUST, SLATE, 0.3), SLATE), 0.0, windows=False)
            s.rect(430, 252, 620, 140, mix(SEA, FOG, 0.15))
            s.rect(430, 318, 620, 80, mix(SEA, INK, 0.2))
            s.ripples(34, (440, 262, 1030, 376), CREAM, 0.85, (30, 90), (2, 5))
            s.ripples(12, (840, 258, 930, 330), RUST, 0.8, (20, 60), (2, 5))
            hull = smooth([(600, 298), (640, 306), (760, 306), (812, 288)])
            s.poly(hull + smooth([(812, 288), (794, 324), (760, 332), (640, 332), (612, 322), (600, 298)]), INK)
            s.poly([(694, 304), (700, 120), (706, 120), (708, 304)], INK)
            s.poly(smooth([(712, 130), (772, 190), (788, 276), (716, 284)]), RUST)
            s.poly(smooth([(690, 140), (650, 210), (622, 280), (688, 284)]), CREAM)
    # Stage: boards, riser, curtain at the left, lectern at the right.
    s.poly([(150, 474), (1402, 474), (1516, 572), (60, 572)], mix(RUST, LAMP, 0.32))
    for k in range(1, 14):
        a, b = lerp((150, 474), (1402, 474), k / 14), lerp((60, 572), (1516, 572), k / 14)
        s.line([a, b], 1.8, mix(RUST, INK, 0.45))
    s.poly([(150, 474), (1402, 474), (1418, 488), (136, 488)], INK, 0.3)
    for x, y in ((390, 128), (800, 58), (1196, 150)):
        s.cone([(x - 40, y + 24), (x + 40, y + 24)], (x - 300, 560), (x + 300, 560), op=0.2, stipple=0.3)
    s.rect(-40, 572, 1680, 120, mix(RUST, INK, 0.62))
    s.rect(60, 572, 1456, 10, mix(RUST, LAMP, 0.15))
    for k in range(12):
        s.rect(66 + k * 122, 596, 106, 70, mix(RUST, INK, 0.5))
    for x, w in ((-60, 88), (10, 70), (66, 62), (116, 54)):
        s.poly(smooth([(x, -40), (x - 6, 200), (x + 8, 420), (x - 10, 600)]) + smooth([(x + w - 12, 604), (x + w + 4, 400), (x + w - 10, 180), (x + w, -40)]), mix(RUST, INK, s.between(0.12, 0.4)))
    s.brush([(-30, 356), (70, 376), (168, 338)], [16, 20, 12], mix(LAMP, RUST, 0.3))
    for x, w in ((1500, 62), (1550, 90)):
        s.poly(smooth([(x, -40), (x + 8, 240), (x - 8, 460), (x + 10, 606)]) + smooth([(x + w + 6, 606), (x + w - 6, 400), (x + w + 8, 180), (x + w, -40)]), mix(RUST, INK, s.between(0.2, 0.45)))
    # Table with jug; five chairs, not quite in line; one has a coat on it.
    for x, y, h, lean in ((330, 540, 168, -3), (528, 532, 164, 2), (716, 536, 166, 0), (948, 530, 164, 3), (1150, 548, 172, -7)):
        s.oval(x + 10, y + 2, h * 0.34, 9, INK, 0.45)
        chair(s, x, y, h, mix(INK, RUST, 0.18), lean)
    s.poly(smooth([(490, 384), (506, 366), (530, 360), (556, 366), (570, 386), (578, 430), (584, 476)]) + smooth([(584, 476), (560, 486), (530, 478), (500, 486), (482, 474), (486, 430), (490, 384)]), SLATE)
    s.brush([(568, 388), (586, 430), (580, 500)], [20, 24, 18], mix(SLATE, INK, 0.35))
    s.line(smooth([(530, 364), (526, 420), (532, 476)]), 2.5, mix(SLATE, INK, 0.5))
    s.oval(842, 550, 62, 9, INK, 0.4)
    s.poly([(800, 452), (880, 452), (886, 466), (886, 548), (876, 548), (872, 470), (808, 470), (804, 548), (794, 548), (794, 466)], mix(INK, RUST, 0.3))
    s.poly([(792, 452), (888, 452), (900, 474), (892, 506), (868, 478), (844, 480), (812, 478), (786, 504), (780, 474)], CREAM)
    s.poly([(826, 424), (848, 424), (852, 454), (822, 454)], mix(FOG, SEA, 0.3))
    s.line(smooth([(850, 430), (862, 436), (851, 446)]), 4, mix(FOG, SEA, 0.3))
    for x in (864, 804):
        s.poly([(x - 6, 436), (x + 6, 436), (x + 5, 454), (x - 5, 454)], mix(FOG, SEA, 0.3))
    s.poly([(1290, 402), (1394, 388), (1400, 412), (1296, 424)], mix(RUST, LAMP, 0.2))
    s.poly([(1310, 422), (1386, 412), (1380, 552), (1318, 556)], mix(RUST, INK, 0.3))
    s.poly([(1296, 552), (1402, 548), (1410, 566), (1290, 570)], mix(RUST, INK, 0.5))
    s.line(smooth([(1336, 398), (1334, 366), (1350, 350)]), 4, INK)
    s.oval(1354, 346, 7, 10, INK, turn=40)
    for x, y in ((390, 128), (800, 58), (1196, 150)):
        s.line([(x, -40), (x, y - 10)], 4, INK)
        s.poly(smooth([(x - 52, y + 26), (x - 38, y + 2), (x - 12, y - 8), (x - 10, y - 22), (x + 10, y - 22), (x + 12, y - 8), (x + 38, y + 2), (x + 52, y + 26)], steps=4), dark)
        s.oval(x, y + 26, 50, 9, CREAM)
        s.oval(x, y + 30, 24, 9, LAMP)
    # Rows of heads, each rimmed by the light of the stage.
    kinds = ("plain", "bun", "cap", "beanie", "scarf", "long", "curls", "tail", "bald", "plain", "bald", "plain", "long", "scarf", "bun", "curls")
    hats = (mix(RUST, INK, 0.35), mix(SEA, INK, 0.35), mix(SLATE, INK, 0.3), mix(LAMP, INK, 0.45), mix(FOG, INK, 0.45))
    rows = ((650, 25, 62, mix(SLATE, INK, 0.45), 0.12), (706, 36, 92, mix(SLATE, INK, 0.66), 0.14), (790, 54, 138, mix(INK, SLATE, 0.16), 0.1), (900, 80, 214, INK, 0.0))
    order = list(kinds)
    for n, (y, r, step, tone, gaps) in enumerate(rows):
        x = -20 + n * 37
        while x < 1640:
            if not order:
                order = list(kinds)
            kind = order.pop(s.rng.randrange(len(order)))
            hx, hy, hr = x + s.between(-step, step) * 0.13, y + s.between(-0.35, 0.3) * r, r * s.between(0.86, 1.1)
            if n == 3 and 560 < x < 900 or s.rng.random() < gaps:
                if n < 3:  # an empty place: the back of a chair
                    s.line(smooth([(x - r * 0.8, y + r * 3), (x - r * 0.85, y + r * 0.7), (x, y + r * 0.3), (x + r * 0.85, y + r * 0.7), (x + r * 0.8, y + r * 3)]), r * 0.16, tone)
                x += step * 0.86
                continue
            coat = mix(tone, s.pick(*hats), 0.3 if n < 3 else 0.12)
            wide = hr * s.between(1.75, 2.1)
            hat = mix(mix(RUST, CREAM, s.between(0.1, 0.45)), INK, 0.42 + n * 0.06) if kind == "bald" else mix(s.pick(*hats), tone, 0.25)
            slope = s.between(0.1, 0.3)
            def body(dx, dy, coat, head, hat):
                s.blob([(hx - wide + dx, hy + hr * 3.4 + dy), (hx - wide * 0.94 + dx, hy + hr * (1.7 + slope) + dy), (hx - hr * 0.5 + dx, hy + hr * 1.12 + dy), (hx + hr * 0.5 + dx, hy + hr * 1.12 + dy), (hx + wide * 0.94 + dx, hy + hr * (1.9 - slope) + dy), (hx + wide + dx, hy + hr * 3.4 + dy), (hx + dx, hy + hr * 4 + dy)], coat)
                s.rect(hx - hr * 0.36 + dx, hy + hr * 0.5 + dy, hr * 0.72, hr * 0.9, head)
                s.head(hx + dx, hy + dy, hr, head, kind, hat)
            toward = 1 if hx < 780 else -1
            rim = mix(LAMP, tone, 0.15 + 0.12 * n)
            body(toward * r * 0.06, -r * 0.09, rim, rim, rim)
            body(0, 0, coat, tone, hat)
            x += step * s.between(0.92, 1.18)
        if n == 2:  # somebody has a question already
            for dx, dy, arm in ((4, -5, mix(LAMP, INK, 0.15)), (0, 0, INK)):
                s.limb([(1062 + dx, 930 + dy), (1084 + dx, 790 + dy), (1066 + dx, 618 + dy)], [64, 46, 30], arm)
                s.blob([(1050 + dx, 620 + dy), (1044 + dx, 578 + dy), (1050 + dx, 548 + dy), (1068 + dx, 540 + dy), (1086 + dx, 550 + dy), (1088 + dx, 584 + dy), (1080 + dx, 622 + dy)], arm)
                s.lines([[(1052 + dx, 556 + dy), (1044 + dx, 514 + dy)], [(1062 + dx, 548 + dy), (1060 + dx, 500 + dy)], [(1074 + dx, 548 + dy), (1078 + dx, 502 + dy)], [(1084 + dx, 558 + dy), (1095 + dx, 520 + dy)], [(1048 + dx, 590 + dy), (1026 + dx, 566 + dy)]], 11, arm)
    return s.svg()


PICTURES["hustings"] = hustings


def lattice(s, p, q, w0, w1, n, colour, chord=4, brace=2.2):
    """A girder of two chords and crossed braces from `p` to `q`."""
    length = math.hypot(q[0] - p[0], q[1] - p[1])
    nx, ny = -(q[1] - p[1]) / length, (q[0] - p[0]) / length
    def edge(t, side):
        x, y = lerp(p, q, t)
        w = (w0 + (w1 - w0) * t) / 2 * side
        return x + nx * w, y + ny * w
    s.lines([[edge(k / n, 1 if k % 2 else -1), edge((k + 1) / n, -1 if k % 2 else 1)] for k in range(n)] +
            [[edge(k / n, -1 if k % 2 else 1), edge((k + 1) / n, 1 if k % 2 else -1)] for k in range(n)], brace, colour)
    s.lines([[edge(0, side), edge(1, side)] for side in (1, -1)], chord, colour)
    s.lines([[edge(t, 1), edge(t, -1)] for t in (0, 1)], chord, colour)
    return edge


def crane():
    """Dusk on the quay: the new crane carries away the jib of the old one."""
    s = Sheet("crane", mix(LAMP, CREAM, 0.25))
    ground = 716
    s.wash(s.box(-40, -40, 1680, 760), RUST, (700, 200), (730, 690), 6, 0.94, 16)
    s.wash(s.box(-40, -40, 1680, 640), SLATE, (820, -60), (800, 540), 7, 0.96, 18)
    s.wash(s.box(-40, -40, 1680, 500), INK, (760, -60), (780, 330), 4, 0.72, 18)
    s.band(566, 30, mix(SLATE, RUST, 0.35), 0.75, 500, 1700, 7)
    s.band(606, 18, RUST, 0.8, -80, 900, 7)
    s.band(470, 40, mix(SLATE, INK, 0.2), 0.6, -100, 720, 6)
    s.band(634, 16, LAMP, 0.85, 300, 1500, 8)
    s.spray(s.box(420, 596, 900, 90), "lamp", (0, 690), (0, 596), 0.7, 0.0)
    # Far shore with a few lights, water, sheds along the quay.
    hills(s, 690, [30, 44, 58, 40, 30, 24, 40, 62, 50, 34], mix(INK, RUST, 0.32), base=700)
    for _ in range(16):
        s.rect(s.between(60, 1560), s.between(668, 684), 4, 4, LAMP)
    s.rect(-40, 690, 1680, 30, mix(RUST, SLATE, 0.5))
    s.ripples(30, (-40, 692, 1640, 716), LAMP, 0.7, (30, 110), (2, 4), False)
    # The quay: setts, rails, puddles that hold the sky.
    s.rect(-40, ground, 1680, 300, mix(INK, SLATE, 0.22))
    s.rect(-40, ground, 1680, 9, mix(RUST, INK, 0.45))
    s.wash(s.box(-40, ground, 1680, 260), INK, (800, 930), (800, 730), 4, 0.75, 8)
    for x, y, rx, ry in ((560, 790, 250, 17), (940, 752, 150, 8), (240, 760, 120, 7), (1250, 806, 170, 13)):
        outline = [(x + rx * math.cos(a) * s.between(0.75, 1.12), y + ry * math.sin(a) * s.between(0.8, 1.1)) for a in (k * math.pi / 7 for k in range(14))]
        s.blob(outline, mix(RUST, LAMP, 0.25), 0.9)
        with s.within(smooth(outline, True)):
            s.wash(s.box(x - rx * 1.2, y - 20, rx * 2.4, 40), LAMP, (x + rx, y), (x - rx, y), 3, 0.8, 6)
            s.ripples(7, (x - rx, y - ry, x + rx, y + ry), mix(INK, RUST, 0.3), 0.8, (30, 90), (2, 4), False)
    for y in (742, 836):
        s.line([(-40, y), (800, y + 3), (1640, y - 3)], 3, mix(RUST, LAMP, 0.2), 0.6)
    old_crane(s, 1240, ground)
    new_crane(s, ground)
    # Those who have come to see it: nearest first to the eye, last to the press.
    s.walker(548, ground + 16, 96, LAMP, way=1, stride=0.16, long=0.22, kind="beanie", hat=RUST, arm=False)
    s.limb([(548, ground - 60), (566, ground - 74), (590, ground - 92)], [10, 8, 6], LAMP)
    s.walker(712, ground + 10, 90, mix(SLATE, INK, 0.4), way=-1, stride=0.08, long=0.2, kind="beanie", hat=RUST)
    s.walker(884, ground + 12, 92, LAMP, way=-1, stride=0.1, long=0.2, kind="beanie", hat=CREAM)
    watchers = ((1010, 690, 66, "beanie", SLATE), (1150, 706, 62, "bun", RUST), (1285, 668, 72, "cap", SEA), (1432, 724, 60, "long", SLATE), (1540, 676, 74, "plain", RUST))
    for x, y, r, kind, hat in watchers:
        y += 104
        for dx, dy, tone, cap in ((-3, -4, mix(RUST, LAMP, 0.25), mix(RUST, LAMP, 0.25)), (0, 0, mix(INK, hat, 0.14), mix(INK, hat, 0.32))):
            s.blob([(x - r * 1.75 + dx, 960), (x - r * 1.6 + dx, y + r * 2.0 + dy), (x - r * 0.6 + dx, y + r * 1.1 + dy), (x + r * 0.6 + dx, y + r * 1.1 + dy), (x + r * 1.6 + dx, y + r * 1.9 + dy), (x + r * 1.75 + dx, 960)], tone)
            s.rect(x - r * 0.3 + dx, y + r * 0.5 + dy, r * 0.6, r * 0.8, tone)
            s.head(x + dx, y + dy, r * 0.76, tone if tone != cap else cap, kind, cap)
    # An old man on a bollard, both hands on his stick.
    x, y = 118, 884
    s.poly(smooth([(x - 66, 950), (x - 56, y - 40), (x - 70, y - 62), (x - 60, y - 78), (x + 58, y - 78), (x + 70, y - 62), (x + 54, y - 40), (x + 66, 950)], steps=4), mix(INK, SLATE, 0.18))
    for dx, dy, tone in ((3, -4, mix(RUST, LAMP, 0.3)), (0, 0, INK)):
        s.blob([(x - 62 + dx, y - 66 + dy), (x - 70 + dx, y - 130 + dy), (x - 52 + dx, y - 208 + dy), (x - 12 + dx, y - 236 + dy), (x + 26 + dx, y - 222 + dy), (x + 46 + dx, y - 160 + dy), (x + 50 + dx, y - 70 + dy)], tone)
        s.limb([(x + 20 + dx, y - 196 + dy), (x + 62 + dx, y - 150 + dy), (x + 108 + dx, y - 128 + dy)], [40, 34, 22], tone)
        s.limb([(x + 6 + dx, y - 84 + dy), (x + 96 + dx, y - 86 + dy), (x + 104 + dx, y + 40 + dy)], [52, 46, 34], tone)
        s.head(x + 22 + dx, y - 272 + dy, 37, tone, "plain")
        s.poly(arc(x + 20 + dx, y - 282 + dy, 41, 30, 178, 362) + [(x + 84 + dx, y - 276 + dy), (x + 80 + dx, y - 268 + dy), (x - 24 + dx, y - 272 + dy)], tone)
    s.line([(x + 110, y - 144), (x + 140, 950)], 8, mix(RUST, INK, 0.4))
    s.line(smooth([(x + 96, y - 138), (x + 100, y - 152), (x + 116, y - 150)]), 9, mix(RUST, INK, 0.4))
    for x, y, n, l, turn in ((452, 232, 46, 0.3, -10), (524, 196, 32, 0.24, 8), (1446, 262, 40, 0.28, 12)):
        s.gull(x, y, n, mix(CREAM, RUST, 0.1), l, turn)
    return s.svg()


def old_crane(s, x, g):
    """The crane of the old quay on its portal, without its jib."""
    body, dark, edge = mix(RUST, INK, 0.62), mix(INK, RUST, 0.16), mix(RUST, LAMP, 0.15)
    for a, b in (((-118, 0), (-78, -166)), ((118, 0), (78, -166)), ((-40, 0), (-30, -166)), ((44, 0), (30, -166))):
        lattice(s, (x + a[0], g + a[1]), (x + b[0], g + b[1]), 24, 20, 7, dark, 6, 3)
    s.poly([(x - 150, g + 8), (x - 86, g + 8), (x - 92, g - 18), (x - 146, g - 18)], dark)
    s.poly([(x + 150, g + 8), (x + 86, g + 8), (x + 92, g - 18), (x + 146, g - 18)], dark)
    s.poly(arc(x, g - 60, 80, 104, 180, 360) + [(x + 104, g - 60), (x + 104, g - 182), (x - 104, g - 182), (x - 104, g - 60)], dark)
    s.rect(x - 128, g - 190, 256, 16, dark)
    s.lines([[(x - 126 + k * 18, g - 190), (x - 126 + k * 18, g - 216)] for k in range(15)] + [[(x - 126, g - 216), (x + 126, g - 216)], [(x - 126, g - 203), (x + 126, g - 203)]], 2, dark)
    s.poly([(x - 46, g - 190), (x + 46, g - 190), (x + 34, g - 222), (x - 34, g - 222)], dark)
    s.poly([(x - 92, g - 222), (x + 148, g - 222), (x + 148, g - 330), (x - 60, g - 330), (x - 92, g - 290)], body)
    s.poly([(x - 70, g - 330), (x + 156, g - 330), (x + 130, g - 362), (x - 40, g - 362)], dark)
    for k in range(13):
        s.line([(x + 4 + k * 11, g - 226), (x + 4 + k * 11, g - 326)], 1.6, dark)
    s.poly([(x - 84, g - 286), (x - 62, g - 318), (x - 16, g - 318), (x - 16, g - 266), (x - 84, g - 266)], mix(LAMP, RUST, 0.25))
    s.lines([[(x - 50, g - 318), (x - 50, g - 266)]], 4, body)
    s.rect(x + 118, g - 300, 62, 62, dark)
    s.spray([(x - 92, g - 222), (x - 20, g - 222), (x - 20, g - 330), (x - 60, g - 330), (x - 92, g - 290)], "rust", (x - 92, 0), (x - 10, 0), 0.8, 0.0)
    lattice(s, (x - 48, g - 360), (x - 8, g - 520), 30, 14, 8, dark, 5, 2.5)
    lattice(s, (x + 118, g - 356), (x + 4, g - 520), 30, 14, 9, dark, 5, 2.5)
    s.disc(x - 2, g - 524, 17, dark)
    s.disc(x - 2, g - 524, 7, edge)
    s.lines([[(x, g - 524), (x + 150, g - 300)]], 3, dark)
    s.lines([[(x - 8, g - 520), (x - 62, g - 446), (x - 74, g - 380), (x - 60, g - 352)]], 2, dark)  # slack rope
    lattice(s, (x - 86, g - 240), (x - 168, g - 352), 40, 34, 4, dark, 5, 2.5)
    # The fresh cut glows and drops its sparks; the man with the torch stands back.
    cx, cy = x - 172, g - 358
    s.spray_disc(cx, cy, 96, "lamp", 0.75, 0.0)
    s.disc(cx - 12, cy + 10, 5, CREAM)
    s.disc(cx + 12, cy - 8, 5, CREAM)
    for _ in range(34):
        t = s.rng.random()
        sx = cx + s.between(-46, 34) * t - 20 * t
        sy = cy + t * t * 250
        s.line([(sx, sy), (sx - 1, sy + s.between(4, 12))], 2.2, s.pick(LAMP, CREAM, LAMP))
    s.walker(x - 108, g - 188, 80, mix(LAMP, RUST, 0.15), way=-1, stride=0.07, long=0.15, kind="beanie", hat=CREAM)


def new_crane(s, g):
    """The hired crane from the left, its boom across the sky, and the old jib in its slings."""
    tone, dark = LAMP, mix(INK, SLATE, 0.12)
    tip, foot = (846, 66), (300, g - 104)
    for t0, t1, w in ((0.62, 1.0, 17), (0.32, 0.68, 25), (0.0, 0.38, 34)):
        a, b = lerp(foot, tip, t0), lerp(foot, tip, t1)
        s.brush([a, b], [w, w], mix(tone, RUST, 0.3 if w > 20 else 0.18), curved=False)
        nx, ny = (tip[1] - foot[1]), -(tip[0] - foot[0])
        length = math.hypot(nx, ny)
        nx, ny = nx / length * w * 0.26, ny / length * w * 0.26
        s.brush([(a[0] - nx, a[1] - ny), (b[0] - nx, b[1] - ny)], [w * 0.46, w * 0.46], mix(RUST, INK, 0.45), 0.7, curved=False)
    s.line([(392, g - 90), lerp(foot, tip, 0.36)], 15, dark)
    s.line([(412, g - 112), lerp(foot, tip, 0.35)], 9, mix(FOG, SLATE, 0.4))
    s.disc(*tip, 15, dark)
    s.line([(tip[0], tip[1] - 6), (tip[0] + 16, tip[1] + 4), (tip[0] + 14, 190)], 3, INK)
    s.line([(tip[0] + 2, tip[1]), (tip[0] + 6, 190)], 3, INK)
    # Carrier: outriggers, wheels, counterweight, cab with a lit window.
    s.poly([(66, g - 30), (66, g - 74), (88, g - 112), (150, g - 112), (158, g - 58), (520, g - 58), (528, g - 30)], mix(tone, RUST, 0.1))
    s.poly([(66, g - 30), (66, g - 46), (528, g - 46), (528, g - 30)], dark)
    s.poly([(76, g - 76), (94, g - 104), (122, g - 104), (122, g - 70)], mix(INK, SLATE, 0.4))
    for x in (112, 168, 330, 386, 442):
        s.disc(x, g - 20, 25, INK)
        s.disc(x, g - 20, 10, SLATE)
    for x in (226, 500):
        s.rect(x - 6, g - 44, 12, 46, dark)
        s.rect(x - 24, g, 48, 9, dark)
    s.poly([(216, g - 58), (226, g - 140), (306, g - 150), (420, g - 120), (430, g - 58)], mix(tone, RUST, 0.22))
    s.poly([(196, g - 62), (196, g - 132), (262, g - 138), (262, g - 62)], mix(RUST, INK, 0.45))
    s.lines([[(200, g - 84), (262, g - 86)], [(200, g - 108), (262, g - 110)]], 2.5, INK)
    s.poly([(336, g - 60), (336, g - 140), (382, g - 140), (400, g - 96), (400, g - 60)], mix(tone, CREAM, 0.3))
    s.poly([(346, g - 92), (346, g - 130), (376, g - 130), (390, g - 92)], mix(INK, SLATE, 0.3))
    s.disc(362, g - 106, 8, INK)
    # Hook, slings, jib, and the line that keeps it from turning.
    hx, hy = tip[0] + 10, 190
    s.poly([(hx - 16, hy), (hx + 16, hy), (hx + 20, hy + 40), (hx, hy + 54), (hx - 20, hy + 40)], mix(tone, RUST, 0.1))
    s.lines([[(hx - 14, hy + 12), (hx + 14, hy + 30)], [(hx - 14, hy + 28), (hx + 8, hy + 44)]], 5, INK)
    s.line(smooth([(hx, hy + 54), (hx + 2, hy + 70), (hx + 12, hy + 76), (hx + 6, hy + 86), (hx - 6, hy + 82)]), 6, INK)
    p, q = (618, 452), (1072, 318)
    s.lines([[(hx, hy + 80), lerp(p, q, 0.2)], [(hx, hy + 80), lerp(p, q, 0.8)]], 3, INK)
    edge = lattice(s, p, q, 22, 52, 17, mix(INK, RUST, 0.3), 6, 3)
    s.poly([edge(0, 1), edge(0, -1), edge(-0.06, -0.4), edge(-0.06, 0.4)], mix(INK, RUST, 0.3))
    s.ring(*edge(-0.045, 0), 13, 13, 5, mix(INK, RUST, 0.3))
    for side in (-1, 1):
        s.disc(*edge(1, side), 5, LAMP)
    s.line(smooth([edge(-0.04, 0.6), (592, 560), (592, g - 76)]), 1.8, INK)


PICTURES["crane"] = crane


def cabbage(s, x, y, r, flat=0.72, light=0.0, turn=0.0):
    """A cabbage from above and in front: frilled outer leaves, then the heart."""
    for ring, (n, reach, half) in enumerate(((7, 1.0, 0.6), (6, 0.8, 0.66), (5, 0.6, 0.74))):
        first = turn + ring * 0.9
        for k in sorted(range(n), key=lambda k: math.sin(first + k * 2 * math.pi / n)):
            a = first + k * 2 * math.pi / n + s.between(-0.1, 0.1)
            big = reach * s.between(0.92, 1.08)
            shade = 0.62 - ring * 0.2 - light + s.between(-0.08, 0.08) - 0.14 * math.cos(a)
            def at(u, b, lift=0.0):
                return x + r * u * math.cos(a + b), y + r * u * math.sin(a + b) * flat - r * lift
            def leaf(scale, lift=0.0):
                waves = [(b, scale * big * (0.66 + 0.34 * math.cos(b / half * math.pi / 2) ** 0.6) * (1 + 0.045 * math.sin(b / half * 9 + k * 2))) for b in (half * (i / 12 - 1) for i in range(25))]
                return smooth([at(0.03, 0)] + [at(u, b * (0.7 + 0.3 * scale), lift) for b, u in waves], True, 3)
            def tone(t):
                return mix(SEA, INK, min(0.85, t)) if t > 0 else mix(SEA, FOG, min(0.6, -t))
            s.poly(leaf(1.0), tone(shade - 0.3))
            s.poly(leaf(0.95, -0.006), tone(shade))
            s.poly(leaf(0.78, -0.004), tone(shade - 0.13))
            vein = mix(tone(shade), CREAM, 0.4)
            s.brush([at(0.2, 0), at(big * 0.6, 0.02), at(big * 0.9, 0)], [r * 0.045, r * 0.026, 0.6], vein)
            if r > 30:
                for t, spread in ((0.42, 0.5), (0.58, 0.42), (0.72, 0.3)):
                    for side in (-1, 1):
                        s.brush([at(big * t, 0), at(big * (t + 0.12), side * half * spread * 0.6), at(big * (t + 0.17), side * half * spread * 1.25)], [r * 0.02, r * 0.014, 0.5], vein)
            if r > 120 and s.rng.random() < 0.5:
                for _ in range(3):
                    s.oval(*at(s.between(0.45, big * 0.92), s.between(-0.4, 0.4)), r * 0.014, r * 0.011, CREAM, 0.9)
    h = r * 0.36
    s.oval(x, y - h * 0.12, h * 1.1, h * 0.96, mix(SEA, INK, 0.35 - light))
    s.oval(x, y - h * 0.2, h, h * 0.86, mix(SEA, FOG, 0.3 + light * 0.5))
    with s.within(arc(x, y - h * 0.2, h, h * 0.86, 0, 360, 30)):
        s.blob([(x - h, y - h * 0.5), (x - h * 0.2, y - h * 1.1), (x + h * 0.5, y - h * 0.5), (x + h * 0.25, y + h * 0.4), (x - h * 0.4, y + h * 0.9), (x - h * 1.2, y + h * 0.3)], mix(SEA, FOG, 0.52 + light * 0.5))
        s.brush([(x - h * 0.7, y + h * 0.5), (x - h * 0.1, y - h * 0.1), (x + h * 0.1, y - h * 0.9)], [h * 0.08, h * 0.06, 1], CREAM, 0.7)
        for t in (0.2, 0.45, 0.7):
            px, py = lerp((x - h * 0.7, y + h * 0.5), (x + h * 0.1, y - h * 0.9), t)
            s.brush([(px, py), (px - h * 0.3, py - h * 0.14), (px - h * 0.44, py - h * 0.34)], [h * 0.04, h * 0.03, 0.5], CREAM, 0.6)
            s.brush([(px, py), (px + h * 0.2, py - h * 0.02), (px + h * 0.4, py - h * 0.16)], [h * 0.04, h * 0.03, 0.5], CREAM, 0.6)


def rain_gauge():
    """The copper gauge of the allotments among the cabbages, in the weather it is there for."""
    s = Sheet("rain-gauge", FOG)
    horizon = 318
    s.wash(s.box(-40, -40, 1680, 380), SLATE, (700, -60), (740, 290), 5, 0.8, 16)
    s.wash(s.box(-40, -40, 1680, 260), INK, (640, -120), (700, 200), 3, 0.5, 20)
    hills(s, horizon, [70, 96, 120, 98, 60, 44, 70, 110, 96, 70], mix(FOG, SLATE, 0.35))
    s.band(300, 60, FOG, 0.75, -80, 1700, 9)
    houses(s, -50, 470, horizon + 2, 20, 44, (mix(FOG, SLATE, 0.5), mix(FOG, SLATE, 0.62), mix(FOG, RUST, 0.3)), 0.1)
    # The plots behind: sheds, bean rows, a figure under an umbrella.
    s.poly([(-40, horizon), (1640, horizon - 4), (1640, 940), (-40, 940)], mix(RUST, INK, 0.62))
    s.wash(s.box(-40, horizon - 6, 1680, 300), FOG, (800, horizon - 20), (800, 560), 5, 0.82, 8)
    def shed(x, y, w, h, tone):
        s.poly([(x, y), (x, y - h), (x + w * 0.5, y - h * 1.5), (x + w, y - h), (x + w, y)], tone)
        s.poly([(x - w * 0.08, y - h * 0.96), (x + w * 0.5, y - h * 1.6), (x + w * 1.08, y - h * 0.96), (x + w * 1.04, y - h * 0.86), (x + w * 0.5, y - h * 1.44), (x - w * 0.04, y - h * 0.86)], mix(tone, INK, 0.4))
        s.rect(x + w * 0.56, y - h * 0.78, w * 0.28, h * 0.78, mix(tone, INK, 0.35))
        s.rect(x + w * 0.14, y - h * 0.76, w * 0.26, h * 0.34, mix(tone, LAMP, 0.75))
    shed(1180, 356, 120, 82, mix(SEA, FOG, 0.35))
    shed(1390, 408, 190, 128, mix(SLATE, INK, 0.1))
    for x, y, h in ((560, 372, 96), (640, 380, 104), (728, 376, 92), (826, 384, 104)):
        for dx in (-34, -12, 14, 36):
            s.line([(x + dx, y), (x - dx * 0.16, y - h)], 3, mix(SLATE, INK, 0.25))
        for _ in range(8):
            t = s.rng.random()
            s.oval(x + s.between(-30, 30) * (1 - t * 0.8), y - h * t * 0.8, 8, 5, mix(SEA, SLATE, 0.4), 0.9, turn=round(s.between(-50, 50)))
    s.walker(1108, 412, 116, mix(SLATE, INK, 0.3), way=-1, umbrella=RUST, long=0.3, stride=0.1)
    # Rows of cabbages come nearer.
    for y, r, step in ((410, 24, 70), (448, 36, 104), (506, 56, 158)):
        x = -30 + s.between(0, step)
        while x < 1640:
            if not 900 < x < 1010 or y > 500:
                cabbage(s, x, y + s.between(-6, 6), r * s.between(0.85, 1.1), 0.6, 0.12, s.between(0, 6))
            x += step * s.between(0.9, 1.15)
        s.band(y + r * 1.0, r * 0.8, FOG, 0.25, -80, 1700, 9)
    for y in (560, 610, 700, 800):
        s.ripples(14, (-40, y - 20, 1640, y + 20), mix(INK, RUST, 0.2), 0.5, (60, 220), (5, 12), False)
    # A spade left standing, and its robin.
    s.brush([(356, 226), (372, 420), (392, 640)], [15, 15, 17], mix(LAMP, RUST, 0.55))
    s.brush([(361, 226), (377, 420), (397, 640)], [5, 5, 6], mix(RUST, INK, 0.55))
    s.brush([(314, 220), (356, 214), (398, 212)], [17, 19, 17], mix(INK, RUST, 0.2))
    s.poly([(352, 560), (430, 552), (452, 720), (370, 726)], mix(SLATE, INK, 0.45))
    with s.layer(move="translate(364 206) scale(.72)"):
        robin(s, 0, 0)
    cabbage(s, 690, 640, 128, 0.62, 0.06, 0.6)
    cabbage(s, 1290, 628, 118, 0.62, 0.06, 2.1)
    cabbage(s, 150, 690, 150, 0.64, 0.04, 1.4)
    gauge(s, 962, 232, 748)
    cabbage(s, 1268, 822, 244, 0.66, 0.0, 0.3)
    cabbage(s, 430, 840, 258, 0.66, 0.02, 1.1)
    cabbage(s, 868, 862, 186, 0.6, -0.02, 2.5)
    cabbage(s, 20, 940, 190, 0.6, -0.06, 0.2)
    cabbage(s, 1630, 950, 170, 0.6, -0.06, 0.2)
    s.rain(150, 7, 90, CREAM, 0.5, 2.4)
    s.rain(46, 7, 200, CREAM, 0.45, 3.2)
    return s.svg()


def robin(s, x, y):
    s.brush([(x + 34, y - 28), (x + 74, y - 12), (x + 92, y - 2)], [18, 12, 8], mix(RUST, INK, 0.62))
    s.blob([(x - 30, y - 44), (x - 8, y - 72), (x + 24, y - 62), (x + 44, y - 36), (x + 30, y - 10), (x, y - 2), (x - 24, y - 14)], mix(RUST, INK, 0.55))
    s.blob([(x - 34, y - 50), (x - 16, y - 66), (x + 2, y - 48), (x + 4, y - 22), (x - 10, y - 8), (x - 28, y - 18)], RUST)
    s.blob([(x - 34, y - 62), (x - 30, y - 86), (x - 8, y - 94), (x + 10, y - 80), (x + 10, y - 60), (x - 10, y - 50)], mix(RUST, INK, 0.5))
    s.blob([(x - 36, y - 64), (x - 32, y - 78), (x - 18, y - 80), (x - 10, y - 62), (x - 18, y - 46), (x - 32, y - 50)], RUST)
    s.poly([(x - 36, y - 76), (x - 50, y - 70), (x - 35, y - 67)], INK)
    s.disc(x - 20, y - 78, 3.4, INK)
    s.blob([(x - 16, y - 16), (x + 2, y - 26), (x + 22, y - 12), (x + 4, y - 2)], CREAM)
    s.lines([[(x - 4, y - 4), (x - 8, y + 10)], [(x + 8, y - 4), (x + 8, y + 8)]], 3, INK)


def gauge(s, x, top, foot):
    """The gauge: a copper cylinder with a brass rim, green where the rain runs down."""
    r, e = 104, 26
    dark, copper = mix(RUST, INK, 0.55), mix(RUST, LAMP, 0.12)
    s.oval(x + 36, foot - 4, r * 1.7, 34, INK, 0.5)
    body = [(x - r * 0.94, top + 60)] + [(x + r * 0.94, top + 60), (x + r * 0.94, foot)] + arc(x, foot, r * 0.94, e, 0, 180)
    s.poly(body, copper)
    with s.within(body):
        s.poly([(x + 22, top), (x + r, top), (x + r, foot + 40), (x + 22, foot + 40)], dark, 0.55)
        s.poly([(x + 62, top), (x + r, top), (x + r, foot + 40), (x + 62, foot + 40)], dark, 0.7)
        s.poly([(x - 72, top), (x - 48, top), (x - 48, foot + 40), (x - 72, foot + 40)], mix(LAMP, CREAM, 0.35), 0.85)
        s.poly([(x - 40, top), (x - 34, top), (x - 34, foot + 40), (x - 40, foot + 40)], mix(LAMP, CREAM, 0.35), 0.6)
        s.poly([(x - 4, top), (x + 22, top), (x + 22, foot + 40), (x - 4, foot + 40)], dark, 0.28)
        for dx, w, n in ((-86, 14, 300), (-16, 18, 210), (8, 10, 330), (40, 22, 260), (78, 12, 380)):
            s.brush([(x + dx, top + 60), (x + dx + 3, top + 60 + n * 0.6), (x + dx - 2, top + 60 + n)], [w, w * 0.7, 1], SEA, 0.85)
        for y in (top + 238, top + 250):
            s.line(arc(x, y, r * 0.95, e, 0, 180), 5 if y < top + 245 else 2, dark)
    # Funnel and rim.
    s.poly([(x - r * 1.1, top), (x - r * 1.04, top + 62)] + arc(x, top + 62, r * 1.04, e, 180, 0)[1:] + [(x + r * 1.1, top)], mix(LAMP, RUST, 0.42))
    s.poly([(x + 30, top + 10), (x + r * 1.1, top), (x + r * 1.04, top + 62)] + arc(x, top + 62, r * 1.04, e, 0, 70), dark, 0.6)
    s.poly([(x - 82, top + 12), (x - 56, top + 18), (x - 54, top + 84), (x - 78, top + 80)], CREAM, 0.7)
    s.oval(x, top, r * 1.12, e * 1.16, mix(LAMP, CREAM, 0.4))
    s.oval(x, top, r * 0.98, e * 0.92, mix(INK, RUST, 0.25))
    with s.within(arc(x, top, r * 0.98, e * 0.92, 0, 360, 30)):
        s.oval(x + 14, top + 16, r * 0.8, e * 0.8, mix(RUST, INK, 0.35))
        s.oval(x + 4, top + 16, 16, 6, INK)
    for a in range(200, 350, 17):  # drops leap from the rim
        px, py = x + r * 1.08 * math.cos(math.radians(a)), top + e * 1.1 * math.sin(math.radians(a))
        for _ in range(3):
            dx, dy = s.between(-22, 22), -s.between(6, 34)
            s.oval(px + dx, py + dy, s.between(1.6, 3.6), s.between(2.0, 4.6), CREAM)


PICTURES["rain-gauge"] = rain_gauge


def scribble(s, x, y, w, h, ink, width=1.7, op=0.85):
    """A word that cannot be read: waves of a pen, with a riser here and there."""
    points, at, up = [], 0.0, False
    while at < w:
        up = not up
        tall = h * (s.between(0.9, 1.3) if s.rng.random() < 0.14 else s.between(0.3, 0.55))
        points.append((x + at + (2 if up else 0), y - (tall if up else s.between(-0.06, 0.06) * h)))
        at += s.between(3.4, 6.4)
    if len(points) > 2:
        s.line(smooth(points, False, 3), width, ink, op)


def tally(s, x, y, h, ink, width=1.9):
    """A figure that is none: two or three short strokes that only look like one."""
    kind, lean, w = s.rng.randrange(6), s.between(2, 4), h * 0.42
    if kind < 2:
        marks = [[(x + lean, y - h * s.between(0.75, 1)), (x, y)]]
    elif kind == 2:
        marks = [[(x + lean, y - h), (x, y)], [(x + lean + 4, y - h * 0.7), (x + 4, y)]]
    elif kind == 3:
        marks = [[(x, y - h * 0.35), (x + w * 0.4, y), (x + w, y - h * 0.9)]]
    elif kind == 4:
        marks = [[(x, y - h * 0.3), (x + w, y - h * 0.4)], [(x + 2, y - h * 0.62), (x + w, y - h * 0.72)]]
    else:
        marks = [[(x, y - h * 0.5), (x + w, y - h * 0.6)]]
    s.lines(marks, width, ink, 0.9)


def rain_book_page():
    """A page of the rain book: sixty years of mornings, a pencil, and where the mug stood."""
    s = Sheet("rain-book-page", mix(RUST, INK, 0.66), 0.7)
    # The table.
    for k in range(7):
        y = -40 + k * 150
        s.rect(-40, y, 1680, 147, mix(mix(RUST, INK, 0.62), SLATE, s.between(0.0, 0.25)))
        for _ in range(7):
            gy, x = y + s.between(14, 134), s.between(-40, 1500)
            s.brush([(x, gy), (x + 160, gy + s.between(-8, 8)), (x + s.between(240, 520), gy)], [0.5, s.between(2, 5), 0.5], INK, 0.45)
    with s.layer(move="rotate(-6.5 800 450)"):
        s.poly([(-120, 66), (1392, 60), (1412, 990), (-120, 1000)], INK, 0.5)
        s.poly([(-160, 30), (1376, 26), (1388, 980), (-160, 980)], mix(SEA, INK, 0.4))
        for k, tone in enumerate((mix(CREAM, SLATE, 0.45), mix(CREAM, SLATE, 0.2), mix(CREAM, SLATE, 0.4), mix(CREAM, SLATE, 0.12))):
            s.poly([(-160, 44 + k * 3), (1362 - k * 6, 40 + k * 3), (1372 - k * 6, 980), (-160, 980)], tone)
        page = smooth([(388, 66), (520, 50), (900, 54), (1334, 56)], steps=6) + [(1346, 980), (380, 980)]
        left = [(-160, 60), (120, 54)] + smooth([(120, 54), (300, 50), (384, 66)], steps=6) + [(378, 980), (-160, 980)]
        s.poly(left, mix(CREAM, FOG, 0.25))
        s.poly(page, CREAM)
        s.poly([(388, 66), (412, 58), (404, 980), (380, 980)], SLATE, 0.4)
        s.poly([(340, 55), (386, 66), (378, 980), (336, 980)], SLATE, 0.22)
        s.poly([(364, 60), (386, 66), (378, 980), (360, 980)], SLATE, 0.3)
        s.spray([(388, 66), (470, 54), (462, 980), (380, 980)], "slate", (384, 0), (446, 0), 0.5, 0.0)
        # Ruling by hand: blue lines, red columns.
        rows = [134 + k * 41 for k in range(22)]
        for y in rows:
            s.line(smooth([(404, y + s.near(4, 1.5)), (700, y + s.near(0, 1.2)), (1330, y + s.near(0, 1.5))], steps=5), 1.6, mix(SEA, FOG, 0.5), 0.6)
            s.line(smooth([(-120, y + s.near(-2, 1)), (200, y + s.near(0, 1)), (366, y + s.near(5, 1.5))], steps=5), 1.6, mix(SEA, FOG, 0.2), 0.3)
        for x in (470, 476, 590, 706, 822, 828, 1010):
            s.line([(x + s.near(0, 2), 72), (x + s.near(2, 2), 980)], 2, RUST, 0.7)
        for x in (96, 212, 218):
            s.line([(x + s.near(0, 2), 72), (x + s.near(-2, 2), 980)], 2, RUST, 0.55)
        # Figures and remarks, none of which say anything.
        pen = mix(INK, SLATE, 0.12)
        for x, w in ((416, 40), (506, 56), (620, 60), (736, 58), (860, 110), (1060, 150)):
            scribble(s, x, 116, w, 20, pen, 2.2)
        s.line(smooth([(414, 122), (800, 124), (1310, 122)]), 2.4, pen)
        wet = {4, 5, 10, 16, 17}
        for k, y in enumerate(rows[1:], 1):
            base = y - 5
            for i in range(2 if k > 9 else 1):
                tally(s, 424 + i * 14, base, 18, pen, 2.2)
            for column, x in enumerate((500, 618, 734)):
                if column and s.rng.random() < 0.16:
                    s.line([(x + 14, base - 6), (x + 40, base - 7)], 1.8, pen)
                    continue
                for i in range(s.pick(2, 3, 3)):
                    tally(s, x + i * 17, base, 18, RUST if k in wet and column == 2 else pen, 2.8 if k in wet else 2.2)
                s.disc(x + s.pick(13, 30), base - 1, 2, pen)
            for i in range(s.pick(2, 3)):
                tally(s, 870 + i * 17, base, 18, pen, 2.2)
            x = 1026
            while x < 1026 + s.pick(60, 100, 150, 190) * (0.45 if 4 < k < 10 else 1) and s.rng.random() < 0.8:
                w = s.between(22, 66)
                scribble(s, x, base, w, 19, pen, 2.0)
                x += w + 16
            for x in (-90, 112, 236):
                for i in range(s.pick(1, 2, 3)):
                    tally(s, x + i * 17 + s.between(0, 12), base, 16, pen, 1.9)
        s.ring(762, rows[10] - 15, 50, 21, 3, RUST, 0.9, turn=-5)
        # Drawn in the margin on a slow morning: an umbrella, and what it is for.
        ux, uy = 1240, rows[7]
        s.line(arc(ux, uy, 40, 32, 180, 360) + [(ux + 20, uy - 8), (ux, uy), (ux - 20, uy - 8), (ux - 40, uy)], 2.4, pen)
        s.line(smooth([(ux, uy - 30), (ux, uy + 38), (ux + 6, uy + 46), (ux + 13, uy + 38)]), 2.4, pen)
        s.lines([[(ux - 50 + k * 17, uy - 66 + (k % 3) * 9), (ux - 53 + k * 17, uy - 50 + (k % 3) * 9)] for k in range(7)], 2, pen)
        # Where the mug stood, twice.
        for x, y, r, op in ((1092, 700, 128, 0.5), (1140, 742, 126, 0.26)):
            for _ in range(3):
                start = s.between(0, 360)
                n = s.between(150, 320)
                spine = arc(x + s.near(0, 2), y + s.near(0, 2), r, r * 0.98, start, start + n, 30)
                s.poly(s.stroke(spine, [2, s.between(8, 14), s.between(4, 9), s.between(8, 16), 2], False), mix(RUST, LAMP, 0.35), op, "multiply")
        s.disc(1092, 700, 128, mix(RUST, LAMP, 0.35), 0.12, "multiply")
        for x, y, r in ((934, 862, 11), (962, 884, 5), (1250, 590, 8), (1268, 606, 4)):
            s.blob([(x + r * math.cos(a) * s.between(0.8, 1.2), y + r * math.sin(a) * s.between(0.8, 1.2)) for a in (i * math.pi / 4 for i in range(8))], mix(RUST, LAMP, 0.35), 0.55, "multiply")
    # Light from a wet window lies over book and table; the bars and drops are its shadow.
    with s.layer(0.42, "multiply"):
        s.poly([(-60, -60), (420, -60), (170, 960), (-60, 960)], SLATE)
        s.poly([(700, -60), (756, -60), (506, 960), (450, 960)], SLATE)
        s.poly([(1060, -60), (1120, -60), (870, 960), (810, 960)], SLATE)
        s.poly([(1410, -60), (1700, -60), (1700, 960), (1160, 960)], SLATE)
        s.poly([(300, 420), (1330, 420), (1318, 470), (288, 470)], SLATE)
    drops = []
    for _ in range(34):
        x, y = s.between(480, 1240), s.between(-20, 900)
        n = s.between(5, 12)
        drops.append(smooth([(x + n * 0.4, y - n * 2.2), (x + n * 0.8, y), (x, y + n), (x - n * 0.8, y)], True, 4))
    s.polys(drops, SLATE, 0.22, "multiply")
    pencil(s, (742, 792), (1496, 540), 34)
    mug(s, 1452, 172, 150)
    spectacles(s, 196, 706)
    return s.svg()


def pencil(s, tip, end, w):
    """A pencil from its point `tip` to its rubber at `end`, with a shadow to the lower left."""
    length = math.hypot(end[0] - tip[0], end[1] - tip[1])
    ux, uy = (end[0] - tip[0]) / length, (end[1] - tip[1]) / length
    def at(u, v):
        return tip[0] + ux * u - uy * v, tip[1] + uy * u + ux * v
    with s.layer(0.5, "multiply", "translate(-10 26)"):
        s.poly([at(0, 0), at(70, -w / 2), at(length, -w / 2), at(length, w / 2), at(70, w / 2)], mix(INK, SLATE, 0.4))
    s.poly([at(0, 0), at(74, -w / 2), at(74, w / 2)], mix(CREAM, LAMP, 0.45))
    s.poly([at(0, 0), at(24, -w / 6), at(24, w / 6)], INK)
    for v0, v1, tone in ((-0.5, -0.2, mix(LAMP, CREAM, 0.35)), (-0.2, 0.2, LAMP), (0.2, 0.5, mix(LAMP, RUST, 0.45))):
        middle = at(60, (v0 + v1) / 2 * w)
        s.poly([at(80, v0 * w), middle, at(80, v1 * w), at(length - 90, v1 * w), at(length - 90, v0 * w)], tone)
    s.poly([at(length - 92, -w * 0.52), at(length - 36, -w * 0.52), at(length - 36, w * 0.52), at(length - 92, w * 0.52)], mix(FOG, SLATE, 0.3))
    s.lines([[at(length - u, -w / 2), at(length - u, w / 2)] for u in (82, 74, 54, 46)], 3, SLATE)
    s.poly([at(length - 36, -w / 2)] + smooth([at(length - 8, -w / 2), at(length, 0), at(length - 8, w / 2)]) + [at(length - 36, w / 2)], mix(RUST, CREAM, 0.25))


def mug(s, x, y, r):
    """A mug of tea from above, half out of the picture."""
    with s.layer(0.5, "multiply"):
        s.oval(x - 26, y + 44, r * 1.06, r * 1.04, INK)
    s.ring(x - r * 1.02, y + r * 0.5, 40, 34, 24, mix(CREAM, SLATE, 0.25), turn=-28)
    s.disc(x, y, r, mix(CREAM, FOG, 0.5))
    s.disc(x, y, r, INK)
    s.disc(x, y, r * 0.94, CREAM)
    s.disc(x + 5, y + 7, r * 0.8, mix(RUST, INK, 0.35))
    with s.within(arc(x + 5, y + 7, r * 0.8, r * 0.8, 0, 360, 36)):
        s.disc(x + 18, y + 30, r * 0.8, mix(RUST, LAMP, 0.2))
        s.brush([(x - 80, y + 50), (x - 30, y + 92), (x + 40, y + 88)], [1, 9, 1], mix(LAMP, CREAM, 0.3), 0.8)
        s.spray_disc(x + 20, y + 40, r * 0.6, "lamp", 0.4, 0.0)


def spectacles(s, x, y):
    """Somebody's reading glasses, put down on the page."""
    with s.layer(0.45, "multiply", "translate(-9 16)"):
        for dx in (-76, 76):
            s.ring(x + dx, y + dx * 0.12, 62, 52, 9, INK, turn=7)
    for dx in (-76, 76):
        s.oval(x + dx, y + dx * 0.12, 60, 50, CREAM, 0.35, turn=7)
        s.poly([(x + dx - 34, y + dx * 0.12 + 26), (x + dx - 6, y + dx * 0.12 - 40), (x + dx + 10, y + dx * 0.12 - 40), (x + dx - 18, y + dx * 0.12 + 30)], CREAM, 0.6)
        s.ring(x + dx, y + dx * 0.12, 62, 52, 9, INK, turn=7)
    s.line(smooth([(x - 18, y - 6), (x, y - 20), (x + 18, y - 3)]), 9, INK)
    s.line(smooth([(x - 136, y - 18), (x - 150, y - 110), (x - 96, y - 196), (x - 70, y - 206)]), 8, INK)
    s.line(smooth([(x + 136, y + 18), (x + 176, y - 70), (x + 148, y - 170), (x + 124, y - 188)]), 8, INK)


PICTURES["rain-book-page"] = rain_book_page


def steam(s, x, y, tall, wide, colour=CREAM, op=0.4, lean=0.0, phase=0.0):
    """A plume of three wisps that rise side by side from (x, y) and lose themselves."""
    for k, (dx, part, thick) in enumerate(((-0.34, 0.78, 0.34), (0.05, 1.0, 0.5), (0.4, 0.64, 0.3))):
        spine = [(x + dx * wide + lean * t * tall + math.sin(phase + t * 4.2 + k * 0.5) * wide * 0.22 * (0.3 + t), y - tall * part * t) for t in (i / 8 for i in range(9))]
        w = wide * thick
        s.brush(spine, [w * 0.3, w * 0.75, w, w * 0.85, w * 0.5, 1.5], colour, op)
        s.brush([(px - w * 0.1, py) for px, py in spine[:7]], [w * 0.1, w * 0.3, w * 0.4, w * 0.26, 1], colour, op * 0.6)


def pupil(s, x, y, h, jumper, hair, skin, way=1, kind="plain", tray=None, skirt=None, reach=0.3):
    """A child in the queue from the side and a little behind, with a tray perhaps."""
    def p(u, v):
        return x + u * h * way, y - v * h
    legs = mix(INK, SLATE, 0.1)
    for swing in (-0.06, 0.07):
        s.limb([p(0, 0.42), p(swing * 0.6, 0.2), p(swing, 0.03)], [0.13 * h, 0.1 * h, 0.08 * h], skin if skirt else legs)
        s.limb([p(swing - 0.03, 0.02), p(swing + 0.06, 0.015)], [0.06 * h, 0.045 * h], INK)
    if skirt:
        s.blob([p(-0.1, 0.52), p(0.1, 0.52), p(0.17, 0.26), p(-0.17, 0.25)], skirt)
    s.blob([p(-0.1, 0.74), p(0.08, 0.75), p(0.14, 0.6), p(0.13, 0.38), p(-0.13, 0.37), p(-0.15, 0.6)], jumper)
    s.rect(x - 0.045 * h, y - 0.79 * h, 0.09 * h, 0.07 * h, skin)
    if tray:
        tx, ty = p(reach + 0.06, 0.6)
        s.poly([p(reach - 0.12, 0.585), p(reach + 0.24, 0.595), p(reach + 0.22, 0.565), p(reach - 0.1, 0.555)], tray)
        s.blob([p(reach - 0.02, 0.6), p(reach + 0.05, 0.645), p(reach + 0.12, 0.6)], CREAM)
        s.rect(*(p(reach + 0.14, 0.66) if way > 0 else p(reach + 0.19, 0.66)), 0.05 * h, 0.065 * h, mix(FOG, SEA, 0.3))
        s.limb([p(-0.02, 0.7), p(0.08, 0.53), p(reach - 0.02, 0.57)], [0.1 * h, 0.085 * h, 0.055 * h], mix(jumper, INK, 0.25))
        s.disc(*p(reach - 0.01, 0.575), 0.033 * h, skin)
    else:
        s.limb([p(-0.03, 0.7), p(-0.07, 0.54), p(0.0, 0.4)], [0.1 * h, 0.085 * h, 0.055 * h], mix(jumper, INK, 0.25))
        s.disc(*p(0.0, 0.39), 0.033 * h, skin)
    hx, hy = p(0.01, 0.885)
    r = 0.115 * h
    s.oval(hx, hy, r * 0.9, r, skin)
    if kind == "plain":
        s.poly(arc(hx, hy, r * 0.96, r * 1.06, 180, 360) + smooth([(hx + r * 0.95, hy), (hx + way * r * 0.45, hy - r * 0.25), (hx + way * r * 0.1, hy + r * 0.3), (hx - way * r * 0.3, hy + r * 0.66), (hx - r * 0.95, hy)]) if way > 0 else
               arc(hx, hy, r * 0.96, r * 1.06, 180, 360) + smooth([(hx + r * 0.95, hy), (hx + r * 0.3, hy + r * 0.66), (hx - r * 0.1, hy + r * 0.3), (hx - r * 0.45, hy - r * 0.25), (hx - r * 0.95, hy)]), hair)
    elif kind == "tails":
        s.poly(arc(hx - way * r * 0.1, hy, r * 0.98, r * 1.06, 180, 360), hair)
        s.disc(hx - way * r * 0.4, hy + r * 0.1, r * 0.62, hair)
        s.brush([(hx - way * r * 0.8, hy + r * 0.1), (hx - way * r * 1.4, hy + r * 0.5), (hx - way * r * 1.3, hy + r * 1.5)], [r * 0.5, r * 0.55, 2], hair)
    elif kind == "curls":
        for k in range(11):
            a = math.radians((150 if way > 0 else 0) + k * 22)
            s.disc(hx + math.cos(a) * r * 0.72 - way * r * 0.14, hy + math.sin(a) * r * 0.8, r * 0.46, hair)
    elif kind == "scarf":
        s.head(hx, hy, r * 1.04, skin, "scarf", hair)
        s.oval(hx + way * r * 0.42, hy + r * 0.05, r * 0.45, r * 0.7, skin)
    elif kind == "bob":
        s.blob([(hx + way * r * 0.5, hy - r * 0.7), (hx - way * r * 0.2, hy - r * 1.12), (hx - way * r * 0.98, hy - r * 0.4), (hx - way * r * 1.05, hy + r * 0.7), (hx - way * r * 0.2, hy + r * 0.75), (hx + way * r * 0.1, hy - r * 0.1)], hair)


def school_kitchen():
    """The hatch of St Brannoc's kitchen at noon: trays, a ladle, steam, and the queue."""
    s = Sheet("school-kitchen", mix(SEA, SLATE, 0.45))
    # The hall in grey daylight: tiles to shoulder height, paint above.
    s.wash(s.box(-40, -40, 1680, 980), INK, (300, -80), (500, 760), 4, 0.5, 14)
    for row in range(10):
        for col in range(28):
            x, y = -50 + col * 62 + (row % 2) * 31, 330 + row * 40
            s.rect(x, y, 58, 36, mix(mix(FOG, SLATE, 0.5), SEA, s.between(0.0, 0.5)), 0.85)
    s.rect(-40, 314, 1680, 16, mix(RUST, INK, 0.15))
    s.rect(-40, 716, 1680, 230, mix(INK, SLATE, 0.3))
    s.wash(s.box(-40, 716, 1680, 230), LAMP, (1020, 700), (1000, 930), 3, 0.34, 14)
    s.rect(-40, 716, 1680, 10, INK, 0.6)
    # High window with the weather in it, and pegs with coats.
    for x in (40, 168):
        s.rect(x, 52, 116, 170, INK)
        s.rect(x + 8, 60, 100, 154, mix(FOG, SLATE, 0.35))
        with s.within(s.box(x + 8, 60, 100, 154)):
            s.band(190, 60, SLATE, 0.5, x - 60, x + 190, 4)
            s.rain(26, 12, 46, CREAM, 0.7, 2.4, (x, 40, x + 120, 210))
        s.rect(x + 54, 56, 7, 160, INK)
        s.rect(x + 4, 130, 108, 6, INK)
    s.rect(26, 368, 360, 16, mix(RUST, INK, 0.35))
    for k, (x, tone, n) in enumerate(((62, RUST, 186), (128, mix(SLATE, INK, 0.45), 214), (196, LAMP, 170), (262, mix(SEA, INK, 0.5), 200), (332, mix(SLATE, INK, 0.2), 190))):
        s.disc(x, 384, 6, INK)
        s.poly(smooth([(x - 6, 388), (x + 8, 388), (x + 26, 408), (x + 34, 386 + n)], steps=5) + smooth([(x + 34, 386 + n), (x + 12, 392 + n), (x - 14, 384 + n), (x - 36, 390 + n)], steps=4) + smooth([(x - 36, 390 + n), (x - 28, 408), (x - 6, 388)], steps=5), tone)
        s.blob([(x - 18, 396), (x, 386), (x + 18, 396), (x + 14, 424), (x, 436), (x - 14, 424)], mix(tone, INK, 0.34))
        s.brush([(x + 24, 412), (x + 34, 470), (x + 30, 386 + n * 0.78)], [12, 17, 14], mix(tone, INK, 0.22))
        s.line([(x - 2, 436), (x - 4, 384 + n)], 2.4, mix(tone, INK, 0.4))
    # The hatch.
    hx, hy, hw, hh = 520, 118, 900, 440
    s.rect(hx - 30, hy - 30, hw + 60, hh + 40, mix(RUST, INK, 0.42))
    s.rect(hx - 22, hy - 22, hw + 44, hh + 30, mix(RUST, INK, 0.2))
    opening = s.box(hx, hy, hw, hh)
    with s.within(opening):
        s.rect(hx, hy, hw, hh, mix(CREAM, LAMP, 0.34))
        for row in range(8):
            for col in range(18):
                if s.rng.random() < 0.3:
                    s.rect(hx + col * 54, hy + row * 54, 54, 54, s.pick(CREAM, mix(LAMP, CREAM, 0.4), CREAM), 0.6)
        s.lines([[(hx, hy + k * 54), (hx + hw, hy + k * 54)] for k in range(9)] + [[(hx + k * 54, hy), (hx + k * 54, hy + hh)] for k in range(18)], 1.6, mix(LAMP, RUST, 0.35), 0.5)
        # Hood, rail with ladles, shelf with pans.
        s.poly([(hx + 250, hy - 10), (hx + 760, hy - 10), (hx + 820, hy + 92), (hx + 190, hy + 92)], mix(SLATE, FOG, 0.3))
        s.poly([(hx + 560, hy - 10), (hx + 760, hy - 10), (hx + 820, hy + 92), (hx + 580, hy + 92)], SLATE)
        s.rect(hx + 190, hy + 90, 630, 12, mix(INK, SLATE, 0.3))
        s.line([(hx + 230, hy + 116), (hx + 780, hy + 116)], 5, INK)
        for x, n, kind in ((260, 92, 0), (304, 116, 1), (352, 84, 2), (628, 108, 0), (672, 90, 1), (722, 120, 0)):
            s.line([(hx + x, hy + 116), (hx + x + 2, hy + 116 + n)], 5, mix(INK, SLATE, 0.25))
            if kind == 0:
                s.poly(arc(hx + x + 2, hy + 114 + n, 17, 15, 0, 180), mix(INK, SLATE, 0.25))
            elif kind == 1:
                s.oval(hx + x + 2, hy + 122 + n, 13, 17, mix(INK, SLATE, 0.25))
            else:
                s.rect(hx + x - 11, hy + 112 + n, 26, 34, mix(INK, SLATE, 0.25))
        s.rect(hx - 10, hy + 150, 180, 10, mix(RUST, INK, 0.3))
        for x, w, h, tone in ((6, 52, 44, SLATE), (66, 38, 58, RUST), (110, 48, 36, SEA)):
            s.rect(hx + x, hy + 150 - h, w, h, tone)
            s.rect(hx + x - 3, hy + 150 - h, w + 6, 7, mix(tone, INK, 0.4))
        # Range with two great pots.
        s.rect(hx + 180, hy + 330, 640, 130, mix(INK, SLATE, 0.25))
        s.rect(hx + 180, hy + 326, 640, 14, mix(SLATE, FOG, 0.2))
        for x, w, h, tone in ((250, 156, 108, mix(SLATE, FOG, 0.35)), (610, 180, 132, mix(SLATE, FOG, 0.2))):
            px, py = hx + x, hy + 330
            s.rect(px, py - h, w, h, tone)
            s.rect(px + w * 0.62, py - h, w * 0.38, h, mix(tone, INK, 0.3))
            s.rect(px + w * 0.1, py - h, w * 0.1, h, CREAM, 0.6)
            s.oval(px + w / 2, py - h, w / 2, 15, mix(tone, CREAM, 0.35))
            s.oval(px + w / 2, py - h + 2, w / 2 - 8, 11, mix(RUST, INK, 0.3))
            for sx in (px - 12, px + w):
                s.rect(sx, py - h * 0.72, 12, 26, mix(INK, SLATE, 0.3))
        steam(s, hx + 324, hy + 224, 300, 130, CREAM, 0.6, 0.1, 0.4)
        steam(s, hx + 704, hy + 200, 300, 150, CREAM, 0.6, -0.12, 2.2)
        # Second cook, at the back, turned away.
        bx, by = hx + 128, hy + 470
        skin2 = mix(RUST, CREAM, 0.45)
        s.blob([(bx - 76, by), (bx - 70, by - 150), (bx - 50, by - 206), (bx, by - 222), (bx + 50, by - 206), (bx + 66, by - 150), (bx + 72, by)], mix(SEA, FOG, 0.3))
        s.limb([(bx + 50, by - 188), (bx + 92, by - 150), (bx + 150, by - 160)], [40, 34, 24], mix(SEA, FOG, 0.15))
        s.disc(bx + 154, by - 162, 14, skin2)
        s.rect(bx - 16, by - 244, 32, 34, skin2)
        s.oval(bx, by - 266, 34, 40, mix(INK, RUST, 0.3))
        s.poly(arc(bx, by - 276, 38, 38, 175, 365), CREAM)
        s.lines([[(bx - 30, by - 130), (bx + 34, by - 130)]], 9, CREAM)
        # The cook with the ladle.
        cx, cy = hx + 500, hy + 480
        skin = mix(RUST, INK, 0.35)
        s.blob([(cx - 112, cy), (cx - 108, cy - 150), (cx - 84, cy - 226), (cx - 30, cy - 252), (cx + 34, cy - 252), (cx + 86, cy - 222), (cx + 110, cy - 150), (cx + 118, cy)], RUST)
        s.rect(cx - 20, cy - 280, 40, 40, skin)
        s.blob([(cx - 62, cy), (cx - 64, cy - 130), (cx - 46, cy - 214), (cx - 30, cy - 220), (cx, cy - 196), (cx + 30, cy - 220), (cx + 48, cy - 214), (cx + 68, cy - 130), (cx + 72, cy)], CREAM)
        s.oval(cx + 4, cy - 306, 42, 48, skin)
        s.poly(arc(cx + 3, cy - 314, 47, 46, 176, 364) + [(cx + 46, cy - 304), (cx - 40, cy - 300)], mix(FOG, CREAM, 0.4))
        s.blob([(cx - 46, cy - 326), (cx - 40, cy - 366), (cx - 6, cy - 384), (cx + 38, cy - 370), (cx + 52, cy - 326), (cx + 4, cy - 318)], CREAM)
        s.limb([(cx + 84, cy - 206), (cx + 150, cy - 150), (cx + 196, cy - 96)], [54, 44, 30], mix(RUST, INK, 0.2))
        s.limb([(cx - 82, cy - 206), (cx - 138, cy - 140), (cx - 96, cy - 84)], [54, 46, 32], mix(RUST, INK, 0.12))
        s.disc(cx + 198, cy - 92, 18, skin)
        s.disc(cx - 94, cy - 80, 18, skin)
        s.line([(cx + 170, cy - 186), (cx + 226, cy - 40)], 8, mix(INK, SLATE, 0.3))
        s.poly(arc(cx + 226, cy - 46, 26, 24, 10, 190), mix(INK, SLATE, 0.3))
        s.rect(hx + hw - 26, hy, 26, hh, mix(RUST, LAMP, 0.4), 0.35)
        s.spray_disc(hx + 840, hy + 120, 150, "lamp", 0.75, 0.0)
        # Lamp over the hatch.
        s.line([(hx + 840, hy - 20), (hx + 840, hy + 70)], 4, INK)
        s.poly(smooth([(hx + 792, hy + 108), (hx + 808, hy + 80), (hx + 832, hy + 70), (hx + 848, hy + 70), (hx + 872, hy + 80), (hx + 888, hy + 108)], steps=4), mix(SEA, INK, 0.4))
        s.oval(hx + 840, hy + 108, 46, 9, CREAM)
    # Shutter, counter, and what stands on it.
    s.rect(hx - 12, hy - 20, hw + 24, 40, mix(SLATE, FOG, 0.2))
    s.lines([[(hx - 12, hy - 20 + k * 10), (hx + hw + 12, hy - 20 + k * 10)] for k in range(1, 4)], 2.2, mix(SLATE, INK, 0.4))
    s.rect(hx - 12, hy + 18, hw + 24, 6, INK, 0.7)
    counter = hy + hh
    s.poly([(hx - 70, counter + 44), (hx - 20, counter - 4), (hx + hw + 20, counter - 4), (hx + hw + 70, counter + 44)], mix(FOG, CREAM, 0.45))
    s.poly([(hx - 70, counter + 44), (hx + hw + 70, counter + 44), (hx + hw + 70, counter + 74), (hx - 70, counter + 74)], mix(SLATE, FOG, 0.25))
    s.rect(hx - 70, counter + 70, hw + 140, 10, INK, 0.5)
    for k in range(9):
        w = 150 - (k % 3) * 4
        s.rect(hx + 24 - w / 2 + 34 + s.near(0, 4), counter + 16 - k * 11, w, 9, (RUST, SEA, LAMP, SLATE, RUST, SEA, RUST, LAMP, SEA)[k])
    for k in range(7):
        y = counter + 20 - k * 12
        s.poly(arc(hx + 242 + s.near(0, 3), y - 6, 44, 20, 0, 180), CREAM if k % 2 else mix(FOG, CREAM, 0.3))
        s.oval(hx + 242, y - 6, 44, 8, mix(SLATE, FOG, 0.5) if k < 6 else mix(FOG, SLATE, 0.3))
    s.oval(hx + 712, counter + 24, 96, 20, INK, 0.35)
    s.poly(arc(hx + 712, counter - 38, 88, 62, 0, 180), mix(SLATE, FOG, 0.2))
    s.poly(arc(hx + 712, counter - 38, 88, 62, 0, 72) + [(hx + 712, counter - 38)], mix(SLATE, INK, 0.3))
    s.oval(hx + 712, counter - 38, 90, 17, mix(FOG, CREAM, 0.4))
    s.oval(hx + 712, counter - 37, 78, 13, mix(RUST, LAMP, 0.3))
    steam(s, hx + 706, counter - 36, 400, 140, CREAM, 0.42, 0.1, 1.1)
    for x, y, r in ((0, 0, 22), (38, 3, 21), (74, 0, 22), (20, -30, 21), (56, -30, 22), (38, -58, 20)):
        ax, ay = hx + 826 + x * 0.9, counter + 2 + y * 0.9
        s.disc(ax, ay, r, s.pick(RUST, mix(RUST, LAMP, 0.3)))
        s.line([(ax, ay - r * 0.8), (ax + 4, ay - r * 1.3)], 3, INK)
    # The queue, and those in front of it who have already turned round to look.
    skins = (mix(RUST, CREAM, 0.52), mix(RUST, INK, 0.46), mix(RUST, CREAM, 0.66), mix(mix(LAMP, RUST, 0.45), INK, 0.22), mix(RUST, INK, 0.24))
    green, deep, grey = mix(SEA, INK, 0.42), mix(SEA, INK, 0.58), mix(SLATE, INK, 0.45)
    pupil(s, 1476, 838, 336, green, INK, skins[3], 1, "bob", SEA, grey)
    pupil(s, 470, 812, 286, green, mix(SLATE, CREAM, 0.3), skins[3], 1, "scarf", LAMP, grey)
    pupil(s, 596, 836, 338, deep, mix(LAMP, RUST, 0.55), skins[0], 1, "tails", RUST, grey)
    pupil(s, 764, 826, 292, green, INK, skins[4], 1, "plain", SEA, None, 0.26)
    pupil(s, 900, 848, 344, deep, mix(RUST, INK, 0.5), skins[2], 1, "plain", LAMP, None, 0.3)
    pupil(s, 352, 850, 318, deep, mix(RUST, INK, 0.6), skins[2], -1, "plain")
    pupil(s, 1244, 880, 300, green, mix(RUST, LAMP, 0.2), skins[0], -1, "tails", RUST, grey)
    for x, y, r, kind, tone in ((92, 676, 78, "curls", mix(INK, SEA, 0.12)), (250, 764, 66, "beanie", mix(INK, RUST, 0.12)), (1400, 792, 70, "tail", mix(INK, SLATE, 0.12))):
        for dx, dy, paint in ((4, -5, mix(LAMP, INK, 0.35)), (0, 0, tone)):
            s.blob([(x - r * 1.6 + dx, 980), (x - r * 1.5 + dx, y + r * 1.9 + dy), (x - r * 0.5 + dx, y + r * 1.2 + dy), (x + r * 0.5 + dx, y + r * 1.2 + dy), (x + r * 1.5 + dx, y + r * 1.9 + dy), (x + r * 1.6 + dx, 980)], paint)
            s.rect(x - r * 0.3 + dx, y + r * 0.5 + dy, r * 0.6, r * 0.9, paint)
            s.head(x + dx, y + dy, r, paint, kind, paint)
    return s.svg()


PICTURES["school-kitchen"] = school_kitchen


def loaf(s, x, y, w, tone, turn=0, cuts=3):
    """A loaf with its cuts; (x, y) is the middle of its foot."""
    def t(points):
        return turned(points, turn, (0, 0), 1, (x, y))
    h = w * 0.42
    s.poly(t(smooth([(-w * 0.5, -h * 0.1), (-w * 0.42, -h * 0.7), (-w * 0.1, -h), (w * 0.22, -h * 0.96), (w * 0.46, -h * 0.62), (w * 0.5, -h * 0.08), (w * 0.3, 0), (-w * 0.3, 0)], True, 4)), tone)
    s.poly(t(smooth([(-w * 0.36, -h * 0.62), (-w * 0.08, -h * 0.9), (w * 0.2, -h * 0.88), (w * 0.34, -h * 0.7), (w * 0.1, -h * 0.72), (-w * 0.16, -h * 0.68)], True, 4)), mix(tone, LAMP, 0.5))
    for k in range(cuts):
        cx = -w * 0.24 + k * w * 0.24
        s.poly(t(s.stroke([(cx - w * 0.05, -h * 0.86), (cx + w * 0.02, -h * 0.6), (cx + w * 0.06, -h * 0.36)], [0.5, w * 0.06, 0.5])), mix(CREAM, LAMP, 0.3))


def bakery(at=None):
    """The oven of the Lantern bakery before dawn. `at` (0 to 1) is a moment of the loop; none is the still picture."""
    s = Sheet("bakery", mix(RUST, INK, 0.74), 0.8)
    moment = 0.155 if at is None else at
    beat = random.Random(int(moment * LOOP_FRAMES) // 2)
    flicker = 0.9 if at is None else 0.78 + 0.22 * beat.random()

    def ease(t):
        t = max(0.0, min(1.0, t))
        return t * t * (3 - 2 * t)

    # The peel goes in with a loaf of dough, comes back empty, goes in again and brings the baked one.
    go = lambda a, b: ease((moment - a) / (b - a))
    inside = go(0.04, 0.2) - go(0.27, 0.38) + go(0.55, 0.68) - go(0.76, 0.93)
    dough, baked = moment < 0.25, moment > 0.72
    ox, oy = 1196, 500   # mouth of the oven, its middle and its sill
    dx = inside * 146
    # Wall in two planes, boards of the ceiling.
    s.wash(s.box(-40, -40, 1680, 980), INK, (-40, 200), (900, 480), 5, 0.8, 20)
    for y in (18, 92):
        s.poly([(-40, y), (1640, y - 20), (1640, y + 18), (-40, y + 40)], INK, 0.75)
    s.poly([(-40, 806), (1640, 780), (1640, 940), (-40, 940)], mix(RUST, INK, 0.82))
    s.lines([[(820 + (k - 9) * 74, 792), (780 + (k - 9) * 200, 940)] for k in range(19)], 2.2, INK, 0.7)
    s.spray_disc(1010, 430, 520, "lamp", 0.74, 0.0, op=0.6 + 0.4 * flicker, flat=0.72)
    # The window: night, rain, one lamp across the yard.
    s.rect(392, 140, 172, 214, INK)
    s.rect(402, 150, 152, 194, mix(SLATE, INK, 0.5))
    with s.within(s.box(402, 150, 152, 194)):
        s.poly([(396, 350), (396, 280), (440, 252), (476, 286), (476, 350)], INK)
        s.rect(424, 296, 14, 18, LAMP)
        s.glow(520, 232, 44, core=False)
        s.disc(520, 232, 5, CREAM)
        s.line([(520, 232), (520, 350)], 3, INK)
        state = s.rng.getstate()
        s.rng.seed(f"rain {beat.random()}")
        s.rain(34, 10, 44, FOG, 0.6, 2.2, (390, 130, 570, 330))
        s.rng.setstate(state)
    s.rect(474, 144, 8, 206, INK)
    s.rect(396, 240, 164, 7, INK)
    # The oven of brick, lit round its mouth.
    s.poly([(930, 940), (936, 250), (962, 196), (1640, 176), (1640, 940)], mix(RUST, INK, 0.55))
    with s.within([(930, 940), (936, 250), (962, 196), (1640, 176), (1640, 940)]):
        for row in range(22):
            for col in range(12):
                x, y = 936 + col * 66 + (row % 2) * 33 + s.near(0, 2), 204 + row * 33
                far = math.hypot(x + 30 - ox, (y - oy + 60) * 1.1)
                warm = max(0.0, 1 - far / 470) + s.between(-0.1, 0.1)
                s.rect(x, y, 60, 27, mix(mix(RUST, INK, 0.62), mix(RUST, LAMP, 0.18), max(0, min(1, warm))), 0.95)
    for k in range(13):  # the ring of the arch
        a0, a1 = 180 + k * 180 / 13 + 1.2, 180 + (k + 1) * 180 / 13 - 1.2
        s.poly(arc(ox, oy - 26, 196, 186, a0, a1, 3) + arc(ox, oy - 26, 146, 136, a1, a0, 3), mix(RUST, LAMP, s.between(0.15, 0.42)))
    mouth = arc(ox, oy - 26, 142, 132, 180, 360) + [(ox + 142, oy), (ox - 142, oy)]
    s.poly(mouth, mix(LAMP, RUST, 0.2))
    with s.within(mouth):
        s.oval(ox + 14, oy - 4, 140, 128, LAMP)
        s.oval(ox + 20, oy + 2, 104, 92 * (0.86 + 0.14 * flicker), mix(LAMP, CREAM, 0.55))
        s.oval(ox + 24, oy + 8, 66, 54 * flicker, CREAM)
        for k in range(7):  # flames along the back
            fx = ox - 96 + k * 34 + beat.uniform(-5, 5)
            tall = (34 + 30 * abs(math.sin(k * 2.3 + 1))) * (0.7 + 0.5 * beat.random())
            s.blob([(fx - 13, oy - 46), (fx - 5, oy - 46 - tall * 0.6), (fx + beat.uniform(-5, 7), oy - 46 - tall), (fx + 9, oy - 46 - tall * 0.5), (fx + 14, oy - 46)], RUST, 0.55)
            s.blob([(fx - 7, oy - 44), (fx, oy - 44 - tall * 0.6), (fx + 8, oy - 44)], CREAM, 0.8)
        s.poly([(ox - 150, oy), (ox - 110, oy - 40), (ox + 120, oy - 40), (ox + 150, oy)], mix(RUST, INK, 0.3))
        for bx, by, w in ((ox - 70, oy - 24, 66), (ox + 96, oy - 26, 70), (ox + 58, oy - 12, 74)):
            loaf(s, bx, by, w, mix(RUST, INK, 0.25))
        if not dough and not baked:  # what the peel has left there colours meanwhile
            loaf(s, 1010 + 146 + 70, oy - 14, 104, mix(mix(CREAM, LAMP, 0.35), mix(RUST, LAMP, 0.35), go(0.3, 0.66)))
    s.rect(ox - 190, oy, 384, 24, mix(SLATE, INK, 0.6))
    s.rect(ox - 190, oy, 384, 6, LAMP, 0.9)
    s.poly([(ox + 150, oy - 158), (ox + 210, oy - 180), (ox + 214, oy + 4), (ox + 152, oy)], INK)
    s.line([(ox + 196, oy - 70), (ox + 196, oy - 110)], 7, mix(SLATE, INK, 0.3))
    # Light into the room.
    warm = mix(LAMP, RUST, 0.45)
    s.poly([(ox - 140, oy + 20), (ox + 140, oy + 20), (ox - 40, 940), (400, 940)], warm, 0.16 + 0.12 * flicker)
    s.poly([(ox - 100, oy + 20), (ox + 70, oy + 20), (ox - 180, 940), (600, 940)], warm, 0.12 + 0.16 * flicker)
    s.spray([(ox - 140, oy + 24), (ox + 120, oy + 24), (ox - 60, 940), (420, 940)], "lamp", (ox, oy), (ox - 240, 900), 0.42, 0.05, op=0.8)
    s.oval(ox, oy - 50, 360, 300, warm, 0.1 * flicker)
    s.oval(ox, oy - 50, 270, 230, warm, 0.12 * flicker)
    # The rack of loaves at the left under a lamp turned low.
    s.cone([(152, 130), (240, 130)], (20, 800), (372, 800), op=0.24, stipple=0.34)
    for x in (34, 330):
        s.rect(x, 176, 16, 700, mix(INK, RUST, 0.2))
    for row, y in enumerate((262, 380, 498, 616, 734)):
        s.poly([(24, y), (356, y), (346, y - 16), (50, y - 16)], mix(RUST, INK, 0.5))
        s.rect(24, y, 332, 11, mix(INK, RUST, 0.25))
        x = 66
        while x < 250 - (row == 2) * 60:
            w = s.between(72, 100)
            loaf(s, x + w / 2, y - 6, w, mix(mix(RUST, LAMP, 0.3), INK, 0.38 - 0.28 * x / 330 + s.between(0, 0.1)), 0, s.pick(2, 3))
            x += w * s.between(0.92, 1.05)
    # Baker: the whole body follows the peel.
    lean = inside * 78
    bx, by = 640 + inside * 34, 884
    hip, neck = (bx + lean * 0.3, by - 300), (bx + 44 + lean, by - 512)
    hand1, hand2 = (bx + 200 + dx * 0.62, by - 352), (bx + 34 + dx * 0.62, by - 318)
    peel = [(bx - 150 + dx * 0.62, by - 296), (hand1[0] + 20, by - 356), (1010 + dx, oy - 6)]
    limb_dark, rim = mix(INK, RUST, 0.12), mix(LAMP, RUST, 0.15)
    for shift, cloth, apron in ((7, rim, rim), (0, mix(SLATE, INK, 0.5), mix(FOG, SLATE, 0.55))):
        s.limb([(hip[0] - 18 + shift, hip[1]), (bx - 56 + shift, by - 150), (bx - 92 + shift, by - 8)], [104, 74, 50], cloth if shift else limb_dark)
        s.limb([(hip[0] + 22 + shift, hip[1]), (bx + 92 + shift + lean * 0.3, by - 158), (bx + 84 + shift + lean * 0.2, by - 8)], [108, 78, 52], cloth if shift else limb_dark)
        s.limb([(bx - 104 + shift, by - 2), (bx - 44 + shift, by - 2)], [30, 24], cloth if shift else INK)
        s.limb([(bx + 70 + shift + lean * 0.2, by - 2), (bx + 136 + shift + lean * 0.2, by - 2)], [30, 24], cloth if shift else INK)
        s.blob([(hip[0] - 70 + shift, hip[1] + 26), (lerp(hip, neck, 0.5)[0] - 84 + shift, lerp(hip, neck, 0.5)[1]), (neck[0] - 78 + shift, neck[1] + 26), (neck[0] - 10 + shift, neck[1] - 6), (neck[0] + 52 + shift, neck[1] + 24), (lerp(hip, neck, 0.45)[0] + 74 + shift, lerp(hip, neck, 0.45)[1]), (hip[0] + 76 + shift, hip[1] + 24)], cloth)
        s.blob([(hip[0] - 30 + shift, hip[1] - 90), (hip[0] + 66 + shift, hip[1] - 96), (hip[0] + 82 + shift, hip[1] + 10), (bx + 104 + shift + lean * 0.3, by - 150), (bx + 10 + shift, by - 140), (hip[0] - 44 + shift, hip[1] + 10)], apron)
        s.limb([(neck[0] + shift, neck[1] + 10), (neck[0] + 14 + shift, neck[1] - 34)], [44, 38], cloth if shift else limb_dark)
        s.oval(neck[0] + 22 + shift, neck[1] - 66, 44, 52, cloth if shift else mix(RUST, INK, 0.6))
        s.poly(arc(neck[0] + 18 + shift, neck[1] - 80, 52, 50, 172, 368), cloth if shift else mix(FOG, SLATE, 0.3))
        s.blob([(neck[0] - 34 + shift, neck[1] - 90), (neck[0] - 40 + shift, neck[1] - 128), (neck[0] + 10 + shift, neck[1] - 150), (neck[0] + 62 + shift, neck[1] - 130), (neck[0] + 66 + shift, neck[1] - 92)], cloth if shift else mix(FOG, SLATE, 0.3))
    s.limb([(neck[0] - 44, neck[1] + 44), (lerp(neck, hand2, 0.5)[0] - 70, lerp(neck, hand2, 0.5)[1] + 20), hand2], [62, 50, 34], mix(SLATE, INK, 0.66))
    s.brush(peel, [13, 14, 13], mix(RUST, LAMP, 0.45), curved=False)
    tip = peel[2]
    s.poly([(tip[0] - 8, tip[1] - 7), (tip[0] + 130, tip[1] - 12), (tip[0] + 136, tip[1] - 4), (tip[0] + 130, tip[1] + 4), (tip[0] - 8, tip[1] + 7)], mix(RUST, LAMP, 0.55))
    if dough:  # from the table along the peel, then on its blade
        lx, ly = lerp((hand1[0] - 70, hand1[1] + 4), (tip[0] + 70, tip[1] - 8), 1 if at is None else go(-0.01, 0.035))
        loaf(s, lx, ly, 104, mix(CREAM, LAMP, 0.35))
    if baked:  # on the blade, then down into the basket
        fall = max(0.0, min(1.0, (moment - 0.935) / 0.045))
        loaf(s, tip[0] + 70 + 26 * fall, tip[1] - 8 + 330 * fall * fall, 104, mix(RUST, LAMP, 0.35), -26 * fall)
    for shift, tone in ((6, rim), (0, mix(SLATE, INK, 0.42))):
        s.limb([(neck[0] + 20 + shift, neck[1] + 42), (lerp(neck, hand1, 0.5)[0] - 6 + shift, lerp(neck, hand1, 0.5)[1] + 66), (hand1[0] + shift * 0.5, hand1[1])], [64, 50, 32], tone)
    s.disc(hand1[0] + 8, hand1[1] - 2, 21, mix(RUST, LAMP, 0.3))
    s.disc(hand2[0] + 4, hand2[1], 20, mix(RUST, INK, 0.4))
    # Table in front with dough and flour; sacks; a basket of loaves in the corner.
    s.poly([(-40, 940), (-40, 792), (430, 776), (520, 826), (540, 940)], mix(RUST, INK, 0.6))
    s.poly([(-40, 792), (430, 776), (520, 826), (-40, 850)], mix(RUST, LAMP, 0.3))
    s.oval(200, 812, 180, 18, CREAM, 0.5)
    for x, y, r in ((90, 806, 62), (226, 802, 66), (350, 806, 58)):
        s.poly(smooth([(x - r, y + 8), (x - r * 0.8, y - r * 0.5), (x - r * 0.1, y - r * 0.8), (x + r * 0.7, y - r * 0.52), (x + r, y + 8), (x, y + 18)], True, 5), mix(CREAM, SLATE, 0.35))
        s.poly(smooth([(x + r * 0.1, y - r * 0.72), (x + r * 0.7, y - r * 0.5), (x + r * 0.98, y + 4), (x + r * 0.4, y + 8), (x + r * 0.44, y - r * 0.3)], True, 5), mix(CREAM, LAMP, 0.3))
    s.blob([(1316, 940), (1330, 786), (1352, 718), (1420, 700), (1500, 712), (1540, 770), (1560, 940)], mix(CREAM, SLATE, 0.5))
    s.blob([(1340, 724), (1356, 690), (1424, 676), (1494, 690), (1512, 724), (1430, 742)], mix(CREAM, SLATE, 0.3))
    s.spray([(1316, 940), (1330, 786), (1352, 718), (1400, 704), (1420, 940)], "lamp", (1310, 0), (1410, 0), 0.7, 0.0)
    s.line(smooth([(1352, 730), (1420, 746), (1506, 730)]), 6, mix(RUST, INK, 0.4))
    s.poly([(1010, 940), (996, 806), (1284, 798), (1276, 940)], mix(RUST, INK, 0.45))
    for k in range(9):
        s.line(smooth([(1000 + k * 32, 812), (1010 + k * 31, 870), (1004 + k * 32, 940)]), 5, mix(RUST, LAMP, 0.2))
    for x, y, w, turn in ((1062, 808, 118, -14), (1160, 800, 128, 6), (1240, 806, 112, 18), (1118, 776, 120, -8), (1206, 768, 118, 10)):
        loaf(s, x, y, w, mix(RUST, LAMP, 0.34), turn)
    s.brush([(990, 810), (1140, 824), (1290, 806)], [20, 24, 20], mix(RUST, LAMP, 0.25))
    # Steam from the loaves, embers from the mouth.
    turn = 2 * math.pi * moment
    for x, y, n, w, k in ((1150, 770, 250, 90, 0), (1224, 770, 200, 70, 2)):
        steam(s, x, y, n, w, CREAM, 0.3, -0.22, turn * (2 if k else 3) + k)
    steam(s, 224, 250, 170, 80, CREAM, 0.2, 0.12, turn * 2 + 1)
    for k in range(14):
        t = (k / 14 + moment * (2 + k % 2)) % 1
        ex = ox - 100 - 300 * t * (0.5 + (k * 37 % 10) / 14) + 18 * math.sin(k * 3 + t * 9)
        ey = oy - 60 - 260 * t + (k * 53 % 90)
        s.disc(ex, ey, 3.4 * (1 - t) + 0.6, LAMP if k % 3 else CREAM, 1 - t * 0.8)
    s.line([(196, -40), (196, 84)], 4, INK)
    s.poly(smooth([(146, 128), (160, 102), (184, 92), (208, 92), (232, 102), (246, 128)], steps=4), mix(SEA, INK, 0.45))
    s.oval(196, 128, 48, 9, mix(LAMP, CREAM, 0.5))
    return s.svg()


PICTURES["bakery"] = bakery


def storm():
    """A sea comes over the wall at high water; one lamp-post has had enough."""
    s = Sheet("storm", mix(SLATE, FOG, 0.35))
    v = View(1190, 486, 900, 2.3)
    # Sky torn from the left.
    s.wash(s.box(-40, -40, 1680, 620), INK, (640, -140), (820, 500), 6, 0.88, 30)
    for x, y, n, w, op in ((-80, 120, 900, 40, 0.5), (260, 60, 1100, 30, 0.4), (600, 240, 1000, 34, 0.55), (900, 150, 800, 26, 0.4), (860, 372, 800, 26, 0.5)):
        s.brush([(x, y), (x + n * 0.4, y - 46), (x + n, y - 30)], [2, w, 2], mix(SLATE, INK, 0.3) if op > 0.45 else mix(SLATE, FOG, 0.3), op)
    # Houses of the front, in the distance and the wet.
    for z, tone in ((46, mix(SLATE, INK, 0.28)), (30, mix(SLATE, INK, 0.45))):
        x0 = v.at(7.5 if z > 40 else 9.5, 0, z)[0]
        houses(s, x0, 1640, v.at(0, 0, z)[1], v.scale(z) * 5.5, v.scale(z) * 8, (tone, mix(tone, INK, 0.3), mix(tone, RUST, 0.22)), 0.12)
    # Sea behind the wall, as far as it can be seen.
    s.poly([(-40, 470), (v.vx - 6, 478), (v.vx, 500), (-40, 760)], mix(SEA, INK, 0.45))
    s.ripples(40, (-40, 474, 1140, 560), mix(FOG, SEA, 0.4), 0.6, (40, 180), (3, 9))
    for x, y, n, h in ((150, 480, 240, 34), (460, 478, 200, 26), (760, 480, 220, 30), (960, 480, 120, 14)):
        s.poly(smooth([(x - n / 2, y + 6), (x - n * 0.16, y - h), (x + n * 0.12, y - h * 0.9), (x + n / 2, y + 6)]), mix(SEA, INK, 0.55))
        s.brush([(x - n * 0.2, y - h * 0.9), (x + n * 0.05, y - h * 1.05), (x + n * 0.3, y - h * 0.4)], [1, h * 0.35, 1], CREAM, 0.8)
    wave(s)
    # The wall: its top runs away to the right, its face looks at us.
    wall_x = -2.6
    top, foot = 1.25, 0.0
    near = 1.5
    face = [v.at(wall_x, top, 60), v.at(wall_x, top, near), v.at(wall_x, foot, near), v.at(wall_x, foot, 60)]
    s.poly([v.at(wall_x, top, 60), v.at(wall_x - 0.9, top, 60), v.at(wall_x - 0.9, top, near), v.at(wall_x, top, near)], mix(FOG, SLATE, 0.4))
    s.poly(face, mix(SLATE, INK, 0.5))
    with s.within(face):
        for row in range(4):
            y0 = foot + (top - foot) * row / 4
            z = near + (row % 2) * 0.22
            while z < 50:
                n = s.between(0.38, 0.62) * (1 + z * 0.05)
                s.poly([v.at(wall_x, y0 + 0.02, z + 0.03), v.at(wall_x, y0 + 0.295, z + 0.03), v.at(wall_x, y0 + 0.295, z + n), v.at(wall_x, y0 + 0.02, z + n)], mix(mix(SLATE, INK, 0.3), SEA, s.between(0, 0.4)), 0.9)
                z += n + 0.02
        s.spray(face, "ink", v.at(wall_x, 0, 3), v.at(wall_x, 0.9, 3), 0.6, 0.0)
    # Promenade, under water.
    ground = [v.at(wall_x, 0, 60), v.at(60, 0, 60), v.at(60, 0, 1.7), v.at(wall_x * 1.4, 0, 1.7)]
    s.poly(ground, mix(SLATE, INK, 0.42))
    with s.within(ground):
        s.wash(ground, FOG, (1190, 500), (1190, 680), 4, 0.7, 6)
        s.ripples(40, (200, 540, 1640, 900), mix(FOG, SLATE, 0.2), 0.7, (80, 260), (3, 9))
        s.ripples(26, (300, 620, 1640, 900), INK, 0.5, (100, 320), (4, 11))
        for _ in range(30):  # water runs back to the wall in tongues
            z = s.between(2.3, 9)
            a, b = v.at(wall_x, 0, z), v.at(wall_x + s.between(0.8, 2.6), 0, z * s.between(0.94, 1.06))
            s.brush([a, lerp(a, b, 0.4), b], [0.5, v.scale(z) * 0.08, 0.5], CREAM, 0.7)
    # Lamp-posts: the far ones stand and burn, the near one is bent over the road.
    for z in (40, 25, 15.5):
        k = v.scale(z)
        footp, topp = v.at(-1.7, 0, z), v.at(-1.7 + 0.1, 4.4, z)
        s.glow(topp[0], topp[1], k * 1.5, strength=0.7)
        s.brush([footp, topp], [k * 0.13, k * 0.08], INK, curved=False)
        s.poly([(topp[0] - k * 0.2, topp[1] - k * 0.1), (topp[0] + k * 0.2, topp[1] - k * 0.1), (topp[0] + k * 0.13, topp[1] + k * 0.34), (topp[0] - k * 0.13, topp[1] + k * 0.34)], LAMP)
        s.poly([(topp[0] - k * 0.26, topp[1] - k * 0.08), (topp[0], topp[1] - k * 0.4), (topp[0] + k * 0.26, topp[1] - k * 0.08)], INK)
        s.oval(footp[0] + k * 0.3, footp[1] + k * 0.05, k * 1.2, k * 0.09, LAMP, 0.5)
    bent_lamp(s)
    # Somebody has to be somewhere.
    leaning(s, 1462, 836, 330)
    s.ripples(16, (1300, 820, 1640, 880), INK, 0.6, (60, 170), (4, 9), False)
    s.rain(110, 62, 150, CREAM, 0.36, 2.4)
    s.rain(50, 62, 280, FOG, 0.45, 3.4)
    return s.svg()


def wave(s):
    """The sea that breaks: a dark back, a hollow face, a crest of foam with fingers, spray in the wind."""
    back = smooth([(-60, 700), (-50, 300), (20, 150), (140, 74), (300, 56), (440, 104), (540, 186), (590, 290)], steps=10)
    face = smooth([(590, 290), (520, 300), (470, 360), (470, 470), (540, 580), (700, 700)], steps=10)
    s.poly(smooth([(560, 250), (640, 400), (690, 540), (760, 720)]) + [(420, 720), (430, 380)], mix(SEA, INK, 0.72))
    s.poly(back + face + [(-60, 940)], mix(SEA, INK, 0.4))
    with s.within(back + face + [(-60, 940)]):
        for k in range(9):
            t = k / 9
            s.brush([(-60 + 40 * t, 720 - 30 * t), (20 + 90 * t, 330 + 60 * t), (180 + 100 * t, 170 + 90 * t), (380 + 60 * t, 150 + 100 * t), (500 + 20 * t, 230 + 90 * t)],
                    [2, 26 - t * 10, 34 - t * 14, 20 - t * 8, 2], (SEA, mix(SEA, FOG, 0.5), mix(SEA, INK, 0.62))[k % 3], 0.9)
        for k in range(11):
            t = k / 10
            s.brush([(-30 + 470 * t, 820), (90 + 340 * t, 590 + 30 * t), (250 + 190 * t, 430 + 70 * t), (380 + 90 * t, 352 + 60 * t), (474, 340 + 60 * t)],
                    [1, s.between(8, 20), s.between(10, 22), s.between(4, 10), 1], (mix(SEA, FOG, 0.55), mix(SEA, INK, 0.62), CREAM, SEA, mix(SEA, INK, 0.62))[k % 5], 0.75)
    # Foam along the crest: lumps, then fingers that claw at the wall.
    crest = smooth([(-60, 286), (20, 146), (140, 70), (300, 50), (440, 98), (545, 184), (606, 300)], steps=12)
    lumps = []
    for i, (x, y) in enumerate(crest):
        r = 20 + 26 * abs(math.sin(i * 0.9)) + s.between(0, 14)
        lumps.append(arc(x + s.near(0, 10), y + s.near(0, 12), r, r * 0.86, 0, 360, 16))
    s.polys([[(x + 10, y + 26) for x, y in p] for p in lumps], mix(FOG, SEA, 0.45))
    s.polys(lumps, CREAM)
    fingers = []
    for i in range(15):
        x, y = crest[30 + i * 3]
        n = s.between(70, 140) * (1 - 0.03 * i)
        a = -0.62 + i * 0.085
        tip = (x + n * math.cos(a) * 1.15, y + n * math.sin(a) * 0.8 + 14)
        hook = (tip[0] + s.between(-6, 12), tip[1] + s.between(26, 50))
        fingers.append(s.stroke([(x - 26, y - 6), lerp((x, y), tip, 0.6), tip, hook], [40, 28, 17, 2]))
        if i % 2:
            fingers.append(s.stroke([lerp((x, y), tip, 0.5), (tip[0] - 10, tip[1] - 34), (tip[0] + 24, tip[1] - 30)], [22, 13, 2]))
    s.polys([[(x - 5, y + 14) for x, y in p] for p in fingers], mix(FOG, SEA, 0.4))
    for p in fingers:
        s.poly(p, CREAM)
    # Where it strikes: a white fan over the parapet.
    burst = []
    for i in range(26):
        a = math.radians(-152 + i * 5.4)
        n = s.between(110, 320) * (0.6 + 0.5 * math.sin(i * 1.7) ** 2) * (0.6 + 0.5 * i / 26)
        x, y = 560 + i * 5, 716 - i * 4
        tip = (x + n * math.cos(a) + 60, y + n * math.sin(a))
        burst.append(s.stroke([(x, y + 30), lerp((x, y), tip, 0.5), tip], [60, 40, 2]))
    s.polys([[(x + 14, y + 16) for x, y in p] for p in burst], mix(FOG, SEA, 0.4))
    for p in burst:
        s.poly(p, CREAM)
    s.polys([arc(560 + s.near(0, 170), 690 + s.near(0, 60), s.between(20, 54), s.between(18, 44), 0, 360, 14) for _ in range(24)], CREAM)
    s.spray_disc(690, 470, 270, "cream", 0.6, 0.0, flat=0.8)
    drops = []
    for _ in range(130):
        t = s.rng.random() ** 1.4
        x, y = 560 + t * 620 + s.near(0, 90), 240 + s.near(0, 220) + t * 70
        r = s.between(1.4, 6.5) * (1.1 - t)
        drops.append(arc(x, y, r * 1.3, r, 0, 360, 8))
    s.polys(drops, CREAM, 0.95)


def bent_lamp(s):
    """The near lamp-post, bent by the sea and still burning."""
    x, y = 908, 792
    lamp = (1268, 470)
    s.cone([(lamp[0] - 36, lamp[1] + 18), (lamp[0] + 10, lamp[1] + 40)], (1010, 884), (1330, 900), op=0.42, stipple=0.5)
    s.oval(1170, 890, 200, 22, LAMP, 0.5)
    spine = [(x, y), (x + 6, 640), (x + 16, 500), (x + 60, 372), (x + 150, 312), (x + 262, 336), (x + 342, 424)]
    s.brush(spine, [34, 25, 23, 22, 20, 18, 15], INK)
    s.brush([(px - 6, py - 2) for px, py in spine[:6]], [5, 5, 5, 4, 4, 2], mix(FOG, SLATE, 0.3), 0.8)
    s.poly([(x - 34, y + 6), (x - 26, y - 40), (x - 16, y - 96), (x + 20, y - 96), (x + 30, y - 40), (x + 38, y + 6)], INK)
    s.rect(x - 22, y - 104, 50, 14, INK)
    s.lines([[(x + 44, 404), (x + 66, 432)], [(x + 70, 366), (x + 92, 392)]], 3, SLATE)  # the creases
    def t(points):
        return turned(points, -30, (0, 0), 1, lamp)
    s.glow(*lamp, 150, strength=0.85)
    s.poly(t([(-30, -34), (30, -34), (22, 36), (-22, 36)]), LAMP)
    s.poly(t([(-12, -34), (12, -34), (9, 36), (-9, 36)]), CREAM)
    s.poly(t([(-44, -30), (-16, -66), (16, -66), (44, -30)]), INK)
    s.poly(t([(-26, 34), (26, 34), (16, 48), (-16, 48)]), INK)
    s.lines([t([(-30, -34), (-22, 36)]), t([(30, -34), (22, 36)])], 4, INK)


def leaning(s, x, y, h):
    """A walker bent into the wind from the left, one hand on the hat, the coat streaming."""
    def p(u, w):
        return x + u * h, y - w * h
    coat = mix(RUST, INK, 0.12)
    s.limb([p(0.05, 0.46), p(0.13, 0.24), p(0.26, 0.02)], [0.13 * h, 0.1 * h, 0.07 * h], INK)
    s.limb([p(0.02, 0.46), p(-0.1, 0.25), p(-0.04, 0.02)], [0.13 * h, 0.1 * h, 0.07 * h], INK)
    s.limb([p(-0.06, 0.015), p(-0.14, 0.02)], [0.05 * h, 0.04 * h], INK)
    s.limb([p(0.24, 0.015), p(0.17, 0.01)], [0.05 * h, 0.04 * h], INK)
    s.poly(smooth([p(-0.2, 0.84), p(-0.06, 0.86), p(0.06, 0.72), p(0.2, 0.58), p(0.42, 0.52), p(0.54, 0.4)], steps=5) + smooth([p(0.54, 0.4), p(0.4, 0.42), p(0.34, 0.3), p(0.2, 0.36), p(0.12, 0.22), p(-0.06, 0.28), p(-0.14, 0.5), p(-0.24, 0.7), p(-0.2, 0.84)], steps=5), coat)
    s.poly(smooth([p(0.06, 0.66), p(0.2, 0.55), p(0.42, 0.5), p(0.54, 0.4)], steps=5) + smooth([p(0.54, 0.4), p(0.36, 0.44), p(0.2, 0.46), p(0.06, 0.66)], steps=5), INK, 0.3)
    s.head(*p(-0.2, 0.91), 0.078 * h, INK)
    s.poly([p(-0.31, 0.955), p(-0.12, 1.005), p(-0.1, 0.975), p(-0.3, 0.92)], INK)
    s.poly(smooth([p(-0.26, 0.965), p(-0.25, 1.03), p(-0.17, 1.05), p(-0.13, 0.995)], steps=4), INK)
    s.limb([p(-0.12, 0.8), p(-0.02, 0.9), p(-0.14, 1.0)], [0.09 * h, 0.07 * h, 0.05 * h], mix(coat, INK, 0.25))
    s.limb([p(-0.18, 0.74), p(-0.22, 0.6), p(-0.14, 0.5)], [0.08 * h, 0.065 * h, 0.05 * h], mix(coat, INK, 0.3))
    s.brush([p(-0.12, 0.84), p(0.06, 0.9), p(0.2, 0.84), p(0.36, 0.9)], [0.05 * h, 0.055 * h, 0.05 * h, 0.02 * h], LAMP)


PICTURES["storm"] = storm


def rovers():
    """Fog on the Rovers' ground: the goalkeeper hears that the others are at the far end."""
    s = Sheet("rovers", mix(FOG, CREAM, 0.3), 0.55)
    v = View(470, 400, 900, 1.7)
    grass, mud = mix(SEA, FOG, 0.25), mix(mix(mix(RUST, INK, 0.55), SEA, 0.25), FOG, 0.1)
    # Fog in layers; pylons and the far touchline stand in it.
    s.wash(s.box(-40, -40, 1680, 480), SLATE, (900, -140), (820, 360), 5, 0.42, 24)
    for x, top, foot, op, k in ((210, 84, 430, 0.34, 1.0), (846, 170, 416, 0.2, 0.66)):
        with s.layer(op):
            lattice(s, (x, foot), (x + 4, top + 40), 34 * k, 18 * k, 13, INK, 4 * k, 2 * k)
            s.rect(x - 62 * k, top, 132 * k, 60 * k, INK)
        for row in range(2):
            for col in range(4):
                s.disc(x - 44 * k + col * 32 * k, top + 17 * k + row * 28 * k, 9 * k, CREAM)
        s.spray_disc(x + 4, top + 30 * k, 190 * k, "cream", 0.8, 0.0)
        s.disc(x + 4, top + 30 * k, 120 * k, CREAM, 0.3)
        s.cone([(x - 50 * k, top + 60 * k), (x + 60 * k, top + 60 * k)], (x - 250 * k, foot), (x + 330 * k, foot), "cream", 0.3, 0.24)
    stand = [(930, 424), (930, 318), (964, 296), (1640, 262), (1640, 432)]
    s.poly(stand, mix(FOG, SLATE, 0.26))
    s.poly([(910, 318), (950, 286), (1640, 246), (1640, 286), (968, 314)], mix(FOG, SLATE, 0.4))
    s.rect(-40, 412, 1680, 10, mix(FOG, SLATE, 0.3))
    # Grass goes to mud where the goal is.
    s.poly([(-40, 422), (1640, 418), (1640, 940), (-40, 940)], mix(grass, FOG, 0.5))
    s.wash(s.box(-40, 420, 1680, 520), SEA, (800, 960), (800, 460), 6, 0.72, 10)
    s.poly([v.at(-30, 0, 44), v.at(30, 0, 42), v.at(30, 0, 41), v.at(-30, 0, 42.8)], CREAM, 0.35)
    s.wash(s.box(-40, 418, 1680, 300), mix(FOG, CREAM, 0.3), (800, 420), (812, 640), 5, 0.86, 10)
    # Those who always come: along the rail, one with a dog.
    tone = mix(FOG, SLATE, 0.55)
    for x, h, kind in ((1010, 62, "cap"), (1038, 58, "beanie"), (1112, 64, "plain"), (1172, 56, "hood"), (1296, 63, "brim"), (1322, 50, "plain"), (1398, 60, "cap"), (1500, 64, "bun")):
        s.walker(x, 436, h, tone, tone, s.pick(-1, 1), kind, tone, stride=0.05, long=0.3, arm=False)
    s.line([(900, 414), (1640, 406)], 4, mix(FOG, SLATE, 0.62))
    s.lines([[(920 + k * 74, 414 - k * 0.8), (920 + k * 74, 438)] for k in range(10)], 3.5, mix(FOG, SLATE, 0.62))
    s.band(438, 54, FOG, 0.6, 380, 1700, 9)
    # Ghosts of a game, far off.
    ghost = mix(FOG, SLATE, 0.36)
    for x, y, h, way in ((66, 470, 84, 1), (132, 462, 76, -1), (300, 458, 74, 1), (346, 466, 80, -1), (392, 455, 70, -1)):
        s.walker(x, y, h, mix(ghost, RUST, 0.34) if way > 0 else ghost, ghost, way, stride=0.2, long=0.05, op=0.8)
    s.band(462, 60, mix(FOG, CREAM, 0.3), 0.55, -160, 760, 7)
    # Goal: net behind, frame before, mud in front.
    near, far, tall = (4.35, 4.3), (2.9, 10.6), 2.44
    deep_near, deep_far = (6.2, 4.9), (4.4, 11.0)
    mudshape = [v.at(-2.6, 0, 10), v.at(-0.6, 0, 12.5), v.at(3.2, 0, 11.6), v.at(5.6, 0, 8), v.at(6, 0, 3), v.at(2, 0, 2.2), v.at(-1.4, 0, 2.7), v.at(-1.6, 0, 5.2)]
    s.blob(mudshape, mud)
    s.wash(smooth(mudshape, True), mix(FOG, CREAM, 0.2), (800, 480), (810, 720), 5, 0.8, 9)
    line = [v.at(lerp(near, far, t)[0], 0, lerp(near, far, t)[1]) for t in (0, 0.35, 0.6, 1)]
    s.brush(line, [13, 9, 7, 5], CREAM, 0.55)
    net = mix(CREAM, FOG, 0.3)
    grid = []
    for k in range(15):
        t = k / 14
        (x0, z0), (x1, z1) = lerp(near, far, t), lerp(deep_near, deep_far, t)
        grid.append(smooth([v.at(x0, tall, z0), v.at(lerp((x0,), (x1,), 0.55)[0], tall - 0.25, lerp((z0,), (z1,), 0.55)[0]), v.at(x1, 1.3, z1), v.at(x1 + 0.1, 0, z1)], steps=4))
    for k in range(9):
        h = k / 8
        sag = [0.5, 0.7][k % 2] * 0.05
        grid.append([v.at(*(lambda a: (a[0] + 0.02, 1.75 - 1.75 * h - sag * math.sin(math.pi * t), a[1]))(lerp(deep_near, deep_far, t))) for t in (i / 8 for i in range(9))])
    for k in range(5):
        h = k / 5
        grid.append([v.at(*(lambda a, b: (lerp(a, b, h)[0], tall - 0.6 * h, lerp(a, b, h)[1]))(lerp(near, far, t), lerp(deep_near, deep_far, t))) for t in (0, 0.5, 1)])
    s.lines(grid, 1.9, net, 0.75)
    far_foot, far_top = v.at(far[0], 0, far[1]), v.at(far[0], tall, far[1])
    near_foot, near_top = v.at(near[0], 0, near[1]), v.at(near[0], tall, near[1])
    s.line([v.at(deep_far[0], 1.75, deep_far[1]), v.at(deep_far[0], 0, deep_far[1])], 4, mix(FOG, SLATE, 0.5))
    s.brush([far_foot, far_top], [10, 9], CREAM, curved=False)
    s.brush([far_top, near_top], [9, 19], CREAM, curved=False)
    s.brush([near_top, near_foot], [21, 22], CREAM, curved=False)
    s.line([(near_top[0] + 6, near_top[1] + 12), (near_foot[0] + 6, near_foot[1])], 6, SLATE, 0.5)
    s.line([(far_top[0], far_top[1] + 6), (near_top[0], near_top[1] + 12)], 3, SLATE, 0.5)
    # Churned mud, boot marks, puddles.
    for _ in range(95):
        z = 10.5 / (1 + s.rng.random() * 3.8)
        x = s.between(-1.8, 5.2)
        a = v.at(x, 0, z)
        n = v.scale(z) * s.between(0.1, 0.42)
        s.brush([(a[0] - n, a[1]), (a[0], a[1] - n * 0.12), (a[0] + n, a[1] + 2)], [0.4, v.scale(z) * 0.04, 0.4], s.pick(mix(INK, RUST, 0.3), mix(INK, RUST, 0.3), mix(mud, FOG, 0.35)), 0.8)
    kx, ky, kh = 560, 690, 372
    for x, y, rx, ry in ((654, 720, 210, 24), (1010, 640, 120, 12), (300, 792, 170, 18), (1170, 812, 230, 26)):
        outline = smooth([(x + rx * math.cos(a) * s.between(0.78, 1.1), y + ry * math.sin(a) * s.between(0.8, 1.1)) for a in (k * math.pi / 7 for k in range(14))], True)
        s.poly([(px, py - 3) for px, py in outline], mix(INK, RUST, 0.3), 0.6)
        s.poly(outline, mix(FOG, CREAM, 0.3))
        with s.within(outline):
            if x == 654:
                s.blob([(kx - 40, ky + 6), (kx + 60, ky + 6), (kx + 84, ky + 70), (kx - 30, ky + 80)], mix(RUST, FOG, 0.35), 0.9)
            s.ripples(8, (x - rx, y - ry, x + rx, y + ry), mix(FOG, SLATE, 0.5), 0.7, (40, 120), (2, 4), False)
    s.spray_disc(690, 470, 300, "fog", 0.8, 0.0, flat=0.5)
    s.band(520, 90, mix(FOG, CREAM, 0.3), 0.34, 560, 1250, 6)
    s.band(486, 60, mix(FOG, CREAM, 0.3), 0.4, -200, 900, 6)
    keeper(s, kx, ky, kh)
    # The ball that nobody has fetched, and the touchline tufts.
    bx, by = 1330, 836
    s.oval(bx + 14, by + 22, 60, 11, INK, 0.4)
    s.disc(bx, by, 33, CREAM)
    with s.within(arc(bx, by, 33, 33, 0, 360, 30)):
        for a in range(0, 360, 72):
            s.poly([(bx - 4 + 31 * math.cos(math.radians(a + d)), by - 4 + 31 * math.sin(math.radians(a + d))) for d in (-24, 0, 24)] + [(bx - 4 + 20 * math.cos(math.radians(a)), by - 4 + 20 * math.sin(math.radians(a)))], INK)
        s.poly([(bx - 4 + 11 * math.cos(math.radians(a - 90)), by - 4 + 11 * math.sin(math.radians(a - 90))) for a in range(0, 360, 72)], INK)
        s.poly(arc(bx, by + 30, 40, 26, 180, 360), mix(RUST, INK, 0.5))
        s.disc(bx + 16, by + 12, 33, SLATE, 0.25)
    for x in range(-30, 1640, 46):
        for _ in range(4):
            gx, n = x + s.between(0, 46), s.between(18, 54)
            s.brush([(gx, 912), (gx + s.near(0, 8), 912 - n * 0.6), (gx + s.near(0, 18), 912 - n)], [7, 5, 0.5], s.pick(mix(SEA, INK, 0.5), mix(SEA, INK, 0.3)))
    s.band(560, 70, mix(FOG, CREAM, 0.3), 0.26, -200, 560, 6)
    s.band(520, 60, mix(FOG, CREAM, 0.3), 0.3, 840, 1700, 6)
    return s.svg()


def keeper(s, x, y, h):
    """The goalkeeper from behind: arms on hips, weight on one leg, looking into nothing."""
    def p(u, w):
        return x + u * h, y - w * h
    jersey, shade = RUST, mix(RUST, INK, 0.35)
    s.oval(x + 0.02 * h, y + 4, 0.2 * h, 0.025 * h, INK, 0.5)
    skin = mix(mix(RUST, CREAM, 0.4), INK, 0.18)
    for leg in ([p(-0.05, 0.5), p(-0.085, 0.27), p(-0.1, 0.03)], [p(0.06, 0.5), p(0.13, 0.28), p(0.15, 0.035)]):
        s.limb(leg, [0.13 * h, 0.09 * h, 0.065 * h], skin)
        s.limb([lerp(leg[1], leg[2], 0.16), leg[2]], [0.09 * h, 0.066 * h], INK)
        s.line([(lerp(leg[1], leg[2], 0.2)[0] - 0.042 * h, lerp(leg[1], leg[2], 0.2)[1]), (lerp(leg[1], leg[2], 0.2)[0] + 0.042 * h, lerp(leg[1], leg[2], 0.2)[1] + 1)], 0.028 * h, LAMP)
        s.limb([(leg[2][0] - 0.04 * h, leg[2][1] + 0.014 * h), (leg[2][0] + 0.035 * h, leg[2][1] + 0.012 * h)], [0.05 * h, 0.045 * h], INK)
    s.blob([p(-0.13, 0.56), p(0.13, 0.56), p(0.16, 0.36), p(0.05, 0.35), p(0.0, 0.43), p(-0.03, 0.34), p(-0.15, 0.36)], INK)
    s.poly(smooth([p(-0.08, 0.845), p(0.07, 0.85), p(0.155, 0.8), p(0.13, 0.66), p(0.13, 0.5), p(0.0, 0.49), p(-0.13, 0.5), p(-0.12, 0.66), p(-0.16, 0.79)], True, 5), jersey)
    s.poly(smooth([p(0.03, 0.85), p(0.155, 0.8), p(0.13, 0.66), p(0.13, 0.5), p(0.05, 0.49), p(0.07, 0.7)], True, 5), shade, 0.75)
    for side in (-1, 1):
        s.limb([p(side * 0.125, 0.785), p(side * 0.255, 0.655), p(side * 0.14, 0.545)], [0.1 * h, 0.08 * h, 0.06 * h], jersey if side < 0 else shade)
        s.blob([p(side * 0.17, 0.58), p(side * 0.12, 0.6), p(side * 0.085, 0.545), p(side * 0.11, 0.505), p(side * 0.165, 0.52)], CREAM)
    s.rect(*p(-0.035, 0.9), 0.07 * h, 0.07 * h, skin)
    s.head(*p(-0.008, 0.935), 0.082 * h, mix(INK, RUST, 0.2))
    s.oval(*p(-0.07, 0.925), 0.014 * h, 0.022 * h, skin)
    s.oval(*p(0.06, 0.925), 0.014 * h, 0.022 * h, skin)
    s.poly(arc(*p(-0.008, 0.95), 0.08 * h, 0.075 * h, 178, 362), INK)
    for _ in range(16):  # mud, as high as he has dived
        s.oval(*p(s.near(0.0, 0.14), s.between(0.36, 0.66)), s.between(2, 6), s.between(2, 5), mix(INK, RUST, 0.4), 0.8)


PICTURES["rovers"] = rovers


def werft():
    """The Long Slip at the shift's end: a hull half plated, welders at its ribs."""
    s = Sheet("werft", mix(SLATE, FOG, 0.45))
    s.wash(s.box(-40, -40, 1680, 760), INK, (560, -140), (640, 640), 7, 0.86, 24)
    s.wash(s.box(-40, 300, 1680, 420), FOG, (400, 690), (440, 420), 4, 0.6, 14)
    s.band(400, 40, mix(FOG, SLATE, 0.4), 0.6, -100, 760, 6)
    s.band(330, 26, RUST, 0.4, -80, 520, 6)
    # Far bank and estuary.
    hills(s, 640, [60, 84, 70, 46, 54, 80, 60, 40, 30, 30], mix(SLATE, INK, 0.3), base=650)
    houses(s, 30, 330, 642, 14, 30, (mix(SLATE, INK, 0.45), mix(SLATE, INK, 0.3)), 0.2)
    s.rect(-40, 640, 1680, 320, mix(SLATE, INK, 0.25))
    s.ripples(36, (-40, 646, 900, 760), mix(FOG, SLATE, 0.2), 0.7, (40, 160), (2, 5))
    # Gantry over the slip.
    dark = mix(INK, SLATE, 0.14)
    for x0, x1, w in ((560, 592, 32), (1544, 1560, 40)):
        lattice(s, (x0, 792), (x1, 84), w, w, 17, dark, 6, 3)
    lattice(s, (560, 84), (1660, 44), 44, 50, 20, dark, 7, 3.4)
    s.poly([(770, 96), (856, 92), (858, 138), (774, 142)], mix(RUST, INK, 0.2))
    s.rect(784, 102, 28, 24, LAMP)
    s.lines([[(816, 140), (818, 268)]], 3, dark)
    s.line(smooth([(818, 268), (826, 282), (818, 292), (808, 284)]), 6, dark)
    for x, y in ((694, 110), (1040, 98), (1390, 84)):
        s.poly([(x - 16, y), (x + 16, y), (x + 26, y + 20), (x - 26, y + 20)], INK)
        s.cone([(x - 24, y + 20), (x + 24, y + 20)], (x - 170, 700), (x + 190, 700), op=0.2, stipple=0.26)
        s.oval(x, y + 20, 24, 6, CREAM)
    # Slipway: ways that run down into the water on the left.
    s.poly([(1640, 744), (760, 726), (-40, 846), (-40, 960), (1640, 960)], mix(INK, SLATE, 0.3))
    for y0, y1, w in ((782, 876, 26), (826, 938, 32)):
        s.poly([(1640, y0), (1640, y0 + w), (-40, y1 + w * 0.9), (-40, y1)], mix(RUST, INK, 0.5))
        s.poly([(1640, y0), (1640, y0 + 7), (-40, y1 + 7), (-40, y1)], mix(RUST, LAMP, 0.2), 0.75)
    s.poly([(-40, 822), (280, 792), (420, 940), (-40, 960)], mix(SLATE, INK, 0.1))
    s.ripples(26, (-40, 826, 330, 900), mix(FOG, SLATE, 0.1), 0.75, (50, 150), (3, 7), False)
    for k in range(16):
        x = 430 + k * 78
        s.poly([(x, 800 + (1640 - x) * 0.05), (x + 40, 798 + (1640 - x) * 0.05), (x + 58, 940), (x + 6, 940)], INK, 0.35)
    hull(s)
    # People below give the scale; a ladder, bottles, cable.
    s.walker(520, 852, 150, mix(RUST, INK, 0.2), way=1, kind="beanie", hat=LAMP, stride=0.13, long=0.16)
    s.walker(600, 846, 146, mix(SLATE, INK, 0.35), way=-1, kind="beanie", hat=CREAM, stride=0.07, long=0.2)
    s.poly([(548, 776), (590, 770), (596, 792), (552, 796)], CREAM)
    for x, tone in ((980, mix(SEA, INK, 0.2)), (1008, RUST)):
        s.rect(x - 11, 786, 22, 82, tone)
        s.oval(x, 786, 11, 9, tone)
        s.rect(x - 4, 768, 8, 14, INK)
    s.line(smooth([(1012, 862), (1080, 900), (1170, 868), (1260, 890), (1330, 852)]), 5, INK)
    s.rain(90, 8, 70, CREAM, 0.26, 2.0)
    return s.svg()


def hull(s):
    """The ship on the stocks, bow to the left: plates up to the bilge, bare ribs above and behind."""
    plate, deep = mix(RUST, INK, 0.12), mix(RUST, INK, 0.5)
    # The far side's ribs first, then the deck beams.
    sheer = smooth([(660, 236), (800, 286), (1000, 322), (1240, 342), (1660, 350)], steps=8)
    def at(x):
        return next((y0 + (y1 - y0) * (x - x0) / (x1 - x0) for (x0, y0), (x1, y1) in zip(sheer, sheer[1:]) if x0 <= x <= x1), sheer[-1][1])
    for k in range(15):
        x = 872 + k * 56
        s.line(smooth([(x + 26, at(x) + 8), (x + 22, at(x) + 120), (x - 4, 560)]), 8, mix(INK, RUST, 0.2))
    for k in range(15):
        x = 872 + k * 56
        s.line([(x, at(x) + 6), (x + 30, at(x) - 2)], 7, mix(INK, RUST, 0.3))
    # Light inside.
    s.spray([(900, 380), (1640, 400), (1640, 620), (980, 620)], "lamp", (1200, 620), (1200, 380), 0.62, 0.0)
    # Hull: the stem, the plated forefoot and bottom.
    stem = smooth([(652, 232), (690, 360), (742, 500), (800, 640), (862, 742)], steps=8)
    bottom = smooth([(862, 742), (1000, 768), (1300, 776), (1660, 778)], steps=6)
    edge = [(1660, 566), (1560, 560), (1560, 606), (1430, 602), (1430, 540), (1290, 536), (1290, 470), (1180, 466), (1180, 520), (1080, 514), (1080, 420), (960, 410), (960, 330), (890, 306)]
    top = smooth([(890, 306), (800, 284), (720, 258), (652, 232)], steps=6)
    shape = stem + bottom + edge + top
    s.poly(shape, plate)
    with s.within(shape):
        s.poly(smooth([(820, 940), (800, 640), (860, 560), (1100, 640), (1660, 670)], steps=6) + [(1660, 940)], deep, 0.8)
        s.poly(smooth([(862, 760), (900, 690), (1100, 712), (1660, 726)], steps=6) + [(1660, 940), (862, 940)], INK, 0.55)
        for points in ([(700, 330), (900, 400), (1200, 440), (1660, 450)], [(740, 450), (900, 500), (1200, 540), (1660, 552)], [(790, 580), (950, 616), (1200, 640), (1660, 652)]):
            s.line(smooth(points), 3, mix(RUST, INK, 0.6))
        for x0, x1 in ((790, 846), (880, 930), (980, 1010), (1090, 1110), (1200, 1214), (1320, 1328), (1450, 1454), (1570, 1572)):
            s.line(smooth([(x0, 250), (x0 + 14, 480), (x1, 790)]), 3, mix(RUST, INK, 0.6))
        s.poly([(960, 400), (1080, 414), (1084, 516), (966, 500)], mix(RUST, LAMP, 0.3), 0.9)
        s.poly([(1296, 540), (1430, 544), (1432, 640), (1300, 636)], mix(SLATE, RUST, 0.4), 0.9)
        s.poly(smooth([(652, 232), (692, 360), (744, 500), (804, 640), (862, 742)]) + smooth([(900, 742), (836, 630), (780, 490), (730, 350), (700, 244)]), mix(RUST, LAMP, 0.32))
        s.spray([(652, 232), (1000, 320), (1000, 800), (862, 742)], "ink", (1000, 560), (780, 520), 0.5, 0.0)
    s.line(stem, 7, mix(INK, RUST, 0.25))
    # The near ribs that have no plates yet.
    for k, x in enumerate(range(918, 1640, 54)):
        low = next((y for (x1, y1), (x0, y0) in zip(edge, edge[1:]) for y in [max(y0, y1)] if x0 <= x <= x1), 560)
        if low - at(x) > 40:
            s.line(smooth([(x, at(x) - (14 if k % 3 else 34)), (x - 2, lerp((0, at(x)), (0, low), 0.5)[1]), (x - 10, low + 4)]), 11, INK)
            s.line(smooth([(x - 3, at(x) - 10), (x - 5, lerp((0, at(x)), (0, low), 0.5)[1]), (x - 13, low + 2)]), 3, mix(RUST, LAMP, 0.2))
    for dy in (0, 92):
        s.line([(x, y + dy) for x, y in sheer if 900 < x], 6, INK)
    # Shores and keel blocks.
    for x, y in ((930, 770), (1060, 782), (1200, 788), (1350, 790), (1500, 792)):
        s.rect(x - 26, y - 16, 60, 44, mix(RUST, INK, 0.68))
        s.rect(x - 34, y + 14, 76, 18, INK)
    for x0, y0, x1, y1 in ((838, 560, 700, 806), (880, 640, 790, 812), (1150, 620, 1092, 812), (1390, 640, 1340, 816)):
        s.line([(x0, y0), (x1, y1)], 11, mix(RUST, INK, 0.7))
    # Staging along the side with its planks, ladder and people.
    for x in (846, 1010, 1174, 1338, 1502):
        s.line([(x, 806), (x, 360)], 5, INK)
    for y in (506, 640):
        s.poly([(830, y), (1640, y + 16), (1640, y + 28), (830, y + 11)], mix(LAMP, RUST, 0.5))
        s.line([(840, y - 46), (1640, y - 30)], 3, INK)
    s.lines([[(1046, 806), (1070, 508)], [(1078, 806), (1098, 508)]] + [[(1048 + k * 2, 790 - k * 24), (1079 + k * 1.7, 790 - k * 24)] for k in range(12)], 4, INK)
    for k, (x, y) in enumerate(((1400, 512), (930, 640), (1576, 652))):
        welder(s, x, y, 122, 1 if k == 1 else -1)
    s.walker(1196, 512, 108, mix(SLATE, INK, 0.3), way=1, kind="beanie", hat=LAMP, long=0.18, stride=0.12)


def welder(s, x, y, h, way):
    """Somebody on one knee, mask down, with the light and the sparks of the weld."""
    def p(u, w):
        return x + u * h * way, y - w * h
    ax, ay = p(0.74, 0.34)
    s.spray_disc(ax, ay, h * 1.15, "lamp", 0.9, 0.0)
    s.disc(ax, ay, h * 0.5, LAMP, 0.3)
    s.disc(ax, ay, h * 0.26, mix(LAMP, CREAM, 0.4), 0.6)
    jacket = mix(SLATE, INK, 0.62)
    for shift, tone, cloth in ((3.5, mix(LAMP, CREAM, 0.3), mix(LAMP, CREAM, 0.3)), (0, INK, jacket)):
        def q(u, w):
            a, b = p(u, w)
            return a + shift * way, b
        s.limb([q(-0.1, 0.36), q(0.22, 0.36), q(0.2, 0.03)], [0.2 * h, 0.15 * h, 0.1 * h], tone)       # the knee that is up
        s.limb([q(0.16, 0.02), q(0.32, 0.02)], [0.06 * h, 0.05 * h], tone)
        s.limb([q(-0.12, 0.36), q(-0.02, 0.07), q(-0.36, 0.05)], [0.2 * h, 0.15 * h, 0.1 * h], tone)
        s.limb([q(-0.34, 0.05), q(-0.42, 0.1)], [0.09 * h, 0.06 * h], tone)
        s.poly(smooth([q(-0.23, 0.3), q(-0.25, 0.55), q(-0.17, 0.78), q(-0.02, 0.86), q(0.1, 0.8), q(0.1, 0.6), q(0.05, 0.34), q(-0.1, 0.26)], True, 5), cloth)
        s.limb([q(0.0, 0.75), q(0.22, 0.54), q(0.5, 0.42)], [0.15 * h, 0.12 * h, 0.08 * h], cloth)
        s.limb([q(0.44, 0.44), q(0.54, 0.4)], [0.11 * h, 0.09 * h], tone)
        s.oval(*q(0.07, 0.93), 0.095 * h, 0.105 * h, tone)
        s.poly([q(0.08, 1.06), q(0.22, 0.98), q(0.26, 0.8), q(0.16, 0.74), q(0.06, 0.8)], tone)       # the mask
    s.poly([p(0.19, 0.95), p(0.225, 0.94), p(0.24, 0.87), p(0.2, 0.87)], LAMP)
    s.line([p(0.53, 0.41), (ax, ay)], 3, INK)
    s.disc(ax, ay, h * 0.06, CREAM)
    for k in range(8):
        a = k * math.pi / 4 + 0.3
        s.brush([(ax, ay), (ax + math.cos(a) * h * (0.24 if k % 2 else 0.15), ay + math.sin(a) * h * (0.24 if k % 2 else 0.15))], [h * 0.05, 0.5], CREAM, curved=False)
    for _ in range(34):
        a = s.between(-1.0, 1.9)
        n = h * s.between(0.3, 1.4) * (1.2 if math.sin(a) > 0 else 0.7)
        drop = max(0, n - h * 0.35) * 0.5
        x0, y0 = ax + way * math.cos(a) * n * 0.5, ay + math.sin(a) * n * 0.5 + drop * 0.3
        x1, y1 = ax + way * math.cos(a) * n * 0.62, ay + math.sin(a) * n * 0.64 + drop
        s.brush([(x0, y0), (x1, y1)], [s.between(2, 3.6), 0.6], s.pick(LAMP, CREAM, LAMP), curved=False)


PICTURES["werft"] = werft


def market_arch(s, v, z, left, right, spring, crown, tone, near):
    """One iron arch of the hall: columns, double rib, rings in the spandrels."""
    k = v.scale(z)
    middle, half = (left + right) / 2, (right - left) / 2
    def rib(grow, a0=180, a1=360, n=30):
        cx, cy = v.at(middle, spring, z)
        return arc(cx, cy, (half + grow) * k, (crown - spring + grow) * k, a0, a1, n)
    s.lines([rib(0.0)], k * 0.17, tone)
    s.lines([rib(0.72)], k * 0.13, tone)
    struts = []
    outer, inner = rib(0.72, n=26), rib(0.0, n=26)
    for i in range(26):
        struts.append([outer[i], inner[i + (i + 1) % 2]])
    s.lines(struts, k * 0.055, tone)
    for x, way in ((left, 1), (right, -1)):
        foot, top = v.at(x, 0, z), v.at(x, spring, z)
        s.brush([foot, top], [k * 0.3, k * 0.24], tone, curved=False)
        s.poly([(foot[0] - k * 0.34, foot[1]), (foot[0] - k * 0.2, foot[1] - k * 0.55), (foot[0] + k * 0.2, foot[1] - k * 0.55), (foot[0] + k * 0.34, foot[1])], tone)
        s.poly([(top[0] - k * 0.36, top[1] - k * 0.1), (top[0] + k * 0.36, top[1] - k * 0.1), (top[0] + k * 0.16, top[1] + k * 0.36), (top[0] - k * 0.16, top[1] + k * 0.36)], tone)
        if near:
            s.brush([(top[0] - k * 0.05, foot[1] - k * 0.6), (top[0] - k * 0.05, top[1] + k * 0.4)], [k * 0.05, k * 0.04], mix(tone, FOG, 0.35), curved=False)
        # The bracket out to the aisle wall, with its rings.
        out = v.at(x - way * 3.0, spring + 0.8, z)
        s.line([(top[0], top[1] - k * 0.2), out], k * 0.12, tone)
        s.line(smooth([(top[0], top[1] + k * 1.1), (lerp(top, out, 0.3)[0], top[1] + k * 0.1), out], False, 5), k * 0.09, tone)
        for t, r in ((0.22, 0.36), (0.5, 0.22)):
            cx, cy = lerp(top, out, t)
            s.ring(cx, cy + k * (r + 0.08), r * k, r * k, k * 0.06, tone)


def stall(s, v, side, z0, z1, x0, x1, cloth, fade):
    """A fish stall along the aisle: slab with ice and fish, a striped canopy."""
    def at(x, y, z):
        return v.at(x * side if side < 0 else x, y, z)
    x0, x1 = abs(x0), abs(x1)
    wood = mix(mix(SEA, INK, 0.5), FOG, fade)
    s.poly([at(x0, 0, z0), at(x0, 0.86, z0), at(x0, 0.86, z1), at(x0, 0, z1)], wood)
    s.poly([at(x0, 0, z0), at(x1, 0, z0), at(x1, 1.0, z0), at(x0, 0.86, z0)], mix(wood, INK, 0.35))
    top = [at(x0, 0.9, z0), at(x0, 0.9, z1), at(x1, 1.1, z1), at(x1, 1.1, z0)]
    s.poly(top, mix(mix(FOG, CREAM, 0.5), FOG, fade))
    s.line([at(x0, 0.89, z0), at(x0, 0.89, z1)], max(1.5, v.scale(z0) * 0.05), mix(CREAM, FOG, fade))
    with s.within(top):
        rows = 3
        for r in range(rows):
            z = z0 + 0.15
            while z < z1:
                x = x0 + (x1 - x0) * (r + 0.5) / rows
                cx, cy = at(x, 0.9 + 0.2 * (r + 0.5) / rows, z)
                k = v.scale(z)
                s.brush([(cx - k * 0.2, cy + k * 0.03), (cx, cy), (cx + k * 0.17, cy - k * 0.01), (cx + k * 0.24, cy - k * 0.03)], [k * 0.02, k * 0.1, k * 0.02, k * 0.09], mix(s.pick(SLATE, mix(SLATE, INK, 0.5), mix(RUST, CREAM, 0.2), SEA), FOG, fade))
                z += s.between(0.28, 0.5)
    for z in (z0 + 0.1, z1 - 0.1):
        s.line([at(x0 + 0.1, 0.9, z), at(x0 + 0.1, 2.75, z)], max(1.5, v.scale(z) * 0.06), mix(INK, FOG, fade))
    n = 9
    for k in range(n):
        a, b = z0 + (z1 - z0) * k / n, z0 + (z1 - z0) * (k + 1) / n
        colour = mix(cloth if k % 2 else CREAM, FOG, fade)
        s.poly([at(x0 - 0.35, 2.5, a), at(x0 - 0.35, 2.5, b), at(x1, 3.25, b), at(x1, 3.25, a)], colour)
        s.poly([at(x0 - 0.35, 2.5, a), at(x0 - 0.35, 2.5, b), at(x0 - 0.35, 2.2, b), at(x0 - 0.35, 2.14, (a + b) / 2), at(x0 - 0.35, 2.2, a)], mix(colour, INK, 0.25))
    s.poly([at(x0 - 0.35, 2.5, z0), at(x1, 3.25, z0), at(x1, 2.6, z0), at(x0 - 0.35, 2.2, z0)], mix(mix(cloth, INK, 0.4), FOG, fade))


def festoon(s, v, p, q, sag, n, size):
    """A string of lamps between two points in space."""
    points = []
    for i in range(n + 1):
        t = i / n
        x, y, z = (a + (b - a) * t for a, b in zip(p, q))
        points.append((x, y - sag * math.sin(math.pi * t), z))
    flat = [v.at(*point) for point in points]
    s.line(smooth(flat, False, 4), max(1.2, v.scale(min(p[2], q[2])) * 0.018), INK)
    for (x, y), point in list(zip(flat, points))[1:-1]:
        r = v.scale(point[2]) * size
        s.disc(x, y + r, r * 2.6, LAMP, 0.16)
        s.disc(x, y + r, r * 1.6, LAMP, 0.3)
        s.disc(x, y + r, r, LAMP)
        s.disc(x, y + r, r * 0.55, CREAM)


def fischhalle():
    """The Fish Market hall before opening: iron arches, strings of lamps, the first customers."""
    s = Sheet("fischhalle", mix(SEA, INK, 0.55), 0.7)
    v = View(668, 520, 800, 2.1)
    left, right, spring, crown = -4.6, 6.0, 4.3, 8.6
    zs = [5.2, 8.6, 13, 19, 27, 38]
    end = 46
    # Roof, skylight, aisle walls with their windows.
    s.poly([v.at(-9, 12, end), v.at(11, 12, end), v.at(11, 0, end), v.at(-9, 0, end)], mix(SEA, FOG, 0.45))
    roof = mix(SEA, INK, 0.58)
    s.poly([v.at(0.7, 9.9, end), v.at(0.7, 9.9, 2), v.at(-30, 4, 2), v.at(-7.8, 5.2, end)], roof)
    s.poly([v.at(0.7, 9.9, end), v.at(0.7, 9.9, 2), v.at(30, 4, 2), v.at(9.2, 5.2, end)], mix(roof, INK, 0.25))
    s.poly([v.at(-0.5, 9.6, end), v.at(1.9, 9.6, end), v.at(3.4, 9.2, 2.6), v.at(-2.0, 9.2, 2.6)], mix(FOG, SEA, 0.15))
    s.lines([[v.at(-0.5 - 1.5 * t, 9.6 - 0.4 * t, end + (2.6 - end) * t), v.at(1.9 + 1.5 * t, 9.6 - 0.4 * t, end + (2.6 - end) * t)] for t in (0.5, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.985)], 5, roof)
    s.line([v.at(0.7, 9.7, end), v.at(0.7, 9.2, 2.4)], 7, roof)
    for side, x in ((-1, -7.8), (1, 9.2)):
        s.poly([v.at(x, 5.2, end), v.at(x, 5.2, 2.2), v.at(x, 0, 2.2), v.at(x, 0, end)], mix(SEA, INK, 0.42) if side < 0 else mix(SEA, INK, 0.52))
        z = 3.6
        while z < 40:
            w = 1.9
            a, b = z, z + w
            s.poly([v.at(x, 2.3, a)] + [v.at(x, 3.9 + 0.8 * math.sin(math.pi * t), a + w * t) for t in (0, 0.25, 0.5, 0.75, 1)] + [v.at(x, 2.3, b)], mix(FOG, SLATE, 0.22))
            s.lines([[v.at(x, 2.3, a + w / 2), v.at(x, 4.7, a + w / 2)], [v.at(x, 3.3, a), v.at(x, 3.3, b)]], max(1.5, v.scale(z) * 0.06), INK)
            z += 3.3
    # End wall: a fan of glass over the doors.
    cx, cy = v.at(0.7, 3.4, end)
    k = v.scale(end)
    s.poly(arc(cx, cy, 4.4 * k, 4.6 * k, 180, 360), mix(CREAM, FOG, 0.35))
    s.lines([[(cx, cy), (cx + 4.4 * k * math.cos(math.radians(a)), cy + 4.6 * k * math.sin(math.radians(a)))] for a in range(198, 360, 18)] + [arc(cx, cy, 2 * k, 2.1 * k, 180, 360)], 2.4, mix(SEA, INK, 0.3))
    s.rect(cx - 1.3 * k, cy + 0.4 * k, 2.6 * k, 3.0 * k, CREAM)
    # Floor, wet from the hoses.
    floor = [v.at(-7.8, 0, end), v.at(9.2, 0, end), v.at(9.2, 0, 1.6), v.at(-7.8, 0, 1.6)]
    s.poly(floor, mix(SLATE, INK, 0.38))
    with s.within(floor):
        s.wash(floor, FOG, (700, 540), (700, 690), 4, 0.66, 6)
        s.poly([v.at(-0.8, 0, end), v.at(2.2, 0, end), v.at(2.9, 0, 1.6), v.at(-1.5, 0, 1.6)], CREAM, 0.14)
        s.lines([[v.at(-7.8, 0, z), v.at(9.2, 0, z)] for z in (40, 28, 20, 15, 11.5, 9, 7.2, 6, 5, 4.2, 3.6, 3.1)], 2, INK, 0.35)
        s.lines([[v.at(x, 0, end), v.at(x, 0, 1.6)] for x in range(-6, 9, 2)], 2, INK, 0.3)
    # From the far end: stalls, people, arches, lamps.
    cloths = (RUST, SEA, mix(RUST, INK, 0.2), mix(SLATE, INK, 0.1))
    spots = {4: ((-1.4, 24, "cap"), (1.6, 26, "plain")), 3: ((2.9, 17, "scarf"), (-2.0, 18, "bun")), 2: ((-1.2, 11.6, "beanie"), (3.2, 12.4, "long"), (1.0, 14, "plain")), 1: ((-2.4, 8.2, "scarf"), (0.4, 9.4, "cap"))}
    for n in range(len(zs) - 1, -1, -1):
        z = zs[n]
        fade = max(0.0, min(0.7, (z - 9) / 40))
        tone = mix(INK, FOG, fade)
        if n < len(zs) - 1:
            z1 = zs[n + 1]
            for side, x0, x1 in ((-1, 3.3, 5.2), (1, 4.7, 6.7)):
                a, b = z + 0.5, min(z1 - 0.5, z + 6)
                hx = (x1 + 0.5) * side
                for zz, kind in ((a + (b - a) * 0.62, "plain"), (a + (b - a) * 0.25, "cap")):  # behind the slab
                    s.walker(*v.at(hx, 0, zz), v.scale(zz) * 1.75, mix(mix(LAMP, RUST, 0.25), FOG, fade) if kind == "cap" else mix(mix(SLATE, INK, 0.4), FOG, fade), tone, -side, kind, tone, arm=False)
                stall(s, v, side, a, b, x0, x1, cloths[(n * 2 + (side > 0)) % 4], fade * 0.9)
                k = v.scale((a + b) / 2)
                lx, ly = v.at((x0 + 0.5) * side, 2.1, (a + b) / 2)
                s.disc(lx, ly, k * 0.34, LAMP, 0.3)
                s.disc(lx, ly, k * 0.13, CREAM)
                fx, fy = v.at((x0 - 0.5) * side, 0, (a + b) / 2)
                s.oval(fx, fy, k * 1.1, k * 0.16, LAMP, 0.35)
        for x, zz, kind in spots.get(n, ()):
            coat = mix(s.pick(RUST, mix(SLATE, INK, 0.3), mix(SEA, INK, 0.4), mix(SLATE, INK, 0.5)), FOG, fade)
            px, py = v.at(x, 0, zz)
            h = v.scale(zz) * s.between(1.62, 1.8)
            s.brush([(px - h * 0.1, py + h * 0.03), (px, py + h * 0.3), (px + h * 0.02, py + h * 0.5)], [h * 0.2, h * 0.16, 1], INK, 0.4)
            s.walker(px, py, h, coat, mix(INK, FOG, fade), s.pick(-1, 1), kind, mix(mix(RUST, INK, 0.3), FOG, fade), bag=s.pick(None, CREAM, None), long=0.32)
        market_arch(s, v, z, left, right, spring, crown, tone, n < 2)
        if n < len(zs) - 1:
            festoon(s, v, (left, spring - 0.1, z), (left, spring - 0.1, zs[n + 1]), 0.7, 7, 0.075)
            festoon(s, v, (right, spring - 0.1, z), (right, spring - 0.1, zs[n + 1]), 0.7, 7, 0.075)
        if n in (0, 1, 2, 3):
            festoon(s, v, (left, spring + 0.5, z), (right, spring + 0.5, z), 0.9, 11, 0.085)
    for x in (left, right):
        festoon(s, v, (x, spring - 0.1, 2.2), (x, spring - 0.1, zs[0]), 0.5, 7, 0.075)
    # Lamp light in the wet of the floor.
    for x, z in ((left + 1.4, 6.4), (right - 1.4, 6.8), (0.8, 7.6), (left + 1.2, 10.5), (right - 1.3, 10.8), (0.7, 5.0)):
        px, py = v.at(x, 0, z)
        k = v.scale(z)
        for i in range(7):
            s.brush([(px - k * 0.3 * s.between(0.4, 1.2), py + i * k * 0.11), (px, py + i * k * 0.11 + 2), (px + k * 0.3 * s.between(0.4, 1.2), py + i * k * 0.11)], [0.5, k * 0.05, 0.5], LAMP, 0.75 - i * 0.09)
    # A porter with his barrow, and the cat who keeps an eye on it.
    x, y = 1010, 828
    for dx, dy, w, h, tone in ((0, 0, 128, 48, mix(RUST, INK, 0.3)), (8, -50, 116, 48, SEA), (-2, -100, 122, 48, mix(RUST, LAMP, 0.25))):
        s.rect(x + 62 + dx, y - 92 + dy, w, h, tone)
        s.rect(x + 62 + dx, y - 92 + dy, w, 9, mix(tone, CREAM, 0.35))
        s.rect(x + 84 + dx, y - 72 + dy, w - 44, 9, mix(tone, INK, 0.5))
    s.brush([(x + 72, y - 206), (x + 76, y - 205), (x + 160, y - 208), (x + 176, y - 204)], [2, 15, 12, 20], mix(SLATE, FOG, 0.4))
    s.brush([(x + 82, y - 194), (x + 100, y - 196), (x + 150, y - 192), (x + 186, y - 196)], [2, 18, 14, 18], mix(SLATE, INK, 0.3))
    s.line([(x + 40, y - 236), (x + 58, y - 40), (x + 196, y - 36)], 8, INK)
    s.disc(x + 80, y - 22, 28, INK)
    s.disc(x + 80, y - 22, 10, SLATE)
    s.walker(x - 12, y + 4, 330, mix(SLATE, INK, 0.4), way=1, kind="cap", hat=INK, stride=0.17, long=0.14, arm=False)
    s.limb([(x - 14, y - 258), (x + 16, y - 200), (x + 50, y - 206)], [30, 26, 18], mix(SLATE, INK, 0.55))
    s.poly(smooth([(x - 8, y - 214), (x + 34, y - 210), (x + 42, y - 150), (x + 48, y - 84)], steps=5) + [(x - 30, y - 80), (x - 22, y - 150)], mix(LAMP, RUST, 0.2))
    s.line([(x - 40, y - 176), (x + 38, y - 172)], 7, mix(LAMP, RUST, 0.4))
    cat(s, 420, 842)
    s.rain(40, 5, 60, CREAM, 0.25, 1.8, (560, 0, 840, 160))
    return s.svg()


def cat(s, x, y):
    s.oval(x + 6, y + 2, 60, 8, INK, 0.45)
    s.blob([(x - 40, y), (x - 44, y - 40), (x - 26, y - 78), (x + 4, y - 92), (x + 28, y - 80), (x + 34, y - 30), (x + 30, y)], INK)
    s.oval(x + 20, y - 106, 27, 24, INK)
    s.poly([(x - 2, y - 114), (x + 2, y - 144), (x + 20, y - 126)], INK)
    s.poly([(x + 22, y - 128), (x + 42, y - 142), (x + 44, y - 112)], INK)
    s.brush([(x - 36, y - 8), (x - 78, y - 2), (x - 98, y - 24), (x - 84, y - 44)], [16, 14, 12, 6], INK)
    s.limb([(x + 26, y - 44), (x + 30, y - 4)], [16, 12], INK)
    s.brush([(x + 40, y - 120), (x + 47, y - 106), (x + 40, y - 90)], [1, 3, 1], LAMP)
    s.brush([(x + 32, y - 78), (x + 37, y - 44), (x + 33, y - 6)], [1, 3, 1], LAMP)


PICTURES["fischhalle"] = fischhalle


def branch(s, x, y, angle, length, width, depth, out):
    """A bare bough and what grows from it, gathered in `out` as outlines."""
    if depth == 0 or length < 8:
        return
    bend = s.near(0, 0.16)
    ex, ey = x + math.cos(angle) * length, y + math.sin(angle) * length
    mx, my = (x + ex) / 2 + math.sin(angle) * length * bend, (y + ey) / 2 - math.cos(angle) * length * bend
    out.append(s.stroke([(x, y), (mx, my), (ex, ey)], [width, width * 0.8, width * 0.62]))
    for way in (-1, 1):
        if s.rng.random() < 0.94:
            branch(s, ex, ey, angle + way * s.between(0.25, 0.62) + 0.06, length * s.between(0.66, 0.84), width * 0.62, depth - 1, out)
    if depth > 3 and s.rng.random() < 0.6:
        branch(s, mx, my, angle + s.pick(-1, 1) * s.between(0.5, 0.9), length * 0.6, width * 0.45, depth - 2, out)


def classroom(s, x, y, w, h, scene):
    """A tall window of the school; `scene` names what the light inside shows."""
    s.rect(x - 12, y - 14, w + 24, h + 26, mix(CREAM, SLATE, 0.45))
    s.rect(x - 20, y + h + 8, w + 40, 13, mix(CREAM, SLATE, 0.3))
    glass = s.box(x, y, w, h)
    with s.within(glass):
        if scene == "dark":
            s.rect(x, y, w, h, mix(INK, SLATE, 0.22))
            s.poly([(x, y + h * 0.3), (x + w, y), (x + w, y + h * 0.26), (x, y + h * 0.62)], SLATE, 0.28)
        else:
            s.rect(x, y, w, h, mix(LAMP, RUST, 0.04))
            s.poly([(x, y), (x + w, y), (x + w, y + h * 0.22), (x, y + h * 0.28)], mix(LAMP, RUST, 0.3), 0.7)
            for lx in (0.24, 0.72):
                cx = x + w * lx
                s.line([(cx, y - 4), (cx, y + h * 0.13)], 2.6, INK)
                s.disc(cx, y + h * 0.16, w * 0.12, CREAM, 0.5)
                s.disc(cx, y + h * 0.16, w * 0.075, CREAM)
            figure = mix(INK, RUST, 0.12)
            if scene == "teacher":
                s.rect(x + w * 0.06, y + h * 0.34, w * 0.62, h * 0.36, mix(SEA, INK, 0.5))
                for k in range(3):
                    scribble(s, x + w * 0.12, y + h * (0.45 + k * 0.09), w * (0.44 - 0.1 * k), 9, CREAM, 2.2)
                fx, fy = x + w * 0.76, y + h
                s.blob([(fx - w * 0.13, fy + 6), (fx - w * 0.12, fy - h * 0.3), (fx - w * 0.06, fy - h * 0.4), (fx + w * 0.08, fy - h * 0.4), (fx + w * 0.15, fy - h * 0.28), (fx + w * 0.17, fy + 6)], figure)
                s.limb([(fx - w * 0.06, fy - h * 0.36), (fx - w * 0.2, fy - h * 0.4), (fx - w * 0.28, fy - h * 0.55)], [w * 0.1, w * 0.085, w * 0.055], figure)
                s.head(fx + w * 0.01, fy - h * 0.48, w * 0.092, figure, "bun")
            elif scene == "class":
                for k, (t, up, kind) in enumerate(((0.14, 0.0, "plain"), (0.44, 0.06, "scarf"), (0.78, -0.02, "curls"))):
                    fx, fy = x + w * t, y + h * (1.02 - up)
                    s.blob([(fx - w * 0.17, fy + h * 0.1), (fx - w * 0.15, fy - h * 0.16), (fx - w * 0.05, fy - h * 0.24), (fx + w * 0.06, fy - h * 0.24), (fx + w * 0.16, fy - h * 0.15), (fx + w * 0.17, fy + h * 0.1)], mix(figure, (RUST, SEA, SLATE)[k], 0.3))
                    s.head(fx, fy - h * 0.31, w * 0.098, figure, kind, mix(figure, (RUST, SEA, SLATE)[k], 0.36))
                    if k == 2:
                        s.limb([(fx + w * 0.11, fy - h * 0.17), (fx + w * 0.17, fy - h * 0.34), (fx + w * 0.11, fy - h * 0.5)], [w * 0.085, w * 0.07, w * 0.045], figure)
            elif scene == "pair":
                for t, way, kind in ((0.3, 1, "cap"), (0.7, -1, "long")):
                    fx, fy = x + w * t, y + h
                    s.blob([(fx - w * 0.16, fy + 6), (fx - w * 0.13, fy - h * 0.24), (fx, fy - h * 0.32), (fx + w * 0.13, fy - h * 0.24), (fx + w * 0.16, fy + 6)], mix(figure, SEA if way > 0 else RUST, 0.3))
                    s.head(fx + way * w * 0.03, fy - h * 0.4, w * 0.095, figure, kind, figure)
                s.poly([(x + w * 0.36, y + h * 0.9), (x + w * 0.5, y + h * 0.86), (x + w * 0.64, y + h * 0.9), (x + w * 0.5, y + h * 0.95)], CREAM)
            elif scene == "plants":
                for t in (0.2, 0.5, 0.82):
                    px = x + w * t
                    s.poly([(px - w * 0.07, y + h * 0.86), (px + w * 0.07, y + h * 0.86), (px + w * 0.05, y + h), (px - w * 0.05, y + h)], mix(RUST, INK, 0.3))
                    for a in (-60, -25, 10, 45):
                        s.brush([(px, y + h * 0.87), (px + w * 0.09 * math.sin(math.radians(a)), y + h * 0.78), (px + w * 0.16 * math.sin(math.radians(a)), y + h * 0.74)], [3, w * 0.055, 1], mix(SEA, INK, 0.5))
            if scene != "teacher":
                for k in range(4):  # things cut from paper and stuck to the pane
                    px, py = x + w * (0.14 + 0.24 * k), y + h * s.between(0.36, 0.5)
                    s.poly([(px + 8 * math.cos(math.radians(a)) * (1 if i % 2 else 0.45), py + 8 * math.sin(math.radians(a)) * (1 if i % 2 else 0.45)) for i, a in enumerate(range(0, 360, 36))], s.pick(RUST, CREAM, mix(SEA, INK, 0.2)))
    frame = mix(CREAM, SLATE, 0.35)
    s.lines([[(x + w / 3, y), (x + w / 3, y + h)], [(x + w * 2 / 3, y), (x + w * 2 / 3, y + h)]], 4.5, frame)
    s.lines([[(x, y + h * t), (x + w, y + h * t)] for t in (0.28, 0.64)], 4.5, frame)
    s.poly([(x - 12, y - 14), (x + w + 12, y - 14), (x + w + 18, y - 36), (x - 18, y - 36)], mix(RUST, INK, 0.5))


def evening_school():
    """Two classrooms still lit at eight in the evening; somebody comes late through the rain."""
    s = Sheet("evening-school", mix(INK, SLATE, 0.2))
    s.wash(s.box(-40, -40, 1680, 720), SLATE, (200, 720), (360, 120), 6, 0.66, 22)
    s.band(170, 60, mix(INK, SLATE, 0.5), 0.7, -100, 900, 6)
    s.band(270, 44, mix(SLATE, FOG, 0.15), 0.35, -160, 620, 6)
    houses(s, -50, 420, 640, 60, 120, (mix(INK, SLATE, 0.4), mix(INK, SLATE, 0.5), mix(INK, SLATE, 0.3)), 0.14)
    s.poly([(96, 560), (96, 430), (112, 430), (124, 320), (136, 430), (152, 430), (152, 560)], mix(INK, SLATE, 0.34))
    # The school: gable with a bell, two rows of tall windows.
    brick = mix(RUST, INK, 0.56)
    s.poly([(660, 240), (660, 150), (1640, 150), (1640, 240)], mix(SLATE, INK, 0.55))
    s.lines([[(690 + k * 2, 226 - k * 19), (1640, 226 - k * 19)] for k in range(4)], 2, INK, 0.5)
    s.poly([(500, 720), (500, 236), (640, 96), (780, 236), (1640, 236), (1640, 720)], brick)
    for x in (980, 1420):
        s.rect(x, 78, 62, 90, mix(RUST, INK, 0.62))
        s.rect(x - 6, 72, 74, 14, mix(RUST, INK, 0.45))
        for dx in (8, 36):
            s.rect(x + dx, 52, 18, 22, mix(RUST, INK, 0.4))
    with s.within([(500, 720), (500, 236), (640, 96), (780, 236), (1640, 236), (1640, 720)]):
        for row in range(42):
            for _ in range(11):
                x, y = s.between(500, 1640), 104 + row * 15
                s.rect(x, y, s.between(18, 30), 10, mix(brick, s.pick(RUST, INK, SLATE), s.between(0.12, 0.4)), 0.9)
    for foot in (486, 794):
        s.poly([(640, 74), (640, 100), (foot + (14 if foot < 640 else -14), 262), (foot - (10 if foot < 640 else -10), 246)], mix(CREAM, SLATE, 0.55))
    s.poly([(594, 200), (594, 170), (640, 126), (686, 170), (686, 200)], INK)
    s.poly(smooth([(618, 196), (624, 168), (640, 156), (656, 168), (662, 196)], steps=4), mix(LAMP, RUST, 0.55))
    s.rect(500, 446, 1140, 14, mix(CREAM, SLATE, 0.55))
    # Upper row dark but for one; lower row in class. The door under the gable.
    for x, scene in ((566, "dark"), (846, "plants"), (1064, "dark"), (1282, "dark"), (1500, "dark")):
        classroom(s, x, 276, 148, 140, scene)
    for x, scene in ((846, "teacher"), (1064, "class"), (1282, "pair"), (1500, "dark")):
        classroom(s, x, 500, 158, 178, scene)
    s.poly([(584, 720), (584, 560)] + arc(640, 560, 56, 56, 180, 360) + [(696, 560), (696, 720)], mix(CREAM, SLATE, 0.5))
    s.poly([(594, 720), (594, 562)] + arc(640, 562, 46, 46, 180, 360) + [(686, 562), (686, 720)], mix(LAMP, RUST, 0.15))
    s.poly([(640, 518), (594, 562), (594, 720), (616, 726), (616, 540)], mix(SEA, INK, 0.4))
    s.poly([(686, 562), (686, 720), (672, 724), (672, 530)], mix(SEA, INK, 0.4))
    s.rect(632, 464, 16, 14, INK)
    s.poly([(618, 490), (662, 490), (652, 474), (628, 474)], INK)
    s.oval(640, 491, 20, 6, CREAM)
    s.glow(640, 494, 100, strength=0.62, core=False)
    # The yard: what the windows throw on it, broken by rain.
    s.poly([(-40, 640), (500, 716), (1640, 716), (1640, 940), (-40, 940)], mix(INK, SLATE, 0.26))
    s.wash([(-40, 640), (500, 716), (1640, 716), (1640, 940), (-40, 940)], INK, (800, 940), (800, 740), 3, 0.7, 8)
    for x in (846, 1064, 1282):
        s.poly([(x, 722), (x + 158, 722), (x + 210, 900), (x - 10, 900)], LAMP, 0.16)
    s.poly([(592, 722), (690, 722), (760, 940), (520, 940)], LAMP, 0.3)
    def image():
        for x in (846, 1064, 1282):
            s.poly([(x + 6, 740), (x + 150, 740), (x + 176, 910), (x + 2, 910)], LAMP)
        s.rect(598, 722, 84, 170, LAMP)
        s.rect(852, 940, 148, 60, LAMP)
    s.shiver(image, 724, 910, 6, 16, 0.7, 0.25)
    s.ripples(40, (400, 730, 1640, 900), INK, 0.6, (60, 200), (3, 7))
    # Tree, street lamp, railings.
    boughs = []
    s.rng.seed("tree")
    boughs.append(s.stroke([(286, 900), (280, 720), (300, 560)], [62, 42, 34]))
    branch(s, 298, 580, -1.9, 150, 26, 7, boughs)
    branch(s, 299, 570, -1.25, 164, 28, 7, boughs)
    branch(s, 290, 660, -2.5, 120, 17, 6, boughs)
    s.polys(boughs, INK)
    lx, ly = 92, 396
    s.glow(lx, ly + 10, 150, strength=0.75)
    s.cone([(lx - 20, ly + 26), (lx + 20, ly + 26)], (lx - 120, 880), (lx + 190, 880), op=0.2, stipple=0.3)
    s.brush([(lx, 900), (lx, ly + 24)], [15, 8], INK, curved=False)
    s.poly([(lx - 22, ly - 16), (lx + 22, ly - 16), (lx + 14, ly + 26), (lx - 14, ly + 26)], LAMP)
    s.poly([(lx - 10, ly - 16), (lx + 10, ly - 16), (lx + 6, ly + 26), (lx - 6, ly + 26)], CREAM)
    s.poly([(lx - 30, ly - 14), (lx, ly - 42), (lx + 30, ly - 14)], INK)
    for k in range(58):
        x = -30 + k * 30
        if 470 < x < 760:
            continue
        s.line([(x, 910), (x, 796)], 6, INK)
        s.poly([(x - 7, 800), (x, 778), (x + 7, 800)], INK)
    for x0, x1 in ((-40, 464), (770, 1640)):
        s.line([(x0, 818), (x1, 818)], 7, INK)
    for x in (456, 770):
        s.rect(x - 20, 742, 40, 170, mix(SLATE, INK, 0.6))
        s.poly([(x - 28, 746), (x, 716), (x + 28, 746)], mix(SLATE, INK, 0.45))
    # The latecomer, a bicycle left at the railings.
    s.walker(590, 872, 236, mix(RUST, INK, 0.05), way=1, umbrella=mix(FOG, SLATE, 0.25), bag=mix(LAMP, RUST, 0.35), stride=0.16, long=0.36, kind="scarf", hat=mix(SLATE, INK, 0.3))
    for k in range(5):
        s.brush([(524 + s.near(0, 10), 878 + k * 7), (594, 880 + k * 7), (660 + s.near(0, 10), 878 + k * 7)], [0.5, 7 - k, 0.5], INK, 0.7 - k * 0.1)
    bx, by = 1010, 850
    for dx in (0, 150):
        s.ring(bx + dx, by - 10, 52, 54, 6, mix(FOG, SLATE, 0.4))
        s.lines([[(bx + dx, by - 10), (bx + dx + 50 * math.cos(a), by - 10 + 52 * math.sin(a))] for a in (0.4, 1.4, 2.5, 3.5, 4.6, 5.6)], 1.6, mix(FOG, SLATE, 0.5))
    s.line([(bx, by - 10), (bx + 46, by - 92), (bx + 128, by - 96), (bx + 74, by - 8), (bx, by - 10)], 6, RUST)
    s.line([(bx + 74, by - 8), (bx + 42, by - 108)], 6, RUST)
    s.line([(bx + 150, by - 10), (bx + 122, by - 122), (bx + 138, by - 134)], 6, RUST)
    s.brush([(bx + 22, by - 112), (bx + 44, by - 114), (bx + 64, by - 108)], [8, 12, 6], INK)
    s.rain(150, 9, 100, FOG, 0.34, 2.2)
    s.rain(70, 9, 80, LAMP, 0.5, 2.4, (800, 480, 1480, 860))
    s.rain(34, 9, 220, FOG, 0.4, 3.0)
    return s.svg()


PICTURES["evening-school"] = evening_school


def fish(s, x, y, n, turn, kind="cod", flip=1):
    """A fish `n` long whose head points left before it is turned; (x, y) is its middle."""
    def t(points):
        return turned([(a * n, b * n * flip) for a, b in points], turn, (0, 0), 1, (x, y))
    if kind == "plaice":
        body = smooth([(-0.5, 0.02), (-0.38, -0.14), (-0.1, -0.25), (0.18, -0.18), (0.36, -0.05), (0.36, 0.05), (0.18, 0.19), (-0.1, 0.26), (-0.38, 0.16)], True, 6)
        fin = smooth([(-0.42, 0.0), (-0.36, -0.18), (-0.08, -0.31), (0.2, -0.24), (0.34, -0.06), (0.34, 0.07), (0.2, 0.25), (-0.08, 0.32), (-0.36, 0.2)], True, 6)
        s.poly(t(fin), mix(RUST, INK, 0.55))
        s.poly(t([(0.33, -0.05), (0.5, -0.12), (0.48, 0.0), (0.5, 0.13), (0.33, 0.06)]), mix(RUST, INK, 0.55))
        s.poly(t(body), mix(mix(RUST, SEA, 0.55), INK, 0.3))
        s.poly(t(smooth([(-0.46, 0.0), (-0.3, -0.12), (-0.06, -0.2), (0.16, -0.13), (0.2, -0.04), (-0.1, -0.03)], True, 5)), mix(mix(RUST, SEA, 0.5), FOG, 0.18))
        s.line(t(smooth([(-0.32, 0.02), (-0.2, -0.03), (0.36, 0.0)])), max(1.5, n * 0.008), mix(RUST, INK, 0.6))
        for a, b in ((-0.2, -0.13), (-0.02, -0.12), (0.14, -0.08), (-0.16, 0.1), (0.02, 0.14), (0.17, 0.09), (-0.05, 0.04)):
            s.oval(*t([(a, b)])[0], n * 0.022, n * 0.017, mix(RUST, LAMP, 0.35), turn=turn)
        for a, b in ((-0.4, -0.04), (-0.38, 0.07)):
            cx, cy = t([(a, b)])[0]
            s.disc(cx, cy, n * 0.022, CREAM)
            s.disc(cx, cy, n * 0.011, INK)
        return
    deep = {"cod": 0.135, "mackerel": 0.095, "herring": 0.085, "gurnard": 0.11}[kind]
    back, belly = {"cod": (mix(SLATE, SEA, 0.35), mix(FOG, CREAM, 0.55)), "mackerel": (mix(SEA, INK, 0.35), mix(FOG, CREAM, 0.5)), "herring": (mix(SLATE, INK, 0.3), mix(FOG, CREAM, 0.35)), "gurnard": (RUST, mix(RUST, CREAM, 0.6))}[kind]
    d = deep
    tail = [(0.36, -0.02), (0.5, -d * 1.15), (0.45, 0.0), (0.5, d * 1.15), (0.36, 0.02)]
    s.poly(t(smooth(tail, True, 3)), mix(back, INK, 0.25))
    s.poly(t([(-0.19, -d * 0.8), (-0.13, -d * 1.42), (-0.1, -d * 1.2), (-0.06, -d * 1.38), (-0.03, -d * 1.12), (0.02, -d * 1.18), (0.05, -d * 0.95), (0.08, -d * 0.7)]), mix(back, INK, 0.25))
    if kind in ("cod", "gurnard"):
        s.poly(t(smooth([(0.12, -d * 0.66), (0.17, -d * 1.08), (0.27, -d * 0.74), (0.3, -d * 0.3)], True, 4)), mix(back, INK, 0.25))
    s.poly(t(smooth([(0.02, d * 0.75), (0.08, d * 1.22), (0.17, d * 0.95), (0.2, d * 0.5)], True, 4)), mix(back, INK, 0.2))
    body = smooth([(-0.5, 0.01), (-0.4, -d * 0.62), (-0.2, -d), (0.05, -d * 0.86), (0.28, -d * 0.34), (0.4, -d * 0.16), (0.4, d * 0.16), (0.28, d * 0.38), (0.05, d * 0.88), (-0.2, d * 0.98), (-0.4, d * 0.6)], True, 6)
    s.poly(t(body), belly)
    with s.within(t(body)):
        s.poly(t(smooth([(-0.55, -0.02), (-0.36, -d * 0.12), (-0.1, d * 0.06), (0.16, -d * 0.06), (0.45, 0.0), (0.45, -d * 2), (-0.55, -d * 2)], True, 6)), back)
        s.poly(t(smooth([(-0.5, -d * 0.5), (-0.2, -d * 0.66), (0.1, -d * 0.52), (0.3, -d * 0.2), (0.3, -d), (-0.5, -d * 1.6)], True, 5)), mix(back, INK, 0.32))
        if kind == "mackerel":
            for k in range(13):
                a = -0.26 + k * 0.05
                s.brush(t([(a, -d * 1.05), (a + 0.018, -d * 0.7), (a - 0.004, -d * 0.4), (a + 0.014, -d * 0.12)]), [n * 0.017, n * 0.014, n * 0.012, 0.6], INK, 0.9)
        elif kind == "cod":
            for _ in range(26):
                cx, cy = t([(s.between(-0.3, 0.34), s.between(-d * 0.9, d * 0.05))])[0]
                s.oval(cx, cy, n * s.between(0.005, 0.012), n * s.between(0.004, 0.008), mix(back, INK, 0.5), 0.9, turn=turn)
            s.line(t(smooth([(-0.3, -d * 0.34), (-0.1, -d * 0.42), (0.1, -d * 0.14), (0.4, 0.0)])), max(1.5, n * 0.006), mix(FOG, CREAM, 0.5), 0.8)
        elif kind == "herring":
            for k in range(9):
                a = -0.22 + k * 0.06
                s.line(t(smooth([(a, d * 0.1), (a + 0.02, d * 0.3), (a, d * 0.55)])), 1.6, mix(SLATE, FOG, 0.4), 0.8)
    s.line(t(smooth([(-0.29, -d * 0.8), (-0.255, -d * 0.1), (-0.285, d * 0.5)])), max(1.6, n * 0.011), mix(back, INK, 0.55))
    s.poly(t(smooth([(-0.24, d * 0.12), (-0.12, d * 0.02), (-0.08, d * 0.32), (-0.2, d * 0.4)], True, 4)), mix(back, INK, 0.3))
    s.line(t([(-0.488, 0.03), (-0.44, d * 0.22)]), max(1.4, n * 0.008), mix(back, INK, 0.6))
    cx, cy = t([(-0.405, -d * 0.22)])[0]
    s.disc(cx, cy, max(2.4, n * 0.02), mix(LAMP, CREAM, 0.5))
    s.disc(cx, cy, max(1.4, n * 0.012), INK)


def ice(s, quad, count, size):
    """Broken ice over a quadrilateral: facets of three tones."""
    a, b, c, d = quad
    for _ in range(count):
        u, w = s.rng.random(), s.rng.random()
        x, y = lerp(lerp(a, b, u), lerp(d, c, u), w)
        r = size * s.between(0.5, 1.2)
        points = [(x + r * math.cos(t + s.near(0, 0.3)), y + r * 0.7 * math.sin(t + s.near(0, 0.3))) for t in (0.3, 1.5, 2.7, 3.9, 5.2)]
        s.poly(points, s.pick(CREAM, mix(FOG, CREAM, 0.6), mix(FOG, CREAM, 0.4), mix(FOG, SLATE, 0.12)))
        s.poly([points[0], points[1], (x, y)], s.pick(mix(FOG, SLATE, 0.18), mix(FOG, CREAM, 0.3)))


def crate(s, quad, depth, tone, fill, fish_list, slats=True):
    """An open crate: `quad` is its mouth from the back left clockwise, its front falls `depth`."""
    a, b, c, d = quad
    s.poly([(d[0] - 12, d[1] + depth), (c[0] + 16, c[1] + depth), (c[0] + 34, c[1] + depth + 22), (d[0] - 20, d[1] + depth + 20)], INK, 0.45)
    s.poly(quad, mix(tone, INK, 0.6))
    with s.within([(a[0], a[1] - 60), (b[0], b[1] - 60), c, d]):
        inner = [lerp(a, c, 0.03), lerp(b, d, 0.03), lerp(c, a, 0.02), lerp(d, b, 0.02)]
        s.poly(inner, mix(FOG, CREAM, 0.35))
        ice(s, inner, fill, 26)
        for item in fish_list:
            x, y, n = item[:3]
            s.oval(x + 4, y + n * 0.05, n * 0.44, n * 0.08, mix(SLATE, INK, 0.3), 0.4, turn=item[3])
            fish(s, *item)
        ice(s, [lerp(d, a, 0.16), lerp(c, b, 0.16), c, d], fill // 5, 22)
    rim = 13
    s.brush([a, b], [rim * 0.7, rim * 0.7], mix(tone, INK, 0.25), curved=False)
    s.brush([a, d], [rim * 0.7, rim], mix(tone, INK, 0.1), curved=False)
    s.brush([b, c], [rim * 0.7, rim], mix(tone, INK, 0.4), curved=False)
    front = [d, c, (c[0] - 4, c[1] + depth), (d[0] + 4, d[1] + depth)]
    s.poly(front, tone)
    if slats:
        for t in (0.34, 0.68):
            s.line([lerp(d, front[3], t), lerp(c, front[2], t)], 5, mix(tone, INK, 0.55))
        for t in (0.08, 0.92):
            s.line([lerp(d, c, t), lerp(front[3], front[2], t)], 20, mix(tone, INK, 0.22))
    else:
        p, q = lerp(d, c, 0.38), lerp(d, c, 0.62)
        s.poly([(p[0], p[1] + depth * 0.26), (q[0], q[1] + depth * 0.26), (q[0] - 3, q[1] + depth * 0.52), (p[0] + 3, p[1] + depth * 0.52)], mix(tone, INK, 0.6))
        s.line([lerp(d, front[3], 0.8), lerp(c, front[2], 0.8)], 4, mix(tone, INK, 0.4))
    s.brush([d, c], [rim, rim], mix(tone, CREAM, 0.3), curved=False)


def grip(s, x, y, size, turn, skin, fingers=4, way=1):
    """A hand from above that closes over something; (x, y) is the knuckles."""
    def t(points):
        return turned([(a * size * way, b * size) for a, b in points], turn, (0, 0), 1, (x, y))
    s.poly(t(smooth([(-0.46, -0.95), (0.42, -0.95), (0.56, -0.4), (0.52, 0.12), (0.0, 0.26), (-0.5, 0.16), (-0.58, -0.4)], True, 5)), skin)
    dark = mix(skin, INK, 0.35)
    s.poly(t(smooth([(0.1, -0.95), (0.42, -0.95), (0.56, -0.4), (0.52, 0.12), (0.2, 0.2), (0.26, -0.4)], True, 5)), dark, 0.5)
    for k in range(fingers):
        u = -0.4 + k * 0.8 / (fingers - 1)
        n = (0.8, 0.98, 0.94, 0.74)[k % 4]
        bow = t([(u, 0.0), (u * 1.1, n * 0.5), (u * 1.02, n)])
        s.limb([(px + 3, py + 3) for px, py in bow], [size * 0.25, size * 0.25, size * 0.19], dark)
        s.limb(bow, [size * 0.25, size * 0.24, size * 0.18], skin)
        nail = t([(u * 1.03, n * 0.96)])[0]
        s.oval(nail[0], nail[1], size * 0.06, size * 0.07, mix(skin, CREAM, 0.4), turn=turn)


def fish_market():
    """Six in the morning at the slab: crates on ice, a cod that is being shown, a lamp."""
    s = Sheet("fish-market", mix(INK, SEA, 0.22), 0.7)
    # Behind: the hall in the dark, lamps far off, caps that wait.
    s.wash(s.box(-40, -40, 1680, 460), mix(SEA, INK, 0.3), (1000, 380), (700, -60), 4, 0.6, 20)
    for x, y, r in ((120, 70, 15), (250, 96, 12), (356, 74, 9), (444, 92, 7), (1340, 86, 11), (1460, 62, 14), (1562, 92, 12)):
        s.disc(x, y, r * 3, LAMP, 0.14)
        s.disc(x, y, r * 1.8, LAMP, 0.25)
        s.disc(x, y, r, mix(LAMP, CREAM, 0.4))
    for x, y, r, kind, tone in ((96, 236, 62, "cap", mix(INK, SLATE, 0.3)), (254, 262, 54, "scarf", mix(INK, RUST, 0.24)), (392, 232, 58, "beanie", mix(INK, SLATE, 0.22)), (1380, 222, 60, "bun", mix(INK, RUST, 0.2)), (1526, 250, 64, "cap", mix(INK, SLATE, 0.28))):
        for dx, dy, paint in ((5 if x < 800 else -5, -4, mix(LAMP, INK, 0.42)), (0, 0, tone)):
            s.blob([(x - r * 1.8 + dx, 560), (x - r * 1.6 + dx, y + r * 2.0 + dy), (x - r * 0.5 + dx, y + r * 1.1 + dy), (x + r * 0.5 + dx, y + r * 1.1 + dy), (x + r * 1.6 + dx, y + r * 2.0 + dy), (x + r * 1.8 + dx, 560)], paint)
            s.rect(x - r * 0.3 + dx, y + r * 0.5 + dy, r * 0.6, r * 0.9, paint)
            s.head(x + dx, y + dy, r, paint, kind, mix(paint, INK, 0.15) if paint == tone else paint)
    # The fishmonger: jersey, oilskin apron, no face needed.
    jersey, apron = mix(SLATE, INK, 0.42), mix(LAMP, RUST, 0.22)
    s.poly(smooth([(560, 480), (580, 200), (640, 40), (760, -60), (980, -60), (1090, 40), (1150, 200), (1176, 480)], steps=6) + [(1176, 560), (560, 560)], jersey)
    for k in range(7):
        s.line(smooth([(600 - k * 2, 80 + k * 56), (860, 104 + k * 58), (1120 + k * 4, 80 + k * 56)]), 3, mix(jersey, INK, 0.5), 0.7)
    s.poly(smooth([(696, 20), (700, 180), (664, 340), (640, 560)], steps=6) + smooth([(1096, 560), (1070, 340), (1034, 180), (1030, 20)], steps=6), apron)
    s.poly(smooth([(900, 20), (930, 200), (940, 560)], steps=6) + smooth([(1096, 560), (1070, 340), (1034, 180), (1030, 20)], steps=6), mix(RUST, INK, 0.2), 0.45)
    s.lines([[(698, 30), (640, -50)], [(1030, 30), (1090, -50)]], 16, mix(apron, INK, 0.35))
    s.lines([smooth([(706, 128), (860, 140), (1028, 128)])], 4, mix(apron, INK, 0.35))
    # The slab.
    s.poly([(-40, 452), (1640, 430), (1640, 940), (-40, 940)], mix(SLATE, INK, 0.5))
    s.wash(s.box(-40, 430, 1680, 520), FOG, (860, 430), (860, 690), 4, 0.55, 10)
    s.poly([(-40, 452), (1640, 430), (1640, 446), (-40, 468)], mix(FOG, CREAM, 0.4))
    # Crates, back to front.
    crate(s, [(96, 500), (520, 486), (500, 600), (40, 618)], 56, mix(SEA, INK, 0.1), 90, [(190, 540, 230, 8, "herring"), (330, 530, 240, -6, "herring"), (240, 572, 250, -4, "herring"), (400, 566, 230, 10, "herring"), (150, 588, 220, 4, "herring"), (320, 596, 240, 0, "herring")], False)
    crate(s, [(1130, 478), (1560, 488), (1650, 620), (1150, 606)], 60, mix(RUST, LAMP, 0.35), 90, [(1290, 540, 250, 186, "gurnard"), (1460, 548, 240, 172, "gurnard"), (1370, 590, 260, 184, "gurnard"), (1540, 600, 230, 178, "gurnard")])
    crate(s, [(-20, 690), (560, 664), (600, 840), (-70, 872)], 80, mix(RUST, LAMP, 0.28), 130, [(100, 730, 300, 20, "mackerel"), (270, 716, 310, 12, "mackerel"), (430, 716, 300, 22, "mackerel"), (60, 800, 300, 14, "mackerel"), (230, 790, 320, 18, "mackerel"), (410, 784, 320, 10, "mackerel"), (520, 820, 300, 16, "mackerel"), (150, 846, 300, 8, "mackerel"), (330, 850, 310, 14, "mackerel")])
    crate(s, [(1070, 690), (1600, 700), (1690, 880), (1060, 862)], 80, mix(SEA, INK, 0.2), 120, [(1210, 752, 250, 16, "plaice"), (1420, 760, 262, -12, "plaice"), (1580, 770, 240, 24, "plaice"), (1300, 828, 270, -4, "plaice"), (1510, 846, 260, 8, "plaice")], False)
    # Light of the lamp over the slab.
    s.cone([(806, 132), (950, 132)], (380, 940), (1330, 940), op=0.26, stipple=0.0)
    s.spray([(806, 132), (950, 132), (1080, 470), (660, 470)], "lamp", (878, 132), (878, 470), 0.6, 0.0)
    # The cod, held out; sleeves rolled; two hands.
    skin = mix(mix(RUST, CREAM, 0.42), INK, 0.06)
    s.oval(840, 690, 330, 34, INK, 0.4)
    for points, shade in (([(520, 330), (540, 430), (612, 524)], 0.0), ([(1202, 334), (1184, 436), (1100, 534)], 0.22)):
        s.limb(points, [120, 108, 76], mix(skin, INK, shade))
    s.limb([(600, 150), (548, 290), (524, 356)], [170, 150, 132], mix(jersey, SLATE, 0.2))
    s.limb([(1130, 150), (1178, 300), (1196, 360)], [170, 150, 132], mix(jersey, INK, 0.2))
    s.brush([(462, 350), (526, 372), (588, 366)], [30, 36, 30], mix(jersey, FOG, 0.2))
    s.brush([(1134, 374), (1196, 380), (1258, 362)], [30, 36, 30], mix(jersey, SLATE, 0.1))
    s.limb([(640, 600), (612, 636)], [46, 34], mix(skin, INK, 0.3))
    s.limb([(1066, 604), (1096, 640)], [44, 32], mix(skin, INK, 0.4))
    fish(s, 850, 590, 760, 3, "cod")
    grip(s, 646, 548, 96, -14, skin)
    grip(s, 1080, 560, 92, 12, mix(skin, INK, 0.14), way=-1)
    # A knife, and what has fallen off the crates.
    s.poly([(700, 834), (708, 824), (930, 800), (956, 806), (930, 822), (712, 846)], INK, 0.4)
    s.poly(smooth([(786, 806), (880, 782), (956, 786), (900, 806)], False, 5) + [(792, 822)], mix(FOG, CREAM, 0.4))
    s.brush([(680, 832), (740, 824), (796, 813)], [20, 22, 17], mix(RUST, INK, 0.3))
    for x, y in ((716, 826), (756, 819)):
        s.disc(x, y, 3.4, mix(LAMP, CREAM, 0.3))
    for x, y in ((648, 744), (676, 772), (1000, 742), (968, 756), (1018, 838), (640, 862)):
        ice(s, [(x - 14, y - 8), (x + 14, y - 8), (x + 14, y + 8), (x - 14, y + 8)], 3, 15)
    # A customer's hand from the right, with a note; another's basket handle.
    s.limb([(1680, 420), (1540, 452), (1448, 470)], [120, 98, 74], mix(SEA, INK, 0.5))
    s.brush([(1464, 428), (1456, 468), (1466, 512)], [14, 16, 14], mix(SEA, INK, 0.15))
    dark = mix(RUST, INK, 0.3)
    s.blob([(1462, 440), (1400, 436), (1352, 448), (1336, 474), (1356, 498), (1410, 508), (1464, 504)], dark)
    s.poly([(1222, 436), (1358, 418), (1374, 486), (1238, 508)], mix(SEA, FOG, 0.5))
    s.poly([(1236, 446), (1346, 431), (1358, 478), (1248, 496)], mix(SEA, FOG, 0.3))
    s.oval(1298, 463, 22, 18, mix(SEA, CREAM, 0.6), turn=-8)
    for k, (x, y) in enumerate(((1330, 438), (1318, 456), (1322, 474), (1334, 490))):
        s.limb([(1396, 448 + k * 16), (1362, 444 + k * 15), (x, y)], [26, 24, 17], mix(dark, INK, 0.06 * k))
    s.limb([(1420, 446), (1378, 424), (1336, 428)], [30, 27, 18], mix(dark, CREAM, 0.1))
    # The lamp itself.
    s.glow(878, 150, 210, strength=0.6, core=False)
    s.line([(878, -40), (878, 40)], 6, INK)
    s.poly(smooth([(764, 130), (790, 84), (848, 54), (858, 30), (898, 30), (908, 54), (966, 84), (992, 130)], steps=5), mix(SEA, INK, 0.35))
    s.poly(smooth([(900, 32), (908, 54), (966, 84), (992, 130)], steps=5) + [(930, 130), (910, 80)], INK, 0.4)
    s.oval(878, 132, 115, 20, CREAM)
    s.oval(878, 136, 62, 15, LAMP)
    s.disc(878, 144, 24, CREAM)
    return s.svg()


PICTURES["fish-market"] = fish_market


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    if arguments[1:] == ["--loop"]:
        for frame in range(LOOP_FRAMES):
            (out / f"bakery-{frame:03}.svg").write_text(bakery(frame / LOOP_FRAMES))
        return
    for name in arguments[1:] or PICTURES:
        (out / f"{name}.svg").write_text(PICTURES[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
