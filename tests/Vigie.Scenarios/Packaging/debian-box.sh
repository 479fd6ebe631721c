#!/usr/bin/env bash
# debian-box.sh CACHE PACKAGE NEWER CLIP ORDERS: a box's life with the Debian package. A fresh Debian 12 with systemd and nothing else is booted;
# in it, inside-box.sh installs the package, uses it, upgrades and purges it. Needs root; nothing is left on this machine.
set -euo pipefail

here=${BASH_SOURCE[0]%/*}
# shellcheck source=tests/Vigie.Scenarios/FreshRoot/debian.sh
source "$here/../FreshRoot/debian.sh"

say() { printf 'box: %s\n' "$*"; }

# What a machine for development has and a box need not have: what the package depends on, it must bring.
plain() {
  chroot "$fresh" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive bash -euo pipefail -c '
    apt-mark -qq auto git ca-certificates libgssapi-krb5-2 libicu72 libssl3 zlib1g >/dev/null
    apt-get -qq update
    apt-get -qq -y autoremove --purge
    apt-get -qq -y install --no-install-recommends systemd systemd-sysv
  ' >"$folder/plain.log" 2>&1 || { tail -n 30 "$folder/plain.log"; return 1; }
}

# The script runs as a unit of the box; when it ends, the box is switched off.
boot() {
  cat >"$fresh/etc/systemd/system/box-test.service" <<'EOF'
[Unit]
After=multi-user.target
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/bin/bash /opt/test/inside-box.sh
StandardOutput=append:/opt/test/output
StandardError=append:/opt/test/output
Environment=HOME=/root
[Install]
WantedBy=multi-user.target
EOF
  chroot "$fresh" systemctl -q enable box-test.service
  timeout --kill-after=20 600 systemd-nspawn --quiet --directory="$fresh" --register=no --keep-unit --boot >"$folder/boot.log" 2>&1 </dev/null || true
  [[ -s $fresh/opt/test/output ]] || { tail -n 40 "$folder/boot.log"; say 'the box did not boot'; return 1; }
  cat "$fresh/opt/test/output"
  [[ $(cat "$fresh/opt/test/result" 2>/dev/null) == whole ]]
}

readonly cache=$1
mkdir -p "$cache"
rm -rf --one-file-system "$cache"/debian-box.??????
folder=$(mktemp -d "$cache/debian-box.XXXXXX")
chmod 755 "$folder"
trap 'rm -rf --one-file-system "$folder"' EXIT
fresh=$folder/root
archive=$(archive_in "$cache")
mirror=$(known_mirror)
(
  flock 9
  [[ -e $archive ]] || timed "debootstrap $suite" bootstrap "$folder" "$archive" "$mirror"
) 9>"$cache/fresh-root.lock"
mkdir "$fresh"
tar -C "$fresh" -xf "$archive"
connect "$fresh" "$mirror"
mkdir -p "$fresh/opt/test"
cp "$2" "$3" "$here/inside-box.sh" "$fresh/opt/test/"
cp "$4" "$fresh/opt/test/clip.avi"
cp -r "$5" "$fresh/opt/test/orders"
chmod -R a+rX "$fresh/opt/test/orders"
ffmpeg -v error -ss 1 -i "$4" -frames:v 1 "$fresh/opt/test/picture.png"
timed 'a plain Debian with systemd' plain
timed 'the life of a box' boot
