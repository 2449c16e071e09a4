"""The views of a result, from the shortest to all that stands behind it: one road to each."""

from typing import Literal

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.blocks import Document
from spasm_cli.report.card import card_document
from spasm_cli.report.result import result_document, why_document

View = Literal["card", "page", "why", "everything"]


def view_of(knowledge: Knowledge, assessment: Assessment, view: View) -> Document:
    """Return a result as a card on one screen, as a page with all that is shown, as why in short, or as all there is."""
    if view == "card":
        return card_document(knowledge, assessment)
    if view == "why":
        return why_document(knowledge, assessment)
    return result_document(knowledge, assessment, why=view == "everything")
