package slipway.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.NodeView;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Step;
import slipway.core.Verdict;

/// Sentences that somebody understands who has never seen Slipway. Plain text, not yet escaped.
final class ReportWords {
    /// Of the books that contradict a claim, so many entries are named.
    private static final int ENTRIES = 10;

    private ReportWords() {}

    /// What was done, under what, and what came of it.
    static String headline(RunInfo info, History history, @Nullable List<Verdict> verdicts) {
        var begin = "During %s under %s".formatted(disturbance(info), load(info));
        int sent = history.exchanges().size();
        var offered = sent == 1 ? "1 request" : ReportHtml.count(sent) + " requests";
        if (verdicts == null) {
            return "%s, the run ended before it was judged; %s had been sent."
                    .formatted(begin, offered);
        }
        var worst = Verdict.worst(verdicts);
        var alike = verdicts.stream().filter(v -> v.word().equals(worst.word())).toList();
        return switch (worst) {
            case Verdict.Holds _ ->
                    "%s, with %s sent: %s%s."
                            .formatted(
                                    begin,
                                    offered,
                                    verdicts.getFirst().claim(),
                                    others(verdicts.size() - 1));
            case Verdict.Undecided(var claim, var why, _) ->
                    "%s, with %s sent, nothing was disproved, but %s of %s claims could not be decided. “%s”: %s."
                            .formatted(begin, offered, alike.size(), verdicts.size(), claim, why);
            case Verdict.Violated _ -> {
                var first = (Verdict.Violated) alike.getFirst();
                yield "%s, with %s sent, %s of %s claims did not hold. “%s”: %s."
                        .formatted(
                                begin,
                                offered,
                                alike.size(),
                                verdicts.size(),
                                first.claim(),
                                first.why());
            }
        };
    }

    /// "rolling update of api to v2" becomes "a rolling update of api from v1 to v2".
    static String disturbance(RunInfo info) {
        var words = info.disturbance();
        if (info.to() != null && words.endsWith(" to " + info.to())) {
            words =
                    words.substring(0, words.length() - info.to().length() - 4)
                            + " from "
                            + info.from()
                            + " to "
                            + info.to();
        }
        if (words.matches("(?i)(an?|the|no|one|two|\\d+) .*")) {
            return words;
        }
        return (words.matches("(?i)[aeiou].*") ? "an " : "a ") + words;
    }

    /// The rate and the time; what follows the colon is for the details below.
    static String load(RunInfo info) {
        int colon = info.load().indexOf(':');
        var words = colon < 0 ? info.load() : info.load().substring(0, colon);
        // A number and its unit stay on one line.
        return words.replaceAll("(\\d) (s|ms|%)(?!\\w)", "$1\u00a0$2");
    }

    private static String others(int claims) {
        return switch (claims) {
            case 0 -> "";
            case 1 -> "; and the other claim holds too";
            default -> "; and the other %d claims hold too".formatted(claims);
        };
    }

    /// Why the record is not whole; empty where it is.
    static String cutOff(StoreHistory stored) {
        var why = new ArrayList<String>();
        if (stored.torn() != null) {
            why.add(stored.torn());
        }
        var history = stored.history();
        var open =
                history.spans().stream()
                        .filter(s -> s.end() == Long.MAX_VALUE)
                        .map(s -> "“" + s.step() + "”")
                        .toList();
        if (!open.isEmpty()) {
            why.add(
                    "The record ends at %s, inside %s."
                            .formatted(ReportHtml.at(history.end()), String.join(" and ", open)));
        } else if (history.span(Step.SETTLE).isEmpty()) {
            why.add("The record ends at %s.".formatted(ReportHtml.at(history.end())));
        }
        long unanswered = history.exchanges().stream().filter(e -> e.ended() == null).count();
        if (!why.isEmpty() && unanswered > 0) {
            why.add(
                    "%s requests were under way then, and count as uncertain."
                            .formatted(ReportHtml.count(unanswered)));
        }
        return String.join(" ", why);
    }

