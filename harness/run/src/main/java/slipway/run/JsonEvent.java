package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import slipway.core.Books;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.NodeView;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Replicas;
import slipway.core.Transfer;
import slipway.core.Workload;

/// An event as a line of `history.jsonl`; docs/run-folder.md lists the fields.
final class JsonEvent {
    private JsonEvent() {}

    static ObjectNode write(Event event) {
        var node = Json.object().put("type", type(event)).put("at", event.at());
        switch (event) {
            case Event.Invoked(
                            _,
                            var id,
                            var planned,
                            var operation,
                            var connection,
                            var group) -> {
                node.put("id", id).put("planned", planned);
                node.set("op", operation(operation));
                node.put("connection", connection.name().toLowerCase(Locale.ROOT));
                if (group != null) {
                    node.set("group", group(group));
                }
            }
            case Event.Ended(_, var id, var outcome, var version, var pod) -> {
                node.put("id", id).set("outcome", outcome(outcome));
                if (version != null) {
                    node.put("version", version);
                }
                if (pod != null) {
                    node.put("pod", pod);
                }
            }
            case Event.StepBegan(_, var step) -> node.put("step", step);
            case Event.Planned(_, var step, var from, var until) -> {
                node.put("step", step).put("from", from);
                if (until != null) {
                    node.put("until", until);
                }
            }
            case Event.Undone(_, var step) -> node.put("step", step);
            case Event.StepEnded(_, var step, var failure) -> {
                node.put("step", step);
                if (failure != null) {
                    node.put("failure", failure);
                }
            }
            case Event.Observed(_, var workload, var replicas) -> {
                node.set("workload", workload(workload));
                node.set("replicas", replicas(replicas));
            }
            case Event.OpeningRead(_, var books) -> node.set("books", books(books));
            case Event.Read(_, var books) -> node.set("books", books(books));
            case Event.Viewed(_, var views) -> views(node, views);
            case Event.Counted(_, var views) -> views(node, views);
            case Event.Compared(_, var differences, var unseen) -> {
                differences.forEach(node.putArray("differences")::add);
                unseen.forEach(node.putArray("unseen")::add);
            }
            case Event.Swept(_, var remainder, var unseen) -> {
                remainder.forEach(node.putArray("remainder")::add);
                unseen.forEach(node.putArray("unseen")::add);
            }
            case Event.Noted(_, var text) -> node.put("text", text);
        }
        return node;
    }

