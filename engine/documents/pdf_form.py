"""Read what people filled into a PDF: form fields and typed-on notes, which are not page text."""

import ctypes
from collections.abc import Callable
from typing import Any, cast

from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)

_MOST_ANNOTATIONS = 20_000  # on one page
_TEXT_BYTES = 2 * 1024**2
_WRITTEN = (
    _pdfium.FPDF_FORMFIELD_TEXTFIELD,
    _pdfium.FPDF_FORMFIELD_COMBOBOX,
    _pdfium.FPDF_FORMFIELD_LISTBOX,
)
_TICKED = (_pdfium.FPDF_FORMFIELD_CHECKBOX, _pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_UNSEEN = _pdfium.FPDF_ANNOT_FLAG_HIDDEN | _pdfium.FPDF_ANNOT_FLAG_NOVIEW


def open_form(document: Any) -> Any:  # noqa: ANN401 see _pdfium
    """What pdfium needs to name a document's fields; None if it has none. No script ever runs."""
    if _pdfium.FPDF_GetFormType(document.raw) == _pdfium.FORMTYPE_NONE:
        return None
    settings = _pdfium.FPDF_FORMFILLINFO(version=2)
    handle = _pdfium.FPDFDOC_InitFormFillEnvironment(document.raw, settings)
    return (handle, settings) if handle else None  # pdfium keeps a pointer to the settings


def close_form(form: Any) -> None:  # noqa: ANN401 see _pdfium
    """Give back what `open_form` took; before the document is closed."""
    if form is not None:
        _pdfium.FPDFDOC_ExitFormFillEnvironment(form[0])


def fields(page: Any, form: Any) -> list[str]:  # noqa: ANN401 see _pdfium
    """The page's filled fields, as "name: value", and its typed-on notes, each once."""
    found: dict[str, None] = {}
    count = min(_pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)
    for index in range(count):
        annotation = _pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if not _pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            found[_shown(annotation, form)] = None
        _pdfium.FPDFPage_CloseAnnot(annotation)
    found.pop("", None)
    return ["\n".join(found)] if found else []


def _shown(annotation: Any, form: Any) -> str:  # noqa: ANN401 see _pdfium
    kind = _pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == _pdfium.FPDF_ANNOT_FREETEXT:
        return _text(lambda *room: _pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", *room))
    if kind != _pdfium.FPDF_ANNOT_WIDGET or form is None:
        return ""
    handle = form[0]
    field = _pdfium.FPDFAnnot_GetFormFieldType(handle, annotation)
    if field in _WRITTEN:
        value = _text(lambda *room: _pdfium.FPDFAnnot_GetFormFieldValue(handle, annotation, *room))
    elif field in _TICKED:
        value = _text(lambda *room: _pdfium.FPDFAnnot_GetStringValue(annotation, b"AS", *room))
        value = "" if value == "Off" else value
    else:
        return ""
    return f"{_name(handle, annotation)}: {value}" if value.strip() else ""


def _name(handle: Any, annotation: Any) -> str:  # noqa: ANN401 see _pdfium
    spoken = _text(
        lambda *room: _pdfium.FPDFAnnot_GetFormFieldAlternateName(handle, annotation, *room)
    )
    name = spoken or _text(
        lambda *room: _pdfium.FPDFAnnot_GetFormFieldName(handle, annotation, *room)
    )
    return " ".join(name.split())


def _text(call: Callable[..., int]) -> str:
    """What one of pdfium's text calls gives: bytes of UTF-16 with a zero at the end."""
    size = call(None, 0)
    if not 2 < size <= _TEXT_BYTES:
        return ""
    room = (ctypes.c_ushort * (size // 2 + 1))()
    call(room, size)
    return bytes(room)[: size - 2].decode("utf-16-le", "replace").replace("\r", "\n")
