#!/usr/bin/env bash
# fresh-root.sh CHECKOUT CACHE: what a newcomer does. In a fresh Debian 12 with the .NET SDK, git and nothing else, a user who is
# not root clones the checkout's HEAD and types the README's two commands; where one asks for packages, root types just what it
# says. Then the demonstration once more, without a network. Needs root. Mounts live in a namespace of this script's own, so
# none is left behind however it ends.
set -euo pipefail

# What a machine with the .NET SDK has: the libraries that the SDK is documented to need, and git for the clone.
readonly needed_by_sdk=ca-certificates,libc6,libgcc-s1,libgssapi-krb5-2,libicu72,libssl3,libstdc++6,zlib1g
readonly suite=bookworm

say() { printf 'fresh root: %s\n' "$*"; }

# timed WHAT COMMAND…
timed() {
  local what=$1 started=$SECONDS status=0
  shift
  "$@" || status=$?
  say "$what: $((SECONDS - started)) s, exit code $status"
  return "$status"
}

# The mirror and the ways to it are those of this machine's own apt; the lists tell which of its sources is Debian's.
# shellcheck disable=SC2016 # apt's own variable
debian_mirror() { apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 'Identifier: Packages' | head -n 1; }

bootstrap() {
  local folder=$1 archive=$2 mirror=$3
  debootstrap --variant=minbase --include="$needed_by_sdk,git" "$suite" "$folder/base" "$mirror" >"$folder/debootstrap.log" 2>&1 ||
    { tail -n 20 "$folder/debootstrap.log"; return 1; }
  tar -C "$folder/base" -cf "$folder/base.tar" .
  mv "$folder/base.tar" "$archive"
  rm -rf "$folder/base"
}

outside() {
  local checkout=$1 cache=$2 mirror archive
  archive=$cache/fresh-root-$suite-$(dpkg --print-architecture).tar
  mkdir -p "$cache"
  exec 9>"$cache/fresh-root.lock"
  flock 9
  rm -rf --one-file-system "$cache"/fresh-root.??????
  folder=$(mktemp -d "$cache/fresh-root.XXXXXX")
  chmod 755 "$folder"
  trap 'rm -rf --one-file-system "$folder"' EXIT
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { apt-get -qq update && mirror=$(debian_mirror); }
  [[ -n $mirror ]] || { say "this machine's apt knows no Debian mirror"; return 1; }
  [[ -e $archive ]] || timed "debootstrap $suite" bootstrap "$folder" "$archive" "$mirror"
  unshare --mount --pid --fork --kill-child bash "${BASH_SOURCE[0]}" --inside "$checkout" "$folder" "$archive" "$mirror" 9>&-
}

# copy PATH…: this machine's file or folder at the same place in the fresh root, where there is one.
copy() {
  local path
  for path; do
    [[ -e $path ]] || continue
    mkdir -p "$fresh${path%/*}"
    cp -aT "$path" "$fresh$path"
  done
}

furnish() {
  local checkout=$1 archive=$2 mirror=$3 sdk
  mkdir "$fresh"
  tar -C "$fresh" -xf "$archive"
  # The network as this machine has it: names, certificates, proxies, and where the package clients look.
  rm -f "$fresh/etc/resolv.conf"
  cp -L /etc/resolv.conf "$fresh/etc/resolv.conf"
  copy /etc/ssl/certs /usr/local/share/ca-certificates /usr/share/ca-certificates /etc/npmrc /usr/etc/npmrc /etc/apt/auth.conf \
    /etc/apt/auth.conf.d
  echo "deb $mirror $suite main" >"$fresh/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?|Check-|Retries|Force)' >"$fresh/etc/apt/apt.conf.d/90this-machine" || true
  # This root is thrown away: no package needs to reach the disk before the next.
  echo force-unsafe-io >"$fresh/etc/dpkg/dpkg.cfg.d/unsafe-io"
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
