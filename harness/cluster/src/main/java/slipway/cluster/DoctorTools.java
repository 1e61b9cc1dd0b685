package slipway.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Programs that the harness calls: JDK and git; and without a bundle Debian's package tools, which
/// the suite's images are made with, and for a new cluster Go.
final class DoctorTools {
    /// The language level of the whole project.
    private static final int JAVA = 25;

    /// Since this one, Go fetches by itself the newer one that a module asks for.
    private static final String FETCHES = "1.21";

    /// What the suite's base and Postgres are made with, and the package that brings each.
    private static final Map<String, String> PACKAGE_TOOLS =
            new TreeMap<>(
                    Map.of(
                            "apt-cache", "apt",
                            "apt-get", "apt",
                            "dpkg-deb", "dpkg",
                            "xz", "xz-utils"));

    private static final Pattern WANTED = Pattern.compile("(?m)^go (\\d+(?:\\.\\d+)*)");
    private static final Pattern FOUND = Pattern.compile("\\bgo(\\d+(?:\\.\\d+)*)");

    private DoctorTools() {}

    static List<DoctorFinding> findings(Host host, DoctorPlan plan) {
        var findings = new ArrayList<DoctorFinding>();
        findings.add(java(host));
        findings.add(git(host));
        findings.add(packages(host, plan));
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
        if (plan.nodes() != DoctorPlan.Nodes.UNDECIDED) {
            return DoctorFinding.ok("Go", "not needed", "Go only where a cluster has to be made");
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
                        + " or newer: it builds the node image, or the tools beside the published one";
        var found = first(FOUND, goVersion(host));
        if (found.isPresent() && compare(found.get(), wanted.get()) >= 0) {
            return DoctorFinding.ok("Go", found.get(), expected);
        }
        var seen = found.map(version -> "Go " + version).orElse("not found");
        var mend =
                "install Go "
                        + wanted.get()
                        + " or newer (https://go.dev/dl), or `slipway up --bundle FILE`, which needs none";
        var mayDo = found.isPresent() && compare(found.get(), FETCHES) >= 0;
        // A cluster that is there may only have to be started again.
        return mayDo || plan.clusterUp()
                ? DoctorFinding.warn("Go", seen, expected, mend)
                : DoctorFinding.fail("Go", seen, expected, mend);
    }

    private static String goVersion(Host host) {
        if (host.find("go").isPresent()) {
            return host.run("go", "version").out();
        }
        return host.exists(GoModule.INSTALLED + "/bin/go")
                ? host.read(GoModule.INSTALLED + "/VERSION").orElse("")
                : "";
    }

    private static DoctorFinding packages(Host host, DoctorPlan plan) {
        var name = "package tools";
        var expected =
                String.join(", ", PACKAGE_TOOLS.keySet())
                        + ": the base of the suite's images and their Postgres are unpacked with them";
        if (plan.nodes() == DoctorPlan.Nodes.BUNDLED) {
            return DoctorFinding.ok(name, "not needed", "nothing: the bundle brings the images");
        }
        var lacking =
                PACKAGE_TOOLS.keySet().stream().filter(tool -> host.find(tool).isEmpty()).toList();
        if (lacking.isEmpty()) {
            return DoctorFinding.ok(name, "all there", expected);
        }
        var seen = "no " + String.join(", ", lacking);
        var bundle = "`slipway up --bundle FILE`, which needs none; made on Debian or Ubuntu";
        var mend =
                host.find("apt-get").isEmpty()
                        ? bundle
                        : Doctor.asRoot(
                                        host,
                                        "apt-get install -y "
                                                + lacking.stream()
                                                        .map(PACKAGE_TOOLS::get)
                                                        .distinct()
                                                        .collect(Collectors.joining(" ")))
                                + "\nor "
                                + bundle;
        // The suite of a cluster that is there may be a bundle's.
        return plan.clusterUp()
                ? DoctorFinding.warn(name, seen, expected, mend)
                : DoctorFinding.fail(name, seen, expected, mend);
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
