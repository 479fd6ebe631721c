#!/usr/bin/env bash
# inside-box.sh: what debian-box.sh lets happen in the booted box, as root: install, use, upgrade, remove, purge.
set -euo pipefail
trap 'echo "box: line $LINENO failed: $BASH_COMMAND"' ERR
cd /opt/test
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin

say() { printf 'box: %s\n' "$*"; }

# expect WHAT WANTED FOUND
expect() { [[ $2 == "$3" ]] || { say "$1: expected '$2', found '$3'"; exit 1; }; }

install_package() {
  apt-get -y --no-install-recommends install "$1" >apt.log 2>&1 || { tail -n 40 apt.log; return 1; }
  ! grep -iE 'warning|failed' apt.log || { say "apt complained about $1"; return 1; }
}

as_vigie() { runuser -u vigie -- "$@"; }

property() { systemctl show -P "$1" vigie.service; }

installed() {
  expect 'the user' vigie "$(id -nu vigie)"
  expect 'its shell' /usr/sbin/nologin "$(getent passwd vigie | cut -d: -f7)"
  expect 'the service is enabled' enabled "$(systemctl is-enabled vigie)"
  # Without a configuration it waits; nothing failed.
  expect 'the service without a configuration' inactive "$(systemctl is-active vigie)"
  expect 'its condition' no "$(property ConditionResult)"
  expect 'the folder of passwords' '750 root:vigie' "$(stat -c '%a %U:%G' /etc/vigie/credentials)"
  expect 'what vigie may write in its own folders' '' "$(as_vigie find /usr/lib/vigie /etc/vigie -writable ! -type l)"
}

# By hand, as the service's user.
used() {
  install -d -o vigie -g vigie work
  as_vigie vigie detect picture.png --coco work/boxes.json
  as_vigie grep -q '"category_id":1,' work/boxes.json
  printf '%s\n' viewer secret | install -m 600 -o vigie -g vigie /dev/stdin /etc/vigie/credentials/square
  vigie config check /etc/vigie/camera.json.example
  as_vigie vigie config check /etc/vigie/camera.json.example
  as_vigie vigie replay clip.avi --fast --tracks work/by-hand.txt
}

# The unit as it is, with another command: the sandbox must let network, model and ffmpeg's children work.
sandboxed() {
  mkdir -p /run/systemd/system/vigie.service.d
  cat >/run/systemd/system/vigie.service.d/test.conf <<'EOF'
[Unit]
ConditionPathExists=
[Service]
Type=oneshot
Restart=no
WatchdogSec=0
ExecStart=
ExecStart=/usr/bin/vigie replay /opt/test/clip.avi --fast --tracks /var/lib/vigie/tracks.txt
EOF
  systemctl daemon-reload
  systemctl start vigie.service || { journalctl -u vigie --no-pager | tail -n 40; return 1; }
  journalctl -u vigie --no-pager -o cat
  cmp work/by-hand.txt /var/lib/vigie/tracks.txt
  expect 'the state' '750 vigie:vigie' "$(stat -c '%a %U:%G' /var/lib/vigie)"
  rm -r /run/systemd/system/vigie.service.d
  systemctl daemon-reload
}

# wait_for WHAT COMMAND…: up to a minute.
wait_for() {
  local what=$1
  shift
  for _ in {1..120}; do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.5
  done
  journalctl -u vigie --no-pager -o cat | tail -n 40
  say "not within a minute: $what"
  return 1
}

# status ends with 1, because there is no broker here: what it says is what counts.
frames_flow() { { vigie status --json || true; } | grep -E '"frames":[1-9][0-9]'; }

# A recording plays the camera; a hub tells the time, because this machine's clock is not the box's own.
configured() {
  install -m 644 orders/anchors.json /etc/vigie/anchors.json
  sed -e 's|"url": "rtsp:[^"]*", "credentials": "[^"]*"|"url": "file:///opt/test/clip.avi"|' -e 's|"time": "rtc"|"time": "hub"|' \
    /etc/vigie/camera.json.example >/etc/vigie/camera.json
  vigie config check /etc/vigie/camera.json
}

