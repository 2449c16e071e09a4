"""Where things stand in a TOML file: tomllib keeps no positions, and a message needs its line."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


@dataclass
class LineIndex:
    """The lines of a file by table: `[[questions]]` counts up from 0, `[meta]` is its own table.

    A table of an entry, such as `[causes.findings]`, has the place of its entry.
    """

    lines: list[str]
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    """(table, index) → the line of its header, from 1."""

    @classmethod
    def of(cls, text: str) -> "LineIndex":
        """Find the headers, passing over texts of many lines."""
        # Not splitlines: editors do not end a line at a form feed or U+2028.
        index = cls(text.split("\n"))
        seen: dict[str, int] = {}
        inside = False
        for number, line in enumerate(index.lines, 1):
            header = None if inside else _HEADER.match(line)
            if header:
                name = header[1]
                many = line.lstrip().startswith("[[")
                seen[name] = seen.get(name, -1) + 1 if many else seen.get(name.rpartition(".")[0], 0)
                index.starts.setdefault((name, seen[name]), number)
            inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
        return index

    def line_of(self, table: str, place: int, *words: str) -> int:
        """Return the line in an entry of the last word's key, or where all words stand, else its header."""
        return self.lines_of(table, place, *words)[0]

    def lines_of(self, table: str, place: int, *words: str) -> list[int]:
        """Return every such line of an entry, or its header alone."""
        start = self.starts.get((table, place))
        if start is None:
            above, _, name = table.rpartition(".")
            return self.lines_of(above, place, name) if above else [1]
        later = [
            number
            for (name, _), number in self.starts.items()
            if number > start and not self._inner(table, name)
        ]
        end = min(later, default=len(self.lines) + 1)
        inside = self.lines[start - 1 : end - 1]
        with_each = [
            {number for number, line in enumerate(inside, start) if word in line} for word in words
        ] or [set()]
        with_all = sorted(set.intersection(*with_each))
        with_key = [number for number in sorted(set.union(*with_each)) if self._key(number) in words]
        # A word alone may be part of another; of several, one may be a key with the other lines below it.
        return (with_key or with_all if len(words) == 1 else with_all or with_key) or [start]

    def _key(self, number: int) -> str:
        key = _KEY.match(self.lines[number - 1])
        return key[1] if key else ""

    @staticmethod
    def _inner(table: str, name: str) -> bool:
        return name.startswith(f"{table}.")
