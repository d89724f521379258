"""Whether the built wheel is whole: it is installed alone, with locked libraries, and run.

Called by ``make wheel`` with the wheel and the Python of an environment that holds nothing but it.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
SERVER_STARTS_WITHIN_S = 90


def missing_and_foreign(wheel: Path) -> tuple[list[str], list[str]]:
    """Files of the source that the wheel lacks, and files that are not of the source."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "aktr").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(wanted - held), sorted(held - wanted)


def _development_only() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {_name(line) for line in project["project"]["dependencies"]}
    return {_name(line) for line in project["dependency-groups"]["dev"]} - runtime


def _name(requirement: str) -> str:
    return re.split(r"[\[><=; ]", requirement)[0].lower()


def _run(program: Path, *arguments: str | Path) -> str:
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        sys.exit(f"{program.name} {' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return done.stdout


def _check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"The wheel is not whole: {what}.")


def check_commands(aktr: Path, version: str) -> None:
    """Help, version, look-up, samples; and a PDF and pictures read."""
    _check(_run(aktr, "--version").strip() == f"aktr {version}", "it tells another version")
    _check("extract" in _run(aktr, "--help"), "its help names no command")
    _check("PA.I.B.K1a" in _run(aktr, "acs", "show", "PA.I.B.K1a"), "it knows no codes")
    _run(aktr, "samples", "--count", "2", "--seed", "7", "--photos", "--out", "samples")
    papers = sorted(path for path in Path("samples").iterdir() if path.suffix != ".json")
    _run(aktr, "extract", "--pdf", "class.pdf", "--xlsx", "class.xlsx", *papers)
    _check(Path("class.pdf").read_bytes().startswith(b"%PDF"), "it makes no PDF")


def check_server(aktr: Path) -> None:
    """The server is ready, and its pages have their style sheet."""
    with subprocess.Popen(
        [aktr, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            port = next(
                int(found[1])
                for line in server.stderr or ()
                if (found := re.search(r":(\d+) -", line))
            )
            until = time.monotonic() + SERVER_STARTS_WITHIN_S
            while _get(port, "/ready")[0] != 200:
                _check(time.monotonic() < until, "its server does not get ready")
                time.sleep(0.2)
            status, page = _get(port, "/")
            styles = re.findall(r'href="(/assets/[^"]+\.css[^"]*)"', page)
            _check(status == 200 and bool(styles), "its page has no style sheet")
            _check(all(_get(port, style)[0] == 200 for style in styles), "a style sheet is missing")
        finally:
            server.terminate()


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except ConnectionError:
        return 0, ""
    finally:
        connection.close()


def main() -> None:
    """Check the wheel that the command line names, with the Python that it names."""
    wheel, python = (Path(argument).absolute() for argument in sys.argv[1:3])
    missing, foreign = missing_and_foreign(wheel)
    _check(not missing, f"it lacks {missing}")
    _check(not foreign, f"it holds {foreign}")
    tell = (
        "from importlib.metadata import distributions as d; print(*{x.name.lower() for x in d()})"
    )
    extra = _development_only() & set(_run(python, "-c", tell).split())
    _check(not extra, f"the environment holds {sorted(extra)}, which only developers need")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["AKTR_DATA_DIR"] = str(Path(folder) / "data")
        check_commands(python.with_name("aktr"), wheel.name.split("-")[1])
        check_server(python.with_name("aktr"))
    sys.stdout.write(f"{wheel.name}: whole, installs without developers' libraries, and runs\n")


if __name__ == "__main__":
    main()
