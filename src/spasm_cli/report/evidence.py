"""What the numbers of a knowledge file rest on, as a document: tables, every number with a source, and what to measure next."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from spasm_cli.core.evidence import Count, Grounds, Need, Row, Tally
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.blocks import Block, Cited, Document, Labelled, Say, Section, Table
from spasm_cli.report.wording import share, source_words

MOST_NEEDS = 15
"""Numbers that are named as best to measure next; the JSON has all."""


def evidence_document(knowledge: Knowledge, grounds: Grounds) -> Document:
    """Put into words how every number is known."""
    words = knowledge.words
    sections = (
        Section(words("evidence.numbers"), tuple(_totals(knowledge, grounds))),
        *_tables(knowledge, grounds),
        Section(words("evidence.counts"), tuple(_counts(knowledge, grounds))),
        Section(words("evidence.leaning"), tuple(_leaning(knowledge, grounds))),
        Section(words("why.sources"), tuple(_sources(knowledge, grounds))),
        Section(words("evidence.next"), tuple(_needs(knowledge, grounds))),
    )
    return Document(tuple(section for section in sections if not section.empty))


def _totals(knowledge: Knowledge, grounds: Grounds) -> Iterator[Block]:
    words = knowledge.words
    named = (
        (words("evidence.findings"), grounds.findings),
        (words("evidence.priors"), grounds.priors),
        (words("evidence.baselines"), grounds.baselines),
        (words("evidence.total"), grounds.total),
    )
    yield _table(knowledge, named)
    yield Say(words("evidence.legend"))
    if grounds.sheets:
        counted = _in_100(knowledge, grounds.points_measured)
        leaning = _in_100(knowledge, grounds.points_informed)
        yield Say(words("evidence.points", count=grounds.sheets, share=counted, leaning=leaning))


def _table(knowledge: Knowledge, rows: Iterable[tuple[str, Tally]]) -> Table:
    words = knowledge.words
    heads = (words("evidence.measured"), words("evidence.informed"), words("evidence.judgement"))
    cells = ((name, str(tally.measured), str(tally.informed), str(tally.judgement)) for name, tally in rows)
    return Table(("", *heads), tuple(cells))


def _tables(knowledge: Knowledge, grounds: Grounds) -> Iterator[Section]:
    """Yield a table for everyone, then one for each cause, with a row for each question."""
    for cause, rows in groupby(grounds.rows, lambda row: row.cause):
        named = ((_row_name(knowledge, row), row.numbers) for row in rows)
        yield Section(_cause_name(knowledge, cause), (_table(knowledge, named),))


def _row_name(knowledge: Knowledge, row: Row) -> str:
    return knowledge.question[row.question].short if row.question else knowledge.words("evidence.prior")


def _cause_name(knowledge: Knowledge, cause: str) -> str:
    return knowledge.cause[cause].name if cause else knowledge.words("evidence.everyone")


def _counts(knowledge: Knowledge, grounds: Grounds) -> Iterator[Block]:
    words = knowledge.words
    for count in grounds.counts:
        number = count.number
        told = words("evidence.counted", yes=number.yes, of=number.of, source=number.source, note=number.note)
        yield Labelled(_name(knowledge, count), told)
    if not grounds.counts:
        yield Say(words("evidence.no_counts"))


def _leaning(knowledge: Knowledge, grounds: Grounds) -> Iterator[Block]:
    words = knowledge.words
    for each in grounds.leaning:
        number = each.number
        shown, sources = share(words, number.plain), ", ".join(number.near)
        told = words("evidence.leans", share=shown, sources=sources, note=number.note)
        yield Labelled(_name(knowledge, each), told)


def _sources(knowledge: Knowledge, grounds: Grounds) -> Iterator[Block]:
    cited = {
        name
        for each in (*grounds.counts, *grounds.leaning)
        for name in (each.number.source, *each.number.near)
    }
    for source in knowledge.sources:
        if source.id in cited:
            yield Cited(source.id, source_words(knowledge.words, source), source.url)


def _needs(knowledge: Knowledge, grounds: Grounds) -> Iterator[Block]:
    words = knowledge.words
    if not grounds.doubted:
        yield Say(words("evidence.no_needs"))
        return
    rows = tuple(
        (_name(knowledge, need), words(f"evidence.{need.kind}"), _in_100(knowledge, need.share))
        for need in grounds.needs[:MOST_NEEDS]
    )
    yield Table(("", words("evidence.kind"), words("evidence.share")), rows)
    yield Say(words("evidence.needs"))


def _name(knowledge: Knowledge, number: Count | Need) -> str:
    words, cause = knowledge.words, _cause_name(knowledge, number.cause)
    if not number.question:
        return words("evidence.count_prior", cause=cause)
    question = knowledge.question[number.question]
    option = knowledge.label(f"{number.question}.{number.option}")
    return words("evidence.count", cause=cause, question=question.short, option=option)


def _in_100(knowledge: Knowledge, share: float) -> str:
    return f"{100 * share:.1f}".replace(".", knowledge.words("explain.point"))
