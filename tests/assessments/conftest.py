"""What every test of the assessment may ask for."""

import pytest


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path):
    """Keep evidence in a folder of the test."""
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"
    return settings.EVIDENCE_FOLDER
