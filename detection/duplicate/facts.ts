// Promises the `copy.*` facts: which press items a page carries, what it says of their source, and how soon after them it came.
import { showDay } from "#core/vietnam-time.ts";
import type { CopyMatch } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Gather } from "../facts/page.ts";
import { type Attribution, type CopyingPage, type Element, readAttribution, readCopyingPage } from "./attribution.ts";
import { besideSource } from "./beside.ts";
import { type CopyGroup, coveredShare, coverOf, groupCopies, isCopied, mergeRanges } from "./groups.ts";
import { proseOf } from "./prose.ts";
import { readPublishedAt } from "./published-at.ts";
import { wordingFacts } from "./wording.ts";

const names = [
  "pressContainmentShare",
  "pressPercent",
  "pressItems",
  "pressSources",
  "sourceNames",
  "namesAuthor",
  "namesSource",
  "namesTime",
  "linksSource",
  "attributed",
  "lagMinutes",
  "hoursAfterRemoval",
] as const;

export const copyFacts: Gather = ({ page, context, knowledge }) => {
  const { copies, compared } = context;
  const why =
    copies === undefined
      ? "trang chưa được so với kho văn bản đã lưu"
      : compared?.press === false
        ? "kho chưa có tin báo chí nào để so"
        : null;
  const wording = wordingFacts(page, context, knowledge.now);
  if (why !== null || copies === undefined)
    return [...names.map((name): [string, Fact] => [`copy.${name}`, missing(why!)]), ...wording];
  const press = copies.filter((copy) => copy.source === "press");
  const groups = groupCopies(press.filter(isCopied));
  const copying = readCopyingPage(page);
  const carried = groups.map((group) => ({ group, said: group.copies.map((c) => readAttribution(copying, c)) }));
  return [
    ...extentFacts(page, press, groups),
    ...dutyFacts(copying, carried),
    ["copy.lagMinutes", lagFact(page, groups)],
    ["copy.hoursAfterRemoval", removalFact(page, groups, new Date(context.seenAt ?? knowledge.now))],
    ...wording,
  ];
};

/** The copy that stands for its group: the most of the page, then the earliest known. */
const headOf = (group: CopyGroup) => group.copies[0]!;

const sayShared = (copy: CopyMatch) =>
  `Trùng ${copy.spans.length} đoạn với “${copy.title.slice(0, 120)}” (${copy.host}${copy.publishedAt ? `, ${showDay(copy.publishedAt)}` : ""})`;

function extentFacts(page: Page, press: CopyMatch[], groups: CopyGroup[]): [string, Fact][] {
  const share = coveredShare(proseOf(page), mergeRanges(press.flatMap((c) => coverOf(c.spans))));
  const shown = (groups.length > 0 ? groups.map(headOf) : press.slice(0, 3)).slice(0, 8);
  const anchors = shown.map((copy) => besideSource(page, copy, sayShared(copy)));
  const hosts = [...new Set(groups.flatMap((g) => g.copies.map((c) => c.host)))];
  return [
    ["copy.pressContainmentShare", known(share, anchors)],
    ["copy.pressPercent", known(Math.round(share * 100), anchors)],
    ["copy.pressItems", known(groups.length, anchors)],
    ["copy.pressSources", known(hosts.length, anchors)],
    ["copy.sourceNames", known(hosts.slice(0, 5).join(", "), anchors)],
  ];
}

interface Carried {
  group: CopyGroup;
  said: Attribution[];
}

const duties = [
  ["namesAuthor", "author"],
  ["namesSource", "source"],
  ["namesTime", "time"],
  ["linksSource", "link"],
] as const;

