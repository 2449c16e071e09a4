"""What to ask next, going back, review and the end: pure, and driven by both prompt fronts.

An interview remembers the last reply to every question that was put. Those whose questions still apply count, whichever
way the person went back and forth; the others wait until their question applies again. Everything else is worked out
from the replies that count.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.choosing import best_question
from spasm_cli.core.conditions import applies, may_hold, open_questions, questions_named
from spasm_cli.core.entries import Option, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import make_plan
from spasm_cli.core.scoring import rank_causes
from spasm_cli.core.triage import Triage, triage
from spasm_cli.core.vocabulary import Level

End = Literal["emergency", "stopped", "complete"]


def _nothing() -> Answers:
    return Answers({})


class Interview(Struct, frozen=True, kw_only=True, dict=True):
    """One person's way through the questions; every move returns a new interview."""

    knowledge: Knowledge
    given: Answers = field(default_factory=_nothing)
    """Answers from a file or --set, which are not asked."""
    ask_all: bool = False
    """Ask everything that applies, in the order of the file."""
    memory: Mapping[str, Answer] = {}
    """Every reply so far, by question id."""
    latest: str | None = None
    """The question answered last."""
    revisiting: str | None = None
    """A question that was answered before and is on the screen again."""
    from_review: bool = False
    """It was chosen on the review, where going back leads to."""
    taken_back: bool = False
    """An answer that made an emergency was taken back; it can be done once."""

    @cached_property
    def answers(self) -> Answers:
        """The answers that count: those given beforehand and those to questions that still apply."""
        counting: Mapping[str, Answer] = self.memory
        while True:
            answers = Answers({**self.given.given, **counting})
            still = {
                name: reply
                for name, reply in self.memory.items()
                if applies(self.knowledge.question[name], answers)
            }
            # What hides behind a gate may open other gates; no question waits for itself, so this ends.
            if still.keys() == counting.keys():
                return answers
            counting = still

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the questions whose replies count, in the order they were first put."""
        return tuple(name for name in self.memory if name in self.answers)

    @cached_property
    def _next(self) -> tuple[Question | None, End | None]:
        return _next(self.knowledge, self.answers, ask_all=self.ask_all)

    @property
    def question(self) -> Question | None:
        """The question to put now; None at the end."""
        return self.knowledge.question[self.revisiting] if self.revisiting else self._next[0]

    @property
    def end(self) -> End | None:
        """Why there is nothing more to ask, once that is so."""
        return None if self.revisiting else self._next[1]

    @property
    def earlier(self) -> Answer | None:
        """What was answered before to the question on the screen."""
        return self.memory.get(self.question.id) if self.question else None

    @property
    def place(self) -> int:
        """The number of the question on the screen, from 1."""
        return self.asked.index(self.revisiting) + 1 if self.revisiting in self.asked else len(self.asked) + 1

    @cached_property
    def about(self) -> int:
        """About how many questions there will be in all, if every question still open gets its usual answer."""
        answers, count = self.answers, len(self.asked)
        while True:
            question, _ = _next(self.knowledge, answers, ask_all=self.ask_all)
            if question is None:
                return count
            answers, count = answers.with_answer(question.id, _usual(self.knowledge, question)), count + 1

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier question, or the review, to return to."""
        if self.end == "emergency":
            return self.latest is not None and not self.taken_back
        return self.from_review or self.place > 1

    def answer(self, answer: Answer) -> "Interview":
        """Answer the question on the screen; all other replies that still apply are kept."""
        if self.question is None:
            raise ValueError("there is no question to answer")
        name = self.question.id
        memory = {**self.memory, name: answer}
        return replace(self, memory=memory, latest=name, revisiting=None, from_review=False)

    def back(self) -> "Interview":
        """Return to the question before, or to the review that this one was chosen on; at the first nothing happens.

        From an emergency this takes back the answer that made it, once: the question is put afresh, so that a
        wrong tick is not confirmed by a reflex.
        """
        if not self.can_go_back:
            return self
        if self.end == "emergency":
            memory = {name: answer for name, answer in self.memory.items() if name != self.latest}
            return replace(self, memory=memory, revisiting=self.latest, taken_back=True)
        earlier = None if self.from_review else self.asked[self.place - 2]
        return replace(self, revisiting=earlier, from_review=False)

    def again(self, question_id: str) -> "Interview":
        """Put a question again, as if the person had gone back to it."""
        return replace(self, revisiting=question_id)

    def edit(self, question_id: str) -> "Interview":
        """Put a question again that was chosen on the review."""
        if question_id not in self.asked:
            raise ValueError(f"{question_id} was not asked")
        return replace(self, revisiting=question_id, from_review=True)


