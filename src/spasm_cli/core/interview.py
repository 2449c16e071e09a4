"""What to ask next, going back, review and the end: pure, and driven by both prompt fronts.

An interview remembers the last reply to every question that was put. Those whose questions still apply count, whichever
way the person went back and forth; the others wait until their question applies again. Everything else is worked out
from the replies that count.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import applies, hidden, shown, still_said
from spasm_cli.core.confirming import Reply, settled, to_confirm
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.next_question import End, next_step
from spasm_cli.core.vocabulary import split_reference


def _nothing() -> Answers:
    return Answers({})


class Interview(Struct, frozen=True, kw_only=True, dict=True):
    """One person's way through the questions; every move returns a new interview."""

    knowledge: Knowledge
    given: Answers = field(default_factory=_nothing)
    """Answers from a file or --set, which are not asked, until one is changed."""
    ask_all: bool = False
    """Ask everything that applies, in the order of the file."""
    memory: Mapping[str, Answer] = {}
    """Every reply so far, by question id."""
    unseen: Mapping[str, frozenset[str]] = {}
    """By question id, the lines (option ids) that were not shown when it was answered last."""
    latest: str | None = None
    """The question answered last."""
    revisiting: str | None = None
    """A question that was answered before and is on the screen again."""
    from_review: bool = False
    """It was chosen on the review, where going back leads to."""
    taken_back: bool = False
    """An answer that made an emergency was taken back; it can be done once."""
    confirmed: frozenset[str] = frozenset()
    """Boxes (`question.option`) that were put once more, alone, and stay ticked; until their question is answered anew."""

    @cached_property
    def answers(self) -> Answers:
        """The answers that count: those given beforehand and those to questions that still apply."""
        counting: Mapping[str, Answer] = self.memory
        while True:
            answers = Answers({**self.given.given, **counting})
            found = {name: self._counting(name, answers) for name in self.memory}
            still = {name: reply for name, reply in found.items() if reply is not None}
            # What hides behind a gate may open other gates; no question waits for itself, so this ends.
            if still == counting:
                return answers
            counting = still

    def _counting(self, name: str, answers: Answers) -> Answer | None:
        """Return what counts of a reply: nothing while its question does not apply or has lines that were not seen yet."""
        question, out = self.knowledge.question[name], hidden(self.knowledge, name, answers)
        if not applies(question, answers) or self.unseen.get(name, out) - out:
            return None
        return still_said(shown(self.knowledge, question, answers), self.memory[name])

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the questions whose replies count, in the order they were first put."""
        return tuple(name for name in self.memory if name in self.answers)

    @property
    def reviewed(self) -> tuple[str, ...]:
        """Ids of the questions that have an answer: those given beforehand, then those asked."""
        return (*self.given, *self.asked)

    @cached_property
    def _next(self) -> tuple[Question | None, End | None]:
        return next_step(self.knowledge, self.answers, ask_all=self.ask_all)

    @cached_property
    def confirming(self) -> str | None:
        """The box (`question.option`) to put once more now, before an urgent level that rests on it is told.

        An emergency does not wait; what is for today is told, and so confirmed, once the danger signs are all asked.
        """
        put, _ = self._next
        if self.revisiting or (put and put.comes_first):
            return None
        return to_confirm(self.knowledge, self.answers, self.memory, self.confirmed)

    @property
    def question(self) -> Question | None:
        """The question to put now, with the lines to show; None at the end, and while a box is to be confirmed."""
        found = self.knowledge.question[self.revisiting] if self.revisiting else self._next[0]
        return None if found is None or self.confirming else shown(self.knowledge, found, self.answers)

    @property
    def end(self) -> End | None:
        """Why there is nothing more to ask, once that is so."""
        return None if self.revisiting or self.confirming else self._next[1]

    @property
    def earlier(self) -> Answer | None:
        """What was answered before to the question on the screen."""
        said = {**self.given, **self.memory}
        before = said.get(self.question.id) if self.question else None
        return still_said(self.question, before) if self.question and before else None

    @property
    def place(self) -> int:
        """The number of the question on the screen, from 1."""
        return self.asked.index(self.revisiting) + 1 if self.revisiting in self.asked else len(self.asked) + 1

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier question, or the review, to return to."""
        if self.end == "emergency":
            return self.latest is not None and not self.taken_back
        return bool(self.confirming) or self.from_review or self.place > 1

    def answer(self, answer: Answer) -> "Interview":
        """Answer the question on the screen; all other replies that still apply are kept."""
        if self.question is None:
            raise ValueError("there is no question to answer")
        name = self.question.id
        memory = {**self.memory, name: answer}
        unseen = {**self.unseen, name: hidden(self.knowledge, name, self.answers)}
        confirmed = self.confirmed - self.knowledge.references[name]
        return replace(
            self,
            # What was given beforehand must not come back where the new answer does not count any more.
            given=self.given.with_answer(name, None),
            memory=memory,
            unseen=unseen,
            latest=name,
            revisiting=None,
            from_review=False,
            confirmed=confirmed,
        )

    def confirm(self, reply: Reply) -> "Interview":
        """Say whether the box that was put once more is so: it stays ticked, becomes blank, or unsure."""
        if self.confirming is None:
            raise ValueError("there is no box to confirm")
        name, _ = split_reference(self.confirming)
        memory = {**self.memory, name: settled(self.knowledge, self.answers[name], self.confirming, reply)}
        confirmed = self.confirmed | {self.confirming} if reply == "yes" else self.confirmed
        return replace(self, memory=memory, confirmed=confirmed)

    def back(self) -> "Interview":
        """Return to the question before, or to the review that this one was chosen on; at the first nothing happens.

        From a box to be confirmed it leads to the question that the box belongs to.

        From an emergency this takes back the answer that made it, once: the question is put afresh, so that a
        wrong tick is not confirmed by a reflex.
        """
        if not self.can_go_back:
            return self
        if self.confirming:
            return self.again(split_reference(self.confirming)[0])
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
        if question_id not in self.answers:
            raise ValueError(f"{question_id} has no answer")
        return replace(self, revisiting=question_id, from_review=True)
