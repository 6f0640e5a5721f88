"""Files beside the database."""

import pytest

from assessment.records.files import EVIDENCE, file_of, store_file


def test_a_file_comes_back_as_it_was(tmp_path):
    digest = store_file(tmp_path, EVIDENCE, b"a law")
    assert file_of(tmp_path, EVIDENCE, digest).read_bytes() == b"a law"


def test_the_name_is_the_sha_256_of_the_contents(tmp_path):
    digest = store_file(tmp_path, EVIDENCE, b"")
    assert digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_same_contents_are_kept_once(tmp_path):
    digests = {store_file(tmp_path, EVIDENCE, b"a law") for _ in range(2)}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (len(digests), len(files)) == (1, 1)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store_file(tmp_path, EVIDENCE, b"a law")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
