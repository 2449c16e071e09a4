"""The program's own words: each that the code wants is there, none is there for nothing, and another language is whole or refused."""

import ast
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from forms import every_form
from msgspec.structs import replace
from test_loading import SMALL, line_of
from test_oracle import any_sheet
from test_report import SHEETS, result
from test_report import SMALL as TOY
from test_shipped_knowledge import to_toml

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.comparing import compare
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Review
from spasm_cli.core.words import Text, Words, placeholders
from spasm_cli.errors import KnowledgeError, SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.signing import Signature
from spasm_cli.files.translation import speak_early
from spasm_cli.files.words_file import own_words, speak, words_in_use
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import every_entry, explain, index
from spasm_cli.report.result import result_document

SRC = Path(__file__).parents[1] / "src" / "spasm_cli"
RAW = tomllib.loads(data_file("words.toml").read_text(encoding="utf-8"))
TEXTS: Mapping[str, Text] = {
    f"{table}.{name}": text
    for table, texts in RAW.items()
    if isinstance(texts, dict)
    for name, text in texts.items()
}
KEY = re.compile(rf"({'|'.join(table for table in RAW if table != 'language')})\.[a-z_ ]+")
ANY = "*"
"""Stands in a key for what only the running program knows."""


def keys_in(expression: ast.expr) -> list[str]:
    """Every key that an expression may stand for; one that only the running program knows has a * in it."""
    if isinstance(expression, ast.Constant):
        return [str(expression.value)]
    if isinstance(expression, ast.IfExp):
        return keys_in(expression.body) + keys_in(expression.orelse)
    if isinstance(expression, ast.FormattedValue):
        return keys_in(expression.value)
    if isinstance(expression, ast.JoinedStr):
        return ["".join(parts) for parts in product(*map(keys_in, expression.values))]
    return [ANY]


def calls() -> Iterator[tuple[str, list[str], set[str]]]:
    """Yield each call of `words(…)`: where it stands, which keys it may mean, and the names that it gives values for."""
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = ast.unparse(node.func)
            if function == "say" or function.rpartition(".")[2] == "words":
                given = {str(keyword.arg) for keyword in node.keywords}
                yield f"{path.name}:{node.lineno}", keys_in(node.args[0]), given


def matching(key: str) -> list[str]:
    return [name for name in TEXTS if fnmatchcase(name, key)]


def values_of(text: Text) -> set[str]:
    """What a call must give for a text: its placeholders, and what chooses among its forms."""
    if text == TEXTS["check.brace"]:
        return set()  # it shows one
    return {*placeholders(text)} | (set() if isinstance(text, str) else {"count"})


def test_every_key_that_the_code_names_is_in_the_file() -> None:
    named = [
        (path.name, node.value)
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    ]
    assert len(named) > 80
    assert [(file, key) for file, key in named if key not in TEXTS and not key.endswith((".py", "_"))] == []


