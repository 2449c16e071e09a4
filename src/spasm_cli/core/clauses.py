"""A condition as clauses: each must hold, and in each any of its parts. Forms of others nest conditions in this way alone."""

from collections.abc import Sequence
from itertools import combinations, product
from math import comb, prod
from typing import NamedTuple

from spasm_cli.core.vocabulary import Condition, When, alternatives

MOST = 40
"""Clauses of one condition."""


class Part(NamedTuple):
    """That one `question.option` was said, or that it was not."""

    reference: str
    said: bool = True


Clause = tuple[Part, ...]


def clauses(when: When) -> Sequence[Clause] | None:
    """Return a condition as clauses; none where it always holds, None where it would take more than a form can hold."""
    each = [_of_one(case) for case in alternatives(when)]
    cases = [case for case in each if case is not None]
    if len(cases) < len(each) or prod(map(len, cases)) > MOST:
        return None
    # Where any of several cases will do, each clause takes one from every case.
    return [tuple(dict.fromkeys(sum(row, ()))) for row in product(*cases)] if cases else []


def _of_one(case: Condition) -> list[Clause] | None:
    """Of any `at_least` n out of m, no m - n + 1 may all be missing."""
    together = len(case.any) - case.at_least + 1
    if case.any and comb(len(case.any), max(together, 0)) > MOST:
        return None
    found: list[Clause] = [tuple(Part(name) for name in group) for group in case.groups]
    if case.any:
        found += [tuple(map(Part, names)) for names in combinations(case.any, max(together, 0))]
    return found + [(Part(name, said=False),) for name in case.none]
