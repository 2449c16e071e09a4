"""What a file says otherwise than the built-in one: one edit each, by hand, and how validate, diff and sign tell of it."""

import io
import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest
from forms import bare
from msgspec.structs import replace
from mutations import at, paths
from rich.console import Console
from test_loading import SMALL, write
from test_mistakes import FULL

from spasm_cli.cli.knowledge import run_diff, run_sign, run_validate
from spasm_cli.core.differences import Difference, Differences, differences
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, Level, alternatives
from spasm_cli.errors import KnowledgeError
from spasm_cli.files.knowledge_file import built_in, inspect, load_knowledge
from spasm_cli.files.translation import words_for
from spasm_cli.files.words_file import own_words, say, speak, words_in_use
from spasm_cli.report.differences import differences_document, safety_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines

OWN = built_in()


def edited(table: str, name: str, **changes: Any) -> Knowledge:
    """Return the built-in file with one entry changed."""
    entries = getattr(OWN, table)
    assert any(entry.id == name for entry in entries)
    changed = tuple(replace(entry, **changes) if entry.id == name else entry for entry in entries)
    return replace(OWN, **{table: changed})


def without(table: str, name: str) -> Knowledge:
    return replace(OWN, **{table: tuple(entry for entry in getattr(OWN, table) if entry.id != name)})


def parts(found: Differences) -> dict[str, int]:
    """How many differences there are of each kind."""
    named = ("rules", "lines", "help", "cautions", "numbers", "others")
    return {name: len(getattr(found, name)) for name in named if getattr(found, name)}


# One edit each on the built-in file


def test_a_file_says_the_same_as_itself() -> None:
    found = differences(OWN, OWN)
    assert (found.related, found.same_language, parts(found)) == (True, True, {})


def test_a_rule_that_was_lowered_says_from_what_to_what() -> None:
    found = differences(OWN, edited("flags", "chest_tight", urgency=Level.ROUTINE))
    (rule,) = found.rules
    assert (rule.id, rule.way, rule.before, rule.after) == ("chest_tight", "lowered", "emergency", "routine")
    assert (rule.lost, rule.gained, rule.keys) == ((), (), ())
    assert parts(found) == {"rules": 1}


def test_a_rule_that_was_taken_out_or_put_in() -> None:
    less = without("flags", "chest_pain_risk")
    for before, after, way in ((OWN, less, "gone"), (less, OWN, "new")):
        found = differences(before, after)
        (rule,) = found.rules
        assert (rule.id, rule.way) == ("chest_pain_risk", way)
        assert rule.may_be == "Acute coronary syndrome; dissection; arrhythmia from salt disturbance"
        assert parts(found) == {"rules": 1}


def test_a_rule_that_was_narrowed_says_what_no_longer_raises_it() -> None:
    """Of the first alternative, a child with fever or very ill, one of nineteen answers is taken out: worse by the hour."""
    flag = next(flag for flag in OWN.flags if flag.id == "child_bad")
    first, *rest = alternatives(flag.when)
    age, ill, more = first.all
    assert (age, ill) == ("age.under_16", ("now.fever", "now.ill"))
    assert isinstance(more, tuple)
    less = replace(first, all=(age, ill, tuple(name for name in more if name != "change.hours")))
    file = edited("flags", "child_bad", when=(less, *rest))
    (rule,) = differences(OWN, file).rules
    assert (rule.way, rule.before, rule.after) == ("narrowed", "emergency", "emergency")
    assert rule.lost == (Condition(all=("age.under_16", ("now.fever", "now.ill"), "change.hours")),)
    (wider,) = differences(file, OWN).rules
    assert (wider.way, wider.lost, wider.gained) == ("changed", (), rule.lost)


def test_a_rule_whose_condition_is_only_written_otherwise_is_the_same() -> None:
    flag = next(flag for flag in OWN.flags if flag.id == "child_bad")
    assert parts(differences(OWN, edited("flags", "child_bad", when=alternatives(flag.when)[::-1]))) == {}


