#!/bin/sh
# Make .venv with a Python that is new enough, or say in one sentence what to install.
set -eu

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
  if new_enough "$candidate"; then
    python=$candidate
    break
  fi
done

if [ -z "$python" ]; then
  if [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON does not run, or is older than Python 3.11; name a newer one, or leave PYTHON out." >&2
  elif [ "$(uname)" = Darwin ]; then
    echo "This needs Python 3.11 or newer: run 'brew install python', or install it from python.org." >&2
  else
    echo "This needs Python 3.11 or newer: run 'sudo apt-get install python3.11 python3.11-venv', or install it from python.org." >&2
  fi
  exit 1
fi

# Debian and Ubuntu keep this part of Python in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "$python lacks its venv part: run 'sudo apt-get install $package', then try again." >&2
    exit 1
  fi
  apt-get update -qq
  apt-get install -qq --yes --no-install-recommends "$package"
fi

if ! "$python" -m venv --clear .venv; then
  rm -rf .venv
  exit 1
fi
