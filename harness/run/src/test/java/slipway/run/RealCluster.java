package slipway.run;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import slipway.cluster.Status;

/// One real cluster with the suite for all tests of a JVM: the one that is up, or one that is
/// brought up for them and taken down after the last. It is left as it was found.
final class RealCluster implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(RealCluster.class);

    private record Loan(Berth berth, boolean ours) implements AutoCloseable {
        static Loan take() {
            try {
                var berth =
                        new Berth(
                                Slipway.checkout(),
                                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
                boolean absent = berth.cluster().status() instanceof Status.Absent;
                berth.up(Optional.empty());
                return new Loan(berth, absent);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                if (ours) {
                    berth.cluster().down();
                } else {
                    berth.up(Optional.empty()); // a test may have deployed something else
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        loan(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Berth.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return loan(context).berth();
    }

    private static Loan loan(ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .computeIfAbsent(Loan.class, _ -> Loan.take(), Loan.class);
    }
}