def test_a_rule_that_was_changed_otherwise_names_the_keys() -> None:
    found = differences(OWN, edited("flags", "chest_tight", say="It may be the heart.", stops=True))
    (rule,) = found.rules
    assert rule.way == "changed"
    assert [(each.key, each.before, each.after) for each in rule.keys] == [
        ("say", "A tight or heavy chest can be the heart.", "It may be the heart."),
        ("stops", None, True),
    ]


def test_a_rule_that_was_lowered_and_narrowed_says_both() -> None:
    flag = next(flag for flag in OWN.flags if flag.id == "chest_tight")
    more = Condition(all=("chest_which.tight", "age.60_to_74"))
    (rule,) = differences(OWN, edited("flags", flag.id, urgency=Level.ROUTINE, when=more)).rules
    assert (rule.way, rule.lost) == ("lowered", (flag.when,))


def test_what_matters_most_comes_first() -> None:
    ways = {"chest_pain_risk": Level.EMERGENCY, "fever": Level.EMERGENCY, "chest_tight": Level.ROUTINE}
    flags = tuple(
        replace(flag, urgency=ways.get(flag.id, flag.urgency))
        for flag in OWN.flags[::-1]
        if flag.id != "lung_clot"
    )
    found = differences(OWN, replace(OWN, flags=(replace(flags[0], id="ours"), *flags[1:])))
    assert [(rule.id, rule.way) for rule in found.rules] == [
        ("lung_clot", "gone"),
        (flags[0].id, "gone"),
        ("chest_tight", "lowered"),
        ("fever", "raised"),
        ("ours", "new"),
    ]


def test_a_line_of_a_safety_question_that_is_gone_new_or_reworded() -> None:
    question = OWN.question["now"]
    first, second, *rest = question.options
    fewer = edited("questions", "now", options=(first, *rest))
    gone = differences(OWN, fewer)
    assert parts(gone) == {"lines": 1}
    (line,) = gone.lines
    assert (line.id, line.key, line.before["label"], line.after) == ("now", second.id, second.label, None)
    (line,) = differences(fewer, OWN).lines
    assert (line.key, line.before, line.after["label"]) == (second.id, None, second.label)
    found = differences(OWN, edited("questions", "now", options=(replace(first, label="L"), second, *rest)))
    assert found.lines == (Difference("questions", "now", f"{first.id}.label", first.label, "L"),)


def test_a_safety_question_that_is_asked_elsewhere_or_of_fewer_is_told() -> None:
    asked = edited("questions", "now", section="about_you", when=Condition(all=("age.under_16",)))
    found = differences(OWN, asked)
    assert [(each.id, each.key) for each in found.lines] == [("now", "section"), ("now", "when")]


def test_an_order_of_lines_that_changed_is_told() -> None:
    found = differences(OWN, edited("questions", "now", options=OWN.question["now"].options[::-1]))
    (line,) = found.lines
    assert (line.id, line.key, line.before) == ("now", "order", line.after[::-1])


def caution_of(step: str, place: int, **changes: Any) -> Knowledge:
    cautions = list(OWN.step[step].cautions)
    cautions[place] = replace(cautions[place], **changes)
    return edited("steps", step, cautions=tuple(cautions))


STEP, PLACE = next(
    (step.id, place) for step in OWN.steps for place, each in enumerate(step.cautions) if each.unless_sure
)


def test_a_caution_that_is_gone_or_no_longer_drops_its_step() -> None:
    was = OWN.step[STEP].cautions
    less = edited("steps", STEP, cautions=was[:PLACE] + was[PLACE + 1 :])
    for file, way in (
        (less, "gone"),
        (caution_of(STEP, PLACE, drop=False, unless_sure=False, say="Mind it."), "no_drop"),
        (caution_of(STEP, PLACE, unless_sure=False), "if_known"),
    ):
        found = differences(OWN, file)
        (caution,) = found.cautions
        assert (caution.step, caution.way, caution.caution) == (STEP, way, was[PLACE])
        assert parts(found) == {"cautions": 1, "others": 1}


