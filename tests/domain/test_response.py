"""METHOD.md 1: the national answer, and what a catalogue finds by its ids."""

from assessment.domain.catalogue import Family
from assessment.domain.errors import Fault, Invalid
from assessment.domain.response import (
    Evidence,
    NoLevel,
    Profile,
    Response,
    national,
    silent_cells,
)
from tests.builders import ALL, ARMS, BIOLOGICAL, CHEMICAL, a_catalogue, a_question, answers

OWN = Evidence("law", "Arms Act")
AGREED = Evidence("document", "Minutes")


def test_the_consensus_goes_before_self_cell_by_cell():
    own = {"a.e.x": Response("a.e.x", {ARMS: 4, CHEMICAL: 3}, comment="ours", evidence=(OWN,))}
    agreed = {"a.e.x": Response("a.e.x", {ARMS: 2}, reason="agreed", evidence=(AGREED,))}
    merged = national(own, agreed)["a.e.x"]
    assert merged.levels == {ARMS: 2, CHEMICAL: 3}
    assert (merged.comment, merged.reason) == ("ours", "agreed")
    assert merged.evidence == (OWN, AGREED)


def test_what_only_one_layer_answers_is_kept():
    own, agreed = answers(a__e__x={Family.ALL: 1}), answers(a__e__y={Family.ALL: 2})
    assert national(own, agreed) == {**own, **agreed}


def test_a_cell_of_which_somebody_said_that_it_is_not_known_is_not_silent():
    question = a_question("a.e.x", families=(ARMS, CHEMICAL, BIOLOGICAL))
    profile = Profile("XAA", (ARMS, CHEMICAL))
    given = Response(question.id, {ARMS: NoLevel.UNKNOWN, BIOLOGICAL: 2})
    silent = [silent_cells(question, profile, each) for each in (None, given)]
    assert silent == [2, 1]


def test_a_catalogue_finds_its_parts_by_id():
    catalogue = a_catalogue()
    assert catalogue.area_by_id["lists"].elements[0] is catalogue.element_by_id["lists.list"]
    assert catalogue.element_by_id["lists.list"].area == "lists"
    assert catalogue.question_by_id["lists.list.practice"].families == ALL
    assert catalogue.state_by_code["XAA"].name == "Alphaland"


def test_bad_input_carries_every_fault():
    faults = [Fault("unknown_level", "answers.x"), Fault("unknown_family", "answers.y")]
    refused = Invalid(faults)
    assert refused.faults == tuple(faults)
    assert str(refused) == "answers.x: unknown_level; answers.y: unknown_family"
