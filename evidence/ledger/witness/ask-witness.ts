// Promises the log's side of tlog-witness: one question, one understood answer, bounded in time and size, cosignature verified.
import { AppError, toAppError } from "#core/errors.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import { joinNote } from "../checkpoint.ts";
import type { Hash } from "../merkle.ts";
import { checkSignature, readNote, readVerifierKey, type VerifierKey } from "../signed-note.ts";

export interface Witness {
  key: VerifierKey;
  /** Its address, without a slash at the end. */
  url: string;
}

export type WitnessWord =
  | { said: "cosigned"; line: string; seconds: number }
  /** It has co-signed `size` entries. */
  | { said: "has"; size: number }
  /** It does not accept the checkpoint as a continuation. */
  | { said: "not-consistent" };

const timeoutMs = 10_000;
const mostAnswerBytes = 64 * 1024;

/** `VKEY URL; VKEY URL …` of VONGGAC_WITNESSES. Throws AppError `config.invalid` saying which one is wrong. */
export function readWitnesses(setting: string | undefined): Witness[] {
  return (setting ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [keyText, url, ...rest] = part.split(/\s+/);
      try {
        const key = readVerifierKey(keyText!);
        if (key.kind !== 4) throw new AppError("input.invalid", { detail: "this is a log's key, not a witness'" });
        if (!url || rest.length > 0 || !/^https?:\/\//.test(url) || !URL.canParse(url))
          throw new AppError("input.invalid", { detail: "an http:// or https:// address must follow the key" });
        return { key, url: url.replace(/\/+$/, "") };
      } catch (error) {
        throw new AppError("config.invalid", {
          cause: error,
          detail: `VONGGAC_WITNESSES: ${keyText}: ${toAppError(error).message}`,
          cure: "Write it as `<name>+<hash>+<key> https://address`, several separated by semicolons.",
        });
      }
    });
}

/** Asks for a cosignature. Throws AppError `witness.unavailable` where there is no answer that can be understood. */
export async function askWitness(
  { key, url }: Witness,
  checkpoint: SignedCheckpoint,
  oldSize: number,
  proof: readonly Hash[],
): Promise<WitnessWord> {
  const note = joinNote(
    checkpoint.note.text,
    checkpoint.note.signatures.map((s) => s.line),
  );
  const lines = [`old ${oldSize}`, ...proof.map((hash) => hash.toString("base64"))];
  const { status, body } = await post(`${url}/add-checkpoint`, `${lines.join("\n")}\n\n${note}`);
  if (status === 409 && /^(0|[1-9]\d{0,15})\n$/.test(body)) return { said: "has", size: Number(body) };
  if (status === 422) return { said: "not-consistent" };
  if (status !== 200) throw unavailable(key, `answers ${status}${refusals[status] ?? ""}`);
  return readCosignature(key, checkpoint.note.text, body);
}

const refusals: Record<number, string> = {
  403: ": it was started with another key of this log",
  404: ": it does not know this log; give it the log's verifier key (`vonggac ledger key`)",
};

const unavailable = ({ name }: VerifierKey, detail: string, cause?: unknown) =>
  new AppError("witness.unavailable", {
    cause,
    detail: `witness ${name} ${detail}`,
    cure: "Checkpoints are offered again by themselves.",
  });

function readCosignature(key: VerifierKey, text: string, body: string): WitnessWord {
  try {
    const checked = checkSignature(readNote(`${text}\n${body}`), key);
    if (checked !== null && checked !== "false" && checked.seconds !== null)
      return { said: "cosigned", line: checked.line, seconds: checked.seconds };
  } catch (error) {
    throw unavailable(key, "gives something that is no cosignature", error);
  }
  throw unavailable(key, "gives a cosignature that does not verify with its key");
}

async function post(url: string, body: string): Promise<{ status: number; body: string }> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      redirect: "error",
      headers: { "content-type": "text/plain; charset=utf-8" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body ?? []) {
      length += chunk.length;
      if (length > mostAnswerBytes) throw new AppError("witness.unavailable", { detail: "its answer is too long" });
      chunks.push(chunk);
    }
    return { status: answer.status, body: Buffer.concat(chunks).toString("utf8") };
  } catch (error) {
    throw new AppError("witness.unavailable", {
      cause: error,
      detail: `${url}: ${toAppError(error).message}`,
      cure: "Checkpoints are offered again by themselves; check the address in VONGGAC_WITNESSES.",
    });
  }
}
