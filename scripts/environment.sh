# Sourced by scripts/run and scripts/test: the Python environment and Debian's packages.
# Nothing here is done twice: an installed lock leaves its checksum behind.

say() { printf '\n\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# debian PACKAGE... : install what is missing, or say exactly what to install.
debian() {
  local missing=() package
  command -v dpkg-query >/dev/null || { say "Not a Debian system: please install what matches $*."; return; }
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || fail "Please install Debian's packages first:
  sudo apt-get install -y --no-install-recommends ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# newest_python : the first Python of 3.11 or later on the PATH.
newest_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null &&
       "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      echo "$name"; return
    fi
  done
  fail "Octant needs Python 3.11 or later. On Debian: apt-get install python3 python3-venv"
}

# python_environment LOCK : .venv with exactly what the hashed lock names.
python_environment() {
  local lock=$1 stamp python
  stamp=.venv/.$(basename "$lock").installed
  if [ ! -x .venv/bin/python ]; then
    python=$(newest_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || debian python3-venv
    say "Making the Python environment in .venv"
    "$python" -m venv .venv
  fi
  if ! sha256sum --check --status "$stamp" 2>/dev/null; then
    say "Installing the pinned libraries of $lock (about half a minute)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    sha256sum "$lock" > "$stamp"
  fi
}

# WeasyPrint draws text with Pango.
PDF_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
