"""What a document is made of. A document is made once; each form walks its blocks, and decides nothing about them."""

from typing import Literal

from msgspec import Struct

Weight = Literal["", "strong", "soft"]


class Say(Struct, frozen=True):
    """A paragraph; what is soft can be passed over, and leads on to what follows it."""

    words: str
    weight: Weight = ""


class Labelled(Struct, frozen=True):
    """Words with a name before them; a `quiet` name is said only where nothing else tells what the words are."""

    name: str
    words: str
    weight: Weight = ""
    quiet: bool = False


class Because(Struct, frozen=True):
    """Why it is urgent; the name is said aloud where no mark stands before it, or where it `matters`."""

    name: str
    words: str
    matters: bool


class Point(Struct, frozen=True):
    """One of several things, some with a name."""

    words: str
    name: str = ""


class Crossed(Struct, frozen=True):
    """What is left out, and why."""

    title: str
    why: str


class Caution(Struct, frozen=True):
    """What to mind about a step; the name is said where no mark stands before it."""

    name: str
    words: str


class Sayings(Struct, frozen=True):
    """Answers that speak for something, against it, or name it; `beside` them the side is named in up to `widest` letters."""

    side: str
    beside: str
    answers: tuple[str, ...]
    widest: int


class Basis(Struct, frozen=True):
    """What a step follows from, and how good its evidence is, with the key figure where it is wanted."""

    follows_from: str
    grade: str
    figure: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """A numbered cause or step with all that belongs to it; a cause has a fit, and a bar of so many cells, if any."""

    title: str
    number: int | None = None
    fit: str = ""
    cells: int = 0
    blocks: "tuple[Block, ...]"


class Drawing(Struct, frozen=True):
    """A drawing as SVG lines in a box, and what is to be seen in words for readers who do not see it."""

    box: str
    lines: str
    words: str


class Answered(Struct, frozen=True):
    """A question and its answer, or that it has none though it matters."""

    ask: str
    words: str
    missing: bool = False


class Rule(Struct, frozen=True):
    """What raised the urgency, for somebody who wants to check it."""

    id: str
    words: str
    blocks: tuple[Labelled, ...]


class Row(Struct, frozen=True):
    """One line of a ledger, in points."""

    points: int
    words: str
    sources: tuple[str, ...]
    """How the share behind it is known, then the sources that it names."""


class Ledger(Struct, frozen=True, kw_only=True):
    """How the points of a cause add up to `score`; of all ledgers beside it, no row has more than `most`."""

    title: str
    score: int
    most: int
    blocks: tuple[Labelled, ...]
    rows: tuple[Row, ...]
    sum: str


class Cited(Struct, frozen=True):
    """A source, and its web address, if it has one."""

    id: str
    words: str
    url: str


class Cell(Struct, frozen=True, kw_only=True):
    """One side of a comparison: its words, more lines below them, a bar, and the tone of an urgency."""

    words: str
    more: tuple[str, ...] = ()
    cells: int = 0
    tone: str = ""


class Compared(Struct, frozen=True):
    """One thing before and after, with the words for both, with those above them, and with those for what stays."""

    name: str
    before: Cell
    after: Cell
    sides: tuple[str, str]
    heads: tuple[str, str]
    same: str

    @property
    def stays(self) -> bool:
        """Whether both sides say the same, so that one of them says it all."""
        return self.before == self.after


class Moved(Struct, frozen=True):
    """Steps that went one way, each with what there is to say about it."""

    heading: str
    mark: str
    lines: tuple[tuple[str, str], ...]


class Moves(Struct, frozen=True):
    """The steps of a comparison that went, and those that came."""

    gone: tuple[Moved, ...]
    new: tuple[Moved, ...]


class Table(Struct, frozen=True):
    """Rows of a name and its values, and what stands above each; the values are short."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(Struct, frozen=True):
    """Blocks under a heading, then sections that are headed by both. Without a heading the blocks stand apart."""

    heading: str
    blocks: "tuple[Block, ...]" = ()
    part: Literal[
        "", "head", "do", "left_out", "looks", "stop", "help", "points", "notes", "answers", "sides", "card"
    ] = ""
    """For a form that sets some parts apart."""
    sections: "tuple[Section, ...]" = ()

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.blocks or self.sections)


class Beside(Struct, frozen=True):
    """Two parts that stand beside each other where there is room, else below each other; `after` comes after both."""

    left: tuple[Section, ...]
    right: tuple[Section, ...]
    after: tuple[Section, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.left or self.right or self.after)


class Banner(Struct, frozen=True, kw_only=True):
    """What matters most, first: how urgent it is and what to do. Its tone chooses a colour, never the meaning."""

    tone: str
    loud: bool
    title: Labelled
    act: Labelled
    blocks: "tuple[Block, ...]"
    bare: bool = False
    """Whether it stands without a frame, on a card."""
    empty = False


Block = (
    Say
    | Labelled
    | Because
    | Point
    | Crossed
    | Caution
    | Sayings
    | Basis
    | Entry
    | Drawing
    | Answered
    | Rule
    | Ledger
    | Cited
    | Compared
    | Moves
    | Table
)
Part = Section | Beside | Banner


class Document(Struct, frozen=True):
    """What there is to say, in the order to say it."""

    parts: tuple[Part, ...]
