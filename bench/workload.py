"""The files that are measured with, and how much is done for each figure."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path
from typing import NamedTuple

from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth

SEED = 7


class Sample(NamedTuple):
    """A file and what it says."""

    path: Path
    truth: FileTruth


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done for each figure."""

    pdfs: int = 60
    """Read bare and in full."""
    rounds: int = 9
    """Of reading them."""
    bare_photos: int = 6
    """Read without and with all that follows."""
    batch: int = 30
    photo_batch: int = 30
    runs: int = 7
    """Warm runs of what takes less than a second."""
    photo_runs: int = 2
    """Warm runs of batches with photos."""
    on_postgres: bool = True
    peer_runs: int = 3
    slow_peer_runs: int = 2
    """Of tesseract at its defaults, and of kreuzberg."""
    profiled_pdf_batches: int = 25
    large_class: int = 100_000
    photo_sets: tuple[tuple[int, int], ...] = ((SEED, 32), (SEED + 1, 32))
    """Seed and count of the sets that photos are taken from; 32 are a whole round of pictures."""


FULL = Effort()
TINY = Effort(
    pdfs=2, rounds=1, bare_photos=1, batch=2, photo_batch=1, runs=1, photo_runs=1,
    on_postgres=False, peer_runs=1, slow_peer_runs=1, profiled_pdf_batches=1, large_class=100,
    photo_sets=((SEED + 1, 1),),
)  # fmt: skip
"""Enough to see that the programs work."""


class Workload:
    """Samples, made when they are first asked for.

    Args:
        folder: Where to make them; also for whatever else has to lie in files.
        effort: How much is done.
    """

    def __init__(self, folder: Path, effort: Effort) -> None:
        self.folder = folder
        self.effort = effort

    @cached_property
    def pdfs(self) -> Sequence[Sample]:
        """Digital reports, of every variant and layout if they are 30 or more."""
        return _make(max(self.effort.pdfs, self.effort.batch), SEED, self.folder / "pdfs")

    @cached_property
    def photos(self) -> Sequence[Sample]:
        """Photos of 8 to 12 megapixels: easy, medium and hard ones in turn.

        HEIC is left out because plain readers cannot open it, and so is the second photo of a
        sheet, because it would count the same codes twice.
        """
        with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as makers:
            sets = [
                makers.submit(_make, count, seed, self.folder / f"photos-{seed}", photos=True)
                for seed, count in self.effort.photo_sets
            ]
            made = [sample for each in sets for sample in each.result()]
        ranks: dict[str, list[Sample]] = {"easy": [], "medium": [], "hard": []}
        for sample in made:
            picture = sample.truth.picture
            if picture is None or picture.kind != "photo" or picture.same_sheet_as:
                continue
            if sample.path.suffix != ".heic":
                ranks[picture.difficulty].append(sample)
        return [sample for sample in chain(*zip_longest(*ranks.values())) if sample]

    def batch(self, pdfs: int, photos: int) -> list[Sample]:
        """The first so many PDFs and photos.

        Raises:
            RuntimeError: There are not as many.
        """
        chosen = [*self.pdfs[:pdfs], *(self.photos[:photos] if photos else ())]
        if len(chosen) != pdfs + photos:
            raise RuntimeError(f"there are no {pdfs} PDFs and {photos} photos")
        return chosen

    def mixed(self) -> list[Sample]:
        """A batch of which half are photos."""
        half = self.effort.batch // 2
        return self.batch(self.effort.batch - half, half)


def _make(count: int, seed: int, folder: Path, *, photos: bool = False) -> list[Sample]:
    truths = make_samples(count, seed, folder, photos=photos).files
    return [Sample(folder / truth.file, truth) for truth in truths]
