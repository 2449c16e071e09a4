"""What a page tells people to watch for raises, once they tick it, at least the level that the page names (design 5.5)."""

from typing import Any

import pytest

from spasm_cli.core.assessment import assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers

Sheet = dict[str, Any]
LEG = {"region": "calf", "age": "40_to_59"}
BACK = {"region": "back", "age": "40_to_59"}
NECK = {"region": "neck_shoulder", "age": "40_to_59"}
JAW = {"region": "jaw_face", "age": "60_to_74"}
ARM = {"region": "arm_hand", "age": "40_to_59"}
TRUNK = {"region": "chest_belly", "age": "16_to_39"}
ALL_OVER = {"region": "several", "age": "40_to_59"}

NET: list[tuple[str, Level, Sheet]] = [
    ("chest tight or heavy", Level.EMERGENCY, LEG | {"now": ["chest"], "chest_which": ["tight"]}),
    ("hard to breathe", Level.EMERGENCY, LEG | {"now": ["chest"], "chest_which": ["breath"]}),
    ("limb suddenly cold or pale", Level.EMERGENCY, LEG | {"look": ["cold"], "onset": "sudden"}),
    ("numb between the legs", Level.EMERGENCY, BACK | {"feeling": ["saddle"]}),
    ("face drooping, speech slurred", Level.EMERGENCY, LEG | {"now": ["head"], "head_which": ["face"]}),
    (
        "legs too weak to rise or walk",
        Level.EMERGENCY,
        LEG | {"feeling": ["weak_both"], "since": "days", "weak_which": ["chair"]},
    ),
    (
        "new trouble passing or holding pee or poo",
        Level.EMERGENCY,
        BACK | {"feeling": ["control"], "since": "days", "control_which": ["start"]},
    ),
    (
        "new trouble passing or holding pee or poo",
        Level.EMERGENCY,
        BACK | {"feeling": ["control"], "since": "days", "control_which": ["leak"]},
    ),
    ("pee like cola", Level.EMERGENCY, LEG | {"now": ["pee"], "pee_which": ["cola"]}),
    ("very ill", Level.SAME_DAY, LEG | {"now": ["ill"], "fever_which": []}),
    ("new weakness", Level.SAME_DAY, LEG | {"feeling": ["weak_one"], "since": "weeks", "weak_which": []}),
    ("new numbness on both sides", Level.SAME_DAY, LEG | {"feeling": ["numb_both"], "since": "weeks"}),
    ("one limb swollen or discoloured", Level.SAME_DAY, LEG | {"look": ["swollen"]}),
    ("one limb swollen or discoloured", Level.SAME_DAY, LEG | {"look": ["hot"]}),
    ("fever with pain in one place", Level.SAME_DAY, LEG | {"now": ["fever"], "fever_which": []}),
    ("fever with pain in one place", Level.SAME_DAY, BACK | {"now": ["fever"], "fever_which": []}),
    ("no better: a strain after 2 weeks", Level.ROUTINE, BACK | {"slow_signs": ["not_settling"]}),
    ("back pain 6", Level.ROUTINE, BACK | {"course": "months_constant"}),
]
SEE_SOMEONE: list[tuple[str, str, Level, Sheet]] = [
    (
        "nerve_root_compression",
        "New weakness needs help today",
        Level.SAME_DAY,
        BACK | {"feeling": ["weak_one"], "since": "days", "weak_which": []},
    ),
    (
        "nerve_root_compression",
        "Numbness between the legs",
        Level.EMERGENCY,
        BACK | {"feeling": ["saddle"], "since": "same"},
    ),
    (
        "muscle_imbalance",
        "Newly clumsy hands or unsteady legs need help today",
        Level.SAME_DAY,
        {"region": "neck_shoulder", "age": "40_to_59", "feeling": ["clumsy"], "since": "weeks"},
    ),
    (
        "muscle_imbalance",
        "Newly clumsy hands or unsteady legs need help today",
        Level.SAME_DAY,
        {"region": "neck_shoulder", "age": "40_to_59", "feeling": ["unsteady"], "since": "weeks"},
    ),
    ("prolonged_sitting", "One leg that is swollen", Level.SAME_DAY, LEG | {"look": ["swollen"]}),
    ("prolonged_sitting", "sore all the time", Level.SAME_DAY, LEG | {"look": ["stays"]}),
    (
        "exercise_cramp",
        "Pee like cola is an emergency",
        Level.EMERGENCY,
        LEG | {"now": ["pee"], "pee_which": ["cola"]},
    ),
    (
        "exercise_cramp",
        "cramps with confusion",
        Level.EMERGENCY,
        LEG | {"now": ["head"], "head_which": ["muddle"]},
    ),
    (
        "peripheral_artery_disease",
        "began in the past 2 weeks",
        Level.SAME_DAY,
        {"region": "calf", "age": "60_to_74", "change": ["effort"], "relief": "stand_still", "course": "new"},
    ),
    (
        "peripheral_artery_disease",
        "A leg suddenly cold, pale or numb is an emergency",
        Level.EMERGENCY,
        LEG | {"look": ["cold"], "onset": "sudden", "feeling": ["numb_one"], "since": "days"},
    ),
    ("venous_insufficiency", "New swelling in one leg", Level.SAME_DAY, LEG | {"look": ["swollen"]}),
    (
        "stress_muscle_tension",
        "Tightness or pressure in the chest is an emergency",
        Level.EMERGENCY,
        LEG | {"now": ["chest"], "chest_which": ["tight"]},
    ),
    (
        "stress_muscle_tension",
        "fainting must be checked today",
        Level.SAME_DAY,
        LEG | {"now": ["faint"], "faint_which": ["passed"]},
    ),
    ("muscle_tear", "rise on tiptoe", Level.SAME_DAY, LEG | {"look": ["tiptoe"]}),
    ("muscle_tear", "cannot take four steps", Level.SAME_DAY, LEG | {"change": ["useless"]}),
    (
        "dehydration",
        "drinks will not stay down",
        Level.SAME_DAY,
        LEG | {"now": ["gut"], "gut_which": ["drinks"]},
    ),
    (
        "dehydration",
        "hardly any pee comes for 12 hours",
        Level.SAME_DAY,
        LEG | {"now": ["pee"], "pee_which": ["little"]},
    ),
    (
        "mineral_deficiency",
        "hands or feet lock while the mouth tingles",
        Level.SAME_DAY,
        {"region": "arm_hand", "age": "40_to_59", "now": ["body"], "body_which": ["tingle", "curl"]},
    ),
    (
        "pregnancy_leg_cramp",
        "one leg is swollen, warm, red or darker",
        Level.SAME_DAY,
        {"region": "calf", "age": "16_to_39", "present": ["pregnant"], "preg": ["leg"]},
    ),
    (
        "restless_legs",
        "New weakness, or numbness on both sides, needs help today",
        Level.SAME_DAY,
        LEG | {"feeling": ["numb_both"], "since": "weeks"},
    ),
    ("acute_neck", "clumsy hands", Level.SAME_DAY, NECK | {"feeling": ["clumsy"], "since": "weeks"}),
    ("acute_neck", "one side unlike any before", Level.SAME_DAY, NECK | {"neck": ["new_side"]}),
    ("acute_neck", "fever", Level.SAME_DAY, NECK | {"now": ["fever"], "fever_which": []}),
    (
        "nerve_entrapment",
        "New weakness of a hand or arm needs help today",
        Level.SAME_DAY,
        ARM | {"feeling": ["weak_one"], "since": "weeks", "weak_which": []},
    ),
    (
        "peripheral_neuropathy",
        "Numbness that is new on both sides",
        Level.SAME_DAY,
        {"region": "foot", "age": "60_to_74", "feeling": ["numb_both"], "since": "days"},
    ),
    ("viral_ache", "feel very ill", Level.SAME_DAY, ALL_OVER | {"now": ["ill"], "fever_which": []}),
    (
        "viral_ache",
        "muscles turn weak",
        Level.SAME_DAY,
        ALL_OVER | {"feeling": ["weak_both"], "since": "days", "weak_which": []},
    ),
    ("viral_ache", "Pee like cola", Level.EMERGENCY, ALL_OVER | {"now": ["pee"], "pee_which": ["cola"]}),
    ("jaw_clenching", "A sore scalp", Level.SAME_DAY, JAW | {"neck": ["scalp"]}),
    ("jaw_clenching", "new swelling", Level.ROUTINE, JAW | {"neck": ["lump"]}),
    (
        "jaw_clenching",
        "opens under two fingers",
        Level.SAME_DAY,
        JAW | {"now": ["throat"], "throat_which": ["mouth"]},
    ),
    (
        "benign_twitch",
        "New weakness needs help today",
        Level.SAME_DAY,
        LEG | {"feel": "twitch", "feeling": ["weak_one"], "since": "weeks", "weak_which": []},
    ),
    (
        "benign_twitch",
        "goes on for 3 months",
        Level.ROUTINE,
        LEG | {"feel": "twitch", "course": "months_on_off"},
    ),
    (
        "task_dystonia",
        "pulled over after a new medicine need help now",
        Level.EMERGENCY,
        NECK | {"now": ["body"], "body_which": ["pulled"], "past": ["drugs"], "drug_which": ["mind"]},
    ),
    (
        "spasticity",
        "Get help today for fever",
        Level.SAME_DAY,
        LEG | {"now": ["fever"], "fever_which": [], "conditions": ["cord_brain"]},
    ),
    (
        "spasticity",
        "a pounding headache is an emergency",
        Level.EMERGENCY,
        LEG | {"history": ["cord"], "now": ["head"], "head_which": ["bad"]},
    ),
    ("joint_or_tendon", "A hot, swollen joint", Level.SAME_DAY, LEG | {"look": ["hot"]}),
    (
        "joint_or_tendon",
        "cannot use after a fall",
        Level.SAME_DAY,
        LEG | {"onset": "injury", "injury_which": ["stand"]},
    ),
    (
        "inflammatory_stiffness",
        "a sore scalp",
        Level.SAME_DAY,
        {"region": "neck_shoulder", "age": "60_to_74", "neck": ["scalp"]},
    ),
    (
        "inflammatory_stiffness",
        "Sight that is lost or double is an emergency",
        Level.EMERGENCY,
        {"region": "neck_shoulder", "age": "60_to_74", "now": ["head"], "head_which": ["sight"]},
    ),
    (
        "widespread_pain",
        "fever",
        Level.SAME_DAY,
        ALL_OVER | {"now": ["fever"], "fever_which": [], "course": "months_constant"},
    ),
    (
        "chest_wall",
        "should be checked today",
        Level.SAME_DAY,
        TRUNK | {"now": ["chest"], "chest_which": ["pain"]},
    ),
    (
        "chest_wall",
        "A tight or heavy chest",
        Level.EMERGENCY,
        TRUNK | {"now": ["chest"], "chest_which": ["tight"]},
    ),
    (
        "pelvic_pain",
        "Sudden or severe belly pain",
        Level.SAME_DAY,
        TRUNK | {"now": ["gut"], "gut_which": ["severe"]},
    ),
    ("pelvic_pain", "bleeding", Level.SAME_DAY, TRUNK | {"present": ["pregnant"], "preg": ["bleed"]}),
    (
        "side_stitch",
        "get emergency help",
        Level.EMERGENCY,
        TRUNK | {"now": ["chest"], "chest_which": ["tight"]},
    ),
]


def level(knowledge: Knowledge, sheet: Sheet) -> Level:
    return assess(knowledge, parse_answers(knowledge, sheet, source="a sheet")).urgency.level


@pytest.mark.parametrize(("phrase", "least", "sheet"), NET)
def test_a_phrase_of_the_safety_net_raises_its_own_level(
    knowledge: Knowledge, phrase: str, least: Level, sheet: Sheet
) -> None:
    assert phrase in knowledge.meta.safety_net, "the net says it in other words: change the sheet with them"
    assert level(knowledge, sheet).rank >= least.rank


@pytest.mark.parametrize(("cause", "phrase", "least", "sheet"), SEE_SOMEONE)
def test_when_to_see_someone_raises_the_level_that_it_names(
    knowledge: Knowledge, cause: str, phrase: str, least: Level, sheet: Sheet
) -> None:
    assert phrase in knowledge.cause[cause].see_someone
    assert level(knowledge, sheet).rank >= least.rank
