// Promises that the red switch reaches visits already under way within a second.
import { AppError } from "#core/errors.ts";
import type { HostTurn } from "../ports.ts";

const askEveryMs = 500;

export interface RedSwitch {
  /** Runs `visit` with a signal that fires with AppError `stopped` when the switch is thrown, or with the caller's own reason. */
  guard<T>(signal: AbortSignal | undefined, visit: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Refuses new visits, gives running ones `graceMs`, aborts the rest, and returns when none is left. */
  drain(graceMs: number): Promise<void>;
}

/** Asks the port only while visits run. */
export function createRedSwitch(turn: Pick<HostTurn, "isStopped">): RedSwitch {
  const running = new Set<AbortController>();
  const drained = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  let closing = false;

  async function ask(): Promise<void> {
    const stopped = await turn.isStopped().catch(() => false);
    if (stopped) for (const controller of running) controller.abort(stoppedError());
  }

  return {
    guard: async (signal, visit) => {
      if (await turn.isStopped()) throw stoppedError();
      if (closing) throw closingError();
      const controller = new AbortController();
      running.add(controller);
      timer ??= setInterval(() => void ask(), askEveryMs);
      try {
        return await visit(signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]));
      } finally {
        running.delete(controller);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
          if (closing) drained.resolve();
        }
      }
    },
    drain: async (graceMs) => {
      closing = true;
      if (running.size === 0) return;
      const grace = setTimeout(() => {
        for (const controller of running) controller.abort(closingError());
      }, graceMs);
      await drained.promise;
      clearTimeout(grace);
    },
  };
}

function closingError(): AppError {
  return new AppError("stopped", { detail: "the program is closing" });
}

function stoppedError(): AppError {
  return new AppError("stopped", { detail: "the red switch is on", cure: "Release the red switch to go on." });
}
