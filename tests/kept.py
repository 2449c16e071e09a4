"""Whole texts that were looked at and kept, so that a change of what a person reads is seen; UPDATE_GOLDEN=1 keeps new ones."""

import os
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden")


def same_as_kept(name: str, text: str, *, sha256: str = "") -> None:
    """Compare with tests/golden/`name`; the hash of the knowledge file changes with every edit, the texts need not."""
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    if sha256:
        text = text.replace(sha256[:8], "########")
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
