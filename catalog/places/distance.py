"""How far apart two points are: air line, in kilometres."""

from __future__ import annotations

import math
from typing import NamedTuple

OWN = "own"
"""Typed for the user's own place, as the settings have it."""
SAME_PLACE_KM = 15.0
"""Two accounts of one place that are no further apart agree."""
ABROAD_KM = 150.0
"""As far as a site across a border is still near: what is further in another country is not told in
kilometres, for nobody goes there to be treated."""
_RADIUS_KM = 6371.0
_DEGREE_KM = 111.2


class Point(NamedTuple):
    """Degrees, north and east positive."""

    latitude: float
    longitude: float


def km(a: Point, b: Point) -> float:
    """The length of the great circle between two points."""
    north_a, east_a, north_b, east_b = map(
        math.radians, (a.latitude, a.longitude, b.latitude, b.longitude)
    )
    half = (
        math.sin((north_b - north_a) / 2) ** 2
        + math.cos(north_a) * math.cos(north_b) * math.sin((east_b - east_a) / 2) ** 2
    )
    return 2 * _RADIUS_KM * math.asin(min(math.sqrt(half), 1.0))


class Box(NamedTuple):
    """A part of the map between two parallels and two meridians; none goes round the back."""

    south: float
    west: float
    north: float
    east: float


def nearest_in(box: Box, point: Point) -> float:
    """Not more than the distance from a point to anything in the box."""
    north = min(max(point.latitude, box.south), box.north)
    gap = min(
        0.0 if box.west <= east <= box.east else min(abs(east - box.west), abs(east - box.east))
        for east in (point.longitude - 360, point.longitude, point.longitude + 360)
    )
    if not gap:
        return abs(point.latitude - north) * _DEGREE_KM * 0.999
    # The shortest way to a meridian meets it nearer to the pole: any parallel of the box may be it.
    top = max(abs(box.south), abs(box.north), abs(point.latitude))
    across = math.sin(math.radians(min(gap, 90.0))) * math.cos(math.radians(min(top, 90.0)))
    return max(
        abs(point.latitude - north) * _DEGREE_KM * 0.999,
        _RADIUS_KM * math.asin(min(across, 1.0)) * 0.999,
    )


def farthest_in(box: Box, point: Point) -> float:
    """Not less than the distance from a point to anything in a small box."""
    corners = [
        Point(north, east) for north in (box.south, box.north) for east in (box.west, box.east)
    ]
    across = km(corners[0], corners[3])
    return min(km(corner, point) for corner in corners) + max(across, km(corners[1], corners[2]))


def around(point: Point, distance: float) -> Box:
    """A box that holds everything within a distance of a point; round a pole it is wide."""
    height = distance / _DEGREE_KM * 1.01
    edge = min(abs(point.latitude) + height, 89.0)
    width = min(height / math.cos(math.radians(edge)), 360.0)
    return Box(
        point.latitude - height,
        point.longitude - width,
        point.latitude + height,
        point.longitude + width,
    )


def sound(latitude: float | None, longitude: float | None) -> Point | None:
    """The point of two coordinates; None where one is missing, out of range, or both are nought."""
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Point(latitude, longitude)


def told(distance: float) -> str:
    """`41 km`: whole kilometres, under ten with no more exactness than a town has."""
    return f"{round(distance):,} km" if distance >= 1 else "0 km"
