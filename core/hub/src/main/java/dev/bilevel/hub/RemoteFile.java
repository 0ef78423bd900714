package dev.bilevel.hub;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// What the hub says about a file before it is fetched.
///
/// For a large file (LFS, Xet) the hub redirects to a store and tells the file's own length and SHA-256 in
/// `X-Linked-Size` and `X-Linked-ETag`; a small one it sends itself, with git's hash as the `ETag`.
record RemoteFile(long bytes, Checksum checksum) {

    /// True where nothing more need be asked: a store's signed address answers nothing but GET.
    static boolean isDescribedBy(HttpHeaders headers) {
        return headers.firstValue("X-Linked-ETag").isPresent()
                && headers.firstValue("X-Linked-Size").isPresent();
    }

    /// @throws WebFailed if the file belongs to another commit, is too large, or has no checksum
    static RemoteFile of(Web.Answer head, ModelId pinned, long limit) throws WebFailed {
        Optional<String> commit = head.anywhere("X-Repo-Commit");
        if (commit.isPresent() && !commit.get().equals(pinned.revision())) {
            throw WebFailed.nonsense(head.address(), "answered with a file of another commit");
        }
        Optional<Checksum> checksum =
                head.anywhere("X-Linked-ETag").or(() -> head.header("ETag")).flatMap(Checksum::ofETag);
        if (checksum.isEmpty()) {
            throw WebFailed.nonsense(
                    head.address(), "tells no checksum, expected an ETag of 40 or 64 hex digits, as the hub has it");
        }
        long bytes = head.anywhere("X-Linked-Size")
                .or(() -> head.header("Content-Length"))
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (bytes < 0 || bytes > limit) {
            throw WebFailed.nonsense(
                    head.address(),
                    "tells a length of " + (bytes < 0 ? "nothing" : bytes + " bytes") + ", expected at most " + limit);
        }
        return new RemoteFile(bytes, checksum.get());
    }
}
