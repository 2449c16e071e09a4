"""What a condition that was written anew no longer holds for: by hand, and tried on every set of answers."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_cli.core.conditions import holds
from spasm_cli.core.covering import lost
from spasm_cli.core.vocabulary import Condition, When

A, B, C, D = NAMES = ("q.a", "q.b", "q.c", "r.d")


def c(*names: str | tuple[str, ...]) -> Condition:
    return Condition(all=names)


KEPT: list[tuple[When, When]] = [
    (c(A), c(A)),
    (c(A, B), c(B)),
    (c(A), c((A, B))),
    (c((A, B)), (c(A), c(B))),
    ((c(A), c(B)), Condition(any=(B, A, C))),
    ((c(A), c(B)), (c(B), c(A))),
    (Condition(any=(A, B, C), at_least=2), Condition(any=(A, B, C, D), at_least=2)),
    (Condition(any=(A, B, C), at_least=2), Condition(any=(A, B))),
    (c(A, B), Condition(any=(A, B, C), at_least=2)),
    (Condition(all=(A,), none=(B, C)), Condition(all=(A,), none=(C,))),
    (c(A), ()),
]
LOST: list[tuple[When, When, When]] = [
    (Condition(any=(A, B, C)), Condition(any=(A, C)), (c(B),)),
    (c(A, (B, C, D)), c(A, (B, D)), (c(A, C),)),
    (c((A, B), (C, D)), c(A, (C, D)), (c(B, (C, D)),)),
    (c(A), c(A, B), (c(A),)),
    ((c(A), c(B)), c(B), (c(A),)),
    (
        Condition(any=(A, B, C), at_least=2),
        Condition(any=(A, B, C), at_least=3),
        (Condition(any=(A, B, C), at_least=2),),
    ),
    (c(A), Condition(all=(A,), none=(B,)), (c(A),)),
    (Condition(all=(A,), none=(B,)), Condition(all=(A,), none=(C,)), (Condition(all=(A,), none=(B,)),)),
]


@pytest.mark.parametrize(("before", "after"), KEPT)
def test_what_holds_wherever_it_did_has_lost_nothing(before: When, after: When) -> None:
    assert lost(before, after) == ()


@pytest.mark.parametrize(("before", "after", "wanted"), LOST)
def test_what_is_lost_is_named_and_no_more(before: When, after: When, wanted: When) -> None:
    assert lost(before, after) == wanted


NAME = st.sampled_from(NAMES)
NAMED = st.lists(NAME, min_size=1, max_size=3, unique=True).map(tuple)
CONDITION = st.builds(
    Condition,
    all=st.lists(NAME | NAMED, max_size=3).map(tuple),
    any=st.just(()) | NAMED,
    at_least=st.integers(1, 3),
    none=st.just(()) | NAMED,
)
WHEN = st.lists(CONDITION, min_size=1, max_size=3).map(tuple)


@settings(max_examples=500, deadline=None)
@given(WHEN, WHEN)
def test_whoever_it_held_for_is_in_what_is_lost_or_it_still_holds(before: When, after: When) -> None:
    away = lost(before, after)
    for count in range(len(NAMES) + 1):
        for said in map(frozenset, combinations(NAMES, count)):
            told = any(holds(case, said) for case in away)
            if holds(before, said) and not holds(after, said):
                assert told, (said, away)
            assert not told or holds(before, said), (said, away)
