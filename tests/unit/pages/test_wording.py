"""The words of the pages: each is there, each is used, and another language can be added."""

import re
from pathlib import Path

import pytest

import aktr.pages
from aktr.pages.class_view import Order
from aktr.pages.report_view import Fault
from aktr.pages.wording import LANGUAGES_FOLDER, languages, wording_for, wording_of
from aktr.processing.result import FileStatus
from aktr.report.certainty import Certainty
from aktr.report.checked import Outcome
from aktr.report.model import FIELD_NAMES

PAGES = Path(aktr.pages.__file__).parent
TEMPLATES = "\n".join(path.read_text("utf-8") for path in sorted(PAGES.glob("templates/*.html")))
SCRIPTS = {path.name: path.read_text("utf-8") for path in PAGES.glob("static/*.js")}
PROBLEMS = (
    *("400", "403", "404", "405", "408", "409", "410", "412", "413", "415", "422", "429"),
    *("500", "503", "507"),
)
PROBLEMS_BY_NAME = ("already-read", "nothing-to-retry", "files-refused", "correction-too-large")


def names_in_templates() -> set[str]:
    """Every name that a template asks for, with all that a variable at its end may be."""
    names = set(re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""", TEMPLATES))
    either = re.findall(r"""\bt\(["']([\w.]+)["'] if [^)]*? else ["']([\w.]+)["']\)""", TEMPLATES)
    names |= {name for pair in either for name in pair}
    for name in re.findall(r"""\bt\.counted\(["']([\w.]+)["']\s*,""", TEMPLATES):
        names |= {f"{name}.one", f"{name}.other"}
    variable = {
        "field.": FIELD_NAMES,
        "progress.state_": tuple(FileStatus),
        "class.sort_": tuple(Order),
        "class.left_": [
            f"{unit}.{form}" for unit in ("days", "hours", "minutes") for form in ("one", "other")
        ],
        "report.certainty_": tuple(Certainty),
        "report.bad_": tuple(Fault),
        "report.check_": ("inform", *(set(Outcome) - {Outcome.NOT_APPLICABLE})),
        "report.state_": ("corrected", "confirmed", "added"),
        "report.kind_": ("codes", "finding", "report"),
        "problem.": [
            f"{kind}.{part}"
            for kind in (*PROBLEMS, *PROBLEMS_BY_NAME, "other")
            for part in ("title", "says", "todo")
        ],
    }
    asked = set(re.findall(r"""["']([\w.]+[_.])["'] ~ """, TEMPLATES))
    assert asked == set(variable)
    names.add("site.months")  # which the filters for days ask for
    return names | {f"{start}{end}" for start, ends in variable.items() for end in ends}


def names_in_scripts() -> set[str]:
    upload = re.findall(r"""\bsay\("(\w+)\"""", SCRIPTS["upload.js"])
    progress = re.findall(r"""\bwords\.(\w+)""", SCRIPTS["progress.js"])
    return {f"upload.{name}" for name in upload} | {f"progress.{name}" for name in progress}


def test_every_word_is_there_and_every_word_is_used() -> None:
    assert set(wording_of("en").placeholders) == names_in_templates() | names_in_scripts()


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_the_same_names_and_placeholders(language: str) -> None:
    assert wording_of(language).placeholders == wording_of("en").placeholders


def test_no_word_holds_markup() -> None:
    told = (LANGUAGES_FOLDER / "en.toml").read_text("utf-8")
    assert not re.search(r"</?[a-z]+[ >]", told)


def test_the_browser_chooses_the_language(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[a]\nb = "one {count}"\n', "utf-8")
    (tmp_path / "de.toml").write_text('[a]\nb = "eins {count}"\n', "utf-8")
    for header, language in (
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("fr, en;q=0.4, de;q=0.9", "de"),
        ("fr", "en"),
        ("", "en"),
        ("de;q=0, en", "en"),
        ("de;q=nonsense", "en"),
        ("../de", "en"),
    ):
        assert wording_for(header, tmp_path).language == language, header
    assert wording_for("de", tmp_path)("a.b", count=2) == "eins 2"
