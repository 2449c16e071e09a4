"""Somebody with an ordinary night cramp who was asked all danger signs and ticked none, for tests of everything else."""

import json

SCREENS = ("also", "now", "feeling", "past", "history", "present", "look", "change")
"""What this person is asked before the cause, and has none of."""

CHECKED: dict[str, str | list[str]] = {
    "region": "calf",
    "age": "60_to_74",
    **{screen: [] for screen in SCREENS},
    "onset": "woke",
    "course": "months_on_off",
}
"""The answers to all that stands before what is asked for the cause."""

NIGHT_CRAMP = CHECKED | {"timing": "in_bed", "feel": "knot"}
NIGHT_CRAMP_JSON = json.dumps(NIGHT_CRAMP)


def settings(sheet: dict[str, str | list[str]]) -> list[str]:
    """Give a sheet on the command line."""
    said = {name: ",".join(given) if isinstance(given, list) else given for name, given in sheet.items()}
    return [word for name, given in said.items() for word in ("--set", f"{name}={given or 'none'}")]


TIGHT_CHEST = "1\n3\n6\n1\n1\n"
"""What somebody types, line by line, to the panel of an emergency: the place, the age, no second place, a sign now, and which."""
