/// The stack on one machine: Kafka, PostgreSQL, Redis and the four services, each a process of its own.
///
/// [Stack] starts and stops them, and starts again what ends without being asked to, as often as [Restarts] says.
/// [Launcher] knows how each [Part] is started; what it returns is a [Running]: a [Broker], a [ServerInHand]
/// (PostgreSQL, Redis) or a [ServiceProcess], whose JVM is as [Service] says. [Leash] sees to it that none of them
/// outlives this process, however it ends. [Installation] knows where the jars lie, [Ports] which ports are free.
package dev.bilevel.standalone.stack;
