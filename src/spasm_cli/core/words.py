"""The program's own words: texts by key, with placeholders, in the language of the knowledge."""

import re
from collections.abc import Mapping
from typing import NamedTuple

Text = str | Mapping[str, str]
"""A text; or one for each number, by "1", by a range such as "2-4", and by "other"."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Words(NamedTuple):
    """Every text of the program, by table and name."""

    language: str
    texts: Mapping[str, Mapping[str, Text]]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `table.name` with these values in their places; `count` chooses among several."""
        table, _, name = key.partition(".")
        text = self.texts[table][name]
        if not isinstance(text, str):
            text = _for_number(text, values["count"])
        return _PLACEHOLDER.sub(lambda place: str(values[place[1]]), text) if values else text


def _for_number(texts: Mapping[str, str], count: object) -> str:
    number = int(str(count))
    for name, text in texts.items():
        least, _, most = name.partition("-")
        if name != "other" and int(least) <= number <= int(most or least):
            return text
    return texts["other"]


def placeholders(text: Text) -> frozenset[str]:
    """Return the names of the values that a text has a place for."""
    texts = [text] if isinstance(text, str) else text.values()
    return frozenset(name for each in texts for name in _PLACEHOLDER.findall(each))
