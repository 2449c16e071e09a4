"""Whose numbers and words: put in once, whole and from one place alone, or from two and each with its place; never a wrong one."""

import html
import os
import re
import subprocess
import sys
import tomllib
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest
import warm
from forms import drawn, handout_html, patients_page, plain_text, words_of
from msgspec.structs import replace
from small import built, sheet
from test_loading import SMALL, line_of, write
from worked import WORKED

from spasm_cli.cli.country import countries
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.places import FILLED, LISTS, OTHER
from spasm_cli.core.vocabulary import Level
from spasm_cli.errors import KnowledgeError, SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import own_words
from spasm_cli.prompts.screens import question_screen

HERE = Path(__file__).parent
SHIPPED = load_knowledge(str(data_file("causes.toml")))
PLACES = tomllib.loads(data_file("causes.toml").read_text(encoding="utf-8"))["places"]
CODES = [code for code in PLACES if code != OTHER]


def table(name: str) -> list[list[str]]:
    """The rows of a table in tests/data, without its comments and its head."""
    lines = (HERE / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


NUMBERS = {row[0]: {*f"{row[2]} {row[4]}".split()} for row in table("emergency_numbers.tsv")}
"""What rings for help in a country: what was read on a page of it, and what Google's table has."""
READ = {row[0]: {*row[2].split()} for row in table("emergency_numbers.tsv")}
COUNTRY_OF = dict(table("zone_countries.tsv"))


def loaded(folder: Path, *changes: tuple[str, str]) -> Knowledge:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_knowledge(write(folder, text))


def errors(folder: Path, *changes: tuple[str, str]) -> tuple[list[str], str]:
    """What is said of the small file with these changes, after its name; and its text."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = write(folder, text)
    return [error.removeprefix(f"{path}:") for error in inspect(path).errors], text


CALLS = ('act = "A"', 'act = "Call {emergency}. {Emergency} rings for help in {name}."')


@pytest.mark.parametrize(
    ("codes", "act"),
    [
        (("gb",), "Call 999. 999 rings for help in Britain."),
        (("other",), "Call 112. 112 rings for help in anywhere."),
        ((), "Call 112. 112 rings for help in anywhere."),
        (
            ("gb", "other"),
            "Call 999 in Britain or 112 anywhere. 999 in Britain or 112 anywhere rings for help in anywhere.",
        ),
    ],
)
def test_a_text_gets_the_words_of_one_place_or_of_two_their_numbers_and_the_words_of_the_other(
    tmp_path: Path, codes: tuple[str, ...], act: str
) -> None:
    knowledge = loaded(tmp_path, CALLS).at(*codes)
    assert knowledge.levels[Level.EMERGENCY].act == act
    assert knowledge.country == ("+".join(codes) or "other")


def test_a_name_with_a_capital_begins_a_sentence(tmp_path: Path) -> None:
    words = ('emergency = "999"', 'emergency = "999"\na_doctor = "ärztin, or a GP"')
    other = ('emergency = "112"', 'emergency = "112"\na_doctor = "a doctor"')
    text = ('act = "A"', 'act = "{A_doctor} can help; ask {a_doctor}."')
    assert loaded(tmp_path, words, other, text).at("gb").levels[Level.EMERGENCY].act == (
        "Ärztin, or a GP can help; ask ärztin, or a GP."
    )


def test_a_place_that_is_not_there_is_a_fault_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        loaded(tmp_path).at("fr")


TEXTS = {
    "meta": ('safety_net = "Get help."', "safety_net = "),
    "levels": ('meanwhile = "M"', "meanwhile = "),
    "routes": ('unsure = "U"\n', "unsure = "),
    "questions": ('help = "To know."', "help = "),
    "options": ('label = "Arm"', "label = "),
    "flags": ('say = "Cold is bad."', "say = "),
    "causes": ('summary = "A strain."', "summary = "),
    "steps": ('how = "Rest it."', "how = "),
    "cautions": ("drop = true", 'say = "S", drop = true'),
}


@pytest.mark.parametrize("where", TEXTS)
def test_placeholders_are_put_in_wherever_a_person_reads(tmp_path: Path, where: str) -> None:
    old, _ = TEXTS[where]
    new = {
        "routes": 'unsure = "U"\nroutes = { sea = "Swim, and call {emergency}." }\n',
        "cautions": 'say = "Call {emergency}.", drop = true',
    }.get(where) or re.sub(r'"[^"]*"$', '"Call {emergency}."', old)
    knowledge = loaded(tmp_path, (old, new))
    everything = str([msgspec.to_builtins(getattr(knowledge.at("gb"), name)) for name in FILLED])
    assert "call 999." in everything.lower()
    assert "{" not in re.sub(r"\{'|: \{|\{\}|\[\{|, \{", "", everything)


@pytest.mark.parametrize("old", [old for old, _ in TEXTS.values()][:-1], ids=[*TEXTS][:-1])
def test_a_placeholder_that_no_place_has_is_refused_with_its_line_wherever_it_stands(
    tmp_path: Path, old: str
) -> None:
    new = (
        'unsure = "U"\nroutes = { sea = "Call {emergencie}." }\n'
        if old.startswith("unsure")
        else re.sub(r'"[^"]*"$', '"Call {emergencie}."', old)
    )
    found, text = errors(tmp_path, (old, new))
    (error,) = found
    assert error.startswith(f"{line_of(text, '{emergencie}')}: ")
    assert error.endswith('no place has a name "emergencie" (did you mean "emergency"?)')


@pytest.mark.parametrize("name", ["local", "regions", "timezones", "sources", "EMERGENCY", "emergencY"])
def test_lists_and_other_spellings_are_no_words_of_a_place(tmp_path: Path, name: str) -> None:
    found, _ = errors(tmp_path, ('act = "A"', f'act = "{{{name}}}"'))
    assert [f'no place has a name "{name}"' in error for error in found] == [True]


@pytest.mark.parametrize(
    "text",
    ["{}", "{ emergency }", "{{emergency}}", "{0}", "{emergency!r}", "{emergency.x}", "a { b", "a } b", "{1emergency}", "{emergency:>9}", "%s {"],
)  # fmt: skip
def test_any_other_brace_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    found, source = errors(tmp_path, ('act = "A"', f'act = "{text}"'))
    line = line_of(source, f'act = "{text}"')
    assert found == [
        f"{line}: levels.emergency: a brace that is no placeholder such as {{emergency}}; take it out"
    ]


def test_a_brace_in_a_text_of_many_lines_is_told_on_its_own_line(tmp_path: Path) -> None:
    found, source = errors(tmp_path, ('"Get help."', '"""\nGet help: {emergency}.\nToday } soon.\n"""'))
    assert found[0].startswith(f"{line_of(source, 'Today }')}: meta: a brace that is no placeholder")


def test_what_a_place_puts_in_is_not_looked_through_again(tmp_path: Path) -> None:
    knowledge = loaded(tmp_path, CALLS)
    gb = {**knowledge.places["gb"], "emergency": "{name}{{ 7*7 }}"}  # `validate` refuses the braces
    act = replace(knowledge, places={"gb": gb}).at("gb").levels[Level.EMERGENCY].act
    assert act == "Call {name}{{ 7*7 }}. {name}{{ 7*7 }} rings for help in Britain."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('emergency = "999"\n', ""), "places.gb: emergency is missing; every place has every name"),
        (('both = "999 in Britain"\n', ""), "places.gb: both is missing; every place has every name"),
        (('name = "anywhere"\n', ""), "places.other: name is missing; every place has every name"),
        (
            ('emergency = "999"', 'emergency = "999"\nfit = "fit"'),
            "places.other: fit is missing; every place has every name",
        ),
        (('local = []\nregions = ["GB"]', 'regions = ["GB"]'), "places.gb: local is missing; every place has every name"),
        (('emergency = "999"', 'emergency = ""'), "places.gb: emergency: must not be empty"),
        (('emergency = "999"', 'emergency = ["999"]'), "places.gb: emergency: expected text in quotes"),
        (('regions = ["GB"]', 'regions = "GB"'), "places.gb: regions: expected a list"),
        (
            ("[places.other]", "[places.fr]"),
            "places: [places.other] is missing: the place of whoever lives in none of the others|places.fr: sources: name where the numbers of this place stand",
        ),
        (('sources = ["BOOK"]', "sources = []"), "places.gb: sources: name where the numbers of this place stand"),
        (('emergency = "999"', 'emergency = "999 {name}"'), "places.gb: emergency: takes no braces"),
        (("timezones = []", 'timezones = ["Europe/London"]'), 'places.other: "Europe/London" belongs to the place "gb", too; keep one'),
        (("regions = []", 'regions = ["IE", "GB"]'), 'places.other: "GB" belongs to the place "gb", too; keep one'),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)  # fmt: skip
def test_every_place_has_every_name_and_one_is_that_of_everybody_else(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    found, _ = errors(tmp_path, change)
    assert "|".join(error.partition(": ")[2] for error in found) == told


def test_words_of_one_place_are_never_put_in_over_those_of_another(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gb"):
        loaded(tmp_path, CALLS).at("gb").at("other")


@pytest.mark.parametrize("table", ['version = "1"', 'icd10 = ["M62.6"]'])
def test_what_is_no_text_may_hold_a_brace(tmp_path: Path, table: str) -> None:
    text = SMALL if table in SMALL else SMALL.replace('kind = "pattern"\n', f'kind = "pattern"\n{table}\n', 1)
    path = write(tmp_path, text.replace(table, table.replace('"1"', '"{draft}"').replace("M62.6", "{x}")))
    assert inspect(path).errors == ()
    assert load_knowledge(path).at("gb").country == "gb"


@pytest.mark.parametrize("name", ["name", "date", "emergency", "both"])
def test_some_names_are_needed_even_where_no_place_has_them(tmp_path: Path, name: str) -> None:
    text = "".join(
        line for line in SMALL.splitlines(keepends=True) if not re.match(rf'{name} = "(\d|Brit|any)', line)
    )
    found = [error.partition(": ")[2] for error in inspect(write(tmp_path, text)).errors]
    for code in ("gb", "other"):
        assert f"places.{code}: {name} is missing; every place has every name" in found


def test_a_place_of_the_wrong_form_is_told_with_its_line(tmp_path: Path) -> None:
    found, text = errors(tmp_path, ('emergency = "999"', "emergency = 999"))
    assert found == [
        f"{line_of(text, 'emergency = 999')}: places.gb: emergency: Expected text in quotes, got a whole number"
    ]
    found, text = errors(tmp_path, ('regions = ["GB"]', "regions = [44]"))
    assert found[0].startswith(f"{line_of(text, 'regions = [44]')}: places.gb: regions: entry 1: ")


def test_a_source_of_a_place_must_be_there(tmp_path: Path) -> None:
    found, _ = errors(tmp_path, ('sources = ["BOOK"]', 'sources = ["BOK"]'))
    assert [error.partition(": ")[2] for error in found] == [
        'places.gb: sources: no source "BOK" (did you mean "BOOK"?)'
    ]


LOCAL = ("local = []", 'local = ["999", "000", "A&E", "GP", "GPs", "units", "jab", "urgent care"]')


@pytest.mark.parametrize(
    "text",
    [
        "Call 999.",
        "Call (999)",
        "999",
        "Ring 999, now.",
        "Call 000.",
        "Go to A&E.",
        "See a GP",
        "See your GP's nurse.",
        "the GPs",
        "GP/nurse",
        "14 units a week",
        "Units of alcohol",
        "a Jab",
        "URGENT CARE",
        "urgent care-like",
    ],
)
def test_a_number_or_word_of_one_place_is_refused_in_every_text_but_its_own(
    tmp_path: Path, text: str
) -> None:
    for old, lead in [*TEXTS.values()][:6]:
        new = (
            f'unsure = "U"\nroutes = {{ sea = "{text}" }}\n'
            if old.startswith("unsure")
            else re.sub(r'"[^"]*"$', f'"{text}"', old)
        )
        found, source = errors(tmp_path, LOCAL, (old, new))
        assert len(found) == 1, lead
        line = source[: source.index(new)].count("\n") + 1
        assert found[0].startswith((f"{line}: ", f"{line + 1}: "))
        assert "belongs to one place; name it in [places] and write it as a placeholder" in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "1999",
        "9990",
        "1,000 mg",
        "3.000",
        "000,5",
        "in 1999 and 2000",
        "GPS",
        "a gp",
        "EGPs",
        "A & E",
        "community",
        "jabbed",
        "urgent careful",
        "{emergency} rings",
    ],
)
def test_a_number_or_word_inside_another_is_none(tmp_path: Path, text: str) -> None:
    found, _ = errors(tmp_path, LOCAL, ('how = "Rest it."', f'how = "{text}"'))
    assert found == []


def test_local_words_may_stand_in_places_and_sources(tmp_path: Path) -> None:
    found, _ = errors(
        tmp_path,
        LOCAL,
        ('title = "A book"', 'title = "999: when to go to A&E"'),
        ('"anywhere"', '"GP land, 999"'),
    )
    assert found == []


def test_putting_words_in_changes_nothing_of_the_file_and_keeps_what_has_no_placeholder(
    tmp_path: Path,
) -> None:
    knowledge = loaded(tmp_path, CALLS)
    before = msgspec.to_builtins(knowledge)
    at_home, abroad = knowledge.at("gb"), knowledge.at("other")
    assert msgspec.to_builtins(knowledge) == before
    assert knowledge.country == ""
    for name in ("questions", "flags", "causes", "steps", "meta"):
        assert getattr(at_home, name) is getattr(knowledge, name)
    assert at_home.levels[Level.ROUTINE] is knowledge.levels[Level.ROUTINE]
    assert at_home.levels[Level.EMERGENCY] != abroad.levels[Level.EMERGENCY]
    assert at_home.sources is knowledge.sources
    assert at_home.sha256 == knowledge.sha256
    assert at_home.signature == knowledge.signature


def test_the_same_answers_at_another_place_differ_in_words_alone() -> None:
    answers = parse_answers(SHIPPED, {"region": "calf", "timing": "in_bed"}, source="test")
    home, abroad = (assess(SHIPPED.at(code), answers, explore=True) for code in ("gb", "us"))
    assert (home.country, abroad.country) == ("gb", "us")
    assert [(cause.id, cause.score) for cause in home.causes] == [
        (cause.id, cause.score) for cause in abroad.causes
    ]
    assert [step.id for step in home.steps] == [step.id for step in abroad.steps]


# ---------------------------------------------------------------- which place


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A computer that says nothing of where it is."""
    for name in ("SPASM_COUNTRY", "TZ", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "readlink", missing)
    monkeypatch.setattr(Path, "read_text", missing)
    return monkeypatch


