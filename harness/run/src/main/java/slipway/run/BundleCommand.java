package slipway.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;

/// `slipway bundle`.
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = "One file that carries everything to a room without network.",
        synopsisSubcommandLabel = "COMMAND")
final class BundleCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Slipway.BAD_ARGUMENTS;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Write node image, suite images, kind and kubectl into FILE.")
    Integer save(@Parameters(paramLabel = "FILE") Path file) throws InterruptedException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidSpec("the bundle cannot be written: there is no folder " + folder);
        }
        var berth = new Berth(Slipway.checkout(), spec.commandLine().getErr());
        berth.cluster().saveBundle(file, berth.everyImage());
        spec.commandLine()
                .getOut()
                .printf(
                        "%s%nOn each laptop, beside a checkout: ./slipway up --bundle %s%n",
                        file, file.getFileName());
        return 0;
    }
}
