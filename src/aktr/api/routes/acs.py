"""What a code means, over HTTP: look-up, full-text search, and the knowledge tests."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.acs.code import CodeFamily, as_printed, family_of
from aktr.acs.explain import describe
from aktr.api.description.acs_examples import EXAM_EXAMPLE, SEARCH_EXAMPLE, STANDARD_CODE_EXAMPLE
from aktr.api.description.examples import example_answer
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.contract.acs_schemas import ExamAnswer, ExamsAnswer, SearchAnswer, StandardCodeAnswer
from aktr.errors import UnknownAddressError

router = APIRouter(prefix="/v1/acs", tags=["Standards"])

_LONGEST_CODE: Final = 40
_LONGEST_QUERY: Final = 200
_MOST_HITS: Final = 100


def _catalogue() -> Catalogue:
    """The catalogue as it is now: an edition imported since the last request counts."""
    return load_catalogue()


CatalogueOfRequest = Annotated[Catalogue, Depends(_catalogue)]
Day = Annotated[
    date | None,
    Query(
        description="The day of the test; the edition in force on it answers. Today when left out.",
        examples=["2026-02-14"],
    ),
]


@router.get(
    "/codes/{code}",
    operation_id="getStandardCode",
    summary="What does a code mean?",
    responses={
        200: example_answer(STANDARD_CODE_EXAMPLE),
        **problem_answers(400, 500),
        404: problem_answer(
            404, detail="There is no such code. Did you mean PA.I.C.K1, PA.I.C.K2, PA.I.C.K3?"
        ),
    },
)
def get_code(
    catalogue: CatalogueOfRequest,
    code: Annotated[
        str,
        Path(
            max_length=_LONGEST_CODE,
            description="As printed; small letters and other marks than dots do as well. The "
            "answer to a wrong one names those alike.",
            examples=["PA.I.C.K2"],
        ),
    ],
    on: Day = None,
) -> StandardCodeAnswer:
    """The wording in force on a day, its parent, where it stands, and what to study."""
    entry = catalogue.lookup(as_printed(code), on)
    if entry is None:
        raise UnknownAddressError(why_unknown(code, catalogue))
    return StandardCodeAnswer.model_validate(describe(entry))


@router.get(
    "/codes",
    operation_id="searchStandardCodes",
    summary="Which codes speak of something?",
    responses={200: example_answer(SEARCH_EXAMPLE), **problem_answers(400, 500)},
)
def search_codes(
    catalogue: CatalogueOfRequest,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=_LONGEST_QUERY,
            description="Words that must all be found, in any order.",
            examples=["carburetor icing"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=_MOST_HITS, description="Most codes to answer.")] = 20,
    prefix: Annotated[
        str | None,
        Query(max_length=_LONGEST_CODE, description="Only codes that begin so.", examples=["PA.I"]),
    ] = None,
    on: Day = None,
) -> SearchAnswer:
    """Full-text search over wordings, tasks and areas; the beginning of a word is enough."""
    hits = catalogue.search(q, limit, prefix=prefix, on=on)
    documents: list[dict[str, Any]] = [describe(entry) for entry in hits]
    return SearchAnswer.model_validate({"codes": documents})


@router.get(
    "/exams",
    operation_id="listExams",
    summary="All knowledge tests",
    responses={200: example_answer({"exams": [EXAM_EXAMPLE]}), **problem_answers(500)},
)
def list_exams(catalogue: CatalogueOfRequest) -> ExamsAnswer:
    """The tests of the FAA's matrix and retired ones, with the codes that their reports print."""
    tests = sorted(catalogue.tests().values(), key=lambda test: test.code)
    return ExamsAnswer(exams=[ExamAnswer.model_validate(test) for test in tests])


def why_unknown(code: str, catalogue: Catalogue) -> str:
    """What to do about a code that is not held, without repeating it."""
    printed = as_printed(code)
    standard = catalogue.not_held.get(printed[:2].upper())
    if standard is not None:
        return f"The text of {standard}, is not held here; whoever runs the service can import it."
    if family_of(printed) is CodeFamily.SUBJECT_MATTER:
        return (
            "Subject matter knowledge codes of AC 60-25, on reports from before about 2005, are "
            "not explained here."
        )
    if catalogue.codes_under(code):
        return "This is an area or a task, not a code. Search for it to see the codes under it."
    near = catalogue.near(code)
    hint = f"Did you mean {', '.join(near)}?" if near else "Codes look like PA.I.C.K2."
    return f"There is no such code. {hint}"
