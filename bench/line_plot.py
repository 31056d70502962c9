"""A line plot with logarithmic axes as an SVG file."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _LEGEND = 720, 420, 70, 40, 40, 190
_COLOURS = ("#1b6ca8", "#c8553d", "#2e8b57", "#8e5ea2", "#b8860b", "#555555")


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right, all above zero."""

    name: str
    points: Sequence[tuple[float, float]]


def write_plot(file: Path, lines: Sequence[Line], *, title: str) -> None:
    across = [x for line in lines for x, _ in line.points]
    up = [y for line in lines for _, y in line.points]
    left, right = floor(log10(min(across))), ceil(log10(max(across)))
    low, high = floor(log10(min(up))), ceil(log10(max(up)))
    right_edge = _WIDTH - _LEGEND

    def x(value: float) -> float:
        return _LEFT + (log10(value) - left) / max(1, right - left) * (right_edge - _LEFT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(value) - low) / max(1, high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="24" font-size="15">{escape(title)}</text>',
    ]
    for power in range(left, right + 1):
        parts.append(_rule(x(10**power), _TOP, x(10**power), _HEIGHT - _BOTTOM))
        parts.append(_label(x(10**power), _HEIGHT - _BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in range(low, high + 1):
        parts.append(_rule(_LEFT, y(10**power), right_edge, y(10**power)))
        parts.append(_label(_LEFT - 8, y(10**power) + 4, f"{10**power:,g}", "end"))
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += (f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in line.points)
        parts.append(_label(right_edge + 14, _TOP + 20 * number + 12, line.name, "start", colour))
    file.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _label(x: float, y: float, text: str, anchor: str, colour: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
