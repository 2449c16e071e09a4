"""What is said of a file that somebody wrote by hand: each message, word for word, and its line."""

import re
import sys
from pathlib import Path

import pytest
import warm
from test_loading import SMALL, line_of, write

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import parse_answers, read_given
from spasm_cli.files.knowledge_file import inspect
from spasm_cli.files.reading import parse_toml

CONDITION = 'got text in quotes; write {} = {{ any = ["question.option"] }}'
WHEN = 'when = { any = ["danger.cold"] }\nurgency'
PLACE = SMALL[SMALL.index("[places.gb]") : SMALL.index("[levels.emergency]")]
REST = '[[steps]]\nid = "rest"\ntitle = "R"\nhow = "R"\nphase = "now"\ngrade = "good"\nsources = ["BOOK"]\n\n'
SHARE = "a share is above 0 and below 1; for 36 in 100 write 0.36"
ID = "an id has only small letters, digits and _, and no _ in front"


def review(reviewer: str, date: str = '"2026-01-02"') -> str:
    """A signature of something else."""
    return f'[review]\nreviewer = {reviewer}\ndate = {date}\nsha256 = "{"0" * 64}"\n'


WORDS = {
    "a level with a space": (
        'urgency = "emergency"',
        'urgency = "same day"',
        'urgency = "same day"',
        'flags "cold": urgency: "same day" is not one of emergency, same_day, routine, self_care (did you mean "same_day"?)',
    ),
    "a grade": (
        'grade = "limited"',
        'grade = "Limited"',
        'grade = "Limited"',
        'steps "rest": grade: "Limited" is not one of good, moderate, limited, expert opinion, against (did you mean "limited"?)',
    ),
    "a phase": (
        'phase = "now"',
        'phase = "next days"',
        'phase = "next days"',
        'steps "rest": phase: "next days" is not one of now, next_days, prevent (did you mean "next_days"?)',
    ),
    "a kind": (
        'kind = "one"',
        'kind = "single"',
        'kind = "single"',
        'questions "place": kind: "single" is not one of one, many',
    ),
    "a section": (
        'section = "where"',
        'section = "were"',
        'section = "were"',
        'questions "place": section: "were" is not one of where, safety, about_spasm, about_you (did you mean "where"?)',
    ),
    "a level that may be left out": (
        'label = "Cold" }',
        'label = "Cold", if_unsure = "today" }',
        "today",
        'questions "danger": option "cold": if_unsure: "today" is not one of emergency, same_day, routine, self_care',
    ),
    "an id": ('id = "strain"', 'id = "Strain"', '"Strain"\nname', f'causes "Strain": id: "Strain": {ID}'),
    "the id of an option": (
        'id = "leg"',
        'id = "Leg"',
        '"Leg", label',
        f'questions "place": option "Leg": id: "Leg": {ID}',
    ),
    "whom a caution is for": (
        'who = "you are cold"',
        'who = "if cold"',
        "if cold",
        'steps "rest": caution 1: who: must start with "you"',
    ),
    "an address": (
        '"https://example.org',
        '"www.example.org',
        "www.",
        'sources "BOOK": url: must start with https:// or http://; leave url out for a book or a sheet of your own',
    ),
    "a prior in hundredths": (
        "prior = { p = 0.3",
        "prior = { p = 36",
        "prior = ",
        f'causes "strain": prior: p: {SHARE}',
    ),
    "a certain share": ("p = 0.9", "p = 1", "place.leg", f'causes "strain": findings: place.leg p: {SHARE}'),
    "a baseline of nothing": (
        "baseline = { p = 0.4",
        "baseline = { p = 0",
        '"arm"',
        f'questions "place": option "arm": baseline: p: {SHARE}',
    ),
    "a share in quotes": (
        "prior = { p = 0.3",
        'prior = { p = "0.3"',
        "prior = ",
        'causes "strain": prior: p: Expected a number, got text in quotes; numbers stand without quotes',
    ),
    "a share of the first form": (
        'place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        "place.leg = 0.9",
        "place.leg",
        'causes "strain": findings: place.leg: write place.leg = { p = 0.5, from = "judgement" }',
    ),
    "a prior of the first form": (
        'prior = { p = 0.3, from = "judgement" }',
        "prior = 0.3",
        "prior = ",
        'causes "strain": prior: write prior = { p = 0.5, from = "judgement" }',
    ),
    "a baseline of the first form": (
        'baseline = { p = 0.4, from = "judgement" }',
        "baseline = 0.4",
        '"arm"',
        'questions "place": option "arm": baseline: write baseline = { p = 0.5, from = "judgement" }',
    ),
    "a share without its source": (
        'place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        "place.leg = { p = 0.9 }",
        "place.leg",
        'causes "strain": findings: place.leg from: this key is missing',
    ),
    "half a count": (
        'place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        'place.leg = { yes = 9.5, of = 10, from = "BOOK", note = "N" }',
        "place.leg",
        'causes "strain": findings: place.leg yes: Expected a whole number, got a number; write it without decimals',
    ),
    "a count of nobody": (
        'place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        'place.leg = { yes = 0, of = 0, from = "BOOK", note = "N" }',
        "place.leg",
        'causes "strain": findings: place.leg of: must be a whole number of at least 1',
    ),
    "a question without its short name": (
        'short = "Danger"\n',
        "",
        '[[questions]]\nid = "danger"',
        'questions "danger": short: this key is missing',
    ),
    "a short name that is long": (
        'short = "Danger"',
        f'short = "{"x" * 31}"',
        'short = "xx',
        'questions "danger": short: must have at most 30 letters',
    ),
    "a language in words": (
        'language = "en"',
        'language = "English"',
        "language =",
        'meta: language: "English": write the language as a code, such as en-GB or de',
    ),
    "no places": (
        PLACE,
        "",
        "[meta]",
        "places: the table is missing",
    ),
    "no text": ('say = "Cold is bad."', 'say = ""', "say = ", 'flags "cold": say: must not be empty'),
    "no options": (
        'options = [\n  { id = "cold", label = "Cold" },\n]',
        "options = []",
        "options = []",
        'questions "danger": options: must not be empty',
    ),
    "too many options": (
        '  { id = "cold", label = "Cold" },\n',
        "".join(f'  {{ id = "c{place}", label = "C" }},\n' for place in range(101)),
        'id = "danger"\nshort = "Danger"\nask = "Any of this?"\nhelp = "To be safe."\nkind = "many"\nsection = "safety"\n|options',
        'questions "danger": options: must have at most 100 entries',
    ),
    "a whole number": (
        "cap = 10",
        "cap = 10.5",
        "cap =",
        "scoring: cap: Expected a whole number, got a number; write it without decimals",
    ),
    "a number too low": (
        "cap = 10",
        "cap = 0",
        "cap =",
        "scoring: cap: must be a whole number of at least 1",
    ),
    "a number too high": (
        "shrink = 0.7",
        "shrink = 7",
        "shrink =",
        "scoring: shrink: must be a number of at most 1",
    ),
    "a number not above another": (
        "shrink = 0.7",
        "shrink = 0",
        "shrink =",
        "scoring: shrink: must be a number above 0",
    ),
    "a number in quotes": (
        'publisher = "Press"',
        'publisher = "Press"\nyear = "1999"',
        "year =",
        'sources "BOOK": year: Expected a whole number, got text in quotes; numbers stand without quotes',
    ),
    "a schema to come": ("schema = 2", "schema = 3", "schema =", "meta: schema: this spasm reads schema 2"),
    "true in quotes": (
        "drop = true",
        'drop = "true"',
        "you are cold",
        'steps "rest": caution 1: drop: Expected true or false, got text in quotes; they stand without quotes',
    ),
    "one text for a list": (
        'may_be = "Cold"\nsources = ["BOOK"]',
        'may_be = "Cold"\nsources = "judgement"',
        'sources = "judgement"',
        'flags "cold": sources: Expected a list, got text in quotes; put [ ] around it',
    ),
    "a number in a list": (
        'may_be = "Cold"\nsources = ["BOOK"]',
        'may_be = "Cold"\nsources = ["judgement", 3]',
        "3]",
        'flags "cold": sources: entry 2: Expected text in quotes, got a whole number',
    ),
    "a place to go that is no text": (
        'unsure = "U"\n',
        'unsure = "U"\nroutes = { sea = 1 }\n',
        "routes",
        "levels.emergency: routes: sea: Expected text in quotes, got a whole number",
    ),
    "a condition as text": (
        WHEN,
        'when = "danger.cold"\nurgency',
        'when = "danger',
        'flags "cold": when: Expected a condition, ' + CONDITION.format("when"),
    ),
    "a condition as a list of texts": (
        WHEN,
        'when = ["danger.cold"]\nurgency',
        'when = ["danger',
        'flags "cold": when: entry 1: Expected a condition, ' + CONDITION.format("when"),
    ),
    "an exposure as text": (
        'kind = "pattern"',
        'kind = "contributor"\nshown_when = "danger.cold"',
        "shown_when",
        'causes "strain": shown_when: Expected a condition, ' + CONDITION.format("shown_when"),
    ),
    "one answer for a list of them": (
        WHEN,
        'when = { any = "danger.cold" }\nurgency',
        'when = { any = "',
        'flags "cold": when: any: Expected a list, got text in quotes; put [ ] around it',
    ),
    "an unknown key of a condition": (
        WHEN,
        'when = { anny = ["danger.cold"] }\nurgency',
        "anny",
        'flags "cold": when: anny: no such key (did you mean "any"?)',
    ),
    "a key of an option": (
        '"leg", label',
        '"leg", labl',
        "labl",
        'questions "place": option "leg": labl: no such key (did you mean "label"?)',
    ),
    "a name for nothing": ("cap = 10", 'cap = 10\n"" = 1', '"" = 1', 'scoring: "": no such key'),
    "a number that no computer holds": (
        "min_bits = 0.05",
        "min_bits = 0x1" + 256 * "0",
        "min_bits",
        "scoring: min_bits: is too large a number",
    ),
    "no answer to a list of texts": (
        'may_be = "Cold"\nsources = ["BOOK"]',
        'may_be = "Cold"\nsources = ["judgement", ""]',
        '""]',
        'flags "cold": sources: entry 2: must not be empty',
    ),
    "one of two cautions": (
        "drop = true },",
        'drop = true },\n  { when = [], who = "you are hot", drop = 1 },',
        "you are hot",
        'steps "rest": caution 2: drop: Expected true or false, got a whole number',
    ),
    "an option without an id": (
        '{ id = "arm", label',
        "{ label",
        'options = [\n  { id = "leg"',
        'questions "place": option 2: id: this key is missing',
    ),
    "an id twice": (
        "[[steps]]\n",
        REST + "[[steps]]\n",
        '[[steps]]\nid = "rest"\ntitle = "Rest"',
        'steps "rest": the id "rest" is used more than once; the other is on line 117',
    ),
    "an option twice": (
        'id = "arm"',
        'id = "leg"',
        '  { id = "leg", label = "Arm"',
        'questions "place": the option id "leg" is used more than once; the other is on line 80',
    ),
    "a step that nothing uses": (
        'steps = ["rest"]',
        "steps = []",
        '[[steps]]\nid = "rest"',
        'steps "rest": no cause lists this step; put its id in a cause\'s steps',
    ),
    "a date with the day in front": (
        '"2026-01-01"',
        '"24/11/2026"',
        "updated",
        'meta: updated: "24/11/2026" is not a date; write it as "2026-11-24"',
    ),
    "a date that may be two": (
        '"2026-01-01"',
        '"3.4.2026"',
        "updated",
        'meta: updated: "3.4.2026" is not a date; write it as year-month-day, such as "2026-11-24"',
    ),
    "a day that is none": (
        '"2026-01-01"',
        '"31.02.2026"',
        "updated",
        'meta: updated: "31.02.2026" is not a date; write it as year-month-day, such as "2026-11-24"',
    ),
    "a date that never was": (
        '"2026-01-01"',
        '"2026-02-30"',
        "updated",
        'meta: updated: "2026-02-30" is not a date; write it as year-month-day, such as "2026-11-24"',
    ),
    "a date without quotes": (
        '"2026-01-01"',
        "2026-01-01",
        "updated",
        "meta: updated: put the date in quotes",
    ),
    "a time without quotes": (
        PLACE,
        review('"Dr A"', "2026-01-01T10:00:00") + PLACE,
        "date =",
        "review: date: put the date in quotes",
    ),
    "a review of nobody": (
        PLACE,
        review('"Dr A"').replace('reviewer = "Dr A"\n', "") + PLACE,
        "[review]",
        "review: reviewer: this key is missing",
    ),
    "a review without a date": (
        PLACE,
        review('"Dr A"').replace('date = "2026-01-02"\n', "") + PLACE,
        "[review]",
        "review: date: this key is missing",
    ),
    "a review on a day that is none": (
        PLACE,
        review('"Dr A"', '"2026-02-30"') + PLACE,
        "date =",
        'review: date: "2026-02-30" is not a date; write it as year-month-day, such as "2026-11-24"',
    ),
    "a reviewer without a name": (
        PLACE,
        review('"…"') + PLACE,
        "reviewer",
        "review: reviewer: write the name of the clinician who signed",
    ),
    "a signature typed by hand": (
        PLACE,
        review('"Dr A"').replace("0", "o") + PLACE,
        "sha256 =",
        "review: sha256: let `spasm knowledge sign` write it",
    ),
    "a review of the first form": (
        '"2026-01-01"',
        '"2026-01-01"\nreviewed = "2026-01-02"',
        "reviewed",
        "meta: reviewed: no such key",
    ),
    "a date of a place": (
        'name = "anywhere"\ndate = "2026-01-01"',
        'name = "anywhere"\ndate = "1.1.26"',
        "1.1.26",
        'places.other: date: "1.1.26" is not a date; write it as year-month-day, such as "2026-11-24"',
    ),
}
"""What is replaced in the small file by what, where that stands, and what is said: the only problem, on this line."""


