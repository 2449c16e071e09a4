"""The views of a result, from the shortest to all that stands behind it: one road to each."""

from typing import Literal

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.blocks import Document
from spasm_cli.report.card import card_document
from spasm_cli.report.result import result_document

View = Literal["card", "page", "why"]


def view_of(knowledge: Knowledge, assessment: Assessment, view: View) -> Document:
    """Return a result as a card on one screen, as a page with all that is shown, or with why and with what is not shown."""
    if view == "card":
        return card_document(knowledge, assessment)
    return result_document(knowledge, assessment, why=view == "why")
