"""Whatever is sent to a route, the answer is one that the description of the API names."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from aktr.api.app import create_app
from aktr.settings import Settings
from api_service import RunningService, Samples, running

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "12"))
"""Of each route and each way to make them; ``make fuzz`` asks for more."""
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DELETES: Final = "DELETE /v1/extractor/batch/{batch_id}"


def _operations() -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """Every operation of the description by its name."""
    schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
    found = [result for result in schema.get_all_operations() if isinstance(result, Ok)]
    return {result.ok().label: result.ok() for result in found}


OPERATIONS: Final = _operations()


class Target:
    """A service with something in it.

    Args:
        service: The service.
        samples: What to put in.
    """

    def __init__(self, service: RunningService, samples: Samples) -> None:
        self.address = f"http://127.0.0.1:{service.port}"
        form = samples.form([*samples.good[:2], samples.bad[1]])
        with service.client() as client:
            made = client.post("/v1/extractor/batch/extract", files=form).json()
            assert client.get(f"{made['url']}?wait=60").json()["status"] == "partial"
            batch = client.get(f"{made['url']}/reports").json()
        self.known: dict[str, Any] = {
            "batch_id": batch["batch_id"],
            "report_id": batch["reports"][0]["report_id"],
            "position": 3,
            "what": "score",
        }

    def lead(self, case: Case[Any]) -> None:
        """Let a request find something."""
        for name in case.path_parameters or {}:
            if name in self.known:
                case.path_parameters[name] = self.known[name]
        if case.query and "with" in case.query:
            case.query["with"] = self.known["batch_id"]


@pytest.fixture(scope="module")
def target(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, samples: Samples
) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("conformance")
    path = folder / "aktr.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    settings_of_service = Settings.model_validate(
        {
            "database_url": f"sqlite:///{path}",
            "data_dir": folder,
            "workers": 2,
            "rate_limit": "off",
            "batch_rate_limit": "off",
            "sync_wait_s": 5,
        }
    )
    with running(settings_of_service) as service:
        yield Target(service, samples)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_answer_is_as_described(target: Target, label: str, mode: GenerationMode) -> None:
    operation = OPERATIONS[label]

    @given(case=operation.as_strategy(mode), found=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Case[Any], found: bool) -> None:
        if found and label != DELETES:
            target.lead(case)
        if case.query:
            case.query.pop("wait", None)
        response = case.call(base_url=target.address, timeout=30)
        case.validate_response(response, checks=CHECKS)

    with suppress(Unsatisfiable):  # a route without parameters can be asked in one way only
        send()
