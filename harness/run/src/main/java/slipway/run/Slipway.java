package slipway.run;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import slipway.cluster.ClusterFailure;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// The command `slipway`.
@Command(
        name = "slipway",
        description = "Quarkus services on Kubernetes, and the proof that they hold.",
        mixinStandardHelpOptions = true,
        version = "slipway 1.0.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DeployCommand.class,
            StatusCommand.class,
            DownCommand.class,
            DoctorCommand.class,
            ListCommand.class,
            RunCommand.class,
            RolloutCommand.class,
            CompareCommand.class,
            MutantsCommand.class,
            LoadCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            BundleCommand.class,
            GenerateCompletion.class
        },
        footer = {
            "",
            "Exit codes: 0 holds, 1 violated, 2 undecided, 254 bad arguments,",
            "            255 the harness or the cluster broke, 130 cut off with Ctrl-C.",
            "",
            "Settings: SLIPWAY_CACHE (folder for what is built), SLIPWAY_NAME (the kind",
            "          cluster's name), SLIPWAY_PORT (the Gateway's loopback port),",
            "          SLIPWAY_SOURCE (published or registries)."
        })
public final class Slipway implements Callable<Integer> {
    /// The request makes no sense.
    static final int BAD_ARGUMENTS = 254;

    /// The harness or the cluster broke.
    static final int BROKEN = 255;

    @Spec private CommandSpec spec;

    private Slipway(CommandSpec spec) {
        this.spec = spec;
    }

    public static void main(String[] args) {
        var interrupts = Interrupts.install();
        interrupts.exit(execute(commandLine(), args));
    }

    /// An error, such as no memory or half a jar, is no exception to picocli: it would end the JVM,
    /// after minutes of waiting for this thread, with the exit code of a claim that is violated.
    static int execute(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (Error e) {
            line.getErr().println("slipway: broke unexpectedly; please report what follows");
            e.printStackTrace(line.getErr());
            line.getErr().flush();
            return BROKEN;
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Slipway(CommandSpec.create()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, _) -> explain(e, line))
                .setParameterExceptionHandler(
                        (e, args) -> {
                            var line = e.getCommandLine();
                            var err = line.getErr();
                            err.println("slipway: " + e.getMessage());
                            CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
                            err.println(
                                    "Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
                            return BAD_ARGUMENTS;
                        });
    }

    /// Without a command: the help, and the exit code of a request that makes no sense.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return BAD_ARGUMENTS;
    }

    /// Where `slipway` was checked out: the launcher says so, tests begin below it.
    static Path checkout() {
        var told = System.getenv("SLIPWAY_CHECKOUT");
        if (told != null) {
            return Path.of(told);
        }
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new InvalidSpec("this is no checkout of Slipway: no mvnw in it or above it");
    }

    private static int explain(Exception e, CommandLine line) {
        PrintWriter err = line.getErr();
        switch (e) {
            case InvalidSpec bad -> {
                err.println("slipway: " + bad.getMessage());
                return BAD_ARGUMENTS;
            }
            case InterruptedException cut when cut.getSuppressed().length > 0 -> {
                err.println("slipway: cut off, and not all is as before");
                tellWhatElse(cut, err);
            }
            case InterruptedException _ ->
                    err.println(
                            "slipway: cut off; what a run had changed has been put back, and what up"
                                    + " or rollout abort had begun the next one takes over");
            case RunFailed failed -> tell(failed, err);
            case ClusterFailure failed -> tell(failed, err);
            case UncheckedIOException failed -> tell(failed, err);
            default -> {
                // Not foreseen: the place in the code is part of the message.
                err.println("slipway: broke unexpectedly; please report what follows");
                e.printStackTrace(err);
            }
        }
        return BROKEN;
    }

    private static void tell(Throwable e, PrintWriter err) {
        err.println("slipway: " + e.getMessage());
        for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
            err.println("  because: " + cause);
        }
        tellWhatElse(e, err);
    }

    private static void tellWhatElse(Throwable e, PrintWriter err) {
        for (var also : e.getSuppressed()) {
            err.println("  and then: " + also.getMessage());
        }
    }
}
