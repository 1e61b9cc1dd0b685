# On a node: what goes wrong with the network of one pod, whose uid is UID.
#   KIND can          asks whether the kernel of this node can do it
#   KIND begin UID    begins it
#   KIND seen UID     says "yes" where it is seen: by the kernel's counters, or by who tries to reach or to resolve
#   KIND end UID      ends it, where there is any; other kinds stay
# The kernel keeps all of it in the pod's network namespace, and it goes with the pod; but for the process that holds
# back packets for `delay` and `slow-names`, and writes in them for `corruption`. It ends by itself after ten minutes, and
# where it has ended nobody waits for it.
set -eu
kind=$1
verb=$2
uid=${3:-}
table="slipway_$kind"
share=10 # of 100 packets
rate=96kbit
queue=7
delay=0 # milliseconds, for each packet that is queued
spoilt=0 # of 100 of them
case $kind in
delay) delay=150 ;;
slow-names) queue=8 delay=1000 ;;
corruption) queue=9 spoilt=$share ;;
esac
mark="slipway-$kind $uid"

fail() {
    echo "$*" >&2
    exit 1
}

# Any process of the pod, but none that somebody has put beside them: a control group's name has its uid, by one of two
# ways of writing.
process() {
    grep --files-with-matches --no-messages -e "pod$uid" -e "pod$(echo "$uid" | tr - _)" /proc/[0-9]*/cgroup |
        cut -d / -f 3 |
        while read -r process; do
            if ! grep -q '^slipway-' "/proc/$process/cmdline" 2>/dev/null; then
                echo "$process"
                return
            fi
        done
}

inside() {
    nsenter --net --target "$inside" "$@"
}

route() {
    inside ip -o route show default | sed "s/.* $1 \([^ ]*\).*/\1/"
}

# In a namespace that is gone right after.
try() {
    unshare --net sh -euc "ip link set lo up; $2" >/dev/null 2>&1 || fail "the kernel of this node has no $1"
}

# What is done to packets, in the words of nft(8), as a table; "lo" is nobody's network. The node's own requests, such
# as the kubelet's probes, suffer it as well.
rules() {
    gateway=$1
    some="numgen random mod 100 < $share counter"
    case $kind in
    loss) leaving="$some drop" coming="$some drop" ;;
    duplication) leaving="$some dup to $gateway" coming="accept" ;;
    cut) leaving="counter drop" coming="counter drop" ;;
    names) leaving="meta l4proto {tcp, udp} th dport 53 counter drop" coming="accept" ;;
    esac
    cat <<RULES
table ip $table {
    chain leaving { type filter hook output priority -300; oifname lo accept; $leaving; }
    chain coming { type filter hook input priority -300; iifname lo accept; $coming; }
}
RULES
}

# Which packets are queued, in the words of iptables(8), a line each: those that leave the pod, those by which it asks
# of names, or those that reach it.
queued_ones() {
    case $kind in
    delay) echo "OUTPUT ! -o lo" ;;
    slow-names)
        echo "OUTPUT ! -o lo -p udp --dport 53"
        echo "OUTPUT ! -o lo -p tcp --dport 53"
        ;;
    corruption) echo "INPUT ! -i lo" ;;
    esac
}

to_queue() {
    # shellcheck disable=SC2086 # several words
    inside iptables -w -t mangle "$1" $2 -j NFQUEUE --queue-num "$queue" --queue-bypass 2>/dev/null
}

# Is told of each packet that waits, and later says that it may go on (linux/netfilter/nfnetlink_queue.h). Some it gives
# back with their last byte turned around: the checksum that the kernel has made before is not theirs any more.
holder() {
    cat <<'PERL'
use strict;
my ($queue, $delay, $spoilt, $mark) = @ARGV;
$0 = $mark;
alarm 600;
socket(my $kernel, 16, 3, 12) or die "socket: $!";
my $sequence = 0;
sub tell_kernel {
    my ($type, $attribute) = @_;
    my $header = pack "L S S L L C C n", 20 + length $attribute, 0x300 | $type, 1, $sequence++, 0, 0, 0, $queue;
    syswrite $kernel, $header . $attribute or die "netlink: $!";
}
sub now {
    open my $uptime, "<", "/proc/uptime" or die $!;
    return 1000 * (split / /, <$uptime>)[0];
}
sub verdict {
    my $told = shift;
    my %of;
    while (length $told >= 4) {
        my ($length, $type) = unpack "S S", $told;
        $of{$type} = substr $told, 4, $length - 4;
        substr $told, 0, $length + 3 & ~3, "";
    }
    my $accept = pack "S S N a4", 12, 2, 1, $of{1};
    return $accept if !$of{10} or rand 100 >= $spoilt;
    substr($of{10}, -1) ^= "\xff";
    return $accept . pack "S S a* x![4]", 4 + length $of{10}, 10, $of{10};
}
tell_kernel(2, pack "S S C C n", 8, 1, 1, 0, 2);                 # to be told of this queue
tell_kernel(2, pack "S S N C x3", 9, 2, 65535, $spoilt ? 2 : 1); # of packets no more than their numbers, or all
tell_kernel(2, pack "S S N", 8, 3, 8192);                        # of which so many may wait
my @held;
my $readable = "";
vec($readable, fileno $kernel, 1) = 1;
while (1) {
    my $wait = @held ? ($held[0][0] - now()) / 1000 : undef;
    $wait = 0 if defined $wait && $wait < 0;
    if (select my $ready = $readable, undef, undef, $wait) {
        my $batch = "";
        sysread $kernel, $batch, 131072;
        while (length $batch >= 28) {
            my ($length, $type) = unpack "L S", $batch;
            push @held, [now() + $delay, verdict(substr $batch, 20, $length - 20)] if $type == 0x300;
            substr $batch, 0, $length + 3 & ~3, "";
        }
    }
    tell_kernel(1, shift(@held)->[1]) while @held && $held[0][0] <= now();
}
PERL
}

