package slipway.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.cluster.DoctorPlan.Nodes;

/// Programs that the harness calls: JDK, git and, for the build from package registries, Go.
final class DoctorTools {
    /// The language level of the whole project.
    private static final int JAVA = 25;

    private static final Pattern WANTED = Pattern.compile("(?m)^go (\\d+(?:\\.\\d+)*)");
    private static final Pattern FOUND = Pattern.compile("\\bgo(\\d+(?:\\.\\d+)*)");

    private DoctorTools() {}

    static List<DoctorFinding> findings(Host host, DoctorPlan plan) {
        var findings = new ArrayList<DoctorFinding>();
        findings.add(java(host));
        findings.add(git(host));
        findings.add(go(host, plan));
        return findings;
    }

    private static DoctorFinding java(Host host) {
        var expected =
                "a JDK, "
                        + JAVA
                        + " or newer, with javac and jlink: the services' images are built with it";
        var mend =
                "install a whole JDK ("
                        + (Doctor.onLinux(host)
                                ? Doctor.asRoot(host, "apt-get install -y temurin-25-jdk")
                                        + " or openjdk-25-jdk"
                                : "brew install openjdk@25")
                        + "), or set JAVA_HOME to one";
        var home = host.javaHome();
        var lacking =
                List.of("javac", "jlink").stream()
                        .filter(tool -> !host.exists(home + "/bin/" + tool))
                        .toList();
        if (host.javaFeature() < JAVA) {
            return DoctorFinding.fail(
                    "JDK", "Java " + host.javaFeature() + " in " + home, expected, mend);
        }
        return lacking.isEmpty()
                ? DoctorFinding.ok("JDK", "Java " + host.javaFeature() + " in " + home, expected)
                : DoctorFinding.fail(
                        "JDK", home + " without " + String.join(", ", lacking), expected, mend);
    }

    private static DoctorFinding git(Host host) {
        var expected = "git: a report names the commit it was made from";
        var answer = host.run("git", "--version");
        return answer.succeeded()
                ? DoctorFinding.ok("git", answer.out().strip(), expected)
                : DoctorFinding.warn(
                        "git",
                        "not found",
                        expected,
                        Doctor.onLinux(host)
                                ? Doctor.asRoot(host, "apt-get install -y git")
                                : "xcode-select --install");
    }

    private static DoctorFinding go(Host host, DoctorPlan plan) {
        var wanted =
                first(
                        WANTED,
                        host.read(plan.checkout().resolve("k8s/cluster/node/go/go.mod").toString())
                                .orElse(""));
        if (!plan.mayBuild()) {
            return DoctorFinding.ok(
                    "Go", "not needed", "Go only where the node image has to be built");
        }
        if (wanted.isEmpty()) {
            return DoctorFinding.fail(
                    "Go",
                    "no Go version in k8s/cluster/node/go/go.mod under " + plan.checkout(),
                    "a whole checkout",
                    "run slipway from its checkout, or git checkout k8s/cluster/node");
        }
        var expected =
                "Go "
                        + wanted.get()
                        + " or newer: it builds the node image from package registries";
        var found = first(FOUND, host.run("go", "version").out());
        if (found.isPresent() && compare(found.get(), wanted.get()) >= 0) {
            return DoctorFinding.ok("Go", found.get(), expected);
        }
        var seen = found.map(version -> "Go " + version).orElse("not found");
        var mend =
                "install Go "
                        + wanted.get()
                        + " or newer (https://go.dev/dl), or `slipway up --bundle FILE`, which needs none";
        return plan.nodes() == Nodes.BUILT
                ? DoctorFinding.fail("Go", seen, expected, mend)
                : DoctorFinding.warn("Go", seen, expected, mend);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Number by number, so that 1.9 comes before 1.26.
    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
