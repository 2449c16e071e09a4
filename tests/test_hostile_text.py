"""Hostile text, wherever text can come from: never read as markup, as control or as code, on any output."""

import io
import itertools
import json
import os
import re
import subprocess
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
import warm
from forms import handout_html, note_html, plain_text
from mutations import at, paths
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.cells import cell_len
from rich.console import Console
from screens import DOWN, settled
from test_page import Reader
from test_shipped_knowledge import to_toml

from spasm_cli.cli.running import run
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.cases import Case
from spasm_cli.core.comparing import compare
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge, Tables
from spasm_cli.core.poses import Limbs
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_toml, parse_answers, read_given
from spasm_cli.files.cases_file import load_cases, score_cases
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.prompts.consult import consult
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Move, Screen
from spasm_cli.prompts.terminal import TerminalFront
from spasm_cli.report.change import change_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import every_entry, explain, index
from spasm_cli.report.lines.score import score_text
from spasm_cli.report.result import result_document
from spasm_cli.text import unsafe_in

MARKUP = (
    "[bold]x[/bold] [link=https://evil.example]y[/link] [/] [@click=app.bell]z[/] :smile: <script>alert(1)</script> "
    '"><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} <!-- &lt; </style> %s {0} \\n `id` $(id) <b>'
)
NO_BRACES = MARKUP.replace("{", "").replace("}", "")
"""For texts where a brace is a placeholder or an error."""
CONTROLS = {
    "CSI": "\x1b[31m",
    "OSC 8": "\x1b]8;;https://evil.example\x1b\\",
    "OSC 0": "\x1b]0;title\x07",
    "DCS": "\x1bP+q544e\x1b\\",
    "C1 CSI": "\x9b31m",
    "C1 OSC": "\x9d0;title\x9c",
    "backspace": "\x08",
    "carriage return": "\r",
    "delete": "\x7f",
    "override": "\u202e",
    "isolate": "\u2066",
    "right-to-left mark": "\u200f",
    "Arabic mark": "\u061c",
    "zero width space": "\u200b",
    "word joiner": "\u2060",
    "line separator": "\u2028",
    "byte order mark": "\ufeff",
    "annotation": "\ufff9",
    "tag": "\U000e0041",
}
LONG = {
    "letters": "x" * 5000,
    "wide": "漢" * 1000,
    "wide in words": "漢字 kana " * 200,
    "combining": "e\u0301" * 1500,
    "emoji": "🦵" * 1000,
}
QUIET = {"place": "leg", "danger": []}
SHEETS: Mapping[str, dict[str, Any]] = {
    "self-care": QUIET | {"time": "night", "takes": ["tea"]},
    "not sure": QUIET | {"time": "not_sure", "takes": ["tea?", "not_sure"]},
    "same day": QUIET | {"danger": ["warm"], "time": "noon", "takes": ["tea", "milk"]},
    "unsure of danger": QUIET | {"danger": ["warm?", "cold?"], "time": "night"},
    "emergency": QUIET | {"danger": ["cold", "warm"]},
    "stopped": {"place": "wing"},
    "nothing": {},
}
Words = Callable[[str], str]


