"""The pages of `explain`, whole: everything that an entry says, and everything that uses it, each for one reason alone."""

from typing import Any

import pytest
from msgspec.structs import replace
from test_report import SMALL

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, Level
from spasm_cli.report.lines.explain import explain


def when(*names: str, **more: Any) -> Condition:
    return Condition(any=names, **more)


def build() -> Knowledge:
    """Let everything that can use a question use `mood`, each in another way; what cites PAPER or BOOK cites it in one."""
    alpha, beta, gamma = SMALL.causes
    night = alpha.findings["time"]
    alpha = replace(
        alpha,
        icd10=("M62.8",),
        expect="Two weeks.",
        do_not="Do not stop it.",
        known="Well known.",
        only=when("mood.low"),
        shown_if_asked=("danger",),
        findings={"time": night},
    )
    beta = replace(beta, findings={}, shown_when=when("mood.high"), sources=("judgement",))
    gamma = replace(gamma, findings={}, shown_when=(), shown_if_asked=("mood",))
    careful, unsafe, second, third, later = SMALL.steps
    (caution,) = unsafe.cautions
    careful = replace(careful, when=when("mood.low"), cautions=())
    unsafe = replace(
        unsafe, cautions=(replace(caution, when=when("mood.high", "takes.tea"), unless_sure=True),)
    )
    second = replace(second, sources=("BOOK",))
    smoke, fumes, *flags = SMALL.flags
    met = when("mood.low", "mood.high", all=("danger.fumes",), none=("place.knee",))
    fumes = replace(fumes, within="today", stops=True, when=met)
    place, danger, time, takes, mood = SMALL.questions
    low, high = mood.options
    low = replace(low, check="Look in a mirror.", if_unsure=Level.ROUTINE, usual=night["night"])
    mood = replace(mood, if_unsure=Level.SAME_DAY, options=(low, high))
    takes = replace(takes, when=when("mood.low"))
    return replace(
        SMALL,
        causes=(alpha, beta, gamma),
        steps=(careful, unsafe, second, third, later),
        flags=(smoke, fumes, *flags),
        questions=(place, danger, time, takes, mood),
    )


KNOWLEDGE = build()
PAGES = {
    "causes.alpha": """\
Name of alpha
Cause (pattern): alpha

Clinical name: Clinical name of alpha (M62.8)
The summary of alpha.

How good the claim is: The claim of alpha.
When to get help: The see_someone of alpha.
How long it usually lasts: Two weeks.
Do not stop it.
Said instead of “fits poorly”: Well known.
Only when:
  What about mood?
  - Low

NOT PUT FIRST UNTIL THIS IS ANSWERED

danger: What about danger?

ANSWERS THAT BEAR ON IT

Before any answer it stands at -4 points: 30 in 100 of everyone (judgement).
What about time? (time)
  The night answer, in words that are long: 90 in 100 of those with it
    (judgement, PAPER); of everyone, 30 in 100.

WHAT TO DO

careful: Title of careful
unsafe: Title of unsafe
second: Title of second
third: Title of third
later: Title of later

SOURCES

BOOK: Title of BOOK. Press.
PAPER: Title of PAPER. Press.""",
    "unsafe": """\
Title of unsafe
Step (Now): unsafe

How to do unsafe.

Evidence: limited. Figure of unsafe.
Highest urgency at which it is shown: Ask soon

CAUTIONS

Left out if you drink tea, or if that is not known. Say of unsafe.
  That is any of:
    What about mood?
    - High
    What about takes?
    - The tea answer, in words that are long

CAUSES THAT USE IT

alpha: Name of alpha

SOURCES

PAPER: Title of PAPER. Press.""",
    "later": """\
Title of later
Step (To stop it coming back): later

How to do later.

Evidence: against the remedy. Figure of later.
Highest urgency at which it is shown: Ask soon
Also shown when no pattern fits.

CAUSES THAT USE IT

alpha: Name of alpha
gamma: Name of gamma

SOURCES

PAPER: Title of PAPER. Press.""",
    "fumes_flag": """\
Clinical fumes_flag
Flag: fumes_flag

Urgency: Ask today
What to do: Ask today: this is what to do. Do it today.
Reason of fumes_flag.
It ends the questions.
Raised when:
  What about danger?
  - The fumes answer, in words that are long
and any of:
  What about mood?
  - Low
  - High
and none of:
  What about place?
  - The knee answer, in words that are long

SOURCES

BOOK: Title of BOOK. Press.""",
    "mood": """\
What about mood?
Question (about you): mood

Why mood is asked.
Choose one answer.
If not sure: Ask today

ANSWERS

low: Low. Of everyone, 90 in 100 (judgement, PAPER).
  To check: Look in a mirror.
  If not sure: Ask soon
high: High. Of everyone, 50 in 100 (judgement).

FLAGS THAT USE IT

fumes_flag: Clinical fumes_flag

CAUSES THAT USE IT

alpha: Name of alpha
beta: Name of beta
gamma: Name of gamma

STEPS THAT USE IT

careful: Title of careful
unsafe: Title of unsafe

QUESTIONS THAT FOLLOW FROM IT

takes: What about takes?

SOURCES

PAPER: Title of PAPER. Press.""",
    "PAPER": """\
Title of PAPER
Source: PAPER

Title of PAPER. Press.
https://x.org/PAPER

CAUSES THAT CITE IT

alpha: Name of alpha

STEPS THAT CITE IT

careful: Title of careful
unsafe: Title of unsafe
third: Title of third
later: Title of later

QUESTIONS THAT CITE IT

mood: What about mood?""",
    "BOOK": """\
Title of BOOK
Source: BOOK

Title of BOOK. Press.
https://x.org/BOOK

CAUSES THAT CITE IT

alpha: Name of alpha
gamma: Name of gamma

STEPS THAT CITE IT

second: Title of second

FLAGS THAT CITE IT

smoke_flag: Clinical smoke_flag
fumes_flag: Clinical fumes_flag
coffee_flag: Clinical coffee_flag
wing_flag: Clinical wing_flag
alpha: Clinical alpha""",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_all_of_an_entry_and_all_that_uses_it(name: str) -> None:
    assert explain(KNOWLEDGE, name) == PAGES[name]
