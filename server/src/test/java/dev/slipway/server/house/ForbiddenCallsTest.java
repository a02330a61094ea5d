package dev.slipway.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Time, randomness, threads and the machine arrive by constructor: that is what lets a whole cloud
 * run in one thread on a virtual clock. Module {@code server} makes the real ones; rooms {@code
 * node.host} and {@code node.netlink} make threads, because Linux binds namespaces to them.
 */
class ForbiddenCallsTest {
    private static final JavaClasses CLASSES = House.classes();

    /** Document-like records that keep a model class whole, as AWS answers it back unchanged. */
    private static final Set<String> DOCUMENTS =
            Set.of(
                    // The members that all Describe calls of EC2 share, for as long as one lasts.
                    "dev.slipway.controlplane.ec2.lookup.Lookup$Question");

    @Test
    void nobodyReadsTheClockOfTheMachine() {
        assertThat(accesses(ForbiddenCallsTest::readsTheClock, _ -> false)).isEmpty();
    }

    @Test
    void nobodyThrowsDiceOfTheirOwn() {
        assertThat(accesses(ForbiddenCallsTest::makesRandomness, _ -> false)).isEmpty();
    }

    @Test
    void nobodyMakesThreadsOrSleeps() {
        assertThat(
                        accesses(
                                ForbiddenCallsTest::makesThreads,
                                Set.of("node.host", "node.netlink")::contains))
                .isEmpty();
    }

    @Test
    void nobodyWritesToTheConsoleOrEndsTheProcess() {
        assertThat(accesses(ForbiddenCallsTest::writesToTheConsole, _ -> false)).isEmpty();
    }

    @Test
    void modelClassesOfTheSdkLiveInOperationsAndDocuments() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (isOperation(type) || DOCUMENTS.contains(type.getName())) {
                continue;
            }
            for (JavaField field : type.getFields()) {
                if (field.getAllInvolvedRawTypes().stream().anyMatch(ForbiddenCallsTest::isModel)) {
                    wrong.add(field.getFullName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> accesses(
            Predicate<JavaAccess<?>> forbidden, Predicate<String> exemptRoom) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String room = House.room(type);
            if (room.equals("server") || room.startsWith("server.") || exemptRoom.test(room)) {
                continue;
            }
            type.getAccessesFromSelf().stream()
                    .filter(forbidden)
                    .map(JavaAccess::getDescription)
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock" ->
                    name.startsWith("system")
                            || name.equals("tickMillis")
                            || name.equals("tickSeconds")
                            || name.equals("tickMinutes");
            case "java.time.InstantSource" -> name.equals("system");
            case "java.util.Date", "java.util.GregorianCalendar" ->
                    isConstructor(name) && takes(access).isEmpty();
            default ->
                    owner.startsWith("java.time.")
                            && name.equals("now")
                            && !takes(access).contains("java.time.Clock");
        };
    }

    private static boolean makesRandomness(JavaAccess<?> access) {
        String name = access.getName();
        return switch (access.getTargetOwner().getName()) {
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.concurrent.ThreadLocalRandom" -> true;
            case "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom" ->
                    (isConstructor(name) && takes(access).isEmpty())
                            || name.equals("getInstanceStrong");
            case "java.util.random.RandomGenerator" ->
                    name.equals("of") || name.equals("getDefault");
            default -> false;
        };
    }

    private static boolean makesThreads(JavaAccess<?> access) {
        String name = access.getName();
        return switch (access.getTargetOwner().getName()) {
            case "java.lang.Thread" ->
                    isConstructor(name)
                            || name.equals("sleep")
                            || name.equals("ofVirtual")
                            || name.equals("ofPlatform")
                            || name.equals("startVirtualThread");
            case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.util.Timer" -> isConstructor(name);
            case "java.util.concurrent.Executors" ->
                    name.startsWith("new")
                            && !takes(access).contains("java.util.concurrent.ThreadFactory");
            case "java.util.concurrent.ForkJoinPool" ->
                    isConstructor(name) || name.equals("commonPool");
            case "java.util.concurrent.CompletableFuture" ->
                    name.endsWith("Async")
                            && !takes(access).contains("java.util.concurrent.Executor");
            default -> false;
        };
    }

    private static boolean writesToTheConsole(JavaAccess<?> access) {
        String name = access.getName();
        return switch (access.getTargetOwner().getName()) {
            case "java.lang.System" ->
                    name.equals("out") || name.equals("err") || name.equals("exit");
            case "java.lang.Runtime" -> name.equals("exit") || name.equals("halt");
            case "java.lang.Throwable" -> name.equals("printStackTrace");
            default -> false;
        };
    }

    private static boolean isConstructor(String name) {
        return name.equals("<init>");
    }

    private static List<String> takes(JavaAccess<?> access) {
        return access instanceof JavaCodeUnitAccess<?> call
                ? call.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static boolean isOperation(JavaClass type) {
        return type.isAssignableTo("dev.slipway.controlplane.api.AwsOperation")
                || type.getEnclosingClass().map(ForbiddenCallsTest::isOperation).orElse(false);
    }

    private static boolean isModel(JavaClass type) {
        return type.getPackageName().startsWith("software.amazon.awssdk.services.");
    }
}
