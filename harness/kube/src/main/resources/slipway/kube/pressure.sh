# On a node: a pod, whose uid is UID, is short of something.
#   cpu begin UID           two processes beside its own turn in circles, by the limits of its container
#   memory begin UID        a process beside its own takes memory until 90 of 100 parts of what its container may have are
#                           in use, and gives back what the others need
#   shortage begin UID      one takes all that its container may have, until the kernel has killed another (OOM): that
#                           ends it
#   connections begin UID   its first port gets as many connections as it takes, each of which asks for a session of
#                           PostgreSQL and then says no more
#   login begin UID         whom its PostgreSQL knows may log in no more, and whoever has is thrown out
#   KIND can                asks whether this node has what it takes
#   KIND seen UID           says "yes" where it is seen; of a shortage the kubelet tells
#   KIND end UID            ends it, where there is any
# Whatever lasts ends by itself after ten minutes, but for a login: that is written in the database.
set -eu
kind=$1
verb=$2
uid=${3:-}
mark="slipway-$kind $uid"
user=ledger # whom the server knows, and asks for a password: the session is taken by then

fail() {
    echo "$*" >&2
    exit 1
}

# The first of the pod's own processes: a control group's name has its uid, by one of two ways of writing.
first() {
    grep --files-with-matches --no-messages -e "pod$uid" -e "pod$(echo "$uid" | tr - _)" /proc/[0-9]*/cgroup |
        cut -d / -f 3 | sort -n |
        while read -r process; do
            if ! grep -qx pause "/proc/$process/comm" && ! grep -q '^slipway-' "/proc/$process/cmdline"; then
                echo "$process"
                return
            fi
        done
}

# Where the kernel counts what the pod's own processes take, by a controller's name: whoever writes its number into
# cgroup.procs there is one of them.
group() {
    path=$(sed -n "s/^[0-9]*:\(.*,\)\?$1\(,.*\)\?:\(.*\)/\3/p" "/proc/$process/cgroup")
    if [ -n "$path" ]; then
        echo "/sys/fs/cgroup/$1$path"
    else
        echo "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$process/cgroup")"
    fi
}

# Until as many run as were begun: by their name they will be ended.
await() {
    for _ in $(seq 30); do
        if [ "$(pgrep -cf "^$mark\$")" -ge "$1" ]; then return; fi
        sleep 0.1
    done
    fail "$mark did not begin"
}

# The time that they have had of the processors, in hundredths of a second.
ticks() {
    for process in $(pgrep -f "^$mark\$"); do sed 's/.*) //' "/proc/$process/stat" 2>/dev/null || true; done |
        awk '{ all += $12 } END { print all + 0 }'
}

# Takes memory of the container's until so many of 100 parts of its limit are in use, and keeps it at that; for none, says
# how many are. In use is what the kernel counts but for files that nobody has read lately, as for `kubectl top`.
use_memory() {
    perl -e '
        use strict;
        my ($group, $share, $mark) = @ARGV;
        sub counted {
            for my $name (@_) {
                open my $file, "<", "$group/$name" or next;
                return $1 if <$file> =~ /^(\d+)/;
            }
            die "nothing bounds the memory in $group\n";
        }
        sub used {
            open my $all, "<", "$group/memory.stat" or die "$group/memory.stat: $!\n";
            my ($idle) = map { /^inactive_file (\d+)/ } <$all>;
            my $limit = counted("memory.max", "memory.limit_in_bytes");
            return 100 * (counted("memory.current", "memory.usage_in_bytes") - $idle) / $limit;
        }
        if (!$share) {
            print int used();
            exit;
        }
        alarm 600;
        open my $first, ">", "/proc/self/oom_score_adj" or die "oom_score_adj: $!\n";
        print $first 1000; # to be killed, should it be too much all the same
        close $first or die "oom_score_adj: $!\n";
        open my $procs, ">", "$group/cgroup.procs" or die "$group: $!\n";
        print $procs $$;
        close $procs or die "$group: $!\n";
        $0 = $mark;
        my @taken;
        my $much = 1_000_000;
        while (1) {
            my $more = $share - used();
            if ($more > 1 and @taken < 1000) {
                push @taken, "x" x $much;
            } elsif ($more < -1 and @taken) {
                pop @taken;
            } else {
                select undef, undef, undef, 0.02;
            }
        }' "$(group memory)" "$@"
}

