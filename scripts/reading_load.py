"""How much a person reads, and how many keys they press, in the real program in a terminal.

    python scripts/reading_load.py [CASE…]
    python scripts/reading_load.py --consult

Drives `spasm check` at 80 by 24 in a pseudo-terminal through the demo cases, a desk neck, and three people in danger. Counts words as
they are drawn (runs of letters and digits), without the line of keys; keys, the shortest way; and lines. Minutes are for a slow
reader: 200 words a minute, and two seconds a key. Prints the table that docs/score.md and the first screen rest on. With --consult
somebody who knows four answers reads the others aloud, 150 words a minute, and keeps a page and a note at the end.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP / "tests"))
from screens import END, ENTER, SPACE, UP, Terminal  # noqa: E402 -- the tests own the pseudo-terminal

from spasm_cli.core.answers import Answer, Answers  # noqa: E402
from spasm_cli.core.conditions import still_said  # noqa: E402
from spasm_cli.core.entries import Question  # noqa: E402
from spasm_cli.core.interview import Interview  # noqa: E402
from spasm_cli.core.knowledge import Knowledge  # noqa: E402
from spasm_cli.core.vocabulary import NONE  # noqa: E402
from spasm_cli.files.answers_file import parse_answers  # noqa: E402
from spasm_cli.files.cases_file import load_cases  # noqa: E402
from spasm_cli.files.knowledge_file import load_knowledge  # noqa: E402
from spasm_cli.files.shipped import data_file  # noqa: E402

SPASM = [sys.executable, "-m", "spasm_cli"]
COLUMNS, ROWS = 80, 24
WORDS_A_MINUTE, SECONDS_A_KEY = 200, 2
FIRST_HEADING = "· 1"
KNOWN, ALOUD_A_MINUTE = ("region", "age", "timing", "feel"), 150
"""What is said of itself in a consult before anything is asked, and how many words are read aloud in a minute."""
KEYS = re.compile(
    r"^(?:Line \d+ of \d+|PgDn: |Up/Down: move|Enter: go on|Esc: back|\?: |Ctrl-C: stop|Space: tick)"
)
STORIES: dict[str, dict[str, Any]] = {
    "desk_neck": {
        "region": "neck_shoulder", "age": "16_to_39", "onset": "slow", "change": ["yes"], "course": "weeks",
        "timing": "most_of_day", "feel": "tight_ache", "duration": "constant", "side": "both", "relief": "move",
        "activity": "sitting", "stress": "some", "sensation": "no_tingle",
    },
    "chest_tightness": {"region": "chest_belly", "age": "60_to_74", "now": ["chest"], "chest_which": ["tight"]},
    "saddle_numbness": {"region": "back", "age": "40_to_59", "feeling": ["saddle"]},
    "swollen_calf": {"region": "calf", "age": "60_to_74", "look": ["swollen"], "onset": "slow", "change": [], "course": "new"},
}  # fmt: skip
"""People beside those of the demo; what is not named here is none, or the usual."""
DANGER = ("chest_tightness", "saddle_numbness", "swollen_calf")


@dataclass
class Load:
    """What one person read and pressed until their result stood there."""

    screens: int = 0
    words: int = 0
    """Before the result, review included."""
    safety_words: int = 0
    safety_screens: int = 0
    most_to_tick: int = 0
    """Lines of the longest screen of danger signs, but for "None of these" and "Not sure"."""
    review: int = 0
    keys: int = 0
    told_after: int = 0
    """Words before an urgent level was told, and keys below; 0 where none was."""
    told_keys: int = 0
    result_words: int = 0
    result_lines: int = 0
    above: list[str] = field(default_factory=list)
    by_screen: list[tuple[str, int]] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """How long a slow reader takes, the result included."""
        return (self.words + self.result_words) / WORDS_A_MINUTE + self.keys * SECONDS_A_KEY / 60

    @property
    def aloud(self) -> float:
        """How many minutes it takes to read all but the result aloud."""
        return self.words / ALOUD_A_MINUTE


def count(lines: list[str]) -> int:
    """Count words as they are drawn, without the line of keys; the digits that choose a line are keys, too."""
    read = [re.sub(r"^[» >] ?\d (?=\S)", "", line) for line in lines if not KEYS.match(line)]
    return len(re.findall(r"\w+", " ".join(read)))


def sheets() -> dict[str, dict[str, Any]]:
    """Return the answers of each person, by name."""
    return {case.id: dict(case.answers) for case in load_cases(str(data_file("demo.toml")))} | STORIES


def drive(
    knowledge: Knowledge,
    given: dict[str, Any],
    words: Sequence[str] = (),
    *,
    known: Sequence[str] = (),
    end: Callable[[Terminal, Load], None] | None = None,
    folder: Path | None = None,
) -> Load:
    """Put one person through the program, with these `words` behind `check`, and return what they read.

    What is `known` is among the words; `end` takes it from the review on; what is saved comes into the folder.
    """
    sheet, load = parse_answers(knowledge, given, source="sheet"), Load()
    before = Answers({name: sheet[name] for name in known})
    interview, raised = Interview(knowledge=knowledge, given=before), False
    with Terminal([*SPASM, "check", *words], columns=COLUMNS, rows=ROWS, cwd=folder) as terminal:
        while True:
            terminal.wait_for("Ctrl-C: stop")
            _settle(terminal)
            if interview.confirming:
                _read(terminal, load, interview.confirming)
                interview = interview.confirm("yes")
                _press(terminal, load, "1" + ENTER)
            elif interview.end == "emergency" or "How to get help today" in terminal.text:
                if interview.end == "emergency":
                    terminal.wait_for("Yes: finish here")
                raised = True
                load.told_after, load.told_keys = load.words, load.keys
                _read(terminal, load, "alarm")
                _press(terminal, load, ENTER)
                break
            elif interview.question:
                interview = _answer(terminal, load, interview, interview.question, sheet)
            else:
                load.review = _read(terminal, load, "review")
                _press(terminal, load, ENTER)
                break
        (end or _result)(terminal, load)
    assert raised or interview.end in {"complete", "stopped"}
    return load


def _answer(
    terminal: Terminal, load: Load, interview: Interview, question: Question, sheet: Answers
) -> Interview:
    said = sheet.get(question.id)
    answer = (said and still_said(question, said)) or _usual(question)
    if question.gate:
        assert question.gate in terminal.text, question.id
        _read(terminal, load, f"{question.id} gate")
        said_any = bool(answer.ticked)
        _press(terminal, load, ("1" if said_any else "2") + ENTER)
        if not said_any:
            return interview.answer(Answer())
        terminal.wait_for("Ctrl-C: stop", question.ask)
        _settle(terminal)
    terminal.wait_for(question.ask)
    words = _read(terminal, load, question.id)
    if question.section == "safety":
        load.safety_words, load.safety_screens = load.safety_words + words, load.safety_screens + 1
        load.most_to_tick = max(load.most_to_tick, len(question.options))
    _press(terminal, load, "".join(keys_for(question, answer)))
    return interview.answer(answer)


def _usual(question: Question) -> Answer:
    return Answer() if question.kind == "many" else Answer(not_sure=True)


def keys_for(question: Question, answer: Answer) -> Iterator[str]:
    """Yield the keys, the shortest way from the top: a digit where the line has one."""
    ids = [option.id for option in question.options]
    if question.kind == "many":
        for name in answer.ticked or (NONE,):
            yield (
                "0"
                if name == NONE
                else str(ids.index(name) + 1)
                if ids.index(name) < 9
                else _by_arrows(ids, name)
            )
    elif answer.not_sure:
        yield str(len(ids) + 1) if len(ids) < 9 else END
    else:
        (name,) = answer.ticked
        place = ids.index(name)
        yield str(place + 1) if place < 9 else END + UP * (len(ids) - place)
    yield ENTER


def _by_arrows(ids: list[str], name: str) -> str:
    return END + UP * (len(ids) + 1 - ids.index(name)) + SPACE


def _press(terminal: Terminal, load: Load, keys: str) -> None:
    load.keys += len(re.findall(r"\x1b\[\w|.", keys, re.DOTALL))
    before = terminal.text
    terminal.send(keys)
    terminal.wait_until(lambda: terminal.text != before, "what comes next")


def _settle(terminal: Terminal) -> None:
    """Wait until the screen holds still."""
    while terminal.pause():
        pass


def _read(terminal: Terminal, load: Load, name: str) -> int:
    """Count a screen; where it has pages, all of them."""
    lines = terminal.lines
    if not load.above:
        # What is said before the first question stays above the others, and is read once.
        first = next(place for place, line in enumerate(lines) if line == FIRST_HEADING)
        load.above, words = lines[:first], count(lines)
    else:
        words = count([line for line in lines if line not in load.above])
    load.screens, load.words = load.screens + 1, load.words + words
    load.by_screen.append((name, words))
    return words


def _result(terminal: Terminal, load: Load) -> None:
    terminal.wait_until(
        lambda: "Enter: finish" in terminal.text or "does not diagnose" in terminal.text, "a result"
    )
    _settle(terminal)
    lines = terminal.lines
    load.result_lines, load.result_words = len(lines), count(lines)
    if "Enter: finish" in terminal.text:
        terminal.send(ENTER)
    assert terminal.wait_exit() == 0


def consult(knowledge: Knowledge, given: dict[str, Any], folder: Path) -> Load:
    """Play a consult in which four answers are known; nothing is changed, and page and note are in the folder at the end."""

    def keep(terminal: Terminal, load: Load) -> None:
        terminal.wait_for("Pick any answer to change", "Ctrl-C: stop")
        _press(terminal, load, ENTER)
        for key, name in (("1", "spasm-result.html"), ("2", "spasm-result.note.txt")):
            terminal.wait_for("Enter: finish")
            _press(terminal, load, "4")
            terminal.wait_for("Enter: back")
            _press(terminal, load, key)
            terminal.wait_for(f"Saved: {name}")
        _result(terminal, load)

    said = [word for name in KNOWN for word in ("--set", f"{name}={given[name]}")]
    return drive(knowledge, given, [*said, "--ask", "--consult"], known=KNOWN, end=keep, folder=folder)


def table(loads: dict[str, Load]) -> str:
    """Return the figures as a table."""
    heads = (
        "",
        "screens",
        "words before",
        "safety words",
        "safety screens",
        "to tick",
        "review",
        "keys",
        "result lines",
        "words",
        "told after",
        "min",
    )
    rows = [
        (name, load.screens, load.words, load.safety_words, load.safety_screens, load.most_to_tick, load.review, load.keys,
         load.result_lines, load.result_words, load.told_after or "", f"{load.minutes:.1f}")
        for name, load in loads.items()
    ]  # fmt: skip
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (heads, ("---",) * len(heads), *rows)]
    return "\n".join(lines)


def main(names: list[str]) -> None:
    """Print the table; with names also what each screen costs."""
    knowledge = load_knowledge(str(data_file("causes.toml"))).at("gb")
    people = sheets()
    if names == ["--consult"]:
        with tempfile.TemporaryDirectory() as folder:
            load = consult(knowledge, people["night_cramp"], Path(folder))
        print(f"{load.screens} screens, {load.keys} keys, {load.words} words ({load.review} on the review)")
        print(f"{load.aloud:.1f} minutes aloud")
        return
    loads = {name: drive(knowledge, people[name]) for name in names or people}
    print(table(loads))
    for name in names:
        print(f"\n{name}: " + ", ".join(f"{screen} {words}" for screen, words in loads[name].by_screen))


if __name__ == "__main__":
    main(sys.argv[1:])
