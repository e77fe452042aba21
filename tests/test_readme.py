import re
import tomllib

import pytest

from course.config import CHECKOUT

CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = {each["containers"][0]: each["layers"] for each in CONTRACTS if each["type"] == "layers"}
README = (CHECKOUT / "README.md").read_text()


@pytest.mark.parametrize("feature", ["accounts", "learning", "meetups", "authoring"])
def test_the_readme_names_the_files_of_a_feature_in_the_order_of_their_imports(feature: str) -> None:
    found = re.search(rf"^{feature} +((?:.*\n)(?: +.*\n)*)", README, re.MULTILINE)
    assert found is not None
    told = [set(layer.replace("\n", " ").split(",")) for layer in re.sub(r"\([^)]*\)", "", found[1]).split("<")]
    written = [{name.strip() for name in layer} for layer in told]
    assert written == [set(layer.split(" | ")) for layer in reversed(LAYERS[f"course.{feature}"])]


def test_the_readme_names_the_packages_in_the_order_of_their_imports() -> None:
    order = " > ".join(f"({layer})" if " | " in layer else layer for layer in LAYERS["course"])
    assert f"`{order}`" in README
