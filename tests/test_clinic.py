"""The clinic on a page: from a small file, with a clear message for every slip; and the day."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from test_page import CASES as PAGES

from spasm_cli.cli.clock import today
from spasm_cli.cli.running import run
from spasm_cli.core.paper import Clinic
from spasm_cli.errors import SpasmError
from spasm_cli.files.clinic_file import read_clinic

SHEET = json.dumps(next(case for case in PAGES if case.id == "night_cramp").answers)


def write(folder: Path, text: str) -> str:
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_clinic_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, '[clinic]\nname = "Harbour"\nphone = "020 7946 0000"\nhours = "8 to 6"\n')
    assert read_clinic(path) == Clinic("Harbour", "020 7946 0000", "8 to 6")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "write [clinic], and below it"),
        ('name = "A"', "write [clinic], and below it"),
        ("clinic = 3", "clinic"),
        ('[clinic]\nname = "A"\nphon = "1"\n', ':3: clinic: phon: no such key (did you mean "phone"?)'),
        ('[clinic]\nname = "A"\n', "phone: this key is missing"),
        ('[clinic]\nname = "A"\nphone = 999\n', "phone: Expected text in quotes, got a whole number"),
        ('[clinic]\nname = ""\nphone = "1"\n', "name: must not be empty"),
        ('[clinic]\nname = "A"\nphone = "' + "1" * 61 + '"\n', "phone: must have at most 60 letters"),
        ('[clinic]\nname = "A"\nphone = "1"\n[logo]\nfile = "x"\n', "logo: does not belong here"),
        ('[clinic]\nname = "A\\u202e"\nphone = "1"\n', "U+202E"),
        ("[clinic]\nname = A\n", "not valid TOML"),
    ],
)
def test_every_slip_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SpasmError) as caught:
        read_clinic(write(tmp_path, text))
    assert told in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_page_has_the_clinic_the_day_and_large_letters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    sheet, page = tmp_path / "a.json", tmp_path / "a.html"
    sheet.write_text(SHEET, encoding="utf-8")
    clinic = write(tmp_path, '[clinic]\nname = "Harbour <b>"\nphone = "020"\n')
    words = ("--answers", str(sheet), "--clinic", clinic, "--large", "--save", str(page), "--country", "gb")
    monkeypatch.setattr(sys, "argv", ["spasm", "check", *words])
    assert run() == 0, capsys.readouterr().err
    html = page.read_text(encoding="utf-8")
    assert "Harbour &lt;b&gt;" in html
    assert "1970-01-02" in html
    assert "font-size: 18pt" in html


@pytest.mark.parametrize("option", [("--large",), ("--clinic", "none.toml"), ("--with-code",)])
def test_an_option_of_the_page_without_a_page_is_refused(
    option: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["spasm", "check", "--set", "region=calf", *option])
    assert run() == 2
    assert f"{option[0]} changes the page alone" in capsys.readouterr().err


def test_the_day_is_here_and_now_or_the_one_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "951782400")
    assert today() == date(2000, 2, 29)
    for unusable in ("", "-1", "soon", "9" * 12):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", unusable)
        assert date(2026, 1, 1) < today() < date(2100, 1, 1)
