"""Where things stand in a TOML file: tomllib keeps no positions, and a message needs its line."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


@dataclass
class LineIndex:
    """The lines of a file by table: `[[questions]]` counts up from 0, `[meta]` is its own table."""

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
                place = seen.get(name, -1) + 1 if line.lstrip().startswith("[[") else 0
                seen[name] = place
                index.starts.setdefault((name, place), number)
            inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
        return index

    def line_of(self, table: str, place: int, *words: str) -> int:
        """Return the line in an entry where all words stand, else of the last word's key, else its header."""
        start = self.starts.get((table, place))
        if start is None:
            above, _, name = table.rpartition(".")
            return self.line_of(above, 0, name) if above else 1
        later = [
            number
            for (name, _), number in self.starts.items()
            if number > start and not self._inner(table, name)
        ]
        end = min(later, default=len(self.lines) + 1)
        for number in range(start, end):
            if words and all(word in self.lines[number - 1] for word in words):
                return number
        for number in range(start, end):
            key = _KEY.match(self.lines[number - 1])
            if key and words and key[1] in words:
                return number
        return start

    @staticmethod
    def _inner(table: str, name: str) -> bool:
        return name.startswith(f"{table}.")
