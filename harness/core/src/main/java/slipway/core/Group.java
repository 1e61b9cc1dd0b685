package slipway.core;

/// Clients who bear a mark, by which a route tells them from all others, as in an A/B test.
///
/// @param mark where in their requests it is
/// @param name of the header or the cookie
public record Group(Mark mark, String name, String value) {
    /// Where in a request a mark is.
    public enum Mark {
        HEADER,
        COOKIE
    }

    /// What needs no quoting in a header, a cookie and a pattern.
    private static final String WORD = "[A-Za-z0-9-]{1,64}";

    public Group {
        if (!name.matches(WORD) || !value.matches(WORD)) {
            throw new InvalidSpec(
                    "name and value of a mark are letters, digits and dashes, not %s and %s"
                            .formatted(name, value));
        }
    }

    public static Group header(String name, String value) {
        return new Group(Mark.HEADER, name, value);
    }

    public static Group cookie(String name, String value) {
        return new Group(Mark.COOKIE, name, value);
    }

    /// The header that its clients send.
    public String header() {
        return mark == Mark.COOKIE ? "Cookie" : name;
    }

    /// What they send in it.
    public String content() {
        return mark == Mark.COOKIE ? name + "=" + value : value;
    }

    @Override
    public String toString() {
        return header() + ": " + content();
    }
}