function dutyFacts({ page }: CopyingPage, carried: Carried[]): [string, Fact][] {
  if (carried.length === 0) {
    const none = missing("trang không chép tin báo chí nào trong kho");
    return [...duties.map(([name]): [string, Fact] => [`copy.${name}`, none]), ["copy.attributed", none]];
  }
  const searched: Anchor = { kind: "absence", searched: ["text", "links"] };
  const facts = duties.map(([name, part]): [string, Fact] => {
    const answers = carried.map(({ group, said }) => ({ group, answer: anyOf(said.map((s) => s[part])) }));
    const lacking = answers.filter((a) => a.answer === "absent");
    if (lacking.length > 0)
      return [
        `copy.${name}`,
        known(false, [
          searched,
          ...lacking.map((l) => besideSource(page, headOf(l.group), sayShared(headOf(l.group)))),
        ]),
      ];
    if (answers.some((a) => a.answer === null)) return [`copy.${name}`, missing("nguồn không cho biết điều này")];
    return [
      `copy.${name}`,
      known(
        true,
        answers.flatMap((a) => anchorsOf(a.answer)),
      ),
    ];
  });
  const isCredited = ({ said }: Carried) =>
    said.some((s) => anchorsOf(s.source).length > 0 || anchorsOf(s.link).length > 0);
  const anchors = carried.flatMap(({ said }) => said.flatMap((s) => [...anchorsOf(s.source), ...anchorsOf(s.link)]));
  const credited = carried.every(isCredited);
  return [...facts, ["copy.attributed", known(credited, credited ? anchors : [searched])]];
}

const anchorsOf = (element: Element) => (element !== null && element !== "absent" ? element.anchors : []);

/** One publisher of the item credited is enough; where one gives nothing to look for, its lack is not known. */
function anyOf(elements: Element[]): Element {
  const found = elements.find((e) => e !== null && e !== "absent");
  if (found) return found;
  return elements.includes(null) ? null : "absent";
}

/** Minutes from the source to this page: the least over the items, within one item to the earliest publisher. */
function lagFact(page: Page, groups: CopyGroup[]): Fact {
  if (groups.length === 0) return missing("trang không chép tin báo chí nào trong kho");
  const own = readPublishedAt(page);
  if ("missing" in own) return missing(own.missing);
  const lags = groups.flatMap((group) => {
    if (group.copies.some((c) => c.publishedAt === null)) return [];
    const timed = group.copies.map((copy) => ({ copy, sourceAt: new Date(copy.publishedAt!) }));
    const first = timed.toSorted((a, b) => a.sourceAt.getTime() - b.sourceAt.getTime())[0]!;
    return [{ ...first, minutes: Math.floor((own.at.getTime() - first.sourceAt.getTime()) / 60_000) }];
  });
  if (lags.length === 0) return missing("không rõ thời điểm đăng của nguồn đến phút");
  // A page that stands before its "source" did not take it from there.
  const least = lags.filter((l) => l.minutes >= 0).toSorted((a, b) => a.minutes - b.minutes)[0] ?? lags[0]!;
  const what = `Đăng sau nguồn ${least.minutes} phút: nguồn ${sayMinute(least.sourceAt)}, trang này ${sayMinute(own.at)}`;
  return known(least.minutes, [...own.anchors, besideSource(page, least.copy, what)]);
}

/** Hours (to a tenth) for which a copy stands after its source was found gone; only where every publisher of the item is known gone. */
function removalFact(page: Page, groups: CopyGroup[], at: Date): Fact {
  const gone = groups.filter((g) => g.copies.every((c) => c.removedAt !== null));
  if (gone.length === 0) return missing("không rõ bài ở nguồn đã bị gỡ hay chưa");
  const [longest] = gone
    .map((g) => ({ copy: headOf(g), since: Math.max(...g.copies.map((c) => Date.parse(c.removedAt!))) }))
    .toSorted((a, b) => a.since - b.since);
  const hours = Math.floor((at.getTime() - longest!.since) / 360_000) / 10;
  const what = `Bài ở nguồn được thấy đã gỡ lúc ${sayMinute(new Date(longest!.since))}; trang này vẫn còn ${hours} giờ sau`;
  return known(hours, [besideSource(page, longest!.copy, what)]);
}

/** "22/11/2026 08:15 (GMT+7)". */
const sayMinute = (at: Date) =>
  `${showDay(at)} ${new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)} (GMT+7)`;
