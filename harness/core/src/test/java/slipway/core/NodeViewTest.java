package slipway.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NodeViewTest {
    @Test
    @DisplayName("between two looks the difference counts, and all of an agent that began anew")
    void between() {
        var before = List.of(view("a", 100, 7), view("b", 100, 7));
        var after = List.of(view("a", 130, 9), view("b", 20, 1), view("c", 5, 0));
        assertThat(NodeView.between(before, after))
                .containsExactly(view("a", 30, 2), view("b", 20, 1), view("c", 5, 0));
        assertThat(NodeView.between(before, List.of())).isEmpty();
    }

    private static NodeView view(String node, long asked, long failed) {
        return new NodeView(node, "http-api", asked, failed);
    }
}
