"""The API's description of itself, made complete."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from aktr.api.description.problem_docs import problem_answer
from aktr.api.protection.doors import OPEN_PATHS
from aktr.api.uploads import FILE_FIELDS
from aktr.contract.batch_schemas import BatchOptions, FileOptions
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, Problem

_DESCRIPTION: Final = """
Reads FAA Airman Knowledge Test Reports: {files} in; checked reports, a class summary and a study
plan out. Nothing leaves the machine it runs on, and results are deleted when their time is over.

Addresses of batches and reports are secrets: whoever knows one can read what is behind it.
Every error has the one shape of RFC 9457, `application/problem+json`.
"""
_FILES_THERE_BEFORE: Final = {"extractBatch": 0, "addFiles": 1}
"""How many files a batch has at least when further ones come, by the operation that takes them."""
_KEY: Final = "key"
_FRAMEWORK_SCHEMAS: Final = ("HTTPValidationError", "ValidationError")
_REFERENCES: Final = "#/components/schemas/{model}"


def description(max_files: int) -> str:
    """What the service does.

    Args:
        max_files: Most files in a batch.
    """
    return _DESCRIPTION.format(files=_files(max_files))


def tags(max_files: int) -> list[dict[str, str]]:
    """The groups of addresses.

    Args:
        max_files: Most files in a batch.
    """
    files = _files(max_files)
    return [
        {"name": "Batches", "description": f"{files} in; reports and a class summary out."},
        {"name": "Results", "description": "Single reports, and single files."},
        {"name": "Standards", "description": "What a code means, in the edition of a given day."},
        {"name": "Operation", "description": "For those who run the service."},
    ]


def _files(most: int) -> str:
    return "1 file" if most == 1 else f"1 to {most} files"


def describe(app: FastAPI, max_files: int) -> dict[str, Any]:
    """The OpenAPI document of an application, made once.

    The framework describes its own error shapes, which no route of ours answers with; they are
    replaced by problems.

    Args:
        app: The application.
        max_files: Most files in a batch.
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
                _say_how_many_files(operation, max_files)
                if path not in OPEN_PATHS:
                    _add_doors(operation)
                    _add_storing(method, operation)
        app.openapi_schema = document
    return app.openapi_schema


def _say_how_many_files(operation: dict[str, Any], max_files: int) -> None:
    there_before = _FILES_THERE_BEFORE.get(operation["operationId"])
    if there_before is None:
        return
    schema = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    # A full batch refuses every further one; a list of none is no form.
    schema["properties"][FILE_FIELDS[0]]["maxItems"] = max(max_files - there_before, 1)


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
