"""What is frozen reads back, and every change of it is found."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.errors import Invalid
from assessment.domain.frozen import Signed, digest_of, freeze, read_frozen, verify
from assessment.domain.identifiers import CycleId
from assessment.domain.packages import Assumption
from assessment.domain.responses_file import read_responses
from assessment.domain.score_document import score_document
from tests.assessments import an_assessment
from tests.builders import ARMS, the_worked_example

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SIGNED = Signed(NOON, "Sia", "These are our answers.")
LAW = "lists.list.law"
calm = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def frozen(catalogue, profile, responses, agreed=None, assumptions=None):
    cycle = Cycle(
        id=CycleId("0123456789abcdef"),
        state=profile.state,
        title="Round 1",
        status=CycleStatus.IN_REVIEW,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        profile=profile,
        version=2,
        created=NOON,
        start_year=2027,
        start_quarter=1,
        marking="Restricted",
    )
    return freeze(catalogue, cycle, responses, agreed or {}, assumptions or {}, SIGNED)


def worked(**rest):
    return frozen(*the_worked_example(), **rest)


CATALOGUE = the_worked_example()[0]


def as_file(document):
    """As it comes back from a file."""
    return json.loads(json.dumps(document))


def forged(document):
    """With its digest made again, as somebody would who wants a change to pass."""
    document["frozen"]["digest"] = digest_of(document)
    return document


def codes(document, catalogue=CATALOGUE):
    return [(one.code, one.place) for one in verify(document, catalogue)]


def test_a_frozen_cycle_is_what_was_signed():
    assert verify(as_file(worked()), CATALOGUE) == ()


def test_it_says_who_signed_when_and_what():
    found = worked()["frozen"]
    assert (found["signed"], found["signed_by"]) == ("2026-11-22T12:00:00+00:00", "Sia")
    assert (found["statement"], found["method"]) == ("These are our answers.", "1")
    assert found["catalogue_digest"] == CATALOGUE.digest
    assert found["scores"] == score_document(*the_worked_example())


def test_it_holds_the_title_the_marking_and_the_plan():
    found = worked(assumptions={(LAW, 2): Assumption(months=9)})
    assert (found["title"], found["marking"], found["cycle"]) == (
        "Round 1",
        "Restricted",
        "0123456789abcdef",
    )
    assert found["plan"] == {
        "quarters": 12,
        "capacity": 12.0,
        "start_year": 2027,
        "start_quarter": 1,
        "assumptions": [
            {"question": LAW, "level": 2, "months": 9, "effort": None, "cost": None},
        ],
    }


def test_each_cell_says_whether_it_was_agreed():
    found = worked(agreed={LAW: (ARMS,)})
    layers = found["answers"][LAW]["layers"]
    assert layers == {"arms": "consensus", "chemical": "self", "biological": "self"}


@calm
@given(st.randoms(use_true_random=False))
def test_every_frozen_cycle_reads_back_and_verifies(random):
    catalogue, profile, responses = an_assessment(random)
    text = json.dumps(frozen(catalogue, profile, responses))
    assert read_responses(text, catalogue) == (profile, responses)
    assert verify(read_frozen(text), catalogue) == ()


def leaves(value, path=()):
    """The path of every figure and text in a document."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*path, name))
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from leaves(member, (*path, at))
    else:
        yield path