@pytest.mark.parametrize(("old", "new", "needle", "message"), WORDS.values(), ids=WORDS)
def test_what_is_said_of_a_knowledge_file(
    tmp_path: Path, old: str, new: str, needle: str, message: str
) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    before, _, rest = needle.rpartition("|")
    line = text[: text.index(before + rest) + len(before)].count("\n") + 1
    path = write(tmp_path, text)
    errors = inspect(path).errors
    assert f"{path}:{line}: {message}" in errors
    assert {error.split(":")[1] for error in errors} == {str(line)}


def test_a_key_below_the_findings_that_stands_above_too_is_named_where_it_is_below(tmp_path: Path) -> None:
    text = SMALL.replace("place.leg = {", 'see_someone = "Soon."\nplace.leg = {')
    path = write(tmp_path, text)
    assert inspect(path).errors == (
        (
            f'{path}:{line_of(text, "Soon.")}: causes.findings "strain": "see_someone" stands below '
            "[causes.findings], and above that line, too; delete this one"
        ),
    )


def test_each_cause_has_the_lines_of_its_own_findings(tmp_path: Path) -> None:
    cause = SMALL[SMALL.index("[[causes]]") : SMALL.index("[[steps]]")]
    second = cause.replace('"strain"', '"tear"').replace("place.leg", 'claim = "Mine."\nplace.leg')
    text = SMALL.replace("[[steps]]", second + "[[steps]]", 1)
    (error,) = inspect(write(tmp_path, text)).errors
    assert f':{line_of(text, "Mine.")}: causes.findings "tear": "claim" stands below' in error


