"""Commands for those who work on the site; nothing here is part of it."""
