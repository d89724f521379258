"""The API describes itself completely, truly, and without any outside address."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from aktr.api.app import create_app
from aktr.api.description import examples
from aktr.api.problems import STATUS_TITLES
from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer, ReportPageAnswer
from aktr.contract.correction_schemas import ReportCorrection
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, Problem
from aktr.contract.report_schemas import HistoryAnswer, ReportAnswer, SingleReportAnswer
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.report.correction import Change
from api_service import StartService, settings_for

Operation = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("description")
    return create_app(settings_for(f"sqlite:///{folder / 'unused.db'}", folder)).openapi()


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_route_of_the_contract_is_described(document: dict[str, Any]) -> None:
    assert {name for name, _ in operations(document)} == {
        "POST /v1/extractor/batch/extract",
        "GET /v1/extractor/batch/{batch_id}",
        "DELETE /v1/extractor/batch/{batch_id}",
        "GET /v1/extractor/batch/{batch_id}/events",
        "GET /v1/extractor/batch/{batch_id}/summary",
        "GET /v1/extractor/batch/{batch_id}/reports",
        "GET /v1/extractor/batch/{batch_id}/export",
        "GET /v1/extractor/batch/{batch_id}/comparison",
        "POST /v1/extractor/batch/{batch_id}/files/{position}/retry",
        "POST /v1/extractor/batch/{batch_id}/cancel",
        "POST /v1/extractor/batch/{batch_id}/retry",
        "PUT /v1/extractor/batch/{batch_id}/files/{position}",
        "POST /v1/extractor/batch/{batch_id}/files",
        "POST /v1/extractor/batch/{batch_id}/share",
        "DELETE /v1/extractor/batch/{batch_id}/share",
        "GET /v1/extractor/shared/{share_id}",
        "GET /v1/extractor/results/{report_id}",
        "PATCH /v1/extractor/results/{report_id}",
        "GET /v1/extractor/results/{report_id}/history",
        "GET /v1/extractor/results/{report_id}/export",
        "GET /v1/extractor/results/{report_id}/paperwork",
        "GET /v1/extractor/results/{report_id}/evidence/{what}",
        "POST /v1/extractor/extract",
        "GET /v1/acs/codes/{code}",
        "GET /v1/acs/codes",
        "GET /v1/acs/exams",
        "GET /health",
        "GET /ready",
    }


def test_every_operation_has_a_name_a_tag_and_words_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(names)) == len(names)
    tags = {tag["name"] for tag in document["tags"]}
    for name, operation in operations(document):
        assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"]), name
        assert set(operation["tags"]) <= tags, name
        assert operation["summary"], name
        assert operation["description"], name


def test_every_answer_and_every_error_has_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert any(status.startswith("2") for status in operation["responses"]), name
        assert "500" in operation["responses"], name
        for status, answer in operation["responses"].items():
            where = f"{name} {status}"
            assert answer["description"], where
            if status in {"204", "304"}:
                assert "content" not in answer, where
                continue
            for media_type, content in answer["content"].items():
                assert content["example"], where
                if int(status) >= 400:
                    assert media_type == PROBLEM_MEDIA_TYPE, where
                    assert list(answer["content"]) == [PROBLEM_MEDIA_TYPE], where
                    problem = Problem.model_validate(content["example"])
                    assert problem.status == int(status), where
                    assert int(status) in STATUS_TITLES, where


def test_every_request_has_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            shown = {**parameter, **parameter["schema"]}
            assert {"example", "examples", "default"} & set(shown), f"{name} {parameter['name']}"
            assert parameter["description"], f"{name} {parameter['name']}"
        if "requestBody" in operation:
            for content in operation["requestBody"]["content"].values():
                assert content.get("example") or content["examples"], name


def test_uploads_say_what_they_refuse(document: dict[str, Any]) -> None:
    for path in ("/v1/extractor/batch/extract", "/v1/extractor/extract"):
        statuses = set(document["paths"][path]["post"]["responses"])
        refused = {"400", "401", "403", "408", "413", "415", "422", "429"}
        assert statuses == {"200", "202", *refused, "500", "503", "507"}


@pytest.mark.parametrize(
    ("most", "added", "said"),
    [(30, 29, "1 to 30 files"), (5, 4, "1 to 5 files"), (1, 1, "1 file in")],
)
def test_the_description_names_as_many_files_as_the_settings_allow(
    tmp_path: Path, most: int, added: int, said: str
) -> None:
    settings = settings_for(
        f"sqlite:///{tmp_path / 'unused.db'}", tmp_path, limits={"max_files": most}
    )
    described = create_app(settings).openapi()

    def most_files(path: str) -> int:
        body = described["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]
        number: int = body["schema"]["properties"]["files[]"]["maxItems"]
        return number

    assert most_files("/v1/extractor/batch/extract") == most
    assert most_files("/v1/extractor/batch/{batch_id}/files") == added
    assert said in described["info"]["description"]
    assert said in json.dumps(described["tags"])
    assert most == 30 or "30 files" not in json.dumps([described["info"], described["tags"]])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    named = set(re.findall(r"#/components/schemas/([\w.-]+)", text))
    assert named <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in text


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (BatchAnswer, examples.BATCH),
        (BatchAnswer, examples.UNFINISHED_BATCH),
        (BatchAnswer, examples.FAILED_BATCH),
        (BatchStateAnswer, examples.BATCH_STATE),
        (ReportAnswer, examples.REPORT),
        (ReportAnswer, examples.REPORT_CORRECTED),
        (HistoryAnswer, examples.HISTORY),
        (SingleReportAnswer, examples.SINGLE_REPORT),
        (ReportPageAnswer, examples.REPORT_PAGE),
        (SummaryAnswer, examples.SUMMARY),
    ],
)
def test_examples_are_whole_answers(model: type[BaseModel], example: dict[str, Any]) -> None:
    answer = model.model_validate(example).model_dump(mode="json")
    assert answer == json.loads(json.dumps(dict(example)))


@pytest.mark.parametrize("example", examples.CORRECTION_EXAMPLES.values())
def test_examples_of_corrections_say_something(example: dict[str, Any]) -> None:
    assert ReportCorrection.model_validate(example["value"]).to_change() != Change()


def test_no_page_names_an_outside_address(start_service: StartService) -> None:
    with start_service().client() as client:
        start = client.get("/")
        assert start.status_code == 200
        assert 'href="/docs"' in start.text
        for page in ("/docs", "/redoc"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert not re.findall(r"(?:https?:)?//[\w-]+\.[\w.]+", answer.text), page
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'self'")
            assert "//" not in policy
            for asset in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
                assert asset.startswith("/")
                assert client.get(asset).status_code == 200, asset
        described = client.get("/openapi.json")
        assert described.status_code == 200
        assert not re.findall(r"https?://", described.text)


def test_the_description_does_not_depend_on_a_database(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'never.db'}", tmp_path))
    assert app.openapi()["info"]["title"] == "aktr"
    assert not (tmp_path / "never.db").exists()
