"""Every table there is: importing this module fills the metadata, for what must walk all of them."""

from course.accounts import models as accounts
from course.learning import models as learning
from course.meetups import models as meetups

MODELS = (accounts, learning, meetups)
