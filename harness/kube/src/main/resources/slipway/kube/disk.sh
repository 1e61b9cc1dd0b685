# On a node: a disk of its own for what a claim keeps, and the end of its power.
#   can PATH    asks whether the node can do all of it
#   give PATH   the files at PATH move to a file system in an image, mounted in their place
#   cut PATH    what was not synced is gone, as if the node had lost its power
#   take PATH   they move back; drop PATH: they are forgotten, and what was there before is there again
#   fill PATH   nothing more can be written to it; free PATH: it can again
#   stall PATH  whoever writes to it waits; slow PATH: most of the time, and comes through
#   flow        whoever waits for a disk of this node goes on, and waits no more
#   sync PATH   all that was written to it until now will outlast a cut
#   seen PATH   says "yes" where PATH is such a disk; full PATH: where nothing can be written to it;
#   stalled PATH: where who writes waits; slowed PATH: where who writes waits over and over, and comes through
# The containers that use PATH are killed by `give`, `cut`, `take` and `drop`, since a container's mounts are made
# when it starts: the next one finds what is at PATH by then. Each can be cut off anywhere, and `take` and `drop` go on.
set -eu
verb=$1
path=${2:-}
name=${path##*/}
disks=/var/lib/slipway/disks
disk=$disks/$name
image=$disk.img
given=$disk.given # all files have moved: from here on the image is what counts
megabytes=1024
slowing=slipway-slow-disk # what a process calls itself that slows one

fail() {
    echo "$*" >&2
    exit 1
}

# Devices that are, or were, mounted as the disk: whoever started before a `cut` still has the one before.
numbers=

identify() {
    ! mountpoint -q "$disk" || numbers="$numbers $(mountpoint -d "$disk")"
}

# The processes of pods that have the disk, or the directory, among their mounts. A container's status may be old.
users() {
    {
        echo "/$name "
        for number in $numbers; do echo " $number "; done
    } | grep --files-with-matches --no-messages --fixed-strings --file=- /proc/[0-9]*/mountinfo |
        while IFS=/ read -r _ _ process _; do
            if grep -q kubepods "/proc/$process/cgroup" 2>/dev/null; then echo "$process"; fi
        done
}

signal() {
    for process in $(users); do kill "-$1" "$process" 2>/dev/null || true; done
}

# Twice: the first of them may have started another before it stood still.
stop_users() {
    trap 'signal CONT' EXIT
    trap 'exit 1' HUP INT TERM
    signal STOP
    signal STOP
    [ -n "$(users)" ] || fail "no pod uses $path"
}

# Whoever was stopped ends all the same.
kill_users() {
    trap - EXIT
    signal KILL
}

# Until the kubelet has started the next container: what is said of the pod is of that one then.
await_users() {
    for _ in $(seq 100); do
        sleep 0.2
        if [ -n "$(users)" ]; then return; fi
    done
}

mounted() {
    mountpoint -q "$1"
}

attach() {
    mounted "$disk" || mount -o loop "$image" "$disk"
    mounted "$path" || mount --bind "$disk" "$path"
    identify
}

# A file system in use goes when its last user has gone.
detach() {
    ! mounted "$path" || umount --lazy "$path"
    ! mounted "$disk" || umount --lazy "$disk"
}

# One file that is synced and one that is not: what became of them tells whether the power was gone.
write_marks() {
    perl -e '
        use IO::Handle;
        my $disk = shift;
        open my $synced, ">", "$disk/.synced" or die "$disk/.synced: $!";
        print $synced "synced\n";
        $synced->flush and $synced->sync or die "sync: $!";
        open my $directory, "<", $disk or die "$disk: $!";
        $directory->sync or die "sync: $!";
        open my $unsynced, ">", "$disk/.unsynced" or die "$disk/.unsynced: $!";
        print $unsynced "unsynced\n";
        $unsynced->flush or die "$disk/.unsynced: $!";
    ' "$disk"
}

read_marks() {
    [ -s "$disk/.synced" ] || fail "what was synced at $path is gone"
    [ ! -s "$disk/.unsynced" ] || fail "what was not synced at $path is still there"
}

# FS_IOC_SHUTDOWN with FSSHUT_NOLOGFLUSH: nothing is written from here on, and what the page cache holds never will be.
shut_down() {
    perl -e '
        my $how = pack "L", 2;
        open my $disk, "<", $ARGV[0] or die "$ARGV[0]: $!";
        ioctl $disk, 0x8004587d, $how or die "shutdown: $!";
    ' "$disk"
}

# The dead file system's users keep the image that they have; the living one is in a copy.
revive() {
    cp --sparse=always "$image" "$image.new"
    detach
    mv "$image.new" "$image"
    attach
}

# Nobody writes to it any more, nor can whoever starts now: then it can be copied.
settle() {
    for _ in $(seq 50); do
        kill_users
        if mount -o remount,ro "$disk" 2>/dev/null; then return; fi
        sleep 0.2
    done
    fail "$disk is still being written to"
}

under() {
    mkdir -p "$disk.under"
    mounted "$disk.under" || mount --bind --make-private "${path%/*}" "$disk.under"
}

forget() {
    detach
    ! mounted "$disk.under" || umount --lazy "$disk.under"
    rm -rf "$disk" "$image" "$image.new" "$disk.under" "$given"
}

# Freezes and thaws it over and over (FIFREEZE, FITHAW), until it is ended, and for ten minutes at most. Who writes
# waits for 300 of 400 ms.
slow() {
    setsid perl -e '
        use strict;
        my ($disk, $mark) = @ARGV;
        open my $root, "<", $disk or die "$disk: $!";
        my $over = time + 600;
        $SIG{TERM} = sub { $over = 0 };
        $0 = $mark;
        while (time < $over) {
            ioctl $root, 0xc0045877, 0 or die "freeze: $!";
            select undef, undef, undef, 0.3;
            ioctl $root, 0xc0045878, 0;
            select undef, undef, undef, 0.1;
        }
    ' "$disk" "$slowing $name"
}

slow_ones() {
    pgrep -f "^$slowing " >/dev/null
}

# Says "yes" where who writes and syncs over and over for two seconds has waited three times for 200 ms or more.
write_often() {
    perl -e '
        use strict;
        use IO::Handle;
        my $disk = shift;
        sub now {
            open my $uptime, "<", "/proc/uptime" or die $!;
            return (split / /, <$uptime>)[0];
        }
        open my $probe, ">", "$disk/.probe" or die "$disk/.probe: $!";
        my $late = 0;
        my $end = now() + 2;
        while ((my $before = now()) < $end) {
            syswrite $probe, "x" or die "$disk/.probe: $!";
            $probe->sync or die "sync: $!";
            $late++ if now() - $before >= 0.2;
            select undef, undef, undef, 0.02;
        }
        print "yes\n" if $late > 2;
    ' "$disk"
}

# Whoever writes waits, and cannot be ended before it goes on.
stalled() {
    (exec >/dev/null 2>&1 9>&- && echo >"$disk/.probe") &
    sleep 1
    kill -0 $! 2>/dev/null
}

# All disks of this node, whosever they are: what stands still can neither be copied nor unmounted.
flow() {
    pkill -f "^$slowing " || true
    for _ in $(seq 50); do
        slow_ones || break
        sleep 0.1
    done
    for each in "$disks"/*; do
        ! mounted "$each" || fsfreeze --unfreeze "$each" 2>/dev/null || true
    done
}

mkdir -p "$disks"
exec 9>"$disks/.lock"
flock -w 30 9 || fail "another command is still at the disks of this node"
identify

case $verb in
can)
    for tool in mkfs.ext4 perl losetup fsfreeze; do
        command -v "$tool" >/dev/null || fail "there is no $tool on this node"
    done
    losetup --find >/dev/null || fail "this node has no loop device"
    size=$(du -sm "$path" | cut -f 1)
    [ $((size * 2)) -lt "$megabytes" ] || fail "$path holds $size MB: too much for a disk of $megabytes MB"
    ;;
give)
    ! mounted "$path" || exit 0
    forget
    mkdir "$disk"
    truncate -s "${megabytes}M" "$image"
    mkfs.ext4 -q -m 0 -E lazy_itable_init=0,lazy_journal_init=0 "$image"
    stop_users
    mount -o loop "$image" "$disk"
    cp -a "$path/." "$disk/"
    sync -f "$disk"
    touch "$given"
    attach
    kill_users
    await_users
    ;;
cut)
    mounted "$path" || fail "$path is on no disk of its own"
    stop_users
    write_marks
    shut_down
    revive
    read_marks
    kill_users
    await_users
    ;;
take)
    flow
    if [ -e "$given" ]; then
        attach
        touch "$disk/.alive" 2>/dev/null || revive # cut off in the middle of cut, or of take
        rm -f "$disk/.alive" "$disk/.probe" "$disk/.synced" "$disk/.unsynced" "$disk"/.full?
        settle
        under
        find "$disk.under/$name" -mindepth 1 -delete
        cp -a "$disk/." "$disk.under/$name/"
        rm -rf "$disk.under/$name/lost+found"
        sync -f "$disk.under/$name"
        rm "$given"
        detach
        kill_users
        await_users
    fi
    forget
    ;;
drop)
    flow
    detach
    kill_users
    await_users
    forget
    ;;
fill)
    mounted "$path" || fail "$path is on no disk of its own"
    # Twice: what the first file takes for its own books is not known before.
    for unit in M K; do
        room=$(df --output=avail "-B1$unit" "$disk" | tail -n 1)
        fallocate -l "$((room))$unit" "$disk/.full$unit" 2>/dev/null || true
    done
    ;;
free) rm -f "$disk"/.full? ;;
full)
    if mounted "$disk" && head -c 100000 /dev/zero 2>&1 >"$disk/.probe" | grep -q 'No space left'; then
        echo yes
    fi
    rm -f "$disk/.probe"
    ;;
seen) ! mounted "$path" || echo yes ;;
stall)
    # Of a mere directory it would be the node's own file system that stands still.
    mounted "$disk" && mounted "$path" || fail "$path is on no disk of its own"
    fsfreeze --freeze "$disk"
    ;;
slow)
    mounted "$disk" && mounted "$path" || fail "$path is on no disk of its own"
    (exec </dev/null >/dev/null 2>&1 9>&- && slow) &
    for _ in $(seq 30); do
        ! slow_ones || exit 0
        sleep 0.1
    done
    fail "nobody slows the disk of $path"
    ;;
flow) flow ;;
stalled) ! mounted "$disk" || ! stalled || echo yes ;;
slowed) ! mounted "$disk" || stalled || write_often ;;
sync) sync -f "$disk" ;;
*) fail "expected can, give, cut, take, drop, fill, free, full, stall, stalled, slow, slowed, flow, seen or sync, not $verb" ;;
esac
