"""The package's own catalogue, whatever the machine's operator has imported."""

from pathlib import Path

import pytest

from aktr.acs.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    nothing_imported: Path = tmp_path_factory.mktemp("standards")
    return load_catalogue(nothing_imported)