# Asks the pod's server for as many sessions, and keeps them; for none, says "yes" where it has none left (53300).
ask_for_sessions() {
    nsenter --net --target "$process" perl -e '
        use strict;
        use Socket;
        my ($user, $port, $many, $mark) = @ARGV;
        $0 = $mark;
        alarm($many ? 600 : 5);
        my $asked = pack "N", 196608;
        $asked .= "user\0$user\0database\0$user\0\0";
        sub ask {
            socket my $to, AF_INET, SOCK_STREAM, 0 or return;
            connect $to, sockaddr_in $port, INADDR_LOOPBACK or return;
            syswrite $to, pack("N", 4 + length $asked) . $asked;
            sysread $to, my $answer, 1000;
            return ($to, $answer // "");
        }
        if (!$many) {
            my (undef, $answer) = ask();
            print "yes" if ($answer // "") =~ /C53300/;
            exit;
        }
        my @held;
        while (1) {
            for (1 .. $many) {
                my ($one, $answer) = ask();
                last if ($answer // "") !~ /^R/;
                push @held, $one;
            }
            sleep 1; # a server has enough of who says no more after a minute
        }' "$user" "$(port)" "$@"
}

# Has the pod's server do it, as its superuser, whom the socket lets in: it is reached through the pod's own root.
# As somebody else it only logs in, and says "yes" where that is not permitted (28000).
told() {
    perl -e '
        use strict;
        use Socket;
        my ($socket, $user, $database, $deed) = @ARGV;
        alarm 5;
        socket my $to, AF_UNIX, SOCK_STREAM, 0 or die "$!\n";
        connect $to, sockaddr_un $socket or die "$socket: $!\n";
        my $asked = pack "N", 196608;
        $asked .= "user\0$user\0database\0$database\0\0";
        syswrite $to, pack("N", 4 + length $asked) . $asked;
        sub message {
            my $all = "";
            while (length $all < 5 or length $all < 1 + unpack "N", substr $all, 1, 4) {
                my $missing = length $all < 5 ? 5 - length $all : 1 + unpack("N", substr $all, 1, 4) - length $all;
                sysread $to, $all, $missing, length $all or die "the server hung up\n";
            }
            return $all;
        }
        sub ready {
            while (1) {
                my $said = message();
                return 1 if $said =~ /^Z/;
                next if $said !~ /^E/;
                return 0 if !$deed and $said =~ /C28000/;
                die $said =~ s/[^ -~]+/ /gr . "\n";
            }
        }
        my $in = ready();
        if (!$deed) {
            print "yes" if !$in;
            exit;
        }
        syswrite $to, "Q" . pack("N", 5 + length $deed) . "$deed\0";
        ready();' "$(socket)" "$@"
}

socket() {
    echo "/proc/$process/root/run/postgresql/.s.PGSQL.$(port)"
}

port() {
    nsenter --net --target "$process" ss -Hltn | awk '{ sub(".*:", "", $4); print $4; exit }'
}

find_process() {
    process=$(first)
    [ -n "$process" ] || fail "no process of the pod $uid is on this node"
}

case $verb in
can)
    command -v perl >/dev/null || fail "there is no perl on this node"
    exit 0
    ;;
end) ;;
*) find_process ;;
esac

case $kind.$verb in
cpu.begin)
    group=$(group cpu)/cgroup.procs
    for _ in 1 2; do
        setsid perl -e '
            ($0, my $group) = @ARGV;
            alarm 600;
            open my $procs, ">", $group or die;
            print $procs $$;
            close $procs or die;
            1 while 1' "$mark" "$group" </dev/null >/dev/null 2>&1 &
    done
    await 2
    ;;
cpu.seen)
    before=$(ticks)
    sleep 0.5
    [ $(($(ticks) - before)) -lt 10 ] || echo yes
    ;;
memory.begin)
    used=$(use_memory 0)
    [ "$used" -lt 80 ] || fail "expected less than 80 % of its memory in use by the pod $uid before, found $used %"
    use_memory 90 "$mark" </dev/null >/dev/null 2>&1 &
    await 1
    ;;
memory.seen) [ "$(use_memory 0)" -lt 85 ] || echo yes ;;
shortage.begin)
    # In steps of 4 MB, as long as the other lives, which is the one to be killed: pods' processes come first
    # (oom_score_adj), unless they are of the class Guaranteed. Some kubelets have all of a container killed at once.
    perl -e '
        my ($mark, $group, $other) = @ARGV;
        $0 = $mark;
        alarm 60;
        open my $procs, ">", $group or die "$group: $!";
        print $procs $$;
        close $procs or die "$group: $!";
        my @taken;
        while (kill 0, $other) {
            push @taken, "x" x 4_000_000;
            die "1 GB is not all that it may have" if @taken > 250;
        }' "$mark" "$(group memory)/cgroup.procs" "$process" || true
    for _ in $(seq 30); do
        kill -0 "$process" 2>/dev/null || exit 0
        sleep 0.1
    done
    fail "the container of the pod $uid has no bound of memory that could be met"
    ;;
connections.begin)
    ask_for_sessions 1000 "$mark" </dev/null >/dev/null 2>&1 &
    await 1
    ;;
connections.seen) ask_for_sessions 0 slipway-asks || true ;;
login.begin)
    told postgres postgres "alter role $user nologin"
    told postgres postgres "select pg_terminate_backend(pid) from pg_stat_activity where usename = '$user'"
    ;;
login.seen) told "$user" "$user" "" ;;
login.end)
    find_process
    told postgres postgres "alter role $user login"
    ;;
*.end) pkill -f "^$mark\$" || true ;;
*) fail "expected cpu, memory, shortage, connections or login, and can, begin, seen or end, not $kind $verb" ;;
esac
