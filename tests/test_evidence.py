"""What the numbers of a file rest on: counted by hand, put into words, and as the command prints it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import warm
from evidence import BEGIN, PAGE, markdown, page
from forms import bare
from rich.console import Console
from small import built, sheet
from test_scoring import QUESTIONS, cause

from spasm_cli.core.evidence import Grounds, Row, Tally, grounds_of
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.evidence import evidence_document
from spasm_cli.report.lines.document import as_lines

CASES = Path(__file__).with_name("cases")
COUNT = '{ yes = 40, of = 50, from = "BOOK", note = "All who came, table 2." }'
BOOK = '\n[[sources]]\nid = "BOOK"\ntitle = "A book"\npublisher = "Press"\nyear = 1999\nurl = "https://x.org/b"\n'
TEXT = (
    QUESTIONS.replace(
        "baseline = 0.1 ", 'baseline = { yes = 1, of = 10, from = "BOOK", note = "Everyone." } '
    )
    + cause("strain", f"feel.knot = {COUNT}", 'drugs.water = { p = 0.5, from = "BOOK" }')
    + cause("tear", 'feel.knot = { p = 0.4, from = "judgement" }')
    + BOOK
)


@pytest.fixture(scope="module")
def small() -> Knowledge:
    return built(TEXT)


@pytest.fixture(scope="module")
def grounds(small: Knowledge) -> Grounds:
    return grounds_of(small, [sheet(small, feel="knot", drugs=["water"]), sheet(small)])


def test_every_number_is_counted_once_by_its_kind(grounds: Grounds) -> None:
    """Six baselines of which one is a count; two priors that lean on a source; a finding of each kind."""
    assert grounds.baselines == Tally(1, 0, 5)
    assert grounds.priors == Tally(0, 2, 0)
    assert grounds.findings == Tally(1, 1, 1)
    assert grounds.total == Tally(2, 3, 6)
    assert grounds.rows == (
        Row("", "feel", Tally(0, 0, 3)),
        Row("", "drugs", Tally(1, 0, 2)),
        Row("strain", "", Tally(0, 1, 0)),
        Row("strain", "feel", Tally(1, 0, 0)),
        Row("strain", "drugs", Tally(0, 1, 0)),
        Row("tear", "", Tally(0, 1, 0)),
        Row("tear", "feel", Tally(0, 0, 1)),
    )
    named = [(count.cause, count.question, count.option, count.number.yes) for count in grounds.counts]
    assert named == [("", "drugs", "water", 1), ("strain", "feel", "knot", 40)]
    leaning = [(count.cause, count.question, count.option, count.number.p) for count in grounds.leaning]
    assert leaning == [("strain", "", "", 0.5), ("strain", "drugs", "water", 0.5), ("tear", "", "", 0.5)]


def test_points_are_split_among_the_numbers_that_move_them(small: Knowledge, grounds: Grounds) -> None:
    """The priors of 0.5 give no points, so the empty sheet adds none.

    Knot for strain: (40 + 5) / 60 = 0.75 against 0.5 gives 0.7 · 1.761 = +1; slopes 0.25 (a count) and 0.5: a third of a point.
    Water for strain: 0.5 against 0.1 gives 0.7 · 6.99 = +5; slopes 0.5 (it leans on a source) and 0.9 (a count): 5 · 0.9 / 1.4 = 3.2143.
    Knot for tear: 0.4 against 0.5 gives 0.7 · -0.969 = -1, and no count in it.
    """
    assert grounds.sheets == 2
    assert grounds.points_measured == pytest.approx((1 / 3 + 5 * 0.9 / 1.4) / 7)
    assert grounds.points_informed == pytest.approx(5 * 0.5 / 1.4 / 7)
    assert grounds_of(small, []).points_measured == 0
    assert grounds_of(small, [sheet(small)]).points_measured == 0


def test_what_makes_the_first_place_unsure_is_ranked_and_counts_are_left_out(
    small: Knowledge, grounds: Grounds
) -> None:
    """On the empty sheet both priors have half. On the other, squares of slope times spread, with shrink 0.7:

    priors 4 and 4; knot of strain 4.3429² (1/45 + 1/15) · (0.7 · 0.25)² = 0.05134; water of strain (0.7 · 0.5 · 2)² = 0.49;
    baseline of water 4.3429² (1/1 + 1/9) · (0.7 · 0.9)² = 8.3175; knot of tear (0.7 · 0.6 · 2)² = 0.7056; its baseline falls out.
    """
    total = 4 + 4 + 0.05134 + 0.49 + 8.3175 + 0.7056
    assert grounds.doubted == 2
    found = {(need.cause, need.question, need.option): need for need in grounds.needs}
    assert [*found] == [
        ("strain", "", ""),
        ("tear", "", ""),
        ("tear", "feel", "knot"),
        ("strain", "drugs", "water"),
    ]
    assert found["strain", "", ""].share == pytest.approx((0.5 + 4 / total) / 2, abs=1e-4)
    assert found["tear", "feel", "knot"].share == pytest.approx(0.7056 / total / 2, abs=1e-4)
    water = found["strain", "drugs", "water"]
    assert water.kind == "informed"
    assert water.share == pytest.approx(0.49 / total / 2, abs=1e-4)
    assert (grounds_of(small, []).doubted, grounds_of(small, []).needs) == (0, ())


def drawn(small: Knowledge, grounds: Grounds, width: int) -> str:
    stream = io.StringIO()
    draw(Console(file=stream, width=width, color_system=None), evidence_document(small, grounds))
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_every_form_says_everything(small: Knowledge, grounds: Grounds, width: int) -> None:
    plain = as_lines(evidence_document(small, grounds), width=width)
    for text in (drawn(small, grounds, width), plain):
        assert all(len(line) <= width for line in text.splitlines())
        said = bare(text)
        assert "Name of strain: Short: Knot: 40 of 50, BOOK: All who came, table 2." in said
        assert "Everyone: Short: Water: 1 of 10, BOOK: Everyone." in said
        assert "BOOK: A book. Press, 1999. https://x.org/b" in said
        assert (
            "Over 2 cases that were ranked, 50.7 in 100 points rest on counts, 25.5 more on numbers that lean on a source."
            in said
        )
        assert "Name of strain: Short: Water: 50 in 100, near BOOK: " in said
        assert "Name of tear: Short: Knot" in said
    lines = as_lines(evidence_document(small, grounds), width=120).splitlines()
    assert "Name of tear: how common it is: kind informed, in 100 of the doubt 36.4" in lines
    assert "All numbers: measured 2, informed 3, judgement 6" in lines


def test_the_table_has_a_row_for_each_question(small: Knowledge, grounds: Grounds) -> None:
    lines = [line.split() for line in drawn(small, grounds, 80).splitlines()]
    assert ["measured", "informed", "judgement"] in lines
    assert ["All", "numbers", "2", "3", "6"] in lines
    assert lines.count(["How", "common", "it", "is", "0", "1", "0"]) == 2


def test_where_there_is_nothing_to_say_it_says_so() -> None:
    bare_file = built(QUESTIONS + cause("strain"))
    said = bare(as_lines(evidence_document(bare_file, grounds_of(bare_file, []))))
    assert "No number of this file is a count." in said
    assert "No case has two patterns to compare." in said
    assert "ranked" not in said
    assert "SOURCES" not in said


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return warm.run(
        [sys.executable, "-m", "spasm_cli", "knowledge", "evidence", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_weighs_the_file_by_the_demo_or_by_cases() -> None:
    demo, cases = run("--json"), run("--json", "--cases", str(CASES / "traps.toml"))
    assert (demo.returncode, cases.returncode, demo.stderr) == (0, 0, "")
    one, other = json.loads(demo.stdout), json.loads(cases.stdout)
    assert one["total"] == other["total"]
    assert sum(one["total"].values()) == sum(sum(row["numbers"].values()) for row in one["rows"])
    assert one["sheets"] != other["sheets"]
    assert one["needs"][0]["share"] >= one["needs"][1]["share"]


def test_a_file_that_the_demo_does_not_fit_is_shown_without_cases(tmp_path: Path) -> None:
    text = data_file("causes.toml").read_text(encoding="utf-8")
    other = tmp_path / "clinic.toml"
    other.write_text(text.replace("in_bed", "on_couch"), encoding="utf-8")
    found = run(str(other), "--plain")
    assert (found.returncode, found.stderr) == (0, "")
    assert "No case has two patterns to compare." in found.stdout
    assert "\nAll numbers: measured " in found.stdout


def test_cases_that_do_not_fit_are_an_error(tmp_path: Path) -> None:
    found = run("--cases", str(tmp_path / "none.toml"))
    assert (found.returncode, found.stdout) == (2, "")
    assert "none.toml" in found.stderr


def test_the_page_says_what_the_file_rests_on_now() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run: python scripts/evidence.py"


def test_the_page_has_every_number_with_a_source(small: Knowledge, grounds: Grounds) -> None:
    said = markdown(evidence_document(small, grounds))
    assert "\n| All numbers | 2 | 3 | 6 |\n" in said
    assert "\n### Name of tear\n\n|  | measured | informed | judgement |\n| --- | --- | --- | --- |\n" in said
    assert "\n- **Name of strain: Short: Knot**: 40 of 50, BOOK: All who came, table 2.\n" in said
    assert "\n- **BOOK**: A book. Press, 1999. <https://x.org/b>\n" in said


def test_a_page_without_its_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="has lost its marks"):
        page(PAGE.read_text("utf-8").replace(BEGIN, ""))
