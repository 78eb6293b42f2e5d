"""What Ashby keeps of a note's HTML (section 9.1, candidate.createNote) and how the note reads back.

Text in, text out; no state.
"""

from html import escape
from html.parser import HTMLParser

from pipeline.simulator.ashby_options import AshbyOptions

KEPT = frozenset(("b", "i", "u", "a", "ul", "ol", "li", "code", "pre"))
"""The elements that the page of the endpoint lists; anything else is stripped."""
BLOCKS = frozenset(
    ("p", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "hr", "section", "article")
)
"""Stripped elements that would begin a new line on a page."""
VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"))


def readback(note: str, *, html: bool, options: AshbyOptions) -> str:
    """`content` of a note that was sent as plain text or as HTML."""
    if not html or options.note_readback == "as_sent":
        return note
    stripped = _Stripper(options)
    stripped.feed(note)
    stripped.close()
    return "".join(stripped.parts)


class _Stripper(HTMLParser):
    """Collects the kept part of an HTML text in `parts`; the standard parser asks for a class."""

    def __init__(self, options: AshbyOptions) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._plain = options.note_readback == "plain"
        self._breaks = options.note_line_breaks == "kept"
        self._drops_text = options.note_stripped_text == "lost"
        self._inside_stripped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            if self._silent():
                return
            if self._plain:
                if tag == "li":
                    self._line()
            else:
                href = next((value for name, value in attrs if name == "href"), None) if tag == "a" else None
                self.parts.append(f'<a href="{escape(href)}">' if href is not None else f"<{tag}>")
            return
        if tag in BLOCKS:
            self._line()
        if tag not in VOID:
            self._inside_stripped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            if not self._plain and not self._silent():
                self.parts.append(f"</{tag}>")
        elif tag in self._inside_stripped:
            while self._inside_stripped.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if not self._silent():
            self.parts.append(data if self._plain else escape(data, quote=False))

    def _silent(self) -> bool:
        """Inside an element that went with its text; scripts and styles always do."""
        gone = self._inside_stripped
        return bool(gone) and (self._drops_text or "script" in gone or "style" in gone)

    def _line(self) -> None:
        if self._breaks and self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")
