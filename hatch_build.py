"""Compiles the shipped knowledge and words into the wheel, so that start-up need not read and check the TOML."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own; its configuration is not read
    """Puts both beside the TOML in the wheel; an editable install reads the TOML that people edit."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Load and check the file, and add what was made of it; a file with problems stops the build."""
        if version != "standard":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        # Only now can the package be found.
        from spasm_cli.files import compiled, words_file  # noqa: PLC0415
        from spasm_cli.files.knowledge_file import load_knowledge  # noqa: PLC0415

        source = Path(self.root, "data", "causes.toml")
        made = {
            compiled.NAME: compiled.compiled(load_knowledge(str(source)), source),
            words_file.COMPILED: words_file.compiled(source.with_name(words_file.OWN).read_bytes()),
        }
        self.folder = tempfile.TemporaryDirectory()  # removed with the hook, after the wheel is built
        for name, data in made.items():
            target = Path(self.folder.name, name)
            target.write_bytes(data)
            build_data["force_include"][str(target)] = f"spasm_cli/data/{name}"
