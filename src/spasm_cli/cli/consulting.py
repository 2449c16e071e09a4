"""`spasm check --consult`: the result, then one change after another beside what it moves."""

import sys
from functools import partial

from spasm_cli.cli.asking import early_ends
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.showing import danger_told
from spasm_cli.cli.showing import show as show_document
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.comparing import compare
from spasm_cli.core.vocabulary import Level
from spasm_cli.prompts.consult import consult
from spasm_cli.prompts.screens import Front
from spasm_cli.report.blocks import Document
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.result import result_document
from spasm_cli.report.views import View, view_of
from spasm_cli.widths import READABLE
from spasm_cli.wrapping import columns, fill


def run_consult(
    front: Front, on_the_way: OnTheWay, answers: Answers, *, json: bool, view: View | None, plain: bool
) -> tuple[Answers, bool]:
    """Show the result, unless it stands there already (no `view`), and let answers be changed.

    Everything on the way is shown where the person is: on standard error, if standard output goes elsewhere. Returns
    the answers at the end, and whether their result stands on standard output already.

    Raises:
        NoTerminal: the input ended.
        Cancelled: the person stopped.
    """
    knowledge, seen = on_the_way.knowledge, sys.stdout.isatty() and not json
    target = sys.stdout if seen else sys.stderr

    def tell(document: Document) -> None:
        show_document(document, plain=plain, target=target)
        print(file=target)

    def show(before: Answers, after: Answers) -> str:
        # Answers that are only tried were never said; those that are changed were.
        on_the_way.remember(before)
        with danger_told(knowledge, after):
            now = on_the_way.assess(after)
            changes = compare(assess(knowledge, before), now)
            whole = now.urgency.level is Level.EMERGENCY
            told = result_document(knowledge, now) if whole else change_document(knowledge, changes)
            front.say_again = partial(tell, told)
            front.say_again()
            return in_short(knowledge, changes)

    with on_the_way.passing(answers):
        start = on_the_way.assess(answers, explore=True)
        front.say_again = partial(tell, view_of(knowledge, start, view or "card"))
        if view:
            front.say_again()

    def summary(now: Answers) -> str:
        on_the_way.so_far = now
        return where_it_leads(knowledge, assess(knowledge, now))

    with early_ends("consult.stopped", "consult.ended"):
        changed = consult(front, knowledge, answers, summary=summary, show=show)
    shown = seen and changed == answers and on_the_way.taken_back(changed) == start.taken_back
    if shown:
        # A change that was undone may be the last thing on the screen.
        no_change = knowledge.words("consult.no_change", summary=summary(answers))
        print(fill(no_change, columns(sys.stdout, READABLE)))
    return changed, shown
