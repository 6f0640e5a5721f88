"""Responses files: read as FORMATS.md says, or refused whole with every fault by its path."""
# ruff: noqa: E501 - the table of bad input reads better in rows

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.catalogue import ITEM_FAMILIES, Family, Participation
from assessment.domain.errors import Invalid
from assessment.domain.response import Evidence, NoLevel, Response, Targets
from assessment.domain.responses_file import read_responses, responses_document
from questionnaires.loader import load_catalogue
from questionnaires.sentences import sentence
from tests.catalogue.folders import write_small_catalogue

LAW = "lists.one.law"
GOOD = {
    "format": "octant-responses/1",
    "catalogue": "2026.1",
    "state": "XAA",
    "families": ["chemical", "arms"],
    "participation": {"small": "party", "un": "member"},
    "targets": {"default": 2, "areas": {"lists": 4}},
    "priorities": {"borders": 1.5},
    "answers": {
        LAW: {
            "levels": {"arms": 3, "chemical": "not_applicable"},
            "comment": "Enacted.",
            "reason": "There is no chemical industry.",
            "evidence": [{"kind": "law", "title": "Arms Act, s. 12", "url": "https://a.example"}],
        },
        "lists.one.practice": {"levels": {"arms": "withheld", "chemical": "unknown"}},
    },
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return load_catalogue(write_small_catalogue(tmp_path_factory.mktemp("small") / "catalogue"))


def read(catalogue, document):
    return read_responses(json.dumps(document), catalogue)


def refused(catalogue, text):
    with pytest.raises(Invalid) as found:
        read_responses(text, catalogue)
    return {(fault.code.removeprefix("responses_"), fault.place) for fault in found.value.faults}


def test_a_good_file_gives_the_profile(catalogue):
    profile, _ = read(catalogue, GOOD)
    assert profile.state == "XAA"
    assert profile.families == (Family.ARMS, Family.CHEMICAL)
    assert profile.participation == {"small": Participation.PARTY, "un": Participation.MEMBER}
    assert profile.targets == Targets(2, {"lists": 4})
    assert profile.priorities == {"borders": 1.5}


def test_a_good_file_gives_the_answers(catalogue):
    _, responses = read(catalogue, GOOD)
    assert responses[LAW] == Response(
        question=LAW,
        levels={Family.ARMS: 3, Family.CHEMICAL: NoLevel.NOT_APPLICABLE},
        comment="Enacted.",
        reason="There is no chemical industry.",
        evidence=(Evidence("law", "Arms Act, s. 12", "https://a.example"),),
    )
    assert responses["lists.one.practice"].levels == {
        Family.ARMS: NoLevel.WITHHELD,
        Family.CHEMICAL: NoLevel.UNKNOWN,
    }


def test_what_is_left_out_has_its_default(catalogue):
    bare = {key: GOOD[key] for key in ("format", "catalogue", "state", "answers")}
    profile, _ = read(catalogue, bare)
    assert profile.families == ITEM_FAMILIES
    assert profile.participation == {"small": Participation.SIGNATORY}
    assert profile.targets == Targets(3)
    assert profile.priorities == {}


def test_a_made_up_state_needs_no_row_in_a_table(catalogue):
    bare = {**GOOD, "state": "XZZ"}
    del bare["participation"]
    profile, _ = read(catalogue, bare)
    assert profile.participation == {}


def test_keys_of_others_are_left_alone(catalogue):
    frozen = {**GOOD, "frozen": {"digest": "…"}}
    assert read(catalogue, frozen) == read(catalogue, GOOD)


def test_a_file_written_from_what_was_read_reads_the_same(catalogue):
    profile, responses = read(catalogue, GOOD)
    assert read(catalogue, responses_document(catalogue, profile, responses)) == (
        profile,
        responses,
    )


BAD = [
    (("format",), "octant-responses/2", "format_unknown", "format"),
    (("catalogue",), "1999.1", "catalogue_other", "catalogue"),
    (("catalogue",), 2026.1, "not_a_string", "catalogue"),
    (("state",), "FRO", "state_unknown", "state"),
    (("state",), "", "value_missing", "state"),
    (("families",), ["arms", "gas"], "value_unknown", "families[1]"),
    (("families",), ["all"], "value_unknown", "families[0]"),
    (("families",), ["arms", "arms"], "repeated", "families[1]"),
    (("families",), [], "value_missing", "families"),
    (("families",), "arms", "not_an_array", "families"),
    (("participation", "npt"), "party", "id_unknown", "participation.npt"),
    (("participation", "small"), "friend", "value_unknown", "participation.small"),
    (("participation",), [], "not_an_object", "participation"),
    (("targets", "default"), 5, "target_form", "targets.default"),
    (("targets", "default"), True, "target_form", "targets.default"),
    (("targets", "areas", "lists"), 2.5, "target_form", "targets.areas.lists"),
    (("targets", "areas", "rosters"), 3, "id_unknown", "targets.areas.rosters"),
    (("priorities", "borders"), 0, "priority_form", "priorities.borders"),
    (("priorities", "borders"), "1", "priority_form", "priorities.borders"),
    (("priorities", "rosters"), 1, "id_unknown", "priorities.rosters"),
    (("answers",), [], "not_an_object", "answers"),
    (("answers", "lists.nine.law"), {"levels": {}}, "id_unknown", "answers.lists.nine.law"),
    (("answers", LAW), 3, "not_an_object", f"answers.{LAW}"),
    (("answers", LAW, "levels"), None, "not_an_object", f"answers.{LAW}.levels"),
    (("answers", LAW, "levels", "arms"), 5, "level_form", f"answers.{LAW}.levels.arms"),
    (("answers", LAW, "levels", "arms"), True, "level_form", f"answers.{LAW}.levels.arms"),
    (("answers", LAW, "levels", "arms"), "3", "level_form", f"answers.{LAW}.levels.arms"),
    (("answers", LAW, "levels", "arms"), None, "level_form", f"answers.{LAW}.levels.arms"),
    (("answers", LAW, "levels", "nuclear"), 1, "family_not_asked", f"answers.{LAW}.levels.nuclear"),
    (("answers", LAW, "levels", "gas"), 1, "family_not_asked", f"answers.{LAW}.levels.gas"),
    (("answers", LAW, "reason"), " ", "reason_missing", f"answers.{LAW}.reason"),
    (("answers", LAW, "comment"), 1, "not_a_string", f"answers.{LAW}.comment"),
    (("answers", LAW, "comment"), "a\0b", "text_broken", f"answers.{LAW}.comment"),
    (("answers", LAW, "comment"), "\ud800", "text_broken", f"answers.{LAW}.comment"),
    (("answers", LAW, "evidence"), {}, "not_an_array", f"answers.{LAW}.evidence"),
    (("answers", LAW, "evidence", 0), 1, "not_an_object", f"answers.{LAW}.evidence[0]"),
    (("answers", LAW, "evidence", 0, "kind"), "x", "value_unknown", f"answers.{LAW}.evidence[0].kind"),
    (("answers", LAW, "evidence", 0, "kind"), "", "value_missing", f"answers.{LAW}.evidence[0].kind"),
    (("answers", LAW, "evidence", 0, "title"), "", "value_missing", f"answers.{LAW}.evidence[0].title"),
    (("answers", LAW, "evidence", 0, "url"), "javascript:1", "url_unsafe", f"answers.{LAW}.evidence[0].url"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "code", "place"), BAD)
def test_bad_input_is_told_by_its_path(catalogue, path, value, code, place):
    document = deepcopy(GOOD)
    owner = document
    for key in path[:-1]:
        owner = owner[key]
    owner[path[-1]] = value
    assert refused(catalogue, json.dumps(document)) == {(code, place)}


@pytest.mark.parametrize("key", ["catalogue", "state", "answers"])
def test_a_missing_key_is_told(catalogue, key):
    document = {name: value for name, value in GOOD.items() if name != key}
    assert refused(catalogue, json.dumps(document)) == {("value_missing", key)}


def test_every_fault_is_told_not_just_the_first(catalogue):
    document = {**GOOD, "state": "FRO", "families": ["gas"], "priorities": {"lists": -1}}
    assert refused(catalogue, json.dumps(document)) == {
        ("state_unknown", "state"),
        ("value_unknown", "families[0]"),
        ("priority_form", "priorities.lists"),
    }


def test_a_key_that_stands_twice_is_told(catalogue):
    text = json.dumps(GOOD).replace('{"arms": 3', '{"arms": 1, "arms": 3')
    assert refused(catalogue, text) == {("repeated", f"answers.{LAW}.levels.arms")}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, 2", '{"a": NaN}', b"\xff\xfe", "[" * 100_000, '{"a": ' + "9" * 5000 + "}"],
    ids=["empty", "open", "list", "nan", "encoding", "deep", "long number"],
)
def test_broken_json_is_told_as_broken(catalogue, text):
    ((code, place),) = refused(catalogue, text)
    assert code == "json_broken"
    assert place.startswith("line 1")


