"""Mutated files: whatever is in one, it works, or the tool's own error says why not.

`FUZZ=100 pytest tests/test_fuzz.py` looks at a hundred times as many.
"""

import io
import json
import os
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import warm
from forms import handout_html, plain_text
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mutations import bent, broken, scrambled
from rich.console import Console
from strategies import answer_to, sheets
from test_loading import SMALL
from test_shipped_knowledge import to_toml

from spasm_cli.core.answers import Answers, plain_answer
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.comparing import compare
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_toml, read_given
from spasm_cli.files.cases_file import load_cases, score_cases
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.report.change import change_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import every_entry, explain, index
from spasm_cli.report.lines.score import score_text
from spasm_cli.report.result import result_document
from spasm_cli.text import unsafe_in

# A failing example shows the shipped knowledge file as well.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
T = TypeVar("T")
TIMES = int(os.environ.get("FUZZ", "1"))
SHIPPED = data_file("causes.toml").read_bytes()
DEMO = data_file("demo.toml").read_bytes()
SHEETS = [case.answers for case in load_cases(str(data_file("demo.toml")))]
FLAG = 'any = ["danger.cold"] }\nurgency'
WITH_SETS = (
    SMALL.replace(FLAG, f'all = [["@limbs", "danger.cold"]], {FLAG}').replace(
        'act = "A"', 'act = "Call {emergency}."'
    )
    + f'[sets]\nlimbs = ["place.leg", "place.arm"]\n[review]\nreviewer = "Dr A"\ndate = "2026-01-02"\nsha256 = "{"0" * 64}"\n'
)
"""The small file with a set, a list in a condition, a placeholder and a signature of something else."""
MOST_MESSAGE = 60_000


def examples(number: int) -> Callable[[Any], Any]:
    """How many mutated files to look at; the slowest take long on a busy machine, which is no fault of theirs."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=number * TIMES, deadline=None, suppress_health_check=checks)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "mutated.toml"


def attempt(work: Callable[[str], T], file: Path, content: bytes | str) -> T | None:
    """Do it with a file of this content; the tool's own error is fine, if it can be read."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    try:
        return work(str(file))
    except SpasmError as error:
        message = str(error)
        assert message.strip()
        assert not unsafe_in(message)
        assert len(message) < MOST_MESSAGE
        return None


def any_sheet(data: st.DataObject, knowledge: Knowledge) -> Answers:
    return data.draw(sheets(knowledge)) if knowledge.questions else Answers({})


def use(loaded: Knowledge, data: st.DataObject, file: Path) -> None:
    """Do everything that can be done with a knowledge file."""
    codes = st.lists(st.sampled_from(sorted(loaded.places)), max_size=2)
    knowledge = loaded.at(*data.draw(codes))
    answers, others = any_sheet(data, knowledge), any_sheet(data, knowledge)
    result, other = (assess(knowledge, sheet, explore=True) for sheet in (answers, others))
    json.loads(to_json(result))
    handout_html(knowledge, result)
    changes = compare(result, other)
    console = Console(file=io.StringIO(), markup=False, emoji=False, highlight=False)
    for width in (20, 120):
        console.width = width
        draw(console, result_document(knowledge, result, why=True))
        draw(console, change_document(knowledge, changes))
        plain_text(knowledge, result, why=True, width=width)
        as_lines(change_document(knowledge, changes), width=width)
        index(knowledge, width=width)
    if knowledge.questions:
        explain(knowledge, data.draw(st.sampled_from(sorted(every_entry(knowledge)))))
    file.write_text(answers_toml(knowledge, result), encoding="utf-8")
    if answers:
        assert read_given(knowledge, str(file), []) == answers
    talk(knowledge, data)


def talk(knowledge: Knowledge, data: st.DataObject) -> None:
    """Answer until there is nothing more to ask."""
    interview = Interview(knowledge=knowledge, ask_all=data.draw(st.booleans()))
    asked = 0
    while interview.end is None:
        if interview.confirming:
            interview = interview.confirm(data.draw(st.sampled_from(["yes", "no", "not_sure"])))
        elif interview.question:
            interview, asked = interview.answer(data.draw(answer_to(interview.question))), asked + 1
    assert asked <= len(knowledge.questions)


class TestKnowledge:
    def test_the_small_file_is_right(self, file: Path) -> None:
        file.write_text(WITH_SETS, encoding="utf-8")
        assert inspect(str(file)).errors == ()

    @examples(60)
    @given(st.data())
    def test_a_small_file_broken_anywhere(self, file: Path, data: st.DataObject) -> None:
        changed = data.draw(broken(tomllib.loads(WITH_SETS)))
        attempt(inspect, file, to_toml(changed))

    @examples(5)
    @given(st.data())
    def test_the_shipped_file_broken_anywhere(self, file: Path, data: st.DataObject) -> None:
        changed = data.draw(broken(tomllib.loads(SHIPPED.decode())))
        attempt(inspect, file, to_toml(changed))

    @examples(40)
    @given(st.data())
    def test_a_small_file_that_says_something_else(self, file: Path, data: st.DataObject) -> None:
        loaded = attempt(load_knowledge, file, to_toml(data.draw(bent(tomllib.loads(WITH_SETS)))))
        if loaded:
            use(loaded, data, file)

    @examples(4)
    @given(st.data())
    def test_the_shipped_file_that_says_something_else(self, file: Path, data: st.DataObject) -> None:
        changed = data.draw(bent(tomllib.loads(SHIPPED.decode()), most=3))
        loaded = attempt(load_knowledge, file, to_toml(changed))
        if loaded:
            use(loaded, data, file)

    @examples(60)
    @given(scrambled(WITH_SETS.encode()))
    def test_scrambled_bytes_of_a_small_file(self, file: Path, data: bytes) -> None:
        attempt(inspect, file, data)

    @examples(5)
    @given(scrambled(SHIPPED))
    def test_scrambled_bytes_of_the_shipped_file(self, file: Path, data: bytes) -> None:
        attempt(inspect, file, data)

    @examples(30)
    @given(st.binary(max_size=300))
    def test_any_bytes(self, file: Path, data: bytes) -> None:
        attempt(inspect, file, data)