def _next(knowledge: Knowledge, answers: Answers, *, ask_all: bool) -> tuple[Question | None, End | None]:
    """Return the question that comes next, or why there is none."""
    found = triage(knowledge, answers)
    if found.level is Level.EMERGENCY:
        return None, "emergency"
    question = _unanswered(knowledge, found)
    if question is None and found.stopped:
        return None, "stopped"
    if question is None and not ask_all:
        question = _informative(knowledge, answers)
    if question is None:
        rest = _open(knowledge, answers) if ask_all else _needed(knowledge, answers, found.level)
        question = rest[0] if rest else None
    return question, None if question else "complete"


def _unanswered(knowledge: Knowledge, found: Triage) -> Question | None:
    """Return the first question of the sections that come before all else."""
    return knowledge.question[found.unanswered[0]] if found.unanswered else None


def _informative(knowledge: Knowledge, answers: Answers) -> Question | None:
    """Return the question that tells most about the cause, while it tells enough."""
    question, bits = best_question(knowledge, answers)
    return question if bits >= knowledge.scoring.min_bits else None


def _open(knowledge: Knowledge, answers: Answers) -> list[Question]:
    """Return everything that applies and was not asked, in the order of the file."""
    return [q for q in knowledge.questions if q.id not in answers and applies(q, answers)]


def _needed(knowledge: Knowledge, answers: Answers, level: Level) -> list[Question]:
    """Return what is still open that a flag could fire on, or that could drop a step to be shown."""
    still_open = open_questions(knowledge, answers)
    whens = [flag.when for flag in knowledge.flags if flag.urgency.rank > level.rank]
    shown = [cause.id for cause in rank_causes(knowledge, answers) if cause.shown]
    for planned in make_plan(knowledge, answers, shown, level).steps:
        if planned.shown:
            whens += [caution.when for caution in knowledge.step[planned.id].cautions if caution.drop]
    # What a person was not sure of is not asked again, so it counts as never said.
    askable = answers.said.union(*(knowledge.references[name] for name in still_open))
    wanted = still_open & {
        name for when in whens if may_hold(when, answers.said, askable) for name in questions_named(when)
    }
    reached = _with_gates(knowledge, wanted, still_open)
    return [q for q in knowledge.questions if q.id in reached and applies(q, answers)]


def _with_gates(knowledge: Knowledge, wanted: frozenset[str], still_open: frozenset[str]) -> set[str]:
    """Add the open questions whose answers decide whether a wanted one applies."""
    found, todo = set(wanted), list(wanted)
    while todo:
        gates = (questions_named(knowledge.question[todo.pop()].when) & still_open) - found
        found |= gates
        todo += gates
    return found


def _usual(knowledge: Knowledge, question: Question) -> Answer:
    """Return the commonest answer: what most people with any spasm would say; where that is not known, what raises least."""
    if question.kind == "many":
        return Answer()

    def raises(option: Option) -> int:
        flags = knowledge.flags_by_reference.get(f"{question.id}.{option.id}", ())
        return max((flag.urgency.rank for _, flag in flags), default=0)

    return Answer((max(question.options, key=lambda option: (option.baseline or 0, -raises(option))).id,))
