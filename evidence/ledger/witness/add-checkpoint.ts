// Promises a witness' answer to add-checkpoint as C2SP tlog-witness has it: co-signs what continues, refuses and keeps what does not.
import { nowMs } from "#core/clock.ts";
import { joinNote, readCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import { emptyRoot, type Hash, isConsistent } from "../merkle.ts";
import { checkSignature, cosignLine, readBase64 } from "../signed-note.ts";
import { advance, raiseAlarm, type WitnessAlarm, type WitnessAlarmKind, type WitnessState } from "./witness-state.ts";

export interface WitnessAnswer {
  status: number;
  type: string;
  body: string;
  /** An alarm that this request raised. */
  alarm: WitnessAlarm | null;
}

interface Asked {
  old: number;
  proof: Hash[];
  proofText: string[];
  checkpoint: SignedCheckpoint;
}

const plain = "text/plain; charset=utf-8";
const answer = (status: number, body: string, alarm: WitnessAlarm | null = null): WitnessAnswer => ({
  status,
  type: plain,
  body,
  alarm,
});

/** `old <size>`, up to 63 base64 hashes, an empty line, the checkpoint. Throws AppError `input.invalid`. */
function readAsked(body: string): Asked | null {
  const end = body.indexOf("\n\n");
  if (end < 0) return null;
  const [first, ...proofText] = body.slice(0, end).split("\n");
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first!)?.[1];
  if (old === undefined || !Number.isSafeInteger(Number(old)) || proofText.length > 63) return null;
  const proof = proofText.map(readBase64);
  if (proof.some((hash) => hash.length !== emptyRoot.length)) return null;
  return { old: Number(old), proof, proofText, checkpoint: readCheckpoint(body.slice(end + 2)) };
}

/** One request. Callers take one after the other: what is checked must still hold when it is written. */
export async function addCheckpoint(state: WitnessState, body: string): Promise<WitnessAnswer> {
  let asked: Asked | null;
  try {
    asked = readAsked(body);
  } catch {
    asked = null;
  }
  if (!asked) return answer(400, "not an add-checkpoint request\n");
  const { checkpoint, old } = asked;
  if (checkpoint.origin !== state.logKey.name) return answer(404, "unknown log\n");
  const signed = checkSignature(checkpoint.note, state.logKey);
  if (signed === null || signed === "false") return answer(403, "not signed by the log's key\n");
  if (old > checkpoint.size) return answer(400, "the old size is larger than the checkpoint\n");
  const alarm = await findContradiction(state, asked);
  const held = state.latest?.size ?? 0;
  if (old !== held) return { status: 409, type: "text/x.tlog.size", body: `${held}\n`, alarm };
  if (alarm !== null || !continues(state, asked)) {
    const raised = alarm ?? (await raise(state, asked, "fork"));
    return answer(422, "this checkpoint does not continue the one that was co-signed before\n", raised);
  }
  return cosign(state, checkpoint, signed.line);
}

function continues(state: WitnessState, { checkpoint, proof }: Asked): boolean {
  const older = { size: state.latest?.size ?? 0, root: state.latest?.root ?? emptyRoot };
  return isConsistent(older, checkpoint, proof) && (checkpoint.size > 0 || checkpoint.root.equals(emptyRoot));
}

/** What the log's own signature speaks against it, whatever old size and proof came along, and whoever sent them. */
async function findContradiction(state: WitnessState, asked: Asked): Promise<WitnessAlarm | null> {
  const { latest } = state;
  if (!latest) return null;
  if (asked.checkpoint.size < latest.size) return raise(state, asked, "rollback");
  const isOther = asked.checkpoint.size === latest.size && !asked.checkpoint.root.equals(latest.root);
  return isOther ? raise(state, asked, "fork") : null;
}

async function cosign(state: WitnessState, checkpoint: SignedCheckpoint, logLine: string): Promise<WitnessAnswer> {
  // The time of cosignatures never goes back either, whatever this machine's clock does.
  const seconds = Math.max(Math.floor(nowMs() / 1000), state.latestSeconds ?? 0);
  const line = cosignLine(checkpoint.note.text, state.key, state.privateKey, seconds);
  await advance(state, joinNote(checkpoint.note.text, [logLine, line]));
  return answer(200, `${line}\n`);
}

const words: Record<
  Exclude<WitnessAlarmKind, "rewritten">,
  (held: number, shown: number) => { vi: string; en: string }
> = {
  rollback: (held, shown) => ({
    vi: `Sổ lưu giữ bị lùi về trạng thái cũ, hoặc có người gửi lại trạng thái cũ: nhân chứng đã thấy ${held} mục, nay nhận bản ${shown} mục do sổ ký.`,
    en: `rollback: this witness has seen ${held} entries and was now shown ${shown}, signed by the log: it was set back, or somebody repeats an old state.`,
  }),
  fork: (held, shown) =>
    held === shown
      ? {
          vi: `Sổ lưu giữ có hai lịch sử khác nhau: hai bản ${shown} mục do sổ ký không giống nhau. Có mục đã ký bị sửa hoặc bị thay.`,
          en: `fork: the log signed two different histories of ${shown} entries.`,
        }
      : {
          vi: `Sổ lưu giữ có hai lịch sử khác nhau, hoặc người gửi đưa bằng chứng sai: chưa chứng minh được bản ${shown} mục do sổ ký nối tiếp bản ${held} mục mà nhân chứng đã ký. Yêu cầu cơ quan giữ sổ chứng minh.`,
          en: `fork: the log of ${shown} entries was not shown to continue the ${held} entries that this witness co-signed: there are two histories, or who sent it gave a wrong proof. Ask the log for one.`,
        },
};

async function raise(state: WitnessState, asked: Asked, kind: keyof typeof words): Promise<WitnessAlarm | null> {
  const { checkpoint, proofText } = asked;
  const shown = joinNote(
    checkpoint.note.text,
    checkpoint.note.signatures.map((s) => s.line),
  );
  const said = words[kind](state.latest?.size ?? 0, checkpoint.size);
  return raiseAlarm(state, { kind, ...said, held: state.latestNote ?? "", shown, proof: proofText });
}
