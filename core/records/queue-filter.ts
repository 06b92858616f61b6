// Promises each part of the queue's filter as one SQL condition, so that a statement holds only what is asked.
import { loadSql, type Query } from "../db/sql.ts";
import type { FindingId, PersonId } from "../id.ts";
import { categories, type Category } from "../nouns/category.ts";
import type { AgeBand, DeskState, QueueSort, Severity, TriageSettings } from "../nouns/triage.ts";
import { severityOf } from "../nouns/triage.ts";
import type { FindingStatus } from "./finding.ts";
import type { QueuePlace } from "./queue.ts";
import { ruleTsquery, writeTsquery } from "./queue-words.ts";

const sql = loadSql(
  import.meta.url,
  "afterGrave",
  "afterOldest",
  "afterNewest",
  "ofStatus",
  "ofIds",
  "notIds",
  "ofCategory",
  "notCategory",
  "ofVerdict",
  "ofHosts",
  "notHosts",
  "ofKinds",
  "raisedFrom",
  "raisedUntil",
  "raisedBetween",
  "raisedOutside",
  "ofWords",
  "notWords",
  "nothing",
  "present",
  "claimedBy",
  "notClaimedBy",
  "claimed",
  "unclaimed",
  "notClaimedByOther",
  "assignedTo",
  "notAssignedTo",
  "notAssignedToOther",
  "held",
  "notHeld",
  "escalated",
  "notEscalated",
  "inReview",
  "notInReview",
  "notInReviewOfOther",
  "inCase",
  "notInCase",
);

export interface QueueFilter {
  status: FindingStatus;
  category?: Category | undefined;
  notCategory?: readonly Category[] | undefined;
  verdict?: "flag" | "review" | undefined;
  notVerdict?: "flag" | "review" | undefined;
  hosts?: readonly string[] | undefined;
  notHosts?: readonly string[] | undefined;
  severity?: Severity | undefined;
  notSeverity?: Severity | undefined;
  age?: AgeBand | undefined;
  notAge?: AgeBand | undefined;
  state?: DeskState | undefined;
  notState?: DeskState | undefined;
  rule?: string | undefined;
  notRules?: readonly string[] | undefined;
  inCase?: "yes" | "no" | undefined;
  /** Hosts of one operator's sites, and of one that is left out. */
  operatorHosts?: readonly string[] | undefined;
  q?: string | undefined;
  /** Where a contact that `q` names was seen. */
  contactHosts?: readonly string[] | undefined;
  notQ?: string | undefined;
  ids?: readonly FindingId[] | undefined;
  notIds?: readonly FindingId[] | undefined;
  /** Only what this person may be given now: not another's claim, not put aside, not another's assignment, moved up only for a lead. */
  isFree?: boolean | undefined;
  sort?: QueueSort | undefined;
  /** The words asked for stand in few findings: those are found first and sorted then. The order is the same. */
  isRare?: boolean | undefined;
}

/** Whether the filter asks for words: how many fit is then known only by looking. */
export const asksWords = (f: Pick<QueueFilter, "q" | "rule">): boolean => Boolean(f.q || f.rule);

/** Who asks, when, and by which limits of the office. */
export interface Asker {
  personId: PersonId;
  login: string;
  isLead: boolean;
  at: Date;
  settings: TriageSettings;
}

export interface Condition {
  where: string;
  args: unknown[];
}

const of = (query: Query, ...args: unknown[]): Condition => ({
  where: query.text.slice(query.text.indexOf(" where ") + " where ".length),
  args,
});

const hoursBefore = (at: Date, hours: number) => new Date(at.getTime() - hours * 3_600_000);

function byAge(age: AgeBand, isNot: boolean, { at, settings }: Asker): Condition {
  const [green, amber] = [hoursBefore(at, settings.greenHours), hoursBefore(at, settings.amberHours)];
  if (age === "green") return of(isNot ? sql.raisedUntil : sql.raisedFrom, green);
  if (age === "red") return of(isNot ? sql.raisedFrom : sql.raisedUntil, amber);
  return isNot ? of(sql.raisedOutside, amber, green) : of(sql.raisedBetween, amber, green);
}

function bySeverity(severity: Severity, isNot: boolean, { settings }: Asker): Condition {
  const with_ = (verdict: "flag" | "review") =>
    categories.filter((category) => (severityOf({ category, verdict }, settings) === severity) !== isNot);
  return of(sql.ofKinds, with_("flag"), with_("review"));
}