def test_no_caution_can_be_taken_out_unseen() -> None:
    small, count = replace(OWN, questions=(), sources=(), causes=OWN.causes[:1], poses=()), 0
    for step in OWN.steps:
        before = replace(small, steps=(step,))
        for place, caution in enumerate(step.cautions):
            others = step.cautions[:place] + step.cautions[place + 1 :]
            after = replace(small, steps=(replace(step, cautions=others),))
            assert caution in [each.caution for each in differences(before, after).cautions], (step.id, place)
            count += 1
    assert count > 100


def test_a_caution_for_more_people_is_no_loss() -> None:
    when = OWN.step[STEP].cautions[PLACE].when
    wider = (*alternatives(when), Condition(any=("age.under_16",)))
    assert parts(differences(OWN, caution_of(STEP, PLACE, when=wider))) == {"others": 1}


def test_a_number_that_changed_stands_by_its_name() -> None:
    cause = OWN.cause["nocturnal_leg_cramp"]
    old = cause.findings["timing"]["in_bed"]
    new = replace(old, yes=60)
    findings = {**cause.findings, "timing": {**cause.findings["timing"], "in_bed": new}}
    found = differences(OWN, edited("causes", cause.id, findings=findings, common=replace(old, yes=1)))
    assert [(move.question, move.option, move.before, move.after) for move in found.numbers] == [
        ("", "", cause.common, replace(old, yes=1)),
        ("timing", "in_bed", old, new),
    ]
    assert parts(found) == {"numbers": 2}


def test_the_numbers_of_a_cause_that_is_gone_are_not_told_one_by_one() -> None:
    found = differences(OWN, without("causes", "writers" if "writers" in OWN.cause else OWN.causes[-1].id))
    assert parts(found)["others"] == 1
    assert "numbers" not in parts(found)


def test_what_is_said_at_a_level_and_whom_to_call_concerns_safety() -> None:
    levels = {**OWN.levels, Level.EMERGENCY: replace(OWN.levels[Level.EMERGENCY], act="Wait.")}
    places = {**OWN.places, "gb": {**OWN.places["gb"], "emergency": "998", "a_doctor": "a healer"}}
    meta = replace(OWN.meta, alarm="Nothing.", title="Ours")
    found = differences(OWN, replace(OWN, levels=levels, places=places, meta=meta))
    assert [(each.table, each.id, each.key) for each in found.help] == [
        ("levels", "emergency", "act"),
        ("places", "gb", "emergency"),
        ("meta", "", "alarm"),
    ]
    assert [(each.table, each.id, each.key) for each in found.others] == [
        ("places", "gb", "a_doctor"),
        ("meta", "", "title"),
    ]


def test_a_translation_is_compared_by_what_needs_no_words() -> None:
    levels = {name: replace(text, act="Rufen Sie an.") for name, text in OWN.levels.items()}
    flags = tuple(replace(flag, say="Das muss heute jemand sehen.") for flag in OWN.flags)
    flags = (replace(flags[0], urgency=Level.ROUTINE, stops=True), *flags[1:])
    file = replace(OWN, flags=flags, levels=levels, meta=replace(OWN.meta, language="de-AT", title="Unsere"))
    found = differences(OWN, file)
    assert not found.same_language
    assert parts(found) == {"rules": 1, "others": 1}
    assert [each.key for each in found.rules[0].keys] == ["stops"]
    assert [each.key for each in found.others] == ["language"]


def test_every_value_of_a_file_counts() -> None:
    """Whichever is changed, something is told."""
    raw = tomllib.loads(FULL)
    words = {"words": msgspec.to_builtins(own_words())}
    before, tried = msgspec.convert(raw | words, Knowledge), 0
    for path in paths(raw):
        changed = deepcopy(raw)
        value = at(changed, path)
        if path[0] == "review" or isinstance(value, dict | list):
            continue
        other = not value if isinstance(value, bool) else f"{value}x" if isinstance(value, str) else value + 1
        at(changed, path[:-1])[path[-1]] = other
        try:
            after = msgspec.convert(changed | words, Knowledge)
        except msgspec.ValidationError:
            continue
        found = differences(before, after)
        assert found.of_safety + found.rest, path
        tried += 1
    assert tried > 100


