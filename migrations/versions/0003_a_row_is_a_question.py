"""The answers of a question stand in its own row

Revision: 0003.
"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

CELLS = sa.table('answers', *map(sa.column, ('cycle_id', 'layer', 'question_id', 'family', 'value')))


def upgrade() -> None:
    # `brief` held the same as the rows of `answers`; a test kept the two equal.
    op.alter_column('responses', 'brief', new_column_name='levels')
    op.drop_table('answers')


def downgrade() -> None:
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
    rows = op.get_bind().execute(sa.text('SELECT cycle_id, layer, question_id, levels FROM responses'))
    cells = [
        {'cycle_id': cycle, 'layer': layer, 'question_id': question, 'family': family, 'value': value}
        for cycle, layer, question, levels in rows
        for family, value in (cell.split('=') for cell in levels.split())
    ]
    if cells:
        op.bulk_insert(CELLS, cells)
    op.alter_column('responses', 'levels', new_column_name='brief')