def whole_file(say: Words, name: Words = str, free: Words | None = None) -> dict[str, Any]:
    """A knowledge file that uses every key there is: `say` gives its words, `free` those that may hold braces, and `name` its ids."""
    free = free or say
    book, local, one_set = free("book"), free("local"), free("set")

    def share(p: float) -> dict[str, Any]:
        return {"p": p, "from": "judgement", "near": [book], "note": free("note")}

    def count(yes: int, of: int) -> dict[str, Any]:
        return {"yes": yes, "of": of, "from": book, "note": free("note")}

    def asked(
        key: str, section: str, kind: str, options: Mapping[str, float | None], **more: Any
    ) -> dict[str, Any]:
        listed = [
            {"id": name(option), "label": say(f"{key} {option} label"), "check": say(f"{key} {option} check")}
            | (
                {"if_unsure": "same_day", "denied": few(f"{key} {option} denied")}
                if p is None
                else {"baseline": share(p)}
            )
            | ({"confirm": True} if section == "safety" else {})
            | ({} if section == "where" else {"when": any_of("place.leg")})
            | {"you": "you " + say(f"{key} {option} you")}
            for option, p in options.items()
        ]
        words = {"ask": say(f"{key} ask"), "help": say(f"{key} help"), "short": say(key)[:30]}
        words |= {"gate": say(f"{key} gate")} if kind == "many" else {}
        return {"id": name(key), **words, "kind": kind, "section": section, "options": listed, **more}

    def any_of(*references: str) -> dict[str, Any]:
        return {"any": [".".join(name(part) for part in reference.split(".")) for reference in references]}

    def flag(key: str, reference: str, level: str, **more: Any) -> dict[str, Any]:
        words = {"say": say(f"{key} say"), "may_be": say(f"{key} may be")}
        return {
            "id": name(key),
            "when": any_of(reference),
            "urgency": level,
            **words,
            "sources": [book],
            "within": "today",
            **more,
        }

    def cause(key: str, kind: str, findings: dict[str, Any], **more: Any) -> dict[str, Any]:
        texts = ["name", "clinical_name", "summary", "claim", "see_someone", "expect"]
        texts += ["do_not", "known"] if kind == "contributor" else []
        words = {key: say(f"{key}") for key in texts}
        lists = {
            "steps": [name("rest"), name("tea_step"), name("out")],
            "sources": [book],
            "icd10": [say("icd")],
        } | ({"shown_if_asked": [name("time")]} if kind == "pattern" else {})
        numbers = {"prior": count(3, 10), "only": any_of("place.leg", "place.wing")}
        return {"id": name(key), "kind": kind, **words, **lists, **numbers, "findings": findings, **more}

    def found(question: str, **shares: dict[str, Any]) -> dict[str, Any]:
        return {name(question): {name(option): number for option, number in shares.items()}}

    def step(key: str, cautions: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        words = {"title": say(f"{key} title"), "how": say(f"{key} how"), "figure": say(f"{key} figure")}
        fixed = {"phase": "now", "grade": "limited", "up_to": "same_day", "sources": [book]}
        return {"id": name(key), **words, **fixed, "cautions": cautions, "pose": [name("pose")], **more}

    def level(key: str) -> dict[str, Any]:
        words = {
            part: say(f"{key} {part}") + " {Emergency} {both}"
            for part in ("title", "act", "elsewhere", "meanwhile", "unsure", "causes_note")
        }
        route = {
            "routes": {say("route"): say(f"{key} route")},
            "only_alone": [say("route")],
            "prefer_route": True,
        }
        return words | route

    meta = [
        "title",
        "version",
        "purpose",
        "safety_net",
        "unchecked_title",
        "unchecked",
    ]
    meta += ["no_pattern", "stopped_title", "alarm", "intro"]
    place: dict[str, Any] = {part: say(part) for part in ("name", "emergency", "both")}
    place |= {"date": "2026-01-01", "local": [local], "regions": [free("region")]}
    place |= {"timezones": [free("zone")], "sources": [book]}

    def few(words: str) -> str:
        return say(words) if len(say(words).split()) <= 40 else " ".join(say(words).split()[:40])

    brief = [{"when": any_of("place.leg"), "say": few("brief leg")}, {"say": few("brief")}]
    tea = {"when": any_of("takes.tea"), "who": "you " + say("who"), "say": say("caution")}
    return {
        "meta": {"schema": 2, "language": "en-GB", "updated": "2026-01-01"} | {key: say(f"meta {key}") for key in meta},
        "review": {"reviewer": free("reviewer"), "date": "2026-01-02", "sha256": "0" * 64},
        "places": {"gb": place, "other": place | {"regions": [], "timezones": []}},
        "sets": {one_set: any_of("time.noon")["any"]},
        "scoring": {"shrink": 0.7, "cap": 10, "fits_well": 3, "fits_partly": -9, "min_bits": 0.01}
        | {"steps_per_phase": 2, "usual_people": 10, "spread_db": 2, "well_ahead": 0.9, "a_little_ahead": 0.6},
        "levels": {key: level(key) for key in ("emergency", "same_day", "routine", "self_care")},
        "questions": [
            asked("place", "where", "one", {"leg": 0.6, "wing": 0.4}),
            asked("danger", "safety", "many", {"cold": None, "warm": None}, if_unsure="routine", unsure_route=say("route")),
            asked("time", "about_spasm", "one", {"night": 0.5, "noon": 0.5}),
            asked("takes", "about_you", "many", {"tea": 0.4, "milk": 0.3}, when=any_of("place.leg")),
        ],
        "flags": [
            flag("cold_flag", "danger.cold", "emergency", route=say("route")),
            flag("warm_flag", "danger.warm", "same_day", route=say("route")),
            flag("noon_flag", "time.noon", "routine") | {"when": {"all": [["@" + one_set]]}},
            flag("wing_flag", "place.wing", "routine", stops=True),
        ],
        "causes": [
            cause("alpha", "pattern", found("time", night=share(0.9)) | found("takes", milk=share(0.8))),
            cause("beta", "pattern", found("time", noon=count(19, 20))),
            cause("gamma", "contributor", found("takes", tea=share(0.9)), shown_when=any_of("takes.tea")),
        ],
        "steps": [
            step("rest", [tea], if_no_pattern=True),
            step("tea_step", [tea | {"drop": True, "unless_sure": True}], when=any_of("place.leg")),
            step("out", [tea | {"drop": True}], up_to="routine", at_once=few("at once"), brief=brief),
        ],
        "poses": [
            {"id": name("pose"), "say": say("pose say"), "limbs": dict.fromkeys(Limbs.__struct_fields__, 45.0), "when": any_of("place.leg")}
            | {"props": ["floor"], "feel": ["trunk"], "moves": {"trunk": 10.0}, "front": True}
        ],
        "sources": [
            {"id": book, "title": free("source title"), "publisher": free("publisher"), "year": 2020}
            | {"url": "https://example.org/" + free("url"), "read": "copy", "weak": False}
            | {"copy_url": "https://example.org/" + free("copy url")}
        ],
    }  # fmt: skip


def load(folder: Path, raw: dict[str, Any]) -> Knowledge:
    path = folder / "whole.toml"
    path.write_text(to_toml(raw), encoding="utf-8")
    return load_knowledge(str(path)).at("gb")


def structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """Every struct that a file is made of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for inner in get_type_hints(kind).values():
            yield from structs(inner)
    elif get_origin(kind) is not None or isinstance(kind, types.UnionType):
        for inner in get_args(kind):
            yield from structs(inner)


def keys_of(kind: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


def test_the_file_of_these_tests_uses_every_key_there_is(tmp_path: Path) -> None:
    """So a key that is added to the knowledge file is tried with hostile text as well."""
    raw = whole_file(str)
    load(tmp_path, raw)
    tables = [set(value) for path in paths(raw) if isinstance(value := at(raw, path), dict)]
    for kind in {*structs(Tables)} - {Tables}:
        used = {key for table in tables if table <= keys_of(kind) for key in table}
        # Conditions are made of references alone; other tests try those.
        assert kind.__name__ == "Condition" or used == keys_of(kind), (kind, keys_of(kind) - used)


def texts(raw: dict[str, Any]) -> list[tuple[str | int, ...]]:
    return [path for path in paths(raw) if isinstance(at(raw, path), str)]


def test_control_in_any_text_of_a_knowledge_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    places = texts(whole_file(str))
    assert len(places) > 3 * len(CONTROLS)
    for place, control in zip(places, itertools.cycle(CONTROLS.values()), strict=False):
        changed = whole_file(str)
        at(changed, place[:-1])[place[-1]] += f"a{control}b"
        written = to_toml(changed)
        bare, escaped = (json.dumps(f"a{control}b", ensure_ascii=plain)[1:-1] for plain in (False, True))
        for text, spelling in ((written, bare), (written.replace(bare, escaped), escaped)):
            line = next(number for number, words in enumerate(text.split("\n"), 1) if spelling in words)
            path.write_text(text, encoding="utf-8")
            try:
                told = "\n".join(inspect(str(path)).errors)
            except SpasmError as error:
                # TOML itself takes no delete character, and no pairs of surrogates.
                told = str(error)
                assert "not valid TOML" in told
                assert f"line {line}," in told
            else:
                character = next(letter for letter in control if unsafe_in(letter))
                wanted = rf":{line}: .*holds the control or direction character U\+{ord(character):04X}; take it out"
                assert re.search(wanted, told), (place, line, told)
            assert not unsafe_in(told)


def test_control_in_keys_and_ids_is_never_echoed(tmp_path: Path) -> None:
    raw = whole_file(str)
    path = tmp_path / "own.toml"
    for place in [place for place in paths(raw) if isinstance(at(raw, place[:-1]), dict)]:
        changed = whole_file(str)
        inside = at(changed, place[:-1])
        inside["".join(CONTROLS.values()) + MARKUP] = inside.pop(place[-1])
        path.write_text(to_toml(changed), encoding="utf-8")
        try:
            said = "\n".join(inspect(str(path)).errors)
        except SpasmError as error:
            said = str(error)
        assert said
        assert not unsafe_in(said)


def compact(text: str) -> str:
    """Text without blanks, boxes, colours and cursor moves, which stand between the words of a text."""
    moves = r"\x1b\[[0-9;?]*[A-Za-z]"
    return re.sub(rf"{moves}|[\s│┃║╭╮╰╯─━█░»✓▌]", "", text).casefold()


def literal(text: str, *, least: int = 1, drawn_anew: int = 0) -> None:
    """All hostile text stands there as it was written, and nothing steers the terminal but colour and moves.

    Of a text that moves on a screen, as many as `drawn_anew` may be drawn anew in a part only.
    """
    found = compact(text)
    count = found.count("⟦")
    whole = sum(found.count(f"⟦{compact(words)}⟧") for words in (MARKUP, NO_BRACES))
    assert whole >= least
    assert count - drawn_anew <= whole <= count
    rest = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert "\x1b" not in rest
    assert not unsafe_in(rest.replace("\r", "").replace("\x1b", ""))


def outputs(knowledge: Knowledge, sheet: dict[str, Any], width: int) -> dict[str, str]:
    """Everything that can be printed about a sheet, in every form."""
    answers = parse_answers(knowledge, sheet, source="test")
    result = assess(knowledge, answers, explore=True)
    quiet = assess(knowledge, parse_answers(knowledge, SHEETS["self-care"], source="test"), explore=True)
    told: dict[str, str] = {}
    for colour in (None, "truecolor"):
        stream = io.StringIO()
        console = Console(
            file=stream, width=width, force_terminal=bool(colour), markup=False, emoji=False, highlight=False
        )
        draw(console, result_document(knowledge, result, why=True))
        draw(console, change_document(knowledge, compare(quiet, result)))
        told[f"drawn {colour}"] = stream.getvalue()
    told["plain"] = plain_text(knowledge, result, why=True, width=width)
    told["changes"] = as_lines(change_document(knowledge, compare(quiet, result)), width=width)
    told["answers"] = answers_toml(knowledge, result)
    return told


def hostile_file() -> dict[str, Any]:
    raw = whole_file(lambda words: f"{words} ⟦{NO_BRACES}⟧", free=lambda words: f"{words} ⟦{MARKUP}⟧")
    for question in raw["questions"]:
        question["short"] = "[b] <b> `id` \\n %s"
    return raw


@pytest.fixture
def hostile(tmp_path: Path) -> Knowledge:
    return load(tmp_path, hostile_file())


@pytest.mark.parametrize("sheet", SHEETS)
def test_markup_of_a_knowledge_file_is_printed_as_it_is(sheet: str, hostile: Knowledge) -> None:
    for form, text in outputs(hostile, SHEETS[sheet], 90).items():
        if form == "answers":
            assert all(line.startswith("#") or re.match(r"\w+ = ", line) for line in text.splitlines())
        literal(text)


def test_markup_on_the_pages_of_entries_is_printed_as_it_is(hostile: Knowledge) -> None:
    literal(index(hostile, width=90))
    for name in every_entry(hostile):
        literal(explain(hostile, name, width=90), least=5)


@pytest.mark.parametrize("sheet", SHEETS)
def test_html_has_no_element_and_no_attribute_more(sheet: str, hostile: Knowledge, tmp_path: Path) -> None:
    tame = load(tmp_path, whole_file(lambda words: f"{words} tame"))
    pages = []
    for knowledge in (hostile, tame):
        answers = parse_answers(knowledge, SHEETS[sheet], source="test")
        found = assess(knowledge, answers, explore=True)
        # However long the words are: those of one file have more of them.
        page = Reader(handout_html(knowledge, found, most=10**6))
        pages.append((page, Reader(note_html(knowledge, found))))
    for mine, other in zip(*pages, strict=True):
        assert mine.elements == other.elements
        assert mine.style == other.style
        assert {name for name, _ in mine.attributes} == {name for name, _ in other.attributes}
        words = {"lang", "aria-label"}
        assert [pair for pair in mine.attributes if pair[0] not in words] == [
            pair for pair in other.attributes if pair[0] not in words
        ]
    # On the page of the patient a summary stops behind its first sentence.
    literal(pages[0][1].text)


@pytest.mark.parametrize("sheet", SHEETS)
def test_json_holds_the_words_of_the_file(sheet: str, hostile: Knowledge) -> None:
    answers = parse_answers(hostile, SHEETS[sheet], source="test")
    data = json.loads(to_json(assess(hostile, answers, explore=True)))
    told = [at(data, path) for path in texts(data)]
    assert any("⟦" in text for text in told)
    for text in told:
        whole = [text.casefold().count(f"⟦{words}⟧".casefold()) for words in (MARKUP, NO_BRACES)]
        assert sum(whole) == text.count("⟦")
    assert any(MARKUP.casefold() in text.casefold() for text in told)


class Stream(io.StringIO):
    encoding = "utf-8"


class BothFronts:
    """Shows every screen through both fronts, and answers with the line that is wanted."""

    say_again: Callable[[], object]

    def __init__(self, columns: int, wanted: Callable[[Screen], str]) -> None:
        self.columns, self.wanted = columns, wanted
        self.plain, self.drawn = io.StringIO(), Stream()
        self.screens: list[Screen] = []

    def ask(self, screen: Screen) -> set[str] | Move:
        self.screens.append(screen)
        choice = self.wanted(screen)
        number = [entry.id for entry in screen.choices].index(choice)
        said = PlainFront(io.StringIO(f"?\n{number + 1}\n"), self.plain, self.columns).ask(screen)
        ticked = [entry.id for entry in screen.choices if entry.id in screen.ticked]
        # Nothing is pointed at before a key, but for what was chosen before.
        pointed = ([screen.enter] if screen.enter else []) if screen.many else (ticked or [screen.enter])
        names = [entry.id for entry in screen.choices]
        start = names.index(pointed[0]) if pointed and pointed[0] in names else -1
        keys = "?" + DOWN * (number - start if start < 0 else (number - start) % len(names))
        keys += " " if screen.many and choice not in screen.ticked else ""
        output = Vt100_Output(
            self.drawn, lambda: Size(rows=200, columns=self.columns), term="xterm", enable_cpr=False
        )
        with settled(), create_pipe_input() as pipe, create_app_session(input=pipe):
            pipe.send_text(keys + "\r")
            drawn = TerminalFront(output).ask(screen)
        assert drawn == said or screen.ticked
        return drawn


def last_line_first(screen: Screen) -> str:
    """Choose what leads to most screens: doubts about danger, then what ends the talk."""
    ids = [choice.id for choice in screen.choices]
    if "yes" in ids and screen.help:
        return "yes"  # a gate
    for name in ("more", "done", "cold", "not_sure", "none"):
        if name in ids and not (name == "cold" and "none" in ids):
            return name
    return ids[0]


def test_markup_in_prompts_is_shown_as_it_is(hostile: Knowledge) -> None:
    front = BothFronts(100, last_line_first)
    converse(front, Interview(knowledge=hostile), guard=lambda _: nullcontext())
    seen: list[str] = []

    def wanted(screen: Screen) -> str:
        ids = [choice.id for choice in screen.choices]
        seen.append(ids[0])
        return ids[min(1, len(ids) - 1)] if len(seen) < 4 else ids[-1] if "undo" in ids else ids[0]

    front.wanted = wanted
    answers = parse_answers(hostile, SHEETS["self-care"], source="test")
    consult(
        front, hostile, answers, summary=lambda _: hostile.meta.title, show=lambda *_: hostile.meta.purpose
    )
    assert len(front.screens) > 8
    literal(front.plain.getvalue(), least=30)
    literal(front.drawn.getvalue(), least=30, drawn_anew=2)


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
@pytest.mark.parametrize("width", [20, 120])
def test_very_long_words_never_leave_the_lines(tmp_path: Path, long: str, width: int) -> None:
    knowledge = load(tmp_path, whole_file(lambda words: f"{words} {long}"))
    for sheet in ("same day", "emergency"):
        for form, text in outputs(knowledge, SHEETS[sheet], width).items():
            if form != "answers":
                lines = [line for line in text.splitlines() if "https://" not in line]
                assert max(cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines) <= width, form
    for name in every_entry(knowledge):
        lines = [
            line for line in explain(knowledge, name, width=width).splitlines() if "https://" not in line
        ]
        assert max(map(cell_len, lines)) <= width
    assert max(map(cell_len, index(knowledge, width=width).splitlines())) <= width


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_very_long_words_never_leave_the_lines_of_a_prompt(tmp_path: Path, long: str) -> None:
    knowledge = load(tmp_path, whole_file(lambda words: f"{words} {long}"))
    front = BothFronts(40, last_line_first)
    converse(front, Interview(knowledge=knowledge), guard=lambda _: nullcontext())
    assert max(map(cell_len, front.plain.getvalue().replace("quit: ", "quit: \n").splitlines())) <= 40
    for line in re.split(r"\r?\n|\r|\x1b\[\d*[ABCDGHJK]", front.drawn.getvalue()):
        assert cell_len(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line)) <= 40


def test_very_long_ids_never_leave_the_lines(tmp_path: Path) -> None:
    def renamed(name: str) -> str:
        return name + "x" * 2000

    knowledge = load(tmp_path, whole_file(str, renamed))
    sheet = {
        renamed("place"): renamed("leg"),
        renamed("danger"): [renamed("warm")],
        renamed("time"): renamed("night"),
    }
    result = assess(knowledge, parse_answers(knowledge, sheet, source="test"), explore=True)
    console = Console(file=io.StringIO(), width=60, markup=False, emoji=False, highlight=False)
    draw(console, result_document(knowledge, result, why=True))
    assert isinstance(console.file, io.StringIO)
    for text in (
        console.file.getvalue(),
        plain_text(knowledge, result, why=True, width=60),
        index(knowledge, width=60),
    ):
        assert max(map(cell_len, text.splitlines())) <= 60


class TestFromThePerson:
    """What is typed is the person's own: it is made harmless, and shown."""

    @pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
    def test_an_answers_file(self, tmp_path: Path, knowledge: Knowledge, control: str) -> None:
        word = f"[b]{control}[/b]"
        for raw in (
            {word: "x"},
            {"region": word},
            {"medicines": [word, word + "?"]},
            {"region": {word: word}},
        ):
            for name, content in (("a.json", json.dumps(raw)), ("a.toml", to_toml(raw))):
                (tmp_path / name).write_text(content, encoding="utf-8")
                with pytest.raises(SpasmError) as caught:
                    read_given(knowledge, str(tmp_path / name), [])
                assert not unsafe_in(str(caught.value))
                if raw != {"region": {word: word}} and "valid TOML" not in str(caught.value):
                    assert "[b]" in str(caught.value)

    @pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
    def test_settings(self, knowledge: Knowledge, control: str) -> None:
        for setting in (
            control,
            f"{control}=x",
            f"region={control}",
            f"region=x,{control}",
            f"{control}{MARKUP}",
        ):
            with pytest.raises(SpasmError) as caught:
                read_given(knowledge, None, [setting])
            assert not unsafe_in(str(caught.value))

    @pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
    def test_a_file_of_cases(self, tmp_path: Path, control: str) -> None:
        case: dict[str, Any] = {
            "id": "a",
            "presentation": "b",
            "urgency": "routine",
            "answers": {"region": "calf"},
        }
        case |= {"cause": "c", "acceptable": ["d"], "acceptable_urgency": ["routine"], "source": "e"}
        assert case.keys() == keys_of(Case)
        path = tmp_path / "cases.toml"
        for place in texts(case):
            changed = json.loads(json.dumps(case))
            at(changed, place[:-1])[place[-1]] += f"a{control}b"
            path.write_text(to_toml({"cases": [case | {"id": "z"}, changed]}), encoding="utf-8")
            with pytest.raises(SpasmError) as caught:
                load_cases(str(path))
            assert not unsafe_in(str(caught.value))
            assert re.search(r":1\d: .*U\+|not valid TOML", str(caught.value)), str(caught.value)

    def test_markup_in_cases(self, tmp_path: Path, knowledge: Knowledge) -> None:
        words = f"⟦{MARKUP}⟧"
        case = {"id": words, "presentation": words, "urgency": "emergency", "answers": {}, "cause": words}
        path = tmp_path / "cases.toml"
        path.write_text(to_toml({"cases": [case]}), encoding="utf-8")
        literal(score_text(score_cases(knowledge, load_cases(str(path))), knowledge.words))


def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["spasm", *words])
    code = run()
    said = capsys.readouterr()
    return code, said.out + said.err