    /// @throws Json.Wrong saying what was expected and what was found
    static Event read(JsonNode node) {
        long at = Json.number(node, "at");
        var type = Json.text(node, "type");
        try {
            return switch (type) {
                case "invoked" ->
                        new Event.Invoked(
                                at,
                                Json.number(node, "id"),
                                Json.number(node, "planned"),
                                operation(Json.child(node, "op")),
                                connection(Json.text(node, "connection")),
                                node.has("group") ? group(Json.child(node, "group")) : null);
                case "ended" ->
                        new Event.Ended(
                                at,
                                Json.number(node, "id"),
                                outcome(Json.child(node, "outcome")),
                                Json.textOrNull(node, "version"),
                                Json.textOrNull(node, "pod"));
                case "stepBegan" -> new Event.StepBegan(at, Json.text(node, "step"));
                case "planned" ->
                        new Event.Planned(
                                at,
                                Json.text(node, "step"),
                                // Once only the end was planned, from where a fault was seen on.
                                node.has("from") ? Json.number(node, "from") : at,
                                node.has("until") ? Json.number(node, "until") : null);
                case "undone" -> new Event.Undone(at, Json.text(node, "step"));
                case "stepEnded" ->
                        new Event.StepEnded(
                                at, Json.text(node, "step"), Json.textOrNull(node, "failure"));
                case "observed" ->
                        new Event.Observed(
                                at,
                                workload(Json.child(node, "workload")),
                                replicas(Json.child(node, "replicas")));
                case "openingRead" -> new Event.OpeningRead(at, books(Json.child(node, "books")));
                case "read" -> new Event.Read(at, books(Json.child(node, "books")));
                case "viewed" -> new Event.Viewed(at, Json.list(node, "views", JsonEvent::view));
                case "counted" -> new Event.Counted(at, Json.list(node, "views", JsonEvent::view));
                case "compared" ->
                        new Event.Compared(
                                at, Json.texts(node, "differences"), Json.texts(node, "unseen"));
                case "swept" ->
                        new Event.Swept(
                                at, Json.texts(node, "remainder"), Json.texts(node, "unseen"));
                case "noted" -> new Event.Noted(at, Json.text(node, "text"));
                default ->
                        throw new Json.Wrong(
                                "expected an event's \"type\" (invoked, ended, stepBegan, planned, undone,"
                                        + " stepEnded, observed, openingRead, read, viewed, counted, compared, swept, noted), found \""
                                        + type
                                        + "\"");
            };
        } catch (InvalidSpec e) {
            throw new Json.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static String type(Event event) {
        return switch (event) {
            case Event.Invoked _ -> "invoked";
            case Event.Ended _ -> "ended";
            case Event.StepBegan _ -> "stepBegan";
            case Event.Planned _ -> "planned";
            case Event.Undone _ -> "undone";
            case Event.StepEnded _ -> "stepEnded";
            case Event.Observed _ -> "observed";
            case Event.OpeningRead _ -> "openingRead";
            case Event.Read _ -> "read";
            case Event.Viewed _ -> "viewed";
            case Event.Counted _ -> "counted";
            case Event.Compared _ -> "compared";
            case Event.Swept _ -> "swept";
            case Event.Noted _ -> "noted";
        };
    }

    private static ObjectNode operation(Operation operation) {
        var node = Json.object();
        switch (operation) {
            case Operation.Write(var transfer, var held) -> {
                var write = transfer(transfer);
                if (held != null) {
                    write.put("held", held);
                }
                node.set("write", write);
            }
            case Operation.ReadAccount(var account) ->
                    node.set("read", Json.object().put("account", account));
            case Operation.ReadTotal _ -> node.putObject("readTotal");
        }
        return node;
    }

    private static Operation operation(JsonNode node) {
        return switch (Json.onlyField(node, "\"op\"")) {
            case "write" -> {
                var write = Json.child(node, "write");
                yield new Operation.Write(
                        transfer(write), write.has("held") ? Json.number(write, "held") : null);
            }
            case "read" ->
                    new Operation.ReadAccount(Json.text(Json.child(node, "read"), "account"));
            case "readTotal" -> new Operation.ReadTotal();
            case String other ->
                    throw new Json.Wrong(
                            "expected \"write\", \"read\" or \"readTotal\", found \""
                                    + other
                                    + "\"");
        };
    }

    private static ObjectNode outcome(Outcome outcome) {
        var node = Json.object();
        switch (outcome) {
            case Outcome.Acknowledged(var status, var balance) -> {
                var value = node.putObject("acknowledged").put("status", status);
                if (balance != null) {
                    value.put("balance", balance);
                }
            }
            case Outcome.Unmet(var status) ->
                    node.set("unmet", Json.object().put("status", status));
            case Outcome.Refused(var status, var reason) ->
                    node.set("refused", Json.object().put("status", status).put("reason", reason));
            case Outcome.Uncertain(var reason) ->
                    node.set("uncertain", Json.object().put("reason", reason));
        }
        return node;
    }

    private static Outcome outcome(JsonNode node) {
        var which = Json.onlyField(node, "\"outcome\"");
        var value = Json.child(node, which);
        return switch (which) {
            case "acknowledged" ->
                    new Outcome.Acknowledged(
                            Json.integer(value, "status"),
                            value.has("balance") ? Json.number(value, "balance") : null);
            case "unmet" -> new Outcome.Unmet(Json.integer(value, "status"));
            case "refused" ->
                    new Outcome.Refused(Json.integer(value, "status"), Json.text(value, "reason"));
            case "uncertain" -> new Outcome.Uncertain(Json.text(value, "reason"));
            default ->
                    throw new Json.Wrong(
                            "expected \"acknowledged\", \"unmet\", \"refused\" or \"uncertain\", found \""
                                    + which
                                    + "\"");
        };
    }

    private static Connection connection(String word) {
        return switch (word) {
            case "fresh" -> Connection.FRESH;
            case "kept" -> Connection.KEPT;
            case "slow" -> Connection.SLOW;
            default ->
                    throw new Json.Wrong(
                            "expected \"connection\" fresh, kept or slow, found \"" + word + "\"");
        };
    }

    private static ObjectNode group(Group group) {
        var node = Json.object();
        node.set(
                group.mark().name().toLowerCase(Locale.ROOT),
                Json.object().put("name", group.name()).put("value", group.value()));
        return node;
    }

    private static Group group(JsonNode node) {
        var mark = Json.onlyField(node, "\"group\"");
        var value = Json.child(node, mark);
        var name = Json.text(value, "name");
        var content = Json.text(value, "value");
        return switch (mark) {
            case "header" -> Group.header(name, content);
            case "cookie" -> Group.cookie(name, content);
            default ->
                    throw new Json.Wrong(
                            "expected \"header\" or \"cookie\", found \"" + mark + "\"");
        };
    }

    static ObjectNode workload(Workload workload) {
        return Json.object().put("kind", workload.kind().word()).put("name", workload.name());
    }

    static Workload workload(JsonNode node) {
        var kind = Json.text(node, "kind");
        return Arrays.stream(Workload.Kind.values())
                .filter(k -> k.word().equals(kind))
                .findFirst()
                .map(k -> new Workload(k, Json.text(node, "name")))
                .orElseThrow(
                        () ->
                                new Json.Wrong(
                                        "expected \"kind\" Deployment, StatefulSet or DaemonSet,"
                                                + " found \""
                                                + kind
                                                + "\""));
    }

    private static ObjectNode replicas(Replicas replicas) {
        var node =
                Json.object()
                        .put("desired", replicas.desired())
                        .put("promised", replicas.promised())
                        .put("ready", replicas.ready())
                        .put("endpoints", replicas.endpoints());
        var versions = node.putObject("versions");
        new TreeMap<>(replicas.versions()).forEach(versions::put);
        var existing = node.putObject("existing");
        new TreeMap<>(replicas.existing()).forEach(existing::put);
        return node.put("settled", replicas.settled());
    }

    private static Replicas replicas(JsonNode node) {
        return new Replicas(
                Json.integer(node, "desired"),
                Json.integer(node, "promised"),
                Json.integer(node, "ready"),
                Json.integer(node, "endpoints"),
                Json.map(node, "versions", Json::integer),
                Json.map(node, "existing", Json::integer),
                Json.truth(node, "settled"));
    }

    private static ObjectNode books(Books books) {
        var node = Json.object();
        var transfers = node.putArray("transfers");
        books.transfers().forEach(transfer -> transfers.add(transfer(transfer)));
        var balances = node.putObject("balances");
        new TreeMap<>(books.balances()).forEach(balances::put);
        var schema = books.schema();
        if (schema != null) {
            node.put("schema", schema);
        }
        return node;
    }

    private static Books books(JsonNode node) {
        Map<String, Long> balances = Json.map(node, "balances", Json::number);
        return new Books(
                Json.list(node, "transfers", JsonEvent::transfer),
                balances,
                node.has("schema") ? Json.integer(node, "schema") : null);
    }

    private static void views(ObjectNode node, List<NodeView> views) {
        var array = node.putArray("views");
        views.forEach(view -> array.add(view(view)));
    }

    static ObjectNode view(NodeView view) {
        return Json.object()
                .put("node", view.node())
                .put("probe", view.probe())
                .put("asked", view.asked())
                .put("failed", view.failed());
    }

    private static NodeView view(JsonNode node) {
        return new NodeView(
                Json.text(node, "node"),
                Json.text(node, "probe"),
                Json.number(node, "asked"),
                Json.number(node, "failed"));
    }

    private static ObjectNode transfer(Transfer transfer) {
        return Json.object()
                .put("key", transfer.key())
                .put("from", transfer.from())
                .put("to", transfer.to())
                .put("amount", transfer.amount());
    }

    private static Transfer transfer(JsonNode node) {
        return new Transfer(
                Json.text(node, "key"),
                Json.text(node, "from"),
                Json.text(node, "to"),
                Json.number(node, "amount"));
    }
}
