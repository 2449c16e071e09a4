"""In another language nothing on any screen, page or message speaks English, and nothing that is longer is cut."""

import html
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import chain, pairwise
from pathlib import Path

import pseudo
import pytest
import warm
from forms import bare, drawn, page_text, patients_page, plain_text, words_of
from marked import Listening, Names, drawn_screen, make_files, plain_screen, running, unmarked
from rich.console import Console
from screens import CTRL_C, DOWN, END, ENTER, SPACE, UP, Terminal
from test_loading import SMALL

from spasm_cli.cli.forms import FORMS, Wish
from spasm_cli.cli.running import run
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.comparing import compare
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NONE, NOT_SURE, Level
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_toml, parse_answers
from spasm_cli.files.cases_file import load_demo, score_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.words_file import own_words, speak
from spasm_cli.prompts.consult import DONE, KEEP, UNDO, consult
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.screens import NO, YES, Move, Screen, question_screen
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import every_entry, explain, index
from spasm_cli.report.lines.score import score_text
from spasm_cli.report.result import result_document

LEFT = {"tomllib": [r"Expected [^.]* \(at line \d+, column \d+\)"]}
"""What a person may still read in English, by the module that has it in code; it only goes down.

What typer says of options, a fault of our own, and what the system says of a file are not looked at here.
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Names]:
    return make_files(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture(scope="module")
def marked(files: tuple[Path, Names]) -> Knowledge:
    return load_knowledge(str(files[0])).at("gb")


@pytest.fixture(scope="module")
def cases(files: tuple[Path, Names], marked: Knowledge) -> dict[str, Case]:
    return load_demo(marked, str(files[0]))


@pytest.fixture(scope="module")
def results(marked: Knowledge, cases: dict[str, Case], files: tuple[Path, Names]) -> dict[str, Assessment]:
    """One for each of the worked cases, and for who is unsure, answered little, and is too young."""
    name = files[1]
    sheets = {case.id: case.answers for case in cases.values()} | {
        "nothing": {},
        "unsure": {name("region"): name("calf"), name("look"): [f"{name('stays')}?", NOT_SURE]},
        "today": {name("region"): name("calf"), name("look"): [name("swollen")]},
        "young": {name("age"): name("under_16")},
    }
    return {
        key: assess(marked, parse_answers(marked, sheet, source=key), explore=True)
        for key, sheet in sheets.items()
    }


# The pseudo-language


def test_every_word_is_marked_and_about_a_third_longer_and_what_is_typed_stays() -> None:
    text = "The muscle of the calf doesn't let go, and hurts a lot."
    assert unmarked(text) == [text.replace(",", "").removesuffix(".").replace("  ", " ")]
    assert unmarked(pseudo.pseudo(text)) == []
    assert 1.25 < len(pseudo.pseudo(text)) / len(text) < 1.45
    kept = "{count} `spasm explain` --set https://example.org/a result.html"
    assert pseudo.pseudo(kept) == kept
    for changed in (pseudo.pseudo(text).lower(), pseudo.pseudo(text).capitalize()):
        assert unmarked(changed)


def test_the_script_writes_files_that_can_be_used(tmp_path: Path) -> None:
    pseudo.main(str(tmp_path))
    knowledge = load_knowledge(str(tmp_path / "knowledge.qps.toml"))
    assert knowledge.words.language == knowledge.meta.language == "qps"
    assert len(load_demo(knowledge, str(tmp_path / "knowledge.qps.toml"))) == 6


# Prompts


def answering(*wanted: str, otherwise: str = "first") -> Callable[[Screen], set[str] | Move]:
    """Choose what is wanted wherever it can be chosen, each once and in this order; else "none", or the first or last line."""
    left = list(wanted)

    def choose(screen: Screen) -> set[str] | Move:
        ids = [choice.id for choice in screen.choices]
        if left and left[0] in ids:
            return {left.pop(0)}
        if left and left[0] == "back" and screen.can_go_back:
            left.pop(0)
            return Move.BACK
        if ids[0] == "done" and ids[-1].startswith("edit:"):
            return {"done"}
        if otherwise == "last" and screen.many:
            return {ids[-1]}
        return {NONE} if NONE in ids else {ids[-1] if otherwise == "last" else ids[0]}

    return choose


def conversations(marked: Knowledge, name: Names) -> Iterator[Callable[[Screen], set[str] | Move]]:
    """Ways to answer that lead to every kind of screen."""
    yield answering(name("calf"), name("40_to_59"), otherwise="first")
    yield answering(name("back"), "back", name("back"), "done")
    person = (name("calf"), name("40_to_59"), NONE)
    yield answering(*person, NOT_SURE, name("fever"), NOT_SURE, otherwise="last")
    yield answering(*person, name("chest"), name("tight"), NO, name("breath"), "done")
    yield answering(*person, name("swollen"), YES, NO, name("swollen"), YES, "done")
    assert marked.question[name("region")].section == "where"


@pytest.fixture(scope="module")
def screens(marked: Knowledge, files: tuple[Path, Names], cases: dict[str, Case]) -> list[Screen]:
    """Every question, with and without an earlier answer, and every other screen there is."""
    words, found = marked.words, list[Screen]()
    for choose in conversations(marked, files[1]):
        front = Listening(choose)
        converse(front, Interview(knowledge=marked), guard=lambda _: nullcontext())
        found += front.screens
    start = parse_answers(marked, next(iter(cases.values())).answers, source="x")
    for choose in (
        answering(f"put:{files[1]('look')}", files[1]("swollen"), KEEP, f"put:{files[1]('onset')}", DONE),
        answering(f"put:{files[1]('timing')}", files[1]("no_pattern"), UNDO, DONE),
        answering(f"put:{files[1]('timing')}", "back", DONE),
    ):
        front = Listening(choose)
        consult(
            front,
            marked,
            start,
            summary=lambda now: where_it_leads(marked, assess(marked, now)),
            show=lambda old, new: in_short(marked, compare(assess(marked, old), assess(marked, new))),
        )
        found += front.screens
    seen = {(screen.ask, len(screen.choices)) for screen in found}
    for question in marked.questions:
        screen = question_screen(words, question, None, words("section.where"), "", can_go_back=True)
        found += [screen] if (screen.ask, len(screen.choices)) not in seen else []
    return list(
        {(each.heading, each.ask, each.detail, each.choices, each.ticked): each for each in found}.values()
    )


def test_there_is_every_kind_of_screen(screens: list[Screen], marked: Knowledge) -> None:
    words = marked.words
    asked = {screen.ask for screen in screens}
    assert asked > {question.ask for question in marked.questions}
    assert asked > {words(f"ask.{name}") for name in ("which", "is_it_right")}
    assert asked > {words(f"consult.{name}") for name in ("pick", "keep_question")}
    assert asked > {marked.levels[Level.SAME_DAY].title, marked.levels[Level.EMERGENCY].title.upper()}


@pytest.mark.parametrize("columns", [40, 120])
def test_every_list_speaks_the_language_and_shows_all_of_it(screens: list[Screen], columns: int) -> None:
    for screen in screens if columns < 100 else screens[::5]:
        shown = drawn_screen(screen, columns)
        assert [unmarked(text) for text in shown] == [[]] * len(shown), screen.ask
        last = running(shown[-1])
        texts = [screen.heading, screen.ask, screen.detail, screen.help]
        for text in (*texts, *(choice.label for choice in screen.choices)):
            assert running(text) in last


@pytest.mark.parametrize("columns", [40, 80])
def test_every_question_in_plain_lines_speaks_the_language_and_shows_all_of_it(
    screens: list[Screen], columns: int
) -> None:
    for screen in screens:
        shown = plain_screen(screen, columns, pseudo.pseudo("q"))
        assert unmarked(shown) == [], screen.ask
        texts = [screen.heading, screen.ask, screen.detail, screen.help]
        texts += [each for choice in screen.choices for each in (choice.label, choice.check)]
        for text in texts:
            assert running(text) in running(shown)


# Results and pages


def test_every_form_of_a_result_speaks_the_language(
    results: dict[str, Assessment], marked: Knowledge
) -> None:
    known = (
        marked.sha256,
        marked.sha256[:8],
        f" {marked.country}.",
        f".{NOT_SURE}",
        f'"{NOT_SURE}"',
        f'"{NONE}"',
    )
    for found in results.values():
        for why in (False, True):
            for columns in (40, 80, 120):
                assert unmarked(drawn(marked, found, columns, why=why), *known) == []
            assert unmarked(plain_text(marked, found, why=why), *known) == []
        for form in FORMS:
            if not form.ending.endswith(".json"):
                shown = form.write(marked, found, Wish())
                if form.ending == ".code.txt":
                    shown = shown.partition("\n")[2]
                shown = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", shown, flags=re.DOTALL))
                assert unmarked(shown, *known) == [], form.ending


@pytest.mark.parametrize("columns", [40, 80])
def test_no_text_of_a_result_is_cut(results: dict[str, Assessment], marked: Knowledge, columns: int) -> None:
    for found in results.values():
        for why in (False, True):
            shown = running(drawn(marked, found, columns, why=why))
            plain = running(plain_text(marked, found, why=why, width=columns))
            for text in words_of(result_document(marked, found, why=why)):
                assert running(text).casefold() in shown.casefold()
                assert running(text).casefold() in plain.casefold()
        page = " ".join(page_text(marked, found).split()).casefold()
        for text in words_of(patients_page(marked, found)):
            assert bare(text).casefold() in page


def test_what_moved_speaks_the_language_and_is_not_cut(
    results: dict[str, Assessment], marked: Knowledge
) -> None:
    found = [*results.values(), next(iter(results.values()))]
    for before, after in pairwise(found):
        changes = compare(before, after)
        document = change_document(marked, changes)
        for columns in (40, 80, 120):
            console = Console(file=io.StringIO(), width=columns, color_system=None)
            draw(console, document)
            assert isinstance(console.file, io.StringIO)
            shown = console.file.getvalue()
            assert unmarked(re.sub(r"(?m)(^|\s)x ", " ", shown)) == []
            if columns < 100:
                assert [text for text in words_of(document) if running(text) not in running(shown)] == []
        assert unmarked(as_lines(document)) == []
        assert unmarked(in_short(marked, changes)) == unmarked(where_it_leads(marked, after)) == []


def test_every_page_of_an_entry_and_the_index_speak_the_language(marked: Knowledge) -> None:
    for name in every_entry(marked):
        wide, narrow = explain(marked, name, width=100), explain(marked, name, width=38)
        assert unmarked(wide, "not_sure") == []
        assert wide.split() == narrow.split()
    assert unmarked(index(marked)) == []
    assert index(marked, width=100).split() == index(marked, width=38).split()


def test_the_score_speaks_the_language(marked: Knowledge, cases: dict[str, Case]) -> None:
    wrong = [
        *cases.values(),
        *(
            Case(
                id="1",
                presentation="",
                answers=case.answers,
                urgency=Level.ROUTINE,
                cause=marked.causes[-1].id,
            )
            for case in cases.values()
        ),
    ]
    assert unmarked(score_text(score_cases(marked, wrong), marked.words), *Level) == []


def test_saved_answers_speak_the_language(results: dict[str, Assessment], marked: Knowledge) -> None:
    for found in results.values():
        text = answers_toml(marked, found)
        comments = "\n".join(line.partition("# ")[2] for line in text.splitlines())
        assert unmarked(comments, marked.sha256[:8]) == []


# The command

Command = Callable[..., str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small file of the tests in the pseudo-language, and files that are no answers."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "english.toml").write_text(SMALL, encoding="utf-8")
    pseudo.main(str(folder), str(folder / "english.toml"))
    (folder / "taken.html").write_text("1", encoding="utf-8")
    (folder / "broken.toml").write_text("1 1\n", encoding="utf-8")
    return folder


@pytest.fixture
def command(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in the folder, and return all it says."""
    monkeypatch.chdir(small)

    def said(*words: str, typed: str = "", file: str = "knowledge.qps.toml") -> str:
        given = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", given)
        monkeypatch.setattr(sys, "argv", ["spasm", *words, *(["--knowledge", file] if file else [])])
        run()
        captured = capsys.readouterr()
        return captured.out + captured.err

    return said


