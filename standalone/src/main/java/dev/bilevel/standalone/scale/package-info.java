/// How many studies one optimizer can carry, and how long a decision takes: [SimulatedWorkers] answer every order after
/// a while, over the real Kafka, without computing anything, and [Latencies] keeps what they saw.
package dev.bilevel.standalone.scale;
