"""`spasm knowledge …`: look at, check and copy the knowledge file."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from spasm_cli.cli.country import load_here
from spasm_cli.cli.showing import show
from spasm_cli.cli.streams import fitted
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import KnowledgeError, SpasmError
from spasm_cli.files.knowledge_file import built_in, inspect, knowledge_path, load_knowledge, origin_named
from spasm_cli.files.reading import read_bytes, shown_name
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import say
from spasm_cli.text import harmless
from spasm_cli.wrapping import columns

_SCHEMA = "causes.schema.json"


def run_validate(file: str | None, *, strict: bool) -> int:
    """Print every problem of a knowledge file; return 1 when there is one (or a warning, when strict)."""
    path = knowledge_path(file)
    try:
        with origin_named(file):
            loaded = inspect(path)
    except KnowledgeError as error:
        # Of the words beside it, which every other command refuses.
        print(fitted(str(error), sys.stdout))
        return 1
    for line in (*loaded.errors, *(say("knowledge.warning", line=line) for line in loaded.warnings)):
        print(fitted(line, sys.stdout))
    key = "counts" if loaded.errors or loaded.warnings else "no_problems"
    counts = {"errors": len(loaded.errors), "warnings": len(loaded.warnings)}
    print(fitted(say(f"knowledge.{key}", file=shown_name(path), **counts), sys.stdout))
    if loaded.errors and loaded.knowledge is None:
        print(say("knowledge.more"))
    return int(bool(loaded.errors or (strict and loaded.warnings)))


def run_questions(file: str | None, country: str | None, *, fhir: bool) -> None:
    """Write the questions as a JSON list, with the keys of the file, or as a FHIR Questionnaire."""
    knowledge = load_here(file, country)
    told: object = knowledge.questions
    if fhir:
        from spasm_cli.files.fhir_form import questionnaire

        told = questionnaire(knowledge)
    _write_json(told)


def run_path(file: str | None) -> None:
    """Print where the knowledge file in use is.

    Raises:
        SpasmError: it cannot be read.
    """
    path = knowledge_path(file)
    with origin_named(file):
        read_bytes(path)
    print(harmless(path))


def run_test(
    files: Sequence[str], knowledge_file: str | None, *, signs: bool, as_json: bool, plain: bool
) -> int:
    """Print how the knowledge does on worked cases, and what they use of its signs; return 1 when a case is missed."""
    from spasm_cli.core.sign_counts import count_signs
    from spasm_cli.files.cases_file import load_cases, score_cases, sheets_of
    from spasm_cli.report.lines.score import score_text
    from spasm_cli.report.signs import signs_document

    knowledge = load_here(knowledge_file, None)
    cases = [case for file in files for case in load_cases(file, knowledge)]
    report = score_cases(knowledge, cases)
    counts = count_signs(knowledge, sheets_of(knowledge, cases)) if signs else None
    if as_json:
        told = msgspec.to_builtins(report) | ({"signs": counts} if counts else {})
        _write_json(told)
    else:
        # Elsewhere than on a terminal a miss stays one line.
        print(score_text(report, knowledge.words, columns(sys.stdout) if sys.stdout.isatty() else None))
        if counts:
            print()
            show(signs_document(knowledge.words, counts), plain=plain)
    return int(any(outcome.missed for outcome in report.outcomes))


def run_evidence(file: str | None, case_files: Sequence[str] | None, *, as_json: bool, plain: bool) -> None:
    """Print what every number of a knowledge file rests on, weighed by worked cases, or by the demo where it fits the file."""
    from spasm_cli.core.evidence import grounds_of
    from spasm_cli.files.cases_file import load_cases, load_demo, sheets_of
    from spasm_cli.report.evidence import evidence_document

    knowledge = load_here(file, None)
    if case_files:
        sheets = sheets_of(knowledge, [case for name in case_files for case in load_cases(name, knowledge)])
    else:
        try:
            sheets = sheets_of(knowledge, list(load_demo(knowledge, knowledge_path(file)).values()))
        except SpasmError:
            # A file of one's own may ask something else, or speak a language that has no demo.
            sheets = []
    grounds = grounds_of(knowledge, sheets)
    if as_json:
        _write_json(grounds)
    else:
        show(evidence_document(knowledge, grounds), plain=plain)


def run_diff(file: str | None, *, as_json: bool, plain: bool) -> None:
    """Print what a knowledge file says otherwise than the built-in one.

    Raises:
        KnowledgeError: the file has problems.
        SpasmError: it cannot be read.
    """
    from spasm_cli.core.differences import differences
    from spasm_cli.report.differences import differences_document

    own, knowledge = built_in(), load_knowledge(file)
    found = differences(own, knowledge)
    if as_json:
        _write_json(found)
    else:
        show(differences_document(own, knowledge, found), plain=plain)


def _write_json(told: object) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")


def run_schema() -> None:
    """Write the JSON Schema of the file to standard output."""
    sys.stdout.buffer.write(data_file(_SCHEMA).read_bytes())


def run_copy(name: str, *, force: bool) -> None:
    """Write the built-in file to `name`, and its schema beside it.

    A schema that is the same already stays.

    Raises:
        SpasmError: another file is there already, or one cannot be written.
    """
    from spasm_cli.files.writing import unfit, write_new

    schema = Path(name).parent / _SCHEMA
    if Path(name).name == schema.name:
        raise SpasmError(say("knowledge.for_schema", file=name))
    files = {name: data_file("causes.toml").read_bytes(), str(schema): data_file(_SCHEMA).read_bytes()}
    if os.path.isfile(schema) and schema.read_bytes() == files[str(schema)]:  # noqa: PTH113 - Path raises where it may not look
        del files[str(schema)]
    problems = [
        say("file.problem", file=each, problem=problem)
        for each in files
        if (problem := unfit(each, force=force))
    ]
    if problems:
        raise SpasmError("\n".join(problems))
    # The copy last: where it fails, a second try finds nothing in its way.
    for each, data in reversed(files.items()):
        write_new(each, data, force=force, private=False)
    print(harmless(say("knowledge.copied", files=say("list.and").join(files), file=shlex.quote(name))))


def run_sign(name: str, *, reviewer: str) -> None:
    """Write who reviewed a file, and when, into it, with the hash of what it says now.

    Raises:
        KnowledgeError: the file has problems; what cannot be used cannot be signed.
        SpasmError: it cannot be read or written, or the name holds no letter.
    """
    from datetime import UTC, datetime

    from spasm_cli.files.reading import decode, parse_toml
    from spasm_cli.files.signing import fingerprint, is_signed, signed
    from spasm_cli.files.translation import words_for
    from spasm_cli.files.writing import write_new

    if name == "-":
        raise SpasmError(say("knowledge.sign_pipe"))
    if not any(map(str.isalpha, reviewer)):
        raise SpasmError(say("knowledge.no_reviewer"))
    knowledge = load_knowledge(name)
    text = decode(read_bytes(name), name)
    words = words_for(knowledge.meta.language, name)
    sha256 = fingerprint(parse_toml(text, name), words)
    today = datetime.now(UTC).date().isoformat()
    new = signed(text, reviewer=harmless(reviewer), date=today, sha256=sha256)
    if not is_signed(new, words):
        raise SpasmError(say("knowledge.sign_breaks", file=name))
    _show_safety(knowledge, name)
    write_new(name, new.encode(), force=True, private=False)
    print(harmless(say("knowledge.signed", file=name, reviewer=reviewer, date=today)))


def _show_safety(knowledge: Knowledge, name: str) -> None:
    """Show whoever signs a file how what concerns safety differs from the built-in file, or that it does not."""
    from spasm_cli.core.differences import differences
    from spasm_cli.report.differences import safety_document

    own = built_in()
    found = differences(own, knowledge)
    show(safety_document(own, knowledge, found, shlex.quote(name)), plain=True)
    print()
