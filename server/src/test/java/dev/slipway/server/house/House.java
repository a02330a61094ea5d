package dev.slipway.server.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the house rules look at: the classes and the sources of all modules. */
final class House {
    static final List<String> MODULES =
            List.of("wire", "nodelink", "controlplane", "node", "server");

    private static final String OURS = "dev.slipway.";

    /** Sources as trees, and where in the files these stand. */
    record Parsed(List<CompilationUnitTree> units, SourcePositions positions) {}

    private House() {}

    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("ARCHITECTURE.md"))) {
                return at;
            }
        }
        throw new IllegalStateException("no ARCHITECTURE.md above " + Path.of("").toAbsolutePath());
    }

    /** The classes of main code, read once. */
    static JavaClasses classes() {
        return Imported.CLASSES;
    }

    private static final class Imported {
        static final JavaClasses CLASSES = imported();

        private static JavaClasses imported() {
            // What lies outside the house is asked for its name only.
            ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.slipway");
        }
    }

    /** {@code controlplane.ecs.task}: a package without the part that all have. */
    static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
    }

    /** Java files of main code, in path order. */
    static List<Path> mainSources() {
        List<Path> found = new ArrayList<>();
        for (String module : MODULES) {
            found.addAll(javaBelow(root().resolve(module).resolve("src/main/java")));
        }
        return found;
    }

    /** Java files of tests, in path order. */
    static List<Path> testSources() {
        List<Path> found = new ArrayList<>(javaBelow(root().resolve("simulation/src")));
        for (String module : MODULES) {
            found.addAll(javaBelow(root().resolve(module).resolve("src/test/java")));
        }
        return found;
    }

    private static List<Path> javaBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code dev.slipway.node.host.Mounts} of a source file's path. */
    static String nameOf(Path source) {
        String path = source.toString().replace('\\', '/');
        String inside = path.substring(path.indexOf("/java/dev/slipway/") + "/java/".length());
        return inside.substring(0, inside.length() - ".java".length()).replace('/', '.');
    }

    /** The sources as the compiler reads them, not resolved. */
    static Parsed parsed(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            return new Parsed(List.copyOf(units), Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
