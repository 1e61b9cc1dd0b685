package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Undo;

/// One undo of `undo.json`.
final class JsonUndo {
    private JsonUndo() {}

    static ObjectNode write(Undo undo) {
        var node = Json.object();
        switch (undo) {
            case Undo.RestoreImage(var workload, var image) -> {
                var value = node.putObject("restoreImage");
                value.set("workload", JsonEvent.workload(workload));
                value.putObject("image").put("name", image.name()).put("version", image.version());
            }
        }
        return node;
    }

    static Undo read(JsonNode node) {
        var which = Json.onlyField(node, "an undo");
        if (!which.equals("restoreImage")) {
            throw new Json.Wrong("expected the undo \"restoreImage\", found \"" + which + "\"");
        }
        var value = Json.child(node, which);
        var image = Json.child(value, "image");
        try {
            return new Undo.RestoreImage(
                    JsonEvent.workload(Json.child(value, "workload")),
                    new Image(Json.text(image, "name"), Json.text(image, "version")));
        } catch (InvalidSpec e) {
            throw new Json.Wrong(String.valueOf(e.getMessage()));
        }
    }
}
