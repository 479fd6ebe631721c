#!/usr/bin/env bash
# arm64-root.sh FOLDER PACKAGE: the libraries of an arm64 Debian 12 for qemu-aarch64-static -L, from Debian's own archive, and the
# description of a Raspberry Pi 5's processor (ONNX Runtime chooses its code by it; this machine's own is no arm64 one). First it asks apt
# whether an arm64 box could install PACKAGE. Needs no root.
set -euo pipefail

here=${BASH_SOURCE[0]%/*}
# shellcheck source=tests/Vigie.Scenarios/FreshRoot/debian.sh
source "$here/../FreshRoot/debian.sh"

say() { printf 'arm64: %s\n' "$*"; }

readonly folder=$1 package=$2
readonly state=$folder/apt
mkdir -p "$folder/proc" "$state/lists/partial" "$state/cache/archives/partial"
: >"$state/status"
echo "deb $(known_mirror) $suite main" >"$state/sources.list"

foreign_apt() {
  apt-get -q -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State="$state" -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state/cache" -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=- -o APT::Sandbox::User=root \
    -o Debug::NoLocking=1 --no-install-recommends "$@"
}

timed 'package lists' foreign_apt update
foreign_apt --simulate install "$(readlink -f "$package")" >"$state/simulated" || { cat "$state/simulated"; exit 1; }
say "an arm64 box would install $(grep -c '^Inst ' "$state/simulated") packages"
timed libraries foreign_apt -y --download-only install libc6 libgcc-s1 libssl3 libstdc++6
for package_file in "$state"/cache/archives/*.deb; do
  dpkg-deb -x "$package_file" "$folder"
done
for processor in 0 1; do
  printf 'processor\t: %d\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp\n' "$processor"
  printf 'CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x4\nCPU part\t: 0xd0b\nCPU revision\t: 1\n\n'
done >"$folder/proc/cpuinfo"