# In words


SMALL_EDITS: dict[str, tuple[str, str, str, str]] = {
    "a rule lowered": (
        'urgency = "emergency"',
        'urgency = "routine"',
        "DANGER RULES",
        "cold: lowered from emergency to routine (Cold)",
    ),
    "a rule renamed": (
        'id = "cold"\nwhen',
        'id = "ours"\nwhen',
        "DANGER RULES",
        "cold: gone; it raised to emergency (Cold) ours: new; it raises to emergency (Cold)",
    ),
    "a condition": (
        'any = ["danger.cold"] }\nurgency',
        'all = ["danger.cold", "place.leg"] }\nurgency',
        "DANGER RULES",
        "cold: fewer answers raise it; it raises to emergency (Cold) No longer raised by: “Any of this? Cold”",
    ),
    "two answers for one": (
        'any = ["danger.cold"] }\nurgency',
        'any = ["danger.cold", "place.leg"] }\nurgency',
        "DANGER RULES",
        "cold: changed; it raises to emergency (Cold) Now raised by: “Where? Leg”",
    ),
    "what a rule says": (
        '"Cold is bad."',
        '"Cold."',
        "DANGER RULES",
        "cold: changed; it raises to emergency (Cold) say: “Cold is bad.” → “Cold.”",
    ),
    "a safety line": (
        'label = "Cold"',
        'label = "Very cold"',
        "SAFETY QUESTIONS",
        "danger.cold.label: “Cold” → “Very cold”",
    ),
    "a new safety line": (
        '{ id = "cold", label',
        '{ id = "hot", label = "Hot" }, { id = "cold", label',
        "SAFETY QUESTIONS",
        "danger.hot: new: “Hot”",
    ),
    "a level": (
        '[levels.emergency]\ntitle = "T"\nact = "A"',
        '[levels.emergency]\ntitle = "T"\nact = "B"',
        "WHAT TO DO AND WHOM TO CALL",
        "emergency.act: “A” → “B”",
    ),
    "a caution": (
        'who = "you are cold", drop = true',
        'who = "you are cold", say = "Wrap up."',
        "CAUTIONS OF STEPS",
        "rest: no longer left out for those who say “Any of this? Cold” STEPS rest.cautions: not the same",
    ),
    "a finding": (
        "p = 0.9",
        "p = 0.8",
        "NUMBERS (1)",
        "strain: place.leg: 90 in 100 (judgement, BOOK) → 80 in 100 (judgement, BOOK)",
    ),
    "a note": ('note = "Why."', 'note = "So."', "NUMBERS (1)", "strain: place.leg: another note"),
    "a baseline": (
        "baseline = { p = 0.6,",
        "baseline = { p = 0.5,",
        "NUMBERS (1)",
        "place.leg: baseline: 60 in 100 (judgement) → 50 in 100 (judgement)",
    ),
    "a prior": (
        "p = 0.3,",
        "p = 0.2,",
        "NUMBERS (1)",
        "strain: prior: 30 in 100 (judgement) → 20 in 100 (judgement)",
    ),
    "a dose": ('"Rest it."', '"Rest."', "STEPS", "rest.how: “Rest it.” → “Rest.”"),
    "a figure": ('phase = "now"', 'phase = "now"\nfigure = "F."', "STEPS", "rest.figure: nothing → “F.”"),
    "a condition of a step": (
        'phase = "now"',
        'phase = "now"\nwhen = { any = ["place.leg"] }',
        "STEPS",
        "rest.when: asks for something else",
    ),
    "a list": (
        '"you are cold", drop = true },\n]',
        '"you are cold", drop = true },\n]\npose = ["a", "b"]',
        "STEPS",
        "rest.pose: nothing → a, b",
    ),
    "a list with one less and one more": (
        'regions = ["GB"]',
        'regions = ["IM", "JE"]',
        "PLACES",
        "gb.regions: gone: GB; new: IM, JE",
    ),
    "a threshold": ("cap = 10", "cap = 9", "SCORING", "cap: 10 → 9"),
    "a title": ('title = "Small"', 'title = "Ours"', "THE FRAME", "title: “Small” → “Ours”"),
    "a source": (
        "[[sources]]",
        '[[sources]]\nid = "NEW"\ntitle = "A sheet"\npublisher = "P"\n\n[[sources]]',
        "SOURCES",
        "NEW: new: “A sheet”",
    ),
    "a set": (
        "[scoring]",
        '[sets]\nlimbs = ["place.leg", "place.arm"]\n[scoring]',
        "SETS",
        "limbs: nothing → place.leg, place.arm",
    ),
}


