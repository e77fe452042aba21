"""OpenStack from zero: short lessons, a question after every section, progress you can trust."""
