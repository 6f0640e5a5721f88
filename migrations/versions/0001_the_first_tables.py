"""The first tables

Revision: 0001. Made 2026-11-22 04:12:23.359170.
"""

from alembic import op
import sqlalchemy as sa

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "revisions")


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


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=True),
    sa.Column('actor_name', sa.String(length=200), nullable=True),
    sa.Column('act', sa.String(length=50), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)

    op.create_table('catalogues',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('version', sa.String(length=50), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_catalogues'))
    )
    op.create_table('invitations',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=3), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('invited_by', sa.String(length=64), nullable=False),
    sa.Column('invited_by_name', sa.String(length=200), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('coordinator', 'contributor')", name=op.f('ck_invitations_role_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash'))
    )
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_state'), ['state'], unique=False)

    op.create_table('sign_in_attempts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempts'))
    )
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_attempts_account', ['account', 'at'], unique=False)
        batch_op.create_index('ix_sign_in_attempts_address', ['address', 'at'], unique=False)
        batch_op.create_index('ix_sign_in_attempts_at', ['at'], unique=False)

    op.create_table('users',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_users_email_in_lower_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('email', name=op.f('uq_users_email'))
    )
    op.create_table('cycles',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=3), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('catalogue_version', sa.String(length=50), nullable=False),
    sa.Column('catalogue_digest', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('profile', sa.JSON(), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Float(), nullable=False),
    sa.Column('start_year', sa.Integer(), nullable=False),
    sa.Column('start_quarter', sa.Integer(), nullable=False),
    sa.Column('marking', sa.String(length=100), nullable=False),
    sa.CheckConstraint("status IN ('draft', 'in_review', 'signed_off', 'archived')", name=op.f('ck_cycles_status')),
    sa.CheckConstraint('start_quarter BETWEEN 1 AND 4', name=op.f('ck_cycles_start_quarter')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_cycles_version')),
    sa.ForeignKeyConstraint(['catalogue_digest'], ['catalogues.digest'], name=op.f('fk_cycles_catalogue_digest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cycles'))
    )
    with op.batch_alter_table('cycles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cycles_state'), ['state'], unique=False)

    op.create_table('grants',
    sa.Column('user_id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=3), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('coordinator', 'contributor')", name=op.f('ck_grants_role_known')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_grants_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'state', name=op.f('pk_grants'))
    )
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.create_index('ix_grants_state', ['state'], unique=False)

    op.create_table('sign_ins',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.String(length=16), nullable=False),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sign_ins_user_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_ins'))
    )
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ins_expires'), ['expires'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_ins_user_id'), ['user_id'], unique=False)

    op.create_table('assumptions',
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('question_id', sa.String(length=120), nullable=False),
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('effort', sa.Float(), nullable=True),
    sa.Column('cost', sa.Float(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_assumptions_level')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_assumptions_cycle_id')),
    sa.PrimaryKeyConstraint('cycle_id', 'question_id', 'level', name=op.f('pk_assumptions'))
    )
    op.create_table('evidence',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('question_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_by', sa.String(length=64), nullable=True),
    sa.Column('removed_by_name', sa.String(length=200), nullable=True),
    sa.CheckConstraint("kind IN ('law', 'document', 'link', 'file')", name=op.f('ck_evidence_kind')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_evidence_cycle_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index('ix_evidence_cycle_id_question_id', ['cycle_id', 'question_id'], unique=False)

    op.create_table('jobs',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('asked_by', sa.String(length=64), nullable=False),
    sa.Column('asked_by_name', sa.String(length=200), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=50), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('beaten_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=50), nullable=False),
    sa.CheckConstraint("status IN ('waiting', 'running', 'done', 'failed')", name=op.f('ck_jobs_status')),
    sa.CheckConstraint('progress BETWEEN 0 AND 100', name=op.f('ck_jobs_progress')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_jobs_cycle_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_jobs_cycle_id'), ['cycle_id'], unique=False)
        batch_op.create_index('ix_jobs_status_asked_at', ['status', 'asked_at'], unique=False)

    op.create_table('responses',
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('layer', sa.String(length=20), nullable=False),
    sa.Column('question_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('brief', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.CheckConstraint("layer IN ('self', 'consensus', 'external')", name=op.f('ck_responses_layer')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_responses_version')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycles.id'], name=op.f('fk_responses_cycle_id')),
    sa.PrimaryKeyConstraint('cycle_id', 'layer', 'question_id', name=op.f('pk_responses')),
    sqlite_with_rowid=False
    )
    op.create_table('answers',
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('layer', sa.String(length=20), nullable=False),
    sa.Column('question_id', sa.String(length=120), nullable=False),
    sa.Column('family', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=20), nullable=False),
    sa.CheckConstraint("family IN ('arms', 'firearms', 'nuclear', 'chemical', 'biological', 'dual_use', 'all')", name=op.f('ck_answers_family')),
    sa.CheckConstraint("value IN ('0', '1', '2', '3', '4', 'unknown', 'withheld', 'not_applicable')", name=op.f('ck_answers_value')),
    sa.ForeignKeyConstraint(['cycle_id', 'layer', 'question_id'], ['responses.cycle_id', 'responses.layer', 'responses.question_id'], name=op.f('fk_answers_cycle_id_layer_question_id')),
    sa.PrimaryKeyConstraint('cycle_id', 'layer', 'question_id', 'family', name=op.f('pk_answers')),
    sqlite_with_rowid=False
    )
    op.create_table('revisions',
    sa.Column('cycle_id', sa.String(length=16), nullable=False),
    sa.Column('layer', sa.String(length=20), nullable=False),
    sa.Column('question_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(length=64), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('contents', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['cycle_id', 'layer', 'question_id'], ['responses.cycle_id', 'responses.layer', 'responses.question_id'], name=op.f('fk_revisions_cycle_id_layer_question_id')),
    sa.PrimaryKeyConstraint('cycle_id', 'layer', 'question_id', 'version', name=op.f('pk_revisions')),
    sqlite_with_rowid=False
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    op.drop_table('revisions')
    op.drop_table('answers')
    op.drop_table('responses')
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.drop_index('ix_jobs_status_asked_at')
        batch_op.drop_index(batch_op.f('ix_jobs_cycle_id'))

    op.drop_table('jobs')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_evidence_cycle_id_question_id')

    op.drop_table('evidence')
    op.drop_table('assumptions')
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_ins_user_id'))
        batch_op.drop_index(batch_op.f('ix_sign_ins_expires'))

    op.drop_table('sign_ins')
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.drop_index('ix_grants_state')

    op.drop_table('grants')
    with op.batch_alter_table('cycles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cycles_state'))

    op.drop_table('cycles')
    op.drop_table('users')
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_attempts_at')
        batch_op.drop_index('ix_sign_in_attempts_address')
        batch_op.drop_index('ix_sign_in_attempts_account')

    op.drop_table('sign_in_attempts')
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitations_state'))

    op.drop_table('invitations')
    op.drop_table('catalogues')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_append_only()")
