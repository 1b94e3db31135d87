# Sees to it that no container outlives the executor, however it ends: `sh container-reaper.sh ENGINE LABEL`.
#
# Waits until the executor closes the pipe or is gone, then removes the containers with that label. One that was being made
# when the executor was killed comes late, so unless `done` was read they are looked for more than once.
trap '' INT TERM HUP
engine=$1
label=$2
ending=''
while read -r line; do
  ending=$line
done
for pause in 0 1 2; do
  sleep "$pause"
  left=$("$engine" ps --all --quiet --filter "label=$label" 2>/dev/null)
  if [ -n "$left" ]; then
    # Each is a word of its own, as it shall be.
    # shellcheck disable=SC2086
    "$engine" kill $left >/dev/null 2>&1
    # shellcheck disable=SC2086
    "$engine" rm --force $left >/dev/null 2>&1
  fi
  [ "$ending" = done ] && break
done
