"""Copies of what people did: made while the course serves, checked before they are put in place."""
