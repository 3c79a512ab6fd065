"""The file of machines: what it may say, and a sentence with the line for what it may not."""

from pathlib import Path

import pytest

from engine.errors import BadSetting
from engine.planning.machines import (
    START_SECONDS,
    UNKNOWN_OFF,
    Machine,
    Machines,
    parse_machines,
    read_machines,
)

TWO = """\
# who helps
[[machine]]
name = "laptop"
units_per_hour = 1180
units = 400
spread = 0.6
count = 3
hours = 14

[[machine]]
units_per_hour = 90.5
"""


def test_a_machine_is_its_speed_and_how_sure_that_is():
    laptops, other = parse_machines(TWO, "m.toml").machines
    assert laptops == Machine("laptop", 1180.0, 0.15, count=3, hours=14.0)
    assert other == Machine("machine 2", 90.5, UNKNOWN_OFF)


def test_few_measured_units_make_a_speed_less_sure():
    def off(units: int) -> float:
        text = f"[[machine]]\nunits_per_hour = 9\nunits = {units}\nspread = 1\n"
        return parse_machines(text, "m").machines[0].off

    assert off(4) > off(16) > off(10_000) == 0.15


def test_the_start_of_a_packet_can_be_told():
    machine = "[[machine]]\nunits_per_hour = 9\n"
    assert parse_machines(machine, "m").start_seconds == START_SECONDS
    told = parse_machines(f"{machine}[packet]\nstart_seconds = 0\n", "m")
    assert told == Machines((Machine("machine 1", 9.0),), 0.0)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "write [[machine]]"),
        ("[[machine]]\nunits_per_hour = 10\nspeed = 3\n", 3, "“speed” means nothing here"),
        (f"{TWO}\n[[machine]]\n\nunits_per_hour = 0\n", 15, "a number above 0"),
        (f"{TWO}count = 1.5\n", 12, "a whole number above 0"),
        (f"{TWO}count = true\n", 12, "a whole number above 0"),
        (f"{TWO}hours = inf\n", 12, "a number above 0"),
        (f"{TWO}hours = nan\n", 12, "a number above 0"),
        (f'{TWO}hours = "2"\n', 12, "a number above 0"),
        (f"{TWO}spread = -1\n", 12, "a number of 0 or more"),
        (f"{TWO}name = 7\n", 12, "in quotation marks"),
        (f"{TWO}[[machine]]\nname = 'slow'\n", 12, "slow lacks its units_per_hour"),
        (f"{TWO}count = 10_000\n", 1, "over 10,000 machines"),
        ("[machine]\nunits_per_hour = 10\n", 1, "write [[machine]]"),
        ("machine = [3]\n", 1, "write [[machine]] above"),
        (f"machines = 3\n{TWO}", 1, "“machines” means nothing here"),
        (f"{TWO}[packet]\nseconds = 2\n", 13, "use start_seconds"),
        (f"packet = 4\n{TWO}", 1, "write [packet]"),
        ("[[machine]]\nunits_per_hour = \n", 2, "no TOML"),
        ("[[machine]]\nunits_per_hour = 1,5\n", 2, "no TOML"),
    ],
)
def test_a_mistake_is_a_sentence_with_its_line(text: str, line: int, said: str):
    with pytest.raises(BadSetting) as caught:
        parse_machines(text, "m.toml")
    assert str(caught.value).startswith(f"m.toml, line {line}: ")
    assert said in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path):
    binary, large = tmp_path / "b.toml", tmp_path / "l.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    large.write_bytes(b"#" * 1_000_001)
    for path in (binary, tmp_path / "none.toml"):
        with pytest.raises(BadSetting, match="can't be read"):
            read_machines(path)
    with pytest.raises(BadSetting, match="over 1 MB"):
        read_machines(large)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path):
    path = tmp_path / "m.toml"
    path.write_text(TWO, encoding="utf-8-sig")
    assert len(read_machines(path).machines) == 2
