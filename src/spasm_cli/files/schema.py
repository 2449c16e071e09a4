"""The JSON Schema of the knowledge file, for editors that complete and check TOML."""

from typing import Any

import msgspec
from msgspec import Struct

from spasm_cli.core.knowledge import Cause, Flag, Question, Source, Step
from spasm_cli.core.vocabulary import About, LevelText, Scoring

CONDITION = (
    "A condition: { all = [...], any = [...], at_least = 1, none = [...] } over question.option, "
    "or a list of such tables of which one must hold."
)
SOURCES = 'Ids of sources; "judgement" where nothing was found.'

DESCRIPTIONS: dict[str, str] = {
    "Condition.all": "Each of these must have been said (question.option).",
    "Condition.any": "At least `at_least` of these must have been said.",
    "Condition.at_least": "How many of `any` are needed; 1 if left out.",
    "Condition.none": "None of these may have been said. Not in a flag.",
    "Option.id": "The name of the option; an answer is written question.option.",
    "Option.label": "The words on the screen.",
    "Option.check": "How a person can find out, shown when they are not sure.",
    "Option.if_unsure": "The level that being unsure of this box raises to.",
    "Option.baseline": "The share of people with any spasm who would choose it. Safety boxes have none.",
    "Option.baseline_from": 'The source of the baseline, or "judgement".',
    "Question.id": "The name of the question.",
    "Question.ask": "The question, in plain words.",
    "Question.help": "Why it is asked, in a sentence or two.",
    "Question.kind": "one: a single answer. many: any number of ticks.",
    "Question.section": "where and safety come first, in file order; the others as far as they help.",
    "Question.options": "The lines to choose, one { ... } a line. None of these and Not sure are added.",
    "Question.when": f"For whom it is asked. {CONDITION}",
    "Question.if_unsure": "The level that Not sure raises to, unless a box has its own.",
    "Question.unsure_route": "The route of that level to send an unsure person to.",
    "Flag.id": "The name of the flag.",
    "Flag.when": f"What raises it; none is not allowed here. {CONDITION}",
    "Flag.urgency": "The level that it raises to.",
    "Flag.say": "What the person reads: why it matters, in a sentence or two. What to do stands in the level.",
    "Flag.may_be": "What a clinician should think of.",
    "Flag.sources": SOURCES,
    "Flag.route": "A key of the level's routes: a better place to go than its act.",
    "Flag.stops": "Out of scope: the questions end after the safety screens.",
    "Finding.p": "Of all people with this cause, the share who give this answer (above 0, below 1).",
    "Finding.from": 'The source of the share, or "judgement".',
    "Cause.id": "The name of the cause.",
    "Cause.name": "The name on the screen, in plain words.",
    "Cause.clinical_name": "The clinician's name.",
    "Cause.kind": "pattern: what kind of spasm it is. contributor: what may be feeding it.",
    "Cause.summary": "What it is, in two or three plain sentences.",
    "Cause.claim": "How good the claim is that it causes spasm.",
    "Cause.prior": "How common it is among people who ask, before any answer (above 0, below 1).",
    "Cause.prior_from": 'The source of the prior, or "judgement".',
    "Cause.steps": "Ids of the steps that help, best first.",
    "Cause.see_someone": "When to have it looked at; text only, it raises no level.",
    "Cause.sources": SOURCES,
    "Cause.findings": '[causes.findings]: question.option = { p = 0.8, from = "source" }, one a line. '
    "Options that are left out share the rest.",
    "Cause.icd10": "ICD-10 codes that were checked.",
    "Cause.shown_when": f"Contributors only: the exposure itself. {CONDITION}",
    "Caution.when": f"Whom it concerns. {CONDITION}",
    "Caution.who": 'The same in words, starting with "you": it follows "Not if" and "because".',
    "Caution.say": "What to do instead, or to mind.",
    "Caution.drop": "Leave the step out when it holds.",
    "Caution.unless_sure": "With drop: leave the step out also while it is not known.",
    "Step.id": "The name of the step.",
    "Step.title": "What to do, in a few words.",
    "Step.how": "The dose: how, how long, how often.",
    "Step.phase": "now, next_days or prevent.",
    "Step.grade": "How good the evidence is.",
    "Step.figure": "The key figure, in one plain sentence.",
    "Step.sources": SOURCES,
    "Step.when": f"For whom it makes sense. {CONDITION}",
    "Step.up_to": "The highest urgency at which it is shown; routine if left out.",
    "Step.cautions": "Who should not, or only with care, one { ... } a line.",
    "Step.if_no_pattern": "Also planned when no pattern fits.",
    "Source.id": "The name of the source, as cited.",
    "Source.title": "Its title.",
    "Source.publisher": "Author, journal or publisher; (copy) for text read on another site.",
    "Source.year": "The year, if known.",
    "Source.url": "Where it was read.",
    "LevelText.title": "The headline.",
    "LevelText.act": "What to do and whom to call. Only levels hold phone numbers.",
    "LevelText.elsewhere": "The same outside the country of `act`.",
    "LevelText.meanwhile": "What to do until then.",
    "LevelText.unsure": "Said before a safety line that the person was unsure of.",
    "LevelText.causes_note": "Said before the causes, where they must not distract from why it is urgent.",
    "LevelText.routes": "Better places to go, by a name that flags use; the first named wins.",
    "LevelText.prefer_route": "Whether a named route wins over act.",
    "LevelText.only_alone": "Routes that count only when every reason of this level names them.",
    "About.schema": "The version of this form: 1.",
    "About.title": "The title of the file.",
    "About.version": "The version of its knowledge.",
    "About.updated": "The day of the last change, as YYYY-MM-DD.",
    "About.language": "The language of its words.",
    "About.purpose": "The intended purpose, printed with every result.",
    "About.safety_net": "When to get help after all, most urgent first, a line for each; printed with every result but an emergency and a stop.",
    "About.unchecked_title": "The headline when danger signs were not all checked.",
    "About.unchecked": "What to say then.",
    "About.no_pattern": "What to say when no pattern fits.",
    "About.stopped_title": "The headline when a flag stops, unless something more urgent was raised.",
    "About.intro": "Said before the first question.",
    "About.reviewed": "The day a clinician signed it; leave it out until then.",
    "About.reviewer": "Who signed it.",
    "Scoring.shrink": "Each weight is multiplied by this, since answers overlap (0 to 1).",
    "Scoring.cap": "No question weighs more than this (decibans).",
    "Scoring.fits_well": "From this score on: fits well.",
    "Scoring.fits_partly": "From this score on: fits partly.",
    "Scoring.min_bits": "Ask while some question promises this much information (bits).",
    "Scoring.close_db": "The first two are close when this near (decibans).",
    "Scoring.steps_per_phase": "Steps shown under each heading.",
    "KnowledgeFile.meta": "Who says this, for what, and since when.",
    "KnowledgeFile.scoring": "The constants of the method.",
    "KnowledgeFile.levels": "The four levels of urgency: emergency, same_day, routine, self_care.",
    "KnowledgeFile.questions": "What is asked.",
    "KnowledgeFile.flags": "Rules that raise the urgency.",
    "KnowledgeFile.causes": "What it may be.",
    "KnowledgeFile.steps": "What to do.",
    "KnowledgeFile.sources": "Where it comes from.",
    "Levels.emergency": "Must not wait: the questions end at once.",
    "Levels.same_day": "To be seen or advised today.",
    "Levels.routine": "To be seen by appointment.",
    "Levels.self_care": "No flag was raised.",
}


class Levels(Struct, forbid_unknown_fields=True):
    """The four levels by name, so that an editor completes them and misses none."""

    emergency: LevelText
    same_day: LevelText
    routine: LevelText
    self_care: LevelText


class KnowledgeFile(Struct, forbid_unknown_fields=True):
    """The whole file as written."""

    meta: About
    scoring: Scoring
    levels: Levels
    questions: list[Question]
    flags: list[Flag]
    causes: list[Cause]
    steps: list[Step]
    sources: list[Source]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a knowledge file, with a description on every key.

    In draft 7, the newest that the common TOML editors read; there a $ref takes no siblings, hence allOf, and
    the root table stands at the top itself.
    """
    _, definitions = msgspec.json.schema_components([KnowledgeFile], ref_template="#/definitions/{name}")
    for name, definition in definitions.items():
        for key, field in definition.get("properties", {}).items():
            if "$ref" in field:
                field["allOf"] = [{"$ref": field.pop("$ref")}]
            field.pop("default", None)
            field["description"] = DESCRIPTIONS[f"{name}.{key}"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **definitions.pop(KnowledgeFile.__name__),
        "title": "spasm knowledge file",
        "definitions": definitions,
    }


def schema_json() -> bytes:
    """Return the schema as indented JSON with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"
