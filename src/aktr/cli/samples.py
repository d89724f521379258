"""The command that makes sample reports."""

from pathlib import Path
from typing import Annotated

import typer

from aktr.samples.generate import make_samples
from aktr.samples.truth import TRUTH_FILE


def samples(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the files; made if it does not exist.")
    ],
    count: Annotated[
        int, typer.Option("--count", min=1, help="How many files; 30 hold every variant.")
    ] = 30,
    seed: Annotated[
        int, typer.Option("--seed", help="The same seed makes the same files, byte for byte.")
    ] = 7,
    bad: Annotated[
        bool, typer.Option("--bad", help="Add files that must be refused, one of each kind.")
    ] = False,
    photos: Annotated[
        bool, typer.Option("--photos", help="Add a scan, photo or screenshot of each report.")
    ] = False,
) -> None:
    """Make invented test reports as PDF, with a truth.json that says what is in them.

    No person, test or site in them is real. Use them to try aktr out and to test what you build
    on it.
    """
    truth = make_samples(count, seed, out, bad=bad, photos=photos)
    typer.echo(f"{len(truth.files)} files made.", err=True)
    typer.echo(out / TRUTH_FILE)
