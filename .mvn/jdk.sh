# Sourced by ./mvnw and ./bilevel: points JAVA_HOME at a JDK 25 or newer, or says what is missing.
# A JAVA_HOME that is new enough is kept; then the JDK on the PATH; then the folders where JDKs usually live.

jdk_release() { # the feature release of the JDK in folder $1, nothing if there is none
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_is_new_enough() {
  jdk_found=$(jdk_release "$1")
  [ -n "$jdk_found" ] && [ "$jdk_found" -ge 25 ]
}

jdk_on_path() {
  jdk_javac=$(command -v javac) || return 0
  jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || echo "$jdk_javac")
  dirname "$(dirname "$jdk_javac")"
}

find_jdk() {
  [ -n "${JAVA_HOME-}" ] && jdk_is_new_enough "$JAVA_HOME" && return 0
  for jdk in "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/*; do
    if [ -n "$jdk" ] && jdk_is_new_enough "$jdk"; then
      JAVA_HOME=$jdk
      return 0
    fi
  done
  echo "bilevel: no JDK 25 found. Looked at JAVA_HOME (${JAVA_HOME:-not set}), the PATH, and the usual folders." >&2
  echo "bilevel: install one (for example Temurin 25, https://adoptium.net) or set JAVA_HOME to it." >&2
  return 1
}

find_jdk || exit 1
export JAVA_HOME
