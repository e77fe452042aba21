"""An evening of 31 answers: the numbers of the design."""

from course.meetups.verdicts import Asked, Bar


def answered(right: int, wrong: int, *, idea: str = "", topic: str = "A topic") -> Asked:
    bars = (Bar("Right", right, "right"), Bar("Wrong", wrong, "wrong", idea))
    return Asked("first", topic, topic, bars, sure_but_wrong=0)


PROJECT = answered(29, 2, topic="What a project is")
FLAVOR = answered(27, 4, topic="Flavor and image")
IMAGE = answered(28, 3, topic="What an image is")
ADDRESSES = Asked(
    "first",
    "no-address",
    "Who hands out addresses",
    (
        Bar("Neutron, because it owns ports", 15, "right"),
        Bar("Nova, because it created the server", 13, "wrong", "Nova hands out the addresses"),
        Bar("Glance, because the image sets it", 2, "wrong", "Glance hands out the addresses"),
        Bar("I don’t know yet", 1, "unknown"),
    ),
    sure_but_wrong=9,
    talk="What would break if two clouds shared one address book?",
)
BUCKET = Asked(
    "second",
    "bucket",
    "Disk or bucket",
    (
        Bar("Swift, over HTTP, by name", 8, "right"),
        Bar("Cinder, attached like a disk", 9, "wrong", "A bucket is a disk"),
        Bar("The server’s own disk", 7, "wrong", "A bucket is in the server"),
        Bar("I don’t know yet", 7, "unknown"),
    ),
    sure_but_wrong=2,
)
QUOTA = Asked(
    "third",
    "quota",
    "Quotas",
    (
        Bar("A limit of the project", 19, "right"),
        Bar("What is free in the building", 8, "wrong", "Quota is how much is left in the building"),
        Bar("A limit of the user", 3, "wrong", "Quotas are for people"),
        Bar("I don’t know yet", 1, "unknown"),
    ),
    sure_but_wrong=4,
)
EVENING = (PROJECT, ADDRESSES, FLAVOR, BUCKET, IMAGE, QUOTA)
