"""Donors, releases, workshops, and roles beyond a state

Revision: 0004.
"""

from collections.abc import Callable

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

APPEND_ONLY = ("frozen_cycles", "looks", "workshop_events")
FORMER = ("coordinator", "contributor")
ROLES = (*FORMER, "signatory", "facilitator", "donor", "administrator")


def forbid_changes(table: str) -> None:
    """Copied from `records.base`, as it was then: a migration must outlive the code."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def permit_changes(table: str) -> None:
    """Take away what `forbid_changes` made, for as long as the migration itself changes lines."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        return
    op.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")


def name_states() -> None:
    """Say of each earlier line of the record whose state it concerns, where that is certain."""
    permit_changes("audit")
    op.execute(
        "UPDATE audit SET state = (SELECT cycles.state FROM cycles WHERE cycles.id = audit.subject) "
        "WHERE subject IN (SELECT id FROM cycles)"
    )
    op.execute("UPDATE audit SET state = substr(subject, 7) WHERE subject LIKE 'state ___'")
    # A sign-in says only who: it concerns the state where that person has their only role.
    op.execute(
        "UPDATE audit SET state = (SELECT MIN(grants.state) FROM grants "
        "WHERE 'user ' || grants.user_id = audit.subject "
        "GROUP BY grants.user_id HAVING COUNT(*) = 1) WHERE act = 'sign_in'"
    )
    forbid_changes("audit")


def remade(name: str, create: Callable[[], None]) -> None:
    """Make a table anew with the rows it had, as far as its columns and roles still fit."""
    bind = op.get_bind()
    former = sa.Table(name, sa.MetaData(), autoload_with=bind)
    rows = [dict(row._mapping) for row in bind.execute(sa.select(former))]
    op.drop_table(name)
    create()
    table = sa.Table(name, sa.MetaData(), autoload_with=bind)
    for row in rows:
        if "place" in table.c:
            row["place"] = f"state {row['state']}"
    if "place" not in table.c:
        rows = [row for row in rows if row["role"] in FORMER]
    kept = [{name: value for name, value in row.items() if name in table.c} for row in rows]
    if kept:
        bind.execute(table.insert(), kept)


def role_known(roles: tuple[str, ...], table: str) -> sa.CheckConstraint:
    named = ", ".join(f"'{role}'" for role in roles)
    return sa.CheckConstraint(f"role IN ({named})", name=op.f(f"ck_{table}_role_known"))


def where_it_holds(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column('state', sa.String(length=3), nullable=True),
        sa.Column('cycle_id', sa.String(length=16), nullable=True),
        sa.Column('donor_id', sa.String(length=16), nullable=True),
        sa.Column('until', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f(f'fk_{table}_cycle_id')),
        sa.ForeignKeyConstraint(['donor_id'], ['donors.id'], name=op.f(f'fk_{table}_donor_id')),
    )


