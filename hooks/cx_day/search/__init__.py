"""The search: what a visitor's browser needs to find a page, made of the finished pages."""
