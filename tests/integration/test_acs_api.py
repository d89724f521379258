"""Look-ups over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from aktr.api.description.acs_examples import EXAM_EXAMPLE, SEARCH_EXAMPLE, STANDARD_CODE_EXAMPLE
from aktr.api.problems import install_problem_handlers
from aktr.api.routes.acs import router
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path))
    app = FastAPI()
    install_problem_handlers(app)
    app.include_router(router)
    with TestClient(app) as found:
        yield found


def test_a_code_is_answered_as_the_example_shows(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PA.I.B.K1a", params={"on": "2026-02-14"})
    assert answer.status_code == 200
    assert answer.json() == STANDARD_CODE_EXAMPLE


def test_the_day_decides_the_edition(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PA.I.B.K1a", params={"on": "2024-05-30"}).json()
    assert answer["source"] == "FAA-S-ACS-6B"
    assert answer["description"] == "Certificate location and expiration dates"
    assert answer["note"]


def test_a_learning_statement_has_no_headings(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PLT044").json()
    assert answer["type"] == "learning statement"
    assert (answer["area_of_operation"], answer["task"], answer["parent"]) == (None, None, None)


def test_an_archived_code_brings_its_former_wording(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PA.III.A.R3", params={"on": "2025-01-01"}).json()
    assert answer["archived"] is True
    assert answer["description"] == "[Archived]"
    assert answer["former_description"] == "Confirmation or expectation bias."


def test_borrowed_references_are_marked(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PH.I.C.K2").json()
    assert answer["references_borrowed_from"] == "PA.I.C"
    assert answer["publications"][0]["title"] == "General Operating and Flight Rules"


def test_an_unknown_code_is_a_problem_that_names_those_alike(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PA.l.C.K2")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE
    detail = answer.json()["detail"]
    assert "Did you mean PA.I.C.K2," in detail
    assert "PA.l.C.K2" not in detail


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pa.i.b.k1a", "PA.I.B.K1a"),
        ("PA,I,B,K1A", "PA.I.B.K1a"),
        ("PA I B K1a", "PA.I.B.K1a"),
        ("PA.I.CK2", "PA.I.C.K2"),
        ("plt044", "PLT044"),
    ],
)
def test_case_and_marks_do_not_matter(client: TestClient, typed: str, meant: str) -> None:
    answer = client.get(f"/v1/acs/codes/{typed}")
    assert (answer.status_code, answer.json()["code"]) == (200, meant)


def test_an_element_brings_what_it_lists(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/PA.VI.A.K4", params={"on": "2025-01-01"}).json()
    assert answer["description"] == "Selection of appropriate:"
    assert answer["sub_elements"] == [
        {"code": "PA.VI.A.K4a", "description": "Route"},
        {"code": "PA.VI.A.K4b", "description": "Altitude(s)"},
        {"code": "PA.VI.A.K4c", "description": "Checkpoints"},
    ]


@pytest.mark.parametrize(
    ("path", "says"),
    [("PA.I.C", "an area or a task"), ("H301", "AC 60-25"), ("sh.i.a.k1", "ACS-26")],
)
def test_what_is_no_code_of_a_standard_is_told(client: TestClient, path: str, says: str) -> None:
    answer = client.get(f"/v1/acs/codes/{path}")
    assert answer.status_code == 404
    assert says in answer.json()["detail"]


def test_a_code_of_a_standard_that_is_not_held_says_so(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/SH.I.A.K1")
    assert answer.status_code == 404
    assert "FAA-S-ACS-26" in answer.json()["detail"]


def test_nothing_of_a_strange_path_is_repeated(client: TestClient) -> None:
    answer = client.get("/v1/acs/codes/%3Cscript%3E")
    assert answer.status_code == 404
    assert "script" not in answer.text


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v1/acs/codes/PA.I.C.K2", {"on": "14.02.2026"}),
        ("/v1/acs/codes", {}),
        ("/v1/acs/codes", {"q": ""}),
        ("/v1/acs/codes", {"q": "x" * 201}),
        ("/v1/acs/codes", {"q": "weather", "limit": "0"}),
        ("/v1/acs/codes", {"q": "weather", "limit": "101"}),
    ],
)
def test_wrong_parameters_are_400(client: TestClient, path: str, params: dict[str, str]) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE


def test_search_finds_codes_by_their_words(client: TestClient) -> None:
    answer = client.get(
        "/v1/acs/codes",
        params={"q": "expiration certificates", "prefix": "PA.I.B", "on": "2026-02-14"},
    )
    assert answer.status_code == 200
    assert answer.json() == SEARCH_EXAMPLE


def test_search_for_what_nothing_speaks_of_is_empty(client: TestClient) -> None:
    assert client.get("/v1/acs/codes", params={"q": "xyzzy"}).json() == {"codes": []}


def test_all_tests_of_the_matrix_are_listed(client: TestClient) -> None:
    exams = client.get("/v1/acs/exams").json()["exams"]
    assert len(exams) == 94
    assert [exam["code"] for exam in exams] == sorted(exam["code"] for exam in exams)
    assert EXAM_EXAMPLE in exams


def test_every_route_describes_itself_with_an_example(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {"/v1/acs/codes/{code}", "/v1/acs/codes", "/v1/acs/exams"}
    for path in paths.values():
        answers = path["get"]["responses"]
        assert answers["200"]["content"]["application/json"]["example"]
        assert path["get"]["summary"]
        assert path["get"]["operationId"]