def test_a_change_after_the_review_is_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL + review('"Dr A"'))
    said = (
        f"{path}:{SMALL.count(chr(10)) + 1}: review: changed since it was reviewed on 2026-01-02; "
        "have it signed again, or take the table out"
    )
    loaded = inspect(path)
    assert (loaded.errors, loaded.warnings) == ((), (said,))
    assert inspect(path, warnings=False).warnings == ()


def test_a_share_that_gives_no_points_is_harmless(tmp_path: Path) -> None:
    text = SMALL.replace("p = 0.9", "p = 0.61")
    path = write(tmp_path, text)
    assert inspect(path).warnings == (
        (
            f'{path}:{line_of(text, "place.leg")}: causes "strain": findings: "place.leg" gives no points with the '
            "baselines as they are; harmless: delete it or change its p"
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("cap = 10", "cap = 0", True),
        ('steps = ["rest"]', 'steps = ["rset"]', False),
        ("p = 0.9", "p = 0.61", False),
        ("p = 0.9", "p = 0.9", False),
    ],
    ids=["a key", "the whole file", "a warning", "nothing"],
)
def test_validate_says_when_more_may_follow(tmp_path: Path, old: str, new: str, more: bool) -> None:
    path = write(tmp_path, SMALL.replace(old, new))
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", "knowledge", "validate", path],
        capture_output=True,
        text=True,
        check=False,
    )
    last = run.stdout.splitlines()[-1]
    assert (last == "Mend these, then run again: more may follow.") is more
    assert more or last.startswith(f"{path}: ")


