"""How a page for the hand is wanted: in what letters, from which clinic, of what day. None of it changes a result."""

from typing import Annotated

from msgspec import Meta, Struct

from spasm_cli.core.vocabulary import FileStruct, doc


class Clinic(FileStruct, frozen=True):
    """Who gives the page away; its number stands beside those of the place, and never instead of one."""

    name: Annotated[str, Meta(min_length=1, max_length=80), doc("The name of the clinic.")]
    phone: Annotated[str, Meta(min_length=1, max_length=60), doc("Its phone number, or several.")]
    hours: Annotated[str, Meta(max_length=80), doc("When somebody answers.")] = ""


class Paper(Struct, frozen=True):
    """What a page is to look like."""

    date: str = ""
    """The day, in words or figures; empty leaves a space to write it."""
    large: bool = False
    code: str = ""
    """The answers as a code, where the page is to bear it: whoever has the page has all the answers, then."""
    clinic: Clinic | None = None