    /// One sentence a witness; the sending and the end of one request make one sentence.
    static List<String> witnesses(List<Event> events, History history) {
        Map<Long, Event.Ended> ends = new HashMap<>();
        Map<Long, Event.Invoked> sent = new HashMap<>();
        for (var event : events) {
            switch (event) {
                case Event.Ended ended -> ends.put(ended.id(), ended);
                case Event.Invoked invoked -> sent.put(invoked.id(), invoked);
                default -> {}
            }
        }
        Map<Long, History.Exchange> all = new HashMap<>();
        var needed = ends.keySet().stream().anyMatch(id -> !sent.containsKey(id));
        if (needed) {
            history.exchanges().forEach(e -> all.put(e.invoked().id(), e));
        }
        var sentences = new ArrayList<String>();
        for (var event : events) {
            switch (event) {
                case Event.Invoked invoked ->
                        sentences.add(
                                exchange(
                                        new History.Exchange(invoked, ends.get(invoked.id())),
                                        history));
                case Event.Ended ended -> {
                    if (!sent.containsKey(ended.id())) {
                        var known = all.get(ended.id());
                        sentences.add(
                                known == null
                                        ? "At %s, request %d ended: %s."
                                                .formatted(
                                                        ReportHtml.at(ended.at()),
                                                        ended.id(),
                                                        outcome(ended.outcome()))
                                        : exchange(known, history));
                    }
                }
                default -> sentences.add(other(event));
            }
        }
        return sentences;
    }

    private static String exchange(History.Exchange exchange, History history) {
        var invoked = exchange.invoked();
        var ended = exchange.ended();
        var words = new StringBuilder();
        words.append("At ").append(ReportHtml.at(invoked.at()));
        deed(history, invoked.at())
                .ifPresent(step -> words.append(", during “").append(step).append("”"));
        words.append(", ").append(operation(invoked)).append(" on a ");
        words.append(invoked.connection().name().toLowerCase(Locale.ROOT)).append(" connection ");
        if (ended == null) {
            return words.append("was sent, and never ended.").toString();
        }
        words.append(outcome(ended.outcome()));
        words.append(", ")
                .append(ReportHtml.time(ended.at() - invoked.planned()))
                .append(" after it was due");
        if (ended.pod() != null || ended.version() != null) {
            words.append("; pod ")
                    .append(ended.pod() == null ? "unknown" : ended.pod())
                    .append(" of version ")
                    .append(ended.version() == null ? "unknown" : ended.version())
                    .append(" answered");
        } else {
            words.append("; no pod of the suite answered");
        }
        return words.append(".").toString();
    }

    private static Optional<String> deed(History history, long at) {
        return history.spans().stream()
                .filter(s -> !phase(s.step()) && s.contains(at))
                .map(History.Span::step)
                .reduce((_, inner) -> inner);
    }

    static boolean phase(String step) {
        return step.equals(Step.STEADY) || step.equals(Step.RUN) || step.equals(Step.SETTLE);
    }

