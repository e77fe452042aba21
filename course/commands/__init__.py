"""The groups of the command line; each imports what it needs when it is called, so that a start stays fast."""