def parsed(text: str) -> Knowledge:
    """Build a file as it is written, without a check."""
    return msgspec.convert(tomllib.loads(text) | {"words": msgspec.to_builtins(own_words())}, Knowledge)


@pytest.mark.parametrize(("old", "new", "heading", "told"), SMALL_EDITS.values(), ids=SMALL_EDITS)
def test_each_edit_is_told_in_one_line_under_its_heading(old: str, new: str, heading: str, told: str) -> None:
    before, after = parsed(SMALL), parsed(SMALL.replace(old, new, 1))
    found = differences(before, after)
    document = differences_document(before, after, found)
    said = bare(as_lines(document))
    # A file that has nothing to say of safety says so.
    safe = "" if found.of_safety else f"{say('diff.safe')} "
    assert said == f"{safe}{heading} {told}"
    stream = io.StringIO()
    draw(Console(file=stream, width=40, color_system=None), document)
    assert all(len(line) <= 40 for line in stream.getvalue().splitlines())
    drawn = bare(stream.getvalue().replace("•", " ").replace("─", " "))
    assert drawn.casefold() == bare(said).casefold()


def test_a_list_in_another_order_is_told_as_such() -> None:
    before = parsed(SMALL.replace('regions = ["GB"]', 'regions = ["GB", "IM"]'))
    after = parsed(SMALL.replace('regions = ["GB"]', 'regions = ["IM", "GB"]'))
    said = bare(as_lines(differences_document(before, after, differences(before, after))))
    assert said == f"{say('diff.safe')} PLACES gb.regions: in another order"


def test_what_is_lost_is_told_in_the_words_of_the_file_that_has_it() -> None:
    """The question itself is gone, and with it the words that raised the rule; of a count and of a no, the words say so."""
    more = '{ id = "hot", label = "Hot" }, { id = "stiff", label = "Stiff" }, { id = "cold"'
    three = SMALL.replace('{ id = "cold"', more)
    two = '{ any = ["danger.cold", "danger.hot", "danger.stiff"], at_least = 2 }'
    before = parsed(three.replace('{ any = ["danger.cold"] }\nurgency', f"{two}\nurgency"))
    legs = replace(before.flags[0], when=Condition(all=("place.leg",)))
    after = replace(before, questions=before.questions[:1], flags=(legs,))
    said = bare(as_lines(differences_document(before, after, differences(before, after))))
    assert (
        "No longer raised by: at least 2 of “Any of this? Cold; Hot; Stiff” Now raised by: “Where? Leg”"
        in said
    )
    assert "danger: gone: “Any of this?”" in said
    caution = '{ any = ["danger.cold"] }, who'
    but = parsed(SMALL.replace(caution, '{ all = ["place.leg"], none = ["danger.cold"] }, who'))
    less = replace(but, steps=(replace(but.steps[0], cautions=()),))
    said = bare(as_lines(differences_document(but, less, differences(but, less))))
    assert "no caution any more for those who say “Where? Leg” and none of “Any of this? Cold”" in said


