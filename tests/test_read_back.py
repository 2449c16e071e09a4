"""What was denied is read back, old denials are put again, and a danger sign that was taken back is named."""

import io
import json
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
import warm
from forms import bare, every_form
from marked import drawn_screen
from small import built, sheet
from test_consult import Script
from test_interview import step
from test_loading import SMALL

from spasm_cli.cli.asking import ask_person
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.danger_signs import asked_anew, denied, urgent_signs
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.core.words import Words
from spasm_cli.files.answers_file import answers_toml
from spasm_cli.files.code_file import code_text
from spasm_cli.files.fhir_writing import response_text
from spasm_cli.prompts.conversation import DONE, converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import NO, YES, Choice, Move, Screen
from spasm_cli.prompts.still_true import still_true
from spasm_cli.report.card import card_document
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.note import note_document

FILE = """
questions = [
  { id = "place", ask = "Where?", help = "H.", kind = "one", section = "where", options = [
    { id = "leg", label = "Leg" }, { id = "arm", label = "Arm" } ] },
  { id = "age", ask = "How old?", help = "H.", kind = "one", section = "where", options = [
    { id = "young", label = "Young" }, { id = "old", label = "Old" } ] },
  { id = "now", ask = "Right now?", help = "H.", kind = "many", section = "safety", if_unsure = "routine", options = [
    { id = "fever", label = "Fever" }, { id = "chest", label = "Chest pain", denied = "chest" },
    { id = "temple", label = "Sore temple", when = { any = ["age.old"] } } ] },
  { id = "lasts", ask = "How long?", help = "H.", kind = "one", section = "safety", when = { any = ["now.chest"] }, options = [
    { id = "short", label = "Seconds" }, { id = "long", label = "Longer" } ] },
  { id = "beside", ask = "With it?", help = "H.", kind = "many", section = "safety", if_unsure = "routine", when = { any = ["now.fever"] }, options = [
    { id = "rash", label = "A rash" }, { id = "stiff", label = "A stiff neck" } ] },
  { id = "leg", ask = "And the leg?", help = "H.", kind = "many", section = "safety", if_unsure = "routine", when = { any = ["place.leg"] }, options = [
    { id = "swollen", label = "Swollen" }, { id = "fever", label = "Fever" } ] },
  { id = "job", ask = "Work?", help = "H.", kind = "many", section = "about_you", options = [
    { id = "sits", label = "Sitting" } ] },
]
flags = [
  { id = "a", when = { any = ["now.fever"] }, urgency = "same_day", say = "Fever.", may_be = "M", sources = ["judgement"] },
  { id = "b", when = { all = ["now.chest", "lasts.long"] }, urgency = "emergency", say = "Chest.", may_be = "M", sources = ["judgement"] },
  { id = "c", when = { all = ["age.old", "job.sits"] }, urgency = "same_day", say = "Sits.", may_be = "M", sources = ["judgement"] },
  { id = "d", when = { any = ["leg.swollen"] }, urgency = "routine", say = "Leg.", may_be = "M", sources = ["judgement"] },
]
"""


@pytest.fixture(scope="module")
def small() -> Knowledge:
    return built(FILE)


# What was denied


def test_denied_is_what_was_shown_and_neither_ticked_nor_unsure(small: Knowledge) -> None:
    assert denied(small, sheet(small)) == ()
    assert denied(small, sheet(small, place="arm", age="young", job=[])) == (), "no danger signs"
    assert denied(small, sheet(small, now=[])) == ("now.fever", "now.chest"), "a hidden line is not denied"
    assert denied(small, sheet(small, age="old", now=["chest"])) == ("now.fever", "now.temple")
    unsure = sheet(small, now=["fever?"], beside=["rash"], lasts="long")
    assert denied(small, unsure) == ("now.chest", "beside.stiff")
    assert denied(small, sheet(small, now=["fever", "not_sure"])) == (), "it may be any of them"


def review_of(small: Knowledge, *replies: str | set[str], **given: str | list[str]) -> Screen:
    script = Script(*replies, DONE)
    interview = Interview(knowledge=small, given=sheet(small, **given), ask_all=True)
    converse(script, interview, guard=lambda _: nullcontext())
    return script.screens[-1]