def test_a_file_that_is_no_object_is_refused(catalogue):
    assert refused(catalogue, "[]") == {("not_an_object", "the whole file")}


def test_a_byte_order_mark_does_no_harm(catalogue):
    assert read_responses(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), catalogue)[0].state == "XAA"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["arms", "all", "party", "unknown", "not_applicable", LAW, "lists", "XAA"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from([*GOOD, LAW, "levels", "arms"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def paths_of(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, member in value.items():
            yield from paths_of(member, (*path, key))
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from paths_of(member, (*path, at))


@given(st.lists(st.tuples(st.sampled_from(list(paths_of(GOOD))[1:]), json_values), max_size=3))
def test_no_change_of_a_file_raises_anything_but_invalid(catalogue, changes):
    document = deepcopy(GOOD)
    for path, value in changes:
        owner = document
        for key in path[:-1]:
            if isinstance(owner, dict) and key in owner:
                owner = owner[key]
        if isinstance(owner, dict):
            owner[path[-1]] = value
    faults = ()
    try:
        read(catalogue, document)
    except Invalid as found:
        faults = found.faults
    assert all(sentence(fault).startswith(fault.place) for fault in faults)


@given(st.text() | st.binary())
def test_no_text_at_all_raises_anything_but_invalid(catalogue, text):
    with pytest.raises(Invalid):
        read_responses(text, catalogue)
