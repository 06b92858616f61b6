// Promises how many findings stand under each facet's values, counted at most once in some seconds for a filter, however many ask.
import type { Category } from "#core/nouns/category.ts";
import { AgeBand, DeskState, Severity, severityOf } from "#core/nouns/triage.ts";
import { type Asker, asksWords, type QueueFilter } from "#core/records/queue-filter.ts";
import { countKinds, countQueue, countValues, type KindCount } from "#core/records/queue.ts";
import type { Facets } from "../api/findings.ts";
import type { DeskContext } from "./desk-context.ts";
import { keepBriefly } from "./keep-briefly.ts";

/** Beyond this a number helps nobody to choose; the screen says "hơn …". */
const mostCounted = 10_000;
/** Words are counted by fetching each finding. */
const mostFound = 500;
/** Categories are counted through an index alone; rules are read out of the signals. */
const mostKinds = 500_000;
const mostRules = 2_000;
const facetsFreshMs = 15_000;
const totalFreshMs = 5000;

type Count = { count: number; capped: boolean };

async function countOne(ctx: DeskContext, f: QueueFilter, asker: Asker): Promise<Count> {
  const most = asksWords(f) ? mostFound : mostCounted;
  const count = await countQueue(ctx.pool, f, asker, most + 1);
  return { count: Math.min(count, most), capped: count > most };
}

async function countEach<V extends string>(
  ctx: DeskContext,
  asker: Asker,
  values: readonly V[],
  filterOf: (value: V) => QueueFilter,
): Promise<(Count & { value: V })[]> {
  const counted = await Promise.all(
    values.map(async (value) => ({ value, ...(await countOne(ctx, filterOf(value), asker)) })),
  );
  return counted.filter((c) => c.count > 0);
}

function sumKinds<V extends string>(kinds: readonly KindCount[], valueOf: (kind: KindCount) => V) {
  const sums = new Map<V, number>();
  for (const kind of kinds) sums.set(valueOf(kind), (sums.get(valueOf(kind)) ?? 0) + kind.count);
  const isCapped = kinds.reduce((sum, kind) => sum + kind.count, 0) >= mostKinds;
  return [...sums]
    .map(([value, count]) => ({ value, count, capped: isCapped }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

async function countFrequent(ctx: DeskContext, of: "host" | "rule", f: QueueFilter, asker: Asker) {
  const most = of === "host" ? mostCounted : mostRules;
  const all = await countQueue(ctx.pool, f, asker, most + 1);
  const rows = await countValues(ctx.pool, of, f, asker, most);
  return rows.map((row) => ({ ...row, capped: all > most }));
}

async function countAll(ctx: DeskContext, f: QueueFilter, asker: Asker): Promise<Facets> {
  const kindsOf = (without: Partial<QueueFilter>) => countKinds(ctx.pool, { ...f, ...without }, asker, mostKinds);
  const [byCategory, byVerdict, bySeverity, age, state, inCase, rule, host] = await Promise.all([
    kindsOf({ category: undefined, notCategory: undefined }),
    kindsOf({ verdict: undefined, notVerdict: undefined }),
    kindsOf({ severity: undefined, notSeverity: undefined }),
    countEach(ctx, asker, AgeBand.options, (value) => ({ ...f, age: value, notAge: undefined })),
    countEach(ctx, asker, DeskState.options, (value) => ({ ...f, state: value, notState: undefined })),
    countEach(ctx, asker, ["yes", "no"] as const, (value) => ({ ...f, inCase: value })),
    countFrequent(ctx, "rule", { ...f, rule: undefined, notRules: undefined }, asker),
    countFrequent(ctx, "host", { ...f, hosts: undefined, notHosts: undefined }, asker),
  ]);
  return {
    at: asker.at.toISOString(),
    category: sumKinds(byCategory, (kind): Category => kind.category),
    verdict: sumKinds(byVerdict, (kind) => kind.verdict),
    severity: sumKinds(bySeverity, (kind): Severity => severityOf(kind, asker.settings)),
    age,
    state,
    inCase,
    rule,
    host,
  };
}

/** The order changes no count. */
function questionOf(f: QueueFilter, asker: Asker): string {
  const { sort: _sort, isRare: _rare, ...counted } = f;
  return JSON.stringify([asker.personId, asker.isLead, counted]);
}

/** The filter with the way in which its rows are best found: words are counted first, and few of them sorted afterwards. */
export async function planFilter(ctx: DeskContext, f: QueueFilter, asker: Asker): Promise<QueueFilter> {
  return asksWords(f) ? { ...f, isRare: !(await countOne(ctx, f, asker)).capped } : f;
}

/** Counts that many screens ask for: by facet at most every fifteen seconds, in all at most every five, each for one person's filter. */
export function createCounter(ctx: DeskContext) {
  return {
    countFacets: keepBriefly(facetsFreshMs, questionOf, (f: QueueFilter, asker: Asker) => countAll(ctx, f, asker)),
    countTotal: keepBriefly(totalFreshMs, questionOf, (f: QueueFilter, asker: Asker) => countOne(ctx, f, asker)),
  };
}
