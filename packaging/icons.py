"""The program's icon and version for Windows and macOS, drawn from our own SVG when it is built."""

import struct
import sys
from pathlib import Path

_GROUND, _INK = "#0f6e75", "#ffffff"
_ICO_SIZES = (16, 24, 32, 48, 64, 256)
_ICNS_SIZES = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512}  # as PNG


def make(svg: Path, folder: Path) -> str | None:
    """Draw what this system wants beside its program; the path, or None where there is no such."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        file, content = folder / "bonito.ico", ico({size: png(svg, size) for size in _ICO_SIZES})
    elif sys.platform == "darwin":
        sizes = {kind: png(svg, size) for kind, size in _ICNS_SIZES.items()}
        file, content = folder / "bonito.icns", icns(sizes)
    else:
        file, content = folder / "bonito.png", png(svg, 256)
    file.write_bytes(content)
    return None if file.suffix == ".png" else str(file)


def png(svg: Path, size: int) -> bytes:
    """The fish in white on a rounded square, `size` pixels wide."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt  # noqa: PLC0415
    from PySide6.QtGui import QColor, QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    source = svg.read_text(encoding="utf-8").replace("currentColor", _INK)
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUND))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.22, size * 0.22)
    edge = size * 0.14
    area = QRectF(edge, edge, size - 2 * edge, size - 2 * edge)
    QSvgRenderer(QByteArray(source.encode())).render(painter, area)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(data.data())


def ico(images: dict[int, bytes]) -> bytes:
    """A Windows icon of PNG images by their width in pixels, 256 at most."""
    head = struct.pack("<HHH", 0, 1, len(images))
    entries, start = b"", len(head) + 16 * len(images)
    for size, data in images.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), start)
        start += len(data)
    return head + entries + b"".join(images.values())


def icns(images: dict[str, bytes]) -> bytes:
    """A macOS icon of PNG images by their type code."""
    blocks = (
        code.encode() + struct.pack(">I", len(data) + 8) + data for code, data in images.items()
    )
    body = b"".join(blocks)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def version_resource(version: str, path: Path) -> str:
    """Write what Windows shows under Properties, Details, in PyInstaller's notation."""
    numbers = [*(int(part) for part in version.split(".") if part.isdigit()), 0, 0, 0, 0][:4]
    facts = {
        "CompanyName": "The Bonito Desktop team",
        "FileDescription": "Bonito Desktop",
        "FileVersion": version,
        "InternalName": "bonito-desktop",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": "bonito-desktop.exe",
        "ProductName": "Bonito Desktop",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in facts.items())
    text = f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={tuple(numbers)}, prodvers={tuple(numbers)}, OS=0x40004, fileType=1),
  kids=[
    StringFileInfo([StringTable('040904B0', [{strings}])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])]),
  ],
)
"""
    path.write_text(text, encoding="utf-8", newline="\n")
    return str(path)
