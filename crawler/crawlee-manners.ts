// Promises a Crawlee that keeps to its part: nothing on disk, no `ps`, and Ctrl-C left to the program.
import os from "node:os";
import { Configuration, LocalEventManager } from "crawlee";

/** The stock manager starts `ps`, and takes the process down where procps is missing; its method is private. */
function createQuietEvents(configuration: Configuration): LocalEventManager {
  const events = new LocalEventManager(configuration);
  Reflect.set(events, "createMemoryInfo", async () => ({
    memTotalBytes: os.totalmem(),
    memCurrentBytes: process.memoryUsage.rss(),
  }));
  return events;
}

/** One a crawler: crawlers that share a configuration share their queue. */
export function createConfiguration(): Configuration {
  const configuration = new Configuration({
    persistStorage: false,
    purgeOnStart: false,
    memoryMbytes: Math.max(512, Math.floor(os.totalmem() / 2 ** 21)),
    availableMemoryRatio: 1,
  });
  configuration.useEventManager(createQuietEvents(configuration));
  return configuration;
}

/** Crawlee takes Ctrl-C for itself, which would leave the program running; the program's own handlers decide. */
export function releaseSignals(before: ReadonlySet<NodeJS.SignalsListener>): void {
  for (const listener of process.listeners("SIGINT")) {
    if (!before.has(listener) && listener.name === "sigintHandler") process.off("SIGINT", listener);
  }
}
