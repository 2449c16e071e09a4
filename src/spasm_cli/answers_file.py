"""Answers from outside: a TOML or JSON file, a pipe, and --set."""

import re
from collections import Counter
from collections.abc import Sequence

from spasm_cli.answers import Answers, options_of, parse_answers
from spasm_cli.errors import AnswersError, SpasmError
from spasm_cli.files import decode, parse_toml, read_bytes, shown_name
from spasm_cli.frame import NONE
from spasm_cli.knowledge import Knowledge
from spasm_cli.text import shorten

_JSON_LIST = r"""\s*\[\s*(?:[{"\d]|-\d|\])"""
"""What TOML would take for the name of a table."""


def read_given(knowledge: Knowledge, file: str | None, settings: Sequence[str]) -> Answers:
    """Return the answers of a file ("-" is standard input), overruled by `question=option[,option]` settings.

    Raises:
        AnswersError: with every problem in the answers.
        SpasmError: the file cannot be read, or is neither TOML nor JSON.
    """
    from_file = parse_answers(knowledge, _read(file), source=shown_name(file)) if file else Answers({})
    from_settings = parse_answers(knowledge, _settings(knowledge, settings), source="--set")
    return Answers({**from_file, **from_settings})


def _read(name: str) -> dict[str, object]:
    text = decode(read_bytes(name), name)
    if not text.strip():
        raise SpasmError(f'{shown_name(name)}: empty; write answers such as region = "…", or {{}} for none.')
    if re.match(_JSON_LIST, text):
        raise SpasmError(
            f'{shown_name(name)}: expected an object of answers, such as {{"question": "option"}}.'
        )
    if not text.lstrip().startswith("{"):
        return parse_toml(text, name, value="the answer")
    import json  # noqa: PLC0415 - most sheets are TOML

    try:
        value: dict[str, object] = json.loads(text, object_pairs_hook=_no_repeats, parse_int=float)
    except json.JSONDecodeError as error:
        message = f"{shown_name(name)}:{error.lineno}: not valid JSON: {error.msg} (column {error.colno})."
        raise SpasmError(message) from None
    except RecursionError:
        raise SpasmError(f"{shown_name(name)}: brackets are nested too deeply.") from None
    except ValueError as error:
        raise SpasmError(f"{shown_name(name)}: not valid JSON: {error}.") from None
    return value


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen = dict(pairs)
    if len(seen) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise ValueError(f'"{shorten(next(name for name in counts if counts[name] > 1))}" stands there twice')
    return seen


def _settings(knowledge: Knowledge, settings: Sequence[str]) -> dict[str, object]:
    raw: dict[str, object] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        question = knowledge.question.get(name)
        items = [item.strip() for item in value.split(",") if item.strip()]
        problem = ""
        if not equals or not name:
            problem = f'"{shorten(setting)}": write QUESTION=OPTION'
        elif name in raw:
            problem = f"{shorten(name)}: set twice; keep one"
        elif question and not items:
            problem = f"{name}: name an option: {', '.join(options_of(question))}"
        if problem:
            raise AnswersError("--set: the answers cannot be used.", [problem])
        many = question is not None and question.kind == "many"
        raw[name] = [] if items == [NONE] and many else items if many or len(items) != 1 else items[0]
    return raw
