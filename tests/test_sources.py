"""How a source was read: what may rest on it, and that whoever is shown it is told."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from test_loading import SMALL, line_of, write
from test_numbers import FINDING
from test_report import SMALL as DRAWN
from test_report import forms, result

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.knowledge_file import inspect
from spasm_cli.files.shipped import data_file
from spasm_cli.report.lines.explain import explain

PRESS = 'publisher = "Press"\n'
COPY = 'read = "copy"\ncopy_url = "https://example.org/copy"\n'
COUNT = '{ yes = 19, of = 20, from = "BOOK", note = "N" }'


def book(keys: str, text: str = SMALL) -> str:
    """The small file, and what more it says of its one book, which its one flag, an emergency, rests on."""
    assert text.count(PRESS) == 1
    return text.replace(PRESS, PRESS + keys)


@pytest.mark.parametrize(
    ("keys", "needle", "message"),
    [
        ('read = "copy"\n', "read =", "a copy needs copy_url: where it was read"),
        (
            'read = "abstract"\ncopy_url = "https://example.org/copy"\n',
            "copy_url =",
            'copy_url is the address of a copy that was read; write read = "copy" with it, or delete it',
        ),
        ('copy_url = "https://example.org/copy"\n', "copy_url =", "copy_url is the address of a copy"),
        (
            'read = "copy"\ncopy_url = "example.org"\n',
            "copy_url =",
            "copy_url: must start with https:// or http://",
        ),
        ('read = "twice"\n', "read =", "read"),
    ],
    ids=["no address", "address of an abstract", "address alone", "no web address", "another word"],
)
def test_a_copy_and_its_address_go_together(tmp_path: Path, keys: str, needle: str, message: str) -> None:
    text = book(keys)
    (error,) = inspect(write(tmp_path, text)).errors
    assert message in error
    assert f".toml:{line_of(text, needle)}: " in error


@pytest.mark.parametrize("keys", ["", 'read = "full"\n', 'read = "part"\n', 'read = "abstract"\n'])
def test_an_original_carries_an_emergency_and_a_count(tmp_path: Path, keys: str) -> None:
    found = inspect(write(tmp_path, book(keys, SMALL.replace(FINDING, COUNT))))
    assert (found.errors, found.warnings) == ((), ())


def test_a_copy_carries_a_count_and_no_emergency_alone(tmp_path: Path) -> None:
    text = book(COPY, SMALL.replace(FINDING, COUNT))
    found = inspect(write(tmp_path, text))
    assert found.errors == ()
    (warning,) = found.warnings
    assert warning.endswith(
        'flags "cold": an emergency rests on judgement or copies alone; name an original that was read'
    )
    assert f".toml:{line_of(text, 'may_be =') + 1}: " in warning


def test_a_copy_carries_what_is_no_emergency(tmp_path: Path) -> None:
    text = book(COPY, SMALL.replace('urgency = "emergency"', 'urgency = "same_day"'))
    assert inspect(write(tmp_path, text)).warnings == ()


@pytest.mark.parametrize("more", ["", ', "BOOK"'], ids=["alone", "and a copy"])
def test_judgement_carries_no_emergency(tmp_path: Path, more: str) -> None:
    text = book(COPY, SMALL.replace('"Cold"\nsources = ["BOOK"]', f'"Cold"\nsources = ["judgement"{more}]'))
    (warning,) = inspect(write(tmp_path, text)).warnings
    assert "an emergency rests on judgement or copies alone" in warning


def test_a_weak_source_carries_no_count(tmp_path: Path) -> None:
    text = book("weak = true\n", SMALL.replace(FINDING, COUNT))
    (error,) = inspect(write(tmp_path, text)).errors
    assert '"BOOK" is weak and carries no count: write p, from = "judgement" and near = ["BOOK"]' in error
    assert f".toml:{line_of(text, 'place.leg =')}: " in error


def test_a_weak_source_may_be_near(tmp_path: Path) -> None:
    assert inspect(write(tmp_path, book("weak = true\n"))).errors == ()


@pytest.mark.parametrize(
    ("urgency", "sources", "message"),
    [
        ("routine", '"BOOK"', 'weak sources alone carry this flag; name a better one, or "judgement" beside'),
        ("emergency", '"BOOK"', "weak sources alone carry this flag"),
        ("emergency", '"BOOK", "judgement"', "an emergency rests on judgement or copies alone"),
        ("routine", '"BOOK", "judgement"', ""),
    ],
)
def test_a_weak_source_carries_no_flag_alone(
    tmp_path: Path, urgency: str, sources: str, message: str
) -> None:
    text = book("weak = true\n", SMALL.replace('urgency = "emergency"', f'urgency = "{urgency}"'))
    text = text.replace('may_be = "Cold"\nsources = ["BOOK"]', f'may_be = "Cold"\nsources = [{sources}]')
    warnings = inspect(write(tmp_path, text)).warnings
    assert len(warnings) == bool(message)
    assert all(message in warning for warning in warnings)


def read_as(read: str | None, *, url: str = "https://x.org/BOOK") -> Knowledge:
    """The knowledge of the drawn tests, its book read so."""
    first, *others = DRAWN.sources
    copy_url = "https://x.org/copy" if read == "copy" else ""
    return replace(DRAWN, sources=(replace(first, read=read, url=url, copy_url=copy_url), *others))


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (None, "Title of BOOK. Press."),
        ("full", "Title of BOOK. Press."),
        ("part", "Title of BOOK. Press. (Read in part.)"),
        ("abstract", "Title of BOOK. Press. (Abstract read.)"),
        ("copy", "Title of BOOK. Press. (A copy read.)"),
    ],
)
def test_whoever_is_shown_a_source_is_told_how_it_was_read(read: str | None, told: str) -> None:
    knowledge = read_as(read)
    for text in forms(result("same day", knowledge), why=True, knowledge=knowledge).values():
        assert f"BOOK: {told} https://x.org/BOOK" in text
    assert f"\n{told}\n" in explain(knowledge, "BOOK")
    assert f"BOOK: {told}\n" in explain(knowledge, "alpha")


def test_the_address_is_that_of_the_original_and_of_the_copy_where_none_is_known() -> None:
    for url, shown in (("https://x.org/BOOK", "https://x.org/BOOK"), ("", "https://x.org/copy")):
        knowledge = read_as("copy", url=url)
        for text in forms(result("same day", knowledge), why=True, knowledge=knowledge).values():
            assert f"Press. (A copy read.) {shown} PAPER:" in text
        page = explain(knowledge, "BOOK").splitlines()
        assert [line for line in page if line.startswith("https")] == [
            each for each in (url, "https://x.org/copy") if each
        ]


def test_every_shipped_source_says_how_it_was_read_and_names_no_copy_as_its_publisher() -> None:
    knowledge = inspect(str(data_file("causes.toml"))).knowledge
    assert knowledge
    for source in knowledge.sources:
        assert source.read, source.id
        assert source.url or source.copy_url, source.id
        for said in ("(copy", "(opening read", "(mirror", "quoting"):
            assert said not in f"{source.title} {source.publisher}", source.id
