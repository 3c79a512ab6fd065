"""How often Python looks for reference cycles while the window is open."""

import gc


def collect_rarely() -> None:
    """Have Python look for reference cycles more rarely, and not among what stays until the end.

    By default it does so at every second decision, for a twentieth of the main thread's time.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
