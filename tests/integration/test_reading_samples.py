"""Every sample report is read exactly right, and every file that is none is refused for its reason.

Three seeds of 200 files each: all variants, layouts, fonts and treatments many times over.
"""

from dataclasses import asdict
from pathlib import Path

import pytest

from aktr.errors import FileError
from aktr.processing.coordinator import read_reports
from aktr.report.model import KnowledgeTestReport
from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth
from aktr.settings import Limits

COUNT = 200


def as_truth(report: KnowledgeTestReport) -> dict[str, object]:
    """A report in the words of the truth file."""
    day, expiry = report.exam_date.value, report.expiration_date.value
    return {
        "name": report.name.value,
        "ftn": report.ftn.value,
        "applicant_id": report.applicant_id.value,
        "exam_id": report.exam_id.value,
        "exam": report.exam,
        "exam_code": report.exam_code.value,
        "exam_date": day and day.isoformat(),
        "exam_site": report.exam_site.value,
        "score": report.score.value,
        "grade": report.grade.value,
        "take": report.take.value,
        "expiration_date": expiry and expiry.isoformat(),
        "codes": tuple(code.code for code in report.codes),
    }


def differences(truth: FileTruth, content: bytes) -> list[str]:
    """What was read otherwise than it is printed, in words; nothing if all is right."""
    try:
        reports = [checked.report for checked in read_reports(content, Limits())]
    except FileError as refused:
        right = refused.error_type is truth.error
        return [] if right else [f"{truth.file}: refused as {refused.error_type}"]
    if len(reports) != len(truth.reports):
        return [f"{truth.file}: {len(reports)} reports instead of {len(truth.reports)}"]
    return [
        f"{truth.file} ({truth.layout}, {truth.treatment}): {name} {read!r}, printed {printed!r}"
        for report, expected in zip(reports, truth.reports, strict=True)
        for name, printed in asdict(expected).items()
        if (read := as_truth(report)[name]) != printed
    ] + [
        f"{truth.file}: {code.read_as!r} was not resolved"
        for report in reports
        for code in report.unresolved_codes
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_sample_is_read_exactly_right(tmp_path: Path, seed: int) -> None:
    samples = make_samples(COUNT, seed, tmp_path)
    assert len(samples.files) == COUNT
    wrong = [
        difference
        for truth in samples.files
        for difference in differences(truth, (tmp_path / truth.file).read_bytes())
    ]
    assert wrong == []


def test_every_bad_sample_is_refused_for_its_reason(tmp_path: Path) -> None:
    samples = make_samples(1, 1, tmp_path, bad=True)
    bad = [truth for truth in samples.files if truth.error]
    assert len(bad) >= 9
    for truth in bad:
        with pytest.raises(FileError) as refused:
            read_reports((tmp_path / truth.file).read_bytes(), Limits())
        assert refused.value.error_type is truth.error, truth.file
