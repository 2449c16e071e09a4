"""German, from the first line to the last: the words that come with the program, beside a small knowledge file in German."""

import io
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from forms import drawn, plain_text
from marked import Listening, drawn_screen, plain_screen
from screens import ENTER, Terminal

from spasm_cli.cli.forms import FORMS, Wish
from spasm_cli.cli.running import run
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.comparing import compare
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.core.words import Text
from spasm_cli.files.answers_file import answers_toml, parse_answers
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.prompts.conversation import MORE, converse
from spasm_cli.prompts.screens import Move, Screen
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import every_entry, explain, index

KLEIN = Path(__file__).parent / "data" / "klein.toml"
ENGLISH, GERMAN = (
    tomllib.loads(data_file(name).read_text(encoding="utf-8")) for name in ("words.toml", "words.de.toml")
)
SAME = {
    "answer.line", "why.row", "explain.question_id", "evidence.count", "explain.option", "explain.just", "ask.line", "ask.progress", "card.answer", "card.cause", "form.txt", "form.json", "form.note_txt", "page.name", "why.asked",
    "command.place", "command.save_problem", "signs.name", "diff.rule", "diff.share", "diff.from_to", "result.leading", "type.true_false", "file.problem", "file.problem_on",
}  # fmt: skip
"""Texts without a word to translate."""
SHEETS: dict[str, dict[str, str | list[str]]] = {
    "night": {
        "ort": "wade",
        "zeichen": [],
        "wann": "nachts",
        "hilft": "dehnen",
        "arznei": ["blutverduenner"],
    },
    "tablets": {
        "ort": "arm",
        "zeichen": [],
        "wann": "beim_sport",
        "hilft": "ruhe",
        "arznei": ["wassertablette"],
    },
    "today": {"ort": "wade", "zeichen": ["dick"], "wann": "anders", "hilft": NOT_SURE},
    "unsure": {
        "ort": "wade",
        "zeichen": ["dick?", NOT_SURE],
        "wann": NOT_SURE,
        "hilft": "nichts",
        "arznei": [],
    },
    "emergency": {"zeichen": ["brust"]},
    "nothing": {},
}


def texts_of(raw: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    for table, texts in raw.items():
        if isinstance(texts, dict):
            yield from ((f"{table}.{name}", text) for name, text in texts.items())


def words_in(value: object) -> set[str]:
    """Every word in the texts of a value, without placeholders, ids, and what is typed on a command line."""
    if isinstance(value, dict):
        return {word for part in value.values() for word in words_in(part)}
    if isinstance(value, list):
        return {word for part in value for word in words_in(part)}
    bare = re.sub(
        r"\{[a-z_]+\}|`[^`]*`|--[a-z-]+|[\w/.-]*\.(html|txt|json|toml)\b|\b\w+_\w+\b", " ", str(value)
    )
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", bare)}


ONLY_ENGLISH = (
    words_in(ENGLISH) - words_in(GERMAN) - words_in(tomllib.loads(KLEIN.read_text(encoding="utf-8")))
)


def english_in(text: str) -> set[str]:
    """Return the words of words.toml that stand in a text, and that no German text has."""
    return words_in(text) & ONLY_ENGLISH


@pytest.fixture(scope="module")
def german() -> Knowledge:
    return load_knowledge(str(KLEIN)).at("de")


@pytest.fixture(scope="module")
def results(german: Knowledge) -> dict[str, Assessment]:
    return {
        name: assess(german, parse_answers(german, sheet, source=name), explore=True)
        for name, sheet in SHEETS.items()
    }


def test_every_text_is_translated_in_the_order_of_the_original() -> None:
    english, german = dict(texts_of(ENGLISH)), dict(texts_of(GERMAN))
    assert [*german] == [*english]
    assert {key for key, text in english.items() if german[key] == text} == SAME
    assert len(ONLY_ENGLISH) > 300


def test_it_says_sie_and_quotes_as_german_does() -> None:
    for key, text in texts_of(GERMAN):
        for each in [text] if isinstance(text, str) else text.values():
            assert not re.search(r"\b(du|dein\w*|dir|dich)\b", each, re.IGNORECASE), key
            assert each.count("„") == each.count("“"), key
            assert "”" not in each, key


def test_the_small_file_has_no_problem() -> None:
    loaded = inspect(str(KLEIN))
    assert (loaded.errors, loaded.warnings) == ((), ())


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_form_of_a_result_has_an_english_word(
    results: dict[str, Assessment], german: Knowledge, sheet: str
) -> None:
    found = results[sheet]
    for why in (False, True):
        for columns in (40, 80, 120):
            assert english_in(drawn(german, found, columns, why=why)) == set()
        assert english_in(plain_text(german, found, why=why)) == set()
    assert english_in(answers_toml(german, found)) == set()
    (page,) = (form.write(german, found, Wish()) for form in FORMS if form.ending == ".html")
    assert '<html lang="de">' in page
    assert english_in(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)) == set()


def test_no_comparison_and_no_page_of_an_entry_has_an_english_word(
    results: dict[str, Assessment], german: Knowledge
) -> None:
    for before in results.values():
        for after in results.values():
            changes = compare(before, after)
            said = [as_lines(change_document(german, changes)), in_short(german, changes)]
            assert english_in(" ".join([*said, where_it_leads(german, after)])) == set()
    for name in every_entry(german):
        assert english_in(explain(german, name)) == set()
    assert english_in(index(german)) == set()


