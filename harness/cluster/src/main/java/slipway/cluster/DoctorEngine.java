package slipway.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.cluster.DoctorFinding.State;

/// The container engine that would carry the cluster, and what was found while looking for it.
///
/// @param name `docker` or `podman`; empty where neither works
/// @param store the folder of its images and containers, as it says itself
/// @param cores the processors it sees, which on macOS are those of its virtual machine; 0: unknown
/// @param memory the bytes it sees in all; 0: unknown
record DoctorEngine(
        Optional<String> name, String store, int cores, long memory, List<DoctorFinding> findings) {
    /// What podman needs on Debian and Ubuntu for rootful containers with networks. Its package
    /// only suggests iptables, without which no network comes up; runc, because crun refuses cgroup
    /// v1.
    static final List<String> DEBIAN_PACKAGES =
            List.of("podman", "runc", "netavark", "aardvark-dns", "iptables");

    private static final String CHECK = "engine";
    private static final String EXPECTED = "docker or podman that can run privileged containers";

    private static final String PODMAN_FORMAT =
            "{{.Host.Security.Rootless}}|{{.Store.GraphRoot}}|{{.Host.CPUs}}|{{.Host.MemTotal}}|{{.Version.Version}}";
    private static final String DOCKER_FORMAT =
            "{{.SecurityOptions}}|{{.DockerRootDir}}|{{.NCPU}}|{{.MemTotal}}|{{.ServerVersion}}";

    /// Docker is asked first: where both work, podman's networks would suffer from Docker's packet
    /// filter.
    static DoctorEngine of(Host host) {
        var docker = docker(host);
        var podman = podman(host);
        var chosen = docker.works() ? docker : podman;
        if (!chosen.works()) {
            return none(host, docker, podman);
        }
        var other = docker.works() ? podman : docker;
        var findings = new ArrayList<DoctorFinding>();
        findings.add(chosen.finding());
        if (other.installed()) {
            findings.add(
                    DoctorFinding.note(
                            "second engine",
                            other.describe(),
                            "one engine is enough: " + chosen.name + " is used",
                            ""));
        }
        if (chosen.name.equals("podman") && Doctor.onLinux(host)) {
            findings.addAll(helpers(host));
        }
        return new DoctorEngine(
                Optional.of(chosen.name),
                chosen.store,
                chosen.cores,
                chosen.memory,
                List.copyOf(findings));
    }

    private static DoctorEngine none(Host host, Candidate docker, Candidate podman) {
        var seen = docker.describe() + "; " + podman.describe();
        return new DoctorEngine(
                Optional.empty(),
                "/var/lib/containers",
                0,
                0,
                List.of(missing(host, docker, podman, seen)));
    }

    private static DoctorFinding missing(
            Host host, Candidate docker, Candidate podman, String seen) {
        if (podman.installed()) {
            var start =
                    Doctor.onLinux(host)
                            ? "podman info   (says what is wrong with it)"
                            : "podman machine start";
            return DoctorFinding.fail(CHECK, seen, EXPECTED, start);
        }
        if (!Doctor.onLinux(host)) {
            return DoctorFinding.fail(
                    CHECK,
                    seen,
                    EXPECTED,
                    "brew install podman && podman machine init --rootful --cpus 4 --memory 8192 --now");
        }
        var system = host.read("/etc/os-release").orElse("");
        if (!system.lines()
                .anyMatch(line -> line.matches("ID(_LIKE)?=.*\\b(debian|ubuntu)\\b.*"))) {
            return DoctorFinding.fail(
                    CHECK,
                    seen,
                    EXPECTED,
                    Doctor.asRoot(host, "dnf install -y podman runc iptables-nft")
                            + "   (or your distribution's way)"
                            + startDocker(docker));
        }
        var install =
                "apt-get install -y --no-install-recommends " + String.join(" ", DEBIAN_PACKAGES);
        return Doctor.root(host)
                ? DoctorFinding.warn(
                        CHECK, seen, EXPECTED, "none needed: `slipway up` runs " + install)
                : DoctorFinding.fail(
                        CHECK, seen, EXPECTED, "sudo " + install + startDocker(docker));
    }

    /// A Docker that is there but silent is stopped, or closed to this user.
    private static String startDocker(Candidate docker) {
        return docker.describe.contains("does not answer")
                ? "\nor sudo systemctl start docker; where it says \"permission denied\":"
                        + " sudo usermod -aG docker \"$USER\", and log in again"
                : "";
    }

    /// Podman's network part calls iptables or nft, which its package does not bring.
    private static List<DoctorFinding> helpers(Host host) {
        if (host.find("iptables").or(() -> host.find("nft")).isPresent()) {
            return List.of();
        }
        return List.of(
                DoctorFinding.fail(
                        "packet filter tool",
                        "neither iptables nor nft",
                        "one of them: podman's networks are made with it",
                        Doctor.asRoot(host, "apt-get install -y iptables")));
    }

    /// Whether what goes by docker's name is podman, as Debian's package podman-docker has it.
    static boolean dockerIsPodman(Host host) {
        return host.run("docker", "--version").out().toLowerCase(Locale.ROOT).contains("podman");
    }

    private static Candidate docker(Host host) {
        var asked = new Candidate("docker", State.FAIL, "docker: not installed", "", 0, 0);
        if (host.find("docker").isEmpty() || dockerIsPodman(host)) {
            return asked;
        }
        var answer = host.run("docker", "info", "--format", DOCKER_FORMAT);
        var parts = parts(answer);
        if (parts.length != 5 || parts[4].isBlank()) {
            return asked.saying("docker: does not answer: " + answer.complaint());
        }
        var version = "docker " + parts[4];
        // A node is a privileged container, and Docker asks for every capability there is.
        if (Doctor.onLinux(host) && !DoctorKernel.resourceCapability(host).orElse(true)) {
            return asked.saying(
                    version
                            + ": cannot run privileged containers, this host withholds CAP_SYS_RESOURCE");
        }
        if (parts[0].contains("rootless")) {
            return new Candidate(
                    "docker",
                    State.WARN,
                    version + ", rootless",
                    parts[1],
                    number(parts[2]),
                    number(parts[3]));
        }
        return new Candidate(
                "docker", State.OK, version, parts[1], number(parts[2]), number(parts[3]));
    }

    private static Candidate podman(Host host) {
        var asked = new Candidate("podman", State.FAIL, "podman: not installed", "", 0, 0);
        if (host.find("podman").isEmpty()) {
            return asked;
        }
        var answer = host.run("podman", "info", "--format", PODMAN_FORMAT);
        var parts = parts(answer);
        if (parts.length != 5) {
            return asked.saying("podman: does not answer: " + answer.complaint());
        }
        var rootless = parts[0].equals("true");
        return new Candidate(
                "podman",
                rootless ? State.WARN : State.OK,
                "podman " + parts[4] + (rootless ? ", rootless" : ""),
                parts[1],
                number(parts[2]),
                number(parts[3]));
    }

    private static String[] parts(Host.Answer answer) {
        return answer.succeeded() ? answer.out().strip().split("\\|", -1) : new String[0];
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /// One engine as it was found.
    private record Candidate(
            String name, State state, String describe, String store, int cores, long memory) {
        Candidate(String name, State state, String seen, String store, long cores, long memory) {
            this(name, state, seen, store, (int) cores, memory);
        }

        boolean works() {
            return state != State.FAIL;
        }

        boolean installed() {
            return !describe.endsWith("not installed");
        }

        Candidate saying(String words) {
            return new Candidate(name, state, words, store, cores, memory);
        }

        DoctorFinding finding() {
            return DoctorFinding.graded(
                    CHECK,
                    state,
                    describe,
                    EXPECTED + ", and as root: rootless nodes cannot load Cilium's BPF programs",
                    "run `slipway` as root (sudo ./slipway up), or use a rootful engine");
        }
    }
}
