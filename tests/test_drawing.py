"""Drawings of poses: where each limb points, worked out by hand; never a word of a file among the lines."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_loading import SMALL, write

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.poses import Limb, Limbs, Pose
from spasm_cli.files.knowledge_file import inspect
from spasm_cli.report.drawing import draw_pose

NUMBERS = r"-?[0-9]+(?:\.[0-9]+)?"


def lines_of(pose: Pose) -> list[list[tuple[float, float]]]:
    """The points of each line, y downwards as in SVG."""
    found = re.findall(r'points="([^"]*)"', draw_pose(pose).lines)
    return [[(float(x), float(y)) for x, y in (point.split(",") for point in line.split())] for line in found]


def pose(**keys: object) -> Pose:
    return msgspec.convert({"id": "a", "say": "S", "limbs": {}} | keys, Pose)


def test_a_limb_points_where_its_angle_says() -> None:
    # Thigh 38 and shin 36 to the right, foot 11 and toes 6 straight up; y goes down on the page.
    lines = lines_of(pose(limbs={"thigh": 0, "shin": 0, "foot": 90}))
    assert [(0.0, 0.0), (38.0, 0.0), (74.0, 0.0), (74.0, -11.0), (74.0, -17.0)] in [
        [(x, y + 0.0) for x, y in line] for line in lines
    ]


def test_what_is_left_out_goes_on_as_the_part_before_it() -> None:
    assert draw_pose(pose(limbs={"arm": 10})) == draw_pose(pose(limbs={"arm": 10, "forearm": 10, "hand": 10}))
    assert draw_pose(pose()) == draw_pose(
        pose(limbs={"trunk": 90, "head": 90, "thigh": 270, "foot": 360, "arm": 270})
    )


def test_the_other_leg_is_drawn_only_where_it_is_told() -> None:
    assert len(lines_of(pose(limbs={"far_shin": 300}))) == len(lines_of(pose())) + 2


def test_from_the_front_both_arms_are_there_and_legs_only_where_they_are_told() -> None:
    sides = {line[0] for line in lines_of(pose(front=True)) if len(line) == 4}
    assert sides == {(15.0, -40.5), (-15.0, -40.5)}
    legs = [line for line in lines_of(pose(front=True, limbs={"thigh": 280})) if len(line) == 5]
    assert {line[0][0] for line in legs} == {7.5, -7.5}


def test_an_arrow_begins_beside_the_end_of_its_limb_and_points_away() -> None:
    # The fingers hang at (0, 40.5 - 25 - 23 - 8): 15.5 below the hip; the arrow begins 9 to the right of them.
    lines = lines_of(pose(moves={"hand": 0}))
    assert [(9.0, 15.5), (27.0, 15.5)] in lines


def test_a_limb_that_is_felt_is_dark_in_its_middle() -> None:
    lines = lines_of(pose(limbs={"thigh": 0}, feel=["thigh"]))
    assert [(8.4, 0.0), (29.6, 0.0)] in [[(x, y + 0.0) for x, y in line] for line in lines]


@pytest.mark.parametrize("prop", ["floor", "mat", "chair", "wall", "rail", "pillow", "block", "towel"])
def test_every_prop_is_drawn(prop: str) -> None:
    assert draw_pose(pose(props=[prop])).lines != draw_pose(pose()).lines


angles = st.one_of(st.none(), st.floats(-360, 360))


@given(
    st.fixed_dictionaries(dict.fromkeys(Limbs.__struct_fields__, angles)),
    st.booleans(),
    st.tuples(st.sampled_from(get_args(Limb))),
)
def test_any_pose_is_drawn_within_its_box_in_numbers_alone(
    limbs: dict[str, float | None], front: bool, felt: tuple[Limb, ...]
) -> None:
    drawing = draw_pose(
        Pose(
            "a",
            "<b>",
            msgspec.convert(limbs, Limbs),
            front=front,
            feel=felt,
            moves=msgspec.convert(limbs, Limbs),
            props=("floor", "chair", "towel", "block"),
        )
    )
    left, top, width, height = map(float, drawing.box.split())
    for line in re.findall(r'points="([^"]*)"', drawing.lines):
        for point in line.split():
            x, y = map(float, point.split(","))
            assert left <= x <= left + width
            assert top <= y <= top + height
    assert "nan" not in drawing.lines
    assert not re.sub(
        rf'<(polyline|circle|rect)( [a-z-]+="(?:[ ,]|{NUMBERS}|none|round|#[0-9a-f]{{6}})*")*/>',
        "",
        drawing.lines,
    )


def test_nine_movement_steps_at_least_are_drawn_and_each_drawing_has_a_text(knowledge: Knowledge) -> None:
    assert len([step for step in knowledge.steps if step.pose]) >= 9
    assert len(knowledge.poses) >= 8
    for each in knowledge.poses:
        assert 8 <= len(each.say.split()) <= 40, each.id


def test_a_pose_that_is_not_there_is_an_error_and_one_that_no_step_shows_a_warning(tmp_path: Path) -> None:
    own = '[[poses]]\nid = "stand"\nsay = "Standing."\nlimbs = { trunk = 90 }\n'
    shown = SMALL.replace('grade = "limited"', 'grade = "limited"\npose = ["stand"]', 1)
    assert inspect(write(tmp_path, f"{shown}\n{own}")).errors == ()
    (wrong,) = inspect(write(tmp_path, f"{shown.replace('stand', 'stend')}\n{own}")).errors
    assert 'no pose "stend" (did you mean "stand"?)' in wrong
    assert any(
        "no step shows this pose" in each for each in inspect(write(tmp_path, f"{SMALL}\n{own}")).warnings
    )


@pytest.mark.parametrize(
    ("limbs", "told"),
    [
        ("{ knee = 90 }", "limbs: knee: no such key"),
        ("{ shin = 361 }", "limbs: shin: must be"),
        ("{ shin = nan }", "limbs: shin"),
        ('{ shin = "90" }', "limbs: shin: Expected a number"),
    ],
)
def test_a_slip_in_a_pose_is_told(limbs: str, told: str, tmp_path: Path) -> None:
    shown = SMALL.replace('grade = "limited"', 'grade = "limited"\npose = ["stand"]', 1)
    text = f'{shown}\n[[poses]]\nid = "stand"\nsay = "Standing."\nlimbs = {limbs}\n'
    assert any(told in each for each in inspect(write(tmp_path, text)).errors), inspect(
        write(tmp_path, text)
    ).errors
