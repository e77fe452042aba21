"""Plumbing shared by the views; knows no feature."""