def test_the_review_reads_denials_back_above_its_lines(small: Knowledge) -> None:
    review = review_of(small, "leg", "young", {"chest"}, "short", "none", "none")
    assert review.detail.splitlines()[-1].replace("\N{NO-BREAK SPACE}", " ") == (
        "You said no to: Fever · Swollen"
    ), "a label that two questions have is said once"
    assert not [choice for choice in review.choices if "Swollen" in choice.label]
    review = review_of(small, {"chest"}, "short", "none", place="arm", age="young")
    assert "You said no to: Fever" in review.detail
    assert [choice.id for choice in review.choices] == [
        *(DONE, "edit:place", "edit:age", "edit:now", "edit:lasts", "edit:job")
    ], "what was given stands there, too"
    review = review_of(small, "none", "none", place="arm", age="young")
    assert "You said no to: Fever · chest" in review.detail.replace("\N{NO-BREAK SPACE}", " "), (
        "in few words, where there are some"
    )
    review = review_of(small, {"not_sure"}, {"not_sure"}, "none", place="arm", age="old")
    assert "You said no to" not in review.detail, "nothing was denied"


def test_denials_of_background_are_not_read_back_as_signs() -> None:
    leg = 'section = "safety", if_unsure = "routine", when = { any = ["place.leg"] }'
    background = built(FILE.replace(leg, leg.replace('if_unsure = "routine", ', "")))
    review = review_of(background, "leg", "young", {"chest"}, "short", "none", "none")
    assert review.detail.splitlines()[-1] == "You said no to: Fever"


@pytest.mark.parametrize("columns", [40, 80])
def test_the_signs_wrap_so_that_no_line_begins_with_what_parts_them(
    columns: int, knowledge: Knowledge
) -> None:
    many = [question for question in knowledge.safety_questions if question.kind == "many"]
    script = Script({NO})
    lines = denied(knowledge, Answers({question.id: Answer() for question in many[:3]}))
    assert not still_true(script, knowledge, lines)
    told = " ".join(script.screens[0].detail.split())
    plain = io.StringIO()
    PlainFront(io.StringIO("1\n"), plain, columns).ask(script.screens[0])
    for shown in (drawn_screen(script.screens[0], columns)[0], plain.getvalue()):
        shown_lines = [" ".join(line.split()) for line in shown.splitlines()]
        assert told in " ".join(shown_lines)
        assert max(map(len, shown_lines)) <= columns
        assert not [line for line in shown_lines if line.startswith("·")]


# Denials from a file


def test_what_is_asked_anew_is_what_denied_something_and_what_that_opens(small: Knowledge) -> None:
    given = sheet(small, age="old", now=["fever"], beside=["rash", "stiff"], job=[])
    assert asked_anew(small, given, given.keys()).keys() == {"age", "job"}
    assert asked_anew(small, given, {"beside"}) == given, "it denies nothing"
    assert asked_anew(small, given, {"age", "now", "job"}).keys() == {"age", "beside", "job"}, "as of today"
    given = sheet(small, now=["fever", "chest"], lasts="short")
    assert asked_anew(small, given, given.keys()) == given, "a hidden line is not denied"


def test_a_tick_that_would_not_be_asked_for_again_stays(small: Knowledge) -> None:
    given = sheet(small, place="arm", leg=["swollen"], now=[])
    assert asked_anew(small, given, given.keys()).keys() == {"place", "leg"}
    given = sheet(small, place="arm", leg=[], now=[])
    assert asked_anew(small, given, given.keys()).keys() == {"place"}


def test_only_a_yes_keeps_old_denials(small: Knowledge) -> None:
    for reply, so in ((YES, True), (NO, False), (Move.BACK, False)):
        script = Script({reply} if isinstance(reply, str) else reply)
        assert still_true(script, small, ("now.fever", "now.chest")) is so
        (screen,) = script.screens
        assert screen.ask == "You said no to these danger signs. Still true today?"
        assert screen.detail == "Fever\N{NO-BREAK SPACE}· chest", "in few words, as on the review"
        assert not screen.ticked


# What was taken back


def test_an_urgent_sign_is_a_tick_that_a_flag_of_today_or_now_rests_on(small: Knowledge) -> None:
    for answers, signs in (
        ({"now": ["fever", "chest"], "lasts": "short"}, ("now.fever",)),
        ({"now": ["chest"], "lasts": "long"}, ("now.chest", "lasts.long")),
        ({"age": "old", "job": ["sits"]}, ("job.sits",)),
        ({"age": "young", "job": ["sits"]}, ()),
        ({"leg": ["swollen"]}, ()),
        ({"now": ["fever?", "not_sure"]}, ()),
    ):
        assert urgent_signs(small, sheet(small, **answers)) == signs


def talk(small: Knowledge, *replies: str | set[str] | Move, **given: str | list[str]) -> tuple[str, ...]:
    """Answer, and return what was taken back on the way."""
    on_the_way, script = OnTheWay(small), Script(*replies)
    interview = Interview(knowledge=small, given=sheet(small, **given), ask_all=True)
    found = converse(script, interview, guard=lambda so_far: on_the_way.passing(so_far.answers))
    assert next(script.replies, None) is None
    return on_the_way.taken_back(found.answers)


