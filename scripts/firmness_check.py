"""Hold the closed form of *how firm* (docs/method.md, section 3) to numbers that are drawn anew.

    python scripts/firmness_check.py tests/cases/development_*.toml

For each case with a first and a second pattern, every number behind the two is drawn anew 10,000 times: its log-odds get an
error of its own, and those of one answer stay one whole. How often the first stays above the second is compared with what the program says: within 3 points of 100
on average, 10 at most, or it leaves with 1. Printed, and not held: how much rarer it stays first of all, over 1,000
draws, and how often an acceptable cause came first, by the words that a person reads.
"""

import math
import random
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.conditions import hidden
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Name, Number
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.weighing import spread_of
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import knowledge_path, load_knowledge

DRAWS = 10_000
DRAWS_OF_ALL = 1_000
MEAN, MOST = 0.03, 0.10
"""How far the closed form may be off, on average and at most."""
WORST = 5
"""Cases that are named."""

Draw = list[float]
"""One value for each time that the numbers are drawn."""
Maker = tuple[float, Callable[[], float]]
"""A number, and what draws its error."""


class Drawing:
    """Numbers of a knowledge file, each drawn anew so many times when it is first wanted."""

    def __init__(self, knowledge: Knowledge, draws: int, chance: random.Random) -> None:
        self.knowledge, self.draws, self.chance = knowledge, draws, chance
        self.shares = dict[Name, Draw]()

    def scores(self, cause_id: str, answers: Answers) -> Draw:
        """Return a cause's score in every draw, in decibans and unrounded."""
        scoring, cause = self.knowledge.scoring, self.knowledge.cause[cause_id]
        prior = self._share(Name(cause_id), cause.common, None)
        total = [10 * math.log10(p / (1 - p)) for p in prior]
        for name in cause.findings:
            if name not in answers.given:
                continue
            row = [0.0] * self.draws
            for ratio in self._ratios(cause_id, self.knowledge.question[name], answers):
                row = [x + 10 * math.log10(max(r, 1e-30)) for x, r in zip(row, ratio, strict=True)]
            total = [
                score + max(-scoring.cap, min(scoring.cap, scoring.shrink * x))
                for score, x in zip(total, row, strict=True)
            ]
        return total

    def _ratios(self, cause_id: str, question: Question, answers: Answers) -> Iterator[Draw]:
        """Yield P(answer | cause) / P(answer) for the option that was chosen, or for each box that tells something."""
        listed = self.knowledge.cause[cause_id].findings[question.id]
        answer = answers.given[question.id]
        if question.kind == "many":
            out = hidden(self.knowledge, question.id, answers)
            for option in listed:
                if option in out or not says(answer, option):
                    continue
                pairs = zip(
                    self._finding(cause_id, question, option), self._usual(question, option), strict=True
                )
                yield [p / b if option in answer.ticked else (1 - p) / (1 - b) for p, b in pairs]
        elif answer.ticked and answer.ticked[0] in listed:
            option = answer.ticked[0]
            pairs = zip(self._finding(cause_id, question, option), self._usual(question, option), strict=True)
            yield [p / b for p, b in pairs]
        elif answer.ticked:
            taken = total([self._finding(cause_id, question, name) for name in listed])
            others = [option.id for option in question.options if option.id not in listed]
            usual = total([self._usual(question, name) for name in others])
            yield [(1 - p) / b for p, b in zip(taken, usual, strict=True)]

    def _finding(self, cause_id: str, question: Question, option: str) -> Draw:
        listed = self.knowledge.cause[cause_id].findings[question.id]
        if Name(cause_id, question.id, option) not in self.shares:
            baselines = {each.id: each.baseline for each in question.options}
            makers = [self._maker(number, baselines[name]) for name, number in listed.items()]
            drawn = [one_draw(makers, whole=question.kind == "one") for _ in range(self.draws)]
            for place, name in enumerate(listed):
                self.shares[Name(cause_id, question.id, name)] = [shares[place] for shares in drawn]
        return self.shares[Name(cause_id, question.id, option)]

    def _usual(self, question: Question, option: str) -> Draw:
        line = question.option(option)
        if line is None or line.usual is None:
            raise ValueError(f"{question.id}.{option} has no baseline")
        return self._share(Name("", question.id, option), line.usual, None)

    def _share(self, name: Name, number: Number, baseline: float | None) -> Draw:
        if name not in self.shares:
            p, error = self._maker(number, baseline)
            self.shares[name] = [apart(p, error()) for _ in range(self.draws)]
        return self.shares[name]

    def _maker(self, number: Number, baseline: float | None) -> Maker:
        """Return a number, and what draws an error on its log-odds, as a factor of its odds."""
        scoring, gauss = self.knowledge.scoring, self.chance.gauss
        share = number.plain if baseline is None else number.share(baseline, scoring.usual_people)
        spread = spread_of(scoring, number, baseline) * math.log(10) / 10
        return share, lambda: math.exp(gauss(0, spread))


