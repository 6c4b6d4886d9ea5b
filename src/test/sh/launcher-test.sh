#!/bin/sh
# What bin/flowers does, with a java that only tells how it was called. Needs no build.
set -eu

project=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(cd "$(mktemp -d)" && pwd -P)
trap 'rm -rf "$work"' EXIT
failures=0

home="$work/a place"
mkdir -p "$home/bin" "$home/lib" "$work/jdk/bin" "$work/links" "$work/elsewhere"
cp "$project/src/main/launcher/bin/flowers" "$home/bin/"

cat >"$work/jdk/bin/java" <<'END'
#!/bin/sh
for argument in "$@"; do
  printf '<%s>\n' "$argument"
  case $argument in -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}" ;; esac
done
echo "locale ${LC_ALL-not set}"
echo "log level ${TF_CPP_MIN_LOG_LEVEL-not set}, opt out $OPT_OUT_TRACKING, waiting $OMP_WAIT_POLICY"
exit "${EXIT_WITH:-0}"
END
chmod +x "$work/jdk/bin/java"
echo 'JAVA_VERSION="17.0.15"' >"$work/jdk/release"
unset FLOWERS_OPTS TF_CPP_MIN_LOG_LEVEL OPT_OUT_TRACKING OMP_WAIT_POLICY
export JAVA_HOME="$work/jdk"

# run COMMAND...: sets status; writes $work/out and $work/err.
run() {
  status=0
  "$@" >"$work/out" 2>"$work/err" || status=$?
}

check() {
  name=$1
  shift
  if "$@"; then
    echo "ok   launcher: $name"
  else
    failures=$((failures + 1))
    echo "FAIL launcher: $name (exit $status)"
    sed 's/^/     | /' "$work/out" "$work/err"
  fi
}

says() { grep -qF -e "$1" "$work/out" "$work/err"; }
silent_about() { says '<-jar>' && ! says "$1"; }

run "$home/bin/flowers" predict 'my photos/a.jpg' ''
printf '<-jar>\n<%s>\n<predict>\n<my photos/a.jpg>\n<>\n' "$home/lib/flowers-vgg16.jar" >"$work/expected"
sed -n '/^<-jar>/,/^<>/p' "$work/out" >"$work/found"
check "arguments with spaces, and empty ones, reach the program" cmp -s "$work/expected" "$work/found"
check "TensorFlow and DJL are told to be quiet" says 'log level 3, opt out true, waiting PASSIVE'
check "a short command does without the second compiler" says '<-XX:TieredStopAtLevel=1>'
check "without an archive none is asked for" silent_about SharedArchiveFile

run env LC_ALL=C "$home/bin/flowers" predict a.jpg
check "Java gets a UTF-8 locale where the user's is none" says 'locale C.UTF-8'
run env LC_ALL=de_DE.UTF-8 "$home/bin/flowers" predict a.jpg
check "a UTF-8 locale stays" says 'locale de_DE.UTF-8'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  chmod 755 "$work"
  run env HOME="$work/elsewhere" setpriv --reuid 54321 --clear-groups "$home/bin/flowers" doctor
  check "a user without a name has the home directory of HOME" says "<-Duser.home=$work/elsewhere>"
fi

run env EXIT_WITH=2 "$home/bin/flowers" train
check "the exit code is the program's" [ "$status" = 2 ]
check "a long command has both compilers" silent_about TieredStopAtLevel

run "$home/bin/flowers" predict a.jpg --verbose
check "TensorFlow is not, where all is to be seen" says 'log level not set, opt out true'

run env TF_CPP_MIN_LOG_LEVEL=0 OPT_OUT_TRACKING=false "$home/bin/flowers"
check "what the user has set stays" says 'log level 0, opt out false'

run env FLOWERS_OPTS='-Xmx4g -Dname=*' "$home/bin/flowers"
check "FLOWERS_OPTS are words" says '<-Xmx4g>'
check "FLOWERS_OPTS are not patterns" says '<-Dname=*>'

ln -s "../a place/bin/flowers" "$work/links/relative"
ln -s "$work/links/relative" "$work/elsewhere/flowers"
cd "$work/elsewhere"
PATH="$work/elsewhere:$PATH" run flowers --version
check "it is found through links and the PATH" says "<$home/lib/flowers-vgg16.jar>"
run sh flowers --version
check "sh flowers works" says "<$home/lib/flowers-vgg16.jar>"
cd "$project"

run "$home/bin/flowers" warm-up
check "warm-up makes the archive" [ "$(cat "$home/lib/flowers.jsa")" = classes ]
check "warm-up leaves nothing else" [ "$(ls "$home/lib")" = flowers.jsa ]
run "$home/bin/flowers" predict
check "an archive is used" says "<-XX:SharedArchiveFile=$home/lib/flowers.jsa>"
run env EXIT_WITH=1 "$home/bin/flowers" warm-up
check "a failing warm-up fails" [ "$status" = 1 ]
check "a failing warm-up leaves the old archive alone" [ "$(ls "$home/lib")" = flowers.jsa ]

for old in 1.8.0_402 9 11.0.22 16; do
  echo "JAVA_VERSION=\"$old\"" >"$work/jdk/release"
  run "$home/bin/flowers"
  check "Java $old is refused" [ "$status" = 1 ]
  check "the refusal names it" says "is Java $old; Java 17 or newer is needed"
done
for new in 17 21.0.2 25-ea 100; do
  echo "JAVA_VERSION=\"$new\"" >"$work/jdk/release"
  run "$home/bin/flowers"
  check "Java $new is taken" [ "$status" = 0 ]
done

run env JAVA_HOME="$work/nothing" "$home/bin/flowers"
check "a wrong JAVA_HOME is named" says "JAVA_HOME is $work/nothing"
check "a wrong JAVA_HOME fails" [ "$status" = 1 ]

unset JAVA_HOME
rm "$work/jdk/release"
PATH="$work/jdk/bin:$PATH" run "$home/bin/flowers" predict
check "without JAVA_HOME the java on the PATH is used" says '<predict>'

[ "$failures" = 0 ]
