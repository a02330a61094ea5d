package dev.slipway.controlplane.ec2.zone;

import java.util.List;

/**
 * @param name such as {@code us-east-1a}
 * @param id the same for all accounts, such as {@code use1-az1}
 */
public record Zone(String region, String name, String id) {

    /** The three zones of a region. */
    public static List<Zone> of(String region) {
        String code = code(region);
        return List.of(
                new Zone(region, region + "a", code + "-az1"),
                new Zone(region, region + "b", code + "-az2"),
                new Zone(region, region + "c", code + "-az3"));
    }

    /** AWS's short form: us-east-1 is use1, ap-northeast-2 is apne2. */
    private static String code(String region) {
        StringBuilder code = new StringBuilder();
        for (String part : region.split("-", -1)) {
            code.append(
                    switch (part) {
                        case "north", "south", "east", "west", "central", "gov" -> part.charAt(0);
                        case "northeast" -> "ne";
                        case "northwest" -> "nw";
                        case "southeast" -> "se";
                        case "southwest" -> "sw";
                        default -> part;
                    });
        }
        return code.toString();
    }
}
