"""Files handed out: what a donor takes away of what it may see."""

from flask import Response, make_response

from web import context
from web.headers import attached

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def workbook_file(content: bytes, name: str) -> Response:
    """An Excel file as an attachment, named with the day."""
    return _file(content, XLSX, f"{name}-{context.now():%Y-%m-%d}.xlsx")


def csv_file(content: bytes, name: str) -> Response:
    """A CSV file as an attachment, named with the day."""
    return _file(content, CSV, f"{name}-{context.now():%Y-%m-%d}.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    reply = make_response(content)
    reply.headers["Content-Type"] = kind
    reply.headers.set("Content-Disposition", "attachment", filename=name)
    return attached(reply)
