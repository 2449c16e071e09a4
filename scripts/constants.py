"""Choose shrink, cap and the bands on simulated people, then check them on the development cases.

    python scripts/constants.py tests/cases/development_a.toml

The simulated people have what the method cannot know: answers that hang together (each person is typical or not, in all
answers at once), shares in the file that are off by a random factor, and questions that went unanswered. The choice is made
on them alone. The cases are then scored with the chosen constants, and with constants chosen afresh without each case in
turn (leave-one-out), which shows how much the choice leans on single cases.
"""

import itertools
import math
import random
import sys
from collections.abc import Iterator, Mapping

import msgspec

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.cases import Case
from spasm_cli.core.entries import Cause, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.scoring import rank_causes
from spasm_cli.core.vocabulary import Level
from spasm_cli.core.weighing import shares
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import knowledge_path, load_knowledge

PEOPLE = 1500
SHRINK = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
CAP = (6, 8, 10, 15)
TYPICAL = 0.5
ERROR = 0.5
"""Standard deviation of the file's error, in natural-log odds: a factor of 1.6."""
ANSWERED = 0.7


def main(files: list[str]) -> None:
    """Print the table of the grid, the bands, and the check on the cases."""
    knowledge = load_knowledge(knowledge_path(None))
    people = list(simulate(knowledge, random.Random(20261122)))
    print(f"{len(people)} simulated people: log loss (bits; lower is better), top-1, top-3 among patterns")
    print("shrink  cap   loss  top-1  top-3")
    results = {}
    for shrink, cap in itertools.product(SHRINK, CAP):
        results[shrink, cap] = score(with_constants(knowledge, shrink, cap), people)
        loss, first, three = results[shrink, cap]
        print(f"{shrink:6.1f} {cap:4d} {loss:6.3f} {first:6.1%} {three:6.1%}")
    best = min(results, key=lambda key: results[key][0])
    print(
        f"least loss: shrink {best[0]}, cap {best[1]}; the file has {knowledge.scoring.shrink}, {knowledge.scoring.cap}"
    )
    bands(knowledge, people)
    cases = [case for file in files for case in load_cases(file)]
    check(knowledge, cases)


def with_constants(knowledge: Knowledge, shrink: float, cap: int) -> Knowledge:
    """Return the knowledge with other constants."""
    return msgspec.structs.replace(
        knowledge, scoring=msgspec.structs.replace(knowledge.scoring, shrink=shrink, cap=cap)
    )


def patterns(knowledge: Knowledge) -> list[Cause]:
    """Return the causes that compete."""
    return [cause for cause in knowledge.causes if cause.kind == "pattern"]


def simulate(knowledge: Knowledge, chance: random.Random) -> Iterator[tuple[str, Answers]]:
    """Yield the true pattern and the answers of simulated people."""
    causes = patterns(knowledge)
    asked = {name for cause in causes for name in cause.findings}
    for _ in range(PEOPLE):
        cause = chance.choices(causes, [one.prior for one in causes])[0]
        typical = chance.random() < TYPICAL
        given = {}
        for name in asked:
            if chance.random() < ANSWERED:
                question = knowledge.question[name]
                listed = cause.findings.get(name, {})
                given[name] = answer(knowledge, question, listed, chance, typical=typical)
        yield cause.id, Answers(given)


def answer(
    knowledge: Knowledge,
    question: Question,
    listed: Mapping[str, Number],
    chance: random.Random,
    *,
    typical: bool,
) -> Answer:
    """Draw an answer: a typical person exaggerates what sets the cause apart, another one blurs it."""
    base = {option.id: option.baseline or 0.0 for option in question.options}
    p = {
        name: off(share, base[name], 1.5 if typical else 0.5, chance)
        for name, share in shares(knowledge.scoring, question, listed).items()
    }
    if question.kind == "one":
        return Answer((chance.choices(list(p), list(p.values()))[0],))
    return make_answer(question, {name for name, share in p.items() if chance.random() < share}, set())


def off(share: float, base: float, sharpness: float, chance: random.Random) -> float:
    """Move a share away from (or towards) its baseline, and add the file's error."""
    logit = math.log(base / (1 - base)) + sharpness * (
        math.log(share / (1 - share)) - math.log(base / (1 - base))
    )
    return 1 / (1 + math.exp(-logit - chance.gauss(0, ERROR)))


def score(knowledge: Knowledge, people: list[tuple[str, Answers]]) -> tuple[float, float, float]:
    """Return log loss in bits, top-1 and top-3 among patterns."""
    loss, first, three = 0.0, 0, 0
    for truth, answers in people:
        ranked = [cause for cause in rank_causes(knowledge, answers) if cause.kind == "pattern"]
        odds = {cause.id: 10 ** (cause.score / 10) for cause in ranked}
        loss -= math.log2(odds[truth] / sum(odds.values()))
        names = [cause.id for cause in ranked]
        first += names[0] == truth
        three += truth in names[:3]
    return loss / len(people), first / len(people), three / len(people)


def bands(knowledge: Knowledge, people: list[tuple[str, Answers]]) -> None:
    """Print how often a pattern with a given score is the true one, in simulated people."""
    tally: dict[int, list[bool]] = {}
    for truth, answers in people:
        for cause in rank_causes(knowledge, answers):
            if cause.kind == "pattern":
                tally.setdefault(min(12, max(-20, cause.score // 4 * 4)), []).append(cause.id == truth)
    print("\nscore from   patterns   true")
    for low in sorted(tally):
        print(f"{low:10d} {len(tally[low]):10d} {sum(tally[low]) / len(tally[low]):6.1%}")
    print(
        f"the file has: fits well from {knowledge.scoring.fits_well}, partly from {knowledge.scoring.fits_partly}"
    )


def check(knowledge: Knowledge, cases: list[Case]) -> None:
    """Print the cases' top-1 and top-3 under every constant, and leave-one-out."""
    sheets = [
        (case, parse_answers(knowledge, case.answers, source=case.id))
        for case in cases
        if case.cause in knowledge.cause and case.urgency is not Level.EMERGENCY
    ]
    hits = {
        key: [hit(with_constants(knowledge, *key), case, sheet) for case, sheet in sheets]
        for key in itertools.product(SHRINK, CAP)
    }
    print(
        f"\n{len(sheets)} development cases, all causes ranked: first exactly right, an acceptable cause in the first 3"
    )
    for key, found in hits.items():
        print(
            f"shrink {key[0]:.1f} cap {key[1]:2d}: {sum(h[0] for h in found):3d} {sum(h[1] for h in found):3d}"
        )
    left_out = [0, 0]
    for place in range(len(sheets)):
        best = max(hits, key=lambda key: sum(h[0] + h[1] for i, h in enumerate(hits[key]) if i != place))
        left_out = [left_out[part] + hits[best][place][part] for part in (0, 1)]
    print(
        f"leave-one-out, constants chosen on the other cases: {left_out[0]} and {left_out[1]} of {len(sheets)}"
    )


def hit(knowledge: Knowledge, case: Case, sheet: Answers) -> tuple[bool, bool]:
    """Tell whether the expected cause comes first, and whether a fair one is among the first three."""
    names = [cause.id for cause in rank_causes(knowledge, sheet)]
    return names[0] == case.cause, bool({case.cause, *case.acceptable} & {*names[:3]})


if __name__ == "__main__":
    main(sys.argv[1:])
