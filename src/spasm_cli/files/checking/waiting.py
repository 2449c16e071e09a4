"""Keys that are read and checked, and do nothing yet: whoever writes one should know."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say

# Of those that another change gives an effect, it takes the line away.
_WAITING = {"questions": ("gate",), "flags": ("within",), "causes": ("expect",), "steps": ("pose",)}


def keys_have_an_effect(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each key that does nothing yet."""
    for table, keys in _WAITING.items():
        for entry in getattr(knowledge, table):
            for key in keys:
                if getattr(entry, key):
                    yield _idle(table, entry.id, key)
    for question in knowledge.questions:
        for option in question.options:
            if option.when:
                yield _idle("questions", question.id, f"{option.id}: when", f'"{option.id}"')


def _idle(table: str, entry_id: str, key: str, word: str = "") -> Problem:
    return Problem(table, entry_id, say("check.idle", key=key), (word or key,), warning=True)
