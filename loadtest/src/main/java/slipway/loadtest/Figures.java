package slipway.loadtest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects the numbers behind a verdict in the order to be shown.
final class Figures {
    private final Map<String, Number> map = new LinkedHashMap<>();

    Figures with(String name, Number value) {
        map.put(name, value);
        return this;
    }

    Figures with(Map<String, Number> others) {
        map.putAll(others);
        return this;
    }

    Map<String, Number> map() {
        return Collections.unmodifiableMap(map);
    }
}
