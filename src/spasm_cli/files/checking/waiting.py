"""Keys that are read and checked, and do nothing yet: whoever writes one should know."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say

# Of those that another change gives an effect, it takes the line away.
_WAITING = {"flags": ("within",), "causes": ("expect",)}


def keys_have_an_effect(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each key that does nothing yet."""
    for table, keys in _WAITING.items():
        for entry in getattr(knowledge, table):
            for key in keys:
                if getattr(entry, key):
                    yield Problem(table, entry.id, say("check.idle", key=key), (key,), warning=True)
