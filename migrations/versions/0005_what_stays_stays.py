"""Releases are append-only but for their end; no row of a record can be replaced

Revision: 0005.
"""

from collections.abc import Sequence

from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# The keys of the tables that earlier migrations guard against UPDATE and DELETE. SQLite's REPLACE
# deletes a row without firing their triggers.
KEYS = {
    "revisions": ("cycle_id", "layer", "question_id", "version"),
    "audit": ("id",),
    "frozen_cycles": ("cycle_id",),
    "workshop_events": ("workshop_id", "number"),
    "looks": ("release_id", "user_id", "place", "hour"),
    "releases": ("id",),
}
LASTING = (
    "id, state, cycle_id, donor_id, scope, until, created, author, author_name, summary, document"
)
REFUSED = "'releases is append-only'"
REVOKED = "OLD.revoked IS NOT NULL"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in KEYS.items():
            refuse_another(table, keys)
        for guard in (
            f"releases_no_update BEFORE UPDATE OF {LASTING} ON releases",
            "releases_no_delete BEFORE DELETE ON releases",
            f"releases_only_once BEFORE UPDATE ON releases WHEN {REVOKED}",
        ):
            op.execute(f"CREATE TRIGGER {guard} BEGIN SELECT RAISE(ABORT, {REFUSED}); END")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION releases_append_only() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION {REFUSED}; END $$ LANGUAGE plpgsql"
    )
    for guard in (
        f"releases_no_change BEFORE UPDATE OF {LASTING} OR DELETE OR TRUNCATE ON releases",
        f"releases_only_once BEFORE UPDATE ON releases FOR EACH ROW WHEN ({REVOKED})",
    ):
        op.execute(f"CREATE TRIGGER {guard} EXECUTE FUNCTION releases_append_only()")


def refuse_another(table: str, keys: Sequence[str]) -> None:
    """Copied from `records.base`, as it was then: a migration must outlive the code."""
    taken = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    raised = "RAISE(IGNORE)" if table == "looks" else f"RAISE(ABORT, '{table} is append-only')"
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS "
        f"(SELECT 1 FROM {table} WHERE {taken}) BEGIN SELECT {raised}; END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in KEYS:
            op.execute(f"DROP TRIGGER {table}_no_replace")
        for guard in ("no_update", "no_delete", "only_once"):
            op.execute(f"DROP TRIGGER releases_{guard}")
        return
    for guard in ("no_change", "only_once"):
        op.execute(f"DROP TRIGGER releases_{guard} ON releases")
    op.execute("DROP FUNCTION releases_append_only()")