GIVEN: dict[str, str | list[str]] = {"place": "arm", "age": "young", "job": []}


def test_a_wrong_tick_is_named_whichever_way_it_was_taken_back(small: Knowledge) -> None:
    # Of an emergency, of what is to be seen today, by going back, and on the review.
    assert talk(small, {"chest"}, "long", NO, "short", DONE, **GIVEN) == ("How long? Longer",)
    assert talk(small, {"fever"}, "none", NO, "none", DONE, **GIVEN) == ("Fever",)
    assert talk(small, {"fever"}, Move.BACK, "none", DONE, **GIVEN) == ("Fever",)
    assert talk(small, {"fever"}, "none", "more", "edit:now", "none", DONE, **GIVEN) == ("Fever",)
    # And where it was given, and is changed on the review.
    assert talk(small, "none", "none", "edit:now", "none", DONE, place="arm", age="young", now=["fever"]) == (
        "Fever",
    )


def test_what_was_ticked_again_or_left_unsure_or_never_urgent_is_not_named(small: Knowledge) -> None:
    assert talk(small, {"fever"}, "none", NO, {"fever"}, DONE, **GIVEN) == ()
    unsure = ({"not_sure"}, {"fever"}, {"not_sure"})
    assert talk(small, {"fever"}, "none", NO, *unsure, DONE, **GIVEN) == ()
    assert talk(small, {"chest"}, Move.BACK, "none", DONE, **GIVEN) == ()
    assert talk(small, "none", DONE, **GIVEN) == ()


def test_it_is_named_in_every_form_and_nothing_else_changes(small: Knowledge) -> None:
    answers, on_the_way = sheet(small, **GIVEN, now=[]), OnTheWay(small)
    assert on_the_way.assess(answers) == assess(small, answers)
    assert json.loads(to_json(assess(small, answers)))["taken_back"] == []
    on_the_way.remember(sheet(small, now=["fever", "chest"], lasts="long"))
    found = on_the_way.assess(answers)
    assert json.loads(to_json(found)) == json.loads(to_json(assess(small, answers))) | {
        "taken_back": ["Fever", "Chest pain", "How long? Longer"]
    }
    told = "You first ticked: Fever; Chest pain; How long? Longer, then took them back."
    for form in every_form(small, found).values():
        assert told in bare(form)
    for document in (card_document(small, found), note_document(small, found, Paper())):
        assert told in bare(as_lines(document))
    assert told in code_text(small, found, date(2026, 11, 29))
    assert f"# {told}" in answers_toml(small, found)
    assert f"<p>{told}</p>" in json.loads(response_text(small, found))["text"]["div"]
    assert "text" not in json.loads(response_text(small, assess(small, answers)))
    on_the_way = OnTheWay(small)
    on_the_way.remember(sheet(small, now=["fever"]))
    # An emergency names it as well.
    found = on_the_way.assess(sheet(small, now=["chest"], lasts="long"))
    for form in every_form(small, found).values():
        assert "You first ticked: Fever, then took it back." in bare(form)


# What stands above the questions


class Watched(Script):
    """A front that says what stands above each screen, and whether the screen begins on a clean one."""

    start_anew = False

    def __init__(self, capsys: pytest.CaptureFixture[str], *replies: str | set[str]) -> None:
        super().__init__(*replies)
        self._capsys = capsys
        self.above: list[tuple[bool, bool]] = []

    def ask(self, screen: Screen) -> set[str] | Move:
        self.say_again()
        # With what stood there before: a front of lines takes nothing back.
        self.above.append(("Sit down." in self._capsys.readouterr().err, self.start_anew))
        self.start_anew = False
        return super().ask(screen)

    def pick(self, _words: Words, _choices: tuple[Choice, ...], *, inner: bool = False) -> str:  # noqa: ARG002 - the name is the keyword
        return ""


def test_what_anybody_may_do_at_once_leaves_the_screen_with_the_first_urgent_tick(
    capsys: pytest.CaptureFixture[str],
) -> None:
    knowledge = built(f'{FILE}{step("rest")}at_once = "Sit down."\n')

    def ask(front: Watched, **more: str | list[str]) -> list[tuple[bool, bool]]:
        given = sheet(knowledge, **GIVEN, **more)
        ask_person(front, OnTheWay(knowledge), given, older=frozenset(), ask_all=False)
        return front.above

    # The danger signs, what goes with a fever, and that it is for today.
    assert ask(Watched(capsys, {"fever"}, "none", DONE)) == [(True, False), (False, True), (False, False)]
    assert ask(Watched(capsys, "none", DONE)) == [(True, False), (True, False)]
    given_before = ask(Watched(capsys, "none", DONE), now=["fever"])
    assert [shown for shown, _ in given_before] == [False, False]


