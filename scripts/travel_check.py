"""Send random people by every way on which answers travel, and compare the bytes of their results.

    python scripts/travel_check.py [COUNT [SEED]]

Each person (1,000 unless told) answers some of the questions, or all, at random: ticked, unsure, not sure, none; those that would
not be put to them too; in a random place. As a code, TOML, the JSON of a result and a FHIR QuestionnaireResponse, written and
read as the command does it, the answers must give the same assessment, byte by byte. Names each that does not, and leaves with 1.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.assessment import Assessment, assess, to_json
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import answers_toml, read_given
from spasm_cli.files.code_file import code_text, read_code
from spasm_cli.files.fhir_writing import response_text
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

COUNT, SEED = 1_000, 19
DAY = date(2026, 11, 29)


def person(knowledge: Knowledge, chance: random.Random) -> Answers:
    """Return the answers of somebody who was asked each question with a chance of their own."""
    asked = chance.choice((0.1, 0.4, 0.8, 1.0))
    said = {
        question.id: _answer(question, chance) for question in knowledge.questions if chance.random() < asked
    }
    return Answers(said)


def _answer(question: Question, chance: random.Random) -> Answer:
    names = [option.id for option in question.options]
    if question.kind == "one":
        name = chance.choice([*names, None])
        return Answer((name,)) if name else Answer(not_sure=True)
    rates = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.4, 0.3))
    # Danger signs are rare, or nearly every result would be an emergency, which has no causes and no steps.
    many = question.section != "safety" or chance.random() < 0.05
    ticks, doubts = chance.choice(rates if many else ((0.0, 0.0), (0.0, 0.0), (0.01, 0.0), (0.0, 0.02)))
    marks = {name: chance.random() for name in names}
    ticked = {name for name, mark in marks.items() if mark < ticks}
    unsure = {name for name, mark in marks.items() if ticks <= mark < ticks + doubts}
    return make_answer(question, ticked, unsure, not_sure=chance.random() < (0.1 if many else 0.01))


def by_every_way(knowledge: Knowledge, found: Assessment, folder: Path) -> Iterator[tuple[str, Answers]]:
    """Yield each way by name, with the answers that came back."""
    typed = code_text(knowledge, found, DAY).splitlines()[0]
    decoded = read_code(knowledge, typed)
    assert (decoded.day, "+".join(decoded.countries)) == (DAY, knowledge.country)
    yield "code", decoded.answers
    files = {
        "answers.toml": answers_toml(knowledge, found),
        "result.json": to_json(found).decode(),
        "response.fhir.json": response_text(knowledge, found),
    }
    for name, text in files.items():
        file = folder / name
        file.write_text(text, encoding="utf-8")
        yield name, read_given(knowledge, str(file), [])


def compare(count: int, seed: int) -> list[str]:
    """Send so many people; return who came back otherwise, and by which way."""
    everywhere = load_knowledge(str(data_file("causes.toml")))
    places, chance, wrong = {code: everywhere.at(code) for code in everywhere.places}, random.Random(seed), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            knowledge = places[chance.choice([*places])]
            found = assess(knowledge, person(knowledge, chance))
            for way, back in by_every_way(knowledge, found, Path(folder)):
                if to_json(assess(knowledge, back)) != to_json(found):
                    wrong.append(f"person {number} of seed {seed}: {way}")
    return wrong


def main(words: list[str]) -> int:
    """Print what was compared; return 1 where anything came back otherwise."""
    count, seed = (*map(int, words), *(COUNT, SEED)[len(words) :])
    wrong = compare(count, seed)
    print("\n".join([*wrong, f"{count} people by 4 ways: {len(wrong)} came back otherwise."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
