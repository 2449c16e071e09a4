"""Answers as a code: back to the same sheet, short, and never another sheet for a slip of the pen."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from processes import spasm
from strategies import sheets
from worked import WORKED

from spasm_cli.core.answer_code import DIGITS, CodeError, Decoded, decode, encode
from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases, sheets_of
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

DAY = date(2026, 11, 29)
CRAMP = ("region=calf", "age=60_to_74", "now=none", "timing=in_bed", "feel=knot")
CRAMP_SET = [word for each in CRAMP for word in ("--set", each)]
KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")


def bare(code: str) -> str:
    return code.replace("-", "")


def worked(knowledge: Knowledge) -> Iterator[tuple[str, list[Answers]]]:
    for file in (*WORKED, data_file("demo.toml")):
        yield file.name, sheets_of(knowledge, load_cases(str(file), knowledge))


def refused(knowledge: Knowledge, code: str) -> str:
    with pytest.raises(CodeError) as error:
        decode(knowledge, code)
    return error.value.reason


def test_every_worked_sheet_comes_back_and_to_the_same_bytes(knowledge: Knowledge) -> None:
    count = 0
    for name, found in worked(knowledge):
        for sheet in found:
            count += 1
            back = decode(knowledge, encode(knowledge, sheet, DAY))
            assert back == Decoded(back.answers, DAY, ("gb",))
            assert dict(back.answers) == dict(sheet), name
            if count % 20 == 0:
                assert to_json(assess(knowledge, back.answers)) == to_json(assess(knowledge, sheet))
    assert count > 700


def test_codes_are_as_short_as_the_page_on_travel_says(knowledge: Knowledge) -> None:
    page = (Path(__file__).parents[1] / "docs/travel.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+\.toml)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    found = []
    for name, each in worked(knowledge):
        sizes = sorted(len(bare(encode(knowledge, sheet, DAY))) for sheet in each)
        found.append(
            (name, *map(str, (len(sizes), sizes[len(sizes) // 2], sizes[len(sizes) * 9 // 10], sizes[-1])))
        )
    assert told == found
    longest = {name: int(most) for name, *_, most in found}
    assert longest["ordinary.toml"] <= 25
    assert max(longest.values()) <= 100


@given(sheets(KNOWLEDGE), st.dates(date(2000, 1, 1), date(2089, 9, 17)))
@settings(max_examples=200, deadline=None)
def test_any_sheet_comes_back(sheet: Answers, day: date) -> None:
    back = decode(KNOWLEDGE, encode(KNOWLEDGE, sheet, day))
    assert dict(back.answers) == dict(sheet)
    assert back.day == day


def test_a_code_says_when_and_for_which_place_it_was_made() -> None:
    everywhere = load_knowledge(str(data_file("causes.toml")))
    for countries in (("us",), ("other",), ("gb", "nz"), ("nz", "gb")):
        code = encode(everywhere.at(*countries), Answers({}), DAY)
        back = decode(everywhere.at("ie"), code)
        assert (back.day, back.countries, dict(back.answers)) == (DAY, countries, {})


def test_a_day_that_has_no_room_counts_as_the_nearest(knowledge: Knowledge) -> None:
    for day, kept in ((date(1970, 1, 1), date(2000, 1, 1)), (date(9999, 1, 1), date(2089, 9, 17))):
        assert decode(knowledge, encode(knowledge, Answers({}), day)).day == kept


def test_letters_spaces_and_dashes_may_be_typed_in_any_way(knowledge: Knowledge) -> None:
    sheet = parse_answers(knowledge, {"region": "calf", "now": ["chest?"]}, source="")
    code = encode(knowledge, sheet, DAY)
    assert re.fullmatch(rf"([{DIGITS}]{{5}}-)*[{DIGITS}]{{1,5}}", code)
    lower = code.lower().replace("0", "o").replace("1", "l")
    for typed in (lower, f" {code} \r\n", bare(code), " ".join(bare(code)), code.replace("-", "\N{EN DASH}")):
        assert dict(decode(knowledge, typed).answers) == dict(sheet), typed


def test_no_letter_changed_and_no_two_swapped_go_unnoticed(knowledge: Knowledge) -> None:
    """All of them, over a short code and the longest of the worked sheets."""
    longest = max(
        (bare(encode(knowledge, sheet, DAY)) for _, each in worked(knowledge) for sheet in each), key=len
    )
    for code in (bare(encode(knowledge, Answers({"region": Answer(("calf",))}), DAY)), longest):
        for at, digit in enumerate(code):
            for other in set(DIGITS) - {digit}:
                assert refused(knowledge, code[:at] + other + code[at + 1 :]) == "damaged"
        for one, two in combinations(range(len(code)), 2):
            if code[one] != code[two]:
                swapped = [*code]
                swapped[one], swapped[two] = code[two], code[one]
                assert refused(knowledge, "".join(swapped)) == "damaged"
        for at in range(len(code)):
            assert refused(knowledge, code[:at] + code[at + 1 :]) == "damaged"
            assert refused(knowledge, code[:at] + "0" + code[at:]) == "damaged"


def check_of(body: str) -> str:
    """Divide by hand: what is left of the digits behind a 1, times 2 to the 20, by x^20 + x^3 + 1; turn the last bit of the second digit."""
    left = int("1" + "".join(f"{DIGITS.index(digit):05b}" for digit in body) + "0" * 20, 2)
    while left.bit_length() > 20:
        left ^= 0b1_0000_0000_0000_0000_1001 << (left.bit_length() - 21)
    left ^= 0b00000_00001_00000_00000
    return "".join(DIGITS[left >> shift & 31] for shift in (15, 10, 5, 0))


def test_a_code_that_holds_more_than_a_sheet_is_none(knowledge: Knowledge) -> None:
    """Its check fits; but a sheet takes no more than some hundred digits, and these are 180."""
    code = bare(encode(knowledge, Answers({"region": Answer(("calf",))}), DAY))
    assert check_of(code[:-4]) == code[-4:]
    long = code[:7] + "Z" * 180
    assert refused(knowledge, long + check_of(long)) == "damaged"


@given(st.text(alphabet=DIGITS + "IL-?ä ", max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_is_no_code_is_refused(typed: str) -> None:
    strange = set(typed) & {"?", "ä"}
    assert refused(KNOWLEDGE, typed) == ("letter" if strange else "damaged")


def test_a_code_of_another_file_is_refused_with_how_its_hash_begins(knowledge: Knowledge) -> None:
    other = replace(knowledge, sha256="0123456789abcdef" * 4)
    with pytest.raises(CodeError) as error:
        decode(knowledge, encode(other, Answers({}), DAY))
    assert (error.value.reason, error.value.detail) == ("file", "01234")


def saved_code(folder: Path, *words: str) -> str:
    run = spasm("check", *words, "--save", str(folder / "x.code.txt"))
    assert run.returncode == 0, run.stderr
    text = (folder / "x.code.txt").read_text("utf-8")
    assert "Whoever has this code has all your answers." in text
    return text


def test_a_code_gives_the_same_bytes_where_its_denials_hold(tmp_path: Path) -> None:
    code = saved_code(tmp_path, *CRAMP_SET).splitlines()[0]
    first = spasm("check", *CRAMP_SET, "--json")
    again = spasm("check", "--code", "-", "--plain", "--json", typed=f"{code}\n1\n")
    assert again.returncode == 0, again.stderr
    assert "chest, breath, racing heart" in again.stderr
    assert again.stdout == first.stdout


def test_where_something_changed_the_danger_signs_are_asked_again(tmp_path: Path) -> None:
    code = saved_code(tmp_path, *CRAMP_SET).splitlines()[0]
    run = spasm("check", "--code", "-", "--plain", typed=f"{code}\n2\n1\n")
    assert run.stderr.count("chest, breath, racing heart") == 1
    assert run.stderr.count("New chest pain, breathlessness or racing heart") == 1
    assert "The input ended before the last question." in run.stderr
    assert (run.returncode, run.stdout) == (2, "")


def test_a_file_with_a_code_may_be_piped_and_its_denials_count_as_not_asked(tmp_path: Path) -> None:
    text = saved_code(tmp_path, *CRAMP_SET)
    run = spasm("check", "--code", "-", "--json", typed=text)
    assert run.returncode == 0
    assert "count as not asked" in run.stderr
    fewer = [word for each in CRAMP if each != "now=none" for word in ("--set", each)]
    assert run.stdout == spasm("check", *fewer, "--json").stdout


def test_a_danger_sign_of_a_code_stays_without_a_word(tmp_path: Path) -> None:
    given_words = ("--set", "now=chest", "--set", "chest_which=tight", *CRAMP_SET[:4])
    text = saved_code(tmp_path, *given_words)
    run = spasm("check", "--code", "-", "--json", typed=text)
    assert run.stdout == spasm("check", *given_words, "--json").stdout
    assert '"level": "emergency"' in run.stdout


def test_a_code_brings_its_place_unless_another_is_named(tmp_path: Path) -> None:
    code = saved_code(tmp_path, *CRAMP_SET).splitlines()[0]
    here = spasm("check", "--code", "-", "--json", typed=code, env={"SPASM_COUNTRY": "us"})
    assert "numbers and words are for it: the United Kingdom" in here.stderr
    assert '"country": "gb"' in here.stdout
    named = spasm("check", "--code", "-", "--json", "--country", "us", typed=code)
    assert "numbers and words" not in named.stderr
    assert '"country": "us"' in named.stdout


def test_a_page_bears_a_code_only_where_it_is_asked_for_and_says_what_that_gives_away(tmp_path: Path) -> None:
    code, pages = saved_code(tmp_path, *CRAMP_SET).splitlines()[0], {}
    for name, option in (("with", ("--with-code",)), ("without", ())):
        page = tmp_path / f"{name}.html"
        run = spasm("check", *CRAMP_SET, "--save", str(page), *option)
        assert run.returncode == 0, run.stderr
        pages[name] = page.read_text("utf-8")
    whoever = KNOWLEDGE.words("code.whoever")
    assert [code in page and whoever in page for page in pages.values()] == [True, False]
    assert whoever not in pages["without"]


@pytest.mark.parametrize(
    ("words", "typed", "problem"),
    [
        (("--code", "Q3ZK9-K5A5P"), "", "stays in the memory of the shell"),
        (("--code", "-", "--answers", "x.toml"), "", "give one of them"),
        (("--code", "-"), "", "No code came."),
        (("--code", "-"), "\nQ3ZK9", "No code came."),
        (("--code", "-"), "Q3ZK9-K5A5P", "no whole code"),
        (("--code", "-"), "what?", "“?” is in no code"),
        (("--code", "-", "--set", "region=cafl"), "Q3ZK9", 'did you mean "calf"'),
        (("--code", "-", "--all"), "Q3ZK9", "--all asks every question"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(words: tuple[str, ...], typed: str, problem: str) -> None:
    run = spasm("check", *words, typed=typed)
    assert (run.returncode, run.stdout) == (2, "")
    assert problem in run.stderr


def test_a_refused_code_names_the_file_in_use(tmp_path: Path) -> None:
    text = saved_code(tmp_path, *CRAMP_SET)
    other = tmp_path / "other.toml"
    other.write_text(data_file("causes.toml").read_text("utf-8") + "# a note\n", "utf-8")
    run = spasm("check", "--code", "-", "--knowledge", str(other), typed=text)
    meta = KNOWLEDGE.meta
    assert run.returncode == 2
    assert f"begins with {KNOWLEDGE.sha256[:5]}" in run.stderr
    assert f"{meta.title} {meta.version}, file " in run.stderr


def test_what_set_says_counts_before_the_code_and_is_not_put_again(tmp_path: Path) -> None:
    code = saved_code(tmp_path, *CRAMP_SET).splitlines()[0]
    run = spasm("check", "--code", "-", "--set", "now=none", "--json", typed=code)
    assert "count as not asked" not in run.stderr
    assert run.stdout == spasm("check", *CRAMP_SET, "--json").stdout
