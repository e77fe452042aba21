from pathlib import Path

import course
from course import schema


def test_no_models_are_forgotten() -> None:
    folder = Path(course.__file__).parent
    written = {f"course.{path.parent.name}.models" for path in folder.glob("*/models.py")}
    assert {module.__name__ for module in schema.MODELS} == written
