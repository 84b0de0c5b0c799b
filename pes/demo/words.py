"""The word lists of the demo: `data/names.toml`, `data/texts.toml`."""

import tomllib
from functools import cache
from typing import Any

from pes.demo.figures import DATA


@cache
def words(name: str) -> dict[str, Any]:
    """Content of `data/<name>.toml`."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
