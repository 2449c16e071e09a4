"""Answers as a code of letters and digits that a person can carry: whoever has the code has all the answers.

A code is the first 20 bits of the file's hash, the day, the rest, and a check of 20 bits. The rest is one large number in
which place and answers are packed by how usual each is (asymmetric numeral systems): what is usual takes next to nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.conditions import applies
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.places import OTHER

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O and U, which look like others; they are read as what they look like."""
MOST_DIGITS = 200
"""Far more than the longest code has."""
GROUP = 5
"""Digits between dashes, where a code is shown."""
_SAME = str.maketrans(
    "ILOU", "110V", " \t\r\n-\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{NO-BREAK SPACE}"
)
_FILE, _DAY, _CHECK = 4, 3, 4
"""How many digits each takes."""
_FIRST = date(2000, 1, 1)
_POLYNOMIAL = 1 << 20 | 1 << 3 | 1
"""Primitive: over less than 200,000 digits, no digit changed and no two swapped leave the check as it was."""


class CodeError(ValueError):
    """A code that cannot be used: `reason` is "letter", "damaged" or "file"; `detail` the letter, or how the file's hash begins."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class Decoded(Struct, frozen=True):
    """What a code holds."""

    answers: Answers
    day: date
    """When it was made."""
    countries: tuple[str, ...]
    """The place whose numbers and words the result had; several where nobody knew which."""


def encode(knowledge: Knowledge, answers: Answers, day: date) -> str:
    """Return answers, and the place of the knowledge, as a code in groups of digits with dashes between them.

    A day before 2000, or after 2089, counts as the nearest that is not.
    """
    days = min(max((day - _FIRST).days, 0), (1 << 5 * _DAY) - 1)
    packer = _Packer()
    _walk(knowledge, packer, answers, (knowledge.country or OTHER).split("+"))
    body = _digits(_file_bits(knowledge), _FILE) + _digits(days, _DAY) + _digits(packer.number)
    code = body + _digits(_remainder(body), _CHECK)
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def decode(knowledge: Knowledge, code: str) -> Decoded:
    """Return what a code holds; small letters, spaces and dashes make no difference.

    Raises:
        CodeError: it is no code, is damaged, or was made with another file.
    """
    digits = code.upper().translate(_SAME)
    if stray := next((each for each in digits if each not in DIGITS), ""):
        raise CodeError("letter", stray)
    body, check = digits[:-_CHECK], digits[-_CHECK:]
    if not _FILE + _DAY <= len(body) <= MOST_DIGITS or _digits(_remainder(body), _CHECK) != check:
        raise CodeError("damaged")
    file, days, packed = body[:_FILE], body[_FILE : _FILE + _DAY], body[_FILE + _DAY :]
    if _number(file) != _file_bits(knowledge):
        raise CodeError("file", f"{_number(file):05x}")
    unpacker = _Unpacker(_number(packed))
    answers, countries = _walk(knowledge, unpacker, Answers({}), ())
    if unpacker.number:
        raise CodeError("damaged")
    return Decoded(answers, _FIRST + timedelta(days=_number(days)), countries)


class _Coder(Protocol):
    def pick(self, weights: Sequence[int], wanted: int, /) -> int:
        """Pack the wanted one of some choices, or unpack which it was; the heavier, the less room it takes."""


class _Packer:
    def __init__(self) -> None:
        self._picked: list[tuple[int, int, int]] = []

    def pick(self, weights: Sequence[int], wanted: int) -> int:
        self._picked.append((sum(weights[:wanted]), weights[wanted], sum(weights)))
        return wanted

    @property
    def number(self) -> int:
        """Everything picked; the first lies on top."""
        number = 0
        for below, weight, total in reversed(self._picked):
            number = number // weight * total + below + number % weight
        return number


class _Unpacker:
    def __init__(self, number: int) -> None:
        self.number = number

    def pick(self, weights: Sequence[int], _wanted: int) -> int:
        high, rest = divmod(self.number, sum(weights))
        picked = 0
        while rest >= weights[picked]:
            rest -= weights[picked]
            picked += 1
        self.number = high * weights[picked] + rest
        return picked


class _Usual:
    """How usual each choice is, to begin with; what is picked becomes more so, and even an odd sheet takes little room."""

    def __init__(self) -> None:
        # In each, the first stands for: not asked, something said, sure, blank.
        self.asked = {"early": [1, 15], "later": [2, 3], "idle": [60, 1]}
        self.empty, self.unsure, self.box = [1, 2], [30, 1], [16, 4, 1]


def _pick(coder: _Coder, weights: list[int], wanted: int) -> int:
    picked = coder.pick(weights, wanted)
    weights[picked] += 3
    return picked


def _walk(
    knowledge: Knowledge, coder: _Coder, given: Answers, countries: Sequence[str]
) -> tuple[Answers, tuple[str, ...]]:
    """Go through place and questions, in the order of the file; return what was picked.

    Whether a question applies is told by the answers before it, which are known on both ways.
    """
    places, usual, found = [*knowledge.places], _Usual(), dict[str, Answer]()
    even = [1] * len(places)
    more = coder.pick([60, *even[1:]], len(countries) - 1)
    wanted = [places.index(code) for code in countries] or [0] * (more + 1)
    picked = tuple(places[coder.pick(even, place)] for place in wanted)
    for question in knowledge.questions:
        when = "early" if question.comes_first else "later"
        kind = when if applies(question, Answers(found)) else "idle"
        answer = given.get(question.id)
        if _pick(coder, usual.asked[kind], int(answer is not None)):
            said = answer or Answer()
            one = question.kind == "one"
            found[question.id] = (
                _walk_one(coder, question, said) if one else _walk_many(coder, usual, question, said)
            )
    return Answers(found), picked


def _walk_one(coder: _Coder, question: Question, answer: Answer) -> Answer:
    names = [None, *(option.id for option in question.options)]
    name = names[coder.pick([1] * len(names), names.index(answer.ticked[0]) if answer.ticked else 0)]
    return Answer((name,)) if name else Answer(not_sure=True)


def _walk_many(coder: _Coder, usual: _Usual, question: Question, answer: Answer) -> Answer:
    if _pick(coder, usual.empty, int(answer == Answer())):
        return Answer()
    not_sure = _pick(coder, usual.unsure, int(answer.not_sure))
    marked: dict[int, set[str]] = {1: set(), 2: set()}
    for option in question.options:
        mark = 1 if option.id in answer.ticked else 2 if option.id in answer.unsure else 0
        if mark := _pick(coder, usual.box, mark):
            marked[mark].add(option.id)
    return make_answer(question, marked[1], marked[2], not_sure=bool(not_sure))


def _file_bits(knowledge: Knowledge) -> int:
    return int(knowledge.sha256[: _FILE * 5 // 4] or "0", 16)


def _remainder(digits: str) -> int:
    """Return what is left of the digits, and a 1 before them, by the polynomial, with a bit turned: the check.

    Without that turn, a code with a 0 behind its check, or in it, could pass.
    """
    rest = 1
    for digit in digits + "0" * _CHECK:
        rest = rest << 5 | DIGITS.index(digit)
        for bit in range(24, 19, -1):
            rest ^= (rest >> bit & 1) * _POLYNOMIAL << (bit - 20)
    return rest ^ 1 << 10


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number << 5 | DIGITS.index(digit)
    return number


def _digits(number: int, least: int = 0) -> str:
    digits = ""
    while number or len(digits) < least:
        number, last = divmod(number, len(DIGITS))
        digits = DIGITS[last] + digits
    return digits
