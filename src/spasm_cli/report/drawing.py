"""A pose as a line drawing: what a step looks like, made from the direction of each limb. Pure numbers in, SVG out."""

import re
from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from msgspec import Struct

from spasm_cli.core.poses import FAR, Limbs, Pose
from spasm_cli.report.blocks import Drawing

LENGTH = {
    "trunk": 46.0, "head": 18.0, "arm": 25.0, "forearm": 23.0, "hand": 8.0,
    "thigh": 38.0, "shin": 36.0, "foot": 11.0, "toes": 6.0,
}  # fmt: skip
"""How long each limb is; a grown person stands about 160 of these units tall."""
ARM, LEG = ("arm", "forearm", "hand"), ("thigh", "shin", "foot", "toes")
HEAD, BODY, CHEST, LIMB, EDGE = 10.0, 18.0, 30.0, 9.0, 1.6
"""The radius of the head, how thick the trunk is from the side and from the front, and a limb, and the line around them."""
SHOULDER = 0.88
"""How far up the trunk the arms begin."""
BROAD = 15.0
"""Seen from the front, how far shoulders and hips stand from the middle."""
ROOM = 12.0
"""Around everything, for the line of the floor and the ends of arrows."""
ARROW = 18.0
INK, BACK, PAPER = "#1b1f24", "#d5d9de", "#ffffff"

Point = tuple[float, float]


class _Body(Struct, frozen=True):
    """Where everything of a figure is; the hip is at (0, 0), y goes up."""

    hip: Point
    neck: Point
    head: Point
    arm: list[Point]
    leg: list[Point]
    far_arm: list[Point]
    far_leg: list[Point]

    @property
    def points(self) -> list[Point]:
        return [self.hip, self.neck, self.head, *self.arm, *self.leg, *self.far_arm, *self.far_leg]

    @property
    def ground(self) -> float:
        """Where what lies lowest touches the floor."""
        return min(y for _, y in self.points) - LIMB / 2 - EDGE


def draw_pose(pose: Pose) -> Drawing:
    """Return the drawing of a pose; its box and lines hold no word from a file. Same pose: the same drawing."""
    body, thick = _body(pose), CHEST if pose.front else BODY
    other = PAPER if pose.front else BACK
    props = [name for name in pose.props if name != "towel"]
    lines = [
        *(line for name in props for line in _prop(name, body)),
        *_limb(body.far_leg, other),
        *_limb(body.far_arm, other),
        *_felt(pose, body, [name for name in pose.feel if name.startswith(FAR)]),
        *_limb([body.hip, body.neck], PAPER, thick),
        _circle(body.head, HEAD, PAPER),
        *_limb(body.leg, PAPER),
        *_felt(pose, body, LEG),
        *([_path([body.arm[-1], body.leg[-2]], INK, 3)] if "towel" in pose.props and body.leg else []),
        *_limb(body.arm, PAPER),
        *_felt(pose, body, ("trunk", *ARM)),
        *(line for start, angle in _moves(pose, body) for line in _arrow(start, angle)),
    ]
    drawn = "".join(lines)
    return Drawing(_box(body, drawn), drawn, pose.say)


def _body(pose: Pose) -> _Body:
    limbs, broad = pose.limbs, BROAD if pose.front else 0.0
    trunk = _angle(limbs, "trunk", 90.0)
    neck = _moved((0, 0), trunk, LENGTH["trunk"])
    shoulder = _moved((0, 0), trunk, LENGTH["trunk"] * SHOULDER)
    arm, leg = _angles(limbs, ARM), _angles(limbs, LEG)
    cut = pose.front and limbs.thigh is None
    return _Body(
        hip=(0, 0),
        neck=neck,
        head=_moved(neck, _angle(limbs, "head", trunk), LENGTH["head"]),
        arm=_chain(_aside(shoulder, broad), ARM, arm),
        leg=[] if cut else _chain(_aside((0, 0), broad / 2), LEG, leg),
        far_arm=_chain(_aside(shoulder, -broad), ARM, _far(limbs, ARM, arm, mirrored=pose.front)),
        far_leg=[]
        if cut
        else _chain(_aside((0, 0), -broad / 2), LEG, _far(limbs, LEG, leg, mirrored=pose.front)),
    )


def _angle(limbs: Limbs, name: str, otherwise: float) -> float:
    given: float | None = getattr(limbs, name)
    return otherwise if given is None else given


def _angles(limbs: Limbs, names: Sequence[str]) -> list[float]:
    """Follow a limb outwards: what is left out goes on as the part before it; a foot stands at right angles to its shin."""
    angles = [_angle(limbs, names[0], 270.0)]
    for name in names[1:]:
        angles.append(_angle(limbs, name, angles[-1] + 90 if name == "foot" else angles[-1]))
    return angles


def _far(limbs: Limbs, names: Sequence[str], near: Sequence[float], *, mirrored: bool) -> list[float]:
    """Return the angles of the other arm or leg; none where it stands behind this one."""
    given = [getattr(limbs, FAR + name) for name in names]
    if all(angle is None for angle in given) and not mirrored:
        return []
    usual = [180 - angle for angle in near] if mirrored else near
    return [other if angle is None else angle for angle, other in zip(given, usual, strict=True)]


def _chain(start: Point, names: Sequence[str], angles: Sequence[float]) -> list[Point]:
    points = [start]
    for name, angle in zip(names, angles, strict=False):
        points.append(_moved(points[-1], angle, LENGTH[name]))
    return points if angles else []


