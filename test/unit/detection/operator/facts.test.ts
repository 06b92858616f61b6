// Promises that a tie to a confirmed gambling site supports and never decides, and that what was not compared is not denied.
import { expect, test } from "vitest";
import type { OperatorLink } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { keyOf } from "#detection/operator/kinds.ts";
import { gambling, site } from "../sample-pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T05:00:00Z") });
const payee = "ca-pub-7788990011223344";
const tie = (confirmed: string[], other = "nhacai.example"): OperatorLink => ({
  site: other,
  weight: 4,
  say: `Dấu hiệu cùng người vận hành với ${other}.`,
  shared: [{ kind: "adsense", key: keyOf({ kind: "adsense", value: payee }), sites: 2, weight: 4 }],
  confirmed,
});
const withAds = (page: Page) =>
  site(page.finalUrl, page.html.replace("</body>", `<script>client="${payee}"</script></body>`));
const judge = (page: Page, operators?: OperatorLink[]) =>
  detect(withAds(page), knowledge, { kind: "site", ...(operators ? { operators } : {}) });
const signalOf = (page: Page, operators?: OperatorLink[]) =>
  judge(page, operators).categories.gambling?.signals.find((s) => s.rule === "gam.same-operator");

test("a confirmed gambling site tied to a gambling page adds one term with the place of the id and the other site", () => {
  const signal = signalOf(gambling, [tie(["gambling"])])!;
  expect(signal.weight).toBe(1);
  const [id, beside] = signal.anchors;
  expect(id).toMatchObject({ kind: "text", field: "html", raw: payee });
  expect(beside).toMatchObject({ kind: "difference", between: ["lucky799.club", "nhacai.example"] });
});

test("without a person's decision, for other categories and through a broken-into public site it says nothing", () => {
  for (const link of [tie([]), tie(["imprint"]), tie(["hidden_gambling_links"]), tie(["gambling"], "xa.gov.vn")])
    expect(signalOf(gambling, [link]), link.site).toBeUndefined();
});

test("an innocent page tied to a confirmed gambling site is accused of nothing", () => {
  const tailor = site(
    "https://tiemmay.example/",
    `<html lang="vi"><head><title>Tiệm may Cô Thơ</title></head><body><p>Nhận may áo dài, sơ mi và đồng phục lớp, hẹn lấy sau bảy ngày.</p></body></html>`,
  );
  expect(judge(tailor, [tie(["gambling"]), tie(["gambling"], "hai.example")]).categories.gambling).toBeUndefined();
});

test("not compared is skipped, compared without a tie is answered", () => {
  const skipped = (operators?: OperatorLink[]) => judge(gambling, operators).skipped.map((s) => s.rule);
  expect(skipped()).toContain("gam.same-operator");
  expect(skipped([])).not.toContain("gam.same-operator");
});
