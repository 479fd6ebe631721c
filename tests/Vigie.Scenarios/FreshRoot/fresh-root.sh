#!/usr/bin/env bash
# fresh-root.sh CHECKOUT CACHE: what a newcomer does. In a fresh Debian 12 with the .NET SDK, git and nothing else, a user who is
# not root clones the checkout's HEAD and types the README's two commands; where one asks for packages, root types just what it
# says. Then the demonstration once more, without a network. Needs root. Mounts live in a namespace of this script's own, so
# none is left behind however it ends.
set -euo pipefail

# shellcheck source=tests/Vigie.Scenarios/FreshRoot/debian.sh
source "${BASH_SOURCE[0]%/*}/debian.sh"

say() { printf 'fresh root: %s\n' "$*"; }

outside() {
  local checkout=$1 cache=$2 mirror archive
  archive=$(archive_in "$cache")
  mkdir -p "$cache"
  exec 9>"$cache/fresh-root.lock"
  flock 9
  rm -rf --one-file-system "$cache"/fresh-root.??????
  folder=$(mktemp -d "$cache/fresh-root.XXXXXX")
  chmod 755 "$folder"
  trap 'rm -rf --one-file-system "$folder"' EXIT
  mirror=$(known_mirror)
  [[ -e $archive ]] || timed "debootstrap $suite" bootstrap "$folder" "$archive" "$mirror"
  unshare --mount --pid --fork --kill-child bash "${BASH_SOURCE[0]}" --inside "$checkout" "$folder" "$archive" "$mirror" 9>&-
}

furnish() {
  local checkout=$1 archive=$2 mirror=$3 sdk
  mkdir "$fresh"
  tar -C "$fresh" -xf "$archive"
  connect "$fresh" "$mirror"
  copy /etc/npmrc /usr/etc/npmrc
  chroot "$fresh" useradd --create-home --shell /bin/bash newcomer
  if [[ -e ~/.npmrc ]]; then cp ~/.npmrc "$fresh/home/newcomer/.npmrc"; fi
  if [[ -e ~/.nuget/NuGet/NuGet.Config ]]; then
    mkdir -p "$fresh/home/newcomer/.nuget/NuGet"
    cp ~/.nuget/NuGet/NuGet.Config "$fresh/home/newcomer/.nuget/NuGet/"
  fi

  sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$fresh/usr/share/dotnet"
  mount --bind -o ro "$sdk" "$fresh/usr/share/dotnet"
  ln -s /usr/share/dotnet/dotnet "$fresh/usr/bin/dotnet"
  mount -t proc proc "$fresh/proc"
  mount --rbind /dev "$fresh/dev"

  git clone --quiet "$checkout" "$fresh/home/newcomer/vigie"
  chroot "$fresh" chown -R newcomer:newcomer /home/newcomer
}

# in_root OPTIONS… -- COMMAND: in the fresh root, with nothing of this machine's environment but the ways to the network.
in_root() {
  local name options=() variables=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  while read -r name; do
    variables+=("$name=${!name}")
  done < <(compgen -e | grep -iE '^(.*_proxy|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|NUGET_CERT_.*|npm_config_.*|CURL_CA_BUNDLE|GIT_SSL_CAINFO)$')
  chroot "${options[@]}" "$fresh" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    VIGIE_FRESH_ROOT=1 "${variables[@]}" "${@:2}"
}

as_newcomer() {
  in_root --userspec=newcomer:newcomer -- HOME=/home/newcomer USER=newcomer PATH=/usr/local/bin:/usr/bin:/bin \
    bash -c "cd ~/vigie && $1" </dev/null 2>&1
}

# types COMMAND: as the newcomer; where it asks for something that is root's to do, root types what it says, and once more.
types() {
  local status=0 asked
  for _ in 1 2 3; do
    status=0
    as_newcomer "$1" | tee "$fresh/tmp/output" || status=$?
    asked=$(sed -nE 's/^.*; as root, type: (.*)$/\1/p' "$fresh/tmp/output" | tail -n 1)
    ((status == 3)) && [[ -n $asked ]] || return "$status"
    timed "root types: $asked" in_root -- HOME=/root bash -c "$asked" </dev/null 2>&1 || return
  done
  return "$status"
}

# No broker of Debian's runs, or would at the next start.
no_service() {
  local left
  left=$(find "$fresh/etc/systemd/system" "$fresh"/etc/rc[2-5].d \( -name 'mosquitto*' -o -name 'S*mosquitto' \) 2>/dev/null)
  [[ -z $left ]] || { say "left switched on: $left"; return 1; }
  ! in_root -- bash -c 'grep -lz "^/usr/sbin/mosquitto$" /proc/[0-9]*/cmdline' 2>/dev/null || { say 'a broker is left running'; return 1; }
}

inside() {
  local checkout=$1 folder=$2 archive=$3 mirror=$4
  fresh=$folder/root
  timed 'a fresh root' furnish "$checkout" "$archive" "$mirror"
  timed './tools/demo --fast' types './tools/demo --fast'
  timed './tools/test' types ./tools/test
  timed 'no service left' no_service
  export -f in_root as_newcomer
  export fresh
  timed './tools/demo --fast without a network' unshare --net bash -euo pipefail -c "ip link set lo up; as_newcomer './tools/demo --fast'"
}

if [[ $1 == --inside ]]; then
  inside "${@:2}"
else
  outside "$@"
fi
