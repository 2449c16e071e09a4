"""How often worked cases use each danger sign and each rule, as a document: two tables, and what is never used."""

from collections.abc import Iterable, Iterator

from spasm_cli.core.evaluation import Rate
from spasm_cli.core.sign_counts import SignCounts, Use
from spasm_cli.core.words import Words
from spasm_cli.report.blocks import Block, Document, Say, Section, Table


def signs_document(words: Words, counts: SignCounts) -> Document:
    """Put the counts into words; the tables have what is used, in the order of the file."""
    by_words = [(words("signs.name", id=use.id, label=use.words), use) for use in counts.signs]
    by_id = [(use.id, use) for use in counts.rules]
    return Document(
        (
            Section(words("signs.signs"), tuple(_blocks(words, "ticked", by_words, counts.never_ticked))),
            Section(words("signs.rules"), tuple(_blocks(words, "raised", by_id, counts.never_raised))),
            Section("", (Say(words("signs.legend")),)),
        )
    )


def _blocks(
    words: Words, used: str, named: Iterable[tuple[str, Use]], never: tuple[str, ...]
) -> Iterator[Block]:
    rows = tuple(
        (name, _rate(words, use.used), _rate(words, use.decided)) for name, use in named if use.used.hits
    )
    if rows:
        yield Table(("", words(f"signs.{used}"), words("signs.decided")), rows)
    if never:
        yield Say(words(f"signs.never_{used}", count=len(never), names=", ".join(never)))


def _rate(words: Words, rate: Rate) -> str:
    share, low, high = (f"{100 * part:.0f}" for part in (rate.share, rate.low, rate.high))
    return words("signs.rate", hits=rate.hits, of=rate.of, share=share, low=low, high=high)
