"""The small content of all tests, and what only a browser can show: long lines, wide tables, big and small lessons."""

from pathlib import Path

from tests.factories import PLAIN, write_course

WORDS = "You ask the cloud for a server and it answers with one in a moment, without a ticket. "
LONG = PLAIN.replace("A lesson without questions", "A lesson that takes twelve minutes")
MIDDLE = PLAIN.replace("A lesson without questions", "A lesson that takes six minutes")
ODDITIES = """
Here is [Nova](glossary:nova) once more, and {long} in a line.

```console
$ openstack server create --image debian-13-generic-amd64 --flavor m1.small --network private --key-name mine --wait db1
| OS-EXT-SRV-ATTR:hypervisor_hostname | compute-017.rack-04.hall-b.example.org | ACTIVE | 2026-11-22T20:28:09.000000 |
```

```yaml
a_key_with_a_long_name: "and a value that is so long that no phone in the world can show it in a single line of text"
```

| Service | Plain name | Port | Where it keeps its records | Who asks it first | What it answers with |
|---|---|---|---|---|---|
| Keystone | Identity | 5000 | In a database of its own | You, your program and every other service | A token |

- First
    - Second, `inside` a list
        1. Third

""".format(long="a-word-without-an-end-" * 6)


def write_small_course(folder: Path) -> None:
    """Write the small content, a lesson of twelve minutes, one of six, and one of odd things."""
    write_course(folder)
    unit = folder / "lessons" / "10-first-contact"
    source = "\nSource: nova"
    (unit / "04-twelve.md").write_text(_filled(LONG, 2200))
    (unit / "05-six.md").write_text(_filled(MIDDLE, 1050))
    odd = PLAIN.replace("A lesson without questions", "A lesson of odd things")
    (unit / "06-odd.md").write_text(odd.replace(source, ODDITIES + source, 1))


def _filled(lesson: str, words: int) -> str:
    """Return the lesson with about so many words more in its first section."""
    text = "\n" + (WORDS * 5 + "\n\n") * (words // (5 * len(WORDS.split())))
    return lesson.replace("\nSource: nova", text + "\nSource: nova", 1)
