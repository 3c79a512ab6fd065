"""Render real chat templates and hold the table of frames against what comes out.

    python -m tests.bench.templates FOLDER     of *.jinja, such as llama.cpp's models/templates

One line for each: its frame, and whether a conversation in that frame is what the template writes,
from the first person's turn on (what stands before it is a system turn, which frames leave out).
"""

import sys
from collections import Counter
from pathlib import Path

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.frames import PLAIN, Frame, frame_of

FIRST, ANSWER, SECOND = "FIRST TURN", "AN ANSWER", "SECOND TURN"
MESSAGES = [
    {"role": "user", "content": FIRST},
    {"role": "assistant", "content": ANSWER},
    {"role": "user", "content": SECOND},
]


def refuse(message: str) -> None:
    """What templates call for a conversation that they don't take."""
    raise TemplateError(message)


def rendered(template: str) -> str:
    """The conversation as the template writes it, without a thought where it can be told so."""
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals.update(raise_exception=refuse, strftime_now=lambda _form: "today")
    marks = {"bos_token": "<s>", "eos_token": "</s>"}
    said = {"messages": MESSAGES, "add_generation_prompt": True, "enable_thinking": False}
    return environment.from_string(template).render(**said, **marks, tools=None)


def framed(around: Frame) -> str:
    """The same conversation in a frame."""
    turns = f"{around.user}{FIRST}{around.reply}{ANSWER}{around.end}"
    return f"{turns}{around.user}{SECOND}{around.last_reply}"


def verdict(template: str) -> tuple[str, str]:
    """A template's frame, and whether it is the right one."""
    around = frame_of(template)
    if around.name == PLAIN:
        return PLAIN, "not known"
    try:
        written = rendered(template)
    except (TemplateError, TypeError) as error:
        return around.name, f"not rendered: {error}"
    wanted = framed(around)
    start = written.find(around.user + FIRST)
    if start >= 0 and written[start:] == wanted:
        return around.name, "equal"
    history = wanted[: wanted.index(SECOND)]
    if start >= 0 and written[start:].startswith(history):
        return around.name, f"equal but for the end: {written[-40:]!r}"
    return around.name, f"differs: {written[max(0, written.find(FIRST) - 20) :]!r}"


def main() -> None:
    counts = Counter[str]()
    for path in sorted(Path(sys.argv[1]).glob("*.jinja")):
        name, said = verdict(path.read_text(encoding="utf-8"))
        counts[said.partition(":")[0]] += 1
        print(f"{path.stem:52} {name:10} {said}")
    print(", ".join(f"{count} {said}" for said, count in counts.most_common()))


if __name__ == "__main__":
    main()
