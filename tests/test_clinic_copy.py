"""docs/knowledge.md to the letter: a clinic's copy, its edits, and what every command then says."""

import itertools
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import warm

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import prior_weight
from spasm_cli.core.triage import triage
from spasm_cli.core.weighing import decibans, weights_of
from spasm_cli.errors import SpasmError
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.writing import write_new
from spasm_cli.report.drawing import draw_pose

PAGE = Path(__file__).parents[1].joinpath("docs", "knowledge.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- (\w+)(?:: (\S+))? -->\n```\w+\n(.*?)```", re.DOTALL)
BLOCKS = BLOCK.findall(PAGE)
COPY = "our-clinic.toml"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything that the page tells the reader to do was done, in its order."""
    folder = tmp_path_factory.mktemp("clinic")
    own, said = folder / COPY, ""
    for what, name, text in BLOCKS:
        if what == "run":
            run = spasm(folder, text)
            assert run.returncode == 0, (text, run.stdout, run.stderr)
            said = run.stdout
        elif what == "add":
            own.write_text(f"{own.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")
        elif what == "change":
            own.write_text(changed(own.read_text(encoding="utf-8"), text), encoding="utf-8")
        elif what == "file":
            (folder / name).write_text(text, encoding="utf-8")
        elif what == "shows":
            assert [line for line in text.splitlines() if line not in said.splitlines()] == [], said
        else:
            assert what in ("trap", "pose"), what
    return folder


def spasm(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run one command line of the page."""
    name, *words = shlex.split(command)
    assert name == "spasm"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SPASM_")}
    environment |= {"SPASM_COUNTRY": "gb"}
    return warm.run(
        [sys.executable, "-m", "spasm_cli", *words],
        cwd=folder,
        env={**environment, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def changed(text: str, edits: str) -> str:
    """Make the edits of a block, each to the first such words below the line that it names."""
    place = 0
    for sign, lines in itertools.groupby(edits.splitlines(), key=lambda line: line[0]):
        words = "\n".join(line[1:] for line in lines)
        if sign == " ":
            place = text.index(f"\n{words}\n")
        elif sign == "-":
            place = text.index(words, place)
            text = text[:place] + text[place + len(words) :]
        else:
            text = text[:place] + words + text[place:]
    return text


def test_the_drawing_of_the_page_can_be_drawn_by_a_step(tmp_path: Path, shipped_text: str) -> None:
    (text,) = (text for what, _, text in BLOCKS if what == "pose")
    own = tmp_path / COPY
    own.write_text(
        shipped_text.replace('pose = ["legs_up"]', 'pose = ["leg_out"]') + text,
        encoding="utf-8",
    )
    assert inspect(str(own)).errors == ()
    assert draw_pose(load_knowledge(str(own)).pose["leg_out"]).lines


def flat(text: str) -> str:
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())


def test_the_page_tells_a_reader_to_do_all_of_it(clinic: Path) -> None:
    commands = [text.split()[1:3] for what, _, text in BLOCKS if what == "run"]
    assert [words[0] for words in commands] == ["knowledge"] * 4 + ["check"]
    assert [words[1] for words in commands[:4]] == ["copy", "validate", "test", "sign"]
    assert sum(what == "trap" for what, _, _ in BLOCKS) == 2
    assert len(BLOCKS) == PAGE.count("```") // 2
    assert len(PAGE.partition("\n## 7. ")[0].splitlines()) <= 270
    assert {path.name for path in clinic.iterdir()} == {COPY, "causes.schema.json", "our-cases.toml"}


def test_the_copy_differs_by_the_edits_alone(clinic: Path, knowledge: Knowledge) -> None:
    own = load_knowledge(str(clinic / COPY))
    assert {cause.id for cause in own.causes} - set(knowledge.cause) == {"writers_cramp"}
    assert {step.id for step in own.steps} - {step.id for step in knowledge.steps} == {"stretch_class"}
    (warning,) = inspect(str(clinic / COPY)).warnings
    assert '"01632 960 123" looks like a phone number' in warning
    weights = [weights_of(file)["nocturnal_leg_cramp"]["timing"].one["in_bed"] for file in (knowledge, own)]
    assert weights == [4, 3]
    assert "turns +4 into +3" in PAGE
    assert {flag.id for flag in own.flags} - {flag.id for flag in knowledge.flags} == {"hot_joint"}
    assert own.review is not None
    assert own.review.reviewer == "A. Example, physiotherapist"
    assert own.signature == "signed"


def test_a_change_after_the_signature_is_told_under_every_result(clinic: Path, tmp_path: Path) -> None:
    text = (clinic / COPY).read_text(encoding="utf-8")
    (tmp_path / COPY).write_text(text.replace("Tell the teacher first.", "Tell us first."), encoding="utf-8")
    run = spasm(tmp_path, f"spasm check --full --plain --knowledge {COPY} --set region=calf")
    assert "changed since A. Example, physiotherapist reviewed it on" in flat(run.stdout)
    assert "changed since A. Example, physiotherapist reviewed it" in flat(PAGE.replace("*", ""))


def test_the_page_has_the_section_that_a_file_of_the_first_form_is_sent_to(tmp_path: Path) -> None:
    (tmp_path / COPY).write_text("[meta]\nschema = 1\n", encoding="utf-8")
    run = spasm(tmp_path, f"spasm knowledge validate {COPY}")
    (named,) = re.findall("“(.*?)”", run.stderr)
    assert re.search(rf"^## \d+\. {named}$", PAGE, re.MULTILINE)
    (script,) = re.findall(r"scripts/\w+\.py", run.stderr)
    assert script in PAGE
    assert Path(__file__).parents[1].joinpath(script).is_file()


def test_the_new_danger_sign_raises_the_level_and_takes_unsafe_steps_out(clinic: Path) -> None:
    sheet = (
        f"spasm check --full --plain --knowledge {COPY} --set region=calf --set timing=in_bed --set feel=knot"
    )
    run = spasm(clinic, f"{sheet} --set look=hot_joint")
    assert "Urgency: Get medical advice today" in run.stdout
    assert "A hot, swollen joint can be infected" in flat(run.stdout)
    assert re.search(r"reviewed \d{4}-\d\d-\d\d by A. Example, physiotherapist", flat(run.stdout))
    assert "1. Stretch the cramping muscle" not in run.stdout


def test_the_new_step_is_shown_with_its_caution_and_left_out_when_unsafe(clinic: Path) -> None:
    sheet = f"spasm check --full --knowledge {COPY} --set region=calf --set timing=in_bed --set feel=knot"
    run = spasm(clinic, sheet)
    assert "Join our stretching class" in run.stdout
    assert "Take care: If you take a blood thinner: Tell the teacher first." in flat(
        spasm(clinic, f"{sheet} --plain").stdout
    )
    assert "Join our stretching class" not in spasm(clinic, sheet.replace(f"--knowledge {COPY} ", "")).stdout
    torn = flat(spasm(clinic, f"{sheet} --set leg_look=bruise --plain").stdout)
    assert "Join our stretching class: Left out because you have a fresh pull or tear." in torn


def test_the_new_cause_comes_first_for_those_it_describes(clinic: Path) -> None:
    sheet = f"spasm check --full --plain --knowledge {COPY} --set region=arm_hand --set feel=tight_ache"
    assert "1. Writer's cramp: fits partly." in spasm(clinic, f"{sheet} --set course=months_on_off").stdout


def test_the_new_phone_number_is_shown(clinic: Path) -> None:
    run = spasm(clinic, f"spasm check --plain --knowledge {COPY} --set slow_signs=spoils")
    assert "01632 960 123" in flat(run.stdout)


TRAPS = [text for what, _, text in BLOCKS if what == "trap"]
ONCE = pytest.mark.skipif(
    sys.version_info >= (3, 15), reason="TOML 1.1, which Python reads from 3.15 on, allows it"
)


@pytest.mark.parametrize(
    "trap", [pytest.param(TRAPS[0], id="key"), pytest.param(TRAPS[1], id="brace", marks=ONCE)]
)
def test_a_trap_gets_the_message_that_the_page_promises(clinic: Path, tmp_path: Path, trap: str) -> None:
    mistake, _, message = trap.rpartition("# ")
    unsigned, _, _ = (clinic / COPY).read_text(encoding="utf-8").partition("\n[review]\n")
    fallen = unsigned + mistake
    (tmp_path / COPY).write_text(fallen, encoding="utf-8")
    run = spasm(tmp_path, f"spasm knowledge validate {COPY}")
    assert run.returncode in {1, 2}
    assert message.strip() in flat(run.stdout + run.stderr)
    lines = [str(number) for number in range(len(fallen.splitlines()) - 1, len(fallen.splitlines()) + 1)]
    assert any(f":{line}:" in run.stdout or f"line {line}" in run.stderr for line in lines), run.stdout


def test_the_worked_example_is_right(knowledge: Knowledge) -> None:
    cause = knowledge.cause["nocturnal_leg_cramp"]
    number = cause.findings["timing"]["in_bed"]
    option = knowledge.question["timing"].option("in_bed")
    assert number.kind == "measured"
    assert option
    assert option.baseline
    usual = knowledge.scoring.usual_people
    p = number.share(option.baseline, usual)
    weight = decibans(p / option.baseline)
    shrink = knowledge.scoring.shrink
    rows = {name: weights.one for name, weights in weights_of(knowledge)[cause.id].items()}
    bed, calf, start = rows["timing"]["in_bed"], rows["region"]["calf"], prior_weight(cause)
    prior = f"10·log10({cause.prior} / {1 - cause.prior:.2f})"
    for words in (
        f'timing.in_bed = {{ yes = {number.yes}, of = {number.of}, from = "{number.source}", … }}',
        f'of {number.of} people with night leg cramp, {number.yes} answer "in bed"',
        f"({number.yes} + {usual:g} × {option.baseline}) / ({number.of} + {usual:g}) = {p:.3f}",  # noqa: RUF001 - a true times
        f'`baseline = {{ p = {option.baseline}, from = "judgement" }}`: of 100 people with *any* spasm, {option.baseline * 100:.0f} do',
        f"10·log10({p:.3f} / {option.baseline}) = {weight:.2f}.",
        f"Times `shrink` ({shrink}, as answers overlap) that is {weight * shrink:.2f}, rounded **+{bed} points**",
        f"The `prior`, {cause.prior}, starts this cause at {prior}, rounded **−{-start}**",  # noqa: RUF001 - a true minus
        f"`region.calf` adds **+{calf}**: in all **{start + calf + bed}**",
        f"From −{-knowledge.scoring.fits_partly} on it *fits partly*",  # noqa: RUF001
        f"from {knowledge.scoring.fits_well} on it *fits well*",
    ):
        assert words in flat(PAGE)


def test_what_the_page_says_of_flags_and_steps_is_so(knowledge: Knowledge) -> None:
    assert 'when = { all = ["back.belt", "feeling.weak_both"] }' in PAGE
    belt, weak = {"back": Answer(ticked=("belt",))}, {"feeling": Answer(ticked=("weak_both",))}
    levels = [triage(knowledge, Answers(said)).level for said in (belt, weak, belt | weak)]
    assert levels == ["same_day", "routine", "emergency"]
    sets = tomllib.loads(data_file("causes.toml").read_text(encoding="utf-8"))["sets"]
    assert "`@old` stands for all ages from 60 on" in flat(PAGE)
    assert sets["old"] == ["age.60_to_74", "age.75_or_over"]
    assert "numb" not in sets
    assert knowledge.scoring.steps_per_phase == 2


def test_every_option_and_file_that_the_page_names_exists() -> None:
    helps = [
        spasm(Path(), f"spasm {words} --help").stdout
        for words in (
            "check",
            "knowledge copy",
            "knowledge validate",
            "knowledge sign",
            "knowledge test",
            "knowledge evidence",
            "knowledge diff",
        )
    ]
    for option in set(re.findall(r"--[a-z]+", re.sub(r"<!--|-->", "", PAGE))):
        assert any(option in text for text in helps), option
    for name in re.findall(r"\]\((\w+\.md)\)", PAGE):
        assert Path(__file__).parents[1].joinpath("docs", name).is_file()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")], (
        "no half-written file stays"
    )


