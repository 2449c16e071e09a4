"""Plain text, wrapped: paragraphs, headings and labelled lines."""

from spasm_cli.text import clean
from spasm_cli.wrapping import wrap


class Sheet:
    """Collects lines of at most `width` columns; only a web address may be longer."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []

    def say(self, text: str, *, indent: int = 0, first: str = "") -> None:
        """Add a paragraph; `first` is put before it, and the lines after the first stand below the text."""
        margin = " " * indent + first
        self.lines += wrap(clean(text), self.width, first=margin, rest=" " * len(margin), hyphens=False)

    def head(self, text: str) -> None:
        """Add a heading with a blank line on either side."""
        self.gap()
        self.say(clean(text).upper())
        self.gap()

    def title(self, text: str) -> None:
        """Add a heading right above what it heads, or nothing where there is none."""
        if text:
            self.say(clean(text).upper())

    def label(self, name: str, text: str, *, indent: int = 0) -> None:
        """Add "name: text", or nothing when there is no text."""
        if text:
            self.hang(f"{name}: {text}", indent=indent)

    def hang(self, text: str, *, indent: int = 0) -> None:
        """Add a paragraph whose lines after the first stand further right."""
        margin = " " * indent
        self.lines += wrap(clean(text), self.width, first=margin, rest=margin + "  ", hyphens=False)

    def address(self, url: str, *, indent: int = 0) -> None:
        """Add a web address on a line of its own, whole, so that it can be copied; or nothing where there is none."""
        if url:
            self.lines.append(" " * indent + clean(url))

    def gap(self) -> None:
        """Add a blank line, but never two together and none at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        """Return all lines, without blank ones at the end."""
        return "\n".join(self.lines).rstrip()
