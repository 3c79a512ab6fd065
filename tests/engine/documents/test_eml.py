"""The e-mail reader: headers, text, attachments by name, and nesting that ends."""

from email.message import EmailMessage

import pytest

from engine.documents import eml
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark


def message(text="Dear all,\n\nyes.", **headers):
    made = EmailMessage()
    for name, value in {"Subject": "Rent", "From": "Ann <a@b.example>", **headers}.items():
        made[name] = value
    made.set_content(text)
    return made


def read(made):
    return eml.read(made.as_bytes())


def refusal(data):
    with pytest.raises(DocumentRefused) as caught:
        eml.read(data)
    return caught.value


def test_headers_stand_above_the_text():
    found = read(message(Subject="Grüße an alle", Date="Mon, 01 Jan 2024 10:00:00 +0100"))
    assert found.text == (
        "Subject: Grüße an alle\nFrom: Ann <a@b.example>\nDate: Mon, 01 Jan 2024 10:00:00 +0100"
        "\n\nDear all,\n\nyes."
    )


def test_the_plain_form_is_taken_unless_it_says_much_less():
    both = message("The plain words of it.")
    both.add_alternative("<p>The <b>web</b> words of it.</p>", subtype="html")
    assert "plain words" in read(both).text
    assert "web" not in read(both).text
    poor = message("See the web.")
    poor.add_alternative(f"<p>{'A long letter. ' * 20}</p>", subtype="html")
    assert "A long letter." in read(poor).text
    only = message()
    only.set_content("<p>Only <i>web</i>", subtype="html")
    assert read(only).text.endswith("Only web")
    none = message("")
    none.make_alternative()
    assert read(none).text.startswith("Subject: Rent")


def test_attachments_are_named_and_attached_messages_read():
    made = message()
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="Lease é.pdf")
    made.add_attachment("note", filename="note.txt")
    made.add_attachment(b"y", maintype="image", subtype="png")
    made.add_attachment(message("Inner.", Subject="Old"))
    found = read(made)
    assert "Attachment: Lease é.pdf" in found.text
    assert "Attachment: note.txt" in found.text
    assert "Attachment: image/png" in found.text
    assert found.text.endswith("Subject: Old\nFrom: Ann <a@b.example>\n\nInner.")
    assert found.pages == (PageMark(found.text.index("Subject: Old"), "attached message"),)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Subject: x\nContent-Type: text/plain; charset=nonsense\n\nGr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe aus Bern", "Grüße"),
        (b"Subject: x\nContent-Type: text/plain; charset*=a''b\n\nGr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Subject: =?nonsense?q?abc?=\n\nx", "=?nonsense?q?abc?="),
        (b"Subject: =?utf-8?b?!!!?=\n\nx", "x"),
        (b"Subject: Gr\xc3\xbc\xc3\x9fe\n\nx", "Grüße"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "Subject: x"),
        (b"Subject: x\nContent-Type: application/pdf; name*=no''%FF\n\nabc", "Attachment"),
        (b"Subject: x\nContent-Type: multipart/mixed\n\nno boundary", "Subject: x"),
    ],
)
def test_broken_messages_are_read_as_far_as_they_go(raw, said):
    assert said in eml.read(raw).text


def test_what_is_no_message_is_damaged():
    assert refusal(b"Dear all,\n\nyes.").status is FileStatus.DAMAGED


def nested(depth):
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(depth)
    )
    return b"Subject: x\n" + head + b"\nend"


@pytest.mark.parametrize("depth", [60, 5000])
def test_deep_parts_are_refused(depth):
    assert refusal(nested(depth)).status is FileStatus.DAMAGED


def test_too_many_parts_are_too_big(monkeypatch):
    monkeypatch.setattr(eml, "_MOST_PARTS", 3)
    made = message()
    for number in range(5):
        made.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    assert refusal(made.as_bytes()).status is FileStatus.TOO_BIG


def test_broken_characters_of_a_body_cost_only_themselves_and_are_noted():
    body = "Grüße aus Köln, bis bald! ".encode() * 3 + b"\xff\xfe\n"
    found = eml.read(b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + body)
    assert found.text.endswith("bis bald! \ufffd\ufffd")
    assert found.note == "Some characters of the message are broken; they show as question marks."
    assert not eml.read(b"Subject: x\n\nSound.").note


def test_a_part_that_only_says_that_it_is_text_is_an_attachment():
    found = eml.read(b"Subject: x\nContent-Type: text/plain; name=a.bin\n\n" + bytes(range(32)) * 9)
    assert found.text == "Subject: x\n\nAttachment: a.bin"
    assert found.note


def invitation(*lines):
    rows = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    return (
        "From: a@b.example\nSubject: Board\nContent-Type: multipart/alternative; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nPlease come to the meeting of the board, all of you.\n"
        f"--x\nContent-Type: text/calendar; method=REQUEST\n\n{rows}\n--x--\n"
    ).encode()


def test_an_invitation_says_when_and_where():
    found = eml.read(
        invitation(
            *("SUMMARY:Meeting on the\n  merger", "DTSTART;TZID=Europe/Berlin:20240105T093000"),
            *("LOCATION:Room 4\\, Bern", "ATTENDEE;CN=Ann:mailto:ann@b.example", "UID:17"),
        )
    )
    assert "Please come" in found.text
    assert found.text.endswith(
        "Summary: Meeting on the merger\nStart: 2024-01-05 09:30 Europe/Berlin\n"
        "Location: Room 4, Bern\nAttendee: Ann <ann@b.example>"
    )


def test_other_texts_are_read_and_attachments_are_counted():
    data = (
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: text/rfc822-headers\n\nSubject: bounced\n"
        "--x\nContent-Type: application/pdf; name=a.pdf\n\nJVBE\n--x--\n"
    )
    found = eml.read(data.encode())
    assert "Subject: bounced" in found.text
    assert "Attachment: a.pdf" in found.text
    assert found.note == "1 attachment left out but for the name."


def test_parts_that_cannot_be_told_apart_are_one_text_and_noted():
    mail = (
        "From: a@b.example\nSubject: Returned\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; boundary="one"\n\n'
        "--another\nContent-Type: text/plain\n\nToo many hops for this letter.\n--another--\n"
    )
    found = eml.read(mail.encode())
    assert "Too many hops for this letter." in found.text
    assert "could not be told apart" in found.note
    assert "Attachment" not in found.text