def test_a_copy_is_the_built_in_file_with_its_schema_beside_it(folder: Path) -> None:
    run = spasm(folder, "spasm knowledge copy own.toml")
    assert run.returncode == 0
    assert "spasm knowledge validate own.toml" in run.stdout
    assert (folder / "own.toml").read_bytes() == data_file("causes.toml").read_bytes()
    assert (folder / "causes.schema.json").read_bytes() == data_file("causes.schema.json").read_bytes()
    other = folder / "other"
    other.touch()
    assert (folder / "own.toml").stat().st_mode == other.stat().st_mode


def test_a_copy_writes_over_a_file_only_with_force(folder: Path) -> None:
    own = folder / "own.toml"
    own.write_text("mine", encoding="utf-8")
    run = spasm(folder, "spasm knowledge copy own.toml")
    assert run.returncode == 2
    assert run.stderr == "own.toml: there is a file already; --force writes over it.\n"
    assert own.read_text(encoding="utf-8") == "mine"
    assert not (folder / "causes.schema.json").exists()
    assert spasm(folder, "spasm knowledge copy own.toml --force").returncode == 0
    assert own.read_bytes() == data_file("causes.toml").read_bytes()


@pytest.mark.parametrize("kind", ["file", "link", "dangling link", "directory"])
def test_a_schema_of_your_own_is_never_written_over_unasked_and_nothing_is_half_done(
    folder: Path, kind: str
) -> None:
    schema, other = folder / "causes.schema.json", folder / "other"
    if kind == "directory":
        schema.mkdir()
    elif kind == "file":
        schema.write_text("mine", encoding="utf-8")
    else:
        schema.symlink_to(other)
    if kind == "link":
        other.write_text("mine", encoding="utf-8")
    before = sorted(folder.iterdir())
    run = spasm(folder, "spasm knowledge copy own.toml")
    assert (run.returncode, run.stdout) == (2, "")
    reason = (
        "this is a directory" if kind == "directory" else "there is a file already; --force writes over it"
    )
    assert run.stderr.startswith(f"causes.schema.json: {reason}")
    assert sorted(folder.iterdir()) == before
    assert kind not in {"file", "link"} or schema.read_text(encoding="utf-8") == "mine"
    forced = spasm(folder, "spasm knowledge copy own.toml --force")
    assert forced.returncode == (2 if kind == "directory" else 0)
    assert (folder / "own.toml").exists() == (kind != "directory")
    assert kind == "directory" or schema.read_bytes() == data_file("causes.schema.json").read_bytes()
    assert schema.is_symlink() == ("link" in kind)


