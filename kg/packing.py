"""Parts that nothing links, put side by side so that together they fill a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.boxes import Place

__all__ = ["packed"]

GAP = 60.0
# The whole is so much wider than high.
STRETCH = 1.3
LEAST = 900.0


def packed(sizes: Sequence[tuple[float, float]]) -> list[Place]:
    """The upper left corner of each part: in rows, and within a row in columns.

    The first part opens the first row; a row is as high as what opens it.
    """
    area = sum((wide + GAP) * (high + GAP) for wide, high in sizes)
    room = max(LEAST, STRETCH * math.sqrt(area))
    found: list[Place] = []
    left = top = y = column = bottom = 0.0
    for wide, high in sizes:
        if found and (y + high > bottom or column == 0.0):
            left, y, column = left + column + GAP, top, 0.0
            if left + wide > room:
                left, top = 0.0, bottom + GAP
                y, bottom = top, top + high
        bottom = max(bottom, y + high)
        found.append((left, y))
        y += high + GAP
        column = max(column, wide)
    return found
