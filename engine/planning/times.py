"""Spans of time as people say them."""

_HOUR, _DAY = 3600, 86_400  # seconds


def duration(seconds: float) -> str:
    """45 s, 12 min, 3 h 05 min, 4 d 3 h."""
    if seconds < 60:
        return f"{round(seconds)} s"
    if seconds < _HOUR:
        return f"{round(seconds / 60)} min"
    if seconds < 2 * _DAY:
        minutes = round(seconds / 60)
        return f"{minutes // 60} h {minutes % 60:02} min"
    hours = round(seconds / _HOUR)
    return f"{hours // 24:,} d {hours % 24} h"
