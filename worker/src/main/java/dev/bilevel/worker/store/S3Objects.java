package dev.bilevel.worker.store;

import dev.bilevel.checkpoints.ObjectStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Objects below a prefix of an S3 bucket. An upload that ends early leaves no object; one in parts is given up, so
/// that its parts do not stay.
final class S3Objects implements ObjectStore, AutoCloseable {
    /// Larger files go up in parts, of which S3 takes ten thousand: room for 2.5 TB, and a lost connection costs
    /// little.
    static final long PART_BYTES = 256L << 20;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final long partBytes;

    /// @param prefix empty, or ends in `/`
    S3Objects(S3Client client, String bucket, String prefix, long partBytes) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.partBytes = partBytes;
    }

    @Override
    public String uriOf(String key) {
        return "s3://" + bucket + "/" + prefix + key;
    }

    @Override
    public Optional<String> keyOf(String uri) {
        String root = uriOf("");
        return uri.startsWith(root) ? Optional.of(uri.substring(root.length())) : Optional.empty();
    }

    @Override
    public boolean fetch(String key, Path into) throws IOException {
        try (ResponseInputStream<GetObjectResponse> object =
                client.getObject(request -> request.bucket(bucket).key(prefix + key))) {
            long expected = object.response().contentLength();
            try (FileChannel file = FileChannel.open(
                    into, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                long bytes = object.transferTo(Channels.newOutputStream(file));
                if (bytes != expected) {
                    throw new IOException(uriOf(key) + " ended after " + bytes + " of " + expected + " bytes");
                }
            }
            return true;
        } catch (NoSuchKeyException _) {
            return false;
        } catch (SdkException e) {
            throw unreachable(key, "read", e);
        }
    }

    @Override
    public void put(String key, Path file) throws IOException {
        try {
            if (Files.size(file) > partBytes) {
                putInParts(key, file);
            } else {
                client.putObject(request -> request.bucket(bucket).key(prefix + key), RequestBody.fromFile(file));
            }
        } catch (SdkException e) {
            throw unreachable(key, "written", e);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + key));
        } catch (SdkException e) {
            throw unreachable(key, "removed", e);
        }
    }

    @Override
    public List<Listed> list(String below) throws IOException {
        try {
            return client
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + below))
                    .contents()
                    .stream()
                    .map(object -> new Listed(object.key().substring(prefix.length()), object.size()))
                    .toList();
        } catch (SdkException e) {
            throw unreachable(below, "listed", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void putInParts(String key, Path file) throws IOException {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(prefix + key))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            long bytes = Files.size(file);
            for (long from = 0; from < bytes; from += partBytes) {
                parts.add(putPart(key, upload, parts.size() + 1, file, from, Math.min(partBytes, bytes - from)));
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(prefix + key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
        } catch (SdkException | IOException e) {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(prefix + key).uploadId(upload));
            throw e;
        }
    }

    private CompletedPart putPart(String key, String upload, int number, Path file, long from, long bytes)
            throws IOException {
        String tag = client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(prefix + key)
                                .uploadId(upload)
                                .partNumber(number)
                                .contentLength(bytes),
                        RequestBody.fromContentProvider(() -> part(file, from), bytes, "application/octet-stream"))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /// Opened anew for each attempt.
    private static InputStream part(Path file, long from) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return Channels.newInputStream(channel.position(from));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private IOException unreachable(String key, String done, SdkException e) {
        return new IOException(uriOf(key) + " cannot be " + done + ": " + e.getMessage(), e);
    }
}