def test_a_second_copy_leaves_the_schema_that_is_there(folder: Path) -> None:
    assert spasm(folder, "spasm knowledge copy own.toml").returncode == 0
    before = (folder / "causes.schema.json").stat().st_ino
    run = spasm(folder, "spasm knowledge copy other.toml")
    assert run.stdout.startswith("other.toml written. ")
    assert (folder / "causes.schema.json").stat().st_ino == before


def test_a_copy_over_a_link_keeps_the_link(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "own.toml").symlink_to("sub/real.toml")
    assert spasm(folder, "spasm knowledge copy own.toml").returncode == 2
    assert [*(folder / "sub").iterdir()] == []
    assert spasm(folder, "spasm knowledge copy own.toml --force").returncode == 0
    assert (folder / "own.toml").is_symlink()
    assert (folder / "sub/real.toml").read_bytes() == data_file("causes.toml").read_bytes()


@pytest.mark.parametrize(
    ("name", "message"), [("nowhere/own.toml", "there is no directory nowhere"), ("sub", "a directory")]
)
def test_a_copy_that_cannot_be_made_says_so(folder: Path, name: str, message: str) -> None:
    (folder / "sub").mkdir()
    run = spasm(folder, f"spasm knowledge copy {name}")
    assert run.returncode == 2
    assert message in run.stderr
    assert [*folder.rglob("*")] == [folder / "sub"]


def test_a_memory_stick_that_knows_no_links_takes_a_copy_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    name = str(folder / "own.toml")
    write_new(name, b"first", force=False, private=False)
    assert Path(name).read_bytes() == b"first"
    with pytest.raises(SpasmError, match="there is a file already"):
        write_new(name, b"second", force=False, private=False)
    assert Path(name).read_bytes() == b"first"