def another(random, value):
    """Another value of the same kind, a little away where it is a figure."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + random.choice((-1, 1))
    if isinstance(value, float):
        return value + random.choice((-1e-6, 1e-3))
    return value + "x"


def change(random, document, under=()):
    """Change one figure or text of a document, below a path."""
    part = document
    for name in under:
        part = part[name]
    *way, last = random.choice(sorted(leaves(part), key=str))
    for name in way:
        part = part[name]
    part[last] = another(random, part[last])
    return document


@calm
@given(st.randoms(use_true_random=False))
def test_any_change_of_a_file_is_found(random):
    catalogue, profile, responses = an_assessment(random)
    document = as_file(frozen(catalogue, profile, responses))
    assert verify(change(random, document), catalogue) != ()


@calm
@given(st.randoms(use_true_random=False))
def test_a_changed_figure_is_found_even_with_a_new_digest(random):
    catalogue, profile, responses = an_assessment(random)
    document = as_file(frozen(catalogue, profile, responses))
    change(random, document, ("frozen", "scores"))
    found = verify(forged(document), catalogue)
    assert found
    assert all(one.place.startswith("frozen.scores") for one in found)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_level_is_found_even_with_a_new_digest(seed):
    random = Random(seed)
    document = as_file(worked())
    levels = random.choice([answer["levels"] for answer in document["answers"].values()])
    family = random.choice(sorted(levels))
    levels[family] = random.choice([each for each in (0, 1, 2, 3, 4) if each != levels[family]])
    assert verify(forged(document), CATALOGUE)


def test_a_difference_says_where_and_both_values():
    document = as_file(worked())
    document["frozen"]["scores"]["areas"]["lists"]["point"] = 0.75
    found = verify(forged(document), CATALOGUE)
    assert [(one.code, one.place, one.signed, one.found) for one in found] == [
        ("figure_differs", "frozen.scores.areas.lists.point", "0.75", "0.5")
    ]


def test_a_figure_taken_away_or_put_in_is_found():
    document = as_file(worked())
    overall = document["frozen"]["scores"]["overall"]
    overall["grade"] = overall.pop("band")
    assert codes(forged(document)) == [
        ("figure_missing", "frozen.scores.overall.band"),
        ("figure_unknown", "frozen.scores.overall.grade"),
    ]


def test_a_gap_is_compared_by_what_it_is_about():
    document = as_file(worked())
    document["frozen"]["scores"]["gaps"].reverse()
    assert codes(forged(document)) == []
    document["frozen"]["scores"]["gaps"][0]["leverage"] += 1
    (place,) = (place for _, place in codes(forged(document)))
    assert place.startswith("frozen.scores.gaps.")
    assert place.endswith(".leverage")


@pytest.mark.parametrize("gaps", [7, [1], None])
def test_gaps_that_are_none_are_found(gaps):
    document = as_file(worked())
    document["frozen"]["scores"]["gaps"] = gaps
    assert ("figure_differs", "frozen.scores.gaps") in codes(forged(document))


def test_a_gap_that_stands_twice_is_found():
    document = as_file(worked())
    gaps = document["frozen"]["scores"]["gaps"]
    gaps.append(deepcopy(gaps[0]))
    assert codes(forged(document)) == [("figure_differs", "frozen.scores.gaps")]


def test_one_is_not_true():
    document = as_file(worked())
    document["frozen"]["scores"]["overall"]["band"] = True
    assert codes(forged(document)) == [("figure_differs", "frozen.scores.overall.band")]


def test_the_last_bits_of_a_sum_are_no_difference():
    document = as_file(worked())
    document["frozen"]["scores"]["overall"]["low"] += 1e-14
    assert codes(forged(document)) == []


def test_an_answer_that_no_longer_reads_is_named():
    document = as_file(worked())
    document["answers"][LAW]["levels"]["arms"] = 9
    assert codes(document) == [
        ("digest_differs", "frozen.digest"),
        ("answer_unreadable", f"answers.{LAW}.levels.arms"),
    ]


def test_another_catalogue_is_said_and_no_figure_is_worked_out():
    other = replace(CATALOGUE, digest="9" * 64)
    (found,) = verify(as_file(worked()), other)
    assert (found.code, found.signed, found.found) == (
        "catalogue_differs",
        CATALOGUE.digest,
        other.digest,
    )


def test_another_method_is_said():
    document = as_file(worked())
    document["frozen"]["method"] = "0"
    assert codes(forged(document)) == [("method_differs", "frozen.method")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "line 1 column 2"),
        ("[]", "the whole file"),
        ("{}", "frozen"),
        ('{"frozen": {}}', "frozen"),
        ('{"frozen": 7}', "frozen"),
        ('{"frozen": {"method": "1"}}', "frozen.digest"),
        (json.dumps(worked()).replace("12.0", "1e999"), "frozen"),
    ],
)
def test_a_file_that_was_never_frozen_is_refused(text, place):
    with pytest.raises(Invalid) as refused:
        read_frozen(text)
    assert place in [fault.place for fault in refused.value.faults]
