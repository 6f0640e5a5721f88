"""What the tests of the workbook share: taking it away, changing it, bringing it back."""

import html
import io
import re

import openpyxl

from tests.conftest import token_of

BOUNDARY = "a-line-between-parts"
PACKED = re.compile(r'name="changes" value="([^"]*)"')


def workbook_page(cycle):
    return f"/cycles/{cycle}/workbook"


def taken_away(client, cycle):
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(client.get(f"{workbook_page(cycle)}.xlsx").data))


def as_bytes(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def find_line(book, question, family):
    """The sheet and the number of the line of one cell."""
    for sheet in book.worksheets[1:-1]:
        for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
            if row[:2] == (question, family):
                return sheet, number
    raise LookupError(question, family)


def write(book, question, family, level=None, comment=None, reason=None):
    """Fill one line, as somebody does in Excel."""
    sheet, number = find_line(book, question, family)
    for column, value in (("F", level), ("G", comment), ("H", reason)):
        if value is not None:
            sheet[f"{column}{number}"] = value
    return f"{sheet.title}!F{number}"


def bring_back(client, cycle, book, form_token=None):
    """The preview of a workbook, or of any bytes."""
    content = book if isinstance(book, bytes) else as_bytes(book)
    token = form_token or token_of(client.get(f"/cycles/{cycle}/profile"))
    # By hand: Werkzeug's own browser leaves the temporary file of a large body open.
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="workbook"; filename="w.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    return client.post(
        f"{workbook_page(cycle)}/preview",
        data=body + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )


def save_all(client, cycle, preview):
    """Press "Save all changes" on a preview."""
    changes = html.unescape(PACKED.search(preview.text)[1])
    return client.post(
        f"{workbook_page(cycle)}/import",
        data={"csrf_token": token_of(preview), "changes": changes},
    )


def text_of(page):
    """A page's words, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
