# shellcheck shell=bash
# Sourced by the tests that work in a Debian of their own: where it comes from, and how it reaches the network as this machine does.

# What a machine with the .NET SDK has: the libraries that the SDK is documented to need, and git for the clone.
readonly needed_by_sdk=ca-certificates,libc6,libgcc-s1,libgssapi-krb5-2,libicu72,libssl3,libstdc++6,zlib1g
readonly suite=bookworm

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

# known_mirror: the mirror, with new lists where there are none.
known_mirror() {
  local mirror
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { apt-get -qq update && mirror=$(debian_mirror); }
  [[ -n $mirror ]] || { say "this machine's apt knows no Debian mirror" >&2; return 1; }
  echo "$mirror"
}

archive_in() { echo "$1/fresh-root-$suite-$(dpkg --print-architecture).tar"; }

# copy PATH…: this machine's file or folder at the same place in the fresh root, where there is one.
copy() {
  local path
  for path; do
    [[ -e $path ]] || continue
    mkdir -p "$fresh${path%/*}"
    cp -aT "$path" "$fresh$path"
  done
}

# connect ROOT MIRROR: the network as this machine has it: names, certificates, proxies, and where apt looks.
connect() {
  local fresh=$1
  rm -f "$fresh/etc/resolv.conf"
  cp -L /etc/resolv.conf "$fresh/etc/resolv.conf"
  copy /etc/ssl/certs /usr/local/share/ca-certificates /usr/share/ca-certificates /etc/apt/auth.conf /etc/apt/auth.conf.d
  echo "deb $2 $suite main" >"$fresh/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?|Check-|Retries|Force)' >"$fresh/etc/apt/apt.conf.d/90this-machine" || true
  # This root is thrown away: no package needs to reach the disk before the next.
  echo force-unsafe-io >"$fresh/etc/dpkg/dpkg.cfg.d/unsafe-io"
}