class TestWords:
    @examples(30)
    @given(st.data())
    def test_the_words_of_another_language_broken_anywhere(self, file: Path, data: st.DataObject) -> None:
        words = tomllib.loads(data_file("words.toml").read_text(encoding="utf-8")) | {"language": "de"}
        changed = data.draw(broken(words, most=2) | st.just(words))
        file.with_name("words.de.toml").write_text(to_toml(changed), encoding="utf-8", errors="surrogatepass")
        loaded = attempt(load_knowledge, file, WITH_SETS.replace('language = "en"', 'language = "de"'))
        if loaded:
            use(loaded, data, file)

    @examples(20)
    @given(scrambled(data_file("words.toml").read_bytes()))
    def test_scrambled_bytes_of_words(self, file: Path, data: bytes) -> None:
        file.with_name("words.de.toml").write_bytes(data)
        attempt(load_knowledge, file, WITH_SETS.replace('language = "en"', 'language = "de"'))


def as_toml(answers: dict[str, Any]) -> str:
    return to_toml({name: value for name, value in answers.items() if not isinstance(value, dict)})


class TestAnswers:
    @examples(60)
    @given(st.data())
    def test_a_sheet_broken_anywhere(self, file: Path, knowledge: Knowledge, data: st.DataObject) -> None:
        changed = data.draw(st.sampled_from(SHEETS).flatmap(lambda sheet: broken(dict(sheet))))
        write = data.draw(st.sampled_from([as_toml, lambda raw: json.dumps(raw, default=str)]))
        answers = attempt(lambda name: read_given(knowledge, name, []), file, write(changed))
        if answers:
            assess(knowledge, answers, explore=True)

    @examples(60)
    @given(st.data())
    def test_scrambled_bytes_of_a_sheet(self, file: Path, knowledge: Knowledge, data: st.DataObject) -> None:
        sheet = data.draw(st.sampled_from(SHEETS))
        written = data.draw(st.sampled_from([as_toml(dict(sheet)), json.dumps(sheet)]))
        content = data.draw(scrambled(written.encode()))
        answers = attempt(lambda name: read_given(knowledge, name, []), file, content)
        if answers:
            assess(knowledge, answers, explore=True)

    @examples(20)
    @example(settings=["region=,"])
    @given(settings=st.lists(st.text(max_size=30) | st.from_regex(r"[a-z_]+=[a-z_,?]+"), max_size=4))
    def test_any_settings(self, file: Path, knowledge: Knowledge, settings: list[str]) -> None:
        attempt(lambda _: read_given(knowledge, None, settings), file, b"")

    @examples(30)
    @given(st.data())
    def test_what_is_written_is_read_again(
        self, file: Path, knowledge: Knowledge, data: st.DataObject
    ) -> None:
        answers = any_sheet(data, knowledge)
        raw = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.items()}
        for write in (to_toml, json.dumps):
            file.write_text(write(raw) or "{}")
            assert read_given(knowledge, str(file), []) == answers


class TestCases:
    @examples(30)
    @given(st.data())
    def test_cases_broken_anywhere(self, file: Path, knowledge: Knowledge, data: st.DataObject) -> None:
        content = to_toml(data.draw(broken(tomllib.loads(DEMO.decode()))))
        attempt(
            lambda name: score_text(score_cases(knowledge, load_cases(name)), knowledge.words), file, content
        )

    @examples(30)
    @given(scrambled(DEMO))
    def test_scrambled_bytes_of_cases(self, file: Path, knowledge: Knowledge, data: bytes) -> None:
        attempt(
            lambda name: score_text(score_cases(knowledge, load_cases(name)), knowledge.words), file, data
        )


class TestCommands:
    @examples(3)
    @given(st.data())
    def test_through_the_command_line(self, file: Path, data: st.DataObject) -> None:
        small = tomllib.loads(WITH_SETS)
        knowledge = st.one_of(
            scrambled(WITH_SETS.encode()), broken(small).map(to_toml), bent(small).map(to_toml)
        )
        sheets = st.one_of(scrambled(b'place = "leg"\ndanger = []\n'), st.binary(max_size=50))
        content, sheet = data.draw(knowledge), data.draw(sheets)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        answers = file.with_name("answers.toml")
        answers.write_bytes(sheet)
        for words, codes in (
            (["knowledge", "validate", str(file)], {0, 1, 2}),
            (["check", "--knowledge", str(file), "--answers", str(answers)], {0, 2}),
            (["check", "--answers", str(answers), "--plain"], {0, 2}),
        ):
            run = warm.run([sys.executable, "-m", "spasm_cli", *words], capture_output=True, timeout=60)
            assert run.returncode in codes
            assert not unsafe_in(run.stdout.decode() + run.stderr.decode())
