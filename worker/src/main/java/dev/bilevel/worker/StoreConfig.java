package dev.bilevel.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the checkpoints lie. Credentials for S3 are found where every AWS tool looks: `AWS_ACCESS_KEY_ID` and
/// `AWS_SECRET_ACCESS_KEY`, `~/.aws`, a web identity, or the machine's role.
@ConfigMapping(prefix = "bilevel.store")
public interface StoreConfig {

    /// A folder, its `file:` URI, or `s3://bucket/prefix`: the same one for every worker.
    @WithParentName
    String location();

    /// Where the S3 server is, if it is not Amazon's.
    Optional<URI> endpoint();

    /// The region, for servers that care: requests are signed for it.
    @WithDefault("us-east-1")
    String region();

    /// Whether the bucket stands in the path, as servers of one's own expect, rather than in the host's name, as
    /// Amazon prefers. If unset: yes where there is an [#endpoint].
    Optional<Boolean> pathStyle();

    /// The folder for copies of what lies in S3: one for each kind of worker.
    @WithDefault("${java.io.tmpdir}/bilevel-${bilevel.worker.service}-store")
    Path cache();

    /// How much these copies may take, in bytes: sixteen trajectories of five roberta-bases. What was
    /// used in the last half hour stays, whatever its size.
    @WithDefault("42949672960")
    long cacheSize();
}
