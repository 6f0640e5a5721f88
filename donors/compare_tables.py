"""Several states side by side as tables for files: areas, gaps, and the gaps they share."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue
from assessment.domain.gaps import Gap
from donors.compare_rows import Part, shared_of, shared_rows
from donors.files import FileTable, Value
from donors.portfolio_rows import columns_of
from donors.portfolio_tables import each_release, figures_table, yes_or_no
from donors.released_tables import gap_columns, gap_line
from web.components import state_name
from web.released_gaps import gaps_of


def tables_of(catalogue: Catalogue, parts: Sequence[Part]) -> tuple[FileTable, ...]:
    """The tables of a comparison, states in order of name: `areas`, `gaps`, `shared`."""
    columns = columns_of(catalogue, (document for _release, document in parts))
    areas = figures_table(catalogue, [release for release, _document in parts], columns)
    rests_on = each_release(release for release, _document in parts)
    return (
        replace(areas, name="areas", title=_("Practice areas")),
        replace(_gaps_table(catalogue, parts), rests_on=rests_on),
        replace(_shared_table(catalogue, parts), rests_on=rests_on),
    )


def _gaps_table(catalogue: Catalogue, parts: Sequence[Part]) -> FileTable:
    return FileTable(
        "gaps",
        _("Gaps"),
        (
            _("State"),
            _("Code"),
            *gap_columns(),
            _("Release"),
        ),
        tuple(
            (state_name(release.state), release.state, *gap_line(gap), release.id)
            for release, document in parts
            for gap in gaps_of(document.get("gaps", ()), catalogue)
        ),
    )


def _shared_table(catalogue: Catalogue, parts: Sequence[Part]) -> FileTable:
    names = [state_name(release.state) for release, _document in parts]
    return FileTable(
        "shared",
        _("Gaps that several share"),
        (
            _("Practice area"),
            _("Question"),
            _("Item family"),
            _("Shared leverage"),
            _("States"),
            *(head for name in names for head in _shared_head(name)),
        ),
        tuple(
            (
                row.area,
                row.text,
                row.family,
                round(row.leverage, 2),
                row.states,
                *(value for cell in row.cells for value in _shared_values(*cell)),
            )
            for row in shared_rows(catalogue, parts, shared_of(parts))
        ),
    )


def _shared_head(state: str) -> tuple[str, ...]:
    return (
        _("%(state)s: gap", state=state),
        _("%(state)s: level now", state=state),
        _("%(state)s: target level", state=state),
        _("%(state)s: leverage", state=state),
    )


def _shared_values(gap: Gap | None, instead: str) -> tuple[Value, ...]:
    if gap is None:
        return instead, None, None, None
    return yes_or_no(told=True), gap.level, gap.target, round(gap.leverage, 2)
