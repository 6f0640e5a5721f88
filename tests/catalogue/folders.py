"""A small good catalogue folder for tests to break: eight areas, one instrument."""

from pathlib import Path

from questionnaires.checks import AREAS

HEAD = """\
version: '2026.1'
instruments: [small]
other_status_lists: [un]
"""
INSTRUMENT = """\
id: small
short: Small
title: A small treaty
host: Somebody
adopted: '2001-02-03'
in_force: null
nature: treaty
binds_all: false
binds_members: false
status_list: small
families: [arms, chemical]
scope: [small]
source: A treaty series
checked: Read
obligations:
  - id: small-1
    cite: Art. 1
    duty: shall
    addressee: states
    summary: Do the first thing.
    topics: [export]
    check: text
  - id: small-2a
    cite: Art. 2(a)
    duty: encouraged
    addressee: states
    summary: Do the second thing with chemicals.
    families: [chemical]
    topics: [export]
    check: recall
  - id: small-3
    cite: Art. 3
    duty: shall
    addressee: un_or_treaty_body
    summary: Meet once a year.
    topics: [reporting]
    context: Addressed to the conference of the parties.
    check: text
"""
ROLES = "roles:\n  justice: Ministry of Justice\n"
GUIDES = """\
guides:
  - id: guide-one
    title: A guide
    publisher: Somebody
    check: recall
    url: https://example.org/guide
"""
STATES = """\
iso3,name_en,name_fr,name_es,name_ar,name_ru,name_zh,m49_region,m49_subregion,ldc,lldc,sids,\
un_member,m49_intermediate_region,iso2,m49_code,note
FRA,France,France,Francia,فرنسا,Франция,法国,Europe,Western Europe,no,no,no,member,,FR,250,
"""
PARTICIPATION = """\
instrument_id,iso3,status,since_date,source,as_of,evidence,note
small,FRA,party,2003-04-05,a table,2026-01-01,sourced,
un,FRA,member,,a list,2026-01-01,memory,
small,XAA,signatory,2003,made up,2026-01-01,memory,made up
"""
AREA = """\
id: {area}
title: The area {area}
short: {short}
summary: One sentence.
source_status: inferred
elements:
"""
QUESTION = """\
      - id: {area}.{element}.{aspect}
        aspect: {aspect}
        families: [arms, chemical]
        text: Is {area} {element} {aspect} in place?
        why: Because it is asked.
        evidence: A document.
        levels:
          - Nothing.
          - A little.
          - Some.
          - Much.
          - All of it.
        obligations:
          - {{id: small-1, strength: full}}
          - {{id: small-2a, strength: partial}}
        steps:
"""
STEP = """\
          - level: {level}
            title: Step {level} of {area} {element} {aspect}
            text: Do what leads to level {level}.
            kind: legislation
            lead: justice
            months: 6
            effort: 4
            cost: 20000
            references: [small-1, guide-one]
"""


def area_text(area: str) -> str:
    lines = [AREA.format(area=area, short=area[:14])]
    for element in ("one", "two", "three", "four"):
        lines.append(
            f"  - id: {area}.{element}\n    title: Element {element}\n"
            "    summary: One sentence.\n    questions:\n"
        )
        for aspect in ("law", "institution", "practice"):
            lines.append(QUESTION.format(area=area, element=element, aspect=aspect))
            lines += [
                STEP.format(level=level, area=area, element=element, aspect=aspect)
                for level in (1, 2, 3, 4)
            ]
    return "".join(lines)


def write_small_catalogue(folder: Path) -> Path:
    (folder / "instruments").mkdir(parents=True)
    (folder / "areas").mkdir()
    files = {
        "catalogue.yaml": HEAD,
        "instruments/small.yaml": INSTRUMENT,
        "roles.yaml": ROLES,
        "guides.yaml": GUIDES,
        "states.csv": STATES,
        "participation.csv": PARTICIPATION,
        **{f"areas/{area}.yaml": area_text(area) for area in AREAS},
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rewrite(folder: Path, name: str, old: str, new: str) -> str:
    """Replace the first `old` in a file; gives the new text."""
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    after = before.replace(old, new, 1)
    path.write_text(after, encoding="utf-8")
    return after


def line_of(text: str, marker: str) -> int:
    assert marker in text
    return text[: text.index(marker)].count("\n") + 1
