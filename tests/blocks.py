"""The parts of a page that say something together: rows, list items, headings, cards."""

from html.parser import HTMLParser

TAGS = ("tr", "li", "label", "article", "h1", "h2", "h3", "h4")
CLASSES = ("page-head", "card", "msg")
VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "line", "source")


class _Blocks(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        css = (dict(attrs).get("class") or "").split()
        is_block = tag in TAGS or any(name in css for name in CLASSES)
        self.stack.append((tag, [] if is_block else None))

    def handle_data(self, data):
        """Text belongs to every block around it, up to its row: the rows of a table or list in a card are apart."""
        for tag, texts in reversed(self.stack):
            if texts is not None:
                texts.append(data)
            if tag in ("tr", "li"):
                break

    def handle_endtag(self, tag):
        while self.stack and any(tag == open_tag for open_tag, _texts in self.stack):
            open_tag, texts = self.stack.pop()
            if texts is not None:
                self.found.append(" ".join(" ".join(texts).split()))
            if open_tag == tag:
                break


def blocks(html: str) -> list[str]:
    """The text of every block, inner ones first; a row's text is its own only."""
    parser = _Blocks()
    parser.feed(html)
    return parser.found
