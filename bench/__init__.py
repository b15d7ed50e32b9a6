"""What `make bench` runs; nothing here is part of the site."""
