"""Poses: how somebody stands, sits or lies in a step, as the direction of each limb. A drawing is made of them."""

from typing import Annotated, Literal

from msgspec import Meta

from spasm_cli.core.vocabulary import CONDITION, FileStruct, Id, Text, When, doc

FAR = "far_"
"""Begins the name of the other arm or leg, behind the first."""
Degrees = Annotated[
    float, Meta(ge=-360, le=360), doc("degrees: 0 to the right, 90 up, 180 to the left, 270 down")
]
Limb = Literal[
    "trunk", "head", "arm", "forearm", "hand", "thigh", "shin", "foot", "toes",
    "far_arm", "far_forearm", "far_hand", "far_thigh", "far_shin", "far_foot", "far_toes",
]  # fmt: skip
Prop = Literal["floor", "mat", "chair", "wall", "rail", "pillow", "block", "towel"]


class Limbs(FileStruct, frozen=True):
    """Where each part of the body points; what is left out goes on as the part before it."""

    trunk: Annotated[Degrees | None, doc("From the hip to the neck; 90 if left out.")] = None
    head: Annotated[Degrees | None, doc("From the neck on; as the trunk if left out.")] = None
    arm: Annotated[Degrees | None, doc("From the shoulder to the elbow; 270 if left out.")] = None
    forearm: Annotated[Degrees | None, doc("From the elbow to the wrist.")] = None
    hand: Annotated[Degrees | None, doc("From the wrist on.")] = None
    thigh: Annotated[Degrees | None, doc("From the hip to the knee; 270 if left out.")] = None
    shin: Annotated[Degrees | None, doc("From the knee to the ankle.")] = None
    foot: Annotated[Degrees | None, doc("From the ankle to the ball; square to the shin if left out.")] = None
    toes: Annotated[Degrees | None, doc("From the ball of the foot on.")] = None
    far_arm: Annotated[Degrees | None, doc("The same of the other arm; without any it is not seen.")] = None
    far_forearm: Annotated[Degrees | None, doc("The other forearm.")] = None
    far_hand: Annotated[Degrees | None, doc("The other hand.")] = None
    far_thigh: Annotated[Degrees | None, doc("The same of the other leg; without any it is not seen.")] = None
    far_shin: Annotated[Degrees | None, doc("The other shin.")] = None
    far_foot: Annotated[Degrees | None, doc("The other foot.")] = None
    far_toes: Annotated[Degrees | None, doc("The other toes.")] = None


class Pose(FileStruct, frozen=True):
    """A drawing of a step, and the same in words."""

    id: Annotated[Id, doc("The name of the pose; steps name it in their pose.")]
    say: Annotated[Text, doc("What is to be seen, for readers who do not see it.")]
    limbs: Annotated[Limbs, doc("Where each limb points, in degrees: 0 to the right, 90 up.")]
    when: Annotated[When, doc(f"For whom it is drawn. {CONDITION}")] = ()
    props: Annotated[
        tuple[Prop, ...],
        doc("What is drawn with it: floor, mat, chair, wall, rail, pillow, block (under the shins), towel."),
    ] = ()
    feel: Annotated[tuple[Limb, ...], doc("Limbs drawn dark: where the pull is felt.")] = ()
    moves: Annotated[Limbs, doc("Arrows: from the end of a limb, in this direction.")] = Limbs()
    front: Annotated[bool, doc("Seen from the front; the other arm and leg are then the same, mirrored.")] = (
        False
    )
