package slipway.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Reply;

/// What an HTTP answer tells a client of its operation.
///
/// | status | transfer | read |
/// |---|---|---|
/// | 2xx about what was asked | `Acknowledged` | `Acknowledged` |
/// | 2xx about something else | `Uncertain` | `Uncertain` |
/// | 412 | `Unmet` | `Refused` |
/// | 408 | `Uncertain` | `Refused` |
/// | other 4xx | `Refused` | `Refused` |
/// | 5xx with `Slipway-Effect: none` | `Refused` | `Refused` |
/// | other 5xx, and 3xx | `Uncertain` | `Refused` |
///
/// A gateway's 502, 503 or 504 says nothing of the effect: it may have passed the request on before
/// the pod went away. A 408 may be a gateway's that gave up waiting. Only the api knows of a 5xx
/// that nothing was done, and says so in a header that no gateway makes up. A read has no effect in
/// any case.
final class Answer {
    static final String VERSION = "Slipway-Version";
    static final String POD = "Slipway-Pod";
    static final String EFFECT = "Slipway-Effect";

    /// The field that holds all of them.
    private static final String ACCOUNTS = "accounts";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    static Reply reply(Operation operation, HttpResponse response, String body) {
        boolean harmless = "none".equals(header(response, EFFECT));
        return new Reply(
                outcome(operation, response.getCode(), harmless, body),
                header(response, VERSION),
                header(response, POD));
    }

    static Outcome outcome(Operation operation, int status, boolean harmless, String body) {
        if (status / 100 == 2) {
            // An answer meant for another request, as on a connection that lost step.
            return body.contains('"' + subject(operation) + '"')
                    ? acknowledged(operation, status, body)
                    : new Outcome.Uncertain(
                            "%d, but not about %s: %s"
                                    .formatted(status, subject(operation), cut(body)));
        }
        if (operation instanceof Operation.Write && status == HttpStatus.SC_PRECONDITION_FAILED) {
            return new Outcome.Unmet(status);
        }
        boolean without =
                !(operation instanceof Operation.Write)
                        || harmless
                        || (status / 100 == 4 && status != HttpStatus.SC_REQUEST_TIMEOUT);
        return without
                ? new Outcome.Refused(status, cut(body))
                : new Outcome.Uncertain(status + " " + cut(body));
    }

    private static Outcome acknowledged(Operation operation, int status, String body) {
        return switch (operation) {
            case Operation.Write _ -> new Outcome.Acknowledged(status);
            case Operation.ReadAccount _ -> new Outcome.Acknowledged(status, balance(json(body)));
            case Operation.ReadTotal _ ->
                    new Outcome.Acknowledged(status, total(json(body).path(ACCOUNTS)));
        };
    }

    /// Nothing is where this is none, or not all of it.
    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Long balance(JsonNode account) {
        var balance = account.path("balance");
        return balance.isIntegralNumber() ? balance.longValue() : null;
    }

    /// Of all, or of none: a sum of some would be nobody's.
    private static @Nullable Long total(JsonNode accounts) {
        long total = 0;
        for (var account : accounts) {
            var balance = balance(account);
            if (balance == null) {
                return null;
            }
            total += balance;
        }
        return accounts.isArray() ? total : null;
    }

    private static String subject(Operation operation) {
        return switch (operation) {
            case Operation.Write(var transfer, _) -> transfer.key();
            case Operation.ReadAccount(var account) -> account;
            case Operation.ReadTotal _ -> ACCOUNTS;
        };
    }

    private static @Nullable String header(HttpResponse response, String name) {
        var header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /// The first words, on one line: a history holds one for each failure.
    private static String cut(String body) {
        var line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
