// Promises a Detection for a Page: every rule in force asked once, each signal with its anchors, each score a sum.
import type {
  CopyMatch,
  DenialMatch,
  Face,
  OperatorLink,
  PictureReading,
  SeenLicence,
} from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { RuleState } from "#core/nouns/rule.ts";
import type { Anchor, Detection, Signal } from "#core/nouns/signal.ts";
import type { TargetKind } from "#core/nouns/target.ts";
import { gatherFacts } from "./facts/gather.ts";
import type { Knowledge } from "./knowledge.ts";
import { evaluateRule, type Subject } from "./rules/evaluate.ts";
import { isInForceAt, type Pack, type Rule } from "./rules/grammar.ts";
import { anchorsOfQuotes, fillSentence } from "./rules/say.ts";
import { scoreCategory, weigh, type SourcedSignal } from "./score.ts";
import { readFields } from "./text/fields.ts";
import { longestFieldChars } from "./text/tokens.ts";

/** What is known besides the document. What is left out was not looked at: rules on it are skipped, never false. */
export interface DetectionContext {
  kind: TargetKind;
  /** Pictures of the page as read (OCR, codes, perceptual hashes). */
  pictures?: PictureReading[];
  /** The same address as other visitors saw it. */
  faces?: Face[];
  /** The name of the visitor whose page this is. */
  vantage?: string;
  /** Stored texts that say much the same. */
  copies?: CopyMatch[];
  /** Whether any stored text was there to compare with; nothing to compare with is not "no copy". */
  compared?: { press: boolean; other: boolean };
  /** Imported official denials whose claim the page repeats. */
  denials?: DenialMatch[];
  /** When this address was first seen with this text (RFC 3339). */
  seenAt?: string;
  /** Licence lines with one of this page's numbers, as earlier scans read them on other hosts. */
  seenLicences?: SeenLicence[];
  /** Sites of earlier scans that share rare traces with this page. */
  operators?: OperatorLink[];
  /** Labels in force on the host or its target ("registry.press"). */
  labels?: ReadonlySet<string>;
}

/** Anchors kept for one signal; the sentence names the count. */
const mostAnchors = 24;

/** Judges one page. Pure: same page and knowledge, same result. */
export function detect(page: Page, knowledge: Knowledge, context: DetectionContext): Detection {
  const detection: Detection = { categories: {}, skipped: [], shadow: [], knowledgeSha256: knowledge.sha256 };
  if (page.condition !== "content" && page.condition !== "empty") {
    const why = `trang không phải nội dung: ${page.condition}${page.conditionReason ? ` (${page.conditionReason})` : ""}`;
    detection.skipped = knowledge.packs.flatMap(({ pack }) =>
      pack.rules
        .filter((r) => r.state === "live" && isInForceAt(r, knowledge.now))
        .map((r) => ({ rule: r.id, missing: why })),
    );
    return detection;
  }
  if (page.text.length > longestFieldChars) detection.skipped.push({ rule: "*", missing: sayUnread(page.text.length) });
  const fields = readFields(page, knowledge.lexicon, context.pictures);
  const facts = gatherFacts({ page, fields, knowledge, context });
  const subject: Subject = { fields, facts, labels: context.labels };
  const judge = (state: RuleState, { pack, versions }: Knowledge["packs"][number], skipped: Detection["skipped"]) => {
    const rules = pack.rules.filter((r) => r.state === state && isInForceAt(r, knowledge.now));
    return judgeRules(rules, { pack, versions, subject, skipped });
  };
  for (const [category, packs] of Map.groupBy(knowledge.packs, (p) => p.pack.category)) {
    const found = packs.flatMap((p) => judge("live", p, detection.skipped));
    detection.shadow.push(...packs.flatMap((p) => judge("shadow", p, []).map((f) => f.signal)));
    // What only speaks against a suspicion that nothing raised is not worth showing, unless it says what the page is.
    if (found.some((f) => f.signal.weight > 0 || f.tellsOf))
      detection.categories[category] = scoreCategory(packs[0]!.pack, found);
  }
  return detection;
}

/** Not read is not clean: the rest of an overlong text is named. */
const sayUnread = (chars: number) =>
  `chỉ đọc ${longestFieldChars.toLocaleString("vi-VN")} ký tự đầu trong ${chars.toLocaleString("vi-VN")} ký tự của trang`;

interface Judging {
  pack: Pack;
  versions: Map<string, string>;
  subject: Subject;
  skipped: Detection["skipped"];
}

function judgeRules(rules: Rule[], { pack, versions, subject, skipped }: Judging): SourcedSignal[] {
  const found: SourcedSignal[] = [];
  for (const rule of rules) {
    const outcome = evaluateRule(rule, subject);
    if (outcome.truth === null) skipped.push({ rule: rule.id, missing: [...new Set(outcome.missing)].join("; ") });
    if (outcome.truth !== true) continue;
    const anchors = sameOnce(outcome.anchors);
    const weight = weigh(rule.weight, subject.facts);
    // A term of nought says nothing for or against.
    if (anchors.length === 0 || weight === null || weight === 0) continue;
    found.push({
      source: rule.source,
      ...(rule.tellsOf ? { tellsOf: true } : {}),
      signal: { ...writeSignal(rule, pack.category, versions.get(rule.id)!, anchors, outcome.terms, subject), weight },
    });
  }
  return found;
}

function writeSignal(
  rule: Rule,
  category: Signal["category"],
  version: string,
  anchors: Anchor[],
  terms: string[],
  { facts }: Subject,
): Omit<Signal, "weight"> {
  return {
    rule: rule.id,
    version,
    category,
    say: fillSentence(rule.say, terms, anchors.length, facts),
    clearedBy: rule.clearedBy,
    legalGrade: rule.legalGrade,
    cites: rule.cite,
    anchors: anchorsOfQuotes(anchors, terms).slice(0, mostAnchors),
  };
}

function sameOnce(anchors: Anchor[]): Anchor[] {
  const seen = new Set<string>();
  return anchors.filter((anchor) => {
    const key = JSON.stringify(anchor);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
