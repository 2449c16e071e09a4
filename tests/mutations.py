"""Files with something wrong in them: a parsed file changed in some places, and bytes changed anywhere."""

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]

ODD_TEXTS = [
    "",
    " ",
    "\n",
    "x" * 5000,
    "judgement",
    "none",
    "not_sure",
    "a.b",
    "?",
    "\u0000",
    "e\u0301",
    "漢",
    "-",
    "{emergency}",
    "{Emergency}",
    "{nothing}",
    "}{",
    "@",
    "@limbs",
    "other",
    "en-GB",
]
ODD_NUMBERS = [
    0,
    -1,
    1,
    2**63,
    -(2**70),
    10**300,
    0.0,
    -0.0,
    5e-324,
    1e-9,
    1.0,
    1e308,
    float("nan"),
    float("inf"),
]
ODD_VALUES: list[Any] = [
    *ODD_TEXTS,
    *ODD_NUMBERS,
    *(True, False, [], {}, [[]], [{}], [[[[1]]]], {"any": []}, {"": {}}),
    *(["a.b", ["a.b"]], ["@limbs"], [["@limbs"]], {"p": 0.5}, {"p": 0.5, "from": "judgement"}),
    *({"yes": 1, "of": 2, "from": "BOOK", "note": "N"}, {"yes": 2, "of": 1, "from": "judgement"}),
    *(dt.date(2026, 1, 1), dt.time(1, 2, 3), dt.datetime(1, 1, 1, tzinfo=dt.UTC)),
]


def paths(raw: Any, path: Path = ()) -> Iterator[Path]:
    """Where everything in a parsed file stands."""
    places = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for place, inner in places:
        yield (*path, place)
        yield from paths(inner, (*path, place))


def at(raw: Any, path: Path) -> Any:
    for place in path:
        raw = raw[place]
    return raw


@st.composite
def broken(draw: st.DrawFn, raw: dict[str, Any], most: int = 5) -> dict[str, Any]:
    """The file with some places taken out, doubled, swapped, renamed, or holding something else."""
    changed = deepcopy(raw)
    for _ in range(draw(st.integers(1, most))):
        every = list(paths(changed))
        if not every:
            break
        path = draw(st.sampled_from(every))
        *before, last = path
        inside, value = at(changed, tuple(before)), at(changed, path)
        action = draw(st.sampled_from(["put", "put", "drop", "double", "swap", "rename", "wrap"]))
        if action == "drop":
            del inside[last]
        elif action == "double" and isinstance(inside, list):
            inside.append(deepcopy(value))
        elif action == "swap":
            inside[last] = deepcopy(at(changed, draw(st.sampled_from(every))))
        elif action == "rename" and isinstance(inside, dict):
            inside[draw(st.sampled_from(["", "id", "when", "\x1b", "é", *inside]))] = inside.pop(last)
        elif action == "wrap":
            inside[last] = draw(st.sampled_from([[value], {"x": value}, [value, value]]))
        else:
            inside[last] = deepcopy(draw(st.sampled_from(ODD_VALUES)))
    return changed


@st.composite
def bent(draw: st.DrawFn, raw: dict[str, Any], most: int = 8) -> dict[str, Any]:
    """The file with other numbers, words, conditions and marks, so that it often still can be used."""
    changed = deepcopy(raw)
    references = [f"{q['id']}.{o['id']}" for q in raw["questions"] for o in q["options"]]
    references += [f"{q['id']}.not_sure" for q in raw["questions"]]
    references += [f"@{name}" for name in raw.get("sets", ())]
    sources = [source["id"] for source in raw.get("sources", ())] or ["BOOK"]
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from([path for path in paths(changed) if path[-1] != "id"]))
        inside, last = at(changed, path[:-1]), path[-1]
        value = inside[last]
        if isinstance(value, dict):
            inside[last] = value | draw(other_keys(value, references, sources))
        elif isinstance(value, bool):
            inside[last] = not value
        elif isinstance(value, int):
            inside[last] = draw(st.sampled_from([value + 1, value - 1, 1, 0, -1000, 1000]))
        elif isinstance(value, float):
            inside[last] = draw(st.sampled_from([value / 2, 5e-324, 1e-300, 1 - 2**-53, 0.5, 0.999]))
        elif value in references:
            inside[last] = draw(st.sampled_from(references))
        elif isinstance(value, str) and last not in {"kind", "phase", "grade", "urgency", "up_to", "section"}:
            inside[last] = draw(st.sampled_from([t for t in ODD_TEXTS if t and t != "\x00"] + [value * 2]))
        elif isinstance(value, list) and value and len(path) > 1:
            del value[draw(st.integers(0, len(value) - 1))]
    return changed


