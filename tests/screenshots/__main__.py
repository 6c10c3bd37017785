"""Takes the pictures, each theme and scale in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.screenshots.palettes import THEMES

PROJECT = Path(__file__).parents[2]
OUT = PROJECT / "build" / "screenshots"
SHOWN_IN_HELP = {
    "window-production": "main-window",
    "dialog-changed": "edit-dialog",
    "profile-tested": "profile",
    "list-grouped-and-filtered": "list",
    "changes": "changes",
}
"""The pictures of README and help, by scene; each has a light and a dark one."""

SCREEN = {"name": "desk", "x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1}
"""Room for each window in its own size; what the platform has by itself is 800 by 800."""


def main() -> int:
    """Make build/screenshots anew, and the pictures of README and help; 0 if all were taken."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for theme in ("light", *THEMES):
        for scale in (100, 150, 200):
            _take(theme, scale)
    for scene, name in SHOWN_IN_HELP.items():
        for theme, ending in (("light", ""), ("dark", "-dark")):
            picture = PROJECT / "resources/help" / f"{name}{ending}.png"
            shutil.copy(OUT / f"{scene}-{theme}-100.png", picture)
    sys.stdout.write(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(PROJECT)}\n")
    return 0


def _take(theme: str, scale: int) -> None:
    screen = OUT.parent / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    platform = f"offscreen:configfile={screen}"
    env = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(scale / 100)}
    command = [sys.executable, "-m", "tests.screenshots.take", theme, str(scale), str(OUT)]
    subprocess.run(command, env=env, cwd=PROJECT, check=True)


sys.exit(main())
