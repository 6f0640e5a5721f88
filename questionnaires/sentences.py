"""Faults of content and responses files as sentences: what is wrong, and the remedy.

For the command line, in English; `values` of a fault fill the named places.
"""

from assessment.domain.errors import Fault

SENTENCES = {
    # Files and YAML
    "file_missing": "The file cannot be read. Add it, or mend its name.",
    "file_not_utf8": "The file is not UTF-8 text. Save it as UTF-8.",
    "file_misnamed": "The file should be named after its id, %(expected)s. Rename one of them.",
    "yaml_broken": "The YAML is broken here or just above: %(problem)s. Mend the syntax.",
    "not_a_mapping": "A mapping of keys to values is expected here. Write `key: value` lines.",
    "key_twice": "The key “%(key)s” stands twice. Keep one.",
    "key_unknown": "The key “%(key)s” means nothing here. Remove it, or mend its spelling.",
    "key_missing": "The key “%(key)s” is missing. Add it.",
    "not_a_list": "“%(key)s” is not a list. Write one entry a line, each after a dash.",
    "list_empty": "“%(key)s” is an empty list. Give at least one entry.",
    "listed_twice": "%(value)s is listed twice in “%(key)s”. Keep one.",
    # Values
    "not_text": "“%(key)s” is not text. Put it in quotes.",
    "text_empty": "“%(key)s” is empty. Write it.",
    "text_not_stripped": "“%(key)s” has spaces at an end, or a line break inside. Write one "
    "paragraph (use `>-` for a long one).",
    "text_too_long": "“%(key)s” has %(length)s characters. Shorten it to %(longest)s.",
    "id_form": "“%(value)s” has not the form of an id here. Use the form docs/editor-guide.md "
    "gives.",
    "id_twice": "The id %(value)s is used before, at %(earlier)s. Give this one another.",
    "id_not_within": "The id %(value)s does not begin with %(outer)s, in which it stands. Rename "
    "it.",
    "date_form": "“%(key)s” is %(value)s, not a date. Write YYYY-MM-DD, YYYY-MM, YYYY, or null "
    "in YAML.",
    "word_unknown": "“%(value)s” is no word for “%(key)s”. Use one of: %(known)s.",
    "not_true_or_false": "“%(key)s” is neither true nor false. Write one of them.",
    "not_a_number": "“%(key)s” is not a number. Write digits, without quotes.",
    "not_whole": "“%(key)s” is %(value)s, not a whole number. Round it.",
    "out_of_range": "“%(key)s” is %(value)s. Give a value from %(lowest)s to %(highest)s.",
    "url_form": "“%(value)s” is no https address. Write the whole address.",
    # Instruments
    "family_all": "An instrument names its item families. Write them instead of `all`.",
    "family_not_of_instrument": "A family here is not one of the instrument's. Remove it, or add "
    "it to the instrument.",
    "families_repeated": "These are the instrument's own families. Remove the key.",
    "context_missing": "A provision that addresses %(value)s is no duty of a state. Say in "
    "`context` why it is listed.",
    # Areas
    "area_missing": "The area %(value)s has no file. Write it.",
    "area_unknown": "There is no area %(value)s. Use one of: %(known)s.",
    "elements_too_few": "The area has %(count)s elements. Give it at least %(fewest)s.",
    "aspect_missing": "The element has no question with the aspect `%(value)s`. Add one.",
    "family_all_alone": "`all` stands for a question that knows no items. Use it alone.",
    "levels_not_five": "There are %(count)s level descriptors. Write five, for levels 0 to 4.",
    "levels_alike": "Two level descriptors are alike. Make each different.",
    "steps_not_four": "There are %(count)s steps. Write four, to levels 1 to 4.",
    "steps_out_of_order": "This step leads to level %(value)s, where %(expected)s is expected. "
    "Order them 1 to 4.",
    "not_mapped": "The question serves no obligation. Map it, or say in `unmapped` why not.",
    "unmapped_and_mapped": "The question has obligations and `unmapped`. Keep one of them.",
    "obligation_unknown": "There is no obligation %(value)s. Use an id of instruments/*.yaml.",
    "obligation_is_context": "%(value)s is context and counts nowhere. Remove the mapping.",
    "families_apart": "%(value)s reaches only %(reach)s, and the question asks about none of "
    "them. Widen the question's families, or remove the mapping.",
    "obligation_not_served": "No question serves %(value)s. Map one to it, or give it a `context`.",
    "role_unknown": "There is no role %(value)s. Use one of: %(known)s.",
    "reference_unknown": "There is no obligation or guide %(value)s. Mend the id, or add the "
    "guide to guides.yaml.",
    "question_unknown": "There is no question %(value)s. Mend the id.",
    "requires_itself": "A step requires its own question; the level below is understood. Remove "
    "this requirement.",
    "circle": "Prerequisites form a circle: %(value)s. Remove one of them.",
    # Tables
    "columns_differ": "The columns differ. The first line should read: %(expected)s.",
    "row_broken": "The row cannot be read: %(problem)s. Mend its quotes.",
    "row_length": "The row has %(count)s cells, where %(expected)s are expected. Mend its commas.",
    "cell_empty": "The cell “%(column)s” is empty. Fill it.",
    "cell_not_stripped": "The cell “%(column)s” has spaces at an end. Remove them.",
    "not_yes_or_no": "“%(column)s” is “%(value)s”. Write yes or no.",
    "state_code_form": "“%(value)s” is no code of a real state. Write three capital letters, not "
    "XAA to XZZ.",
    "state_unknown": "There is no state %(value)s in states.csv. Mend the code, or add the state.",
    "status_list_unknown": "No instrument uses the status list %(value)s. Mend the name, or name "
    "it in catalogue.yaml.",
    "instrument_not_listed": "catalogue.yaml does not list the instrument %(value)s. Add it to "
    "`instruments`.",
    "version_form": "“%(value)s” is no version. Write a year and a number, in quotes: '2026.1'.",
    "release_changed": "Version %(version)s was released with another digest. Raise the version "
    "in catalogue.yaml.",
}