def test_no_question_has_an_english_word_in_either_front(german: Knowledge) -> None:
    def unsure(screen: Screen) -> set[str] | Move:
        ids = [choice.id for choice in screen.choices]
        if "dick" in ids and NONE not in ids:
            return {"dick"}
        return {next((name for name in (NOT_SURE, MORE) if name in ids), ids[0])}

    front = Listening(unsure)
    converse(front, Interview(knowledge=german, ask_all=True), guard=lambda _: nullcontext())
    assert len(front.screens) >= 8
    for screen in front.screens:
        assert english_in(" ".join(drawn_screen(screen, 60))) == set()
        assert english_in(plain_screen(screen, 60, "ende")) == set()


@pytest.fixture
def command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Run the command beside a copy of the small file, and return how it ended and all it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPASM_COUNTRY", "de")
    shutil.copy(KLEIN, tmp_path / "klein.toml")

    def said(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        monkeypatch.setattr(sys, "argv", ["spasm", *words, "--knowledge", "klein.toml"])
        code = run()
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return said


def test_a_run_by_typed_lines_from_the_first_to_the_saved_page(
    command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, said = command("check", "--plain", "--save", "seite.html", typed="1\nhilfe\n3\nz\n\n1\n3\n1\n1\n")
    assert code == 0, said
    assert english_in(said) == set()
    assert "Versorgen Sie es zu Hause" in said
    assert "Gespeichert: seite.html" in said
    assert '<html lang="de">' in (tmp_path / "seite.html").read_text(encoding="utf-8")
    code, said = command("check", "--plain", typed="1\nende\n")
    assert code == 130
    assert said.endswith("Abgebrochen. Es gibt kein Ergebnis, und nichts wurde gespeichert.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("check",), "Hier ist kein Terminal, um zu fragen."),
        (("check", "--set", "ort=wad"), 'ort: es gibt keine Antwort "wad" (meinten Sie „wade“?)'),
        (("check", "--set", "ort=wade", "--force"), "--force überschreibt die Datei, die --save nennt"),
        (
            ("check", "--set", "ort=wade", "--save", "1.pdf"),
            "er muss so enden: .html (eine Seite zum Drucken), .note.html (für die Akte)",
        ),
        (
            ("check", "--set", "ort=wade", "--country", "xx"),
            "Orte: de (Deutschland), other (ein anderes Land).",
        ),
        (("explain", "denen"), "Nichts heißt „denen“ (meinten Sie „dehnen“?)."),
        (
            ("demo", "1"),
            "In der Sprache dieser Datei gibt es keine Beispiele: Dafür muss demo.de.toml neben ihr liegen.",
        ),
    ],
)
def test_wrong_use_is_told_in_german(
    command: Callable[..., tuple[int, str]], words: tuple[str, ...], message: str
) -> None:
    code, said = command(*words)
    assert code == 2
    assert message in said
    assert english_in(said) == set()


def test_worked_cases_in_german_may_lie_beside_the_file(
    command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "demo.de.toml").write_text(
        '[[cases]]\nid = "nacht"\npresentation = "Nachts weckt mich ein Krampf."\nurgency = "self_care"\n'
        'answers = { ort = "wade", zeichen = [], wann = "nachts", hilft = "dehnen" }\n',
        encoding="utf-8",
    )
    code, said = command("demo", "nacht")
    assert code == 0
    assert said.startswith("„Nachts weckt mich ein Krampf.“\n")
    code, told = command("demo")
    assert (code, english_in(said + told)) == (0, set())


@pytest.mark.parametrize("language", ["de", "de-AT", "en-GB"])
def test_the_page_says_the_language_of_the_file(tmp_path: Path, language: str, shipped_text: str) -> None:
    text = shipped_text if language == "en-GB" else KLEIN.read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace('language = "de"', f'language = "{language}"'), encoding="utf-8")
    knowledge = load_knowledge(str(path)).at()
    assert knowledge.words.language.partition("-")[0] == language.partition("-")[0]
    (page,) = (
        form.write(knowledge, assess(knowledge, parse_answers(knowledge, {}, source="x")), Wish())
        for form in FORMS
        if form.ending == ".html"
    )
    assert re.findall(r'\blang="([^"]*)"', page) == [language]


@pytest.mark.slow
def test_a_drawn_run_in_a_terminal_has_no_english_word(german: Knowledge) -> None:
    command = [sys.executable, "-m", "spasm_cli", "check", "--knowledge", str(KLEIN)]
    with Terminal(command, rows=50, env={"SPASM_COUNTRY": "de"}) as terminal:
        for question in german.questions[:2]:
            terminal.wait_for(question.ask, "Strg-C: Ende")
            assert english_in(terminal.text) == set()
            terminal.send("1" + ENTER if question.kind == "one" else "\x1b[F\x1b[A " + ENTER)
        terminal.wait_for(german.questions[2].ask, "Strg-C: Ende")
        terminal.send("\x03")
        assert terminal.wait_exit() == 130
        assert english_in(terminal.text) == set()