def missing(*_: object, **__: object) -> NoReturn:
    raise FileNotFoundError


def where(chosen: str | None = None) -> tuple[str, ...]:
    return countries(PLACES, chosen)


def set_all(patch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        patch.setenv(name, value)


@pytest.mark.parametrize(
    ("chosen", "variable", "expected"),
    [
        ("us", "", ("us",)),
        ("US", "", ("us",)),
        (" nz ", "gb", ("nz",)),
        ("other", "gb", ("other",)),
        (None, "ie", ("ie",)),
        (None, " IE\n", ("ie",)),
        (None, '"ie"\r', ("ie",)),
        (None, " 'IE' ", ("ie",)),
        ("uk", "ie", ("gb",)),
        (None, "UK", ("gb",)),
        ("", "ie", ("ie",)),
        (None, "", ("other",)),
        (None, " ", ("other",)),
    ],
)
def test_the_place_that_is_asked_for_wins_over_the_environment_and_that_over_the_computer(
    nowhere: pytest.MonkeyPatch, chosen: str | None, variable: str, expected: tuple[str, ...]
) -> None:
    nowhere.setenv("SPASM_COUNTRY", variable)
    if expected != ("other",):
        set_all(nowhere, TZ="Australia/Sydney", LANG="en_AU.UTF-8")
    assert where(chosen) == expected


@pytest.mark.parametrize("code", ["ux", "usa", "fr", "gb+us", "g b", "GB-", "local", "\x1b[31m", "x" * 500])
def test_a_place_that_the_file_has_not_is_refused_without_a_guess(
    nowhere: pytest.MonkeyPatch, code: str
) -> None:
    """The nearest to ux is us: another number."""
    nowhere.setenv("SPASM_COUNTRY", code)
    for chosen, named in ((code, "--country"), (None, "SPASM_COUNTRY")):
        with pytest.raises(SpasmError) as caught:
            where(chosen)
        message = str(caught.value)
        assert message.startswith(f"{named}: there is no place ")
        assert "did you mean" not in message
        assert all(f"{known} ({place['name']})" in message for known, place in PLACES.items())
        assert caught.value.exit_code == 2
        assert "\x1b" not in message


@pytest.mark.parametrize(
    ("zone", "locale", "expected"),
    [
        ("Europe/London", "en_GB.UTF-8", ("gb",)),
        ("America/New_York", "en_US", ("us",)),
        ("America/New_York", "es_US.UTF-8", ("us",)),
        ("Pacific/Auckland", "mi_NZ", ("nz",)),
        ("Australia/Sydney", "en_AU@x", ("au",)),
        # a Briton's computer in New York, and an American locale left as it came
        ("America/New_York", "en_GB.UTF-8", ("us", "gb")),
        ("Europe/London", "en_US.UTF-8", ("gb", "us")),
        ("Europe/Dublin", "en_GB.UTF-8", ("ie", "gb")),
        # one of them names no place of the file
        ("Europe/Berlin", "en_GB.UTF-8", ("other",)),
        ("Europe/London", "de_DE.UTF-8", ("other",)),
        ("Europe/London", "C.UTF-8", ("other",)),
        ("Europe/London", "", ("other",)),
        ("", "en_GB.UTF-8", ("other",)),
        ("UTC", "en_US.UTF-8", ("other",)),
        ("Europe/Berlin", "de_DE.UTF-8", ("other",)),
        # neighbours in one zone with another country
        ("Europe/Jersey", "en_GB.UTF-8", ("other",)),
        ("Africa/Maseru", "en_ZA.UTF-8", ("other",)),
        ("America/Puerto_Rico", "en_US.UTF-8", ("other",)),
        # not whole names
        ("Europe", "en_GB", ("other",)),
        ("europe/london", "en_GB", ("other",)),
        ("Europe/London", "GB", ("other",)),
        ("Europe/London", "en_gb", ("gb",)),
        ("Europe/London", "en-GB", ("other",)),
    ],
)
def test_the_computer_names_a_place_where_zone_and_locale_agree_two_where_not_and_none_where_one_is_silent(
    nowhere: pytest.MonkeyPatch, zone: str, locale: str, expected: tuple[str, ...]
) -> None:
    set_all(nowhere, TZ=zone, LANG=locale)
    assert where() == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LC_ALL": "en_GB", "LC_MESSAGES": "en_US", "LANG": "en_AU"}, ("gb",)),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "en_AU"}, ("gb",)),
        ({"LANG": "en_GB"}, ("gb",)),
        ({"LC_ALL": "C", "LANG": "en_GB"}, ("other",)),
        ({"LANGUAGE": "en_GB"}, ("other",)),
    ],
)
def test_the_locale_is_that_of_messages(
    nowhere: pytest.MonkeyPatch, variables: dict[str, str], expected: tuple[str, ...]
) -> None:
    set_all(nowhere, TZ="Europe/London", **variables)
    assert where() == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/London", "gb"),
        (":Europe/London", "gb"),
        ("/usr/share/zoneinfo/Europe/London", "gb"),
        (":/usr/share/zoneinfo/Europe/London", "gb"),
        ("GB", "gb"),
        ("posix/Europe/London", "other"),
        ("/etc/localtime", "other"),
        ("GMT0BST,M3.5.0/1,M10.5.0", "other"),
        (" Europe/London", "other"),
    ],
)
def test_a_zone_may_be_given_as_systems_do(nowhere: pytest.MonkeyPatch, zone: str, expected: str) -> None:
    set_all(nowhere, TZ=zone, LANG="en_GB.UTF-8")
    assert where() == (expected,)


