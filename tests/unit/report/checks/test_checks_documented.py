"""The pages on checks and confidence say what the program does."""

import re
from pathlib import Path

import pytest

from aktr.report.checks import RULES
from aktr.report.checks.rule import Rule
from aktr.report.confidence import REVIEW_BELOW, WHEN_TO_LOOK, Look

DOCS = Path(__file__).parents[4] / "docs"


def rows(page: str) -> dict[str, list[str]]:
    """The rows of the page's tables by the word that the row begins with."""
    found = {}
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| `([a-z-]+)`[^|]*\|(.*)", line)
        if row:
            found[row[1]] = [cell.strip() for cell in row[2].split("|")]
    return found


def test_the_page_on_checks_names_every_rule_in_order() -> None:
    assert list(rows("checks.md")) == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_on_checks_gives_the_severity(rule: Rule) -> None:
    assert rows("checks.md")[rule.id][0].split()[0] == rule.severity.value


def test_the_page_on_confidence_says_when_each_warning_is_looked_at() -> None:
    words = {
        Look.ALWAYS: "always",
        Look.IF_A_PICTURE: "on pictures",
        Look.IF_CODES_ARE_UNCLEAR: "if a code is unclear",
    }
    said = {rule: cells[0] for rule, cells in rows("confidence.md").items()}
    assert said == {rule: words[look] for rule, look in WHEN_TO_LOOK.items()}
    assert f"below {REVIEW_BELOW:.2f}" in (DOCS / "confidence.md").read_text(encoding="utf-8")
