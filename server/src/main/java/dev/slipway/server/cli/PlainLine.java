package dev.slipway.server.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The two commands that a start of the server consists of, typed plainly: names and values only.
 * Building the whole command line for them would take a tenth of a second each.
 */
final class PlainLine {
    private PlainLine() {}

    /**
     * @return empty for anything else, which is for the command line to understand or to refuse
     */
    static Optional<Callable<Integer>> read(List<String> arguments) {
        if (arguments.size() % 2 == 0) {
            return Optional.empty();
        }
        return switch (arguments.getFirst()) {
            case "up" -> {
                UpCommand up = new UpCommand();
                yield whole(arguments, up.target, up.options, "").map(_ -> up);
            }
            case "serve" -> {
                ServeCommand serve = new ServeCommand();
                Optional<String> ready = whole(arguments, serve.target, serve.options, "--ready");
                ready.ifPresent(socket -> serve.ready = socket);
                yield ready.map(_ -> serve);
            }
            default -> Optional.empty();
        };
    }

    /** The value of one option more, which may be missing; empty when something is strange. */
    private static Optional<String> whole(
            List<String> arguments, Target target, ServeOptions options, String more) {
        String value = "";
        for (int i = 1; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            String given = arguments.get(i + 1);
            if (name.equals("--data")) {
                target.data = Path.of(given);
            } else if (name.equals(more)) {
                value = given;
            } else if (!options.take(name, given)) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }
}