@pytest.mark.parametrize(
    ("link", "text", "expected"),
    [
        ("/usr/share/zoneinfo/Europe/London", None, "gb"),
        ("../usr/share/zoneinfo/Europe/London", None, "gb"),
        ("/var/db/timezone/zoneinfo/Europe/London", None, "gb"),
        ("/usr/share/zoneinfo/Etc/UTC", "Europe/London", "other"),
        (None, "Europe/London\n", "gb"),
        (None, None, "other"),
        (None, "", "other"),
    ],
)
def test_without_a_variable_the_link_of_the_system_names_the_zone_and_where_there_is_none_its_file(
    nowhere: pytest.MonkeyPatch, link: str | None, text: str | None, expected: str
) -> None:
    def readlink(path: Path) -> Path:
        assert str(path) == "/etc/localtime"
        return Path(link) if link else missing()

    def read_text(path: Path, encoding: str) -> str:
        assert (str(path), encoding) == ("/etc/timezone", "utf-8")
        return missing() if text is None else text

    nowhere.setattr(Path, "readlink", readlink)
    nowhere.setattr(Path, "read_text", read_text)
    nowhere.setenv("LANG", "en_GB.UTF-8")
    assert where() == (expected,)


def test_on_windows_nothing_is_guessed_from_files(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setattr(sys, "platform", "win32")
    nowhere.setattr(Path, "readlink", lambda _: Path("/usr/share/zoneinfo/Europe/London"))
    nowhere.setenv("LANG", "en_GB.UTF-8")
    assert where() == (OTHER,)


# ---------------------------------------------------------------- never a wrong number


def digits(text: str) -> set[str]:
    return {*re.findall(r"\d+", text)}


@pytest.mark.parametrize("code", CODES)
def test_the_number_of_a_place_is_one_that_was_read_on_a_page_of_its_country(code: str) -> None:
    for name in ("emergency", "both"):
        assert digits(PLACES[code][name]) <= READ[code.upper()]
        assert digits(PLACES[code][name])
    assert PLACES[code]["name"] in PLACES[code]["both"]
    assert PLACES[code]["regions"][0] == code.upper()


@pytest.mark.parametrize("code", CODES)
def test_the_zones_of_a_place_are_those_of_its_country_and_all_of_them(code: str) -> None:
    zones = PLACES[code]["timezones"]
    assert {zone: COUNTRY_OF.get(zone) for zone in zones} == dict.fromkeys(zones, code.upper())
    assert len(set(zones)) == len(zones)
    missing = {zone for zone, place in COUNTRY_OF.items() if place == code.upper()} - {*zones}
    assert missing == set()


def test_the_other_place_is_nobodys_and_names_no_number_alone() -> None:
    other = PLACES[OTHER]
    assert (other["regions"], other["timezones"]) == ([], [])
    assert len(digits(other["emergency"])) > 1
    for number, area in (("112", "Europe"), ("911", "North America"), ("999", "the UK")):
        assert f"{number} in {area}" in other["emergency"]
    assert digits(other["both"]) == set()


LANGUAGES = {
    "GB": "en",
    "US": "es",
    "CA": "fr",
    "IN": "hi",
    "ZA": "zu",
    "IE": "ga",
    "NZ": "mi",
    "CH": "gsw",
    "HK": "zh",
}
LOCALES = [f"{LANGUAGES.get(code, 'en')}_{code}.UTF-8" for code in NUMBERS][:44]
LOCALES += ["C.UTF-8", "POSIX", "", "en", "de_DE@euro", "zh_Hans_CN"]
ZONES = sorted({*COUNTRY_OF, *zoneinfo.available_timezones()})


def test_no_zone_and_no_locale_lead_to_a_single_number_that_is_wrong_for_either(
    nowhere: pytest.MonkeyPatch,
) -> None:
    assert len(LOCALES) == 50
    assert len(ZONES) > 540
    numbers = {code: digits(SHIPPED.at(code).levels[Level.EMERGENCY].act) for code in CODES}
    found = dict.fromkeys(("one", "two", "other"), 0)
    for zone in ZONES:
        nowhere.setenv("TZ", zone)
        here = COUNTRY_OF.get(zone, "")
        for locale in LOCALES:
            nowhere.setenv("LANG", locale)
            codes = where()
            home = locale.partition(".")[0].partition("@")[0].partition("_")[2]
            named = [country.lower() for country in (here, home) if country.lower() in CODES]
            if len(named) < 2:
                assert codes == (OTHER,), (zone, locale)
                found["other"] += 1
            elif here == home:
                assert codes == (here.lower(),), (zone, locale)
                assert numbers[codes[0]] <= NUMBERS[here], (zone, locale)
                found["one"] += 1
            else:
                assert codes == (here.lower(), home.lower()), (zone, locale)
                found["two"] += 1
    assert all(found.values()), found


@pytest.mark.parametrize("home", CODES)
@pytest.mark.parametrize("here", CODES)
def test_where_two_places_are_meant_each_number_stands_with_its_place_and_all_else_is_of_the_other(
    here: str, home: str
) -> None:
    if here == home:
        return
    both, other = SHIPPED.at(here, home), SHIPPED.at()
    assert both.country == f"{here}+{home}"
    told = f"{PLACES[here]['both']} or {PLACES[home]['both']}"
    act = both.levels[Level.EMERGENCY].act
    assert told in act
    assert act.replace(told, PLACES[OTHER]["emergency"]) == other.levels[Level.EMERGENCY].act
    for code in (here, home):
        assert digits(PLACES[code]["both"]) <= READ[code.upper()]
    assert both.steps == other.steps


# ---------------------------------------------------------------- no word of another place

NO_WORDS = {"id", "sources", "from", "near", "icd10", "steps", "when", "shown_when", "findings", "language"}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_WORDS:
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def finding(word: str) -> re.Pattern[str]:
    """A word by itself: not in another, and no part of a longer number; in any case unless it has a capital."""
    flags = re.IGNORECASE if word == word.lower() else re.NOFLAG
    return re.compile(rf"(?<![\w.,]){re.escape(word)}(?![\w])(?![.,]\d)", flags)


def of_others(code: str) -> dict[str, re.Pattern[str]]:
    """The local words of all other places, but those that this place uses, too."""
    own = " ".join(value for value in PLACES[code].values() if isinstance(value, str))
    words = {word for name, place in PLACES.items() if name != code for word in place["local"]}
    found = {word: finding(word) for word in words}
    return {word: pattern for word, pattern in found.items() if not pattern.search(own)}


@pytest.mark.parametrize("code", PLACES)
def test_no_text_at_a_place_has_a_number_or_word_of_another_and_none_has_a_brace(code: str) -> None:
    forbidden = of_others(code)
    assert len(forbidden) > 20
    here = SHIPPED.at(code)
    for text in strings(msgspec.to_builtins({name: getattr(here, name) for name in FILLED})):
        assert "{" not in text
        assert [word for word, pattern in forbidden.items() if pattern.search(text)] == [], text


def test_the_words_of_the_program_and_the_demo_belong_to_no_place() -> None:
    words = {word for place in PLACES.values() for word in place["local"]}
    texts = [*strings(msgspec.to_builtins(own_words().texts))]
    texts += [case.presentation for case in load_cases(str(data_file("demo.toml")))]
    assert [(word, text) for word in words for text in texts if finding(word).search(text)] == []


CASES = {
    f"{path.stem}/{case.id}": case
    for path in (*WORKED, data_file("demo.toml"))
    for case in load_cases(str(path))
}
BRITISH = {"999", "111", "A&E", "GP", "GPs", "paracetamol", "NHS"}


@pytest.fixture(scope="module")
def america() -> Knowledge:
    """The shipped file at us; its sources, whose titles may name anything, have none."""
    here = SHIPPED.at("us")
    sources = tuple(replace(source, title="T", publisher="P", url="", copy_url="") for source in here.sources)
    return replace(here, sources=sources)


def tokens(text: str) -> set[str]:
    """The words of a text; an id such as LEG-NHS is a word of its own."""
    return {word.removesuffix("'s").strip("-&'") for word in re.findall(r"[\w&'\u2019-]+", text)}


def test_the_looks_for_british_words_see_them(knowledge: Knowledge) -> None:
    found: set[str] = set()
    for answers in (
        {"region": "calf"},
        {"region": "calf", "chest_which": ["tight"]},
        {"region": "calf", "look": ["swollen"]},
    ):
        result = assess(knowledge, parse_answers(knowledge, answers, source="test"))
        found |= tokens(plain_text(knowledge, result, why=True))
    assert {"999", "111", "A&E", "GP", "NHS"} <= found
    assert tokens("999, 111. “A&E”! (GP) GP's NHS-PAD paracetamol;") >= {
        "999",
        "111",
        "A&E",
        "GP",
        "paracetamol",
    }
    assert "NHS" not in tokens("(NHS-PAD, LEG-NHS)")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_british_number_or_word_stands_on_a_result_in_america(case: Case, america: Knowledge) -> None:
    answers = parse_answers(america, case.answers, source=case.id)
    result = assess(america, answers)
    texts = [drawn(america, result, 80), plain_text(america, result, why=True)]
    texts += words_of(patients_page(america, result))
    assert tokens(" ".join(texts)) & BRITISH == set()


@pytest.mark.parametrize("case", load_cases(str(data_file("demo.toml"))), ids=lambda case: case.id)
def test_no_british_number_or_word_stands_on_a_page_to_give_away_in_america(
    case: Case, america: Knowledge
) -> None:
    result = assess(america, parse_answers(america, case.answers, source=case.id), explore=True)
    page = handout_html(america, result)
    assert (
        tokens(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))) & BRITISH
        == set()
    )


