// Promises links by rare traces only, each explained; groups made of links; the same answer in any order.
import { expect, test } from "vitest";
import { keyOf, type TraceKind } from "#detection/operator/kinds.ts";
import {
  groupSites,
  leastWeight,
  type Link,
  linkSites,
  mostSites,
  mostWeight,
  rarityOf,
  type SiteTrace,
  toSiteTrace,
} from "#detection/operator/link-sites.ts";

const anchor = { kind: "absence" as const, searched: [] };
const trace = (site: string, kind: TraceKind, value: string): SiteTrace =>
  toSiteTrace({ kind, value, anchor }, `https://${site}/`);
const web = (...rows: [string, TraceKind, string][]) => {
  const sites = new Map<string, SiteTrace[]>();
  for (const [site, kind, value] of rows) sites.set(site, [...(sites.get(site) ?? []), trace(site, kind, value)]);
  return sites;
};
const pairs = (links: Link[]) => links.map((l) => l.between.join(" "));

test("a payee's account on two sites ties them, and the sentence names the trace, both places and how rare it is", () => {
  const [link, ...rest] = linkSites(
    web(["a.example", "adsense", "ca-pub-7788990011223"], ["b.example", "adsense", "ca-pub-7788990011223"]),
  );
  expect(rest).toEqual([]);
  expect(link).toMatchObject({ between: ["a.example", "b.example"], weight: 4 });
  expect(link!.say).toBe(
    "Dấu hiệu a.example và b.example do cùng một người vận hành: cùng tài khoản AdSense ca-pub-7788990011223 (tại https://a.example/ và https://b.example/; 2 trang đã biết có dấu vết này).",
  );
});

test("two customers of one agency share its tag and are not tied, be the tag on two known sites or on many", () => {
  const agency = (count: number) =>
    web(
      ...Array.from({ length: count }, (_, i): [string, TraceKind, string] => [
        `khach${i}.example`,
        "google-tag",
        "GTM-DAILY9",
      ]),
    );
  for (const count of [2, 5, 40]) expect(linkSites(agency(count)), String(count)).toEqual([]);
  const several = web(
    ["a.example", "google-tag", "GTM-DAILY9"],
    ["a.example", "google-analytics", "G-DAILY98765"],
    ["b.example", "google-tag", "GTM-DAILY9"],
    ["b.example", "google-analytics", "G-DAILY98765"],
  );
  expect(linkSites(several)).toEqual([]);
});

test("the more sites have a trace, the less it weighs, down to nothing", () => {
  const weights = Array.from({ length: mostSites + 2 }, (_, i) => rarityOf(i, 10_000));
  expect(weights[0]).toBe(0);
  expect(weights[1]).toBe(0);
  expect(weights[2]).toBe(1);
  for (let n = 3; n <= mostSites; n++) expect(weights[n]!).toBeLessThan(weights[n - 1]!);
  expect(weights[mostSites + 1]).toBe(0);
  // Rarer in a larger world.
  expect(rarityOf(10, 100_000)).toBeGreaterThan(rarityOf(10, 100));
});

test("a ring of ten sites with three marks in common is one group", () => {
  const ring = Array.from({ length: 10 }, (_, i) => `so${i}.example`);
  const rows = ring.flatMap((s): [string, TraceKind, string][] => [
    [s, "adsense", "ca-pub-7788990011223"],
    [s, "telegram", "t.me/hotrokhach"],
    [s, "phone", "+84907654321"],
  ]);
  expect(groupSites(linkSites(web(...rows))).map((g) => g.sites)).toEqual([ring]);
});

