"""What is kept of what was worked out: with a sheet of answers, or for a knowledge file."""

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from spasm_cli.core.answers import Answers
from spasm_cli.core.knowledge import Knowledge

MOST_KEPT = 4096
"""Results of each kind that are kept for a knowledge file, since most people answer alike."""

_Rest = ParamSpec("_Rest")
_Found = TypeVar("_Found")


def once_for_a_sheet(work: Callable[[Knowledge, Answers], _Found]) -> Callable[[Knowledge, Answers], _Found]:
    """Keep what is worked out of answers with them: neither they nor the knowledge ever change."""

    @wraps(work)
    def kept(knowledge: Knowledge, answers: Answers) -> _Found:
        key = work, knowledge
        if key not in answers.found:
            answers.found[key] = work(knowledge, answers)
        found: _Found = answers.found[key]
        return found

    return kept


def kept_for_knowledge(
    work: Callable[Concatenate[Knowledge, _Rest], _Found],
) -> Callable[[Knowledge], Callable[_Rest, _Found]]:
    """Turn `work(knowledge, …)` into `kept(knowledge)(…)`, which remembers the last `MOST_KEPT` results."""

    @lru_cache(maxsize=8)
    def kept(knowledge: Knowledge) -> Callable[_Rest, _Found]:
        # The type of what it returns takes anything that can be hashed, and so forgets what `work` takes.
        return cast(Callable[_Rest, _Found], lru_cache(maxsize=MOST_KEPT)(partial(work, knowledge)))

    return kept
