"""Language, direction, and how dates, numbers and money read.

The language is what the address asks for (`?language=`), else the cookie, else the
browser's wish, of those that this installation has.
"""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path

import flask_babel
from babel import Locale
from babel.dates import format_time
from babel.numbers import format_decimal, format_percent, parse_decimal
from flask import Flask, Response, request
from markupsafe import Markup

from web.settings import Settings

COOKIE = "language"
PARAMETER = "language"
YEAR = 365 * 24 * 60 * 60
DASH = "\N{EN DASH}"
TRANSLATIONS = Path(__file__).resolve().parent / "translations"


def init_app(app: Flask, settings: Settings) -> None:
    """Choose the language of each request and give templates the formatters."""

    def choose() -> str:
        if len(settings.languages) == 1:
            return settings.languages[0]
        asked = (request.args.get(PARAMETER), request.cookies.get(COOKIE))
        for language in asked:
            if language in settings.languages:
                return language
        best = request.accept_languages.best_match(settings.languages)
        return best or settings.languages[0]

    flask_babel.Babel(
        app,
        default_locale=settings.languages[0],
        default_timezone=settings.time_zone,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=choose,
    )
    app.after_request(_remember(settings))
    app.jinja_env.globals.update(
        language=language,
        direction=direction,
        languages=lambda: [(code, Locale.parse(code).display_name) for code in settings.languages],
        number=number,
        figure=figure,
        points=points,
        percent=percent,
        money=money,
        day=day,
        moment=moment,
        clock=clock,
        between=between,
    )
    app.jinja_env.filters["bdi"] = bdi


def language() -> str:
    """The language of this page as HTML names it, such as `en` or `zh-Hans`."""
    return str(flask_babel.get_locale() or "en").replace("_", "-")


def direction() -> str:
    """`rtl` where the language is written from right to left, else `ltr`."""
    locale = flask_babel.get_locale()
    return locale.text_direction if locale else "ltr"


def number(value: float | None, digits: int = 0) -> str:
    """A number with at most `digits` decimals; a dash where there is none."""
    if value is None:
        return DASH
    return _number(round(value, digits), digits, flask_babel.get_locale())


def figure(value: float | None, digits: int) -> str:
    """A number with just `digits` decimals, as figures below one another want them."""
    if value is None:
        return DASH
    return _figure(round(value, digits), digits, flask_babel.get_locale())


def points(share: float | None) -> str:
    """A score of 0 to 1 as it is shown: 0 to 100 with one decimal (METHOD.md 2)."""
    return DASH if share is None else figure(share * 100, 1)


def points_writer() -> Callable[[float | None], str]:
    """`points` that asks for the language once: for a page of thousands of scores."""
    locale = flask_babel.get_locale()

    @cache
    def written(hundred: float) -> str:
        return _figure(hundred, 1, locale)

    return lambda share: DASH if share is None else written(round(share * 100, 1))


# Scores take few values, and to write one out by the rules of a language costs as much as a query.
@lru_cache(maxsize=10_000)
def _number(value: float, digits: int, locale: Locale | None) -> str:
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return _minus(format_decimal(value, format=pattern, locale=locale or "en"))


@lru_cache(maxsize=10_000)
def _figure(value: float, digits: int, locale: Locale | None) -> str:
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return _minus(format_decimal(value, format=pattern, locale=locale or "en"))


def parse_number(text: str) -> float | None:
    """The number that a person wrote, in their language or as a computer does; None for none.

    Raises ValueError where it is no number, or no finite one.
    """
    text = text.strip()
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        # Outside strict mode "1,5" would be read as fifteen where the comma groups thousands.
        found = float(parse_decimal(text, flask_babel.get_locale() or "en", strict=True))
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def percent(share: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage; a dash where there is none."""
    if share is None:
        return DASH
    return _percent(share, digits, flask_babel.get_locale())


@lru_cache(maxsize=10_000)
def _percent(share: float, digits: int, locale: Locale | None) -> str:
    pattern = "#,##0." + "0" * digits + " %" if digits else "#,##0 %"
    return _minus(format_percent(share, format=pattern, locale=locale or "en"))


def bdi(words: str) -> Markup:
    """A figure that keeps its own order on a page written from right to left, such as `40 %`."""
    return Markup("<bdi>{}</bdi>").format(words)


def between(low: float | None, high: float | None) -> Markup | str:
    """A range of scores, the lower first in every script; a dash where there is none."""
    if low is None or high is None:
        return DASH
    return Markup('<bdi class="nowrap">{}{}{}</bdi>').format(points(low), DASH, points(high))


def money(dollars: float | None) -> str:
    """US dollars without cents; a dash where there are none."""
    if dollars is None:
        return DASH
    shown = flask_babel.format_currency(dollars, "USD", format="¤#,##0", currency_digits=False)
    return _minus(shown)


def day(value: date | datetime | None) -> str:
    """A date in full, such as 22 November 2026; a dash where there is none."""
    if value is None:
        return DASH
    pattern = "d MMMM y" if language() == "en" else "long"
    return flask_babel.format_date(value, pattern)


def moment(value: datetime | None) -> str:
    """A date and time, such as 22 November 2026, 14:32; a dash where there is none."""
    if value is None:
        return DASH
    return f"{day(value)}, {clock(value)}"


def clock(value: datetime | None) -> str:
    """A time of day, such as 14:32, in the time zone of this installation."""
    if value is None:
        return DASH
    return _clock(
        flask_babel.to_user_timezone(value).time().replace(second=0, microsecond=0),
        flask_babel.get_locale(),
    )


@lru_cache(maxsize=2_000)
def _clock(value: time, locale: Locale | None) -> str:
    return format_time(value, "HH:mm", locale=locale or "en")


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}", 1)


def _remember(settings: Settings) -> Callable[[Response], Response]:
    def keep(response: Response) -> Response:
        asked = request.args.get(PARAMETER)
        if asked in settings.languages and asked != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE, asked, max_age=YEAR, secure=settings.https, httponly=True, samesite="Lax"
            )
        return response

    return keep
