"""A second, deliberately naive scorer, written from docs/method.md alone; it works on the parsed file, not on our structs."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Raw = dict[str, Any]
Sheet = dict[str, Any]
"""Question → an option or "not_sure" (`one`), or a list of "x", "x?" and "not_sure" (`many`)."""

LEVELS = ["self_care", "routine", "same_day", "emergency"]


def said(sheet: Sheet) -> set[str]:
    """Every question.option that was ticked, and question.not_sure."""
    found = set()
    for question, value in sheet.items():
        for item in value if isinstance(value, list) else [value]:
            if not item.endswith("?"):
                found.add(f"{question}.{item}")
    return found


def members(raw: Raw, names: str | list[str]) -> set[str]:
    """Section 1: what a name or a list of names stands for, with each set opened."""
    found = set()
    for name in [names] if isinstance(names, str) else names:
        found |= set(raw["sets"][name[1:]]) if name[0] == "@" else {name}
    return found


def holds(raw: Raw, when: Any, words: set[str]) -> bool:
    """Section 1: a condition, or any of a list of them; none at all holds."""
    if not when:
        return True
    if isinstance(when, list):
        return any(holds(raw, one, words) for one in when)
    for entry in when.get("all", []):
        if not members(raw, entry) & words:
            return False
    if when.get("any") and len(members(raw, when["any"]) & words) < when.get("at_least", 1):
        return False
    return not members(raw, when.get("none", [])) & words


def share(raw: Raw, number: Raw, baseline: float) -> float:
    """Section 3: a judgement as it stands; a count with so many people beside it who answer as the baseline does."""
    if "p" in number:
        return float(number["p"])
    m = raw["scoring"]["usual_people"]
    return float((number["yes"] + m * baseline) / (number["of"] + m))


def alone(number: Raw) -> float:
    """A baseline or prior, which has no other to lean on."""
    return float(number["p"] if "p" in number else number["yes"] / number["of"])


def level(raw: Raw, sheet: Sheet) -> str:
    """Section 2: a level is reached when some flag of it, or of a higher one, holds with the boxes that may help it so far."""
    reached = "self_care"
    for wanted in LEVELS[1:]:
        words = said(sheet)
        vague = False
        for question in raw["questions"]:
            value = sheet.get(question["id"], [])
            items = value if isinstance(value, list) else [value]
            for option in question["options"]:
                most = option.get("if_unsure") or question.get("if_unsure") or "same_day"
                if f"{option['id']}?" in items and LEVELS.index(most) >= LEVELS.index(wanted):
                    words.add(f"{question['id']}.{option['id']}")
            vague = vague or ("not_sure" in items and question.get("if_unsure") == wanted)
        enough = [flag for flag in raw["flags"] if LEVELS.index(flag["urgency"]) >= LEVELS.index(wanted)]
        if vague or any(holds(raw, flag["when"], words) for flag in enough):
            reached = wanted
    return reached


def hidden(raw: Raw, option: Raw, sheet: Sheet) -> bool:
    """Section 1: a line is hidden when its `when` does not hold, whatever its open questions would be answered."""
    words = said(sheet)
    could = set(words)
    for question in raw["questions"]:
        if question["section"] == "where" and sheet.get(question["id"], "not_sure") == "not_sure":
            could |= {f"{question['id']}.{each['id']}" for each in question["options"]}
    when = option.get("when", [])
    for case in [when] if isinstance(when, dict) else when:
        ruled_out = members(raw, case.get("none", [])) & words
        if not ruled_out and holds(raw, {**case, "none": []}, could):
            return False
    return bool(when)


def half_away(value: float) -> int:
    """Round half away from zero, after nine decimals."""
    exact = Decimal(repr(round(value, 9)))
    return int(exact.copy_abs().quantize(Decimal(1), ROUND_HALF_UP).copy_sign(exact))


Numbers = dict[tuple[str, ...], float]
"""Every share by where it stands: (cause,), (question, option) or (cause, question, option)."""


def numbers(raw: Raw) -> Numbers:
    """Section 3: what every number of the file is worth."""
    found: Numbers = {}
    for question in raw["questions"]:
        for option in question["options"]:
            if "baseline" in option:
                found[question["id"], option["id"]] = alone(option["baseline"])
    for cause in raw["causes"]:
        found[(cause["id"],)] = alone(cause["prior"])
        for question, listed in cause["findings"].items():
            for option, number in listed.items():
                found[cause["id"], question, option] = share(raw, number, found[question, option])
    return found


def row(raw: Raw, cause: Raw, question: Raw, sheet: Sheet, found: Numbers) -> float | None:
    """Section 3: x of one question, before it is shrunk, or None for no row."""
    name, value = question["id"], sheet[question["id"]]
    listed = cause["findings"][name]
    if question["kind"] == "one":
        if value == "not_sure":
            return None
        if value in listed:
            return 10 * math.log10(found[cause["id"], name, value] / found[name, value])
        rest = 1 - sum(found[cause["id"], name, each] for each in listed)
        others = sum(found[name, each["id"]] for each in question["options"] if each["id"] not in listed)
        return 10 * math.log10(rest / others)
    rows, out = [], {each["id"] for each in question["options"] if hidden(raw, each, sheet)}
    for option in listed:
        p, b = found[cause["id"], name, option], found[name, option]
        if option in out:
            continue
        if option in value:
            rows.append(10 * math.log10(p / b))
        elif f"{option}?" not in value and "not_sure" not in value:
            rows.append(10 * math.log10((1 - p) / (1 - b)))
    return sum(rows) if rows else None


def capped(raw: Raw, x: float) -> float:
    """Section 3: what x weighs before it is rounded."""
    constants = raw["scoring"]
    return float(max(-constants["cap"], min(constants["cap"], constants["shrink"] * x)))


def weight(raw: Raw, cause: Raw, question: Raw, sheet: Sheet, found: Numbers) -> int | None:
    """Section 3: the row of one question, or None for no row."""
    x = row(raw, cause, question, sheet, found)
    return None if x is None else half_away(capped(raw, x))


def ranking(raw: Raw, sheet: Sheet) -> list[tuple[str, int, dict[str, int]]]:
    """Section 3: cause, score and rows, best first, ties in the order of the file."""
    questions = {question["id"]: question for question in raw["questions"]}
    numbered = numbers(raw)
    ranked = []
    for cause in raw["causes"]:
        rows = {}
        for name in cause["findings"]:
            if name in sheet:
                found = weight(raw, cause, questions[name], sheet, numbered)
                if found is not None:
                    rows[name] = found
        p = alone(cause["prior"])
        prior = half_away(10 * math.log10(p / (1 - p)))
        ranked.append((cause["id"], prior + sum(rows.values()), rows))
    return sorted(ranked, key=lambda entry: -entry[1])


def shown(raw: Raw, sheet: Sheet) -> list[str]:
    """Section 3: the three best patterns that fit at least partly, and contributors that are present."""
    kinds = {cause["id"]: cause for cause in raw["causes"]}
    words, names, patterns = said(sheet), [], 0
    for name, score, _ in ranking(raw, sheet):
        if kinds[name]["kind"] == "contributor":
            if holds(raw, kinds[name]["shown_when"], words):
                names.append(name)
        elif score >= raw["scoring"]["fits_partly"] and patterns < 3:
            patterns += 1
            names.append(name)
    return names


def rivals(raw: Raw, sheet: Sheet) -> list[str]:
    """Section 3, how firm: the first pattern shown and the second, or what stands in for it; fewer where there are none."""
    patterns = [cause["id"] for cause in raw["causes"] if cause["kind"] == "pattern"]
    best = [name for name in shown(raw, sheet) if name in patterns]
    others = [name for name, _, _ in ranking(raw, sheet) if name in patterns and name not in best]
    return (best + others)[:2] if best else []


def exact(raw: Raw, cause: Raw, sheet: Sheet, found: Numbers) -> float:
    """Section 3, how firm: a score before anything is rounded."""
    rows = (row(raw, cause, question, sheet, found) for question in told(raw, cause, sheet))
    return start(cause, found) + sum(capped(raw, x) for x in rows if x is not None)


def told(raw: Raw, cause: Raw, sheet: Sheet) -> list[Raw]:
    """The questions that were asked and that a cause lists."""
    return [each for each in raw["questions"] if each["id"] in cause["findings"] and each["id"] in sheet]


def start(cause: Raw, found: Numbers) -> float:
    """A prior, as odds."""
    p = found[(cause["id"],)]
    return 10 * math.log10(p / (1 - p))


def slope(raw: Raw, cause: Raw, sheet: Sheet, worth: Numbers, name: tuple[str, ...]) -> float:
    """Section 3, how firm: how far a score without caps moves with the log-odds of one number; tried, not derived."""
    more, less = (shifted(raw, worth, name, step) for step in (STEP, -STEP))
    if len(name) == 1:
        return (start(cause, more) - start(cause, less)) / (2 * STEP) if name[0] == cause["id"] else 0.0
    for question in told(raw, cause, sheet):
        if question["id"] == name[-2] and (len(name) == 2 or name[0] == cause["id"]):
            up, down = (row(raw, cause, question, sheet, found) for found in (more, less))
            if up is not None and down is not None:
                return float(raw["scoring"]["shrink"] * (up - down) / (2 * STEP))
    return 0.0


def shifted(raw: Raw, worth: Numbers, name: tuple[str, ...], step: float) -> Numbers:
    """Section 3, how firm: all numbers where one is off; the shares of one answer stay one whole."""
    (kind,) = [each["kind"] for each in raw["questions"] if each["id"] in name[-2:-1]] or ["many"]
    if len(name) < 3 or kind == "many":
        return {**worth, name: moved(worth[name], step)}
    weight = worth[name] * 10 ** (step / 10)
    total = 1 - worth[name] + weight
    others: Numbers = {
        each: p / total for each, p in worth.items() if len(each) == 3 and each[:2] == name[:2]
    }
    return {**worth, **others, name: weight / total}


def spreads(raw: Raw) -> Numbers:
    """Section 3, how firm: how far the log-odds of each number may be off, in decibans."""
    found: Numbers = {}
    worth = numbers(raw)
    for question in raw["questions"]:
        for option in question["options"]:
            if "baseline" in option:
                found[question["id"], option["id"]] = spread(raw, option["baseline"], 0, 0)
    for cause in raw["causes"]:
        found[(cause["id"],)] = spread(raw, cause["prior"], 0, 0)
        for question, listed in cause["findings"].items():
            for option, number in listed.items():
                m, b = raw["scoring"]["usual_people"], worth[question, option]
                found[cause["id"], question, option] = spread(raw, number, m, b)
    return found


def spread(raw: Raw, number: Raw, m: float, b: float) -> float:
    """Section 3, how firm: that of one number."""
    if "p" in number:
        return float(raw["scoring"]["spread_db"])
    yes, no = number["yes"] + m * b, number["of"] - number["yes"] + m * (1 - b)
    return 10 / math.log(10) * math.sqrt(1 / yes + 1 / no)


def moved(p: float, decibans: float) -> float:
    """A share whose log-odds moved."""
    odds = p / (1 - p) * 10 ** (decibans / 10)
    return odds / (1 + odds)


STEP = 1e-4
"""How far a number is moved to see how far the difference moves, in decibans."""


def chance(raw: Raw, sheet: Sheet) -> float | None:
    """Section 3, how firm."""
    causes = [cause for name in rivals(raw, sheet) for cause in raw["causes"] if cause["id"] == name]
    if len(causes) < 2:
        return None
    worth, off = numbers(raw), spreads(raw)
    slopes = {name: [slope(raw, cause, sheet, worth, name) for cause in causes] for name in worth}
    variance = sum(((one - two) * off[name]) ** 2 for name, (one, two) in slopes.items())
    one, two = (exact(raw, cause, sheet, worth) for cause in causes)
    return 0.5 * (1 + math.erf((one - two) / math.sqrt(2 * variance)))


def word(raw: Raw, chance: float) -> str:
    """Section 3, how firm."""
    if chance >= raw["scoring"]["well_ahead"]:
        return "well_ahead"
    return "a_little_ahead" if chance >= raw["scoring"]["a_little_ahead"] else "about_equal"
