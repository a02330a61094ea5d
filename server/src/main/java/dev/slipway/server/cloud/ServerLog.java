package dev.slipway.server.cloud;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The server's own log: one file and its predecessor, 16 MiB each. */
final class ServerLog {
    private static final int BYTES = 16 << 20;

    private ServerLog() {}

    static void to(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        LogManager.getLogManager().reset();
        // The number that ends the name is the handler's to count; a percent sign of the folder's
        // is not.
        String path = file.toString().replace("%", "%%");
        String pattern = path.substring(0, path.length() - 1) + "%g";
        Handler handler = new FileHandler(pattern, BYTES, 2, true);
        handler.setFormatter(new Line());
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        Logger.getLogger("org.eclipse.jetty").setLevel(Level.WARNING);
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord line) {
            StringBuilder text = new StringBuilder();
            text.append(line.getInstant())
                    .append(' ')
                    .append(line.getLevel().getName())
                    .append(' ');
            String logger = String.valueOf(line.getLoggerName());
            text.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
            text.append(formatMessage(line)).append('\n');
            if (line.getThrown() != null) {
                StringWriter trace = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(trace, true));
                text.append(trace);
            }
            return text.toString();
        }
    }
}
