/// What Redis holds, all of which may be lost at any time: progress of running work, news for people who watch, and
/// flags that tell workers to give up. Nothing here ever fails a request or a decision.
package dev.bilevel.optimizer.live;
