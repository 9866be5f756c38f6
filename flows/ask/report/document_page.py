"""One document as a page of its own: what ``explain --html`` writes."""

from __future__ import annotations

from flows.ask.explained import Page
from flows.ask.report.document import render_document
from flows.ask.report.page import MAX_BYTES
from flows.ask.report.templates import environment, own_parts
from flows.quoting import safe, shell_command


def document_page(page: Page, name: str) -> str:
    """Return one document as a page of HTML that opens offline, with every change and the rows read from it.

    It weighs no more than the quality page: of an enormous document or removed block it shows a part, and says how to
    see all of what ``explain`` found under this ``name``.
    """
    frame = environment().get_template("document_page.html.j2")
    told = {"title": safe(page.title), "origin": page.origin, **own_parts()}
    room = MAX_BYTES - len(frame.render(document="", **told).encode())
    whole = f"{shell_command(['infobox-etl', 'explain', name, '--json'])} > document.json"
    return frame.render(document=render_document(environment(), page, 1, room, is_open=True, command=whole), **told)
