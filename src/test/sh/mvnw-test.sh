#!/bin/sh
# What ./mvnw does when Maven cannot be fetched. Needs no network: the address is one that refuses.
set -eu

project=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# Run from a directory with a space in its name, with wget and curl that fail, and an empty Maven home.
mkdir -p "$work/a project/.mvn/wrapper" "$work/tools" "$work/with-mvn" "$work/home"
cp "$project/mvnw" "$work/a project/"
cp "$project/.mvn/wrapper/maven-wrapper.properties" "$work/a project/.mvn/wrapper/"
for tool in wget curl; do
  printf '#!/bin/sh\nexit 4\n' >"$work/tools/$tool"
  chmod +x "$work/tools/$tool"
done

# installed VERSION: an mvn that answers -v, else writes its arguments, one a line, and exits 7.
installed() {
  cat >"$work/with-mvn/mvn" <<END
#!/bin/sh
[ "\$*" != -v ] || { echo "Apache Maven $1 (somewhere)"; exit 0; }
printf '<%s>\n' "\$@"
exit 7
END
  chmod +x "$work/with-mvn/mvn"
}

# run PATH-PREFIX ARGUMENT...: sets status; writes $work/out and $work/err.
run() {
  prefix=$1
  shift
  status=0
  MAVEN_USER_HOME="$work/home" PATH="$prefix$PATH_WITHOUT_MVN" "$work/a project/mvnw" "$@" \
    >"$work/out" 2>"$work/err" || status=$?
}

check() {
  name=$1
  shift
  if "$@"; then
    echo "ok   mvnw: $name"
  else
    failures=$((failures + 1))
    echo "FAIL mvnw: $name (exit $status)"
    sed 's/^/     | /' "$work/out" "$work/err"
  fi
}

# The system's commands without its mvn: links to what the wrapper calls.
mkdir "$work/bin"
for tool in sh uname dirname basename tr mktemp rm mkdir sed head printf cat unzip env; do
  found=$(command -v "$tool") || continue
  case $found in /*) ln -s "$found" "$work/bin/$tool" ;; esac
done
PATH_WITHOUT_MVN="$work/tools:$work/bin"

installed 3.8.7
run "$work/with-mvn:" -B verify "-Dname=two words" ''
check "an installed mvn is used, and its exit code is passed on" [ "$status" = 7 ]
printf '<-B>\n<verify>\n<-Dname=two words>\n<>\n' >"$work/expected"
check "arguments with spaces, and empty ones, are passed on" cmp -s "$work/expected" "$work/out"
check "one line says so" [ "$(grep -c . "$work/err")" = 1 ]
check "the line names the address and the version" \
  grep -q '/apache-maven-.*-bin.zip.*using the installed Maven 3.8.7' "$work/err"

MVNW_REPOURL=https://mirror.invalid
export MVNW_REPOURL
run "$work/with-mvn:" verify
check "MVNW_REPOURL names a Maven repository" \
  grep -q 'from https://mirror.invalid/org/apache/maven/apache-maven/[^/]*/apache-maven-[^/]*-bin.zip' "$work/err"
unset MVNW_REPOURL

for old in 3.6.3 3.0 2.2.1; do
  installed "$old"
  run "$work/with-mvn:" verify
  check "mvn $old is too old" [ "$status" = 1 ]
  check "the error names what was found" grep -q "found: $old" "$work/err"
done

installed 4.0.0
run "$work/with-mvn:" verify
check "mvn 4 is used" [ "$status" = 7 ]

run "" verify
check "without mvn it fails" [ "$status" = 1 ]
check "the error names the address and what to do" \
  grep -q '/apache-maven-.*-bin.zip.*Install Maven, or set MVNW_REPOURL' "$work/err"

[ "$failures" = 0 ]
