package slipway.kube;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that keeps the end of what is written: at `limit` bytes it is moved to `NAME.old`, over
/// the one before, and begun anew. So the last `limit` bytes are always there, and never more than
/// twice as many.
final class LastBytes extends OutputStream {
    private final Path file;
    private final long limit;
    private OutputStream out;
    private long written;

    LastBytes(Path file, long limit) throws IOException {
        this.file = file;
        this.limit = limit;
        this.out = open(file);
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (written > 0 && written + length > limit) {
            out.close();
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".old"),
                    StandardCopyOption.REPLACE_EXISTING);
            out = open(file);
            written = 0;
        }
        out.write(bytes, offset, length);
        written += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