# The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    more = '{ id = "cold", label = "Cold" }, { id = "hot", label = "Hot" }, { id = "dry", label = "Dry" },'
    flags = "".join(
        f'[[flags]]\nid = "{name}"\nwhen = {{ any = ["danger.{name}"] }}\nurgency = "{level}"\n'
        f'say = "S."\nmay_be = "M."\nsources = ["judgement"]\n\n'
        for name, level in (("hot", "same_day"), ("dry", "routine"))
    )
    text = SMALL.replace('{ id = "cold", label = "Cold" },', more).replace(
        "[[causes]]", f"{flags}[[causes]]", 1
    )
    (tmp_path / "small.toml").write_text(text, encoding="utf-8")
    (tmp_path / "hot.toml").write_text('place = "leg"\ndanger = ["hot"]\n', encoding="utf-8")
    (tmp_path / "none.toml").write_text('place = "leg"\ndanger = []\n', encoding="utf-8")
    (tmp_path / "cold.toml").write_text('place = "leg"\ndanger = ["cold"]\n', encoding="utf-8")
    return tmp_path


def spasm(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spasm_cli", "check", "--knowledge", "small.toml", "--plain", *words]
    return warm.run(
        command, cwd=folder, input=typed, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


STILL = "Still true today?"


def test_denials_of_a_file_are_put_again_where_somebody_is_asked(folder: Path) -> None:
    run = spasm(folder, "--answers", "none.toml", "--ask", "--json", typed="1\n")
    assert run.returncode == 0, run.stderr
    assert "Cold · Hot · Dry" in run.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert run.stderr.count(STILL) == 1
    assert run.stdout == spasm(folder, "--answers", "none.toml", "--json").stdout
    # Something changed: the question comes, with nothing ticked.
    run = spasm(folder, "--answers", "none.toml", "--ask", "--json", typed="2\n\n3\n1\n")
    assert "(chosen)" not in run.stderr
    assert json.loads(run.stdout)["answers"] == {"place": "leg", "danger": ["dry"]}
    assert json.loads(run.stdout)["taken_back"] == []


def test_nothing_is_put_again_without_ask_or_where_it_is_of_today_or_told_already(folder: Path) -> None:
    for words in (
        ("--answers", "none.toml"),
        ("--answers", "none.toml", "--set", "danger=none", "--ask"),
        ("--answers", "cold.toml", "--ask"),
    ):
        run = spasm(folder, *words, typed="1\n")
        assert run.returncode == 0, run.stderr
        assert STILL not in run.stderr


def test_stopping_or_an_early_end_there_assesses_nothing_and_tells_a_danger_sign(folder: Path) -> None:
    for typed, code in (("q\n", 130), ("", 2)):
        run = spasm(folder, "--answers", "hot.toml", "--ask", typed=typed)
        assert (run.returncode, run.stdout) == (code, "")
        assert run.stderr.count("T. A") == 1, run.stderr


def test_a_sign_of_a_file_that_is_not_true_today_is_named(folder: Path) -> None:
    run = spasm(folder, "--answers", "hot.toml", "--ask", "--save", "r.json", typed="2\n4\n1\n")
    assert "You first ticked: Hot, then took it back." in run.stdout, run.stderr
    assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["taken_back"] == ["Hot"]


def test_a_consult_names_what_was_taken_back_before_it_and_in_it(folder: Path) -> None:
    told = "You first ticked: Hot, then took it back."
    # Hot is ticked by mistake, then the consult begins, and nothing is changed.
    run = spasm(folder, "--set", "place=leg", "--ask", "--consult", typed="2\n3\n4\n1\n1\n")
    assert run.returncode == 0, run.stderr
    assert told in run.stderr
    assert told in run.stdout
    # A change that is kept and taken back counts; one that was only tried does not.
    kept = spasm(
        folder, "--set", "place=leg", "--set", "danger=none", "--consult", typed="3\n2\n1\n3\n4\n3\n"
    )
    assert told in kept.stdout, kept.stderr
    tried = spasm(folder, "--set", "place=leg", "--set", "danger=none", "--consult", typed="3\n2\n2\n1\n")
    assert tried.returncode == 0, tried.stderr
    assert "You first ticked" not in tried.stdout + tried.stderr
