"""Wordings are data with their source, and an operator's own replace them."""

import json
from pathlib import Path
from typing import Any

import pytest

from aktr.paperwork.wordings import OPERATORS_FILE, WordingsFileError, load_wordings


def with_file(folder: Path, content: Any) -> Path:  # noqa: ANN401 - any JSON value
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / OPERATORS_FILE).write_text(text, encoding="utf-8")
    return folder


def test_the_official_texts_are_word_for_word() -> None:
    wordings = load_wordings()
    assert wordings.endorsement("deficient-areas").text == (
        "I certify that [First name, MI, Last name] has demonstrated satisfactory knowledge of "
        "the subject areas in which they were deficient on the [applicable] airman knowledge test."
    )
    assert wordings.endorsement("retest-part-61").text == (
        "I certify that [First name, MI, Last name] has received the additional [flight and/or "
        "ground, as appropriate] training as required by 14 CFR section 61.49. I have determined "
        "that they are proficient to pass the [name of] knowledge/practical test."
    )


def test_an_operator_replaces_one_wording_and_keeps_the_rest(tmp_path: Path) -> None:
    newer = {
        "id": "deficient-areas",
        "document": "AC 61-65L",
        "date": "2027-01-15",
        "text": "[First name, MI, Last name] knows what was missed on the [applicable] test.",
    }
    wordings = load_wordings(with_file(tmp_path, {"endorsements": [newer]}))
    wording = wordings.endorsement("deficient-areas")
    assert (wording.document, wording.paragraph) == ("AC 61-65L", "A.2")
    assert wording.filled("JANE DOE", "PAR") == "JANE DOE knows what was missed on the PAR test."
    assert wordings.endorsement("retest-part-61").document == "AC 61-65K"
    assert load_wordings().endorsement("deficient-areas").document == "AC 61-65K"


def test_an_operator_may_change_the_rule_of_a_test(tmp_path: Path) -> None:
    rule = {
        "tests": ["UAG"], "retest": "part-61", "deficient_areas": "needed", "reason": "House rule.",
        "reason_source": "School manual, 3.1",
    }  # fmt: skip
    wordings = load_wordings(with_file(tmp_path, {"tests": [rule]}))
    assert wordings.rule_for("UAG").reason == "House rule."
    assert wordings.rule_for("AMG").retest.id == "part-65"


def test_a_name_is_never_taken_for_a_blank() -> None:
    wording = load_wordings().endorsement("deficient-areas")
    filled = wording.filled("{test} [applicable]", "the test")
    assert filled.startswith("I certify that {test} [applicable] has demonstrated")


def test_no_file_is_no_error(tmp_path: Path) -> None:
    assert load_wordings(tmp_path).endorsement("deficient-areas").document == "AC 61-65K"


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        [],
        {"endorsement": []},
        {"endorsements": [{"id": "deficient-areas", "text": "Without the brackets."}]},
        {"endorsements": [{"id": "deficient-areas", "fill": {"[applicable]": "{ftn}"}}]},
        {"endorsements": [{"id": "new", "text": "Incomplete."}]},
        {"retests": [{"id": "part-61", "endorsement": "nowhere"}]},
        {"tests": [{"tests": ["UAG"], "retest": "nowhere"}]},
        {"others": {"deficient_areas": "perhaps"}},
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: Any) -> None:  # noqa: ANN401
    with pytest.raises(WordingsFileError, match=OPERATORS_FILE):
        load_wordings(with_file(tmp_path, content))
