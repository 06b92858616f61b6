// Promises three origins (house law 9): the desk, the evidence bytes and the replay never share one.
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";

export interface Origins {
  desk: string;
  evidence: string;
  replay: string;
  /** Cookies carry Secure and the `__Host-` prefix. */
  secure: boolean;
}

export type Surface = "desk" | "evidence" | "replay";

/**
 * The three configured origins, or `desk.localhost`, `evidence.localhost`, `replay.localhost` on `port` (browsers resolve
 * these names to this machine by themselves, RFC 6761 section 6.3). Throws `config.invalid` where only some are set or two are equal.
 */
export function resolveOrigins(config: Config, port: number): Origins {
  const configured = [config.VONGGAC_DESK_ORIGIN, config.VONGGAC_EVIDENCE_ORIGIN, config.VONGGAC_REPLAY_ORIGIN];
  const given = configured.filter((origin) => origin !== undefined).map((origin) => new URL(origin).origin);
  if (given.length === 0) {
    const local = (name: string) => `http://${name}.localhost:${port}`;
    return { desk: local("desk"), evidence: local("evidence"), replay: local("replay"), secure: false };
  }
  const [desk, evidence, replay] = given;
  if (!desk || !evidence || !replay || new Set(given.map((origin) => new URL(origin).host)).size !== 3) {
    throw new AppError("config.invalid", {
      detail: "VONGGAC_DESK_ORIGIN, VONGGAC_EVIDENCE_ORIGIN and VONGGAC_REPLAY_ORIGIN must be set together and differ",
      cure: "Give all three names, or none of them.",
    });
  }
  return { desk, evidence, replay, secure: given.every((origin) => origin.startsWith("https:")) };
}

/** Which of the three a Host header names; null for any other name (DNS rebinding, bare addresses). */
export function surfaceOfHost(origins: Origins, host: string | undefined): Surface | null {
  const asked = host?.toLowerCase();
  for (const surface of ["desk", "evidence", "replay"] as const)
    if (new URL(origins[surface]).host === asked) return surface;
  return null;
}