def create_grants() -> None:
    op.create_table('grants',
    sa.Column('user_id', sa.String(length=16), nullable=False),
    sa.Column('place', sa.String(length=30), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    *where_it_holds('grants'),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    role_known(ROLES, 'grants'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_grants_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'place', name=op.f('pk_grants'))
    )
    op.create_index('ix_grants_place', 'grants', ['place'])
    op.create_index('ix_grants_state', 'grants', ['state'])


def create_former_grants() -> None:
    op.create_table('grants',
    sa.Column('user_id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=3), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    role_known(FORMER, 'grants'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_grants_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'state', name=op.f('pk_grants'))
    )
    op.create_index('ix_grants_state', 'grants', ['state'])


def invitation_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column('id', sa.String(length=16), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('invited_by', sa.String(length=64), nullable=False),
        sa.Column('invited_by_name', sa.String(length=200), nullable=False),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires', sa.DateTime(timezone=True), nullable=False),
        sa.Column('accepted', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash')),
    )


def create_invitations() -> None:
    op.create_table('invitations',
    *invitation_columns(),
    sa.Column('place', sa.String(length=30), nullable=False),
    *where_it_holds('invitations'),
    role_known(ROLES, 'invitations'),
    )
    op.create_index(op.f('ix_invitations_place'), 'invitations', ['place'])
    op.create_index(op.f('ix_invitations_state'), 'invitations', ['state'])


def create_former_invitations() -> None:
    op.create_table('invitations',
    *invitation_columns(),
    sa.Column('state', sa.String(length=3), nullable=False),
    role_known(FORMER, 'invitations'),
    )
    op.create_index(op.f('ix_invitations_state'), 'invitations', ['state'])


def upgrade() -> None:
    op.create_table('donors',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_donors')),
    sa.UniqueConstraint('name', name=op.f('uq_donors_name'))
    )
    op.create_table('states',
    sa.Column('code', sa.String(length=3), nullable=False),
    sa.Column('marking', sa.String(length=100), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_states'))
    )
    op.create_table('frozen_cycles',
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('catalogue_digest', sa.String(length=64), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_by', sa.String(length=64), nullable=False),
    sa.Column('signed_by_name', sa.String(length=200), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['catalogue_digest'], ['catalogues.digest'], name=op.f('fk_frozen_cycles_catalogue_digest')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_frozen_cycles_cycle_id')),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_frozen_cycles'))
    )
    op.create_table('workshops',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('begins', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('open_round', sa.Integer(), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_workshops_version')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_workshops_cycle_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshops')),
    sa.UniqueConstraint('code', name=op.f('uq_workshops_code'))
    )
    with op.batch_alter_table('workshops', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshops_cycle_id'), ['cycle_id'], unique=False)

    op.create_table('participants',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('workshop_id', sa.String(length=16), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('agency', sa.String(length=100), nullable=False),
    sa.Column('role', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('joined', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_participants_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participants')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_participants_token_hash'))
    )
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participants_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('releases',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=3), nullable=False),
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('donor_id', sa.String(length=16), nullable=False),
    sa.Column('scope', sa.String(length=10), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('revoked', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_name', sa.String(length=200), nullable=True),
    sa.Column('summary', sa.JSON(), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("scope IN ('areas', 'gaps', 'roadmap')", name=op.f('ck_releases_scope')),
    sa.ForeignKeyConstraint(['cycle_id'], ['frozen_cycles.cycle_id'], name=op.f('fk_releases_cycle_id')),
    sa.ForeignKeyConstraint(['donor_id'], ['donors.id'], name=op.f('fk_releases_donor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_releases'))
    )
    with op.batch_alter_table('releases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_releases_cycle_id'), ['cycle_id'], unique=False)
        batch_op.create_index('ix_releases_donor', ['donor_id', 'revoked', 'until'], unique=False)
        batch_op.create_index('ix_releases_state', ['state', 'created'], unique=False)

    op.create_table('tallies',
    sa.Column('workshop_id', sa.String(length=16), nullable=False),
    sa.Column('round', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('family', sa.String(length=20), nullable=False),
    sa.Column('choice', sa.String(length=10), nullable=False),
    sa.Column('votes', sa.Integer(), nullable=False),
    sa.CheckConstraint("choice IN ('0', '1', '2', '3', '4', 'unknown')", name=op.f('ck_tallies_choice')),
    sa.CheckConstraint('round >= 1', name=op.f('ck_tallies_round')),
    sa.CheckConstraint('votes >= 0', name=op.f('ck_tallies_votes')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_tallies_workshop_id')),
    sa.PrimaryKeyConstraint('workshop_id', 'round', 'family', 'choice', name=op.f('pk_tallies')),
    sqlite_with_rowid=False
    )
    op.create_table('workshop_events',
    sa.Column('workshop_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_workshop_events_workshop_id')),
    sa.PrimaryKeyConstraint('workshop_id', 'number', name=op.f('pk_workshop_events'))
    )
    op.create_table('ballots',
    sa.Column('workshop_id', sa.String(length=16), nullable=False),
    sa.Column('round', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('participant_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint('round >= 1', name=op.f('ck_ballots_round')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_ballots_participant_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_ballots_workshop_id')),
    sa.PrimaryKeyConstraint('workshop_id', 'round', 'participant_id', name=op.f('pk_ballots')),
    sqlite_with_rowid=False
    )
    op.create_table('looks',
    sa.Column('release_id', sa.String(length=16), nullable=False),
    sa.Column('user_id', sa.String(length=16), nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('hour', sa.String(length=13), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['releases.id'], name=op.f('fk_looks_release_id')),
    sa.PrimaryKeyConstraint('release_id', 'user_id', 'place', 'hour', name=op.f('pk_looks'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(length=3), nullable=True))
        batch_op.create_index('ix_audit_state', ['state', 'id'], unique=False)

    remade('grants', create_grants)
    remade('invitations', create_invitations)
    name_states()

    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.String(length=16), server_default='', nullable=False))

    # Everybody enters a state that this Octant knows.
    op.execute(
        "INSERT INTO states (code, marking, created) "
        "SELECT state, '', MIN(created) FROM (SELECT state, created FROM grants "
        "UNION ALL SELECT state, created_at FROM cycles) AS known GROUP BY state"
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.drop_column('about')

    # Roles elsewhere than in a state had no place before.
    remade('invitations', create_former_invitations)
    remade('grants', create_former_grants)

    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_state')
        batch_op.drop_column('state')
    # SQLite made the table anew, without what guards it.
    permit_changes('audit')
    forbid_changes('audit')

    op.drop_table('looks')
    op.drop_table('ballots')
    op.drop_table('workshop_events')
    op.drop_table('tallies')
    with op.batch_alter_table('releases', schema=None) as batch_op:
        batch_op.drop_index('ix_releases_state')
        batch_op.drop_index('ix_releases_donor')
        batch_op.drop_index(batch_op.f('ix_releases_cycle_id'))

    op.drop_table('releases')
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participants_workshop_id'))

    op.drop_table('participants')
    with op.batch_alter_table('workshops', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workshops_cycle_id'))

    op.drop_table('workshops')
    op.drop_table('frozen_cycles')
    op.drop_table('states')
    op.drop_table('donors')
    if op.get_bind().dialect.name == 'postgresql':
        for table in APPEND_ONLY:
            op.execute(f'DROP FUNCTION {table}_append_only()')
