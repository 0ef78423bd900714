package dev.bilevel.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/// Where the checkpoints lie.
@ConfigMapping(prefix = "bilevel.store")
public interface StoreConfig {

    /// A folder, or its `file:` URI: the same one for every worker.
    @WithParentName
    String location();
}