SPACE = "A space on this line is not a plain one; take it out and type it again."
UNSEEN = "A character on this line does not show; take it out, or type the line again."
OLD_ENDS = "The lines end with CR alone; save the file with the line ends of Windows or Unix."
AT_THE_END = "Take the , or ; at the end of the line out."
SYNTAX = {
    "no quote at the end": ('a = 1\nb = "x\nc = 2\n', "A closing quote is missing on line 2."),
    "no quote at the end of all": ('a = "x', "A closing quote is missing."),
    "no end of a long text": ('a = """x\ny\n', "A closing quote is missing."),
    "no quote in front": ('a = x"\n', 'Put text in straight quotes, such as "calf".'),
    "no quotes": ("a = calf\n", 'Put text in straight quotes, such as "calf".'),
    "no value": ("a = # later\n", "A value is missing after the =."),
    "curly quotes": ("a = “x”\n", 'Text needs straight quotes ("), not curly ones.'),
    "curly single quotes": ("a = [\u2018x\u2019]\n", 'Text needs straight quotes ("), not curly ones.'),
    "a curly quote at the end": (
        'a = "x”\n',
        'Text needs straight quotes ("), not curly ones, at both ends.',
    ),
    "no comma in a list": ('a = [\n  "x"\n  "y",\n]\n', "A quote, comma or bracket is missing before here."),
    "no bracket": ('a = ["x"\nb = 2\n', "A quote, comma or bracket is missing before here."),
    "no comma between braces": (
        'a = { p = 0.1 from = "x" }\n',
        "A quote, comma or bracket is missing before here.",
    ),
    "a comma in a number": ("a = 0,12\n", "Write a share as 0.12: with a point, and without %."),
    "a comma between braces": (
        'a = { p = 0,12, b = "x" }\n',
        "Write a share as 0.12: with a point, and without %.",
    ),
    "a share in hundredths": ("a = 12 %\n", "Write a share as 0.12: with a point, and without %."),
    "hundredths between braces": ("a = { p = 12% }\n", "Write a share as 0.12: with a point, and without %."),
    "no nought": ("a = .12\n", "Write a share as 0.12: with a point, and without %."),
    "a date with strokes": ("a = 24/11/2026\n", 'Put the date in quotes, such as "2026-11-24".'),
    "a capital letter": ("a = True\n", "Write true and false with small letters."),
    "a Windows name": ('a = "C:\\x"\n', r"Write \\ for each \ in a text."),
    "one bracket": (
        "[steps]\na = 1\n[steps]\n",
        '"steps" is given twice; did you mean [[steps]] with two brackets?',
    ),
    "one bracket once": (
        "[[steps]]\n[steps]\n",
        '"steps" is given twice; did you mean [[steps]] with two brackets?',
    ),
    "a table for a value": ("a = 1\n[a]\n", '"a" is given twice; did you mean [[a]] with two brackets?'),
    "two brackets for a list": (
        "a = []\n[[a]]\n",
        '"a" is given twice; did you mean [[a]] with two brackets?',
    ),
    "a table of an entry twice": ("[a.b]\n[a.b]\n", '"a.b" is given twice; keep one.'),
    "an entry without its line": (
        '[[steps]]\nid = "a"\nid = "b"\n',
        '"id" is given twice: is a line such as [[steps]] missing above it?',
    ),
    "a space from a text processor": (
        'a =\u00a0"x"\n',
        "A space on this line is not a plain one; take it out and type it again.",
    ),
    "yes for true": ("a = yes\n", "Write true or false."),
    "a note with strokes": ("// a note\n", "A note starts with #."),
    "a colon": ('a: "x"\n', 'Write a key, then =, then its value, such as title = "…".'),
    "no sign between": ('a "x"\n', 'Write a key, then =, then its value, such as title = "…".'),
    "a key twice": ("a = 1\na = 2\n", '"a" is given twice; keep one.'),
    "a key twice between braces": ("a = {x=1,x=2}\n", '"a" is given twice; keep one.'),
    "quotes in a text": (
        'a = "say "x" now"\n',
        "Keep one key to a line, and inside a text use ' and not \".",
    ),
}


