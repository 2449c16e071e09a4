"""`explain` and `index`: what the knowledge file says about one entry, and what there is."""

from collections.abc import Mapping

from spasm_cli.core.entries import Cause, Flag, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError, did_you_mean
from spasm_cli.report.lines.entries import Entry, EntryPage
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.wording import provenance
from spasm_cli.text import shorten


def explain(knowledge: Knowledge, name: str, *, width: int = 78) -> str:
    """Return the page of a cause, step, flag, question or source, without a newline at the end.

    An id that stands in two tables gives both pages; `table.id`, such as `flags.xyz`, chooses one. The name of an
    answer (`question.option`) gives the page of its question.

    Raises:
        SpasmError: nothing has this name; the message names the nearest.
    """
    found = _find(knowledge, name)
    if not found:
        everything = [entry_id for table in _tables(knowledge).values() for entry_id in table]
        hint = did_you_mean(knowledge.words, name, everything)
        raise SpasmError(knowledge.words("explain.nothing", name=shorten(name), hint=hint))
    pages = []
    for entry in found:
        sheet = Sheet(width)
        EntryPage(knowledge, sheet).write(entry)
        _tell_change(knowledge, sheet)
        pages.append(sheet.text())
    return "\n\n\n".join(pages)


def index(knowledge: Knowledge, *, width: int = 78) -> str:
    """Return every id by table, without a newline at the end.

    Flags and sources stand by their ids alone: there are many, and a flag's clinical name frightens out of place.
    """
    sheet = Sheet(width)
    sheet.say(knowledge.words("explain.ask"))
    for heading, table in _tables(knowledge).items():
        sheet.head(knowledge.words(f"explain.{heading}"))
        if heading in {"flags", "sources"}:
            sheet.say(", ".join(table))
            continue
        for entry_id, entry in table.items():
            sheet.label(entry_id, _one_line(entry))
    _tell_change(knowledge, sheet)
    return sheet.text()


def _tell_change(knowledge: Knowledge, sheet: Sheet) -> None:
    """Say that a file is no longer what was reviewed, as every result does."""
    if knowledge.signature == "changed":
        sheet.gap()
        sheet.say(provenance(knowledge))


def every_entry(knowledge: Knowledge) -> Mapping[str, str]:
    """Return every id with a line about it."""
    tables = _tables(knowledge).values()
    return {entry_id: _one_line(entry) for table in tables for entry_id, entry in table.items()}


def _tables(knowledge: Knowledge) -> Mapping[str, Mapping[str, Entry]]:
    return {
        "causes": knowledge.cause,
        "steps": knowledge.step,
        "flags": {flag.id: flag for flag in knowledge.flags},
        "questions": knowledge.question,
        "sources": {source.id: source for source in knowledge.sources},
    }


def _find(knowledge: Knowledge, name: str) -> list[Entry]:
    tables = _tables(knowledge)
    first, _, rest = name.partition(".")
    chosen = next(
        (table for table in tables if rest and first.lower() in (table, table.removesuffix("s"))), None
    )
    wanted = (rest if chosen else name).lower()
    found = [
        entry
        for table, entries in tables.items()
        if chosen in (None, table)
        for entry_id, entry in entries.items()
        if entry_id.lower() == wanted
    ]
    if not found and first in knowledge.question:
        return [knowledge.question[first]]
    return found


def _one_line(entry: Entry) -> str:
    match entry:
        case Cause():
            return f"{entry.name} ({entry.clinical_name})"
        case Flag():
            return entry.may_be
        case Question():
            return entry.ask
        case _:
            return entry.title
