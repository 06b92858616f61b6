// Promises that the desk is not run where its cookies or codes could be read on the way, and that its three names are apart.
import type { Config } from "#core/config.ts";
import { toAppError } from "#core/errors.ts";
import { type Origins, resolveOrigins } from "#admin/server/origins.ts";
import type { MachineCheck } from "./check-machine.ts";
import { say } from "./terminal.ts";

/** Names that never leave this machine (RFC 6761 section 6.3); browsers treat them as secure without TLS. */
export function isThisMachine(origin: string): boolean {
  const { hostname } = new URL(origin);
  return /^(.+\.)?localhost$/.test(hostname) || /^127(\.\d+){3}$/.test(hostname) || hostname === "[::1]";
}

const allOf = ({ desk, evidence, replay }: Origins) => [desk, evidence, replay];

function checkTls(origins: Origins): MachineCheck {
  const bare = allOf(origins).filter((origin) => origin.startsWith("http:") && !isThisMachine(origin));
  const ok = bare.length === 0;
  return {
    name: "desk's names",
    ok,
    detail: ok
      ? allOf(origins).join(", ")
      : say(
          `http không mã hóa ngoài máy này: ${bare.join(", ")}`,
          `plain http beyond this machine: ${bare.join(", ")}`,
        ),
    cure: ok
      ? ""
      : say(
          "Đặt bàn làm việc sau một máy chủ TLS và khai báo https:// trong VONGGAC_DESK_ORIGIN, VONGGAC_EVIDENCE_ORIGIN, VONGGAC_REPLAY_ORIGIN.",
          "Put the desk behind TLS and give https:// names in VONGGAC_DESK_ORIGIN, VONGGAC_EVIDENCE_ORIGIN, VONGGAC_REPLAY_ORIGIN.",
        ),
  };
}

function checkSecondFactor(config: Config, origins: Origins): MachineCheck {
  const required = config.VONGGAC_TOTP === "required";
  const ok = required || allOf(origins).every(isThisMachine);
  return {
    name: "second factor",
    ok,
    detail: `VONGGAC_TOTP=${config.VONGGAC_TOTP}`,
    cure: ok
      ? ""
      : say(
          "Truy cập từ ngoài máy này phải có xác thực hai bước: đặt VONGGAC_TOTP=required.",
          "Access from beyond this machine needs a second factor: set VONGGAC_TOTP=required.",
        ),
  };
}

/** The names of the desk and what is asked of who comes under them. */
export function checkOrigins(config: Config): MachineCheck[] {
  try {
    const origins = resolveOrigins(config, config.VONGGAC_PORT);
    return [checkTls(origins), checkSecondFactor(config, origins)];
  } catch (thrown) {
    const error = toAppError(thrown);
    return [{ name: "desk's names", ok: false, detail: error.message, cure: error.cure ?? "" }];
  }
}
