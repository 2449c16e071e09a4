"""`spasm check --since`: then and now beside each other, and the new result below."""

from pathlib import Path

import pytest
from processes import spasm

NOW = ("check", "--country", "gb", "--set", "region=calf", "--set", "timing=walking_standing", "--plain")


@pytest.mark.parametrize("kept", ["then.json", "then.toml"])
def test_what_changed_since_a_kept_result_stands_above_the_new_one(kept: str, tmp_path: Path) -> None:
    then = ("check", "--set", "region=calf", "--set", "timing=in_bed", "--save", kept)
    assert spasm(*then, cwd=tmp_path).returncode == 0
    run = spasm(*NOW, "--since", kept, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    moved, result = run.stdout.rsplit("Urgency: Danger signs not checked", maxsplit=1)
    told = " ".join(moved.split())
    assert "When does it mostly come on?" in told
    assert "In bed: falling asleep, or waking you at night" in told
    assert "While walking or standing" in told
    assert "Narrowed leg arteries" in told
    assert "GET HELP" in result
    assert spasm(*NOW, cwd=tmp_path).stdout == "Urgency: Danger signs not checked" + result


def test_the_same_answers_say_that_nothing_moved(tmp_path: Path) -> None:
    assert spasm(*NOW, "--save", "then.json", cwd=tmp_path).returncode == 0
    assert "Nothing that is shown moved." in spasm(*NOW, "--since", "then.json", cwd=tmp_path).stdout


def test_a_danger_sign_that_is_new_still_ends_the_page(tmp_path: Path) -> None:
    assert spasm(*NOW, "--save", "then.json", cwd=tmp_path).returncode == 0
    run = spasm(*NOW, "--set", "feeling=saddle", "--set", "now=none", "--since", "then.json", cwd=tmp_path)
    assert "Urgency: Get emergency help now" in run.stdout.splitlines()


def test_what_cannot_be_shown_costs_no_file(tmp_path: Path) -> None:
    assert spasm(*NOW, "--save", "then.json", cwd=tmp_path).returncode == 0
    words = (*NOW, "--since", "then.json", "--save", "now.toml")
    run = spasm(*words, cwd=tmp_path, shell="> /dev/full")
    assert run.returncode == 2
    assert "timing" in (tmp_path / "now.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--since", "none.json"), "none.json"),
        (("--since", "-", "--answers", "-"), "--since and --answers - cannot read the same input"),
        (("--since", "then.json", "--json"), "--since shows what changed in words; leave out --json."),
    ],
)
def test_what_cannot_be_compared_is_refused(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    assert spasm(*NOW, "--save", "then.json", cwd=tmp_path).returncode == 0
    run = spasm(*NOW, *words, cwd=tmp_path)
    assert run.returncode == 2
    assert told in run.stderr
    assert run.stdout == ""