test("contacts of one kind and looks alone tie nothing; contacts of two kinds do", () => {
  const phones: [string, TraceKind, string][] = ["a.example", "b.example"].flatMap((s) =>
    ["+84907654321", "+84907654322", "+84907654323"].map((v): [string, TraceKind, string] => [s, "phone", v]),
  );
  expect(linkSites(web(...phones))).toEqual([]);
  const looks = web(
    ["a.example", "template", "tags:1"],
    ["b.example", "template", "tags:1"],
    ["a.example", "favicon", "pdq:2"],
    ["b.example", "favicon", "pdq:2"],
  );
  expect(linkSites(looks)).toEqual([]);
  const two = linkSites(
    web(...phones, ["a.example", "bank-account", "0071004567890"], ["b.example", "bank-account", "0071004567890"]),
  );
  expect(pairs(two)).toEqual(["a.example b.example"]);
  expect(two[0]!.say).toContain("•••321");
  for (const full of ["907654321", "90765432", "0071004567890", "07100456"]) expect(two[0]!.say).not.toContain(full);
});

test("the weight is the sum of its terms, further marks of a family count half, and the sum has an end", () => {
  const kinds: [TraceKind, string][] = [
    ["adsense", "ca-pub-7788990011223"],
    ["chat-widget", "tawk.to/abc"],
    ["wallet", "TAbc"],
    ["bank-account", "0071004567890"],
  ];
  const sites = web(
    ...["a.example", "b.example"].flatMap((s) => kinds.map(([k, v]): [string, TraceKind, string] => [s, k, v])),
  );
  expect(linkSites(sites)[0]!.weight).toBe(mostWeight);
  const [link] = linkSites(
    web(
      ...["a.example", "b.example"].flatMap((s): [string, TraceKind, string][] => [
        [s, "adsense", "ca-pub-1"],
        [s, "google-analytics", "G-1"],
        [s, "facebook-pixel", "99"],
      ]),
    ),
  );
  expect(link!.shared.map((t) => t.weight)).toEqual([4, 2, 1]);
  expect(link!.weight).toBe(7);
});

test("what stands on a copied brand's own site ties no clones to one another or to the brand", () => {
  const cloned = web(
    ...["nganhang.example", "clone1.example", "clone2.example"].map((s): [string, TraceKind, string] => [
      s,
      "chat-widget",
      "tawk.to/1",
    ]),
  );
  expect(linkSites(cloned, { least: 1 })).toHaveLength(3);
  expect(linkSites(cloned, { least: 1, isCopied: (s) => s === "nganhang.example" })).toEqual([]);
});

test("customers of one platform are not tied by what the platform puts on their pages", () => {
  const on = (a: string, b: string) => linkSites(web([a, "chat-widget", "tawk.to/1"], [b, "chat-widget", "tawk.to/1"]));
  expect(on("mot.blogspot.com", "hai.blogspot.com")).toEqual([]);
  expect(on("mot.blogspot.com", "hai.example")).toHaveLength(1);
});

test("links make groups, and neither order of sites nor of traces changes anything", () => {
  const rows: [string, TraceKind, string][] = [
    ["c.example", "adsense", "ca-pub-2"],
    ["b.example", "adsense", "ca-pub-2"],
    ["b.example", "wallet", "w1"],
    ["a.example", "wallet", "w1"],
    ["b.example", "chat-widget", "x"],
    ["a.example", "chat-widget", "x"],
    ["y.example", "adsense", "ca-pub-3"],
    ["x.example", "adsense", "ca-pub-3"],
    ["alone.example", "adsense", "ca-pub-4"],
    ["x.example", "google-tag", "GTM-ALONE"],
  ];
  const links = linkSites(web(...rows));
  expect(groupSites(links).map((g) => g.sites)).toEqual([
    ["a.example", "b.example", "c.example"],
    ["x.example", "y.example"],
  ]);
  expect(links.every((l) => l.weight >= leastWeight)).toBe(true);
  expect(linkSites(web(...rows.toReversed()))).toEqual(links);
  expect(groupSites(links.toReversed()).map((g) => g.sites)).toEqual(groupSites(links).map((g) => g.sites));
  expect(links[0]!.shared.map((t) => t.key)).toContain(keyOf({ kind: "wallet", value: "w1" }));
});
