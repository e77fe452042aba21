"""What a browser calls itself, in three words at most: enough to know one's own devices again."""

BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """Return "Firefox on Linux" for the header of a browser, "A browser" for what we do not know."""
    browser = next((word for sign, word in BROWSERS if sign in user_agent), "A browser")
    system = next((f" on {word}" for sign, word in SYSTEMS if sign in user_agent), "")
    return browser + system