def test_whoever_signs_sees_all_that_concerns_safety_and_how_much_else_there_is() -> None:
    text = SMALL.replace('label = "Cold"', 'label = "Very cold"').replace("p = 0.9", "p = 0.8")
    text = text.replace('act = "A"', 'act = "B"', 1).replace("Rest it.", "Rest.")
    text = text.replace("drop = true", 'say = "Wrap up."').replace('may_be = "Cold"', 'may_be = "Ice"')
    before, after = parsed(SMALL), parsed(text)
    found = differences(before, after)
    assert bare(as_lines(safety_document(before, after, found, "own.toml"))) == (
        "DANGER RULES cold: changed; it raises to emergency (Cold). Not the same: may_be "
        "SAFETY QUESTIONS danger.cold.label: “Cold” → “Very cold” "
        "WHAT TO DO AND WHOM TO CALL emergency.act: “A” → “B” "
        "CAUTIONS OF STEPS rest: no longer left out for those who say “Any of this? Cold” "
        "The rest: 3 other change(s). All: spasm knowledge diff own.toml"
    )


def test_two_files_that_share_no_rule_and_no_cause_are_told_in_one_line() -> None:
    small = parsed(SMALL)
    found = differences(OWN, small)
    assert (found.related, parts(found)) == (False, {})
    line = "This file shares no danger rule and no cause with the built-in file: there is nothing to compare."
    for document in (
        differences_document(OWN, small, found),
        safety_document(OWN, small, found, "own.toml"),
    ):
        assert bare(as_lines(document)) == line


def test_a_copy_without_a_single_rule_is_still_a_copy() -> None:
    found = differences(OWN, replace(OWN, flags=()))
    assert [rule.way for rule in found.rules] == ["gone"] * len(OWN.flags)


# The commands


def lowered(text: str) -> str:
    return text.replace(
        'when = { all = ["chest_which.tight"] }\nurgency = "emergency"',
        'when = { all = ["chest_which.tight"] }\nurgency = "routine"',
    )


def taken_out(text: str) -> str:
    start = text.index('[[flags]]\nid = "chest_pain_risk"')
    return text[:start] + text[text.index("[[flags]]", start + 1) :]


def narrowed(text: str) -> str:
    return text.replace('"change.hours", "child.limp", "child.arm"', '"child.limp", "child.arm"', 1)


def dosed(text: str) -> str:
    return text.replace("for 10 seconds", "for 10 minutes", 1)


SEE = "spasm knowledge diff shows"
WARNED: dict[str, tuple[Callable[[str], str], str]] = {
    "lowered": (
        lowered,
        f'flags "chest_tight": the built-in file raises to emergency, this one only to routine; {SEE} all',
    ),
    "taken out": (taken_out, f"flags: 1 of the built-in file are left out; {SEE} all: chest_pain_risk"),
    "narrowed": (
        narrowed,
        f'flags "child_bad": in the built-in file more answers raise it; {SEE} which',
    ),
}


@pytest.mark.parametrize(("edit", "told"), WARNED.values(), ids=WARNED)
def test_validate_warns_of_a_weaker_rule_and_strict_refuses_it(
    tmp_path: Path,
    shipped_text: str,
    capsys: pytest.CaptureFixture[str],
    edit: Callable[[str], str],
    told: str,
) -> None:
    path = write(tmp_path, edit(shipped_text))
    codes = [run_validate(path, strict=strict) for strict in (False, True)]
    assert codes == [0, 1]
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{path}:")
    assert first.partition(": ")[2] == f"{told} (warning)"


