"""How often each pattern comes first, so that one that eats others is seen: `python scripts/first_places.py CASES...`.

Prints the share of first places over all cases that get a ranking, and the cases in which no pattern comes first.
"""

import sys
from collections import Counter

from spasm_cli.core.assessment import assess
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file


def main(paths: list[str]) -> None:
    """Count over these files of cases, with the built-in knowledge."""
    knowledge = load_knowledge(str(data_file("causes.toml"))).at("gb")
    first, none, ranked = Counter[str](), [], 0
    for case in (case for path in paths for case in load_cases(path)):
        found = assess(knowledge, parse_answers(knowledge, case.answers, source=case.id))
        if found.over:
            continue
        ranked += 1
        pattern = next((c.id for c in found.shown if c.kind == "pattern" and not c.unchecked), None)
        if pattern:
            first[pattern] += 1
        else:
            none.append(case.id)
    for name, times in first.most_common():
        print(f"{times / ranked:5.0%}  {times:3}/{ranked}  {name}")
    print(f"{len(none) / ranked:5.0%}  {len(none):3}/{ranked}  none: {', '.join(none)}")


if __name__ == "__main__":
    main(sys.argv[1:])
