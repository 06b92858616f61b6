// Promises `findings`, `finding` and `decide`: the queue, one finding whole, a person's decision.
import { readUserName } from "../user-name.ts";
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { FindingId } from "#core/id.ts";
import { Category } from "#core/nouns/category.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import {
  decideFinding,
  type FindingRow,
  FindingStatus,
  selectDecisions,
  selectFinding,
  selectFindings,
} from "#core/records/finding.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { findingLine, printFindings, readStamps } from "../finding-line.ts";
import type { VerbContext } from "../main.ts";
import { note, plain, printJson, printLine, say } from "../terminal.ts";

export function addFindingVerbs(program: Command, context: VerbContext): void {
  program
    .command("findings")
    .description(say("hàng đợi phát hiện", "the queue of findings"))
    .option("--status <status>", FindingStatus.options.join(" | "))
    .option("--category <category>", Category.options.join(" | "))
    .option("--json")
    .action((options: { status?: string; category?: string; json?: boolean }) => listFindings(context, options));
  program
    .command("finding <id>")
    .description(say("một phát hiện, đầy đủ", "one finding whole"))
    .option("--json")
    .action((id: string, options: { json?: boolean }) => showFinding(context, id, options.json === true));
  program
    .command("decide <id> <verdict>")
    .description(say("quyết định: confirm | dismiss | reopen", "a decision: confirm | dismiss | reopen"))
    .requiredOption("--reason <text>", say("lý do", "the reason"))
    .option("--by <name>", say("người quyết định", "who decides"), readUserName())
    .option("--json")
    .action((id: string, verdict: string, options: { reason: string; by: string; json?: boolean }) =>
      decide(context, id, verdict, options),
    );
}

/** Reads a word of a closed list. Throws `input.invalid` naming field and choices. */
function readChoice<T extends string>(list: readonly T[], value: string | undefined, field: string): T | null {
  if (value === undefined) return null;
  const found = list.find((item) => item === value);
  if (!found)
    throw new AppError("input.invalid", { detail: `${field}: ${value}`, cure: `${field}: ${list.join(", ")}` });
  return found;
}

function readFindingId(raw: string): FindingId {
  const id = FindingId.safeParse(raw);
  if (!id.success)
    throw new AppError("input.invalid", {
      detail: `${raw} is not a finding's id`,
      cure: say("`findings` liệt kê các mã.", "`findings` shows the ids."),
    });
  return id.data;
}

async function listFindings(
  context: VerbContext,
  options: { status?: string; category?: string; json?: boolean },
): Promise<void> {
  const status = readChoice(FindingStatus.options, options.status, "--status");
  const category = readChoice(Category.options, options.category, "--category");
  const config = context.config();
  const database = await openDatabase(config, 2);
  try {
    const store = openEvidenceStore(config);
    let after: FindingId | null = null;
    do {
      const page: FindingRow[] = await selectFindings(database.pool, { status, category, after, limit: 200 });
      const stamps = await readStamps(database.pool, page);
      if (options.json) for (const f of page) printJson(findingLine(f, store, stamps));
      else printFindings(page, stamps);
      after = page.length === 200 ? page.at(-1)!.id : null;
    } while (after);
  } finally {
    await database.close();
  }
}

async function showFinding(context: VerbContext, raw: string, json: boolean): Promise<void> {
  const id = readFindingId(raw);
  const config = context.config();
  const database = await openDatabase(config, 2);
  try {
    const finding = await selectFinding(database.pool, id);
    const decisions = await selectDecisions(database.pool, id);
    const seal = await selectOptionalSeal(database.pool, finding.captureId);
    const stamps = await readStamps(database.pool, [finding]);
    const line = findingLine(finding, openEvidenceStore(config), stamps);
    const whole = {
      ...line,
      title: finding.title,
      captureId: finding.captureId,
      ledgerSeq: seal?.ledgerSeq ?? null,
      capture: seal?.summary ?? null,
      decisions: decisions.map((d) => ({
        at: d.at.toISOString(),
        actor: d.actor,
        verdict: d.verdict,
        reason: d.reason,
        note: d.note,
      })),
    };
    if (json) return printJson(whole);
    printFindings([finding], stamps);
    printLine(`${line.url}\n${line.package}\nsha256 ${line.sha256}`);
    for (const s of finding.signals) {
      printLine(`${s.weight >= 0 ? "+" : ""}${s.weight.toFixed(1)}  ${plain(s.say, 400)}  [${s.rule}]`);
      printLine(`      ${say("xóa dấu hiệu khi", "cleared by")}: ${plain(s.clearedBy, 300)}`);
      for (const a of s.anchors.slice(0, 5))
        if (a.kind === "text") printLine(`      ${a.field}[${a.start}..${a.end}] “${plain(a.raw, 100)}”`);
    }
    printLine(`=${finding.score.toFixed(1)}`);
    for (const d of decisions) printLine(`${d.at.toISOString()} ${d.actor}: ${d.verdict} — ${plain(d.reason)}`);
  } finally {
    await database.close();
  }
}

async function decide(
  context: VerbContext,
  raw: string,
  verdictText: string,
  options: { reason: string; by: string; json?: boolean },
): Promise<void> {
  const id = readFindingId(raw);
  const verdict = readChoice(["confirm", "dismiss", "reopen"] as const, verdictText, "verdict")!;
  const reason = options.reason.trim();
  if (!reason)
    throw new AppError("input.invalid", {
      detail: say("--reason trống", "--reason is empty"),
      cure: say("Nêu lý do bằng lời sẽ lưu trong hồ sơ.", "Say why, in words that stand in the file."),
    });
  const database = await openDatabase(context.config(), 2);
  try {
    const decision = await inTransaction(database.pool, (tx) =>
      decideFinding(tx, { findingId: id, actor: options.by, verdict, reason }),
    );
    if (options.json)
      printJson({
        id: decision.id,
        findingId: id,
        verdict,
        reason,
        actor: decision.actor,
        at: decision.at.toISOString(),
      });
    else note(say("Đã ghi quyết định.", "The decision is recorded."));
  } finally {
    await database.close();
  }
}
