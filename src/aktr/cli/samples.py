"""The command that makes sample reports."""

from pathlib import Path
from typing import Annotated

import typer

from aktr.errors import AktrError
from aktr.samples.generate import make_samples, write_samples
from aktr.samples.one_test import class_on_one_test
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
    exam: Annotated[
        str | None,
        typer.Option(
            "--exam",
            metavar="CODE",
            help="A class on this one test, such as PAR, in which many missed the same.",
        ),
    ] = None,
) -> None:
    """Make invented test reports as PDF, with a truth.json that says what is in them.

    No person, test or site in them is real. Use them to try aktr out and to test what you build
    on it.
    """
    if exam is None:
        truth = make_samples(count, seed, out, bad=bad, photos=photos)
    else:
        try:
            planned = class_on_one_test(count, exam, seed)
        except AktrError as error:
            raise typer.BadParameter(error.message, param_hint="'--exam'") from error
        truth = write_samples(planned, seed, out, bad=bad, photos=photos)
    typer.echo(f"{len(truth.files)} files made.", err=True)
    typer.echo(out / TRUTH_FILE)
