"""What a run remembers of the way to its answers: how far it is, and danger signs that are not ticked any more."""

from contextlib import AbstractContextManager

from msgspec.structs import replace

from spasm_cli.cli.showing import danger_told
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.danger_signs import urgent_signs
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.words import sign_words


class OnTheWay:
    """Remembers danger signs while a person answers, so that one taken back is named on whatever follows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.so_far: Answers | None = None
        """What was answered, once anything was; nothing of a screen that is not done."""
        self._signs: dict[str, None] = {}

    def remember(self, answers: Answers) -> None:
        """Remember the danger signs that are ticked in answers that somebody gave."""
        self._signs |= dict.fromkeys(urgent_signs(self.knowledge, answers))

    def passing(self, answers: Answers) -> AbstractContextManager[None]:
        """Remember these answers, and have their danger signs told where anything fails from here on."""
        self.remember(answers)
        return danger_told(self.knowledge, answers)

    def taken_back(self, answers: Answers) -> tuple[str, ...]:
        """Return, in words, the danger signs that were ticked and are neither ticked nor unsure in these answers."""
        unsure = {f"{name}.{option}" for name, answer in answers.items() for option in answer.unsure}
        left = (name for name in self._signs if name not in answers.said | unsure)
        return tuple(sign_words(self.knowledge, name) for name in left)

    def assess(self, answers: Answers, *, explore: bool = False) -> Assessment:
        """Assess answers, with what was taken back on the way to them."""
        found = assess(self.knowledge, answers, explore=explore)
        return replace(found, taken_back=self.taken_back(answers))
