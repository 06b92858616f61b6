// Promises `stamp`: what waits for a time stamp asks for it now, old tokens are renewed, and each outcome is one line.
import type { Command } from "commander";
import { AppError, toAppError } from "#core/errors.ts";
import type { TimeStampId } from "#core/id.ts";
import { selectOpenTimeStamps, selectTimeStamp, selectTokensOfRequest } from "#core/records/time-stamp.ts";
import { stampOnce } from "#workers/handlers/stamp.ts";
import { type House, openHouse } from "#workers/house.ts";
import { askMissingStamps, askRenewals } from "#workers/time-stamps.ts";
import type { VerbContext } from "../main.ts";
import { note, plain, printJson, printTable, say } from "../terminal.ts";

interface StampOptions {
  pending?: boolean;
  renew?: boolean;
  json?: boolean;
}

export function addStampVerb(program: Command, context: VerbContext): void {
  program
    .command("stamp")
    .description(say("xin dấu thời gian còn thiếu, gia hạn dấu cũ", "asks for missing time stamps, renews old ones"))
    .option("--pending", say("chỉ những bản chưa có dấu thời gian", "only what has none yet"))
    .option("--renew", say("chỉ gia hạn dấu sắp hết hiệu lực", "only those that end soon"))
    .option("--json")
    .action((options: StampOptions) => stamp(context, options));
}

async function stamp(context: VerbContext, options: StampOptions): Promise<void> {
  const house = await openHouse(context.config());
  try {
    if (!house.stamping)
      throw new AppError("config.invalid", {
        detail: "VONGGAC_TSA_URLS is not set",
        cure: say("Khai báo địa chỉ cơ quan cấp dấu thời gian.", "Name the time-stamp authorities there."),
      });
    const both = !options.pending && !options.renew;
    if (both || options.pending) await askMissingStamps(house);
    if (both || options.renew) await askRenewals(house);
    const lines = await stampAll(house, context, both ? null : options.renew === true);
    if (!options.json) printLines(lines);
    else for (const line of lines) printJson(line);
    if (lines.some((line) => line.state !== "granted")) context.exit(1);
    if (lines.length === 0) note(say("Không có gì phải xin dấu thời gian.", "Nothing waits for a time stamp."));
  } finally {
    await house.close();
  }
}

interface StampLine {
  captureId: string | null;
  checkpoint: number | null;
  renews: number | null;
  state: "queued" | "granted" | "refused";
  at: string | null;
  authorities: string[];
  error: string;
}

/** `renewals`: true for renewals alone, false for first stamps alone, null for both. */
async function stampAll(house: House, context: VerbContext, renewals: boolean | null): Promise<StampLine[]> {
  const lines: StampLine[] = [];
  let after: TimeStampId | null = null;
  for (;;) {
    const open: { id: TimeStampId }[] = await selectOpenTimeStamps(house.database.pool, after, 200);
    for (const { id } of open) {
      if (context.signal.aborted) return lines;
      const { renews } = await selectTimeStamp(house.database.pool, id);
      if (renewals === null || renewals === (renews !== null)) lines.push(await stampOne(house, context, id));
    }
    if (open.length < 200) return lines;
    after = open.at(-1)!.id;
  }
}

async function stampOne(house: House, context: VerbContext, id: TimeStampId): Promise<StampLine> {
  let trouble = "";
  try {
    await stampOnce(house, { timeStampId: id }, { signal: context.signal });
  } catch (thrown) {
    trouble = toAppError(thrown).message;
  }
  const row = await selectTimeStamp(house.database.pool, id);
  const tokens = await selectTokensOfRequest(house.database.pool, id);
  return {
    captureId: row.captureId,
    checkpoint: row.checkpointSize,
    renews: row.renews,
    state: row.state,
    at: tokens[0]?.genTime.toISOString() ?? null,
    authorities: tokens.map((t) => t.authority),
    error: trouble,
  };
}

function printLines(lines: StampLine[]): void {
  const head = [say("của", "of"), say("trạng thái", "state"), say("lúc", "at"), say("lý do", "reason")];
  printTable(
    head,
    lines.map((l) => [
      `${l.captureId ?? `ledger ${l.checkpoint}`}${l.renews === null ? "" : ` (${l.renews})`}`,
      l.state,
      l.at ?? "",
      plain(l.error, 200),
    ]),
  );
}
