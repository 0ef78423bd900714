/// The stack on one machine: Kafka, PostgreSQL, Redis and the four services, each a process of its own.
///
/// [Stack] starts and stops them; [Service] knows how each service is started, [ServiceProcess] minds one that
/// runs. [Leash] sees to it that none of them outlives this process, however it ends. [Installation] knows
/// where the jars lie, [Ports] which ports are free.
package dev.bilevel.standalone.stack;