LEG = ("--set", "place=leg")
WRONG_USE = [
    ("check", "--set", "plac=leg"),
    ("check", "--set", "zzzzzz=leg"),
    ("check", "--set", "place=lag"),
    ("check", "--set", "place"),
    ("check", "--set", "place=leg,arm"),
    ("check", "--set", "danger=none,cold"),
    ("check", "--answers", "broken.toml"),
    ("check", "--answers", "nowhere.toml"),
    ("check", "--answers", "."),
    ("check", "--answers", "demo.qps.toml"),
    ("check", "--answers", "knowledge.qps.toml"),
    ("check", "--answers", "-"),
    ("check", "--answers", "-", "--ask"),
    ("check", "--answers", "-", "--consult"),
    ("check",),
    ("check", "--plain"),
    ("check", "--plain", "--country", "other"),
    ("check", *LEG, "--consult"),
    ("check", *LEG, "--consult", "--plain"),
    ("check", *LEG, "--all"),
    ("check", *LEG, "--force"),
    ("check", *LEG, "--save", "x.pdf"),
    ("check", *LEG, "--save", "taken.html"),
    ("check", *LEG, "--save", "0/x.html"),
    ("check", *LEG, "--country", "zz"),
    ("explain", "strian"),
    ("explain", "zzzzzzzz"),
    ("demo", "night_crmap"),
    ("demo", "zzzzzzzz"),
    ("demo",),
]
IDS = r"\b(leg|arm|cold|place|danger|strain|rest|BOOK|gb|other)\b(?=\"|$|[:;,.()? ])|\b\w+_\w+\b|\b[0-9a-f]{8}\b"
"""Names of the small file and of the worked cases, of variables, and the hash of the file."""