NAMES = [
    "[b]x" + "".join(CONTROLS.values()).replace("/", ""),
    "a\nb: no problems",
    "a\tb",
    MARKUP.replace("/", ""),
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_file_names_on_the_command_line_and_in_the_environment(
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    broken = f"{name}.toml"
    Path(broken).write_text("x = 1", encoding="utf-8")
    for words in (
        ["knowledge", "validate", broken],
        ["knowledge", "validate", name],
        ["check", "--knowledge", broken, "--set", "region=calf"],
        ["check", "--answers", broken],
        ["check", "--answers", name],
        ["check", "--set", "region=calf", "--save", name],
        ["check", "--set", "region=calf", "--save", broken],
        ["check", "--set", "region=calf", "--save", f"{name}.txt"],
        ["knowledge", "test", broken],
        ["knowledge", "test", name],
        ["knowledge", "copy", f"{name}/x"],
        ["knowledge", "copy", f"copy {name}"],
        ["explain", name],
        ["demo", name],
        [name],
        [f"--{name}"],
        ["check", name],
        ["knowledge", "path", "--knowledge", name],
    ):
        code, said = command(capsys, monkeypatch, *words)
        assert code in {0, 1, 2}
        assert not unsafe_in(said), words
        if words[-1] == broken and "--save" not in words:
            assert "\nb: no problems" not in said
        if name.startswith("[b]"):
            assert "[b]x" in said, words
    monkeypatch.setenv("SPASM_KNOWLEDGE", broken)
    for words in (
        ["check", "--set", "region=calf"],
        ["knowledge", "path"],
        ["explain"],
        ["knowledge", "validate"],
    ):
        _, said = command(capsys, monkeypatch, *words)
        assert not unsafe_in(said)
        assert name.partition("\n")[0].partition("\t")[0][:4] in said


VARIABLES = (
    *("COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "LANGUAGE"),
    *("UNICODE_VERSION", "TERMINAL_WIDTH", "JUPYTER_COLUMNS", "TTY_COMPATIBLE", "PROMPT_TOOLKIT_COLOR_DEPTH"),
)


def spasm(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in VARIABLES} | variables
    command = [sys.executable, "-m", "spasm_cli", *words]
    return warm.run(command, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize(
    "value", ["abc", "0", "-3", "²", "9" * 5000, f"{CONTROLS['OSC 0']}\u202e{MARKUP}"], ids=ascii
)
def test_a_hostile_environment_changes_nothing_and_is_not_echoed(value: str) -> None:
    words = ("check", "--set", "region=calf")
    usual, odd = spasm(*words), spasm(*words, **dict.fromkeys(VARIABLES, value))
    assert odd.returncode == usual.returncode == 0
    assert odd.stderr == usual.stderr
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in odd.stdout.splitlines()]
    assert lines == usual.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_tab_offers_cannot_be_run_or_read_as_markup(tmp_path: Path, shell: str) -> None:
    path = tmp_path / "own.toml"
    raw = whole_file(lambda words: f"{words} ⟦{NO_BRACES}⟧ \\$(id) \\\\`id` [/x]\nnew line")
    path.write_text(to_toml(raw))
    for typed in ("check --set ", "check --set place=", "explain "):
        run = spasm(
            _SPASM_COMPLETE=f"complete_{shell}",
            _TYPER_COMPLETE_ARGS=f"spasm {typed}",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
            _TYPER_COMPLETE_WORD_TO_COMPLETE=typed.split()[-1] if "=" in typed else "",
            COMP_WORDS=f"spasm {typed}",
            COMP_CWORD=str(len(typed.split()) + (" " in typed[-1])),
            SPASM_KNOWLEDGE=str(path),
        )
        assert run.returncode == 0, run.stderr
        assert run.stderr == ""
        assert "leg" in run.stdout or "place" in run.stdout
        assert not unsafe_in(run.stdout)
        if shell == "zsh":
            # Each backslash is the one that keeps zsh from running or reading what follows.
            assert not re.search(r"(?<!\\)(\\\\)+[$`]|(?<!\\)[$`]", run.stdout)
        if shell in {"fish", "powershell"}:
            assert "new line" not in [line.strip() for line in run.stdout.splitlines()]