# Milliseconds that it takes to connect to the pod from its node: what it answers leaves the pod.
connect() {
    address=$(inside ip -o -4 addr show dev "$(route dev)" | sed 's/.* inet \([0-9.]*\).*/\1/')
    port=$(inside ss -Hltn | awk '{ sub(".*:", "", $4); print $4; exit }')
    before=$(date +%s%N)
    timeout 2 bash -c "</dev/tcp/$address/$port" 2>/dev/null || return 1
    echo $((($(date +%s%N) - before) / 1000000))
}

# Whether the pod's own name server answers it within so many seconds. Of whom it is asked does not matter.
resolve() {
    server=$(sed -n 's/^nameserver //p' "/proc/$inside/root/etc/resolv.conf" | head -n 1)
    inside perl -e '
        use Socket;
        my ($server, $seconds) = @ARGV;
        socket my $to, AF_INET, SOCK_DGRAM, 0 or die $!;
        send $to, pack("n6 C/a C/a C n n", 7, 256, 1, 0, 0, 0, "cluster", "local", 0, 2, 1), 0,
            sockaddr_in(53, inet_aton $server) or exit 1;
        my $readable = "";
        vec($readable, fileno $to, 1) = 1;
        exit !select $readable, undef, undef, $seconds;
    ' "$server" "$1"
}

# Milliseconds that it takes the pod to be told an address.
resolving() {
    before=$(date +%s%N)
    resolve 5 || return 1
    echo $((($(date +%s%N) - before) / 1000000))
}

# How many segments the pod's kernel has thrown away for their checksums (TCPs InCsumErrors).
thrown_away() {
    awk '$1 == "Tcp:" {
        if (column) print $column
        else for (i = 1; i <= NF; i++) if ($i == "InCsumErrors") column = i
    }' "/proc/$inside/net/snmp"
}

# Whether packets were held back, as the kernel counts them.
queued() {
    awk -v queue="$queue" '$1 == queue && $8 > 0 { some = 1 } END { exit !some }' \
        "/proc/$inside/net/netfilter/nfnetlink_queue"
}

# Whether one was that somebody waited for, so many milliseconds.
held_back() {
    queued && [ "$1" -ge $((delay - 20)) ] # time is looked at in steps of 10 ms
}

ruled() {
    inside nft list table ip "$table" >/dev/null 2>&1
}

counted() {
    inside nft list table ip "$table" 2>/dev/null | grep -q 'packets [1-9]'
}

case $verb in
can) ;;
end)
    pkill -f "^$mark\$" || true
    inside=$(process)
    [ -n "$inside" ] || exit 0
    ;;
*)
    inside=$(process)
    [ -n "$inside" ] || fail "no pod $uid is on this node"
    ;;
esac

case $kind.$verb in
delay.can | slow-names.can | corruption.can)
    queued_ones | while read -r ones; do
        try NFQUEUE "iptables -t mangle -A $ones -j NFQUEUE --queue-num $queue --queue-bypass"
    done
    ;;
delay.begin | slow-names.begin | corruption.begin)
    nsenter --net --target "$inside" setsid perl -e "$(holder)" "$queue" "$delay" "$spoilt" "$mark" \
        </dev/null >/dev/null 2>&1 &
    for _ in $(seq 30); do
        ! grep -q "^ *$queue " "/proc/$inside/net/netfilter/nfnetlink_queue" || break
        sleep 0.1
    done
    pgrep -f "^$mark\$" >/dev/null || fail "nobody takes the packets of the pod $uid"
    queued_ones | while read -r ones; do to_queue -C "$ones" || to_queue -A "$ones"; done
    ;;
delay.seen)
    took=$(connect) || took=0
    ! held_back "$took" || echo yes
    ;;
slow-names.seen)
    took=$(resolving) || took=0
    ! held_back "$took" || echo yes
    ;;
corruption.seen)
    # Some packets more than come anyway: the first of a connection, and what acknowledges and ends it.
    until_now=$(thrown_away)
    for _ in $(seq 8); do connect >/dev/null || true; done
    [ "$(thrown_away)" -le "$until_now" ] || echo yes
    ;;
delay.end | slow-names.end | corruption.end)
    queued_ones | while read -r ones; do while to_queue -D "$ones"; do :; done; done
    ;;

narrowing.can) try tbf "tc qdisc add dev lo root tbf rate $rate burst 1600 latency 1s" ;;
narrowing.begin) inside tc qdisc replace dev "$(route dev)" root handle 5117: tbf rate "$rate" burst 1600 latency 1s ;;
narrowing.seen) inside tc -s qdisc show | grep -A 2 'tbf 5117:' | grep -q 'overlimits [1-9]' && echo yes || true ;;
narrowing.end)
    ! inside tc qdisc show | grep -q 'tbf 5117:' || inside tc qdisc del dev "$(route dev)" root
    ;;

*.can) try "nft rules for $kind" "echo '$(rules 127.0.0.1)' | nft -f -" ;;
*.begin) ruled || rules "$(route via)" | inside nft -f - ;;
cut.seen) { ruled && ! counted; } || connect >/dev/null || echo yes ;;
names.seen) { resolve 1 || { ruled && ! counted; }; } || echo yes ;;
*.seen) ! counted || echo yes ;;
*.end) ! ruled || inside nft delete table ip "$table" ;;
*) fail "expected can, begin, seen or end, not $verb" ;;
esac
