"""Whose numbers and words: those asked for, else those of the place that time zone and locale agree on; never silently one of two."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.places import OTHER, Place
from spasm_cli.errors import SpasmError
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import say
from spasm_cli.text import shorten

_ZONES = "zoneinfo/"


def load_here(knowledge_file: str | None, country: str | None) -> Knowledge:
    """Load the knowledge file to use, with the words of the place to use.

    Raises:
        KnowledgeError: with every problem in the file.
        SpasmError: it cannot be read, or has no such place.
    """
    knowledge = load_knowledge(knowledge_file)
    return knowledge.at(*countries(knowledge.places, country))


def load_anyhow(knowledge_file: str | None, country: str | None) -> Knowledge:
    """Load the knowledge file to use, else the built-in one, for the place to use, else for any.

    Raises:
        SpasmError: there is none at all.
    """
    try:
        knowledge = load_knowledge(knowledge_file)
    except SpasmError:
        knowledge = load_knowledge(str(data_file("causes.toml")))
    try:
        codes = countries(knowledge.places, country)
    except SpasmError:
        codes = (OTHER,)
    return knowledge.at(*codes)


def countries(places: Mapping[str, Place], chosen: str | None) -> tuple[str, ...]:
    """Return the place to use: the one chosen, else SPASM_COUNTRY, else what time zone and locale both name.

    Where these name two places of the file, both are returned; where one of them names none, it is `other`.

    Raises:
        SpasmError: the file has no place of the name that was chosen.
    """
    asked, where = (chosen, "--country") if chosen else (os.environ.get("SPASM_COUNTRY", ""), "SPASM_COUNTRY")
    # Files of settings keep quotes.
    if name := asked.strip(" \t\r\n\"'"):
        code = name.lower() if name.lower() in places else _of(places, "regions", name.upper())
        if code is None:
            # No nearest name: it may have another number.
            known = ", ".join(
                say("command.place", code=each, name=place["name"]) for each, place in places.items()
            )
            raise SpasmError(say("command.no_place", where=where, name=shorten(name), places=known))
        return (code,)
    zone, region = _of(places, "timezones", _time_zone()), _of(places, "regions", _region())
    if zone is None or region is None:
        return (OTHER,)
    return tuple(dict.fromkeys((zone, region)))


def _of(places: Mapping[str, Place], key: str, name: str) -> str | None:
    return next((code for code, place in places.items() if name and name in place.get(key, ())), None)


def _time_zone() -> str:
    """Return the name of the time zone as the system has it; links are not followed, since they join countries."""
    if zone := os.environ.get("TZ", "").removeprefix(":"):
        return zone.rpartition(_ZONES)[2]
    if sys.platform == "win32":
        return ""
    try:
        return str(Path("/etc/localtime").readlink()).rpartition(_ZONES)[2]
    except OSError:
        pass
    try:
        return Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _region() -> str:
    """Return the country part of the locale, as in en_GB.UTF-8."""
    settings = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, settings), "")
    return locale.partition(".")[0].partition("@")[0].partition("_")[2].upper()