function byState(state: DeskState, isNot: boolean, { personId, at }: Asker): Condition {
  switch (state) {
    case "mine":
      return of(isNot ? sql.notClaimedBy : sql.claimedBy, personId, at);
    case "unclaimed":
      return of(isNot ? sql.claimed : sql.unclaimed, at);
    case "assigned":
      return of(isNot ? sql.notAssignedTo : sql.assignedTo, personId);
    case "held":
      return of(isNot ? sql.notHeld : sql.held, at);
    case "escalated":
      return of(isNot ? sql.notEscalated : sql.escalated);
    case "second-review":
      return of(isNot ? sql.notInReview : sql.inReview);
  }
}

function byPlace(sort: QueueSort, after: QueuePlace): Condition {
  if (sort === "grave") return of(sql.afterGrave, after.verdict === "flag" ? 0 : 1, after.score, after.id);
  return of(sort === "oldest" ? sql.afterOldest : sql.afterNewest, after.id);
}

function byWords(f: QueueFilter): Condition[] {
  const words = f.q ? writeTsquery(f.q, f.contactHosts) : null;
  // Signs without any word are found nowhere, rather than everywhere.
  if (f.q && words === null) return [of(sql.nothing)];
  const others = f.notQ ? writeTsquery(f.notQ) : null;
  return [
    // Words of a page that is away are not found, either.
    ...(words === null ? [] : [of(sql.ofWords, words), of(sql.present)]),
    ...(others === null ? [] : [of(sql.notWords, others)]),
    ...(f.rule ? [of(sql.ofWords, ruleTsquery([f.rule]))] : []),
    ...(f.notRules?.length ? [of(sql.notWords, ruleTsquery(f.notRules))] : []),
  ];
}

function byHands(f: QueueFilter, asker: Asker): Condition[] {
  const free = f.isFree
    ? [
        of(sql.notClaimedByOther, asker.personId, asker.at),
        ...(f.state === "held" ? [] : [of(sql.notHeld, asker.at)]),
        ...(asker.isLead || f.state === "escalated" ? [] : [of(sql.notEscalated)]),
        of(sql.notAssignedToOther, asker.personId),
      ]
    : [];
  // Who may still be asked for a second look must not learn here what the first person decided.
  const blind = f.status === "new" || asker.isLead ? [] : [of(sql.notInReviewOfOther, asker.login)];
  return [
    ...(f.state ? [byState(f.state, false, asker)] : []),
    ...(f.notState ? [byState(f.notState, true, asker)] : []),
    ...(f.inCase ? [of(f.inCase === "yes" ? sql.inCase : sql.notInCase)] : []),
    ...free,
    ...blind,
  ];
}

/** Everything that a row must fulfil; without `after`, from the first row on. */
export function conditionsOf(f: QueueFilter, asker: Asker, after: QueuePlace | null = null): Condition[] {
  const verdict = f.verdict ?? (f.notVerdict && (f.notVerdict === "flag" ? "review" : "flag"));
  return [
    of(sql.ofStatus, f.status),
    ...(f.category ? [of(sql.ofCategory, f.category)] : []),
    ...(f.notCategory?.length ? [of(sql.notCategory, f.notCategory)] : []),
    ...(verdict ? [of(sql.ofVerdict, verdict)] : []),
    ...(f.hosts ? [of(sql.ofHosts, f.hosts)] : []),
    ...(f.notHosts?.length ? [of(sql.notHosts, f.notHosts)] : []),
    ...(f.operatorHosts ? [of(sql.ofHosts, f.operatorHosts)] : []),
    ...(f.severity ? [bySeverity(f.severity, false, asker)] : []),
    ...(f.notSeverity ? [bySeverity(f.notSeverity, true, asker)] : []),
    ...(f.age ? [byAge(f.age, false, asker)] : []),
    ...(f.notAge ? [byAge(f.notAge, true, asker)] : []),
    ...(f.ids ? [of(sql.ofIds, f.ids)] : []),
    ...(f.notIds?.length ? [of(sql.notIds, f.notIds)] : []),
    ...byWords(f),
    ...byHands(f, asker),
    ...(after ? [byPlace(f.sort ?? "grave", after)] : []),
  ];
}
