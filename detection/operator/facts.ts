// Promises the `operator.*` facts: sites with a confirmed finding that rare traces tie to this page, with both places.
import type { OperatorLink } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing } from "../facts/fact.ts";
import type { Gather } from "../facts/page.ts";
import { isTraceKind, keyOf, traceKinds } from "./kinds.ts";
import { tracesOf } from "./traces-of.ts";

const names = ["confirmedGambling", "confirmedNames", "sharedKinds"] as const;
const mostLinks = 4;
const mostShared = 3;

/** A school or an agency whose site was broken into runs nothing: what it shares with others says nothing of them. */
const isPublic = (site: string) => /(?:^|\.)(?:gov|edu)\.vn$/.test(site);

export const operatorFacts: Gather = ({ page, context, knowledge }, site) => {
  const { operators, pictures } = context;
  if (operators === undefined)
    return names.map((name) => [`operator.${name}`, missing("dấu vết của trang chưa được so với các trang khác")]);
  const ties = operators.filter((o) => o.confirmed.includes("gambling") && !isPublic(o.site));
  const shown = ties.slice(0, mostLinks);
  const more = { brands: knowledge.brands, ...(pictures ? { pictures } : {}) };
  const places = new Map(
    shown.length > 0 ? tracesOf(page, more).map((t): [string, Anchor] => [keyOf(t), t.anchor]) : [],
  );
  const anchors = shown.flatMap((link) => [
    ...link.shared.slice(0, mostShared).map((t) => places.get(t.key) ?? site.anchor),
    besideOperator(site.host, link),
  ]);
  const kinds = new Set(
    shown.flatMap((l) => l.shared.map((t) => (isTraceKind(t.kind) ? traceKinds[t.kind].name : t.kind))),
  );
  return [
    ["operator.confirmedGambling", known(ties.length, anchors)],
    ["operator.confirmedNames", known(shown.map((l) => l.site).join(", "), anchors)],
    ["operator.sharedKinds", known([...kinds].join(", "), anchors)],
  ];
};

const besideOperator = (host: string, { site, say }: OperatorLink): Anchor => ({
  kind: "difference",
  between: [host, site],
  what: say,
});
