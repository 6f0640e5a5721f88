"""The kit that every page is made of: frame, language, assets, sessions."""

import datetime as dt

import pytest
from flask import abort, render_template_string
from sqlalchemy import text

from tests.conftest import NOON
from web import context, i18n
from web.assets import STATIC, style_sheet, style_sheets
from web.settings import SettingsRefused, from_environment

FRAME = '{% extends "layout.html" %}{% block heading %}A page{% endblock %}'


def public(view):
    view.is_public = True
    return view


@pytest.fixture
def opened(app):
    """The application with pages of the test's own."""

    @app.get("/kit/plain")
    @public
    def plain():
        return render_template_string(FRAME)

    @app.post("/kit/write/<int:status>")
    @public
    def write(status):
        context.session().execute(text("INSERT INTO kit VALUES (1)"))
        return ("refused", status) if status < 500 else abort(status)

    @app.get("/kit/write")
    @public
    def write_while_reading():
        context.session().execute(text("INSERT INTO kit VALUES (1)"))
        return "done"

    app.config["WTF_CSRF_ENABLED"] = False
    engine = app.extensions["octant"].engine
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kit (one INTEGER)"))
    return app


def rows(app):
    with app.extensions["octant"].engine.begin() as connection:
        return connection.execute(text("SELECT count(*) FROM kit")).scalar_one()


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (303, 1), (409, 0), (422, 0), (500, 0)])
def test_what_a_view_wrote_is_kept_when_it_accepts_and_dropped_when_it_refuses(
    opened, status, kept
):
    opened.test_client().post(f"/kit/write/{status}")
    assert rows(opened) == kept


def test_what_a_view_writes_for_a_get_is_never_kept(opened):
    opened.test_client().get("/kit/write")
    assert rows(opened) == 0


def test_a_reply_leaves_only_after_the_commit(opened):
    seen = []
    opened.after_request_funcs[None].insert(0, lambda reply: seen.append(rows(opened)) or reply)
    opened.test_client().post("/kit/write/200")
    assert seen == [1]


def test_a_page_names_its_language_and_direction(opened):
    page = opened.test_client().get("/kit/plain").text
    assert '<html lang="en" dir="ltr">' in page


def test_a_page_in_arabic_reads_from_right_to_left(app):
    with app.test_request_context("/"), i18n.flask_babel.force_locale("ar"):
        assert (i18n.language(), i18n.direction()) == ("ar", "rtl")


def test_a_language_that_is_not_there_is_not_chosen(opened):
    page = opened.test_client().get("/kit/plain?language=fr", headers={"Accept-Language": "fr"})
    assert '<html lang="en"' in page.text


def test_the_title_of_a_page_begins_with_its_heading(opened):
    assert "<title>A page — Octant</title>" in opened.test_client().get("/kit/plain").text


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (lambda: i18n.number(1234.56, 1), "1,234.6"),
        (lambda: i18n.number(1200.0, 1), "1,200"),
        (lambda: i18n.number(None), "\N{EN DASH}"),
        (lambda: i18n.number(-3), "\N{MINUS SIGN}3"),
        (lambda: i18n.percent(-0.61), "\N{MINUS SIGN}61 %"),
        (lambda: i18n.money(1_900_000), "$1,900,000"),
        (lambda: i18n.day(dt.date(2026, 11, 2)), "2 November 2026"),
        (lambda: i18n.moment(NOON), "22 November 2026, 12:00"),
        (lambda: i18n.clock(NOON), "12:00"),
    ],
)
def test_a_figure_reads_as_people_write_it(app, shown, expected):
    with app.test_request_context("/"):
        assert shown() == expected


def test_a_moment_is_shown_in_the_time_zone_of_the_installation(app):
    app.extensions["babel"].default_timezone = "Africa/Nairobi"
    with app.test_request_context("/"):
        assert i18n.moment(NOON) == "22 November 2026, 15:00"


def test_every_style_sheet_is_in_the_joined_one():
    assert {path.name for path in style_sheets()} == {
        path.name for path in (STATIC / "css").glob("*.css")
    }


def test_style_sheets_turn_round_for_languages_from_right_to_left():
    physical = ("margin-left", "margin-right", "padding-left", "padding-right", "text-align: left")
    assert [word for word in physical if word in style_sheet()] == []


def test_a_static_file_named_by_its_digest_may_be_kept_for_good(client):
    reply = client.get("/static/js/octant.js?v=abc")
    assert "immutable" in reply.headers["Cache-Control"]


def test_a_static_file_without_a_digest_is_asked_for_again(client):
    assert client.get("/static/js/octant.js").headers["Cache-Control"] == "no-cache"


def test_every_file_that_the_style_sheet_names_is_there(client):
    addresses = [part.split('"')[0] for part in style_sheet().split('url("')[1:]]
    assert addresses
    assert {client.get(f"/static/{each}").status_code for each in addresses} == {200}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://host/name"),
        ("OCTANT_HTTPS", "perhaps"),
        ("OCTANT_TIME_ZONE", "Mars/Olympus"),
        ("OCTANT_MAX_UPLOAD", "0"),
        ("OCTANT_PROXIES", "many"),
        ("OCTANT_LANGUAGES", "en;fr"),
        ("OCTANT_TRUSTED_HOSTS", " , "),
        ("OCTANT_SECRET_KEY", "short"),
        ("OCTANT_PASSWORD_COST", "none"),
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path, name, value):
    with pytest.raises(SettingsRefused, match=rf"^{name}: .*\.$"):
        from_environment({"OCTANT_DATA": str(tmp_path), name: value})


def test_a_secret_key_is_never_shown_when_it_is_refused(tmp_path):
    with pytest.raises(SettingsRefused) as refused:
        from_environment({"OCTANT_DATA": str(tmp_path), "OCTANT_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_a_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first, second = (from_environment({"OCTANT_DATA": str(tmp_path)}) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_weak_password_hashing_is_refused_in_service(tmp_path):
    with pytest.raises(SettingsRefused, match="OCTANT_PASSWORD_COST"):
        from_environment(
            {"OCTANT_DATA": str(tmp_path), "OCTANT_HTTPS": "1", "OCTANT_PASSWORD_COST": "test"}
        )


def test_a_postgresql_address_is_read_as_its_providers_write_it(tmp_path):
    read = from_environment({"OCTANT_DATA": str(tmp_path), "DATABASE_URL": "postgres://u@h/n"})
    assert read.database_url == "postgresql+psycopg://u@h/n"
