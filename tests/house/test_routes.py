"""The addresses: a list in a file, so that none goes away unseen."""

from pathlib import Path

LIST = Path(__file__).with_name("addresses.txt")


def listed():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def addresses(app):
    return sorted(
        f"{rule.rule} {','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
    )


def test_the_addresses_are_those_of_the_list(app):
    """A new one: add its line. A missing one: people have it in letters; redirect it."""
    assert addresses(app) == sorted(listed())


def test_no_two_views_answer_the_same_request(app):
    found = addresses(app)
    assert [each for each in found if found.count(each) > 1] == []


def test_every_place_of_the_masthead_is_an_address(app):
    with app.test_request_context("/"):
        adapter = app.url_map.bind("localhost")
        for path in ("/", "/people", "/cycles/c/", "/cycles/c/results", "/cycles/c/roadmap"):
            assert adapter.match(path), path
