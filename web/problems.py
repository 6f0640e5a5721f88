"""Errors by their code: the status each has, and what its page says."""

from flask_babel import lazy_gettext

# Codes of errors that other modules of the domain add; kept by code, so that no import is needed.
STATUS_BY_CODE = {
    "conflict": 409,
    "not_signed_off": 409,
    "assessment_archived": 409,
    "release_ended": 410,
    "look_not_noted": 503,
    "too_many_attempts": 429,
    "round_closed": 409,
    "workshop_overdue": 409,
    "agreement_moved": 409,
    "workshop_closed": 410,
    "code_wrong": 404,
    "move_refused": 409,
    "already_signed_off": 409,
}
# What happened, and what to do next, by code.
SENTENCES = {
    "bad_request": (
        lazy_gettext("The request could not be read"),
        lazy_gettext("Go back, reload the page and try again."),
    ),
    "untrusted_host": (
        lazy_gettext("This server does not know itself by this address"),
        lazy_gettext(
            "Use the address that your administrator gave you. "
            "An administrator adds a name with the setting OCTANT_TRUSTED_HOSTS."
        ),
    ),
    "form_expired": (
        lazy_gettext("This form has expired"),
        lazy_gettext(
            "Nothing was saved. Go back: your text is still there. "
            "Copy it, reload the page, and send the form again."
        ),
    ),
    "not_permitted": (
        lazy_gettext("Your role does not allow this"),
        lazy_gettext("Ask a coordinator of your state to do it, or to change your role."),
    ),
    "not_found": (
        lazy_gettext("This page is not here"),
        lazy_gettext(
            "It does not exist, or it is not open to you. Check the address, or begin at Home."
        ),
    ),
    "method_not_allowed": (
        lazy_gettext("This address cannot be used in this way"),
        lazy_gettext("Go back, and use the buttons on the page."),
    ),
    "cycle_closed": (
        lazy_gettext("This assessment takes no more answers"),
        lazy_gettext("It was signed off or archived. A coordinator can open a new one."),
    ),
    "move_refused": (
        lazy_gettext("The assessment cannot take this step from where it stands"),
        lazy_gettext(
            "Nothing was changed. Open the page Sign-off of the assessment: it says which step is "
            "next."
        ),
    ),
    "already_signed_off": (
        lazy_gettext("This assessment is signed off already"),
        lazy_gettext(
            "Nothing was changed: the first signature stands. The page Sign-off shows who "
            "signed and when. For new answers, a coordinator opens a new assessment."
        ),
    ),
    "not_signed_off": (
        lazy_gettext("This assessment is not signed off"),
        lazy_gettext(
            "Only a signed-off assessment can be released. Ask a signatory of your state to sign "
            "it off."
        ),
    ),
    "assessment_archived": (
        lazy_gettext("This assessment is archived"),
        lazy_gettext(
            "No more of it can be released. What was released of it before stays open until its "
            "last day. To release something new, sign off a newer assessment."
        ),
    ),
    "release_ended": (
        lazy_gettext("This release has ended"),
        lazy_gettext(
            "It was revoked, or its last day has passed. Your portfolio shows what is open to "
            "you now. Ask the state if you need to see more."
        ),
    ),
    "look_not_noted": (
        lazy_gettext("Octant is busy, so this cannot be shown to you just now"),
        lazy_gettext(
            "A state sees who looks at what it released, and Octant could not note that you do. "
            "Wait a moment, then ask for it again."
        ),
    ),
    "conflict": (
        lazy_gettext("Someone else changed this while you worked on it"),
        lazy_gettext(
            "Nothing of theirs was overwritten. Go back, copy your text, reload the page "
            "to see theirs, and enter yours again."
        ),
    ),
    "round_closed": (
        lazy_gettext("That vote is over"),
        lazy_gettext(
            "If your choice had arrived before, it was counted. The room shows what is open now."
        ),
    ),
    "workshop_overdue": (
        lazy_gettext("The time of this workshop is over"),
        lazy_gettext("No vote can begin. Give the workshop a new last day, or close it."),
    ),
    "agreement_moved": (
        lazy_gettext("This question changed while you worked on it"),
        lazy_gettext(
            "Nothing was recorded. Go back, copy your text, load the console again, and record "
            "it anew."
        ),
    ),
    "workshop_closed": (
        lazy_gettext("This workshop is over"),
        lazy_gettext("It takes no more votes. What the group agreed is kept."),
    ),
    "code_wrong": (
        lazy_gettext("No workshop has this code"),
        lazy_gettext("Read the six characters on the projector again, and type them."),
    ),
    "too_large": (
        lazy_gettext("The file is too large"),
        lazy_gettext("Nothing was saved. Go back and choose a smaller file."),
    ),
    "invalid": (
        lazy_gettext("Something needs to be corrected"),
        lazy_gettext("Nothing was saved. Go back, correct what is named here, and send it again."),
    ),
    "version_missing": (
        lazy_gettext("This form did not say which version it changes"),
        lazy_gettext("Nothing was saved. Go back, reload the page, and enter your answer again."),
    ),
    "too_many_attempts": (
        lazy_gettext("Too many attempts"),
        lazy_gettext("Wait a few minutes, then try again."),
    ),
    "catalogue_missing": (
        lazy_gettext("The questions of this assessment are not on this server"),
        lazy_gettext("Your answers are kept. Ask your administrator to restore the catalogue."),
    ),
    "busy": (
        lazy_gettext("Octant is busy"),
        lazy_gettext(
            "Nothing was saved. Wait a moment, go back, and send it again: your text is "
            "still there."
        ),
    ),
    "full": (
        lazy_gettext("The server has no room left"),
        lazy_gettext(
            "Nothing was saved; what was saved before is kept. Keep a copy of your text, "
            "and tell your administrator that the disk is full."
        ),
    ),
    "error": (
        lazy_gettext("Something went wrong in Octant"),
        lazy_gettext(
            "It is not your fault, and what was saved before is kept. Try again. If it "
            "happens again, give your administrator the reference."
        ),
    ),
}
