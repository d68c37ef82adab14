# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts: installs missing Debian packages and builds.

# Prints an explanation on standard error and ends the script.
fail() {
  printf '\n%s\n' "$@" >&2
  exit 1
}

# Installs those packages of the given lists that are missing, as root or
# through sudo, after saying which.
install_packages() {
  command -v dpkg-query > /dev/null ||
    fail 'This script installs Debian packages and found no dpkg.' \
         'On another system install what deploy/apt-packages.txt lists and' \
         'build with: cmake --preset release && cmake --build --preset release'
  local missing=() package
  while read -r package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = \
      installed ] && continue
    # Node.js may come from elsewhere than Debian; what counts is the command.
    [ "$package" = nodejs ] && command -v node > /dev/null && continue
    [ "$package" = npm ] && command -v npm > /dev/null && continue
    missing+=("$package")
  done < <(cat "$@")
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null ||
      fail "Missing packages: ${missing[*]}" \
           'Install them as root (apt-get install ...), then run this again.'
    as_root=(sudo)
  fi
  echo "Installing Debian packages: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install \
           -y --no-install-recommends "${missing[@]}"; } > "$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail 'The packages could not be installed; apt-get said the above.' \
         'Check the network and the package sources, then run this again.'
  fi
  rm -f "$log"
}

# Configures the preset where that was not done before, and builds the targets.
build() {
  local preset=$1
  shift
  [ ! -e "build/$preset" ] || [ -w "build/$preset" ] ||
    fail "build/$preset belongs to someone else, so nothing can be built in it." \
         "Build in a clone of your own, or see who owns it: ls -ld build/$preset"
  # With paths relative to the checkout every clone finds what another compiled.
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
  if [ ! -f "build/$preset/build.ninja" ]; then
    echo "Configuring ($preset)"
    cmake --preset "$preset" > "build-$preset.log" 2>&1 || {
      tail -n 30 "build-$preset.log" >&2
      fail "Configuring failed; the whole output is in build-$preset.log."
    }
    rm -f "build-$preset.log"
  fi
  cmake --build --preset "$preset" ${1:+--target "$@"} ||
    fail "The build failed; the first error above says where." \
         "After a change of compiler or packages, remove build/$preset and run this again."
}
