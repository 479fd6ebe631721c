#!/usr/bin/env bash
# build-deb.sh FOLDER ARCHITECTURE VERSION OUTPUT [xz|none]: makes the Debian package of a published folder (tools/publish). Needs
# dpkg-deb only, and no root. The same folder, version and SOURCE_DATE_EPOCH make the same bytes. Without compression it is made at once.
set -euo pipefail

here=$(readlink -f "${BASH_SOURCE[0]%/*}")
(($# == 4 || $# == 5)) || { echo 'usage: build-deb.sh FOLDER amd64|arm64 VERSION OUTPUT [xz|none]' >&2; exit 2; }
readonly folder=$1 architecture=$2 version=$3 output=$4 compression=${5:-xz}
: "${SOURCE_DATE_EPOCH:?says when, in seconds since 1970: tools/publish takes the last commit}"
umask 022
export LC_ALL=C

tree=$(mktemp -d)
readonly tree
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

put() { install -D -m 644 "$1" "$tree/$2"; }

# filled TEMPLATE [SIZE]
filled() { sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/${2:-}/" "$1"; }

# packed NAME: standard input into a compressed file of the documentation.
packed() { gzip -9n >"$tree/usr/share/doc/vigie/$1.gz"; }

program() {
  mkdir -p "$tree/usr/lib/vigie" "$tree/usr/bin"
  cp -rT "$folder" "$tree/usr/lib/vigie"
  find "$tree/usr/lib/vigie" -type f -exec chmod 644 {} +
  chmod 755 "$tree/usr/lib/vigie/vigie"
  [[ ! -e $tree/usr/lib/vigie/createdump ]] || chmod 755 "$tree/usr/lib/vigie/createdump"
  ln -s ../lib/vigie/vigie "$tree/usr/bin/vigie"
}

units() {
  put "$here/systemd/vigie.service" usr/lib/systemd/system/vigie.service
  # A runtime that compiles as it runs writes what it executes.
  [[ ! -e $folder/libclrjit.so ]] ||
    sed -i 's/^MemoryDenyWriteExecute=yes/MemoryDenyWriteExecute=no/' "$tree/usr/lib/systemd/system/vigie.service"
  put "$here/systemd/vigie.sysusers" usr/lib/sysusers.d/vigie.conf
  put "$here/camera.json.example" etc/vigie/camera.json.example
  install -d -m 750 "$tree/etc/vigie/credentials"
}

documents() {
  local doc=$tree/usr/share/doc/vigie file
  mkdir -p "$doc"
  mv "$tree/usr/lib/vigie/notices" "$doc/notices"
  rm "$tree/usr/lib/vigie/LICENSE"
  find "$doc/notices" -type f -size +4k -exec gzip -9n {} +
  put "$here/debian/copyright" usr/share/doc/vigie/copyright
  for file in installer configuration; do
    put "$here/../../firmware/guides/$file.md" "usr/share/doc/vigie/$file.md"
  done
  filled "$here/debian/changelog" | sed "s/@DATE@/$(date -u -R -d "@$SOURCE_DATE_EPOCH")/" | packed changelog
  mkdir -p "$tree/usr/share/man/man1" "$tree/usr/share/lintian/overrides"
  gzip -9n <"$here/debian/vigie.1" >"$tree/usr/share/man/man1/vigie.1.gz"
  put "$here/debian/lintian-overrides" usr/share/lintian/overrides/vigie
}

control() {
  local script
  mkdir "$tree/DEBIAN"
  (cd "$tree" && find usr etc -type f ! -path 'etc/*' -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  echo /etc/vigie/camera.json.example >"$tree/DEBIAN/conffiles"
  filled "$here/debian/control" "$(du -k -s --apparent-size --exclude=DEBIAN "$tree" | cut -f1)" >"$tree/DEBIAN/control"
  for script in postinst prerm postrm; do
    install -m 755 "$here/debian/$script" "$tree/DEBIAN/$script"
  done
}

program
units
documents
control
# Times are the commit's; one thread, because more cut the compressor's stream elsewhere.
find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --threads-max=1 "-Z$compression" --build "$tree" "$output" >/dev/null
