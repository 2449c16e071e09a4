"""No sentence that a person reads stands in the code below its folders: it is in data/words.toml."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "spasm_cli"
FOLDERS = ("core", "files", "prompts", "report", "cli")
MODULES = sorted(path for folder in FOLDERS for path in (SOURCE / folder).rglob("*.py"))
TWO_WORDS = re.compile(r"[^\W\d_]{2}\S*\s+\S*[^\W\d_]{2}")
NO_WORDS = {
    "doc": "says what a key of the knowledge file is, in its schema, for editors",
    "Meta": "the same",
    "re.compile": "a pattern",
    "re.sub": "a pattern",
    "re.match": "a pattern",
    "re.search": "a pattern",
    "re.fullmatch": "a pattern",
    "Style": "colours and weights",
}
"""Calls whose texts nobody reads on a screen, with the reason."""
LITERAL = {
    "cli/streams.py fault": "a fault of our own: the words may be what is broken",
    "files/shipped.py data_file": "a broken installation: the words may be what is missing",
    "files/words_file.py own_words": "the same",
    "files/reading.py _OPEN_TEXT": "a pattern of what Python says",
    "files/reading.py _HINTS": "the same",
    "files/signing.py signed": "TOML",
    "report/drawing.py": "SVG",
}
"""Where sentences may stand: a module, or a function or a constant of one."""
VALUES = {
    "core/evaluation.py": dict.fromkeys(
        (
            " (patterns only)",
            "top-1, acceptable causes too0",
            "top-0, acceptable causes too0",
            "urgency exact",
            "urgency fair",
        ),
        "names in the JSON of `knowledge test`; [measure] has words for them",
    ),
    "core/interview.py": dict.fromkeys(
        ("there is no question to answer", "0 has no answer", "there is no box to confirm"),
        "for who calls it wrongly, never on a screen",
    ),
    "core/vocabulary.py": {
        "A condition: { all = [...], any = [...], at_least = 1, none = [...] } over question.option or @set, or a list of "
        "such tables of which one must hold.": "for the schema, as in doc()"
    },
    "files/fhir_writing.py": {'<div xmlns="0"><p>0</p></div>': "XHTML"},
    "cli/showing.py": {
        "(What a danger sign asks for was said.)": "a note on an exception, never on a screen"
    },
}
"""Texts that are no words on a screen, by module, with the reason; 0 stands for what is put in."""


def calls(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield everything inside the calls of NO_WORDS."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in NO_WORDS:
            yield from ast.walk(node)


def literals(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each text of a module that is more than one word, with the name of the function or constant it stands in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node) for node in calls(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))  # a docstring
        elif isinstance(node, ast.AnnAssign):
            passed |= {id(part) for part in ast.walk(node.annotation)}
    for statement in tree.body:
        for node in ast.walk(statement):
            if id(node) in passed:
                continue
            text = ""
            if isinstance(node, ast.JoinedStr):
                passed |= {id(part) for part in node.values}
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            if TWO_WORDS.search(text):
                yield _name(statement), text


def _name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    return str(getattr(statement, "name", ""))


def found() -> list[tuple[str, str, str]]:
    return [(str(path.relative_to(SOURCE)), name, text) for path in MODULES for name, text in literals(path)]


def test_no_sentence_that_a_person_reads_stands_in_the_code() -> None:
    left = [
        f"{module} {name}: {text}"
        for module, name, text in found()
        if not {module, f"{module} {name}"} & {*LITERAL} and text not in VALUES.get(module, {})
    ]
    assert left == []


def test_no_exemption_is_stale() -> None:
    texts = found()
    assert {*LITERAL} <= {place for module, name, _ in texts for place in (module, f"{module} {name}")}
    exempt = {(module, text) for module, values in VALUES.items() for text in values}
    assert exempt - {(module, text) for module, _, text in texts} == set()


@pytest.mark.parametrize("page", sorted((SOURCE / "report").glob("*.jinja")), ids=lambda path: path.name)
def test_no_word_stands_in_the_page_itself(page: Path) -> None:
    """What is not markup, style or a value in the template of a page would be on every page, in English."""
    text = page.read_text(encoding="utf-8")
    for what in (r"<style>.*?</style>", r"\{[{%].*?[%}]\}", r"<[^>]*>"):
        text = re.sub(what, " ", text, flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]+", text) == []


def test_a_sentence_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "told.py"
    module.write_text(
        '''"""A module."""\n\n\ndef tell(name: str) -> str:\n    """Say it."""\n    return f"{name} is wrong"\n'''
    )
    assert list(literals(module)) == [("tell", "0 is wrong")]
