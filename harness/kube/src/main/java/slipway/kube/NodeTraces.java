package slipway.kube;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import slipway.core.InvalidSpec;

/// What faults leave on a node, where nobody ends them: nothing of it is an object of the API
/// server's.
record NodeTraces(NodeHost host) {
    /// A line each: whether the kubelet runs, the containers that stand still, what wears pods out
    /// or is in the way of their packets, and the disks that were given.
    private static final String SCRIPT =
            """
            echo "kubelet $(systemctl is-active kubelet)"
            ctr -n k8s.io tasks ls | awk '$3 == "PAUSED" { print "frozen " $1 }'
            pgrep -x --runstates T kube-apiserver | sed 's/^/stopped /'
            pgrep -fa '^slipway-' | cut -d ' ' -f 2- | sed 's/^/process /'
            for pause in $(pgrep -x pause); do
                nsenter --net --target "$pause" sh -c '
                    nft list tables | grep slipway
                    tc qdisc show | grep -o "tbf 5117:"
                    iptables -w -t mangle -S | grep NFQUEUE' 2>/dev/null | sed 's/^/network /'
            done
            if [ -d /var/lib/slipway/disks ]; then ls /var/lib/slipway/disks | sed 's/^/disk /'; fi
            """;

    /// Fields and their values; none where the node cannot be reached, as of a cluster that
    /// somebody else has made: no fault was brought upon it then.
    ///
    /// @throws slipway.core.RunFailed where it does not answer
    SortedMap<String, String> of(String node) throws InterruptedException {
        try {
            if (host.frozen(node)) {
                return new TreeMap<>(Map.of("frozen", "all of it"));
            }
            return fields(host.run(node, "sh", "-c", SCRIPT));
        } catch (InvalidSpec _) {
            return new TreeMap<>();
        }
    }

    private static SortedMap<String, String> fields(String lines) {
        var fields = new TreeMap<String, String>();
        for (var line : lines.lines().toList()) {
            var words = line.split(" ", 2);
            if (words.length == 2) {
                fields.merge(words[0], words[1], (a, b) -> a + " " + b);
            }
        }
        return fields;
    }
}
