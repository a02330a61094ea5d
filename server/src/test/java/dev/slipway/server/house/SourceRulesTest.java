package dev.slipway.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How sources look: short, named after nouns, explained, and without debts left in comments. */
@SuppressWarnings("VoidUsed") // tree scanners hand a Void through
class SourceRulesTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;
    private static final int ROOM_FILES = 30;

    private static final Pattern EMPTY_NAME =
            Pattern.compile(
                    ".*(Manager|Helper|Utils?|Impl|Common|Base|DTO|Dto|Handler|Processor)s?");

    private static final Pattern PACKAGE_TEXT = Pattern.compile("(?s)/\\*\\*.{60,}?\\*/.*");

    /** Rooms that are larger than a room should be: how many files they may have, and why. */
    private static final Map<String, Integer> LARGE_ROOMS =
            Map.ofEntries(
                    // Log, writer, snapshots and seal are one mechanism with one front door.
                    Map.entry("dev.slipway.controlplane.state", 34),
                    // Five operations, a task's life, its refusals and its removal belong together.
                    Map.entry("dev.slipway.controlplane.ecs.task", 35),
                    // The validation of a task definition, one small file per group of fields.
                    Map.entry("dev.slipway.controlplane.ecs.taskdefinition", 31));

    /** Interfaces with one class behind them in main code, each with its reason. */
    private static final Set<String> SEAMS =
            Set.of(
                    // Keeps wire from knowing who holds keys: iam does, wire's own tests do.
                    "dev.slipway.wire.AccessKeys",
                    // Keeps api, which every service sees, from seeing iam.
                    "dev.slipway.controlplane.api.Authorizer",
                    // What a decision may do to a draft; the draft's other side is the writer's.
                    "dev.slipway.controlplane.state.Transaction",
                    // Node and control plane meet here; the second one is the simulation's.
                    "dev.slipway.nodelink.ControlPlaneLink");

    /** Longer than a method should be, each with its reason. */
    private static final Set<String> LONG_METHODS =
            Set.of(
                    // The wiring in the order of start; wants to be cut into stages.
                    "dev.slipway.server.cloud.Cloud.start");

    /** Words that no file of ours carries; pieced together so that this file does not either. */
    private static final List<String> NEVER_WRITTEN =
            List.of("\u2014", "/wo" + "rk/", "TO" + "DO", "FIX" + "ME", "XX" + "X");

    private static final List<Path> MAIN = House.mainSources();
    private static final House.Parsed PARSED = House.parsed(MAIN);

    @Test
    void noFileIsLongerThanFiveHundredLines() {
        List<Path> all = new ArrayList<>(MAIN);
        all.addAll(House.testSources());
        assertThat(all)
                .hasSizeGreaterThan(100)
                .filteredOn(file -> House.text(file).lines().count() > FILE_LINES)
                .isEmpty();
    }

    @Test
    void noMethodIsLongerThanSixtyLines() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : PARSED.units()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree method, Void unused) {
                    long lines = lines(unit, method);
                    String name = fileOf(unit) + "." + method.getName();
                    if (lines > METHOD_LINES && !LONG_METHODS.contains(name)) {
                        wrong.add(name + ": " + lines);
                    }
                    return super.visitMethod(method, unused);
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void typesAreNamedAfterWhatTheyAre() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : PARSED.units()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void unused) {
                    if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
                        wrong.add(fileOf(unit) + ": " + type.getSimpleName());
                    }
                    return super.visitClass(type, unused);
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noRecordHasANullableComponent() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : PARSED.units()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void unused) {
                    if (type.getKind() == Tree.Kind.RECORD) {
                        for (Tree member : type.getMembers()) {
                            if (member instanceof VariableTree component
                                    && component.toString().contains("@Nullable")) {
                                wrong.add(fileOf(unit) + ": " + component.getName());
                            }
                        }
                    }
                    return super.visitClass(type, unused);
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRoomSaysWhatItIsAndIsNullMarked() {
        Set<Path> rooms = new TreeSet<>();
        MAIN.forEach(file -> rooms.add(file.resolveSibling("package-info.java")));
        assertThat(rooms)
                .allSatisfy(
                        page -> {
                            assertThat(page).isRegularFile();
                            assertThat(House.text(page))
                                    .matches(PACKAGE_TEXT)
                                    .contains("@NullMarked\n");
                        });
    }

    @Test
    void roomsAreSmall() {
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (Path file : MAIN) {
            String name = House.nameOf(file);
            sizes.merge(name.substring(0, name.lastIndexOf('.')), 1, Integer::sum);
        }
        assertThat(sizes)
                .allSatisfy(
                        (room, files) ->
                                assertThat(files)
                                        .isLessThanOrEqualTo(
                                                LARGE_ROOMS.getOrDefault(room, ROOM_FILES)));
        assertThat(LARGE_ROOMS)
                .as("exceptions that are still needed")
                .allSatisfy((room, _) -> assertThat(sizes.get(room)).isGreaterThan(ROOM_FILES));
    }

    /**
     * An interface that one class implements says everything twice. Seams that lambdas and method
     * references fill are not seen here, because these are not classes.
     */
    @Test
    void noInterfaceHasOneImplementation() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : House.classes()) {
            if (!type.isInterface() || type.isAnnotation()) {
                continue;
            }
            long behind =
                    type.getAllSubclasses().stream().filter(sub -> !sub.isInterface()).count();
            if (behind == 1) {
                wrong.add(type.getName());
            }
        }
        assertThat(wrong).containsExactlyInAnyOrderElementsOf(SEAMS);
    }

    @Test
    void nothingIsLeftForLaterAndNoMachineIsNamed() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : ourTexts()) {
            String text = House.text(file);
            for (String word : NEVER_WRITTEN) {
                if (text.contains(word)) {
                    wrong.add(House.root().relativize(file) + ": " + word);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Path> ourTexts() throws IOException {
        List<Path> files = new ArrayList<>();
        Pattern texts = Pattern.compile(".*\\.(java|md|xml|sh|yml|yaml|properties)|slipway");
        Files.walkFileTree(
                House.root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
                        String name = String.valueOf(dir.getFileName());
                        boolean foreign =
                                name.equals("target")
                                        || (name.startsWith(".") && !dir.equals(House.root()));
                        return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        if (texts.matcher(String.valueOf(file.getFileName())).matches()) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private static long lines(CompilationUnitTree unit, Tree tree) {
        long first = PARSED.positions().getStartPosition(unit, tree);
        long last = PARSED.positions().getEndPosition(unit, tree);
        return unit.getLineMap().getLineNumber(last) - unit.getLineMap().getLineNumber(first) + 1;
    }

    private static String fileOf(CompilationUnitTree unit) {
        return House.nameOf(Path.of(unit.getSourceFile().toUri()));
    }
}
