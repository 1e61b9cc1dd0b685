package slipway.run;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import slipway.core.InvalidSpec;
import slipway.loadtest.generator.Objective;

/// Objectives of a command line.
final class Objectives implements ITypeConverter<Objective> {
    @Override
    public Objective convert(String text) {
        try {
            return Objective.parse(text);
        } catch (InvalidSpec e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
