package dev.bilevel.worker.store;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.worker.StoreConfig;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the store that the configuration names.
public final class Stores {
    /// As S3 names buckets; a prefix of the same names that artifact URIs are made of.
    private static final Pattern S3 =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/(?!\\.)[\\w.-]{1,200}){0,10})/?");

    /// A server that restarts is back within a minute or so: a study should not lose a fusion to it.
    private static final int ATTEMPTS = 8;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private Stores() {}

    /// @throws IllegalArgumentException if the location is neither a folder, nor a `file:` URI, nor
    /// `s3://bucket/prefix`
    public static CheckpointStore open(StoreConfig config) {
        if (!config.location().startsWith("s3:")) {
            return CheckpointStore.at(config.location());
        }
        Matcher location = S3.matcher(config.location());
        if (!location.matches()) {
            throw new IllegalArgumentException(
                    "bilevel.store: is '" + config.location() + "', expected s3://bucket or s3://bucket/prefix");
        }
        String prefix = location.group(2).isEmpty() ? "" : location.group(2).substring(1) + "/";
        return new CheckpointStore(
                config.cache(),
                new S3Objects(client(config), location.group(1), prefix, S3Objects.PART_BYTES),
                config.cacheSize());
    }

    /// Checksums that S3 itself made optional are left out, since other servers do not know them: what is read is
    /// compared with the SHA-256 of its claim check in any case.
    static S3Client client(StoreConfig config) {
        var client = S3Client.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle().orElse(config.endpoint().isPresent()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT));
        config.endpoint().ifPresent(client::endpointOverride);
        return client.build();
    }
}
