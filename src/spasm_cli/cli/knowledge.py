"""`spasm knowledge …`: look at, check and copy the knowledge file."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from spasm_cli.errors import SpasmError
from spasm_cli.files.knowledge_file import data_file, inspect, knowledge_path, load_knowledge
from spasm_cli.files.reading import shown_name
from spasm_cli.text import harmless

_SCHEMA = "causes.schema.json"


def run_validate(file: str | None, *, strict: bool) -> int:
    """Print every problem of a knowledge file; return 1 when there is one (or a warning, when strict)."""
    path = knowledge_path(file)
    loaded = inspect(path)
    for line in loaded.errors:
        print(line)
    for line in loaded.warnings:
        print(f"{line} (warning)")
    counts = f"{len(loaded.errors)} problem(s), {len(loaded.warnings)} warning(s)"
    print(f"{shown_name(path)}: {counts if loaded.errors or loaded.warnings else 'no problems'}")
    if loaded.errors and loaded.knowledge is None:
        print("Mend these, then run again: more may follow.")
    return int(bool(loaded.errors or (strict and loaded.warnings)))


def run_questions(file: str | None) -> None:
    """Write the questions as a JSON list, with the keys of the file."""
    questions = load_knowledge(knowledge_path(file)).questions
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(questions), indent=2) + b"\n")


def run_path(file: str | None) -> None:
    """Print where the knowledge file in use is."""
    print(harmless(knowledge_path(file)))


def run_test(files: Sequence[str], knowledge_file: str | None, *, as_json: bool) -> int:
    """Print how the knowledge does on worked cases; return 1 when a case is missed."""
    from spasm_cli.files.cases_file import load_cases, score_cases
    from spasm_cli.report.lines.score import score_text

    knowledge = load_knowledge(knowledge_path(knowledge_file))
    report = score_cases(knowledge, [case for file in files for case in load_cases(file, knowledge)])
    if as_json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    else:
        print(score_text(report))
    return int(any(outcome.missed for outcome in report.outcomes))


def run_schema() -> None:
    """Write the JSON Schema of the file to standard output."""
    sys.stdout.buffer.write(data_file(_SCHEMA).read_bytes())


def run_copy(name: str, *, force: bool) -> None:
    """Write the built-in file to `name`, and its schema beside it.

    Raises:
        SpasmError: a file is there already, or cannot be written.
    """
    from spasm_cli.files.writing import write_new

    schema = Path(name).parent / _SCHEMA
    if Path(name).name == schema.name:
        raise SpasmError(f"{name}: this name is for the schema that goes beside the copy; choose another.")
    write_new(name, data_file("causes.toml").read_bytes(), force=force, private=False)
    try:
        write_new(str(schema), data_file(_SCHEMA).read_bytes(), force=True, private=False)
    except SpasmError as error:
        raise SpasmError(f"{name} is written, but not the schema that goes beside it. {error}") from None
    print(
        harmless(f"{name} and {schema} written. Check it with: spasm knowledge validate {shlex.quote(name)}")
    )