def test_messages_of_wrong_use_speak_the_language_but_for_a_list_that_only_goes_down(
    command: Command,
) -> None:
    said = [command(*words) for words in WRONG_USE]
    said.append(command("check", "--answers", "-", typed="[1]"))
    said.append(command("check", "--plain", typed="\n".join(["9"] * 12)))
    command("check", *LEG, "--save", "result.txt", "--force")
    said.append(command("check", "--answers", "result.txt"))
    used = set[str]()
    for text in said:
        rest = text
        for pattern in chain.from_iterable(LEFT.values()):
            rest, count = re.subn(pattern, " 0 ", rest)
            used |= {pattern} if count else set()
        typed = {
            part
            for words in WRONG_USE
            for word in words[1:]
            if word[0] not in "-."
            for part in word.split("=")
        }
        for word in sorted(typed, key=len, reverse=True):
            rest = rest.replace(word, " ")
        assert unmarked(re.sub(IDS, " 0 ", rest)) == []
    stale = set(chain.from_iterable(LEFT.values())) - used
    assert stale == set(), "no longer said: take these out of LEFT"


def test_commands_speak_the_language(
    command: Command, files: tuple[Path, Names], marked: Knowledge, cases: dict[str, Case], small: Path
) -> None:
    path, name = files
    sheet = ("--set", f"{name('region')}={name('calf')}", "--set", f"{name('look')}={name('swollen')}")
    known = (marked.sha256[:8], str(path), *Level)
    for words in (
        ("explain",),
        ("explain", marked.causes[0].id),
        ("demo",),
        *(("demo", case, *more) for case in cases for more in ((), ("--why", "--plain"))),
        ("check", *sheet, "--why"),
        ("check", *sheet, "--consult", "--plain"),
        ("check", *sheet, "--save", "1.html", "--save", "1.txt", "--save", "1.toml", "--force"),
        ("check", "--plain"),
        ("knowledge", "test", str(path.with_name("demo.qps.toml"))),
    ):
        assert unmarked(command(*words, file=str(path)), *known) == [], words
    assert unmarked((small / "1.txt").read_text(encoding="utf-8"), *known) == []
    assert '<html lang="qps">' in (small / "1.html").read_text(encoding="utf-8")
    assert unmarked(command("knowledge", "validate", str(path), file="")) == []