@pytest.mark.parametrize(("text", "hint"), SYNTAX.values(), ids=SYNTAX)
def test_a_usual_slip_in_toml_gets_its_hint_behind_the_words_of_python(text: str, hint: str) -> None:
    with pytest.raises(SpasmError) as caught:
        parse_toml(text, "own.toml")
    assert re.match(r"own\.toml: not valid TOML: [A-Z].*\((at|at end of) .*\)\. ", str(caught.value))
    assert hint in str(caught.value)
    assert str(caught.value).endswith((hint, "Else keep one."))


STRAY = {
    "a space behind a key": ('region\u00a0= "calf"\n', SPACE),
    "a space behind a value": ('region = "calf"\u202f\n', SPACE),
    "a space before a key": ('a = 1\n\u3000region = "calf"\n', SPACE),
    "a space in a table's name": ("[a\u00a0]\n", SPACE),
    "a space between braces": ('a = { b\u2007= "x" }\n', SPACE),
    "a space in a list": ('a = [\n\u00a0 "x",\n]\n', SPACE),
    "a page break": ('\x0cregion = "calf"\n', SPACE),
    "no width before a key": ('\u200bregion = "calf"\n', UNSEEN),
    "no width in a key": ('re\u200dgion = "calf"\n', UNSEEN),
    "no width behind a value": ('region = "calf"\u2060\n', UNSEEN),
    "a byte order mark inside": ('a = 1\n\ufeffregion = "calf"\n', UNSEEN),
    "a soft hyphen": ('reg\u00adion = "calf"\n', UNSEEN),
    "a mark of direction before a value": ('region = \u202a"calf"\n', UNSEEN),
    "a control character in a text": ('region = "calf\x08"\n', UNSEEN),
    "old line ends": ('region = "calf"\rage = "16_to_39"\r', OLD_ENDS),
    "old line ends behind a note": ('# mine\rregion = "calf"\r', OLD_ENDS),
    "old line ends behind a table": ('[a]\rregion = "calf"\r', OLD_ENDS),
    "a semicolon": ('region = "calf";\n', AT_THE_END),
    "a comma": ('region = "calf",\n', AT_THE_END),
    "a comma and a note": ("a = [1], # mine\n", AT_THE_END),
    "a comma and the line ends of Windows": ('region = "calf",\r\nage = "16_to_39"\r\n', AT_THE_END),
    "a note with strokes behind a value": ('region = "calf" // mine\n', "A note starts with #."),
    "a note with a semicolon behind a value": ("a = 1 ; mine\n", "A note starts with #."),
    "no quote at the end, and the line ends of Windows": (
        'a = "x\r\nb = 2\r\n',
        "A closing quote is missing on line 1.",
    ),
    "curly quotes around a key": ('“region” = "calf"\n', 'Text needs straight quotes ("), not curly ones.'),
}


