"""What must be true of the sources of a knowledge file: which are there, which are cited, and what they can carry."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import JUDGEMENT, Level
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say, suggest


def sources_resolve(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield entries that cite nothing, or what is not there."""
    known = {JUDGEMENT, *(source.id for source in knowledge.sources)}
    for table, entry_id, field, names in _cited(knowledge):
        if not names:
            yield Problem(table, entry_id, say("check.no_source_named", key=field, judgement=JUDGEMENT))
        for name in names:
            if name not in known:
                message = say("check.no_source", key=field, name=name, hint=suggest(name, sorted(known)))
                yield Problem(table, entry_id, message, (field.rpartition(": ")[2], name))


def sources_are_cited(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each source that nothing cites."""
    cited = {name for _, _, _, names in _cited(knowledge) for name in names}
    for source in knowledge.sources:
        if source.id not in cited:
            yield Problem("sources", source.id, say("check.not_cited"), warning=True)


def copies_have_addresses(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield copies that do not say where they were read, and addresses of a copy beside an original that was read."""
    for source in knowledge.sources:
        if source.read == "copy" and not source.copy_url:
            yield Problem("sources", source.id, say("check.copy_where"), ("read",))
        if source.copy_url and source.read != "copy":
            yield Problem("sources", source.id, say("check.copy_unread"), ("copy_url",))


def flags_rest_on_something(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each flag that weak sources carry alone, and each emergency that no original does."""
    weak = {source.id for source in knowledge.sources if source.weak}
    copies = {source.id for source in knowledge.sources if source.read == "copy"}
    for flag in knowledge.flags:
        cited = set(flag.sources)
        if cited <= weak:
            yield Problem(
                "flags", flag.id, say("check.flag_weak", judgement=JUDGEMENT), ("sources",), warning=True
            )
        elif flag.urgency is Level.EMERGENCY and cited <= weak | copies | {JUDGEMENT}:
            yield Problem("flags", flag.id, say("check.flag_unfounded"), ("sources",), warning=True)


def _cited(knowledge: Knowledge) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    yield from _cited_for_places(knowledge)
    for flag in knowledge.flags:
        yield "flags", flag.id, "sources", flag.sources
    for step in knowledge.steps:
        yield "steps", step.id, "sources", step.sources
    for cause in knowledge.causes:
        yield "causes", cause.id, "sources", cause.sources
        yield "causes", cause.id, "prior", cause.common.cited
        for name, listed in cause.findings.items():
            for option, finding in listed.items():
                yield "causes", cause.id, f"{name}.{option}", finding.cited
    for question in knowledge.questions:
        for line in question.options:
            if line.usual:
                yield "questions", question.id, f"{line.id}: baseline", line.usual.cited


def _cited_for_places(knowledge: Knowledge) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for code, place in knowledge.places.items():
        cited = place.get("sources", ())
        if cited and not isinstance(cited, str):
            yield f"places.{code}", "", "sources", cited
