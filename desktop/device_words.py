"""What a model computes on, as the worker says it for people, in the language of the window."""

from desktop.language import counted, told


def device_said(device: str) -> str:
    """The processor with its threads, or a graphics device by its name."""
    name, _comma, threads = device.partition(", ")
    count, _space, noun = threads.partition(" ")
    if name == "CPU" and count.isdigit() and noun.startswith("thread"):
        return f"{name}, {counted(int(count), 'thread')}"
    return told(device)
