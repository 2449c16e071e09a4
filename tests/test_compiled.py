"""The knowledge and the words that a wheel holds ready made: the same as their files, and believed of nothing else."""

import shutil
import tomllib
import zlib
from pathlib import Path

import pytest

from spasm_cli.errors import SpasmError
from spasm_cli.files import compiled, words_file
from spasm_cli.files.compiled import NAME, read_compiled
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import COMPILED, OWN, own_words


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The data folder of a wheel."""
    path = tmp_path / "causes.toml"
    for name in (path.name, OWN):
        shutil.copy(data_file(name), tmp_path)
    path.with_name(NAME).write_bytes(compiled.compiled(load_knowledge(str(path)), path))
    return path


def test_it_says_what_the_file_says(shipped: Path) -> None:
    found = read_compiled(shipped, shipped.read_bytes())
    made = load_knowledge(str(shipped))
    shipped.with_name(NAME).unlink()
    read = load_knowledge(str(shipped))
    assert found is not None
    for name in read.__struct_fields__:
        assert getattr(found, name) == getattr(read, name) == getattr(made, name)


@pytest.mark.parametrize("name", ["causes.toml", OWN])
def test_it_is_not_believed_of_another_file_or_with_other_words(shipped: Path, name: str) -> None:
    with shipped.with_name(name).open("a", encoding="utf-8") as stream:
        stream.write("# A note.\n")
    assert read_compiled(shipped, shipped.read_bytes()) is None


def test_it_is_not_believed_of_another_version(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "__version__", "0.0.0")
    assert read_compiled(shipped, shipped.read_bytes()) is None


def test_damaged_anywhere_it_is_passed_over(shipped: Path) -> None:
    whole, beside = shipped.with_name(NAME).read_bytes(), shipped.with_name(NAME)
    data = shipped.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        beside.write_bytes(whole[:place])
        assert read_compiled(shipped, data) is None
        beside.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_compiled(shipped, data) is None
    beside.unlink()
    assert read_compiled(shipped, data) is None


def test_what_is_whole_and_of_another_form_is_passed_over(shipped: Path) -> None:
    beside = shipped.with_name(NAME)
    for inner in (b"", b"\xc1", b"\x93\xa1\xff\x90\x90"):
        beside.write_bytes(zlib.crc32(inner).to_bytes(4, "big") + inner)
        assert read_compiled(shipped, shipped.read_bytes()) is None


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The words of a wheel, where those that are compiled differ in one."""
    path = tmp_path / OWN
    shutil.copy(data_file(OWN), path)
    other = path.read_bytes().replace(b'"Not sure"', b'"Unsure"')
    monkeypatch.setattr(words_file, "_parsed", lambda _: tomllib.loads(other.decode()))
    path.with_name(COMPILED).write_bytes(words_file.compiled(path.read_bytes()))
    monkeypatch.undo()
    monkeypatch.setattr(words_file, "data_file", tmp_path.joinpath)
    return path


def not_sure() -> str:
    return own_words.__wrapped__()("answer.not_sure")


def test_compiled_words_are_taken_for_those_of_the_file(words: Path) -> None:
    assert not_sure() == "Unsure"
    words.with_name(COMPILED).write_bytes(words_file.compiled(words.read_bytes()))
    assert own_words.__wrapped__() == own_words()


def test_compiled_words_are_not_believed_of_another_file(words: Path) -> None:
    with words.open("a", encoding="utf-8") as stream:
        stream.write("# A note.\n")
    assert not_sure() == "Not sure"


def test_compiled_words_that_are_damaged_anywhere_are_passed_over(words: Path) -> None:
    beside = words.with_name(COMPILED)
    whole = beside.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        beside.write_bytes(whole[:place])
        assert not_sure() == "Not sure"
        beside.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not_sure() == "Not sure"
    beside.unlink()
    assert not_sure() == "Not sure"


@pytest.mark.parametrize("content", [b"\xff", b"a = ", b'[answer]\nnone = "x"'])
def test_broken_words_are_told_in_words_of_the_code(words: Path, content: bytes) -> None:
    words.write_bytes(content)
    with pytest.raises(
        SpasmError, match=r"words\.toml: the program's words cannot be read\. Install it again"
    ):
        not_sure()
