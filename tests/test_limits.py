"""Files that are far too much of something: refused in under two seconds of work and 200 MB, with the tool's own error."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_loading import SMALL

SECONDS, MEGABYTES = 2, 200
MOST_MESSAGE = 60_000
WITHIN_LIMIT = 990_000

WATCH = """
import contextlib, io, json, re, sys, time
from pathlib import Path
from spasm_cli.cli.running import run

for line in sys.stdin:
    sys.argv = ["spasm", *json.loads(line)]
    begin, out, err = time.process_time(), io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run()
    # Not ru_maxrss: on Linux it counts what the parent had when it forked.
    most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    seconds = time.process_time() - begin
    print(json.dumps([code, seconds, int(most) / 1024, out.getvalue() + err.getvalue()]), flush=True)
"""
"""Run one command after another, and say of each what it took; memory is the most of all so far."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory of Linux")


Files = dict[str, str]


def repeat(text: str, most: int = WITHIN_LIMIT) -> str:
    """As often as a file that is still read can hold it, with a number in the place of %d."""
    count = min(most, WITHIN_LIMIT // (len(text) + 5))
    return "".join(text.replace("%d", str(number)) for number in range(count))


def knowledge_files() -> Files:
    return too_deep_or_many() | too_much_to_check()


def too_deep_or_many() -> Files:
    """What every file in TOML could be; they are all read by the same lines of code."""
    return {
        "brackets": "x = " + "[" * 100_000,
        "closed brackets": "x = " + "[" * 100_000 + "]" * 100_000,
        "inline tables": "x = " + "{a=" * 100_000,
        "dotted key": ".".join(["a"] * 100_000) + " = 1",
        "quoted dotted key": " . ".join(['"a"', "'b'"] * 50_000) + " = 1",
        "escaped dotted key": ".".join([r'"\""'] * 40_000) + " = 1",
        "dotted table": f"[{'.'.join(['a'] * 100_000)}]\n" + "b.c = 1\n" * 1000,
        "dotted keys that may just be": repeat(".".join(["a"] * 18) + ".b%d = 1\n"),
        "many keys": repeat("k%d = 1\n"),
        "many tables": repeat("[t%d]\n"),
        "many lists of tables": repeat("[[t]]\n"),
        "many empty tables": "x = [" + "{}," * 300_000 + "]",
        "long key": "k" * WITHIN_LIMIT + " = 1",
        "long text": 'x = "' + "y" * WITHIN_LIMIT + '"',
        "digits": "x = " + "9" * WITHIN_LIMIT,
        "hexadecimal digits": "x = 0x" + "f" * WITHIN_LIMIT,
        "large float": f"x = 1{'0' * 900_000}.0e999999",
        "underscores": "x = " + "1_" * 400_000,
        "escapes": 'x = "' + "\\u0041" * 150_000 + '"',
        "blank lines": "\n" * WITHIN_LIMIT,
        "quotes": '"' * WITHIN_LIMIT,
        "backslashes": 'x = "' + "\\" * WITHIN_LIMIT,
    }


OPTION = 'baseline = { p = 0.4, from = "judgement" } },'
assert OPTION in SMALL


def too_much_to_check() -> Files:
    def with_list(old: str, item: str) -> str:
        return SMALL.replace(old, f"[{repeat(item)[:-10_000].rpartition(',')[0]}]", 1)

    gates = "".join(
        f'[[questions]]\nid = "q{place}"\nwhen = {{ any = ["q{place - 1}.a", "q{place - 1}.b"] }}\n'
        'short = "S"\nask = "A"\nhelp = "H"\nkind = "many"\nsection = "safety"\noptions = [{id="a",label="A"},{id="b",label="B"}]\n'
        for place in range(5000)
    )
    source = '[[sources]]\nid = "S"\ntitle = "T"\npublisher = "P"\nurl = "https://example.org"\n'
    unknown = '"s%d",'
    routes = SMALL.replace('unsure = "U"', 'unsure = "U"\nonly_alone = ["x"]', 1).replace
    return {
        "many mistakes": SMALL + repeat('[[flags]]\nid = "f%d"\n', 9000),
        "many unknown keys": SMALL + repeat("k%d = 1\n", 70_000),
        "one id many times": SMALL + repeat(source, 9000),
        "many unknown steps": with_list('["rest"]', '"s%d",'),
        "many unknown answers": with_list('["danger.cold"]', '"danger.s%d",'),
        "many unknown sources": with_list('["BOOK"]', '"s%d",'),
        "many unknown routes": routes('["x"]', f"[{repeat(unknown, 90_000)}]", 1),
        "many options": SMALL.replace(OPTION, OPTION + repeat('{ id = "o%d", label = "x" },', 30_000)),
        "a long row of gates": SMALL + gates.replace('"q-1.a", "q-1.b"', '"danger.cold"'),
        "a large ring of gates": SMALL + gates.replace("q-1.", "q4999."),
        "a large number": SMALL.replace("cap = 10", "cap = 0x" + "f" * 900_000),
        "a large schema": SMALL.replace("schema = 2", "schema = 0x" + "f" * 900_000),
        "many places": SMALL + repeat('[places.p%d]\nname = "N"\n', 9000),
        "many local words": SMALL.replace("local = []", f"local = [{repeat(unknown, 90_000)[:-1]}]"),
        "many placeholders": SMALL.replace('"Good."', f'"{repeat("{p%d}", 90_000)}"'),
        "many braces": SMALL.replace('"Good."', f'"{repeat("{ ")}"'),
        "many sets": SMALL + "[sets]\n" + repeat('s%d = ["place.leg"]\n', 40_000) + 'x = ["@s1"]\n',
        "many uses of a large set": SMALL.replace(
            '"danger.cold"', repeat('"@s",', 10_000) + '"danger.cold"', 1
        )
        + f"[sets]\ns = [{repeat(unknown, 10_000)}]\n",
        "many unknown sets": with_list('["danger.cold"]', '"@s%d",'),
        "lists in all": SMALL.replace(
            'any = ["danger.cold"]', f"all = [{repeat('[' + unknown + '],', 40_000)}]", 1
        ),
        "many sources of a share": with_list('near = ["BOOK"]', '"s%d",').replace(
            'from = "judgement", [', 'from = "judgement", near = ['
        ),
        "a large count": SMALL.replace(
            'p = 0.9, from = "judgement", near = ["BOOK"], note = "Why."',
            f'yes = 1{"0" * 300}, of = 2, from = "BOOK"',
        ),
        "many control characters": SMALL + repeat('[[flags]]\nid="\u202e%d"\n', 9000),
    }


def answers_files() -> Files:
    return {
        "brackets": "x = " + "[" * 100_000,
        "JSON brackets": '{"x": ' + "[" * 100_000,
        "many keys": repeat("k%d = 1\n"),
        "JSON keys": "{" + repeat('"k%d": 1,') + '"x": 1}',
        "a JSON key at the end": "{" + repeat('"k%d": 1,') + '"x": 1, "x": 1}',
        "JSON digits": '{"region": ' + "9" * WITHIN_LIMIT + "}",
        "many options": "medicines = [" + repeat('"o%d",') + "]",
        "many unsure options": "medicines = [" + repeat('"o%d?",') + "]",
        "a long option": f'region = "{"x" * WITHIN_LIMIT}"',
    }


def cases_files() -> Files:
    head = '[[cases]]\nid="x"\npresentation=""\n'
    return {
        "one id many times": "cases = [" + '{id="x",presentation="",urgency="routine",answers={}},' * 18_000 + "]",
        "deep answers": f'{head}urgency="routine"\nanswers={{x={"[" * 300}{"]" * 300}}}',
        "a long level": f'{head}urgency="{"x" * 900_000}"\nanswers={{}}',
    }  # fmt: skip


def results(lines: list[list[str]]) -> list[tuple[int, float, float, str]]:
    """Run the commands one after another in one process: exit code, seconds, megabytes so far, what was said."""
    run = subprocess.run(
        [sys.executable, "-c", WATCH],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return [tuple(json.loads(line)) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(
    ("command", "files"),
    [
        (["knowledge", "validate"], knowledge_files),
        (["check", "--answers"], answers_files),
        (["knowledge", "test"], cases_files),
    ],
    ids=["knowledge", "answers", "cases"],
)
def test_too_much_is_refused_quickly_in_little_memory(
    tmp_path: Path, command: list[str], files: Callable[[], Files]
) -> None:
    (tmp_path / "50 MB").touch()
    os.truncate(tmp_path / "50 MB", 50_000_000)
    for name, content in files().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    paths = list(tmp_path.iterdir())
    found = results([[*command, str(path)] for path in paths])
    for path, (code, seconds, megabytes, said) in zip(paths, found, strict=True):
        assert code in ((1, 2) if command[-1] == "validate" else (2,)), (path.name, code, said)
        assert seconds < SECONDS, (path.name, seconds)
        assert megabytes < MEGABYTES, (path.name, megabytes)
        assert 0 < len(said) < MOST_MESSAGE, (path.name, len(said))


def test_what_is_no_file_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    files = [str(tmp_path / "pipe"), str(tmp_path), "/dev/zero", "/dev/null/x", str(tmp_path / ("x" * 5000))]
    options = [
        ["knowledge", "validate"],
        ["check", "--answers"],
        ["check", "--knowledge"],
        ["knowledge", "test"],
    ]
    lines = [[*option, name] for option in options for name in files]
    for line, (code, seconds, megabytes, said) in zip(lines, results(lines), strict=True):
        assert code == 2, line
        assert said.startswith(f"{line[-1]}: ")
        assert seconds < SECONDS
        assert megabytes < MEGABYTES


def test_a_pipe_that_never_ends_is_read_to_the_limit_only() -> None:
    with Path("/dev/zero").open("rb") as endless:
        run = subprocess.run(
            [sys.executable, "-m", "spasm_cli", "check", "--answers", "-"],
            stdin=endless,
            capture_output=True,
            timeout=60,
            text=True,
        )
    assert run.returncode == 2
    assert run.stderr == "standard input: larger than 1 MB, so not read.\n"