def other_keys(
    table: dict[str, Any], references: list[str], sources: list[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """What a table of this kind may hold, too, or something else for it; a share loses what it was."""
    some = st.lists(st.sampled_from(references), min_size=1, max_size=3)
    every = st.lists(st.sampled_from(references) | some, min_size=1, max_size=3)
    when = st.fixed_dictionaries({}, optional={"all": every, "any": some})
    number, mark = any_number(sources), st.booleans()
    kinds: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "from": {"p": st.just(0.5)},
        "section": {"when": when | st.fixed_dictionaries({"none": some}), "gate": st.just("Any of these?")},
        "label": {"when": when, "confirm": mark, "you": st.just("you are cold"), "baseline": number},
        "clinical_name": {"prior": number, "only": when, "expect": st.just("Days."), "shown_if_asked": some},
        "urgency": {
            "when": when,
            "within": st.sampled_from(["now", "today"]),
            "urgency": st.sampled_from(["emergency", "same_day", "routine"]),
            "stops": mark,
        },
        "phase": {
            "up_to": st.sampled_from(["same_day", "routine", "self_care"]),
            "if_no_pattern": mark,
            "pose": st.lists(st.sampled_from(["stand", "fly"]), max_size=2),
        },
    }
    known = next((kinds[key] for key in kinds if key in table), {})
    if (
        "from" not in table
        and table
        and all(isinstance(inner, dict) and "from" in inner for inner in table.values())
    ):
        known = dict.fromkeys(table, number)
    return st.fixed_dictionaries({}, optional=known)


@st.composite
def any_number(draw: st.DrawFn, sources: list[str]) -> dict[str, Any]:
    """A share: a judgement, or a count of some people, large or small."""
    if draw(st.booleans()):
        p = draw(st.sampled_from([0.1, 0.5, 0.99, 5e-324, 1 - 2**-53]))
        near = draw(st.lists(st.sampled_from(sources), max_size=2))
        return {"p": p, "from": "judgement", "near": near, "note": "Why."}
    of = draw(st.sampled_from([1, 2, 30, 10**9, 2**62]))
    yes = draw(st.sampled_from([0, 1, of // 2, of]))
    return {"yes": yes, "of": of, "from": draw(st.sampled_from(sources)), "note": "Who."}


@st.composite
def scrambled(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with some changed, put in, taken out or cut off."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(changed)))
        action = draw(st.sampled_from(["flip", "put", "cut", "drop", "move", "line"]))
        if action == "flip" and place < len(changed):
            changed[place] ^= 1 << draw(st.integers(0, 7))
        elif action == "put":
            changed[place:place] = draw(st.sampled_from(ODD_BYTES) | st.binary(max_size=20))
        elif action == "cut":
            del changed[place:]
        elif action == "drop":
            del changed[place : place + draw(st.integers(1, 200))]
        elif action == "move":
            end = place + draw(st.integers(1, 200))
            changed[:0] = changed[place:end]
        elif action == "line":
            lines = changed.split(b"\n")
            number = draw(st.integers(0, len(lines) - 1))
            lines[number : number + 1] = draw(st.sampled_from([[], [lines[number]] * 2, [b""], [lines[0]]]))
            changed = bytearray(b"\n".join(lines))
    return bytes(changed)


ODD_BYTES = [
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\r",
        b"\r\n",
        b"\x1b[2J",
    ),
    *(
        b"\xe2\x80\xae",
        b"\xc2\x9b",
        b'"""',
        b"'''",
        b"[",
        b"]]",
        b"{",
        b"}",
        b"\\",
        b"\\u202e",
        b'"\\UFFFFFFFF"',
        b"#",
    ),
    *(
        b"= ",
        b"nan",
        b"-inf",
        b"0x",
        b"1e999",
        b"9" * 5000,
        b"1979-05-27T07:32:00Z",
        b"a.b.c = 1\n",
        b"[meta]\n",
    ),
    *(b"[[causes]]\n", b"[causes.findings]\n", b'"" = ""\n'),
    *(
        b"[places.us]\n",
        b"[sets]\n",
        b"[review]\n",
        b"{emergency}",
        b"{ yes = 1, of = 2, ",
        b'"@limbs"',
        b'["place.leg"], ',
    ),
]