def apart(share: float, factor: float) -> float:
    """Return a share whose odds are so many times as high."""
    return share * factor / (1 - share + share * factor)


def one_draw(makers: Sequence[Maker], *, whole: bool) -> list[float]:
    """Draw the shares that a cause lists for one question; those of one answer stay one `whole`, with what they leave."""
    if not whole:
        return [apart(share, error()) for share, error in makers]
    weights = [share * error() for share, error in makers]
    together = 1 - sum(share for share, _ in makers) + sum(weights)
    return [weight / together for weight in weights]


def says(answer: Answer, option: str) -> bool:
    """Tell whether a box was ticked or denied."""
    return option in answer.ticked or not (answer.not_sure or option in answer.unsure)


def total(draws: Sequence[Draw]) -> Draw:
    """Add up several numbers, draw by draw."""
    return [sum(values) for values in zip(*draws, strict=True)]


def stays_first(
    knowledge: Knowledge, answers: Answers, causes: Sequence[str], draws: int, chance: random.Random
) -> float:
    """Return how often the first of several causes stays above all others."""
    drawing = Drawing(knowledge, draws, chance)
    first, *others = (drawing.scores(name, answers) for name in causes)
    return statistics.mean(
        float(score > max(rest)) for score, rest in zip(first, zip(*others, strict=True), strict=True)
    )


def rivals(causes: Sequence[RankedCause]) -> list[str]:
    """Return the patterns, those that are shown first, best first; without what is held back, which has no place."""
    patterns = [
        cause for cause in causes if cause.kind == "pattern" and not (cause.shown and cause.unchecked)
    ]
    return [cause.id for cause in sorted(patterns, key=lambda cause: not cause.shown)]


def main(files: Sequence[str]) -> int:
    """Print how far the closed form is off, the gap to first of all, and the table of the words."""
    knowledge, chance = load_knowledge(knowledge_path(None)), random.Random(20261129)
    gaps, of_all, words = dict[str, float](), list[float](), Counter[tuple[str, bool]]()
    cases = [(f"{Path(file).stem}/{case.id}", case) for file in files for case in load_cases(file)]
    for name, case in cases:
        answers = parse_answers(knowledge, case.answers, source=case.id)
        found = assess(knowledge, answers)
        if not found.firmness:
            continue
        ranked = rivals(found.causes)
        drawn = stays_first(knowledge, answers, ranked[:2], DRAWS, chance)
        gaps[name] = drawn - found.firmness.chance
        of_all.append(found.firmness.chance - stays_first(knowledge, answers, ranked, DRAWS_OF_ALL, chance))
        if case.cause in knowledge.cause and knowledge.cause[case.cause].kind == "pattern":
            words[found.firmness.word, right(case, ranked[0])] += 1
    mean, most = statistics.mean(map(abs, gaps.values())), max(map(abs, gaps.values()))
    print(f"{len(gaps)} cases with a first and a second pattern, {DRAWS:,} draws each")
    print(f"closed form beside draws: {100 * mean:.1f} points off on average, {100 * most:.1f} at most")
    for name in sorted(gaps, key=lambda name: -abs(gaps[name]))[:WORST]:
        print(f"  {name}: drawn {100 * gaps[name]:+.1f}")
    print(
        f"first of all patterns: {100 * statistics.mean(of_all):.1f} points rarer on average, {100 * max(of_all):.1f} at most"
    )
    print("an acceptable cause first, of the cases whose cause is a pattern of the file:")
    for word in ("well_ahead", "a_little_ahead", "about_equal"):
        hits, misses = words[word, True], words[word, False]
        share = f"{hits / (hits + misses):.0%}" if hits + misses else "-"
        print(f"  {word}: {hits} of {hits + misses} ({share})")
    return int(mean > MEAN or most > MOST)


def right(case: Case, first: str) -> bool:
    """Tell whether the first pattern is the expected cause or an acceptable one."""
    return first in {case.cause, *case.acceptable}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
