"""Name what a file is when it is not a GGUF, so that the person knows what to do with it."""

_AGAIN = "it is not the model itself; download it again and choose the .gguf file"
_CONVERT = "ask for a GGUF file, or convert it with llama.cpp's tools"
_UNPACK = "unpack it and choose the .gguf file inside, if there is one"

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive (or an Office or PyTorch file, which are ZIPs)", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _AGAIN),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"%PDF", "a PDF", "choose a .gguf file"),
    (b"SQLite format 3\0", "a SQLite database", "choose a .gguf file"),
    (b"version https://git-lfs", "a Git LFS pointer of a few lines", _AGAIN),
    (b"<!doctype html", "a web page", _AGAIN),
    (b"<html", "a web page", _AGAIN),
    (b"tjgg", "a model in GGJT, a format older than GGUF", _CONVERT),
    (b"fmgg", "a model in GGMF, a format older than GGUF", _CONVERT),
    (b"lmgg", "a model in GGML, a format older than GGUF", _CONVERT),
    (b"algg", "an adapter in a format older than GGUF", _CONVERT),
)


def describe(beginning: bytes) -> str:
    """Finish the sentence “This file …” for a file that starts with `beginning` (64 bytes do)."""
    if not beginning:
        return "is empty; copy or download it again."
    if not beginning.strip(b"\0"):
        return "begins with nothing but zeros, as unfinished downloads do; download it again."
    for start, what, advice in _BEGINNINGS:
        if beginning.lstrip().lower().startswith(start.lower()):
            return f"is {what}, not a GGUF model: {advice}."
    if beginning[8:10] == b'{"':  # a length of 8 bytes, then JSON
        return f"is a safetensors model, not a GGUF model: {_CONVERT}."
    return "is not a GGUF model: choose a file that ends in .gguf, or download it again."
