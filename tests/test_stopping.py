"""Ctrl-C: what is said, and what is kept where that was wanted."""

import tomllib
from pathlib import Path

import pytest
from processes import SPASM, spasm
from screens import CHEST, CTRL_C, CTRL_D, ENTER, HOME, NOW, TIGHT, Terminal

from spasm_cli.cli.saving import check_targets
from spasm_cli.errors import SpasmError

pytestmark = pytest.mark.slow

KEYS = "Ctrl-C: stop"
PLACE = ("--set", "region=calf", "--set", "age=60_to_74")
ALSO = "Does it hurt anywhere else, too?"


def begin(*words: str, folder: Path, columns: int = 200) -> Terminal:
    """So wide that no name of a file is cut in two."""
    return Terminal([*SPASM, "check", *words], cwd=folder, columns=columns, rows=40)


def answers_in(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_answers_so_far_are_kept_without_the_unfinished_screen_and_denials_are_put_again(
    tmp_path: Path,
) -> None:
    kept = {"region": "calf", "age": "60_to_74", "also": []}
    with begin(*PLACE, "--ask", "--save", "own.toml", "--save", "r.html", folder=tmp_path) as terminal:
        terminal.wait_for(ALSO, KEYS)
        terminal.send("0" + ENTER)
        terminal.wait_for(CHEST, KEYS)
        terminal.send("1")
        terminal.wait_for("1 [✓]")
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
        assert terminal.is_sane
    assert "Stopped. Your answers so far are kept in own.toml" in terminal.text
    assert "To go on: spasm check --answers own.toml --ask" in terminal.text
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]
    assert answers_in(tmp_path / "own.toml") == kept

    with begin("--answers", "own.toml", "--ask", "--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for(CHEST, KEYS)
        terminal.send("0" + ENTER)
        terminal.wait_without(CHEST)
        terminal.wait_for(KEYS)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
    assert answers_in(tmp_path / "own.toml") == kept | {"now": []}

    with begin("--answers", "own.toml", "--ask", "--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for("Still true today?", "chest, breath", "No, something changed", KEYS)
        terminal.send("2" + ENTER)
        terminal.wait_for(NOW, CHEST, KEYS)
        terminal.send("1" + ENTER)
        terminal.wait_for(TIGHT, KEYS)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
    assert answers_in(tmp_path / "own.toml") == kept | {"now": ["chest"]}


def test_what_a_danger_sign_asks_for_is_said_and_it_is_kept(tmp_path: Path) -> None:
    given = (*PLACE, "--set", "also=none", "--ask", "--save", "own.toml")
    with begin(*given, folder=tmp_path) as terminal:
        terminal.wait_for(CHEST, KEYS)
        terminal.send("1" + ENTER)
        terminal.wait_for(TIGHT, KEYS)
        terminal.send("1" + ENTER)
        terminal.wait_for("GET EMERGENCY HELP NOW", KEYS)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
    assert terminal.text.index("Call 999 now.") < terminal.text.index("are kept in own.toml")
    again = spasm("check", "--answers", str(tmp_path / "own.toml"))
    assert "Call 999 now" in again.stdout


@pytest.mark.parametrize(
    ("words", "key", "code", "said"),
    [
        ((), CTRL_C, 130, "Stopped. There is no result, and nothing was saved."),
        (("--save", "r.html"), CTRL_C, 130, "Stopped. There is no result, and nothing was saved."),
        (("--save", "own.toml"), CTRL_D, 2, "The input ended before the last question."),
    ],
)
def test_nothing_is_kept_where_nobody_asked_for_it(
    words: tuple[str, ...], key: str, code: int, said: str, tmp_path: Path
) -> None:
    with begin(*PLACE, "--ask", *words, folder=tmp_path) as terminal:
        terminal.wait_for(ALSO, KEYS)
        terminal.send("0" + ENTER)
        terminal.wait_for(CHEST, KEYS)
        terminal.send(key)
        assert terminal.wait_exit() == code
    assert said in terminal.text
    assert [*tmp_path.iterdir()] == []


def test_before_the_first_answer_there_is_nothing_to_keep(tmp_path: Path) -> None:
    with begin("--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for("Where is the worst of it?", KEYS)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
    assert "nothing was saved" in terminal.text
    assert [*tmp_path.iterdir()] == []


def test_in_plain_lines_quit_keeps_them_too(tmp_path: Path) -> None:
    run = spasm("check", *PLACE, "--ask", "--plain", "--save", "own.toml", typed="none\n1\nq\n", cwd=tmp_path)
    assert run.returncode == 130
    assert "are kept in own.toml" in " ".join(run.stderr.split())
    assert answers_in(tmp_path / "own.toml") == {
        "region": "calf",
        "age": "60_to_74",
        "also": [],
        "now": ["chest"],
    }


def test_the_consult_keeps_what_was_kept_in_it(tmp_path: Path) -> None:
    given = (*PLACE, "--set", "also=none", "--set", "now=none", "--consult", "--save", "own.toml")
    with begin(*given, folder=tmp_path) as terminal:
        terminal.wait_for("Pick any answer to change", KEYS)
        terminal.send(HOME + "\x1b[B" * 2 + ENTER)
        terminal.wait_for("How old is", KEYS)
        terminal.send("5" + ENTER)
        terminal.wait_for("Keep this change?", KEYS)
        terminal.send("1" + ENTER)
        terminal.wait_for("Pick any answer to change", KEYS)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130
    assert "are kept in own.toml" in terminal.text
    assert answers_in(tmp_path / "own.toml")["age"] == "75_or_over"


def test_answers_are_written_over_only_where_they_were_given_in_that_file_and_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own.toml", "other.toml"):
        (tmp_path / name).write_text('region = "calf"\n', encoding="utf-8")
    (tmp_path / "own.json").write_text('{"region": "calf"}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SpasmError, match="there is a file already"):
        check_targets(["./own.toml"], force=False, given=None)
    check_targets(["./own.toml"], force=False, given="own.toml")
    for given, name in (("own.toml", "./own.toml"), ("own.toml", "other.toml"), ("own.json", "own.json")):
        refused = spasm("check", "--answers", given, "--save", name, cwd=tmp_path)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "there is a file already" in refused.stderr