def _ends(body: _Body, name: str) -> list[Point]:
    """Return where a limb begins and ends; nothing for one that is not seen."""
    if name in ("trunk", "head"):
        return [body.hip, body.neck] if name == "trunk" else [body.neck, body.head]
    plain, far = name.removeprefix(FAR), name.startswith(FAR)
    names = ARM if plain in ARM else LEG
    near_points, far_points = (body.arm, body.far_arm) if names is ARM else (body.leg, body.far_leg)
    place = names.index(plain)
    return (far_points if far else near_points)[place : place + 2]


def _moves(pose: Pose, body: _Body) -> Iterator[tuple[Point, float]]:
    """Yield where each arrow begins, and its direction."""
    for name in pose.moves.__struct_fields__:
        angle, ends = getattr(pose.moves, name), _ends(body, name)
        if angle is not None and ends:
            yield ends[1], angle


def _moved(start: Point, angle: float, length: float) -> Point:
    return (start[0] + length * cos(radians(angle)), start[1] + length * sin(radians(angle)))


def _aside(start: Point, by: float) -> Point:
    return (start[0] + by, start[1])


def _prop(name: str, body: _Body) -> Iterator[str]:
    """Draw one thing that the figure stands on, sits on, leans on or holds."""
    xs, ground = [x for x, _ in body.points], body.ground
    left, right = min(xs) - ROOM / 2, max(xs) + ROOM / 2
    seat = body.hip[1] - BODY / 2 - EDGE
    if name == "floor":
        yield _path([(left, ground), (right, ground)], INK, 1.5)
    elif name == "mat":
        low = min(ground, seat)
        yield _rectangle((left, low), (right, low - 7), BACK)
    elif name == "wall":
        yield _path([(right, ground), (right, max(y for _, y in body.points) + ROOM / 2)], INK, 3)
    elif name == "chair":
        yield _path([(-16, ground), (-16, seat + 44)], INK, 3)
        yield _path([(-16, seat), (20, seat), (20, ground)], INK, 3)
    elif name == "rail":
        hand = body.arm[-1]
        yield _path([(hand[0], ground), (hand[0], hand[1] + 2)], INK, 3)
        yield _path([(hand[0] - 5, hand[1] + 2), (hand[0] + 9, hand[1] + 2)], INK, 3)
    elif name == "pillow":
        x, y = body.head
        yield _rectangle((x - 13, y - HEAD + 2), (x + 13, ground), BACK)
    elif name == "block" and body.leg:
        knee, ankle = body.leg[1], body.leg[2]
        top = min(knee[1], ankle[1]) - LIMB / 2 - EDGE
        inner, outer = sorted((knee[0], ankle[0]))
        yield _rectangle((inner + 4, top), (outer + 2, ground), BACK)


def _limb(points: list[Point], fill: str, thick: float = LIMB) -> Iterator[str]:
    """Draw parts that hang together: a dark line, and a lighter one inside it."""
    if points:
        yield _path(points, INK, thick + 2 * EDGE)
        yield _path(points, fill, thick)


def _felt(pose: Pose, body: _Body, names: Sequence[str]) -> Iterator[str]:
    """Darken the middle of those of these limbs in which the pull is felt."""
    for name in names:
        ends = _ends(body, name)
        if name in pose.feel and ends:
            (x, y), (u, v) = ends
            middle = [(x + (u - x) * part, y + (v - y) * part) for part in (0.22, 0.78)]
            yield _path(middle, INK, LIMB - 2)


def _arrow(start: Point, angle: float) -> Iterator[str]:
    """Draw an arrow from beside a joint outwards."""
    tail, tip = _moved(start, angle, 9), _moved(start, angle, 9 + ARROW)
    yield _path([tail, tip], INK, 2.5)
    yield _path([_moved(tip, angle + 145, 8), tip, _moved(tip, angle - 145, 8)], INK, 2.5)


def _path(points: Sequence[Point], colour: str, thick: float) -> str:
    placed = " ".join(f"{x:.1f},{-y:.1f}" for x, y in points)
    return (
        f'<polyline points="{placed}" fill="none" stroke="{colour}" stroke-width="{thick:.1f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _circle(centre: Point, radius: float, fill: str) -> str:
    return (
        f'<circle cx="{centre[0]:.1f}" cy="{-centre[1]:.1f}" r="{radius:.1f}" '
        f'fill="{fill}" stroke="{INK}" stroke-width="{EDGE:.1f}"/>'
    )


def _rectangle(one: Point, other: Point, fill: str) -> str:
    left, right = sorted((one[0], other[0]))
    low, high = sorted((one[1], other[1]))
    return (
        f'<rect x="{left:.1f}" y="{-high:.1f}" width="{right - left:.1f}" height="{high - low:.1f}" rx="3" '
        f'fill="{fill}" stroke="{INK}" stroke-width="1.2"/>'
    )


def _box(body: _Body, drawn: str) -> str:
    """Return the box around a figure and all that was drawn with it."""
    points = [(float(x), float(y)) for x, y in re.findall(r"([-.0-9]+),([-.0-9]+)", drawn)]
    points.append((body.head[0], -body.head[1]))
    xs, ys = zip(*points, strict=True)
    left, top = min(xs) - ROOM, min(ys) - ROOM
    return f"{left:.0f} {top:.0f} {max(xs) + ROOM - left:.0f} {max(ys) + ROOM - top:.0f}"
