"""`--save`: the result in files; the end of each name chooses its form."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from spasm_cli.cli.forms import Wish, endings, form_of
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.streams import tell
from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import Cancelled, SpasmError
from spasm_cli.files.reading import shown_name
from spasm_cli.files.words_file import say


def free_name(ending: str) -> str:
    """Return a name with this ending that no file in this folder has yet."""
    names = chain([f"spasm-result{ending}"], (f"spasm-result-{number}{ending}" for number in count(2)))
    return next(name for name in names if not os.path.lexists(name))


def check_targets(names: Sequence[str], *, force: bool, given: str | None) -> None:
    """Find what would keep a result from being saved, before anybody answers for nothing.

    Answers may go into the file that they were `given` in.

    Raises:
        SpasmError: an unknown form, a folder that is not there or lets nothing in, or a name that is taken.
    """
    if not names:
        return
    from spasm_cli.files.writing import unfit

    problems = []
    for name in names:
        if form_of(name) is None:
            problems.append(say("command.save_form", file=name, endings=endings()))
        elif problem := unfit(name, force=force or _goes_on(name, given)):
            problems.append(say("command.save_problem", file=name, problem=problem))
    if problems:
        raise SpasmError("\n".join(problems))


def to_write(
    knowledge: Knowledge, assessment: Assessment, names: Sequence[str], wish: Wish
) -> dict[str, bytes]:
    """Return what to write into each file."""
    if names:
        # What writes it is to be there in time, too.
        import spasm_cli.files.writing  # noqa: F401
    forms = {name: form for name in names if (form := form_of(name))}
    return {name: f"{form.write(knowledge, assessment, wish)}\n".encode() for name, form in forms.items()}


def save_result(
    knowledge: Knowledge,
    assessment: Assessment,
    names: Sequence[str],
    wish: Wish,
    *,
    force: bool = False,
    given: str | None = None,
) -> None:
    """Write every file, each whole or not at all, and say so on standard error. `force` and `given` are as above.

    Raises:
        SpasmError: what could not be written; the other files are there.
    """
    if not names:
        return

    # All before the first is written: a fault among them leaves nothing.
    files = to_write(knowledge, assessment, names, wish)
    problems = []
    for name, problem in _write(files, force=force, given=given):
        if problem:
            problems.append(problem)
        else:
            tell(say("command.saved", file=shown_name(name)))
    if problems:
        raise SpasmError("\n".join(problems))


def keep_so_far(
    on_the_way: OnTheWay, names: Sequence[str], stop: Cancelled, *, force: bool, given: str | None
) -> Cancelled:
    """Somebody stopped: write their answers into the files for answers alone, and return what to say at the end."""
    wanted = [name for name in names if _holds_answers(name)]
    if not wanted or on_the_way.so_far is None:
        return stop
    files = to_write(on_the_way.knowledge, on_the_way.assess(on_the_way.so_far), wanted, Wish())
    return Cancelled(
        "\n".join(
            problem or say("command.stopped_kept", file=shown_name(name))
            for name, problem in _write(files, force=force, given=given)
        )
    )


def _write(files: Mapping[str, bytes], *, force: bool, given: str | None) -> Iterator[tuple[str, str]]:
    """Write each file whole or not at all, and yield its name with what kept it from being written, or nothing."""
    from spasm_cli.files.writing import write_new

    for name, data in files.items():
        try:
            write_new(name, data, force=force or _goes_on(name, given), private=True)
        except SpasmError as error:
            yield name, say("command.not_saved", problem=error)
        else:
            yield name, ""


def _holds_answers(name: str) -> bool:
    form = form_of(name)
    return form is not None and form.ending == ".toml"


def _goes_on(name: str, given: str | None) -> bool:
    """Tell whether a file for answers is the one that they were given in."""
    try:
        return given is not None and _holds_answers(name) and Path(name).samefile(given)
    except OSError:
        return False
