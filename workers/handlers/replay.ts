// Promises that a sealed archive is shown again without network and compared with its capture: a result in any case.
import { inTransaction } from "#core/db/pool.ts";
import { now } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { selectOptionalSeal, type SealRow } from "#core/records/capture.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import {
  insertReplayCheck,
  type ReplayCheckRow,
  type ReplayVerdict,
  selectLatestReplayCheck,
} from "#core/records/replay-check.ts";
import { comparePictures, compareTexts } from "#crawler/second-look/compare-looks.ts";
import { replayArchive } from "#crawler/replay/replay-archive.ts";
import { openSealed, type SealedReader } from "#evidence/archive/sealed-reader.ts";
import { z } from "zod";
import { appendCustody } from "../custody.ts";
import type { House } from "../house.ts";
import type { JobData } from "../jobs.ts";
import { readRecordedAnswers } from "../replay-answers.ts";

const Ref = z.object({ record: z.string() }).nullable();
const Facts = z.object({
  finalUrl: z.string(),
  startedAt: z.string(),
  language: z.string(),
  browser: z.object({ userAgent: z.string() }),
  viewport: z.object({ width: z.number(), height: z.number(), deviceScaleFactor: z.number(), mobile: z.boolean() }),
  viewportPicture: Ref,
  text: Ref,
});

/** A clock, a carousel or a random number moves some pixels; above these shares the archive shows another page. */
const sameBelow = { picture: 0.002, text: 0.995 };
const similarBelow = { picture: 0.2, text: 0.8 };

export async function checkReplay(house: House, { captureId }: JobData<"replay">): Promise<void> {
  const { pool } = house.database;
  const seal = await selectOptionalSeal(pool, captureId);
  if (!seal || (await selectLatestReplayCheck(pool, captureId))) return;
  await enterCheck(house, seal, await compare(house, seal));
}

/** Given up: the desk then says why nothing was compared. */
export async function buryReplay(house: House, { captureId }: JobData<"replay">, error: Error): Promise<void> {
  const seal = await selectOptionalSeal(house.database.pool, captureId);
  if (seal) await enterCheck(house, seal, { ...nothingShown, note: error.message });
}

type Measured = Omit<ReplayCheckRow, "id" | "captureId" | "at">;

const nothingShown: Measured = {
  verdict: "failed",
  pictureDifference: null,
  textSimilarity: null,
  served: 0,
  unserved: 0,
  knocks: 0,
  note: "",
};

async function compare(house: House, seal: SealRow): Promise<Measured> {
  await refuseIfAbsent(house.database.pool, seal.captureId);
  const sealed = await openSealed(house.store, seal.storeKey);
  const facts = Facts.parse(sealed.manifest);
  const answers = await readRecordedAnswers(sealed);
  try {
    const shown = await replayArchive(
      {
        url: facts.finalUrl,
        answers,
        view: facts.viewport,
        userAgent: facts.browser.userAgent,
        acceptLanguage: facts.language,
        capturedAt: facts.startedAt,
      },
      house.config,
    );
    const [picture, text] = [await readPart(sealed, facts.viewportPicture), await readPart(sealed, facts.text)];
    const difference = picture && ((await comparePictures(picture, shown.picture)) ?? 1);
    const similarity = text && compareTexts(text.toString("utf8"), shown.text);
    return {
      verdict: shown.knocks > 0 ? "failed" : verdictOf(difference, similarity),
      pictureDifference: difference,
      textSimilarity: similarity,
      served: shown.served,
      unserved: shown.unservedCount,
      knocks: shown.knocks,
      note: shown.unserved.slice(0, 10).join("; "),
    };
  } catch (error) {
    const known = toAppError(error);
    if (known.code !== "replay.failed") throw known;
    return { ...nothingShown, note: known.message };
  }
}

async function readPart(sealed: SealedReader, ref: z.infer<typeof Ref>): Promise<Buffer | null> {
  return ref && (await sealed.read(ref.record)).payload;
}

export function verdictOf(difference: number | null, similarity: number | null): ReplayVerdict {
  const within = (limit: typeof sameBelow) =>
    (difference === null || difference < limit.picture) && (similarity === null || similarity > limit.text);
  if (difference === null && similarity === null) return "failed";
  return within(sameBelow) ? "same" : within(similarBelow) ? "similar" : "differs";
}

async function enterCheck(house: House, seal: SealRow, measured: Measured): Promise<void> {
  const at = now();
  await inTransaction(house.database.pool, async (tx) => {
    await insertReplayCheck(tx, { id: newId(), captureId: seal.captureId, at, ...measured });
    const { note: _, ...figures } = measured;
    await appendCustody(tx, {
      at: at.toISOString(),
      actor: "system",
      act: "replay.checked",
      subject: seal.captureId,
      sha256: seal.sha256.toString("hex"),
      detail: figures,
    });
  });
}
