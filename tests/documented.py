"""Examples in documents: found, run in the order of the page, and compared with what it shows.

A block marked ``console`` holds commands after ``$`` and what each prints. A block marked
``python`` is run, and a block marked ``text`` right below it is what it prints. A line ``...``
stands for any lines, ``...`` in a line for anything in that line.
"""

import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CURL: Final = '''#!{python}
"""As much of curl as the examples need; not every machine has one."""
import argparse, sys
import httpx2

asked = argparse.ArgumentParser()
asked.add_argument("-s", action="store_true")
asked.add_argument("-N", action="store_true")
asked.add_argument("-F", action="append", default=[])
asked.add_argument("-H", action="append", default=[])
asked.add_argument("-X")
asked.add_argument("-d")
asked.add_argument("-o")
asked.add_argument("url")
asked = asked.parse_args()
headers = dict([("User-Agent", "curl"), *(header.split(": ", 1) for header in asked.H)])
parts = [part.split("=@") for part in asked.F]
files = [(name, (path.split("/")[-1], open(path, "rb"))) for name, path in parts]
method = asked.X or ("POST" if files or asked.d else "GET")
answer = httpx2.request(
    method, asked.url, headers=headers, files=files or None, content=asked.d, timeout=60
)
(open(asked.o, "wb") if asked.o else sys.stdout.buffer).write(answer.content)
'''
_KEPT_TERMINAL: Final = """set -a
. .tools/terminal
{command}
ended=$?
{{ export -p; declare -f; }} >.tools/terminal
exit $ended
"""
"""Variables and functions last from one command to the next, as in the reader's terminal."""


@dataclass(frozen=True, slots=True)
class Example:
    """One command or one piece of Python, with what the page says that it prints."""

    language: str
    source: str
    output: str | None
    """None where the page does not say."""


def examples_of(page: str) -> list[Example]:
    """Every example of a page that can be run, in order."""
    found: list[Example] = []
    end = 0
    for block in _BLOCK.finditer(page):
        language, text = block.groups()
        follows = not page[end : block.start()].strip()
        if language == "console":
            for piece in text.split("$ ")[1:] if text.startswith("$ ") else ():
                command, _, output = piece.partition("\n")
                found.append(Example("console", command, output))
        elif language == "python":
            found.append(Example("python", text, None))
        elif language == "text" and follows and found and found[-1].language == "python":
            found[-1] = Example("python", found[-1].source, text)
        end = block.end()
    return found


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, but for what it leaves out."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n"
        for line in shown.rstrip().splitlines()
    )
    return re.fullmatch(pattern, printed.rstrip() + "\n" if printed.strip() else "") is not None


class Runner:
    """Runs the examples of one page in one folder.

    Args:
        folder: Where to run them; empty.
        address: The server that stands for the one of the page, if the page needs one.
    """

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self._folder = folder
        self._address = address
        self._names: dict[str, object] = {"__name__": "example"}
        (folder / ".venv").symlink_to(sys.prefix)
        tools = folder / ".tools"
        tools.mkdir()
        (tools / "curl").write_text(_CURL.format(python=sys.executable), encoding="utf-8")
        (tools / "curl").chmod(0o755)
        (tools / "terminal").touch()
        path = os.pathsep.join([str(tools), f"{sys.prefix}/bin", os.environ["PATH"]])
        data = folder / ".data"
        self._environment = {**os.environ, "PATH": path, "AKTR_DATA_DIR": str(data)}

    def printed_by(self, example: Example) -> str:
        """Run an example and give back what a reader would see."""
        source = example.source
        if self._address:
            source = source.replace("http://127.0.0.1:8000", self._address)
        if example.language == "python":
            target = StringIO()
            with redirect_stdout(target):
                exec(compile(source, "example", "exec"), self._names)  # noqa: S102
            return target.getvalue()
        command = _KEPT_TERMINAL.format(command=source)
        ended = subprocess.run(
            ["bash", "-c", command],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        # Some commands are shown because they fail; but they must be there.
        assert ended.returncode != 127, f"{shlex.split(source)[0]}: {ended.stdout}"
        return ended.stdout
