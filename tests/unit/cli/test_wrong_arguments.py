"""What is wrong with a command line is told with exit code 2, and in our own words."""

import re

import pytest
from typer.testing import CliRunner

from aktr.cli.main import app

OF_A_LIBRARY = re.compile(r"Input should|Value error|valid (integer|UUID)|is not one of|unable to")
ID = "it must be an id such as 5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("keys make a --scope foo", "'--scope': it must be read or write"),
        ("keys make a --scope foo --scope bar", "'--scope': it must be read or write"),
        ("keys revoke nope", ID),
        ("samples --out x --count 0", "'--count': it must be 1 or more"),
        ("samples --out x --count many", "'--count': it must be a whole number"),
        ("samples --out x --exam ZZZ", "'--exam': No class can be made for the test ZZZ."),
        ("serve --port 99999999", "'--port': it must be 65535 or less"),
        ("extract --workers 0 x", "'--workers': it must be 1 or more"),
        ("worker --workers 1.5", "'--workers': it must be a whole number"),
        ("acs search x --limit 201", "'--limit': it must be 200 or less"),
        ("acs show PA.I.A.K1 --on 2020", "'--on': it must be a day of the calendar"),
        ("acs diff 6B 6Z", "No edition 6Z is held."),
    ],
)
def test_a_wrong_value_is_told_in_our_words(call: str, told: str) -> None:
    ended = CliRunner().invoke(app, call.split())

    assert ended.exit_code == 2, ended.output
    assert told in ended.stderr
    assert OF_A_LIBRARY.search(ended.stderr) is None, ended.stderr
