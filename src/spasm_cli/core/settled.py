"""Whether the ranking is settled, and whether an answer could still change what is shown of it."""

from collections.abc import Iterator

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import shown
from spasm_cli.core.entries import Question
from spasm_cli.core.firmness import firmness
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import fit, scores
from spasm_cli.core.standing import Ranking, rank


def is_settled(knowledge: Knowledge, answers: Answers) -> bool:
    """Tell whether one pattern fits well and stands clear of every other, and of what is shown beside it.

    Clear is what is at least a little ahead (`firmness`).
    """
    points = scores(knowledge, answers)
    ranking = rank(knowledge, answers, points)
    first = ranking.first
    if first is None or fit(knowledge.scoring, points[first]) != "well":
        return False
    others = [cause.id for cause in ranking.order if cause.kind == "pattern" or cause.id in ranking.shown]
    rival = max((name for name in others if name != first), key=points.__getitem__, default=None)
    return rival is None or firmness(knowledge, answers, first, rival).word != "about_equal"


def may_change(knowledge: Knowledge, answers: Answers, question: Question) -> bool:
    """Tell whether an answer to a question could change which causes are shown, or which comes first.

    While no pattern comes first, any may: several together can bring one in where none does alone.
    """
    now = _ranking(knowledge, answers)
    return now.first is None or any(
        _seen(_ranking(knowledge, answers.with_answer(question.id, reply))) != _seen(now)
        for reply in _replies(shown(knowledge, question, answers))
    )


def _ranking(knowledge: Knowledge, answers: Answers) -> Ranking:
    return rank(knowledge, answers, scores(knowledge, answers))


def _seen(ranking: Ranking) -> tuple[str | None, str | None, frozenset[str]]:
    """Return what a result shows of a ranking: its first pattern, what leads, and all causes."""
    leads = next((cause.id for cause in ranking.order if cause.id in ranking.shown), None)
    return ranking.first, leads, ranking.shown


def _replies(question: Question) -> Iterator[Answer]:
    """Yield every answer with one line, and none at all where that is one."""
    if question.kind == "many":
        yield Answer()
    for option in question.options:
        yield Answer((option.id,))
