"""`spasm check`: get the answers, assess them, show the result."""

import sys

from msgspec import Struct

from spasm_cli.answers import Answers
from spasm_cli.answers_file import read_given
from spasm_cli.assessment import Assessment, assess, to_json
from spasm_cli.cli.saving import check_targets, save_result
from spasm_cli.cli.showing import danger_told, show_result, tell_headline
from spasm_cli.errors import SpasmError
from spasm_cli.knowledge import Knowledge
from spasm_cli.loading import knowledge_path, load_knowledge


class Request(Struct, frozen=True):
    """What was asked for on the command line."""

    answers: str | None
    settings: tuple[str, ...]
    ask: bool
    ask_all: bool
    json: bool
    why: bool
    plain: bool
    knowledge: str | None
    consult: bool = False
    save: tuple[str, ...] = ()
    force: bool = False


def run_check(request: Request) -> None:
    """Run the main job.

    Raises:
        SpasmError: unusable input, or nobody to ask.
        KeyboardInterrupt: the person stopped.
    """
    _refuse_idle_options(request)
    check_targets(request.save, force=request.force)
    knowledge = load_knowledge(knowledge_path(request.knowledge))
    answers, seen = _answers(knowledge, request)
    with danger_told(knowledge, answers):
        _finish(knowledge, answers, request, seen=seen)


def _refuse_idle_options(request: Request) -> None:
    """An option that would do nothing is a misunderstanding."""
    if request.ask_all and not _asks(request):
        raise SpasmError("--all asks every question, but with answers given nothing is asked; add --ask.")
    if request.force and not request.save:
        raise SpasmError("--force writes over the file that --save names; add --save FILE.")


def _finish(knowledge: Knowledge, answers: Answers, request: Request, *, seen: bool) -> None:
    """Assess, show and save."""
    assessment = assess(knowledge, answers, explore=True)
    unseen = None
    try:
        if not seen:
            _show(knowledge, assessment, request)
            sys.stdout.flush()
    except OSError as error:
        # A reader that went away, or a full disk, must not cost the headline or the file.
        unseen = error
    if _asks(request) and not sys.stdout.isatty():
        tell_headline(assessment.urgency)
    save_result(knowledge, assessment, request.save, force=request.force, why=request.why)
    if unseen:
        raise unseen


def _asks(request: Request) -> bool:
    """Whether somebody is asked: nothing was given, or the rest is wanted."""
    return request.ask or (request.answers is None and not request.settings)


def _answers(knowledge: Knowledge, request: Request) -> tuple[Answers, bool]:
    """Return the answers, and whether their result was shown already."""
    given = read_given(knowledge, request.answers, request.settings)
    asks = _asks(request)
    if not (asks or request.consult):
        return given, False
    if request.answers == "-":
        option = "--ask" if asks else "--consult"
        raise SpasmError(
            f"{option} cannot ask while --answers - reads the same input; put the answers in a file."
        )
    from spasm_cli.cli.asking import (
        NOBODY,
        NOBODY_TO_CONSULT,
        ask_person,
        choose_front,
    )

    front = choose_front(plain=request.plain, nobody=NOBODY if asks else NOBODY_TO_CONSULT)
    answers = ask_person(front, knowledge, given, ask_all=request.ask_all) if asks else given
    if not request.consult:
        return answers, False
    from spasm_cli.cli.consulting import run_consult

    return run_consult(front, knowledge, answers, json=request.json, why=request.why, plain=request.plain)


def _show(knowledge: Knowledge, assessment: Assessment, request: Request) -> None:
    if request.json:
        sys.stdout.flush()
        sys.stdout.buffer.write(to_json(assessment))
    else:
        show_result(knowledge, assessment, why=request.why, plain=request.plain)