@pytest.mark.parametrize("wrong", ['"kind" = 3', "kind = "])
def test_what_keeps_a_file_from_being_read_is_told_in_its_language(
    files: tuple[Path, Names], marked: Knowledge, tmp_path: Path, wrong: str
) -> None:
    for path in files[0].parent.glob("words.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    bad = tmp_path / "bad.toml"
    bad.write_text(
        files[0].read_text(encoding="utf-8").replace('"kind" = "many"', wrong, 1), encoding="utf-8"
    )
    speak(own_words())
    with pytest.raises(SpasmError) as caught:
        load_knowledge(str(bad))
    told = marked.words("type.text_in_quotes" if wrong.endswith("3") else "toml.no_value")
    assert told in str(caught.value)


SPASM = [sys.executable, "-m", "spasm_cli"]


def help_of(folder: Path, *words: str) -> str:
    environment = os.environ | {"SPASM_KNOWLEDGE": str(folder / "knowledge.qps.toml"), "COLUMNS": "80"}
    run = warm.run([*SPASM, *words, "--help"], env=environment, capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split())


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ((), ["help.spasm", "option.version"]),
        (("check",), ["help.check", "option.why", "form.html"]),
        (("knowledge", "test"), ["help.test", "option.cases"]),
    ],
)
def test_help_speaks_the_language_of_the_file_that_the_environment_names(
    files: tuple[Path, Names], marked: Knowledge, words: tuple[str, ...], keys: list[str]
) -> None:
    told = help_of(files[0].parent, *words)
    assert [key for key in keys if " ".join(marked.words(key).split()) not in told] == []


