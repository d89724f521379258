"""Sample files from a count and a seed."""

from collections.abc import Iterable
from pathlib import Path

from aktr.errors import AktrError
from aktr.samples.bad import make_bad_files
from aktr.samples.plan import Sample, planned_samples
from aktr.samples.truth import FileTruth, SampleTruth


def make_samples(
    count: int, seed: int, out: Path, *, bad: bool = False, photos: bool = False
) -> SampleTruth:
    """Make sample reports and the file that says what is in them.

    The same count and seed make the same bytes; a larger count only adds files. The folder is
    made when it does not exist; files of the same names in it are replaced.

    Args:
        count: How many files, at least 1. 30 hold every variant, layout and treatment.
        seed: Any number.
        out: The folder.
        bad: Add the files that must be refused (:func:`aktr.samples.bad.make_bad_files`).
        photos: Add a scan, photo or screenshot of each report, some of them twice
            (:func:`aktr.samples.photos.make.make_pictures`).

    Raises:
        AktrError: The folder cannot be written to.
    """
    return write_samples(planned_samples(count, seed), seed, out, bad=bad, photos=photos)


def write_samples(
    samples: Iterable[Sample], seed: int, out: Path, *, bad: bool = False, photos: bool = False
) -> SampleTruth:
    """Write samples that are planned already; see :func:`make_samples`.

    Raises:
        AktrError: The folder cannot be written to.
    """
    made: list[FileTruth] = []
    pictures: list[FileTruth] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for index, sample in enumerate(samples):
            path = out / f"{index + 1:03d}-{sample.variant.name}.pdf"
            path.write_bytes(sample.pdf())
            made.append(sample.truth(path.name))
            if photos:
                pictures.extend(_pictures_of(sample, index, seed, out))
        made.extend(pictures)
        if bad:
            made.extend(make_bad_files(out))
        truth = SampleTruth(seed, tuple(made))
        truth.write(out)
    except OSError as error:
        raise AktrError(
            f"The samples cannot be written to {out}: {error.strerror}. Name a folder that you "
            "may write to."
        ) from error
    return truth


def _pictures_of(sample: Sample, index: int, seed: int, out: Path) -> tuple[FileTruth, ...]:
    # The libraries for pictures are large, and most samples are made without them.
    from aktr.samples.photos.make import make_pictures  # noqa: PLC0415 - see above

    return make_pictures(sample, index, seed, out)