def test_no_british_number_or_word_stands_on_a_question_in_america(america: Knowledge) -> None:
    for question in america.questions:
        screen = question_screen(america.words, question, None, "H", "D", can_go_back=True)
        said = [screen.ask, screen.help, *(f"{choice.label} {choice.check}" for choice in screen.choices)]
        assert tokens(" ".join(said)) & BRITISH == set()
        assert len(said) > 2


# ---------------------------------------------------------------- by the command


def spasm(*words: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    silent = ("SPASM_COUNTRY", "TZ", "LC_ALL", "LC_MESSAGES", "LANG")
    env = {name: value for name, value in os.environ.items() if name not in silent}
    env |= {name: value for name, value in variables.items() if value is not None}
    return warm.run(
        [sys.executable, "-m", "spasm_cli", *words],
        env=env | {"COLUMNS": "100", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


CHEST = ("check", "--set", "region=calf", "--set", "chest_which=tight", "--plain")


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        (("--country", "us"), {}, "Call 911 now."),
        (("--country", "nz"), {"SPASM_COUNTRY": "gb"}, "Call 111 for an ambulance now."),
        ((), {"SPASM_COUNTRY": "gb"}, "Call 999 now."),
        ((), {"TZ": "Australia/Perth", "LANG": "en_AU.UTF-8"}, "Call 000 (triple zero) now."),
        (
            (),
            {"TZ": "America/New_York", "LANG": "en_GB.UTF-8"},
            "Call 911 in the United States or 999 in the United Kingdom now.",
        ),
        (
            (),
            {"TZ": "UTC", "LANG": "en_GB.UTF-8"},
            "Call your local emergency number (112 in Europe, 911 in North America, 999 in the UK) now.",
        ),
    ],
)
def test_the_command_gives_the_number_of_the_place(
    words: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    run = spasm(*CHEST, *words, **variables)
    assert run.returncode == 0, run.stderr
    assert told in " ".join(run.stdout.split())


@pytest.mark.parametrize(
    "words",
    [CHEST, ("explain", "preg"), ("demo", "night_cramp"), ("knowledge", "questions")],
    ids=lambda words: words[0],
)
def test_every_command_that_shows_texts_takes_a_place_and_refuses_one_that_is_none(
    words: tuple[str, ...],
) -> None:
    run = spasm(*words, "--country", "ux")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith('--country: there is no place "ux"; places: gb (the United Kingdom), ')
    run = spasm(*words, SPASM_COUNTRY="ux")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith('SPASM_COUNTRY: there is no place "ux"; places: ')
    home, abroad = (spasm(*words, "--country", code) for code in ("gb", "us"))
    assert home.returncode == abroad.returncode == 0
    assert home.stdout != abroad.stdout
    assert "{" not in abroad.stdout or words[0] == "knowledge"


def test_a_file_is_checked_and_signed_without_any_place(tmp_path: Path) -> None:
    """What is wrong with a file does not hang on who looks."""
    path = write(tmp_path, SMALL)
    for words in (("validate", path), ("sign", path, "--reviewer", "Dr A"), ("path",), ("schema",)):
        assert spasm("knowledge", *words, SPASM_COUNTRY="nowhere").returncode == 0


def test_a_place_of_the_file_in_use_counts_and_no_other(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    check = ("check", "--knowledge", path, "--set", "place=leg", "--plain")
    assert spasm(*check, "--country", "gb").returncode == 0
    run = spasm(*check, "--country", "us")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == '--country: there is no place "us"; places: gb (Britain), other (anywhere).\n'


def test_a_core_that_was_given_no_place_still_says_whose_words_it_has(knowledge: Knowledge) -> None:
    toy = built(
        '[[questions]]\nid = "q"\nask = "Q"\nhelp = "H"\nkind = "one"\nsection = "where"\noptions = [{ id = "a", label = "A", baseline = 0.5 }]\n'
    )
    assert assess(toy, sheet(toy, q="a")).country == ""
    assert assess(toy.at("gb"), sheet(toy, q="a")).country == "gb"
    assert knowledge.country == "gb"


def test_every_name_that_the_file_asks_for_is_there_and_every_name_is_asked_for(shipped_text: str) -> None:
    asked = {
        name[0].lower() + name[1:]
        for name in re.findall(r"\{([A-Za-z_]+)\}", shipped_text.partition("\n[levels.")[2])
    }
    asked |= {
        name[0].lower() + name[1:]
        for name in re.findall(r"\{([A-Za-z_]+)\}", shipped_text.partition("\n[places.")[0])
    }
    asked -= {"name"} if "{name}" not in shipped_text else set()
    names = {name for name in PLACES["gb"] if name not in LISTS}
    assert asked <= names
    assert names - asked <= {"name", "date", "both", "emergency"}


def test_a_mistake_in_a_place_stops_every_command(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"places\.gb: emergency is missing"):
        loaded(tmp_path, ('emergency = "999"\n', ""))


def test_the_number_of_a_place_belongs_to_it_whether_listed_or_not(tmp_path: Path) -> None:
    found, text = errors(tmp_path, ('emergency = "112"', 'emergency = "112 or 10177"'))
    assert found == []
    found, text = errors(tmp_path, ("Where?", "Where? Call 10177 or 112."), ('"112"', '"112 or 10177"'))
    assert [message.partition(": ")[2] for message in found] == [
        'questions "place": "10177" belongs to one place; name it in [places] and write it as a placeholder'
    ]
    assert text


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("Ring 111.", "111"),
        ("Call +44 20 7946 0958 now", "+44 20 7946 0958"),
        ("(01632) 960-123", "(01632) 960-123"),
        ("0800 611 116", "0800 611 116"),
        ("555-123-4567", "555-123-4567"),
        ("On 2026-11-24, 2,600 to 3,800 mg of 0.5 in 1000, 12 to 24 hours, 3000-4000 steps", None),
    ],
)
def test_what_looks_like_a_phone_number_outside_of_places_is_warned_of_once(
    tmp_path: Path, told: str, number: str | None
) -> None:
    text = SMALL.replace('ask = "Where?"', f'ask = "Where? {told}"\nif_unsure = "routine"')
    text = text.replace('help = "', f'help = "{told} ', 1)
    loaded = inspect(write(tmp_path, text))
    assert loaded.errors == ()
    numbers = [line.split('"')[3] for line in loaded.warnings if "looks like a phone number" in line]
    assert numbers == ([number] if number else [])