@pytest.mark.parametrize(
    ("knowledge", "words"),
    [
        (None, None),
        ("", ""),
        ('language = "qps"', None),
        ('language = "qps"', "x = "),
        ('language = "qps"', 'language = "qps"'),
        ("\0", ""),
    ],
)
def test_help_speaks_english_where_that_language_has_no_words(
    tmp_path: Path, knowledge: str | None, words: str | None
) -> None:
    for name, text in (("knowledge.qps.toml", knowledge), ("words.qps.toml", words)):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    assert "Start here: spasm check" in help_of(tmp_path)


# In a terminal


def wait(terminal: Terminal, marked: Knowledge, text: str) -> None:
    """Wait until a text and the last key are there; then nothing on the screen is in English."""
    terminal.wait_for(" ".join(text.split()), marked.words("keys.stop"))
    assert unmarked(terminal.text) == []


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(40, 24), (80, 60)])
def test_a_whole_run_in_a_terminal_speaks_the_language(
    files: tuple[Path, Names], marked: Knowledge, columns: int, rows: int
) -> None:
    words, place = marked.words, 1
    review, stop = words("ask.is_it_right"), words("ask.more_first")

    def is_next() -> bool:
        about = words("ask.progress", place=place).strip()
        here = any(text in terminal.text for text in (about, review, stop))
        return here and words("keys.stop") in terminal.text

    with Terminal([*SPASM, "check", "--knowledge", str(files[0])], columns=columns, rows=rows) as terminal:
        wait(terminal, marked, marked.questions[0].ask)
        if rows > 24:
            assert " ".join(marked.meta.intro.split()) in terminal.text
        while review not in terminal.text:
            if stop in terminal.text:
                terminal.send(DOWN + ENTER)
                terminal.wait_without(stop)
            else:
                terminal.send((END + UP + SPACE if words("keys.tick") in terminal.text else DOWN * 2) + ENTER)
                place += 1
            terminal.wait_until(is_next, f"question {place}")
            assert unmarked(terminal.text) == []
        terminal.send(ENTER)
        terminal.wait_for(words("menu.finish"))
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
        assert unmarked(terminal.text, marked.sha256[:8]) == []
        drawn = re.sub(r"\x1b\[[\d;?]*\w", "", terminal.raw.decode(errors="replace"))
        assert " ".join(marked.meta.purpose.split()) in " ".join(drawn.split())


@pytest.mark.slow
def test_an_emergency_and_what_stops_a_run_in_a_terminal_speak_the_language(
    files: tuple[Path, Names], marked: Knowledge
) -> None:
    path, name = files
    answers = {"region": "calf", "age": "40_to_59", "now": "chest"}
    sheet = [word for key, one in answers.items() for word in ("--set", f"{name(key)}={name(one)}")]
    sheet += ["--set", f"{name('also')}=none"]
    emergency = marked.levels[Level.EMERGENCY]
    with Terminal([*SPASM, "check", *sheet, "--ask", "--knowledge", str(path)], rows=60) as terminal:
        wait(terminal, marked, marked.question[name("chest_which")].ask)
        terminal.send("1" + ENTER)
        wait(terminal, marked, emergency.title.upper())
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
        assert unmarked(terminal.text) == []
        assert marked.words("command.stopped") in terminal.text


@pytest.mark.slow
@pytest.mark.parametrize(("words", "ask"), [("demo", "ask.which_case"), ("check", "consult.pick")])
def test_the_menu_of_worked_cases_and_a_consult_in_a_terminal_speak_the_language(
    files: tuple[Path, Names], marked: Knowledge, words: str, ask: str
) -> None:
    path, name = files
    more = ["--set", f"{name('region')}={name('calf')}", "--consult"] if words == "check" else []
    with Terminal([*SPASM, words, *more, "--knowledge", str(path)], rows=90) as terminal:
        terminal.wait_for(marked.words(ask), marked.words("keys.stop"))
        assert unmarked(terminal.text, marked.sha256[:8]) == []
        terminal.send("1" + ENTER)
        if more:
            terminal.wait_for(marked.words("menu.finish"))
            terminal.send(ENTER)
        assert terminal.wait_exit() == 0
        assert unmarked(terminal.text, marked.sha256[:8]) == []
