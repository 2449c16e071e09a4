"""What a shell offers after `--set`, `explain` and `demo`."""

import os
import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest
import warm

from spasm_cli.cli.shells import QUESTION, check_start_files, join_words
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.shipped import data_file


def offers(*words: str, shell: str = "bash", env: dict[str, str] | None = None) -> list[str]:
    """Complete the last word; nothing may be said beside the offers."""
    how = {"_SPASM_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        how |= {"COMP_WORDS": "\n".join(["spasm", *words]), "COMP_CWORD": str(len(words))}
    else:
        how |= {
            "_TYPER_COMPLETE_ARGS": " ".join(["spasm", *words]),
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
    run = warm.run(
        [sys.executable, "-m", "spasm_cli"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **how, **(env or {})},
    )
    assert (run.returncode, run.stderr) == (0, "")
    return [line for line in run.stdout.splitlines() if line]


def ids(knowledge: Knowledge, question: str) -> list[str]:
    return [option.id for option in knowledge.question[question].options]


def test_set_offers_the_questions_and_a_lone_one_with_its_options(knowledge: Knowledge) -> None:
    assert offers("check", "--set", "") == [f"{question.id}=" for question in knowledge.questions]
    assert offers("check", "--set", "ch") == ["child=", "chest_which=", "change="]
    options = [f"region={option}" for option in [*ids(knowledge, "region"), "not_sure"]]
    assert offers("check", "--set", "reg") == options
    assert offers("check", "--set", "region=") == options
    assert offers("check", "--set", "nothing") == offers("check", "--set", "nothing=") == []


def test_set_offers_options_and_after_a_comma_those_that_are_left(knowledge: Knowledge) -> None:
    assert offers("check", "--set", "region=ca") == ["region=calf"]
    assert offers("check", "--set", "region=calf,") == [], "one answer only"
    boxes = ids(knowledge, "now")
    assert offers("check", "--set", "now=") == [f"now={option}" for option in [*boxes, "none", "not_sure"]]
    first, second = boxes[:2]
    assert offers("check", "--set", f"now={first},") == [
        f"now={first},{option}" for option in [*boxes[1:], "not_sure"]
    ]
    assert f"now={first},{second}" in offers("check", "--set", f"now={first},{second[:2]}")
    assert offers("check", "--set", "now=no") == ["now=none", "now=not_sure"]


def test_a_question_that_has_its_answer_is_not_offered_again() -> None:
    assert "region=" not in offers("check", "--set", "region=calf", "--set", "")
    assert "age=" in offers("check", "--set", "region=calf", "--set", "")


def test_bash_splits_at_the_equals_sign_and_gets_the_last_part_back(knowledge: Knowledge) -> None:
    regions = [*ids(knowledge, "region"), "not_sure"]
    assert offers("check", "--set", "region", "=") == regions
    assert offers("check", "--set", "region", "=", "ca") == ["calf"]
    assert offers("check", "--set", "=", "region", "=", "ca") == ["calf"]
    assert offers("check", "--set", "=", "reg") == [f"region={option}" for option in regions]
    assert offers("check", "--set", "=") == offers("check", "--set", "")
    earlier = ("check", "--set", "region", "=", "calf", "--set")
    assert "region=" not in offers(*earlier, "")
    assert offers(*earlier, "feel", "=", "kn") == ["knot"]
    first = ids(knowledge, "now")[0]
    assert f"{first},not_sure" in offers("check", "--set", "now", "=", f"{first},not")
    assert "--json" in offers(*earlier[:-1], "--js")


def test_another_knowledge_file_is_respected(tmp_path: Path) -> None:
    text = data_file("causes.toml").read_text(encoding="utf-8")
    own = tmp_path / "own clinic.toml"
    own.write_text(
        text.replace('"calf"', '"wade"')
        .replace("region.calf", "region.wade")
        .replace("chest_which.calf", "chest_which.wade"),
        encoding="utf-8",
    )
    quoted = f"'{own}'"
    assert offers("check", "--knowledge", quoted, "--set", "region=w") == ["region=wade"]
    assert offers("check", "--knowledge", quoted, "--set", "region", "=", "w") == ["wade"]
    assert offers("check", "--set", "region=w", env={"SPASM_KNOWLEDGE": str(own)}) == ["region=wade"]
    home = {"HOME": str(tmp_path)}
    (tmp_path / "own.toml").write_text(own.read_text(encoding="utf-8"), encoding="utf-8")
    assert offers("check", "--knowledge", "~/own.toml", "--set", "region=w", env=home) == ["region=wade"]


def test_a_knowledge_file_that_cannot_be_used_gives_no_offers_and_no_noise(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[meta", encoding="utf-8")
    for name in (str(broken), "/nowhere.toml", "/"):
        assert offers("check", "--knowledge", name, "--set", "reg") == []
    assert offers("explain", "--knowledge", str(broken), "noc") == []
    assert offers("check", "--set", "reg", env={"SPASM_KNOWLEDGE": str(broken)}) == []


def test_explain_offers_every_entry_and_demo_every_case(knowledge: Knowledge) -> None:
    assert offers("explain", "nocturnal") == ["nocturnal_leg_cramp"]
    everything = offers("explain", "")
    for table in (
        knowledge.causes,
        knowledge.steps,
        knowledge.flags,
        knowledge.questions,
        knowledge.sources,
    ):
        assert {entry.id for entry in table} <= set(everything)
    assert len(everything) == len(set(everything))
    assert offers("demo", "night") == ["night_cramp"]
    assert len(offers("demo", "")) >= 6


def test_shells_that_show_it_get_the_words_too(knowledge: Knowledge) -> None:
    label = knowledge.label("region.calf")
    assert offers("check", "--set", "region=ca", shell="fish") == [f"region=calf\t{label}"]
    (zsh,) = offers("check", "--set", "region=ca", shell="zsh")
    assert '"region=calf"' in zsh
    assert label in zsh


@pytest.mark.parametrize(
    ("typed", "cursor", "joined", "question"),
    [
        ("--set region = ca", 5, "--set ca", "region"),
        ("--set region =", 4, "--set ", "region"),
        ("--set region = calf --json", 5, "--set calf", "region"),
        ("--set region = calf --set fe", 7, "--set region=calf --set fe", None),
        ("--set region = calf --set feel = kn", 9, "--set region=calf --set kn", "feel"),
        ("--set = reg", 4, "--set reg", None),
        ("--set =", 3, "--set ", None),
        ("--set = region = ca", 6, "--set ca", "region"),
        ("--save = an", 4, "--save = an", None),
        ("--save = an --set", 6, "--save = an --set ", None),
    ],
)
def test_words_that_bash_split_at_the_equals_sign_are_joined(
    typed: str, cursor: int, joined: str, question: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to the one at the cursor; it stands alone behind the option, and its question is told apart from it."""
    monkeypatch.setenv("_SPASM_COMPLETE", "complete_bash")
    for gap in ("\n", " "):
        monkeypatch.setenv("COMP_WORDS", gap.join(["spasm", "check", *typed.split(" ")]))
        monkeypatch.setenv("COMP_CWORD", str(cursor))
        monkeypatch.setenv(QUESTION, "none yet")
        join_words()
        assert os.environ["COMP_WORDS"] == gap.join(["spasm", "check", *joined.split(" ")])
        assert os.environ["COMP_CWORD"] == str(1 + len(joined.split(" ")))
        assert os.environ[QUESTION] == (question or "none yet")


@pytest.mark.parametrize(
    ("shell", "typed", "said"),
    [
        ("zsh", "check --set=reg", "compset -P '--set=';\n"),
        ("zsh", "check --knowledge=own.toml --save=", "compset -P '--save=';\n"),
        ("zsh", "check --save=own.toml --set reg", ""),
        ("zsh", "check --set reg", ""),
        ("fish", "check --set=reg", ""),
    ],
)
def test_zsh_is_told_to_complete_behind_the_equals_sign(
    shell: str, typed: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_SPASM_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"spasm {typed}")
    join_words()
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("name", [".bashrc", ".zshrc"])
@pytest.mark.parametrize("trouble", ["no text", "no room", ""])
def test_a_start_file_is_looked_at_before_it_is_rewritten(
    name: str, trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trial takes as much room as the file and what is added, beside it, and does not stay."""
    monkeypatch.setenv("HOME", str(tmp_path))
    kept = b"\xff\xfe" if trouble == "no text" else b"PS1=x\n"
    (tmp_path / name).write_bytes(kept)
    tried = list[tuple[Path, int]]()

    def write(where: str, data: bytes, **_: bool) -> None:
        tried.append((Path(where).parent, len(data)))
        Path(where).write_bytes(data[:3])
        if trouble:
            raise SpasmError(trouble)

    monkeypatch.setattr("spasm_cli.files.writing.write_new", write)
    if trouble:
        with pytest.raises(SpasmError, match=re.escape(str(tmp_path / name))):
            check_start_files()
    else:
        check_start_files()
    assert tried == ([] if trouble == "no text" else [(tmp_path, len(kept) + 1000)])
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, kept)]


def test_where_nobody_knows_the_home_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(SpasmError, match="home"):
        check_start_files()


@pytest.mark.slow
def test_it_works_in_a_real_bash(tmp_path: Path) -> None:
    script = tmp_path / "spasm"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spasm_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    start = tmp_path / "rc"
    start.write_text(
        f'PATH={tmp_path}:$PATH PS1="ready "\neval "$(_SPASM_COMPLETE=source_bash spasm)"\n', encoding="utf-8"
    )
    for typed, completed in (
        ("spasm check --set reg", "ion="),
        ("spasm check --set region=ca", "lf "),
        ("spasm check --set region=calf --set dur", "ation="),
        ("spasm explain noctur", "nal_leg_cramp "),
        ("spasm demo night", "_cramp "),
    ):
        bash = pexpect.spawn(
            "bash",
            ["--noprofile", "--rcfile", str(start), "-i"],
            env={**os.environ, "TERM": "dumb"},
            encoding="utf-8",
            dimensions=(24, 200),
            timeout=20,
        )
        bash.expect_exact("ready ")
        bash.send(typed)
        bash.expect_exact(typed)
        bash.send("\t")
        bash.expect_exact(completed)
        bash.close(force=True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("zsh"), reason="needs zsh")
def test_it_works_in_a_real_zsh(tmp_path: Path) -> None:
    script = tmp_path / "spasm"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spasm_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "answers.toml").touch()
    (tmp_path / ".zshrc").write_text(
        f'PATH={tmp_path}:$PATH PS1="ready "\nautoload -Uz compinit && compinit -u\n'
        'eval "$(_SPASM_COMPLETE=source_zsh spasm)"\n',
        encoding="utf-8",
    )
    for typed, completed in (
        ("spasm check --set region=ca", "lf "),
        ("spasm check --set=region=ca", "lf "),
        ("spasm check --knowledge an", "swers.toml "),
        ("spasm check --knowledge=an", "swers.toml "),
        ("spasm check --set region=calf --save=an", "swers.toml "),
        ("spasm explain noctur", "nal_leg_cramp "),
    ):
        zsh = pexpect.spawn(
            "zsh",
            ["-i"],
            env={**os.environ, "TERM": "dumb", "ZDOTDIR": str(tmp_path)},
            cwd=str(tmp_path),
            encoding="utf-8",
            dimensions=(24, 200),
            timeout=20,
        )
        zsh.expect_exact("ready ")
        zsh.send(typed)
        zsh.expect_exact(typed)
        zsh.send("\t")
        zsh.expect_exact(completed)
        zsh.close(force=True)


def test_completion_can_be_shown_and_installed() -> None:
    run = warm.run([sys.executable, "-m", "spasm_cli", "--help"], capture_output=True, text=True, check=True)
    assert "--install-completion" in run.stdout
    assert "--show-completion" in run.stdout
    shown = warm.run(
        [sys.executable, "-m", "spasm_cli"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "_SPASM_COMPLETE": "source_bash"},
    )
    assert "complete -o default -F" in shown.stdout
