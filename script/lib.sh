# Sourced by script/run and script/test: installs what is missing, or says exactly what is.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/bedrock-role-wizard

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Debian packages of the app, and of its tests.
app_packages=(build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev)
test_packages=(webkit2gtk-driver xvfb xauth dbus-x11 gnome-keyring libfaketime xclip xdotool python3-venv fonts-vlgothic)

need_packages() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null; then
    [ -n "${BEDROCK_ROLE_PACKAGES_INSTALLED:-}" ] && return
    fail "this system is not Debian or Ubuntu. Install what these Debian packages hold, then set BEDROCK_ROLE_PACKAGES_INSTALLED=1: $*"
  fi
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these packages are missing, and there is no sudo to install them: ${missing[*]}"
    sudo=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_rust() {
  command -v cargo >/dev/null || fail "Rust is missing: install the stable toolchain with rustup (https://rustup.rs), 1.95 or newer"
  local found wanted=1.95
  found=$(rustc --version | cut -d' ' -f2)
  [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n1)" = "$wanted" ] || fail "Rust $found is too old: rustup update stable ($wanted or newer)"
}

need_node() {
  command -v npm >/dev/null || fail "Node.js is missing: install version 20.19 or newer, with npm (https://nodejs.org)"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old: 20.19 or newer is needed"
}

# The screens: their packages when the lock file changed, their build when a source did.
build_screens() {
  need_node
  if ! cmp -s ui/package-lock.json ui/node_modules/.installed-lock.json; then
    say "Installing the screens' packages"
    (cd ui && npm ci --no-audit --no-fund --loglevel=error)
    cp ui/package-lock.json ui/node_modules/.installed-lock.json
  fi
  if [ ! -f ui/dist/index.html ] || [ -n "$(find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -newer ui/dist/index.html -print -quit)" ]; then
    say "Building the screens"
    (cd ui && npm run --silent build)
  fi
}

# A virtual environment outside the clone, made anew when its list of packages changed.
need_environment() {
  local folder=$cache/$1 list=$2 what=$3
  cmp -s "$list" "$folder/requirements.txt" && return
  say "Installing $what for the tests"
  rm -rf "$folder"
  mkdir -p "$cache"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$list"
  cp "$list" "$folder/requirements.txt"
}

# The real clients of AWS and of the gateway, and the tools that take the role as code. checkov pins another boto3, so it
# lives by itself.
need_python_clients() {
  need_environment python tests/requirements.txt "the AWS CLI, boto3, the clients of the gateway, cfn-lint and moto"
  need_environment checkov tests/requirements-checkov.txt checkov
  export BEDROCK_ROLE_TEST_PYTHON=$cache/python/bin BEDROCK_ROLE_TEST_CHECKOV=$cache/checkov/bin
}

need_nextest() {
  cargo nextest --version >/dev/null 2>&1 && return
  say "Installing cargo-nextest"
  cargo install --locked --quiet cargo-nextest
}
