"""Charts as inline SVG; colours and type come from the page's style sheet, by class.

Text is set in the page's own units: a chart is drawn for a width of 720 and scales with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from benchmarks.simulator.intervals import Estimate

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 166, 22, 44
MOST_STEPS = 5
WEEKS_APART = 4
LINE_HEIGHT = 18

Numbers = Sequence[float]


@dataclass(frozen=True)
class Line:
    """A series: its class in the style sheet, its name, values by week, and a band or none."""

    style: str
    name: str
    values: Numbers
    low: Numbers = ()
    high: Numbers = ()


@dataclass(frozen=True)
class Axes:
    """From values to the drawing's units; an axis ends at its outermost ticks."""

    x_ticks: Numbers
    y_ticks: Numbers

    def x(self, value: float) -> float:
        """Return where a value stands from left to right."""
        share = (value - self.x_ticks[0]) / (self.x_ticks[-1] - self.x_ticks[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Return where a value stands from top to bottom."""
        share = (value - self.y_ticks[0]) / (self.y_ticks[-1] - self.y_ticks[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def line_chart(
    title: str,
    unit: str,
    lines: Sequence[Line],
    *,
    drift: float,
    first: int = 0,
    zero: bool = False,
) -> str:
    """Draw series by week from `first` on, the week of the drift marked, names at their ends."""
    last = first + max(len(line.values) for line in lines) - 1
    known = [v for line in lines for v in (*line.values, *line.low, *line.high)]
    ticks = _round_ticks(min([*known, 0.0] if zero else known), max(known))
    axes = Axes((first, last), ticks)
    parts = [*_grid(axes, unit), *_weeks(axes), *_drift(axes, drift)]
    parts += [_band(axes, line) for line in lines if line.low]
    parts += [_path(axes, line) for line in lines]
    return _svg(title, [*parts, *_names(axes, lines)])


def interval_chart(title: str, unit: str, ranges: Sequence[Estimate]) -> str:
    """Draw intervals side by side, lowest truth first; those that miss stand out."""
    ordered = sorted(ranges, key=lambda each: each.true)
    ticks = _round_ticks(min(r.low for r in ordered), max(r.high for r in ordered))
    axes = Axes((-1, len(ordered)), ticks)
    parts = [*_grid(axes, unit)]
    for place, each in enumerate(ordered):
        style = "hit" if each.covers else "miss"
        x, top, bottom = axes.x(place), axes.y(each.high), axes.y(each.low)
        parts.append(f'<path class="stem {style}" d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>')
        parts.append(_dot(x, axes.y(each.true), "true"))
    parts.append(_label(axes, f"{len(ordered)} worlds, by their true value"))
    return _svg(title, [*parts, *_key(["hit", "miss"], ["covers the truth", "misses it"])])


def agreement_chart(title: str, x_name: str, y_name: str, ranges: Sequence[Estimate]) -> str:
    """Draw estimates with intervals over the truth; the diagonal is where they agree."""
    values = [v for each in ranges for v in (each.value, each.true)]
    ticks = _round_ticks(min(values), max(values))
    axes, low, high = Axes(ticks, ticks), ticks[0], ticks[-1]
    ends = (axes.x(low), axes.y(low), axes.x(high), axes.y(high))
    parts = [
        *_grid(axes, y_name),
        '<path class="rule" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>'.format(*ends),
    ]
    for each in ranges:
        style = "hit" if each.covers else "miss"
        x = axes.x(each.true)
        top, bottom = (axes.y(min(max(v, low), high)) for v in (each.high, each.low))
        parts.append(f'<path class="stem {style}" d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>')
        parts.append(_dot(x, axes.y(each.value), style))
    parts += [_tick_below(axes.x(tick), f"{tick:g}") for tick in ticks]
    return _svg(title, [*parts, _label(axes, x_name)])


def difference_chart(title: str, unit: str, rows: Sequence[tuple[str, Numbers]]) -> str:
    """Draw one dot a world and row; to the right of the line is better."""
    every = [value for _, values in rows for value in values]
    ticks = _round_ticks(min(0.0, *every), max(0.0, *every))
    axes = Axes(ticks, (0, 1))
    step = (HEIGHT - TOP - BOTTOM) / len(rows)
    parts = [f'<path class="rule" d="M{axes.x(0):.1f} {TOP}V{HEIGHT - BOTTOM}"/>']
    for place, (name, values) in enumerate(rows):
        y = TOP + step * (place + 0.6)
        parts.append(f'<text class="name" x="{LEFT}" y="{y - 16:.1f}">{escape(name)}</text>')
        parts += [_dot(axes.x(v), y, "hit" if v > 0 else "miss") for v in values]
        parts.append(_mean(axes.x(float(np.mean(values))), y))
    parts += [_tick_below(axes.x(tick), f"{tick:+.3g}" if tick else "0") for tick in ticks]
    return _svg(title, [*parts, _label(axes, unit)])


def _svg(title: str, parts: Sequence[str]) -> str:
    name = escape(title)
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{name}">'
    return f"{head}<title>{name}</title>{''.join(parts)}</svg>"


def _grid(axes: Axes, unit: str) -> Iterator[str]:
    for value in axes.y_ticks:
        y = axes.y(value)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text class="tick end" x="{LEFT - 8}" y="{y + 4:.1f}">{value:g}</text>'
    yield f'<text class="unit" x="{LEFT}" y="{TOP - 6}">{escape(unit)}</text>'


def _weeks(axes: Axes) -> Iterator[str]:
    first, last = (int(end) for end in axes.x_ticks)
    for week in range(first, last + 1):
        if week % WEEKS_APART:
            continue
        yield _tick_below(axes.x(week), str(week))
    yield _label(axes, "week")


def _drift(axes: Axes, week: float) -> Iterator[str]:
    x = axes.x(week)
    yield f'<path class="drift" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
    yield f'<text class="note" x="{x + 6:.1f}" y="{TOP + 12}">the world changes</text>'


def _path(axes: Axes, line: Line) -> str:
    points = _points(axes, line.values)
    return f'<path class="line {line.style}" d="{_through(points)}"/>'


def _band(axes: Axes, line: Line) -> str:
    upper, lower = _points(axes, line.high), _points(axes, line.low)
    return f'<path class="band {line.style}" d="{_through([*upper, *lower[::-1]])}Z"/>'


def _points(axes: Axes, values: Numbers) -> list[tuple[float, float]]:
    return [(axes.x(axes.x_ticks[0] + n), axes.y(value)) for n, value in enumerate(values)]


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _names(axes: Axes, lines: Sequence[Line]) -> Iterator[str]:
    """Write each name at its line's end, kept apart from its neighbours."""
    ends = sorted(((axes.y(line.values[-1]), line) for line in lines), key=lambda end: end[0])
    y = -np.inf
    for wanted, line in ends:
        y = max(wanted + 4, y + LINE_HEIGHT)
        text = f'x="{WIDTH - RIGHT + 10}" y="{y:.1f}">{escape(line.name)}</text>'
        yield f'<text class="end-name {line.style}" {text}'


def _key(styles: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    x = WIDTH - RIGHT + 12
    for place, (style, name) in enumerate(zip(styles, names, strict=True)):
        y = TOP + 12 + LINE_HEIGHT * place
        yield f'<path class="stem {style}" d="M{x} {y - 9}V{y + 3}"/>'
        yield f'<text class="note" x="{x + 8}" y="{y}">{escape(name)}</text>'


def _dot(x: float, y: float, style: str) -> str:
    return f'<circle class="dot {style}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _mean(x: float, y: float) -> str:
    return f'<path class="mean" d="M{x:.1f} {y - 11:.1f}V{y + 11:.1f}"/>'


def _tick_below(x: float, text: str) -> str:
    return f'<text class="tick middle" x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}">{text}</text>'


def _label(axes: Axes, text: str) -> str:
    x = (axes.x(axes.x_ticks[0]) + axes.x(axes.x_ticks[-1])) / 2
    return f'<text class="note middle" x="{x:.1f}" y="{HEIGHT - 6}">{escape(text)}</text>'


def _round_ticks(low: float, high: float) -> list[float]:
    """Return round numbers at even steps, the first not above `low`, the last not below `high`."""
    size = 10.0 ** np.floor(np.log10(max(high - low, 1e-9) / MOST_STEPS))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = float(size * factor)
        first, last = int(np.floor(low / step)), int(np.ceil(high / step))
        if last - first <= MOST_STEPS:
            break
    return [round(step * n, 10) for n in range(first, max(last, first + 1) + 1)]
