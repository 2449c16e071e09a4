"""The entries of a knowledge file: every medical fact and threshold is a value in these structs, or in those of the vocabulary.

The description of each key is what editors show: scripts/schema.py makes the schema of the file from them.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import CONDITION, Address, FileStruct, Id, Level, Sources, Text, When, doc


class Option(FileStruct, frozen=True, rename={"usual": "baseline"}):
    """One line to choose."""

    id: Annotated[Id, doc("The name of the option; an answer is written question.option.")]
    label: Annotated[Text, doc("The words on the screen.")]
    check: Annotated[str, doc("How a person can find out, shown when they are not sure.")] = ""
    if_unsure: Annotated[Level | None, doc("How far being unsure of this box can help a flag to raise.")] = (
        None
    )
    usual: Annotated[
        Number | None, doc("The share of people with any spasm, or of everyone, who would choose it.")
    ] = None
    when: Annotated[When, doc(f"For whom the line is shown: by place or age alone. {CONDITION}")] = ()
    confirm: Annotated[bool, doc("Put once more, alone, before it raises to same_day or emergency.")] = False
    you: Annotated[str, doc("The same of the person, as in “you have diabetes”.")] = ""
    denied: Annotated[
        str, doc("A danger sign in few words, to read back that it was denied; else its label.")
    ] = ""

    @property
    def baseline(self) -> float | None:
        """The share of people who would choose it; None where nobody says."""
        return self.usual.plain if self.usual else None


class Question(FileStruct, frozen=True):
    """One question, with why it is asked."""

    id: Annotated[Id, doc("The name of the question.")]
    short: Annotated[Text, Meta(max_length=30), doc("The question in one to three words.")]
    ask: Annotated[Text, doc("The question, in plain words.")]
    help: Annotated[Text, doc("Why it is asked, in a sentence or two.")]
    kind: Annotated[Literal["one", "many"], doc("one: a single answer. many: any number of ticks.")]
    section: Annotated[
        Literal["where", "safety", "about_spasm", "about_you"],
        doc("where and safety come first, in file order; the others as far as they help."),
    ]
    options: Annotated[
        tuple[Option, ...],
        Meta(min_length=1, max_length=100),
        doc("The lines to choose, one { ... } a line. None of these and Not sure are added."),
    ]
    when: Annotated[When, doc(f"For whom it is asked. {CONDITION}")] = ()
    gate: Annotated[
        str, doc("For a question with many lines: put first, as yes or no; no means none of them.")
    ] = ""
    if_unsure: Annotated[
        Level | None,
        doc(
            "The level that Not sure raises to, and how far an unsure box without its own can help a flag to raise."
        ),
    ] = None
    unsure_route: Annotated[str, doc("The route of that level to send an unsure person to.")] = ""

    @property
    def comes_first(self) -> bool:
        """Whether everybody is asked it before all else: where it is, then what could be dangerous."""
        return self.section in {"where", "safety"}

    def option(self, option_id: str) -> Option | None:
        """Find an option by id."""
        return next((option for option in self.options if option.id == option_id), None)


class Flag(FileStruct, frozen=True):
    """A rule that raises the urgency."""

    id: Annotated[Id, doc("The name of the flag.")]
    when: Annotated[When, doc(f"What raises it; none is not allowed here. {CONDITION}")]
    urgency: Annotated[Level, doc("The level that it raises to.")]
    say: Annotated[
        Text,
        doc("What the person reads: why it matters, in a sentence or two. What to do stands in the level."),
    ]
    may_be: Annotated[Text, doc("What a clinician should think of.")]
    sources: Sources
    route: Annotated[str, doc("A key of the level's routes: a better place to go than its act.")] = ""
    stops: Annotated[bool, doc("Out of scope: the questions end after the safety screens.")] = False
    within: Annotated[
        Literal["now", "today"] | None, doc("How soon, where that is not what the level says.")
    ] = None


class Cause(FileStruct, frozen=True, rename={"common": "prior"}):
    """What it may be."""

    id: Annotated[Id, doc("The name of the cause.")]
    name: Annotated[Text, doc("The name on the screen, in plain words.")]
    clinical_name: Annotated[Text, doc("The clinician's name.")]
    kind: Annotated[
        Literal["pattern", "contributor"],
        doc("pattern: what kind of spasm it is. contributor: what may be feeding it."),
    ]
    summary: Annotated[Text, doc("What it is, in two or three plain sentences.")]
    claim: Annotated[Text, doc("How good the claim is that it causes spasm.")]
    common: Annotated[Number, doc("How common it is among people who ask, before any answer.")]
    steps: Annotated[tuple[str, ...], doc("Ids of the steps that help, best first.")]
    see_someone: Annotated[Text, doc("When to have it looked at; text only, it raises no level.")]
    sources: Sources
    findings: Annotated[
        Mapping[str, Mapping[str, Number]],
        doc(
            '[causes.findings]: question.option = { p = 0.8, from = "judgement" }, one a line. '
            "Options that are left out share the rest."
        ),
    ]
    icd10: Annotated[tuple[str, ...], doc("ICD-10 codes that were checked.")] = ()
    shown_when: Annotated[When, doc(f"Contributors only: the exposure itself. {CONDITION}")] = ()
    only: Annotated[When, doc(f"For whom it can be at all; left out elsewhere. {CONDITION}")] = ()
    shown_if_asked: Annotated[
        tuple[str, ...],
        doc("Questions that tell it from something dangerous: while one is open it never comes first."),
    ] = ()
    expect: Annotated[str, doc("How long it usually lasts, in one line.")] = ""
    do_not: Annotated[
        str, doc("Contributors only: what not to do about it, in one line, said where it leads the page.")
    ] = ""
    known: Annotated[
        str,
        doc(
            'Contributors only: what is known once shown_when holds, as in "you take one that can do this"; '
            "said instead of fits poorly."
        ),
    ] = ""

    @property
    def prior(self) -> float:
        """How common it is among people who ask, from 0 to 1."""
        return self.common.plain


class Caution(FileStruct, frozen=True):
    """For whom a step changes, or falls away."""

    when: Annotated[When, doc(f"Whom it concerns. {CONDITION}")]
    who: Annotated[
        str,
        doc(
            'The same in words, starting with "you" (or as the words of the language have it): it follows "Not if" '
            'and "because". A plain any of lines that have their own `you` needs none.'
        ),
    ] = ""
    say: Annotated[str, doc("What to do instead, or to mind.")] = ""
    drop: Annotated[bool, doc("Leave the step out when it holds.")] = False
    unless_sure: Annotated[bool, doc("With drop: leave the step out also while it is not known.")] = False


class Brief(FileStruct, frozen=True):
    """A step in few words, for whom they are."""

    say: Annotated[Text, doc("The dose in at most 45 words; what must never be done stays in it.")]
    when: Annotated[When, doc(f"For whom these words are. {CONDITION}")] = ()


class Step(FileStruct, frozen=True):
    """What to do, how, and how good the evidence is."""

    id: Annotated[Id, doc("The name of the step.")]
    title: Annotated[Text, doc("What to do, in a few words.")]
    how: Annotated[Text, doc("The dose: how, how long, how often.")]
    phase: Annotated[Literal["now", "next_days", "prevent"], doc("now, next_days or prevent.")]
    grade: Annotated[
        Literal["good", "moderate", "limited", "expert opinion", "against"], doc("How good the evidence is.")
    ]
    sources: Sources
    when: Annotated[When, doc(f"For whom it makes sense. {CONDITION}")] = ()
    up_to: Annotated[Level, doc("The highest urgency at which it is shown; routine if left out.")] = (
        Level.ROUTINE
    )
    figure: Annotated[str, doc("The key figure, in one plain sentence.")] = ""
    cautions: Annotated[
        tuple[Caution, ...], doc("Who should not, or only with care, one { ... } a line.")
    ] = ()
    if_no_pattern: Annotated[bool, doc("Also planned when no pattern fits.")] = False
    at_once: Annotated[
        str,
        doc(
            "Said before the first question, for a cramp that holds now: short, and safe for whoever reads on."
        ),
    ] = ""
    brief: Annotated[
        tuple[Brief, ...],
        doc("The same in few words, for the card; the first whose `when` holds, else all of `how`."),
    ] = ()
    pose: Annotated[tuple[str, ...], doc("Ids of poses that show how; those for the person are drawn.")] = ()


class Source(FileStruct, frozen=True):
    """Where a fact comes from."""

    id: Annotated[Text, doc("The name of the source, as cited.")]
    title: Annotated[Text, doc("Its title.")]
    publisher: Annotated[Text, doc("Author and journal, or the body that answers for it.")]
    url: Annotated[Address, doc("Where the original stands.")] = ""
    year: Annotated[Annotated[int, Meta(ge=1, le=9999)] | None, doc("The year, if known.")] = None
    read: Annotated[
        Literal["full", "part", "abstract", "copy"] | None,
        doc("How it was read: whole, a part (its opening or a table), its abstract, or a copy of it."),
    ] = None
    copy_url: Annotated[Address, doc("Where the copy was read, for read = copy.")] = ""
    weak: Annotated[
        bool,
        doc(
            "A newspaper, a shop, or a page that nobody answers for: no count and no flag rests on it alone."
        ),
    ] = False
