"""What operators and authors read: Markdown files in this folder, shown at /docs."""