ordered() { as_vigie vigie orders install orders/*.cose --config /etc/vigie/camera.json; }

# Somebody signed for it, and the time is known: it looks.
looks() { { vigie status --json || true; } | grep -E '"inferences":[1-9]'; }

# Nobody signed anything yet: it says so once, and is not started again and again.
unordered() {
  configured
  systemctl start vigie 2>/dev/null || true
  expect 'a box without an order' 'exit-code 4' "$(property Result) $(property ExecMainStatus)"
  journalctl -u vigie --no-pager -o cat | grep -F 'no mandate is installed on reims/box-17'
  systemctl reset-failed vigie
  # Root's files would be none that the service can read.
  ! vigie orders install orders/*.cose --config /etc/vigie/camera.json 2>refused || { say 'root put orders in place'; exit 1; }
  grep -F 'runuser -u vigie' refused
}

# The unit as it is. systemd counts it as started once it has said so itself.
served() {
  configured
  ordered
  systemctl start vigie || { journalctl -u vigie --no-pager -o cat | tail -n 40; return 1; }
  expect 'the service' active "$(systemctl is-active vigie)"
  wait_for 'frames' frames_flow
  wait_for 'a look' looks
  journalctl -u vigie --no-pager -o cat | tail -n 12
  expect 'restarts' 0 "$(property NRestarts)"
  local before
  before=$(property MainPID)
  systemctl reload vigie
  sleep 1
  expect 'the process after a reload' "$before" "$(property MainPID)"
  # A wrong configuration and nothing good before it: the service says so once and is not started again and again.
  systemctl stop vigie
  expect 'how it ended' success "$(property Result)"
  rm -r /var/lib/vigie
  echo '{ "site": 1 }' >/etc/vigie/camera.json
  systemctl reset-failed vigie 2>/dev/null || true
  systemctl start vigie 2>/dev/null || true
  expect 'a wrong configuration' 'exit-code 2' "$(property Result) $(property ExecMainStatus)"
  expect 'the service with it' failed "$(systemctl is-active vigie || true)"
  rm /etc/vigie/camera.json
  systemctl reset-failed vigie
}

upgraded() {
  configured
  install -d -m 750 -o vigie -g vigie /var/lib/vigie
  ordered
  systemctl start vigie
  echo kept >/var/lib/vigie/kept
  before=$(sha256sum /etc/vigie/camera.json /etc/vigie/credentials/square /var/lib/vigie/kept)
  install_package ./vigie_0.1.1_*.deb
  expect 'what was there before' "$before" "$(sha256sum /etc/vigie/camera.json /etc/vigie/credentials/square /var/lib/vigie/kept)"
  expect 'the service after it' active "$(systemctl is-active vigie)"
  wait_for 'frames of the new version' frames_flow
  wait_for 'a look of the new version' looks
  expect 'the version' 0.1.1 "$(dpkg-query -W -f '${Version}' vigie)"
}

removed() {
  apt-get -y remove vigie >apt.log 2>&1
  expect 'processes left' '' "$(grep -lz '^/usr/bin/vigie' /proc/[0-9]*/cmdline 2>/dev/null | paste -sd' ')"
  [[ -e /etc/vigie/camera.json && -e /var/lib/vigie/kept ]]
  [[ ! -e /usr/bin/vigie && ! -e /usr/lib/vigie ]]
}

purged() {
  install -d -m 700 /var/lib/vigie/journal /var/lib/vigie/keys
  echo evidence >/var/lib/vigie/journal/0000000001.journal
  echo secret >/var/lib/vigie/keys/box.pem
  apt-get -y purge vigie >apt.log 2>&1
  local kept
  kept=$(echo /var/lib/vigie-journal-*)
  grep -F "the journal is kept in $kept;" apt.log
  expect 'the journal' evidence "$(cat "$kept"/journal/0000000001.journal)"
  expect 'who may read it' '700 root:root' "$(stat -c '%a %U:%G' "$kept")"
  expect 'private keys left' '' "$(grep -rl secret "$kept" || true)"
  rm -r "$kept"
  expect 'user and group' '' "$(getent passwd vigie; getent group vigie)"
  expect 'files left by name' '' "$(find / -xdev -path /opt/test -prune -o -path /proc -prune -o -path /var/log -prune -o -name '*vigie*' -print)"
  say "left by name or content: $(grep -rlsI vigie /etc /usr /var/lib /var/backups /home /root --exclude-dir=lists | paste -sd' ')"
}

say "apt: $(du -sh --apparent-size /usr | cut -f1) before"
install_package ./vigie_0.1.0_*.deb
say "apt: $(du -sh --apparent-size /usr | cut -f1) after the first install"
for step in installed used sandboxed unordered served upgraded removed purged; do
  say "$step…"
  "$step"
done
echo whole >/opt/test/result