    private static String operation(Event.Invoked invoked) {
        return switch (invoked.operation()) {
            case Operation.Write(var t, var held) ->
                    "request %d (transfer %s: %d from %s%s to %s)"
                            .formatted(
                                    invoked.id(),
                                    t.key(),
                                    t.amount(),
                                    t.from(),
                                    held == null ? "" : ", if it holds " + held + ",",
                                    t.to());
            case Operation.ReadAccount(var account) ->
                    "request %d (read of account %s)".formatted(invoked.id(), account);
            case Operation.ReadTotal _ ->
                    "request %d (read of all accounts at once)".formatted(invoked.id());
        };
    }

    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Acknowledged(var status, _) -> "was acknowledged with " + status;
            case Outcome.Unmet(var status) ->
                    "was answered with %d: the account held something else".formatted(status);
            case Outcome.Refused(var status, var reason) ->
                    "was refused with %d: %s".formatted(status, reason);
            case Outcome.Uncertain(var reason) -> "got no clear answer: " + reason;
        };
    }

    private static String other(Event event) {
        var at = ReportHtml.at(event.at());
        return switch (event) {
            case Event.Observed(_, var workload, var r) ->
                    "At %s, %s had %d of %d pods ready, and %d are promised (%s)."
                            .formatted(
                                    at,
                                    workload,
                                    r.ready(),
                                    r.desired(),
                                    r.promised(),
                                    new TreeMap<>(r.versions())
                                            .entrySet().stream()
                                                    .map(e -> e.getValue() + " of " + e.getKey())
                                                    .collect(Collectors.joining(", ")));
            case Event.OpeningRead(_, var books) ->
                    "The books at %s, before the steady state: %s.".formatted(at, sum(books));
            case Event.Read(_, var books) ->
                    "The final read at %s: %s; %s."
                            .formatted(
                                    at,
                                    sum(books),
                                    books.transfers().isEmpty()
                                            ? "no entry under these keys"
                                            : "in the books "
                                                    + books.transfers().stream()
                                                            .limit(ENTRIES)
                                                            .map(
                                                                    t ->
                                                                            "%s (%d from %s to %s)"
                                                                                    .formatted(
                                                                                            t.key(),
                                                                                            t
                                                                                                    .amount(),
                                                                                            t
                                                                                                    .from(),
                                                                                            t.to()))
                                                            .collect(Collectors.joining(", ")));
            case Event.StepBegan(_, var step) -> "At %s, “%s” began.".formatted(at, step);
            case Event.Planned(_, var step, var from, var until) ->
                    "At %s, “%s” was brought, which was meant to be from %s until %s."
                            .formatted(
                                    at,
                                    step,
                                    ReportHtml.at(from),
                                    until == null
                                            ? "all that is done amid it is over"
                                            : ReportHtml.at(until));
            case Event.Undone(_, var step) -> "At %s, “%s” was ended.".formatted(at, step);
            case Event.StepEnded(_, var step, var failure) ->
                    failure == null
                            ? "At %s, “%s” ended.".formatted(at, step)
                            : "At %s, “%s” failed: %s.".formatted(at, step, failure);
            case Event.Viewed(_, var views) -> counted(at, "in the run", views);
            case Event.Counted(_, var views) -> counted(at, "since they were started", views);
            case Event.Compared(_, var differences, var unseen) ->
                    "At %s, before anything was put back, %s%s."
                            .formatted(
                                    at,
                                    differences.isEmpty()
                                            ? "all was as before the disturbance"
                                            : "this was otherwise than before the disturbance: "
                                                    + String.join(", ", differences),
                                    unseen.isEmpty()
                                            ? ""
                                            : "; nobody could look at "
                                                    + String.join(", ", unseen));
            case Event.Swept(_, var remainder, var unseen) ->
                    remainder.isEmpty()
                            ? "At %s, the sweep found nothing left of the run%s."
                                    .formatted(
                                            at,
                                            unseen.isEmpty()
                                                    ? ""
                                                    : ", but could not look everywhere: "
                                                            + String.join(", ", unseen))
                            : "At %s, the sweep found left on the cluster: %s."
                                    .formatted(at, String.join(", ", remainder));
            case Event.Noted(_, var text) -> "At %s: %s".formatted(at, text);
            case Event.Invoked _, Event.Ended _ ->
                    throw new IllegalArgumentException("told as an exchange: " + event);
        };
    }

    private static String counted(String at, String since, List<NodeView> views) {
        return "At %s, the agents on the nodes had asked %s times %s, %s of them in vain."
                .formatted(
                        at,
                        ReportHtml.count(views.stream().mapToLong(NodeView::asked).sum()),
                        since,
                        ReportHtml.count(views.stream().mapToLong(NodeView::failed).sum()));
    }

    private static String sum(Books books) {
        return "%s accounts with %s in all%s"
                .formatted(
                        ReportHtml.count(books.balances().size()),
                        ReportHtml.count(books.total()),
                        books.schema() == null
                                ? ""
                                : ", the schema at migration " + books.schema());
    }

    /// What happened beside the requests: notes, failed steps, the sweep.
    static List<String> notes(History history) {
        return history.events().stream()
                .filter(
                        e ->
                                e instanceof Event.Noted
                                        || e instanceof Event.Swept
                                        || (e instanceof Event.StepEnded ended
                                                && ended.failure() != null))
                .map(ReportWords::other)
                .toList();
    }
}
