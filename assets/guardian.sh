# Sees to it that nothing outlives the executor, however it ends: `sh guardian.sh FOLDER`.
#
# Reads `+GROUP` and `-GROUP` until the executor closes the pipe or is gone, then kills the process groups that are left
# and, unless it has read `done`, removes FOLDER. `?` comes before a process is started, and `=` when it was not. A shell,
# because it starts in a millisecond and needs a megabyte.
trap '' INT TERM HUP
left=' '
folder=$1
starting=''
while read -r line; do
  group=${line#?}
  starting=''
  case $line in
    '?') starting=yes ;;
    +*) left="$left$group " ;;
    -*) left="${left%% $group *} ${left#* $group }" ;;
    done) folder='' ;;
  esac
done
for group in $left; do
  kill -s KILL -- "-$group" 2>/dev/null
done
# What has just been killed may still be writing.
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -n "$folder" ] && [ -e "$folder" ] || break
  rm -rf -- "$folder" 2>/dev/null || sleep 0.05
done
# A process that was being started finds nobody and ends by itself, but may write until then.
[ -n "$starting" ] && [ -n "$folder" ] || exit 0
for _ in 1 2 3 4 5 6; do
  sleep 0.5
  rm -rf -- "$folder" 2>/dev/null
done
