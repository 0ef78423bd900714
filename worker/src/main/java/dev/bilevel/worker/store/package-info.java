/// Which store the workers share: a folder, or a bucket of an S3 server with a local folder for copies.
///
/// [Stores] reads the configuration and opens it; `S3Objects` is the port [dev.bilevel.checkpoints.ObjectStore] on
/// the AWS SDK, the only place that knows it.
package dev.bilevel.worker.store;
