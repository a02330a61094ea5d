package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.server.control.ControlClient;
import dev.slipway.server.instance.ClientFile;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.server.instance.ServerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "From nothing to a web page served by a task, and its log lines, in one command.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String IMAGE = "slipway-demo:latest";
    private static final Pattern PUBLIC_ADDRESS = Pattern.compile("<publicIp>([0-9.]+)</publicIp>");
    private static final Pattern GROUP = Pattern.compile("<groupId>(sg-[0-9a-f]+)<");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin Target target = new Target();

    @Mixin ServeOptions options = new ServeOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    private PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException, InterruptedException {
        out = spec.commandLine().getOut();
        Instance instance = target.instance();
        Optional<ServerFile> living = target.server(instance);
        ServerFile server;
        if (living.isPresent()) {
            server = living.get();
            step("Slipway runs already at " + server.endpoint());
        } else {
            step("Starting Slipway ...");
            server = UpCommand.start(instance, options);
            step("Slipway is ready at " + server.endpoint());
        }
        Banner.print(out, server);
        tour(instance, server, () -> target.control(instance));
        return 0;
    }

    /** What the demo shows of a server that runs. */
    void tour(Instance instance, ServerFile server, Supplier<ControlClient> control)
            throws IOException, InterruptedException {
        boolean real = server.node().equals("local");
        AwsClient aws =
                new AwsClient(
                        JsonFile.read(instance.clientFile(), ClientFile.class)
                                .orElseThrow(
                                        () ->
                                                new CliRefusal(
                                                        "the server left no "
                                                                + instance.clientFile())),
                        clock);
        if (real) {
            step("Making a small web image from the distribution's static busybox ...");
            ControlClient client = control.get();
            client.call(client.request("image-demo").put("name", IMAGE));
        }
        String task = runTask(aws, server.account(), server.region());
        step(
                "Task "
                        + task.substring(task.lastIndexOf('/') + 1)
                        + " was accepted; waiting until it runs ...");
        JsonNode running = await("the task to run", () -> running(aws, task));
        String privateAddress = detail(running, "privateIPv4Address");
        String address =
                await(
                        "a public address",
                        () -> publicAddress(aws, detail(running, "networkInterfaceId")));
        step(
                "It runs, with the address "
                        + privateAddress
                        + " in its VPC and the public address "
                        + address);
        if (real) {
            step("Fetching http://" + address + "/ ...");
            out.println(indent(await("the page", () -> page(address))));
        }
        step("Its log events, read back from CloudWatch Logs:");
        String stream = "web/web/" + task.substring(task.lastIndexOf('/') + 1);
        out.println(indent(await("log events", () -> logLines(aws, stream))));
        byHand(task, stream);
    }

    private String runTask(AwsClient aws, String account, String region) {
        step("Registering the task definition slipway-demo ...");
        createLogGroup(aws);
        aws.json("ecs", "CreateCluster", "{\"clusterName\":\"default\"}");
        aws.json("ecs", "RegisterTaskDefinition", definition(account, region));
        String subnet =
                first(
                        aws.query("ec2", "Action=DescribeSubnets&Version=2016-11-15"),
                        "<subnetId>(subnet-[0-9a-f]+)<");
        step("Running it in " + subnet + " with a public address ...");
        JsonNode answer =
                aws.json(
                        "ecs",
                        "RunTask",
                        "{\"taskDefinition\":\"slipway-demo\",\"launchType\":\"FARGATE\",\"networkConfiguration\":{\"awsvpcConfiguration\":{\"subnets\":[\""
                                + subnet
                                + "\"],\"securityGroups\":[\""
                                + webGroup(aws)
                                + "\"],\"assignPublicIp\":\"ENABLED\"}}}");
        JsonNode task = answer.path("tasks").path(0).path("taskArn");
        if (task.isMissingNode()) {
            throw new CliRefusal("the task was not accepted: " + answer.path("failures"));
        }
        return task.asText();
    }

    /**
     * The default group admits nobody from outside, as on AWS: the demo opens port 80 in a group of
     * its own.
     */
    private static String webGroup(AwsClient aws) {
        String known =
                aws.query(
                        "ec2",
                        "Action=DescribeSecurityGroups&Version=2016-11-15&Filter.1.Name=group-name&Filter.1.Value.1=slipway-demo");
        Matcher found = GROUP.matcher(known);
        if (found.find()) {
            return found.group(1);
        }
        String group =
                first(
                        aws.query(
                                "ec2",
                                "Action=CreateSecurityGroup&Version=2016-11-15&GroupName=slipway-demo&GroupDescription=web%20page%20of%20the%20demo"),
                        GROUP.pattern());
        aws.query(
                "ec2",
                "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId="
                        + group
                        + "&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=80&IpPermissions.1.ToPort=80"
                        + "&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0");
        return group;
    }

    private static void createLogGroup(AwsClient aws) {
        try {
            aws.json("logs", "CreateLogGroup", "{\"logGroupName\":\"/slipway/demo\"}");
        } catch (CliRefusal refused) {
            if (!String.valueOf(refused.getMessage()).contains("ResourceAlreadyExistsException")) {
                throw refused;
            }
        }
    }

    private static String definition(String account, String region) {
        return """
            {"family":"slipway-demo","requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc","cpu":"256","memory":"512",
             "executionRoleArn":"arn:aws:iam::%s:role/slipway-demo-execution",
             "containerDefinitions":[{"name":"web","image":"%s","portMappings":[{"containerPort":80}],
              "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/slipway/demo","awslogs-region":"%s",
               "awslogs-stream-prefix":"web"}}}]}"""
                .formatted(account, IMAGE, region);
    }

    private static Optional<JsonNode> running(AwsClient aws, String task) {
        JsonNode seen =
                aws.json("ecs", "DescribeTasks", "{\"tasks\":[\"" + task + "\"]}")
                        .path("tasks")
                        .path(0);
        String status = seen.path("lastStatus").asText();
        if (status.equals("STOPPED") || status.equals("DEPROVISIONING")) {
            throw new CliRefusal("the task stopped: " + seen.path("stoppedReason").asText());
        }
        return status.equals("RUNNING") ? Optional.of(seen) : Optional.empty();
    }

    private static String detail(JsonNode task, String name) {
        for (JsonNode detail : task.path("attachments").path(0).path("details")) {
            if (detail.path("name").asText().equals(name)) {
                return detail.path("value").asText();
            }
        }
        throw new CliRefusal(
                "the task's attachment has no " + name + ": " + task.path("attachments"));
    }

    private static Optional<String> publicAddress(AwsClient aws, String interfaceId) {
        Matcher found =
                PUBLIC_ADDRESS.matcher(
                        aws.query(
                                "ec2",
                                "Action=DescribeNetworkInterfaces&Version=2016-11-15&NetworkInterfaceId.1="
                                        + interfaceId));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static Optional<String> page(String address) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException _) {
            return Optional
                    .empty(); // RUNNING means started; the web server inside needs a moment to
            // listen
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> logLines(AwsClient aws, String stream) {
        JsonNode events =
                aws.json(
                                "logs",
                                "GetLogEvents",
                                "{\"logGroupName\":\"/slipway/demo\",\"logStreamName\":\""
                                        + stream
                                        + "\",\"startFromHead\":true}")
                        .path("events");
        StringBuilder lines = new StringBuilder();
        events.forEach(
                event ->
                        lines.append(Instant.ofEpochMilli(event.path("timestamp").asLong()))
                                .append("  ")
                                .append(event.path("message").asText())
                                .append('\n'));
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.toString());
    }

    private void byHand(String task, String stream) {
        String data = target.data.toString().isEmpty() ? "" : " --data " + target.data;
        out.println();
        out.println("The same by hand, with the AWS CLI:");
        out.println(
                indent(
                        """
            eval "$(./slipway env%s)"
            aws ecs list-tasks
            aws ecs describe-tasks --tasks %s
            aws logs get-log-events --log-group-name /slipway/demo --log-stream-name %s --start-from-head
            aws ecs run-task --task-definition slipway-demo --launch-type FARGATE --count 2 --network-configuration \\
              "awsvpcConfiguration={subnets=[$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)],assignPublicIp=ENABLED}"
            aws ecs stop-task --task %s
            ./slipway down%s"""
                                .formatted(data, task, stream, task, data)));
        out.flush();
    }

    private static String first(String xml, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(xml);
        if (!found.find()) {
            throw new CliRefusal("no " + pattern + " in the answer: " + xml);
        }
        return found.group(1);
    }

    private void step(String text) {
        out.println("==> " + text);
        out.flush();
    }

    private static String indent(String text) {
        return text.strip().indent(4).stripTrailing();
    }

    /** The demo asks again, as any AWS client does: the API has no way to be told. */
    private <T> T await(String what, Supplier<Optional<T>> look) throws InterruptedException {
        Instant end = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(end)) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            Thread.sleep(50); // between two looks at an API that has no push
        }
        throw new CliRefusal(
                "waited "
                        + PATIENCE.toSeconds()
                        + " s for "
                        + what
                        + " in vain; './slipway status' and the server's log tell more");
    }
}
