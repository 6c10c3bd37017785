"""Every window can be read in the contrast themes of the system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

from desktop_app.core.profiles.profile import Environment
from desktop_app.ui.widgets import colors
from tests.screenshots.contrast import LEAST, contrast
from tests.screenshots.palettes import THEMES

PROJECT = Path(__file__).parents[2]
SCREEN = {"name": "desk", "x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1}
"""As big as that of ``make screenshots``."""
LIMIT_SECONDS = 240


@pytest.mark.parametrize("theme", ["contrast-black", "contrast-white"])
def test_every_text_stands_out_in_a_contrast_theme(theme: str, tmp_path: Path) -> None:
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.screenshots.contrast", theme],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["seen"] > 4_000, "so many texts are in the windows"
    assert result["faint"] == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_of_our_own_stand_out_in_every_theme(theme: str) -> None:
    palette = THEMES[theme]()
    paper, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    for color in (colors.error_color(palette), colors.success_color(palette)):
        assert contrast(color, paper) >= LEAST
    for ground in (colors.warning_background(palette), colors.group_background(palette)):
        assert contrast(text, ground) >= LEAST
    for environment in Environment:
        badge = colors.environment_background(environment, palette)
        assert contrast(QColor("white"), badge) >= LEAST