@pytest.mark.parametrize(("text", "hint"), STRAY.values(), ids=STRAY)
def test_a_stray_character_is_told_by_what_it_is(text: str, hint: str) -> None:
    with pytest.raises(SpasmError) as caught:
        parse_toml(text, "own.toml")
    assert str(caught.value).endswith(f". {hint}")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{"region":\u00a0"calf"}', SPACE),
        ('\u00a0{"region": "calf"}', SPACE),
        ('{"region": "calf"\u200b}', UNSEEN),
        ('\u200b{"region": "calf"}', UNSEEN),
        ("{“region”: “calf”}", 'Text needs straight quotes ("), not curly ones.'),
    ],
)
def test_a_stray_character_in_json_is_told_too(
    tmp_path: Path, knowledge: Knowledge, text: str, hint: str
) -> None:
    with pytest.raises(SpasmError) as caught:
        read_given(knowledge, write(tmp_path, text), [])
    assert str(caught.value).endswith(f". {hint}")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", ['region = "calf"\n', '{"region": "calf"}'])
def test_a_file_that_is_not_utf_8_is_told_as_that(
    tmp_path: Path, knowledge: Knowledge, encoding: str, text: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(text.encode(encoding))
    for read in (lambda: read_given(knowledge, str(path), []), lambda: inspect(str(path))):
        with pytest.raises(SpasmError) as caught:
            read()
        assert str(caught.value) == f"{path}:1: not UTF-8 text; save the file as UTF-8."


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2007"])
def test_a_blank_that_does_not_show_in_a_message_is_named(knowledge: Knowledge, blank: str) -> None:
    for raw in ({f"region{blank}": "calf"}, {"region": f"{blank}calf"}):
        with pytest.raises(SpasmError, match=r'did you mean "(region|calf)", without a blank'):
            parse_answers(knowledge, raw, source="x")


def test_another_slip_in_toml_gets_no_hint() -> None:
    with pytest.raises(SpasmError, match=r"not valid TOML: [^.]*\.$"):
        parse_toml("[a\n", "own.toml")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("region = calf\n", 'Put the answer in straight quotes, such as "calf".'),
        ('region = "calf"\nregion = "foot"\n', '"region" is given twice; keep one.'),
    ],
)
def test_a_slip_in_an_answers_file_is_told_in_terms_of_answers(
    tmp_path: Path, knowledge: Knowledge, text: str, hint: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SpasmError) as caught:
        read_given(knowledge, path, [])
    assert str(caught.value).startswith(f"{path}: not valid TOML: ")
    assert str(caught.value).endswith(hint)
