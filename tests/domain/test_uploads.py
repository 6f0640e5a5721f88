"""Which files may support an answer."""

import io
import zipfile

import pytest

from assessment.domain.uploads import LARGEST_UPLOAD, clean_filename, upload_faults, url_faults


def packed(*names, first=b""):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, b"<x/>")
    return held.getvalue()


GOOD = {
    "a.pdf": b"%PDF-1.7\n",
    "a.png": b"\x89PNG\r\n\x1a\nrest",
    "a.jpg": b"\xff\xd8\xffrest",
    "a.JPEG": b"\xff\xd8\xffrest",
    "a.txt": "é".encode(),
    "a.csv": b"\xff\xfea\x00",
    "a.docx": packed("word/document.xml"),
    "a.xlsx": packed("xl/workbook.xml"),
    "a.odt": packed(first=b"application/vnd.oasis.opendocument.text"),
    "a.ods": packed(first=b"application/vnd.oasis.opendocument.spreadsheet"),
}
BAD = {
    "a.pdf": b"<html>",
    "a.png": b"%PDF-1.7",
    "a.jpg": b"GIF89a",
    "a.txt": b"MZ\x90\x00",
    "a.csv": b"%PDF-1.7",
    "a.docx": b"PK\x03\x04broken",
    "a.xlsx": packed("word/document.xml"),
    "a.odt": packed(first=b"application/vnd.oasis.opendocument.spreadsheet"),
}


def codes(filename, upload):
    return [fault.code for fault in upload_faults("upload", filename, upload)]


@pytest.mark.parametrize("filename", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(filename):
    assert codes(filename, GOOD[filename]) == []


@pytest.mark.parametrize("filename", BAD)
def test_a_file_of_another_kind_is_refused(filename):
    assert codes(filename, BAD[filename]) == ["file_is_not_its_kind"]


@pytest.mark.parametrize("filename", ["a.exe", "a.html", "a.svg", "a", "a.pdf.exe"])
def test_other_endings_are_refused(filename):
    assert codes(filename, b"MZ") == ["file_kind_refused"]


@pytest.mark.parametrize("upload", [None, b""])
def test_no_file_is_a_fault(upload):
    assert codes("a.pdf", upload) == ["file_missing"]


def test_a_file_that_is_too_large_is_refused():
    assert codes("a.pdf", b"%PDF-" + bytes(LARGEST_UPLOAD)) == ["file_too_large"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202efdp.txt", "afdp.txt"),
        ('say "no".pdf', "say no.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert clean_filename(given) == kept


@pytest.mark.parametrize("url", ["", "https://example.org/law?id=1", "http://example.org"])
def test_web_addresses_are_taken(url):
    assert url_faults("url", url) == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org", "https://", "//x", "http://[", "http://a b"]
)
def test_other_addresses_are_refused(url):
    assert [fault.code for fault in url_faults("url", url)] == ["url_not_web"]
