"""The answers of a result as an answers file, which `--answers` reads again."""

import msgspec

from spasm_cli.answer_words import answer_words
from spasm_cli.assessment import Assessment
from spasm_cli.knowledge import Knowledge
from spasm_cli.text import clean


def answers_toml(knowledge: Knowledge, assessment: Assessment) -> str:
    """Return the answers as TOML, each beside its question and answer in words, without a newline at the end."""
    about = assessment.knowledge
    lines = [
        f"# {clean(assessment.purpose)}",
        f"# Answers for: {clean(about.title)} {clean(about.version)}, file {about.sha256[:8]}.",
        "# See the result again: spasm check --answers FILE",
    ]
    for name, answer in assessment.answers.items():
        # Ids are lower snake case: as JSON they are the same as in TOML.
        value = msgspec.json.encode(answer).decode()
        words = f"{knowledge.question[name].ask} {answer_words(knowledge, name, answer)}"
        lines.append(f"{name} = {value}  # {clean(words)}")
    return "\n".join(lines)
