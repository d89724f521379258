"""The API's description of itself, made complete."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from aktr.api.description.problem_docs import problem_answer
from aktr.api.protection.doors import OPEN_PATHS
from aktr.contract.batch_schemas import BatchOptions, FileOptions
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, Problem

TAGS: Final = [
    {"name": "Batches", "description": "1 to 30 files in; reports and a class summary out."},
    {"name": "Results", "description": "Single reports, and single files."},
    {"name": "Standards", "description": "What a code means, in the edition of a given day."},
    {"name": "Operation", "description": "For those who run the service."},
]

_KEY: Final = "key"
_FRAMEWORK_SCHEMAS: Final = ("HTTPValidationError", "ValidationError")
_REFERENCES: Final = "#/components/schemas/{model}"


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an application, made once.

    The framework describes its own error shapes, which no route of ours answers with; they are
    replaced by problems.
    """
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            tags=app.openapi_tags,
            routes=app.routes,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name in _FRAMEWORK_SCHEMAS:
            schemas.pop(name, None)
        schemas.update(_own_schemas())
        document["components"]["securitySchemes"] = {
            _KEY: {
                "type": "http",
                "scheme": "bearer",
                "description": "A key made with `aktr keys make`; needed if the server is set so.",
            }
        }
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _make_errors_problems(operation["responses"])
                if path not in OPEN_PATHS:
                    _add_doors(operation)
                    _add_storing(method, operation)
        app.openapi_schema = document
    return app.openapi_schema


def _add_doors(operation: dict[str, Any]) -> None:
    """What any request may be answered with before it reaches its route."""
    operation["security"] = [{}, {_KEY: []}]
    answers = operation["responses"]
    for status in (400, 401, 403, 429):
        answers.setdefault(str(status), problem_answer(status))
    operation["responses"] = dict(sorted(answers.items()))


def _add_storing(method: str, operation: dict[str, Any]) -> None:
    """What any request may be answered with that stores something, or has a body."""
    answers = operation["responses"]
    if "requestBody" in operation:
        answers.setdefault("415", problem_answer(415))
    if method != "get":
        answers.setdefault("507", problem_answer(507))
    operation["responses"] = dict(sorted(answers.items()))


def _own_schemas() -> dict[str, Any]:
    """The schemas that stand in the document by reference only."""
    _, definitions = models_json_schema(
        [(Problem, "serialization"), (BatchOptions, "validation"), (FileOptions, "validation")],
        ref_template=_REFERENCES,
    )
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _make_errors_problems(answers: dict[str, dict[str, Any]]) -> None:
    validation = answers.get("422")
    if validation is not None and PROBLEM_MEDIA_TYPE not in validation.get("content", {}):
        del answers["422"]
    for status, answer in answers.items():
        if status.startswith(("4", "5")) and PROBLEM_MEDIA_TYPE not in answer.get("content", {}):
            answers[status] = problem_answer(int(status))