# Responses files (assessment.domain.responses_file): places are JSON paths.
RESPONSES_FILE = {
    "responses_json_broken": "The JSON is broken: %(problem)s. Mend the syntax.",
    "responses_format_unknown": "The format is not octant-responses/1. Write it in “format”.",
    "responses_catalogue_other": "The file was made for catalogue %(value)s, and this is "
    "%(known)s. Use the catalogue of that version.",
    "responses_not_an_object": "An object in braces is expected here. Write { … }.",
    "responses_not_an_array": "A list in brackets is expected here. Write [ … ].",
    "responses_not_a_string": "Text is expected here. Put it in quotes.",
    "responses_text_broken": "The text holds characters that cannot be stored. Remove them.",
    "responses_value_missing": "This is missing or empty. Add it.",
    "responses_value_unknown": "%(value)s is not known here. Use one of: %(known)s.",
    "responses_id_unknown": "%(value)s is no id of this catalogue. Mend it.",
    "responses_state_unknown": "%(value)s is no state. Use an ISO 3166 alpha-3 code, or XAA to "
    "XZZ for a made-up state.",
    "responses_repeated": "%(value)s is there twice. Keep one.",
    "responses_level_form": "%(value)s is no answer. Use 0 to 4, “unknown”, “withheld” or "
    "“not_applicable”.",
    "responses_target_form": "%(value)s is no target. Use a whole number from 0 to 4.",
    "responses_priority_form": "%(value)s is no priority. Use a number above 0, up to 100.",
    "responses_family_not_asked": "The question does not ask about %(value)s. Use one of: "
    "%(known)s.",
    "responses_reason_missing": "A level is not applicable, and nobody says why. Give a reason.",
    "responses_url_unsafe": "%(value)s is no web address. Begin it with https:// or http://.",
}


def sentence(fault: Fault) -> str:
    """One line: the place, what is wrong, and the remedy."""
    known = SENTENCES.get(fault.code) or RESPONSES_FILE[fault.code]
    return f"{fault.place}: {known % dict(fault.values)}"
