"""What would change the result: at most two single answers that matter most."""

from collections.abc import Iterator

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.choosing import beliefs, chance_of
from spasm_cli.core.conditions import change_answer, shown
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import scores
from spasm_cli.core.standing import rank
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import Level


class WhatIf(Struct, frozen=True):
    """One answer that, if different, would put another pattern first or raise the urgency."""

    question: str
    answer: str
    first_cause: str | None
    level: Level
    say: str


class _Outcome(Struct, frozen=True):
    first: str | None
    level: Level


def what_if(knowledge: Knowledge, answers: Answers) -> tuple[WhatIf, ...]:
    """Change each answer about the spasm, one at a time, and report the two likeliest changes that matter.

    At most one that raises the urgency and one that puts another pattern first, each the likeliest of its kind
    given the ranking as it stands; the urgency comes first.
    """
    now = _outcome(knowledge, answers)
    belief = beliefs(knowledge, answers)
    best: dict[str, tuple[float, WhatIf]] = {}
    for question in knowledge.questions:
        if question.section != "about_spasm" or question.id not in answers:
            continue
        for option_id, answer in _others(shown(knowledge, question, answers), answers[question.id]):
            then = _outcome(knowledge, change_answer(knowledge, answers, question.id, answer))
            kind = "level" if then.level.rank > now.level.rank else "cause"
            if kind == "cause" and then.first in (now.first, None):
                continue
            chance = chance_of(knowledge, question, option_id, belief)
            if kind not in best or chance > best[kind][0]:
                best[kind] = (chance, _report(knowledge, question, option_id, then, kind))
    return tuple(best[kind][1] for kind in ("level", "cause") if kind in best)


def _others(question: Question, answer: Answer) -> Iterator[tuple[str, Answer]]:
    """Yield every other single answer: another option, or one more tick."""
    for option in question.options:
        if option.id in answer.ticked:
            continue
        if question.kind == "one":
            yield option.id, Answer((option.id,))
        else:
            ticked, unsure = {*answer.ticked, option.id}, set(answer.unsure) - {option.id}
            yield option.id, make_answer(question, ticked, unsure, not_sure=answer.not_sure)


def _outcome(knowledge: Knowledge, answers: Answers) -> _Outcome:
    ranking = rank(knowledge, answers, scores(knowledge, answers))
    return _Outcome(ranking.first, level_of(knowledge, answers))


def _report(knowledge: Knowledge, question: Question, option_id: str, then: _Outcome, kind: str) -> WhatIf:
    label = knowledge.label(f"{question.id}.{option_id}")
    if kind == "level" or then.first is None:
        level = knowledge.levels[then.level].title
        say = knowledge.words("result.change_level", question=question.ask, answer=label, level=level)
    else:
        cause = knowledge.cause[then.first].name
        say = knowledge.words("result.change_cause", question=question.ask, answer=label, cause=cause)
    return WhatIf(question.id, option_id, then.first, then.level, say)
