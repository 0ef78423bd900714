/// What the services' tests run on: a real broker and Redis, and the wire to talk to a service as the others do.
package dev.bilevel.worker.testing;
