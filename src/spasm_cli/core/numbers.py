"""A share of people: counted, moved from what was counted, or judged; and what a count is worth."""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from spasm_cli.core.vocabulary import FileStruct, Share, SourceId, doc

Kind = Literal["measured", "informed", "judgement"]


class Name(NamedTuple):
    """Which number of a knowledge file it is: a prior has a cause alone, a baseline has none."""

    cause: str
    question: str = ""
    option: str = ""


class Number(FileStruct, frozen=True, rename={"source": "from"}):
    """Of `of` people `yes` answer so, as `from` counted; or, where nobody counted that, the share `p` by judgement."""

    source: Annotated[SourceId, doc('Who counted, or "judgement".')]
    yes: Annotated[Annotated[int, Meta(ge=0)] | None, doc("Of `of` people, so many answer so.")] = None
    of: Annotated[Annotated[int, Meta(ge=1)] | None, doc("How many people were asked.")] = None
    p: Annotated[Share | None, doc("The share that answers so, by judgement (above 0, below 1).")] = None
    near: Annotated[
        tuple[SourceId, ...], doc("Sources that the judgement leans on, though they say something else.")
    ] = ()
    note: Annotated[str, doc("Who was asked, and where it stands; or why a share was moved.")] = ""

    @property
    def kind(self) -> Kind:
        """How far it can be checked."""
        return "measured" if self.yes is not None else "informed" if self.near else "judgement"

    @property
    def cited(self) -> tuple[str, ...]:
        """The source, and those that it leans on."""
        return (self.source, *self.near)

    @property
    def plain(self) -> float:
        """The share as it stands, where there is no baseline to lean on."""
        return self.p if self.p is not None else (self.yes or 0) / (self.of or 1)

    def share(self, baseline: float, usual_people: float) -> float:
        """Return the share; a count is taken together with `usual_people` who answer as the baseline does."""
        if self.p is not None:
            return self.p
        return ((self.yes or 0) + usual_people * baseline) / ((self.of or 1) + usual_people)
