// Promises what is known of this machine's time: its clock against the authorities', each authority's answer, the office's certificate.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { toAppError } from "#core/errors.ts";
import { openOfficeSigner } from "#evidence/seal/office.ts";
import { publicAddress } from "#evidence/time/http-exchange.ts";
import { type ClockOffset, openStamping, type Stamp, stampBytes, type Stamping } from "#evidence/time/stamping.ts";
import type { MachineCheck } from "./check-machine.ts";
import { say } from "./terminal.ts";

/** A clock that is off by more than this is said to be off. */
const toleranceMs = 1000;
const warnBeforeMs = 30 * 86_400_000;

/** Asks each authority for a real token over random bytes: what it answers is checked as any token is. */
export async function checkTime(config: Config): Promise<MachineCheck[]> {
  const name = "time-stamp authority";
  let stamping: Stamping | null;
  try {
    stamping = openStamping(config);
  } catch (thrown) {
    return [await checkClock([]), failed(name, thrown), ...(await checkOffice(config))];
  }
  const answers = await Promise.all((stamping?.authorities ?? []).map((url) => askOne(stamping!, url)));
  const offsets = answers.flatMap(({ stamp }) => (stamp ? [stamp.clock] : []));
  const lines = answers.map(({ check }) => check);
  if (!stamping) {
    const detail = say(
      "chưa khai báo (VONGGAC_TSA_URLS): bản niêm phong chưa có dấu thời gian",
      "none configured (VONGGAC_TSA_URLS)",
    );
    lines.push({ name, ok: true, detail, cure: "" });
  }
  return [await checkClock(offsets), ...lines, ...(await checkOffice(config))];
}

async function askOne(stamping: Stamping, url: string): Promise<{ stamp: Stamp | null; check: MachineCheck }> {
  const name = "time-stamp authority";
  try {
    const stamp = await stampBytes(stamping, url, randomBytes(32));
    const until = stamp.signerNotAfter.toISOString().slice(0, 10);
    const root = stamp.pinned
      ? say("chứng thư gốc đã ghim", "root pinned")
      : say("chưa ghim chứng thư gốc", "root not pinned");
    const detail = `${publicAddress(url)}: ${root}; ${say("chứng thư đến", "certificate until")} ${until}`;
    const cure = stamp.pinned
      ? ""
      : say(
          "Đặt VONGGAC_TSA_TRUST là tệp PEM chứa chứng thư gốc.",
          "Set VONGGAC_TSA_TRUST to a PEM file with its root certificate.",
        );
    return { stamp, check: { name, ok: true, detail, cure } };
  } catch (thrown) {
    return { stamp: null, check: failed(name, thrown) };
  }
}

function failed(name: string, thrown: unknown): MachineCheck {
  const error = toAppError(thrown);
  return { name, ok: false, detail: error.message, cure: error.cure ?? "" };
}

async function checkClock(offsets: ClockOffset[]): Promise<MachineCheck> {
  const ntp = await readNtp();
  const isOff = offsets.some((o) => Math.abs(o.offsetMs) - o.uncertaintyMs > toleranceMs);
  const measured = offsets.map((o) => `${o.offsetMs} ms ± ${o.uncertaintyMs} ms (${o.source})`).join("; ");
  return {
    name: "clock",
    ok: !isOff && ntp.ok,
    detail: [measured ? `${say("lệch", "off by")} ${measured}` : "", ntp.detail].filter(Boolean).join("; "),
    cure:
      isOff && ntp.ok
        ? say("Đồng bộ đồng hồ máy (NTP) trước khi chụp.", "Set this machine's clock by NTP before capturing.")
        : ntp.cure,
  };
}

/** The system's own word on its clock. */
async function readNtp(): Promise<Omit<MachineCheck, "name">> {
  try {
    const { stdout } = await promisify(execFile)("timedatectl", ["show", "--property=NTPSynchronized", "--value"], {
      timeout: 5000,
    });
    const ok = stdout.trim() === "yes";
    return {
      ok,
      detail: ok ? "synchronised by NTP" : "not synchronised by NTP",
      cure: ok ? "" : "Run: timedatectl set-ntp true",
    };
  } catch {
    // No systemd here: nothing is known, which is no fault.
    return { ok: true, detail: "no timedatectl on this machine", cure: "" };
  }
}

/** No line where none is configured. */
async function checkOffice(config: Config): Promise<MachineCheck[]> {
  const name = "office certificate";
  try {
    const signer = await openOfficeSigner(config);
    if (!signer) return [];
    const leaf = signer.certificates[0]!;
    await signer.signCms(randomBytes(32), now());
    const isShort = leaf.notAfter.getTime() - now().getTime() < warnBeforeMs;
    const cure = isShort ? say("Xin cấp lại chứng thư trước ngày đó.", "Have it renewed before that day.") : "";
    const subject = leaf.x509.subject.replaceAll("\n", ", ");
    return [
      {
        name,
        ok: true,
        detail: `${subject}; ${say("đến", "until")} ${leaf.notAfter.toISOString().slice(0, 10)}`,
        cure,
      },
    ];
  } catch (thrown) {
    return [failed(name, thrown)];
  }
}
