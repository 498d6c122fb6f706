"""HTML as a browser would read it."""

import re
from html.parser import HTMLParser


class Reader(HTMLParser):
    """The page as a browser would see it: the tags, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        # A name that is kept apart from the direction of its sentence is still a part of it.
        self.feed(re.sub("</?bdi>", "", html))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())
