"""ARCHITECTURE: who may import whom, no circles, short files, bare packages."""

import ast
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
LONGEST = 300

# Room: what it may import of ours, and from outside the standard library.
# Views hand a session on to services, and never look into it.
PAGE_KIT = {"web", "assessment.domain", "assessment.services", "assessment.records.session"}
ROOMS = {
    "assessment.domain": ({"assessment.domain"}, {"numpy", "highspy"}),
    "assessment.records.session": (set(), {"sqlalchemy"}),
    "assessment.records": (
        {"assessment.records", "assessment.records.session", "assessment.domain"},
        {"sqlalchemy"},
    ),
    "assessment.services": (
        {
            "assessment.services",
            "assessment.records",
            "assessment.records.session",
            "assessment.domain",
        },
        {"argon2"},
    ),
    "web": (
        PAGE_KIT,
        {
            "flask",
            "flask_wtf",
            "wtforms",
            "flask_babel",
            "babel",
            "markupsafe",
            "werkzeug",
            "sqlalchemy",
            "alembic",
            "huey",
            "click",
        },
    ),
    "questionnaires": (
        PAGE_KIT | {"questionnaires"},
        {"flask", "flask_babel", "markupsafe", "werkzeug", "yaml", "openpyxl", "click"},
    ),
    "reports": (
        PAGE_KIT | {"reports"},
        {
            "flask",
            "flask_babel",
            "markupsafe",
            "werkzeug",
            "jinja2",
            "plotly",
            "weasyprint",
            "openpyxl",
            "docx",
            "click",
        },
    ),
    "donors": (
        PAGE_KIT | {"donors"},
        {"flask", "flask_babel", "markupsafe", "werkzeug", "openpyxl", "click"},
    ),
    "workshops": (
        PAGE_KIT | {"workshops"},
        {"flask", "flask_babel", "markupsafe", "werkzeug", "segno", "click"},
    ),
    "accounts": (PAGE_KIT | {"accounts"}, {"flask", "flask_babel", "werkzeug", "click"}),
}
OURS = {
    "assessment",
    "web",
    "questionnaires",
    "reports",
    "accounts",
    "donors",
    "workshops",
    "app",
    "tests",
}


def python_files():
    for top in sorted(OURS - {"app", "tests"}):
        yield from sorted((HOUSE / top).rglob("*.py"))


def name_of(path):
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module):
    return next((room for room in ROOMS if module == room or module.startswith(room + ".")), module)


def imports_of(path):
    """Full names of the modules that a file imports, at its top or inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write full module names"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def as_module(name, modules):
    """The module that an imported name lives in, of the modules there are."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


MODULES = {name_of(path): path for path in python_files()}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may(module):
    ours, outside = ROOMS.get(room_of(module), (set(), set()))
    wrong = []
    for name in imports_of(MODULES[module]):
        top = name.split(".", 1)[0]
        if top in OURS:
            if room_of(as_module(name, MODULES) or name) not in ours:
                wrong.append(name)
        elif top not in sys.stdlib_module_names and top not in outside:
            wrong.append(name)
    assert wrong == []


def test_no_module_stands_outside_a_room():
    packages = {"assessment"}
    assert [each for each in MODULES if room_of(each) not in ROOMS and each not in packages] == []


def test_no_module_reaches_itself_through_others():
    reach = {
        module: {as_module(name, MODULES) for name in imports_of(path)} & set(MODULES) - {module}
        for module, path in MODULES.items()
    }
    ends = dict(reach)
    while True:
        leaves = {module for module, others in ends.items() if not others & ends.keys()}
        if not leaves:
            break
        ends = {module: others for module, others in ends.items() if module not in leaves}
    assert sorted(ends) == []


def test_the_domain_asks_no_clock_and_reads_no_file():
    forbidden = {"datetime.now", "date.today", "time.time", "open", "Path"}
    found = []
    for module, path in MODULES.items():
        if room_of(module) == "assessment.domain":
            calls = (
                ast.unparse(node.func)
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call)
            )
            found += [f"{module}: {call}" for call in calls if call in forbidden]
    assert found == []


def code_files():
    folders = [HOUSE / each for each in ("static", "migrations", "bench", "scripts")]
    folders += [HOUSE / each for each in OURS - {"app"}]
    outside = {HOUSE / "static" / "vendor", HOUSE / "tests" / "vendor"}
    outside |= {HOUSE / "migrations" / "versions"}
    yield HOUSE / "app.py"
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".js", ".css", ".html"} and not outside & set(path.parents):
                yield path


def test_no_file_of_code_is_longer_than_the_house_allows():
    long = {
        str(path.relative_to(HOUSE)): length
        for path in code_files()
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_app_is_half_as_long():
    assert len((HOUSE / "app.py").read_text(encoding="utf-8").splitlines()) <= LONGEST // 2


@pytest.mark.parametrize("module", [m for m, p in MODULES.items() if p.name == "__init__.py"])
def test_a_package_file_holds_a_docstring_at_most(module):
    body = ast.parse(MODULES[module].read_text(encoding="utf-8")).body
    assert [node for node in body if not isinstance(node, ast.Expr)] == []


def test_every_package_has_its_file():
    folders = {path.parent for path in MODULES.values()}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