def test_validate_says_nothing_of_other_edits_and_of_other_files(
    tmp_path: Path, shipped_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (dosed(shipped_text), shipped_text.replace("\n# ", "\n#  "), SMALL):
        assert run_validate(write(tmp_path, text), strict=True) == 0
    assert run_validate(None, strict=True) == 0
    assert capsys.readouterr().out.count(": no problems\n") == 4


def test_a_weaker_rule_is_told_before_a_hundred_other_warnings(tmp_path: Path, shipped_text: str) -> None:
    spare = '\n[[sources]]\nid = "SPARE{}"\ntitle = "T"\npublisher = "P"\n'
    path = write(tmp_path, lowered(shipped_text) + "".join(map(spare.format, range(150))))
    first, *_, last = inspect(path).warnings
    assert "this one only to routine" in first
    assert "SPARE" not in last


def test_the_built_in_file_leaves_messages_in_the_language_in_use() -> None:
    german = words_for("de", "own.toml")
    speak(german)
    built_in.cache_clear()
    assert built_in().words == own_words()
    assert words_in_use() == german


def test_diff_writes_lines_or_the_same_as_json(
    tmp_path: Path, shipped_text: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = write(tmp_path, dosed(taken_out(lowered(shipped_text))))
    run_diff(path, as_json=False, plain=True)
    said = bare(capsysbinary.readouterr().out.decode())
    assert said.startswith("DANGER RULES chest_pain_risk: gone; it raised to emergency (Acute coronary")
    assert "chest_tight: lowered from emergency to routine (Acute coronary syndrome;" in said
    assert "stretch_bedtime.how: “Each night" in said
    run_diff(path, as_json=True, plain=False)
    found = json.loads(capsysbinary.readouterr().out)
    assert [(rule["id"], rule["way"], rule["before"], rule["after"]) for rule in found["rules"]] == [
        ("chest_pain_risk", "gone", "emergency", None),
        ("chest_tight", "lowered", "emergency", "routine"),
    ]
    assert [(each["table"], each["id"], each["key"]) for each in found["others"]] == [
        ("steps", "stretch_bedtime", "how")
    ]
    assert (found["related"], found["lines"], found["help"], found["cautions"]) == (True, [], [], [])


def test_diff_takes_the_file_in_use_and_refuses_one_with_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_diff(None, as_json=False, plain=True)
    assert capsys.readouterr().out == "This file says the same as the built-in file.\n"
    monkeypatch.setenv("SPASM_KNOWLEDGE", write(tmp_path, SMALL))
    run_diff(None, as_json=False, plain=True)
    assert "there is nothing to compare" in bare(capsys.readouterr().out)
    write(tmp_path, SMALL.replace("p = 0.9", "p = 9"))
    with pytest.raises(KnowledgeError):
        run_diff(None, as_json=False, plain=True)


def test_whoever_signs_sees_first_what_became_of_the_danger_rules(
    tmp_path: Path, shipped_text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long name would be wrapped
    path = Path(write(tmp_path, dosed(narrowed(taken_out(lowered(shipped_text)))))).name
    run_sign(path, reviewer="Dr A")
    said = bare(capsys.readouterr().out)
    told = [
        "DANGER RULES chest_pain_risk: gone; it raised to emergency (Acute",
        "chest_tight: lowered from emergency to routine (Acute",
        "child_bad: fewer answers raise it; it raises to emergency (Septic",
        "malignancy). Not the same: when",
        f"The rest: 1 other change(s). All: spasm knowledge diff {path}",
        f"{path}: signed by Dr A on ",
    ]
    places = [said.find(each) for each in told]
    assert -1 not in places, said
    assert places == sorted(places)
    assert "stretch_bedtime" not in said
    assert load_knowledge(path).signature == "signed"


def test_whoever_signs_a_copy_as_it_is_reads_that_it_is_one(
    tmp_path: Path, shipped_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, shipped_text)
    run_sign(path, reviewer="Dr A")
    assert bare(capsys.readouterr().out).startswith(f"{say('diff.safe')} {path}: signed by")


def test_a_file_in_another_language_is_told_about_in_its_own() -> None:
    german = words_for("de", "own.toml")
    flags = tuple(replace(flag, say="Das sieht man sich heute an.") for flag in OWN.flags)
    flags = tuple(
        replace(flag, urgency=Level.ROUTINE) if flag.id == "chest_tight" else flag for flag in flags
    )
    file = replace(OWN, flags=flags, words=german, meta=replace(OWN.meta, language="de"))
    found = differences(OWN, file)
    said = bare(as_lines(safety_document(OWN, file, found, "own.toml")))
    assert said == (
        "Die beiden Dateien sind in verschiedenen Sprachen: Ihre Texte werden nicht verglichen. "
        "WARNREGELN chest_tight: gesenkt von emergency auf routine (Acute coronary syndrome; aortic dissection; "
        "pulmonary embolism) Der Rest: 1 weitere Änderung(en). Alles: spasm knowledge diff own.toml"
    )
