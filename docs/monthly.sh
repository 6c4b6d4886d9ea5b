#!/bin/sh
# Trains the next version of a model, lets it replace the current one if it is not worse, and frees what is not needed
# any more. For cron or a systemd timer; docs/operations.md shows both.
#
#   monthly.sh PHOTOS [OPTION OF TRAIN]...
#
# PHOTOS is a folder of class folders, or a table of labels that ends in .csv. FLOWERS is the command, if it is not on
# the PATH; FLOWERS_HOME or --home names the home. What was decided is printed to standard output, and all else to
# standard error. Exits as train does: 0 whatever was decided, 1 if something failed, 2 for wrong use or wrong input.
set -eu

[ $# -ge 1 ] || {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
flowers=${FLOWERS:-flowers}
photos=$1
shift
case $photos in
*.csv) source=--labels ;;
*) source=--photos ;;
esac

# All commands are about one home.
before=
for option; do
  [ "$before" != --home ] || export FLOWERS_HOME="$option"
  case $option in --home=*) export FLOWERS_HOME="${option#--home=}" ;; esac
  before=$option
done

# With --strict a photo that cannot be read makes it 1, of a training that is complete.
code=0
result=$("$flowers" train --timestamps --json "$source" "$photos" "$@") || code=$?

# The first string or number of this name.
value() {
  printf '%s\n' "$result" | sed -n "s/^ *\"$1\": \"\{0,1\}\(.*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p" | sed -n 1p
}

version=$(value model)
[ -n "$version" ] || exit "$code"
if [ "$(value promoted)" = true ]; then
  echo "$version is current now: $(value reason)"
  "$flowers" clean --timestamps --yes >&2
else
  # Nothing goes: somebody is to look first.
  echo "$version was not promoted: $(value reason)"
  "$flowers" models diff --timestamps "$(value currentBefore)" "$version" ||
    echo "$version and the current one cannot be compared"
fi
exit "$code"