def test_every_text_is_named_in_the_code() -> None:
    """By its key, or by a name that is put behind that of its table."""
    nodes = (node for path in SRC.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    known = {
        string for node in nodes if isinstance(node, ast.Constant | ast.JoinedStr) for string in keys_in(node)
    }
    tables = [each for each in known if ANY in each and each.strip(ANY)]
    names = [f"*{each.lstrip('.')}" for each in known if len(each.strip(ANY)) > 1]

    def put_together(key: str) -> bool:
        name = key.partition(".")[2]
        return any(fnmatchcase(key, each) for each in tables) and any(
            fnmatchcase(name, each) for each in names
        )

    assert [key for key in TEXTS if key not in known and not put_together(key)] == []


def test_every_call_means_a_text_of_the_file_and_gives_just_the_values_that_it_has_places_for() -> None:
    found = list(calls())
    assert len(found) > 80
    for where, keys, given in found:
        meant = [name for key in keys for name in matching(key)]
        assert all(matching(key) for key in keys), (where, keys)
        if not any(ANY in key for key in keys) and "None" not in given:  # values of a **mapping are not seen
            assert set().union(*(values_of(TEXTS[name]) for name in meant)) == given, (where, keys)


def test_what_stands_for_a_value_is_one_word_of_small_letters() -> None:
    """A brace that is no placeholder would be printed, or hide one."""
    shown = {key: text for key, text in TEXTS.items() if key.partition(".")[0] not in SHOW_BRACES}
    for key, text in shown.items():
        for each in [text] if isinstance(text, str) else text.values():
            bare = re.sub(r"\{[a-z_]+\}", "", each)
            assert "{" not in bare, key
            assert "}" not in bare, key


SHOW_BRACES = {"toml", "answers_file", "mistake", "check"}
"""Tables of messages that show how something is written."""


class Listening:
    """Notes which texts are wanted, and holds each call to the places of its text."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wanted: set[str] = set()
        say = Words.__call__

        def noted(words: Words, key: str, /, **values: object) -> str:
            self.wanted.add(key)
            assert values_of(TEXTS[key]) <= values.keys(), (key, values)
            return say(words, key, **values)

        monkeypatch.setattr(Words, "__call__", noted)


def tell(knowledge: Knowledge, before: Assessment, after: Assessment) -> None:
    changes = compare(before, after)
    as_lines(change_document(knowledge, changes))
    in_short(knowledge, changes)
    where_it_leads(knowledge, after)


def test_every_text_of_the_file_is_said_somewhere(
    knowledge: Knowledge, shipped_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, raw, chance = Listening(monkeypatch), tomllib.loads(shipped_text), random.Random(5)
    sheets = [case.answers for case in load_cases(str(data_file("demo.toml")))]
    sheets += [any_sheet(raw, chance) for _ in range(60)]
    found = [
        assess(knowledge, parse_answers(knowledge, sheet, source="test"), explore=True) for sheet in sheets
    ]
    for before, after in zip(found, [*found[1:], found[0]], strict=True):
        as_lines(result_document(knowledge, after, why=True))
        tell(knowledge, before, after)
    for first, then in product(SHEETS, SHEETS):
        tell(TOY, result(first), result(then))
    review = Review("Dr A", "2026-01-02", "0" * 64)
    for signature in get_args(Signature):
        signed = replace(TOY, review=review, signature=signature)
        as_lines(result_document(signed, result("typical", signed)))
    for known in (knowledge, TOY):
        index(known)
        for name in every_entry(known):
            explain(known, name)
    with pytest.raises(SpasmError):
        explain(knowledge, "nothing at all")
    load_knowledge(None).at("gb", "us")
    # What only a prompt or a fault says, the code names at least.
    named = {name for _, keys, _ in calls() for key in keys for name in matching(key)}
    assert {*TEXTS} - heard.wanted - named == set()
    assert len(heard.wanted) > 130


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 wenige"), (1, "eins"), (2, "2 wenige"), (4, "4 wenige"), (5, "5 viele"), (12, "12 ein Dutzend")],
)
def test_a_text_for_each_number_is_chosen_by_number_by_range_or_as_the_other(count: int, told: str) -> None:
    texts = {"1": "eins", "2-4": "{count} wenige", "0": "0 wenige", "12": "{count} ein Dutzend"}
    words = Words(language="de", texts={"t": {"n": texts | {"other": "{count} viele"}}})
    assert words("t.n", count=count) == told
    assert words("t.n", count=str(count)) == told


def test_a_value_is_put_in_once_whatever_it_holds() -> None:
    words = Words(language="en", texts={"t": {"n": "{a} and {b}", "m": "{a}"}})
    assert words("t.n", a="{b}", b="{a}") == "{b} and {a}"
    assert words("t.m") == "{a}"


GERMAN = SMALL.replace('language = "en"', 'language = "de"')


def german(**changes: Any) -> dict[str, Any]:
    """All words, each with a mark; `result__feeding="…"` puts another text in, and None takes it out."""

    def marked(text: Any) -> Any:
        return f"{text}·" if isinstance(text, str) else {name: marked(inner) for name, inner in text.items()}

    raw: dict[str, Any] = {name: marked(table) for name, table in RAW.items()} | {"language": "de"}
    raw["caution"]["begins"] = RAW["caution"]["begins"]  # the file that it goes with says "you"
    for path, value in changes.items():
        *above, last = path.split("__")
        inside = raw
        for name in above:
            inside = inside[name]
        inside[last] = value
        if value is None:
            del inside[last]
    return raw


def load(folder: Path, words: Mapping[str, Any] | str | None, text: str = GERMAN) -> Knowledge:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    if words is not None:
        source = words if isinstance(words, str) else to_toml(dict(words))
        (folder / "words.de.toml").write_text(source, encoding="utf-8")
    return load_knowledge(str(folder / "own.toml"))


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_a_file_in_another_language_speaks_the_words_beside_it(tmp_path: Path, language: str) -> None:
    text = GERMAN.replace('language = "de"', f'language = "{language}"')
    knowledge = load(tmp_path, german(), text).at()
    assert knowledge.words.language == "de"
    answers = parse_answers(knowledge, {"place": "leg", "danger": []}, source="test")
    for form in every_form(knowledge, assess(knowledge, answers)).values():
        said = " ".join(form.split())
        assert "not reviewed by a clinician·" in said
        assert "In short·" in said or "·" in said


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US", "EN"])
def test_a_file_in_the_language_of_the_program_needs_no_words_beside_it(
    tmp_path: Path, language: str
) -> None:
    if language == "EN":
        with pytest.raises(KnowledgeError, match="write the language as a code"):
            load(tmp_path, None, SMALL.replace('"en"', f'"{language}"'))
        return
    assert load(tmp_path, None, SMALL.replace('"en"', f'"{language}"')).words is own_words()


REFUSED = {
    "a missing text": ({"result__feeding": None}, ["result.feeding: this text is missing"]),
    "an empty text": ({"result__feeding": ""}, ["result.feeding: this text is missing"]),
    "a missing table": ({"strength": None}, ["strength: this table is missing"]),
    "a table that is none": ({"strength": "x"}, ["strength: this table is missing"]),
    "another text": ({"result__feedingd": "x"}, ['result.feedingd: no such text (did you mean "feeding"?)']),
    "another table": ({"results": {"a": "b"}}, ['results: no such table (did you mean "result"?)']),
    "a placeholder that is not there": (
        {"result__left_out_because": "Nicht."},
        ["result.left_out_because: {who} stands not here"],
    ),
    "another placeholder": (
        {"result__left_out_because": "Nicht {who}, {why}."},
        ["result.left_out_because: {why} stands only here"],
    ),
    "a placeholder by another name": (
        {"result__left_out_because": "Nicht {wer}."},
        ["result.left_out_because: {wer} stands only here"],
    ),
    "a number for a text": ({"result__feeding": 1}, ["result.feeding: expected text in quotes"]),
    "a list for texts by number": (
        {"moved__points": ["x"]},
        ['moved.points: expected texts by number, with "other"'],
    ),
    "numbers without another": (
        {"moved__points": {"1": "{fit}, {points}"}},
        ['moved.points: "other" is missing'],
    ),
    "a number that is none": (
        {"moved__points__few": "{fit}, {points}"},
        ['moved.points: "few" is no number, no range such as 2-4, and not "other"'],
    ),
    "a placeholder missing for one number": (
        {"moved__points__1": "{points}"},
        ["moved.points: {fit} stands not here"],
    ),
    "a control character": (
        {"result__feeding": "x\u001by"},
        ["result: feeding: holds the control or direction character U+001B; take it out"],
    ),
    "another language": ({"language": "fr"}, ['language: expected "de", got "fr"']),
    "no language": ({"language": None}, ['language: expected "de", got ""']),
    "several at once": (
        {"fit__well": None, "why__sum": None, "list__or": None, "list__und": "und"},
        [
            "fit.well: this text is missing",
            "why.sum: this text is missing",
            'list.und: no such text (did you mean "and"?)',
            "list.or: this text is missing",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "problems"), REFUSED.values(), ids=REFUSED)
def test_words_that_are_not_whole_are_refused_with_everything_that_is_wrong(
    tmp_path: Path, changes: dict[str, Any], problems: list[str]
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, german(**changes))
    assert str(caught.value).startswith(f"{tmp_path / 'words.de.toml'}: these words cannot be used.\n")
    assert [*caught.value.problems] == problems


def test_a_language_may_count_in_its_own_way(tmp_path: Path) -> None:
    points = {"1": "{fit}: {points} bod", "2-4": "{fit}: {points} body", "other": "{fit}: {points} bodů"}
    words = load(tmp_path, german(moved__points=points, result__not_sure="{count} unsicher")).words
    assert [words("moved.points", count=n, fit="f", points=n) for n in (1, 3, 7)] == [
        "f: 1 bod",
        "f: 3 body",
        "f: 7 bodů",
    ]
    assert words("result.not_sure", count=1) == "1 unsicher"


def test_of_one_a_language_need_not_name_the_number(tmp_path: Path) -> None:
    texts = {"1": "eine unsicher", "other": "{count} unsicher"}
    words = load(tmp_path, german(result__not_sure=texts)).words
    assert [words("result.not_sure", count=n) for n in (1, 2)] == ["eine unsicher", "2 unsicher"]


@pytest.mark.parametrize("number", ["1-2-3", "\N{SUPERSCRIPT TWO}", "", "2-", "-3"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(KnowledgeError, match='is no number, no range such as 2-4, and not "other"'):
        load(tmp_path, german(result__not_sure={number: "{count} x", "other": "{count} y"}))


def test_a_language_without_words_says_which_file_is_missing(tmp_path: Path) -> None:
    text = SMALL.replace('language = "en"', 'language = "nl"')
    with pytest.raises(SpasmError, match=r'language "nl": put words\.nl\.toml beside .*own\.toml'):
        load(tmp_path, None, text)


def test_words_that_are_no_toml_are_told_by_their_name_and_line(tmp_path: Path) -> None:
    with pytest.raises(SpasmError, match=r"words\.de\.toml: not valid TOML: .*line 2"):
        load(tmp_path, 'language = "de"\nresult = {\n')


def test_over_a_hundred_missing_texts_are_not_all_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, {"language": "de"} | {table: {} for table in RAW if table != "language"})
    assert 100 <= len(caught.value.problems) <= 101


def test_the_words_of_the_program_are_read_once_and_named_by_their_language(shipped_text: str) -> None:
    assert own_words() is own_words()
    assert own_words().language == RAW["language"]
    assert line_of(shipped_text, f'language = "{RAW["language"]}"')


def test_the_page_on_translating_tells_how_many_texts_there_are_and_which_have_forms() -> None:
    page = (SRC.parents[1] / "docs" / "translate.md").read_text(encoding="utf-8")
    assert f"| {len(TEXTS)} texts |" in page
    numbers = page.partition("**Numbers.**")[2].partition("They are tables")[0]
    with_forms = [key for key, text in TEXTS.items() if not isinstance(text, str)]
    assert sorted(re.findall(r"`([a-z_.]+)`", numbers)) == sorted(with_forms)


def test_messages_speak_the_language_of_a_file_before_it_is_loaded(tmp_path: Path) -> None:
    """Whatever else is wrong with it; its words may stand beside it alone, or come with the program."""
    path = tmp_path / "own.toml"
    for text, language in (
        (SMALL, "en"),
        (SMALL.replace('language = "en"', 'language = "de"'), "de"),
        ('[meta]\nlanguage = "de"\nschema = 7\nnothing else =', "de"),
        ('[meta]\nlanguage = "xx"\n', "en"),
        ("no file of knowledge", "en"),
    ):
        speak(own_words())
        path.write_text(text, encoding="utf-8")
        speak_early(str(path))
        assert words_in_use().language.startswith(language), text
    beside = data_file("words.de.toml").read_text("utf-8").replace('language = "de"', 'language = "xx"')
    (tmp_path / "words.xx.toml").write_text(beside, encoding="utf-8")
    path.write_text('[meta]\nlanguage = "xx"\n', encoding="utf-8")
    speak_early(str(path))
    assert words_in_use().language == "xx"
    for nothing in ("nowhere.toml", "."):
        speak_early(str(tmp_path / nothing))
        assert words_in_use().language == "xx"
