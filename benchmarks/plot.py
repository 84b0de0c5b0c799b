"""Curves over sizes as an SVG drawing: both axes logarithmic, no library."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 150, 20, 50
_COLOURS = ("#1b5e9c", "#c2571a", "#3d7a3a", "#7b3f8c")


@dataclass(frozen=True)
class _Axis:
    """Whole decades from the least value to the greatest, laid over pixels."""

    first: int
    last: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> "_Axis":
        first, last = floor(log10(min(values))), ceil(log10(max(values)))
        return cls(first, max(last, first + 1), start, end)

    def at(self, value: float) -> float:
        """Return where a value lies."""
        share = (log10(value) - self.first) / (self.last - self.first)
        return round(self.start + share * (self.end - self.start), 1)

    def decades(self) -> list[float]:
        """Return the powers of ten that the axis spans."""
        return [10.0**n for n in range(self.first, self.last + 1)]


def curves(lines: Mapping[str, Points], across: str, up: str) -> str:
    """Draw each line through its points, values above 0, with its name at its end."""
    points = [point for line in lines.values() for point in line]
    x = _Axis.over([point[0] for point in points], _LEFT, _WIDTH - _RIGHT)
    y = _Axis.over([point[1] for point in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [*_grid(x, y), *_names(across, up)]
    for (name, line), colour in zip(lines.items(), _COLOURS, strict=False):
        parts += _line(name, [(x.at(a), y.at(b)) for a, b in line], colour)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">'
    )
    ground = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    return "\n".join([head, ground, *parts, "</svg>\n"])


def _grid(x: _Axis, y: _Axis) -> Iterator[str]:
    for value in x.decades():
        at = x.at(value)
        yield f'<path d="M{at} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>'
        yield _text(at, _HEIGHT - _BOTTOM + 18, f"{value:,g}", "middle")
    for value in y.decades():
        at = y.at(value)
        yield f'<path d="M{_LEFT} {at}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, at + 4, f"{value:,g}", "end")


def _names(across: str, up: str) -> Iterator[str]:
    yield _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, across, "middle")
    turned = f'transform="rotate(-90 16 {_HEIGHT / 2})"'
    yield f'<text x="16" y="{_HEIGHT / 2}" text-anchor="middle" {turned}>{escape(up)}</text>'


def _line(name: str, points: Points, colour: str) -> Iterator[str]:
    path = " ".join(f"{a},{b}" for a, b in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for a, b in points:
        yield f'<circle cx="{a}" cy="{b}" r="3.5" fill="{colour}"/>'
    a, b = points[-1]
    yield f'<text x="{a + 10}" y="{b + 4}" fill="{colour}">{escape(name)}</text>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#444">{escape(text)}</text>'
