"""The program ``aktr``: finds the command, and turns whatever goes wrong into an exit code.

A command is imported when it is called and not before, so that ``aktr --help`` answers at once.
"""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final

import typer

# Typer carries its own copy of Click and gives these two names, which the signature of the one
# overridden method needs, no public home.
from typer._click import Command, Context
from typer.core import TyperCommand, TyperGroup

from aktr import __version__
from aktr.cli.exit_codes import ExitCode
from aktr.errors import AktrError, is_full


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Where a command lives and what the overview says about it."""

    module: str
    attribute: str
    """A ``typer.Typer`` with sub-commands, or the function of a single command."""
    summary: str

    def load(self, name: str) -> Command:
        """Import the command.

        Args:
            name: What the user types for it.
        """
        target = getattr(import_module(self.module), self.attribute)
        if not isinstance(target, typer.Typer):
            function, target = target, _plain_app()
            target.command(name)(function)
        target.rich_markup_mode = None
        command = typer.main.get_command(target)
        command.name = name
        return command


COMMANDS: Final = {
    "extract": LazyCommand("aktr.cli.extract", "extract", "Read test reports from files."),
    "summarise": LazyCommand("aktr.cli.corpus", "summarise", "Say what an archive has missed."),
    "serve": LazyCommand("aktr.cli.serve", "serve", "Answer HTTP requests on this machine."),
    "worker": LazyCommand("aktr.cli.worker", "worker", "Read the files of servers elsewhere."),
    "db": LazyCommand("aktr.cli.db", "app", "Create, upgrade and look at the database."),
    "keys": LazyCommand("aktr.cli.keys", "app", "Make, list and revoke the keys of clients."),
    "acs": LazyCommand("aktr.cli.acs", "app", "Look up what a code means."),
    "samples": LazyCommand("aktr.cli.samples", "samples", "Make invented test reports."),
}


class LazyGroup(TyperGroup):
    """Lists every command and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - handed on to Typer unseen
        super().__init__(**attributes)
        for name, lazy in COMMANDS.items():
            self.add_command(TyperCommand(name, short_help=lazy.summary))

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that the arguments name, imported."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None:
            command = COMMANDS[name].load(name)
        return name, command, rest

    def invoke(self, ctx: Context) -> object:
        """Run the command that was named.

        Raises:
            AktrError: There is no room for what the command writes.
            typer.BadParameter: A value is wrong; it says what it must be.
            typer.Exit: The program that reads stdout stopped reading.
        """
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except typer.BadParameter as error:
            error.message = _in_our_words(error)
            raise
        except BrokenPipeError:
            _let_go_of_stdout()
            raise typer.Exit(ExitCode.OUTPUT_CLOSED) from None
        except OSError as error:
            if not is_full(error):
                raise
            _let_go_of_stdout()
            raise AktrError(
                f"there is no room for the output ({error.strerror}). Make room on the disk that "
                "it goes to and on that of temporary files, and run the command again."
            ) from error
        return result


def _in_our_words(error: typer.BadParameter) -> str:
    """What a value must be, in the words of a wrong setting or field of a request."""
    from pydantic import ValidationError  # noqa: PLC0415 - most calls never need it

    from aktr.wrong_values import one_of, what_is_wrong  # noqa: PLC0415 - as above

    if not isinstance(error.__cause__, ValidationError):
        return error.message
    # Of a list each wrong entry is told; most say the same.
    said = dict.fromkeys(what_is_wrong(wrong) for wrong in error.__cause__.errors())
    # Choices are compared by Typer, which says: 'x' is not one of 'a', 'b'.
    choices = (words.rpartition(" is not one of ") for words in said)
    return "; ".join(one_of(words) if given else words for given, _, words in choices)


def _let_go_of_stdout() -> None:
    # What is still buffered goes nowhere; the interpreter would complain about it at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain_app(cls: type[TyperGroup] | None = None) -> typer.Typer:
    return typer.Typer(
        cls=cls,
        add_completion=cls is not None,
        no_args_is_help=cls is not None,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _plain_app(LazyGroup)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"aktr {__version__}")
        raise typer.Exit


@app.callback()
def overview(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read FAA Airman Knowledge Test Reports on this machine."""
    del version


def main() -> None:
    """Run the command line of this process and end the process with its exit code."""
    try:
        app()
    except AktrError as error:
        _say(error.message)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: users see no traceback
        sys.exit(_explain_unexpected(error))


def _explain_unexpected(error: Exception) -> ExitCode:
    """Tell the user about an exception that nothing else turned into words."""
    from pydantic import ValidationError  # noqa: PLC0415 - most calls never need it

    if isinstance(error, ValidationError) and error.title in (
        "Settings",
        "Limits",
        "VisionSettings",
    ):
        from aktr.settings import wrong_settings  # noqa: PLC0415 - as above

        _say(wrong_settings(error))
        return ExitCode.USAGE
    if os.environ.get("AKTR_LOG_LEVEL", "").upper() == "DEBUG":
        raise error
    _say(
        f"an unexpected {type(error).__name__} ended this command. Run it again with "
        "AKTR_LOG_LEVEL=DEBUG to see where, and report that."
    )
    return ExitCode.ERROR


def _say(message: str) -> None:
    typer.echo(f"aktr: {message}", err=True)
