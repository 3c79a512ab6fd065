"""Limits that a reader's process sets on itself, where the system has such limits."""

MEMORY_BYTES = 1024**3  # two read side by side, and the application lives beside them
OPEN_FILES = 64


def apply(memory_bytes: int = MEMORY_BYTES, open_files: int = OPEN_FILES) -> None:
    """Limit this process for good: address space, open files, and no core dump of private text."""
    try:
        import resource  # noqa: PLC0415 there is none on Windows
    except ImportError:
        return  # Windows: the time limit and the size limit stand alone
    wanted = (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, open_files),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):
            continue  # macOS refuses some, and a lower limit may stand already
