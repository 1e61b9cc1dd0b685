# Sourced by mvnw and slipway: finds a JDK of at least $jdk_wanted and exports JAVA_HOME; and finds the cache folder.
# The order: JAVA_HOME, the javac on PATH, then the usual places of Linux, macOS, SDKMAN!, Gradle, asdf, mise and jabba.
# The first JDK that is new enough wins, even where the default `java` is older.

jdk_wanted=25

# jdk_major HOME: prints the major version of the JDK in HOME; fails where there is none (a JRE has no javac).
jdk_major() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
    fi
}

# real_dir FILE: the folder that FILE really lies in, links followed (`readlink -f` is missing on old macOS).
real_dir() {
    file=$1
    while [ -L "$file" ]; do
        target=$(readlink "$file")
        case $target in /*) file=$target ;; *) file=$(dirname "$file")/$target ;; esac
    done
    CDPATH='' cd -- "$(dirname "$file")" && pwd -P
}

# find_cache: sets $cache to the folder of everything that is built and downloaded; the harness (Settings) finds the same.
find_cache() {
    if [ -n "${SLIPWAY_CACHE:-}" ]; then
        cache=$SLIPWAY_CACHE
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        cache=$XDG_CACHE_HOME/slipway
    elif [ -n "${HOME:-}" ]; then
        cache=$HOME/.cache/slipway
    else
        echo "slipway: neither SLIPWAY_CACHE nor HOME is set, so there is no cache folder; set one of them" >&2
        return 1
    fi
}

find_jdk() {
    home_dir=${HOME:-/nonexistent}
    on_path=$(command -v javac 2>/dev/null) && on_path=$(real_dir "$on_path")/..
    seen=
    for home in "${JAVA_HOME:-}" "${on_path:-}" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$home_dir"/.sdkman/candidates/java/* "$home_dir"/.jdks/* "$home_dir"/.gradle/jdks/* \
        "$home_dir"/.asdf/installs/java/* "$home_dir"/.local/share/mise/installs/java/* "$home_dir"/.jabba/jdk/*; do
        [ -n "$home" ] || continue
        major=$(jdk_major "$home") || continue
        seen="$seen
    $home is Java ${major:-unknown}"
        if [ "${major:-0}" -ge "$jdk_wanted" ]; then
            JAVA_HOME=$(CDPATH='' cd -- "$home" && pwd -P)
            export JAVA_HOME
            return 0
        fi
    done
    {
        echo "slipway: needs a JDK $jdk_wanted or newer and found none; what it found:${seen:-
    no JDK at all}"
        echo "Install one and try again:"
        echo "    Debian, Ubuntu:  apt-get install temurin-25-jdk  (or openjdk-25-jdk where your release has it)"
        echo "    Fedora:          dnf install java-25-openjdk-devel"
        echo "    macOS:           brew install openjdk@25"
        echo "    any system:      sdk install java 25-tem"
        echo "or set JAVA_HOME to one that lies elsewhere."
    } >&2
    return 1
}
