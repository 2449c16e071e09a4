"""Whether a condition still holds wherever another does: what was lost when somebody wrote it anew."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from spasm_cli.core.vocabulary import AnyOf, Condition, When, alternatives


def lost(before: When, after: When) -> tuple[Condition, ...]:
    """Return the alternatives of `before`, or the parts of them, under which `after` may not hold.

    Nothing of that kind is ever left out. In rare cases more is returned than is lost: what is told by other answers, since
    answers are taken one by one, without what each rules out.
    """
    wide = alternatives(after)
    if not wide or before == after:
        return ()
    return tuple(part for case in alternatives(before) if (part := _lost_part(case, wide)))


def _lost_part(case: Condition, wide: Sequence[Condition]) -> Condition | None:
    groups, rest = list(_groups(case)), replace(case, all=(), any=() if case.at_least == 1 else case.any)

    def covered() -> bool:
        return any(_covers(each, groups, rest) for each in wide)

    if covered():
        return None
    for place, group in enumerate(groups):
        left = []
        for name in group:
            groups[place] = (name,)
            left += [] if covered() else [name]
        if not left:
            return None
        groups[place] = tuple(left)
    return replace(rest, all=tuple(group if len(group) > 1 else group[0] for group in groups))


def _groups(case: Condition) -> Iterator[AnyOf]:
    """Yield each list of which one answer is needed."""
    yield from case.groups
    if case.any and case.at_least == 1:
        yield case.any


def _covers(wide: Condition, groups: Sequence[AnyOf], rest: Condition) -> bool:
    """Tell whether `wide` surely holds where one of each of the groups was said, and `rest` holds."""

    def sure(names: AnyOf) -> int:
        """Return how many of these were surely said."""
        inside = [group for group in groups if set(group) <= set(names)]
        alone = len({group for group in inside if len(group) == 1})
        return max(bool(inside), alone, rest.at_least - len({*rest.any} - {*names}) if rest.any else 0)

    some = wide.any if wide.at_least > 1 else ()
    return (
        all(sure(group) for group in _groups(wide))
        and (not some or sure(some) >= wide.at_least)
        and {*wide.none} <= {*rest.none}
    )
