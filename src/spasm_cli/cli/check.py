"""`spasm check`: get the answers, assess them, show the result."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO

from msgspec import Struct

from spasm_cli.cli.clock import today
from spasm_cli.cli.country import load_anyhow, load_here
from spasm_cli.cli.forms import Wish
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.options import Request
from spasm_cli.cli.saving import check_targets, free_name, keep_so_far, save_result, to_write
from spasm_cli.cli.showing import danger_told, show, show_result, tell_headline
from spasm_cli.cli.streams import tell
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess, to_json, urgency_now
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Clinic, Paper
from spasm_cli.errors import Cancelled, SpasmError
from spasm_cli.files.answers_file import read_given
from spasm_cli.files.clinic_file import read_clinic
from spasm_cli.files.words_file import say
from spasm_cli.prompts.screens import Reader
from spasm_cli.report.views import View, view_of


class Answered(Struct, frozen=True):
    """The answers to assess."""

    answers: Answers
    shown: bool = False
    """Their result stands on standard output already."""


def run_check(request: Request) -> None:
    """Run the main job.

    Raises:
        SpasmError: unusable input, or nobody to ask.
        KeyboardInterrupt: the person stopped.
    """
    with _danger_kept(request):
        # First, since the messages below speak its language.
        knowledge = load_here(request.knowledge_file, request.country)
        _refuse_idle_options(request)
        check_targets(request.save or (), force=request.force, given=request.goes_on_in)
        clinic = read_clinic(request.clinic) if request.clinic else None
        since = read_given(knowledge, request.since, ()) if request.since else None
        if request.code is None:
            given = read_given(knowledge, request.answers_file, request.settings or (), note=tell)
            front = _front(request) if request.asks or request.consult else None
        else:
            from spasm_cli.cli.coded import given_by_code

            front = _front(request) if _can_ask(request) else None
            knowledge, given = given_by_code(request, knowledge, asks=front is not None)
    on_the_way = OnTheWay(knowledge)
    try:
        answered = _ask(front, on_the_way, given, request) if front else Answered(given)
    except Cancelled as stop:
        raise keep_so_far(
            on_the_way,
            request.save or (),
            stop,
            force=request.force,
            given=request.goes_on_in,
        ) from None
    with danger_told(knowledge, answered.answers):
        _finish(front, on_the_way, answered, request, clinic, since)


@contextmanager
def _danger_kept(request: Request) -> Iterator[None]:
    """Beside what is wrong with the input, say what a danger sign in it asks for: nothing may hide one."""
    try:
        yield
    except SpasmError as error:
        if request.answers_file or request.settings:
            from spasm_cli.files.readable import readable_answers

            with suppress(SpasmError):
                knowledge = load_anyhow(request.knowledge_file, request.country)
                given = readable_answers(knowledge, request.answers_file, request.settings or ())
                urgency = urgency_now(knowledge, given)
                if urgency.level.is_urgent:
                    error.args = (f"{error}\n{urgency.headline}",)
        raise


def _refuse_idle_options(request: Request) -> None:
    """An option that would do nothing is a misunderstanding."""
    if request.ask_all and not request.asks:
        raise SpasmError(say("command.all_idle"))
    if request.force and not request.save:
        raise SpasmError(say("command.force_idle"))
    if request.since and request.json:
        raise SpasmError(say("command.since_json"))
    if request.since == "-" and request.answers_file == "-":
        raise SpasmError(say("command.same_input", option="--since"))
    saves_page = (
        request.asks or request.consult or any(name.lower().endswith(".html") for name in request.save or ())
    )
    wanted = {"--large": request.large, "--clinic": request.clinic, "--with-code": request.with_code}
    for option, given in wanted.items():
        if given and not saves_page:
            raise SpasmError(say("command.page_idle", option=option))
    if request.code is not None:
        from spasm_cli.cli.coded import refuse_unfit

        refuse_unfit(request)


def _can_ask(request: Request) -> bool:
    """Tell whether somebody is asked about a code, or must be; a line in a pipe is a code and no more."""
    return request.asks or request.consult or request.plain or sys.stdin.isatty()


def _front(request: Request) -> Reader:
    """Choose how to ask."""
    if request.answers_file == "-":
        option = "--ask" if request.asks else "--consult"
        raise SpasmError(say("command.same_input", option=option))
    from spasm_cli.cli.asking import choose_front

    nobody = "command.nobody" if request.asks else "command.nobody_to_consult"
    return choose_front(plain=request.plain, nobody=nobody)


def _ask(front: Reader, on_the_way: OnTheWay, given: Answers, request: Request) -> Answered:
    """Let a person answer, change answers, or both."""
    from spasm_cli.cli.asking import ask_person

    if request.consult:
        # Before anybody answers, as all else that is loaded.
        from spasm_cli.cli.consulting import run_consult
    knowledge, answers = on_the_way.knowledge, given
    if request.asks or request.code:
        with danger_told(knowledge, given):
            _rehearse(knowledge, given, request)
        # What --set says, somebody says now.
        older = given.keys() - read_given(knowledge, None, request.settings or ()).keys()
        answers = ask_person(
            front,
            on_the_way,
            given,
            older=older,
            ask_all=request.ask_all,
            unless_true=not request.asks,
        )
    if not request.consult:
        return Answered(answers)
    answers, shown = run_consult(
        front, on_the_way, answers, json=request.json, view=request.view, plain=request.plain
    )
    return Answered(answers, shown)


def _rehearse(knowledge: Knowledge, given: Answers, request: Request) -> None:
    """Make a result of what is known, and throw it away: all that a result takes is loaded before anybody answers.

    Who updates the program meanwhile would lose what they said.
    """
    from spasm_cli.cli.menu import SAVED

    assessment = assess(knowledge, given)
    views: tuple[View, ...] = ("card", "page", request.view)
    for view in dict.fromkeys(views):
        show(view_of(knowledge, assessment, view), plain=request.plain, target=StringIO())
    # Under the result these can be had.
    offered = [free_name(ending) for ending in (*SAVED.values(), ".code.txt")]
    to_write(
        knowledge, assessment, (*(request.save or ()), *offered), Wish(request.why, code=request.with_code)
    )


def _finish(
    front: Reader | None,
    on_the_way: OnTheWay,
    answered: Answered,
    request: Request,
    clinic: Clinic | None,
    since: Answers | None,
) -> None:
    """Assess, show (after what changed `since` other answers) and save."""
    assessment = on_the_way.assess(answered.answers, explore=True)
    knowledge, unseen = on_the_way.knowledge, None
    wish = Wish(
        request.why, Paper(date=today().isoformat(), large=request.large, clinic=clinic), request.with_code
    )
    try:
        if since is not None:
            _tell_changes(knowledge, assess(knowledge, since), assessment, request)
        if not answered.shown:
            _show(knowledge, assessment, request)
            sys.stdout.flush()
    except OSError as error:
        # A reader that went away, or a full disk, must not cost the headline or the file.
        unseen = error
    if request.asks and not sys.stdout.isatty():
        tell_headline(assessment.urgency)
    elif front and not unseen and not request.json:
        assessment = _menu(front, on_the_way, answered, assessment, request, wish)
    save_result(
        knowledge,
        assessment,
        request.save or (),
        wish,
        force=request.force,
        given=request.goes_on_in,
    )
    if unseen:
        raise unseen


def _menu(
    front: Reader,
    on_the_way: OnTheWay,
    answered: Answered,
    assessment: Assessment,
    request: Request,
    wish: Wish,
) -> Assessment:
    """Let more of a result be had, where somebody is there to choose; return the last result."""
    from spasm_cli.cli.menu import Menu, wants_menu

    if not wants_menu(assessment):
        return assessment
    return Menu(front, on_the_way, request, answered.answers, assessment, wish, request.view).run()


def _tell_changes(knowledge: Knowledge, since: Assessment, now: Assessment, request: Request) -> None:
    """Show what changed between two results by today's knowledge; the new one follows, so that it is seen last."""
    from spasm_cli.core.comparing import compare
    from spasm_cli.report.change import change_document

    show(change_document(knowledge, compare(since, now)), plain=request.plain)
    print()


def _show(knowledge: Knowledge, assessment: Assessment, request: Request) -> None:
    if request.json:
        sys.stdout.flush()
        sys.stdout.buffer.write(to_json(assessment))
    else:
        show_result(knowledge, assessment, request.view, plain=request.plain)
