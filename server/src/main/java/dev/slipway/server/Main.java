package dev.slipway.server;

import dev.slipway.server.cli.SlipwayCommand;

/** Where the JVM starts, for the command line and for the server alike. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(SlipwayCommand.run(arguments));
    }
}
