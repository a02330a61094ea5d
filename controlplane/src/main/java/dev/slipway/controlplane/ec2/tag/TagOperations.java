package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import java.util.List;

/** The room's front door. */
public final class TagOperations {
    private TagOperations() {}

    public static List<AwsOperation<?, ?>> operations(Ledger ledger) {
        TagEdits edits = new TagEdits(ledger);
        return List.of(new CreateTags(edits), new DeleteTags(edits), new DescribeTags(ledger));
    }
}
