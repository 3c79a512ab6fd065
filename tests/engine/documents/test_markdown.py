"""Markdown stays as it stands; its headings start sections."""

from engine.documents import markdown
from engine.records import PageMark


def test_headings_outside_of_code_start_sections():
    text = "# The lease #\n\nText.\n\n```sh\n# no heading\n~~~\n```\n\n## Rent\n\n#\n\n#hash\n"
    found = markdown.read(text.encode())
    assert found.text == text
    assert found.pages == (
        PageMark(0, "section The lease"), PageMark(text.index("## Rent"), "section Rent")
    )  # fmt: skip
