import re

from engine.store.clock import now


def test_the_time_is_iso_8601_in_utc_to_the_second():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", now())
