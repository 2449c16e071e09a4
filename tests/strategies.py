"""Random people: answer sheets for a knowledge file, and ways to add to one."""

from functools import cache

from hypothesis import strategies as st

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import level_of


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    options = [option.id for option in question.options]
    if question.kind == "one":
        return st.one_of(
            st.just(Answer(not_sure=True)), st.sampled_from(options).map(lambda name: Answer((name,)))
        )
    marks = st.dictionaries(st.sampled_from(options), st.sampled_from(["yes", "unsure"]), max_size=3)
    return st.builds(
        lambda found, bare: make_answer(
            question,
            {name for name, mark in found.items() if mark == "yes"},
            {name for name, mark in found.items() if mark == "unsure"},
            not_sure=bare,
        ),
        marks,
        st.sampled_from([False, False, False, True]),
    )


@cache  # made anew for each example, it takes most of a test's time
def sheets(knowledge: Knowledge) -> st.SearchStrategy[Answers]:
    """Sheets that answer any of the questions, in any order."""
    each = {question.id: answer_to(question) for question in knowledge.questions}
    return (
        st.lists(st.sampled_from(sorted(each)), unique=True, max_size=len(each))
        .flatmap(lambda names: st.fixed_dictionaries({name: each[name] for name in names}))
        .map(Answers)
    )


@st.composite
def grown_sheets(draw: st.DrawFn, knowledge: Knowledge) -> tuple[Answers, Answers]:
    """A sheet, and the same sheet with answers and ticks added."""
    small = draw(sheets(knowledge))
    other = draw(sheets(knowledge))
    given = dict(small)
    for name, extra in other.items():
        question = knowledge.question[name]
        mine = given.get(name)
        if mine is None:
            given[name] = extra
        elif question.kind == "many":
            ticked = {*mine.ticked, *(set(extra.ticked) - set(mine.unsure))}
            unsure = {*mine.unsure, *(set(extra.unsure) - ticked)}
            given[name] = make_answer(question, ticked, unsure, not_sure=mine.not_sure or extra.not_sure)
    return small, Answers(given)


def all_boxes(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Question and option of every box."""
    return [(q.id, o.id) for q in knowledge.questions if q.kind == "many" for o in q.options]


def blank_unsure_ticked_in_order(knowledge: Knowledge, answers: Answers, box: tuple[str, str]) -> None:
    """Hold a box of a sheet to its promise: unsure raises no less than blank, and no more than ticked."""
    question_id, name = box
    question, given = knowledge.question[question_id], answers.get(question_id, Answer())
    ticked, unsure = {*given.ticked} - {name}, {*given.unsure} - {name}
    ranks = []
    for tick, doubt in (set[str](), set[str]()), (set[str](), {name}), ({name}, set[str]()):
        answer = make_answer(question, ticked | tick, unsure | doubt, not_sure=given.not_sure)
        ranks.append(level_of(knowledge, answers.with_answer(question_id, answer)).rank)
    assert ranks == sorted(ranks), (box, ranks)
