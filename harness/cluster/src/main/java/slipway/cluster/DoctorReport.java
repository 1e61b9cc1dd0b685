package slipway.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.cluster.DoctorFinding.State;

/// What [Doctor] found, in the order in which it looked.
public record DoctorReport(List<DoctorFinding> findings) {
    public DoctorReport {
        findings = List.copyOf(findings);
    }

    /// With something else that was looked at.
    public DoctorReport and(DoctorFinding finding) {
        return new DoctorReport(Stream.concat(findings.stream(), Stream.of(finding)).toList());
    }

    /// Whether something prevents `up`.
    public boolean preventsUp() {
        return !with(State.FAIL).isEmpty();
    }

    public List<DoctorFinding> with(State state) {
        return findings.stream().filter(finding -> finding.state() == state).toList();
    }

    /// For people: everything that was looked at, with the mend below what needs one.
    public String table(boolean colours) {
        return lines(findings, colours) + summary() + "\n";
    }

    /// For `up`, which speaks only of what it must: failures and warnings, nothing where all is
    /// well.
    public String complaints(boolean colours) {
        var bad = findings.stream().filter(f -> f.state().compareTo(State.WARN) >= 0).toList();
        return bad.isEmpty() ? "" : lines(bad, colours) + summary() + "\n";
    }

    /// For machines: one map a finding with `name`, `state` (lower case), `seen`, `expected`,
    /// `mend`.
    public List<Map<String, String>> data() {
        return findings.stream().map(DoctorReport::plain).toList();
    }

    private static Map<String, String> plain(DoctorFinding finding) {
        var map = new LinkedHashMap<String, String>();
        map.put("name", finding.name());
        map.put("state", word(finding.state()));
        map.put("seen", finding.seen());
        map.put("expected", finding.expected());
        map.put("mend", finding.mend());
        return map;
    }

    private static String lines(List<DoctorFinding> findings, boolean colours) {
        int width = findings.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        return findings.stream()
                .map(finding -> line(finding, width, colours))
                .collect(Collectors.joining());
    }

    private static String line(DoctorFinding finding, int width, boolean colours) {
        var state = String.format("%-4s", word(finding.state()));
        var text = new StringBuilder();
        text.append(colours ? colour(finding.state()) + state + "\u001b[0m" : state);
        text.append(String.format("  %-" + Math.max(1, width) + "s  ", finding.name()));
        text.append(finding.seen()).append('\n');
        if (finding.state() != State.OK) {
            var indent = " ".repeat(4 + 2 + width + 2);
            text.append(indent).append("expected: ").append(finding.expected()).append('\n');
            finding.mend()
                    .lines()
                    .forEach(
                            mend ->
                                    text.append(indent)
                                            .append("mend:     ")
                                            .append(mend)
                                            .append('\n'));
        }
        return text.toString();
    }

    private String summary() {
        var failures = with(State.FAIL);
        var warnings = with(State.WARN);
        if (!failures.isEmpty()) {
            return "`slipway up` cannot work here until this is mended: " + names(failures) + ".";
        }
        if (!warnings.isEmpty()) {
            return "Nothing prevents `slipway up`; worth a look: " + names(warnings) + ".";
        }
        return "Nothing prevents `slipway up`.";
    }

    private static String names(List<DoctorFinding> findings) {
        return findings.stream().map(DoctorFinding::name).collect(Collectors.joining(", "));
    }

    private static String word(State state) {
        return switch (state) {
            case OK -> "ok";
            case NOTE -> "note";
            case WARN -> "warn";
            case FAIL -> "fail";
        };
    }

    private static String colour(State state) {
        return switch (state) {
            case OK -> "\u001b[32m";
            case NOTE -> "\u001b[36m";
            case WARN -> "\u001b[33m";
            case FAIL -> "\u001b[1;31m";
        };
    }
}
