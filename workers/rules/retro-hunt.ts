// Promises what rules would have said of everything that is stored: the same answer, bit for bit, however often it is asked.
import { createHash } from "node:crypto";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { inTransaction } from "#core/db/pool.ts";
import { recordEvent } from "#core/records/event.ts";
import { type HostLabelRow, selectHostLabels } from "#core/records/host-label.ts";
import { insertBacktest } from "#core/records/rule.ts";
import { canonicalJson, type Knowledge } from "#detection/knowledge.ts";
import { askRules, type RuleAnswer } from "#detection/rules/ask-rules.ts";
import type { Rule } from "#detection/rules/grammar.ts";
import { labelsAmong } from "./labels.ts";
import { type Archive, readStoredPages, type StoredPage } from "./stored-pages.ts";

export interface Hunt {
  knowledge: Knowledge;
  /** Rules of that knowledge, in any state. */
  ruleIds: readonly string[];
  /** Only pages seen before then; now by default. Name it to run the same hunt again. */
  before?: Date;
  /** One canonical JSON text a page. */
  onLine?: (line: string) => void | Promise<void>;
  onProgress?: (pages: number) => void;
  signal?: AbortSignal;
}

export interface HuntedRule {
  rule: string;
  version: string;
  fired: number;
  notFired: number;
  skipped: number;
}

export interface HuntResult {
  pages: number;
  visits: number;
  captures: number;
  before: Date;
  rules: HuntedRule[];
  /** Over what each page was, in order. */
  inputsSha256: string;
  /** Over all lines, in order, each ended by a line feed. */
  resultSha256: string;
  knowledgeSha256: string;
}

/** Streams: memory does not grow with the number of pages. Throws AppError `not-found` for an unknown rule, `stopped`. */
export async function retroHunt(archive: Archive, hunt: Hunt): Promise<HuntResult> {
  const rules = hunt.ruleIds.map((id) => findIn(hunt.knowledge, id));
  const before = hunt.before ?? now();
  const labels = await readLabels(archive);
  const [inputs, results] = [createHash("sha256"), createHash("sha256")];
  const counts = rules.map(({ rule, version }) => ({ rule: rule.id, version, fired: 0, notFired: 0, skipped: 0 }));
  let [visits, captures] = [0, 0];
  for await (const stored of readStoredPages(archive, before)) {
    if (hunt.signal?.aborted) throw new AppError("stopped", { detail: `after ${visits + captures} pages` });
    const answers = answer(rules, stored, hunt.knowledge, labels);
    for (const [i, one] of answers.entries()) {
      if (one.answer === "fired") counts[i]!.fired += 1;
      else if (one.answer === "not") counts[i]!.notFired += 1;
      else counts[i]!.skipped += 1;
    }
    inputs.update(`${stored.from} ${stored.id} ${stored.sha256}\n`);
    const line = writeLine(stored, answers);
    results.update(`${line}\n`);
    await hunt.onLine?.(line);
    if (stored.from === "visit") visits += 1;
    else captures += 1;
    hunt.onProgress?.(visits + captures);
  }
  return {
    pages: visits + captures,
    visits,
    captures,
    before,
    rules: counts,
    inputsSha256: inputs.digest("hex"),
    resultSha256: results.digest("hex"),
    knowledgeSha256: hunt.knowledge.sha256,
  };
}

/** Enters the hunt as the backtest of each of its rules: what a promotion asks for. Throws AppError `conflict` without a page. */
export async function enterBacktest(archive: Pick<Archive, "pool">, found: HuntResult, actor: string): Promise<void> {
  if (found.pages === 0)
    throw new AppError("conflict", { detail: "no page is stored yet: there is nothing to test on" });
  const hash = (hex: string) => Buffer.from(hex, "hex");
  const corpus = `${found.visits} visits and ${found.captures} captures before ${found.before.toISOString()}`;
  await inTransaction(archive.pool, async (tx) => {
    for (const { rule, version, fired, notFired, skipped } of found.rules) {
      await insertBacktest(tx, {
        rule,
        version,
        corpus,
        inputsSha256: hash(found.inputsSha256),
        resultSha256: hash(found.resultSha256),
        knowledgeSha256: hash(found.knowledgeSha256),
        pages: found.pages,
        fired,
        notFired,
        skipped,
        actor,
      });
      await recordEvent(tx, actor, "rule.backtested", rule, { version, pages: found.pages, fired, skipped });
    }
  });
}

function findIn({ packs }: Knowledge, id: string): { rule: Rule; version: string } {
  for (const { pack, versions } of packs) {
    const rule = pack.rules.find((r) => r.id === id);
    if (rule) return { rule, version: versions.get(id)! };
  }
  throw new AppError("not-found", { detail: `no rule ${id}`, cure: "`vonggac rule list` names all rules." });
}

async function readLabels({ pool }: Archive): Promise<HostLabelRow[]> {
  const all: HostLabelRow[] = [];
  for (;;) {
    const batch = await selectHostLabels(pool, null, all.at(-1)?.id ?? null);
    all.push(...batch);
    if (batch.length < 1000) return all;
  }
}

/** As it was seen then: licences, dates of rules and labels by that day. What only a visitor knows (pictures, faces) is not stored. */
function answer(
  rules: { rule: Rule }[],
  { page, seenAt, vantage, kind, why }: StoredPage,
  knowledge: Knowledge,
  labels: HostLabelRow[],
): RuleAnswer[] {
  if (!page) return rules.map(({ rule }) => ({ rule: rule.id, answer: "skipped", anchors: [], missing: [why] }));
  const host = URL.parse(page.finalUrl)?.hostname ?? "";
  const context = { kind, vantage, labels: labelsAmong(labels, host, seenAt) };
  return askRules(
    rules.map((r) => r.rule),
    page,
    { ...knowledge, now: seenAt },
    context,
  );
}

const writeLine = ({ from, id, sha256, seenAt, page }: StoredPage, answers: RuleAnswer[]): string =>
  canonicalJson({ from, id, sha256, seenAt: seenAt.toISOString(), url: page?.finalUrl ?? "", answers });
