"""For instructors: what is begun, the state of every lesson, the preview, and pages that follow the files."""
