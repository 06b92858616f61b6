// Promises which marks of a page are traces of its operator, where they stand, and which are everybody's.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { selfTestCertificate } from "#crawler/browser/self-test-certificate.ts";
import type { PictureReading } from "#core/nouns/observation.ts";
import { BrandCard, indexBrands } from "#detection/brand/card.ts";
import { certificateMarks } from "#detection/operator/certificate.ts";
import { keyOf, showTrace } from "#detection/operator/kinds.ts";
import { tracesOf } from "#detection/operator/traces-of.ts";
import { site } from "../sample-pages.ts";

const shell = (body: string, head = "") =>
  `<!doctype html><html lang="vi"><head><title>Trang mẫu</title>${head}</head><body>${body}</body></html>`;
const valuesOf = (html: string, more = {}, url = "https://mau.example/") =>
  tracesOf(site(url, html), more).map((t) => `${t.kind} ${t.value}`);

test("ids, contacts, accounts, affiliate codes and script hosts are found, each anchored on what stands in the source", () => {
  const html = shell(
    `<p>Liên hệ 0907 654 321 hoặc t.me/nhomriengcuatoi. STK Vietcombank: 0071 0045 67890.</p>
     <a href="https://nhacai.example/dang-ky?aff=vg77k2">Vào đây</a> <a href="https://khac.example/r/kd88x1">Mở</a>`,
    `<script>gtag('config', 'G-AB12CD34EF');</script><script src="https://quay.may-rieng.example/a.js"></script>`,
  );
  const page = site("https://mau.example/", html);
  const traces = tracesOf(page);
  expect(traces.map((t) => `${t.kind} ${t.value}`)).toEqual(
    expect.arrayContaining([
      "google-analytics G-AB12CD34EF",
      "phone +84907654321",
      "telegram t.me/nhomriengcuatoi",
      "bank-account 0071004567890",
      "affiliate-code aff=vg77k2",
      "affiliate-code khac.example/kd88x1",
      "script-host quay.may-rieng.example",
    ]),
  );
  for (const { anchor } of traces)
    if (anchor.kind === "text" && anchor.field === "html")
      expect(page.html.slice(anchor.start, anchor.end)).toBe(anchor.raw);
    else expect(anchor.kind).toBe("text");
});

test("a payee's code is the same on every mirror; what only names a place on the page is no code", () => {
  const link = (href: string) => shell(`<a href="${href}">x</a>`);
  expect(valuesOf(link("https://a1.example/?aff=vg77k2"))).toEqual(valuesOf(link("https://b2.example/x?aff=vg77k2")));
  for (const href of ["?ref=homepage", "?ref=footer2026", "?ref=v1.2.3", "?aff=12345678", "?pid=77"])
    expect(valuesOf(link(`https://a1.example/${href}`)), href).toEqual([]);
  expect(valuesOf(link("https://shopee.vn/x?aff=vg77k2"))).toEqual([]);
});

test("placeholders, service numbers, shared hosts and a brand's own marks are no traces", () => {
  const brands = indexBrands([
    BrandCard.parse({ brand: "Ngân hàng Mẫu", domains: ["nganhangmau.vn"], phones: ["02438383838"] }),
  ]);
  const html = shell(
    `<p>Gọi 1900 5454 89 hoặc 024 3838 3838, email hotro@nganhangmau.vn, name@gmail.com. Zalo 0912345678</p>`,
    `<script>gtag('config', 'G-XXXXXXXXXX'); ga('create', 'UA-12345678-1')</script>
     <script src="https://cdn.jsdelivr.net/npm/x.js"></script><script src="//www.googletagmanager.com/gtag/js"></script>
     <script src="https://tinh.mau.example/own.js"></script>`,
  );
  expect(valuesOf(html, { brands })).toEqual([]);
});

test("contacts inside a story are those of whom it tells; the site's own stand outside", () => {
  const story = Array.from(
    { length: 12 },
    (_, i) =>
      `<p>Đoạn ${i} của bài cảnh báo về kẻ gian dùng số 0987 111 222 để gọi điện cho người dân trong huyện.</p>`,
  );
  const html = shell(
    `<article class="article-content"><h1>Cảnh báo</h1>${story.join("")}</article><footer>Tòa soạn: 0977 333 444</footer>`,
    `<meta property="og:type" content="article">`,
  );
  expect(valuesOf(html).filter((v) => v.startsWith("phone"))).toEqual(["phone +84977333444"]);
});

test("an icon counts by its look where that says enough, else by its bytes, and never where a brand card has it", () => {
  const icon = (quality: number): PictureReading => ({
    image: "https://mau.example/favicon.ico",
    role: "favicon",
    sha256: "a".repeat(64),
    width: 32,
    height: 32,
    place: null,
    inFooter: false,
    ocr: { state: "not-tried", why: "" },
    codes: [],
    hash: { pdq: "0f".repeat(32), quality },
    seenBefore: [],
  });
  const html = shell("<p>Chào bà con trong xã, hôm nay chợ phiên họp từ sáng sớm.</p>");
  expect(valuesOf(html, { pictures: [icon(90)] })).toEqual([`favicon pdq:${"0f".repeat(32)}`]);
  expect(valuesOf(html, { pictures: [icon(10)] })).toEqual([`favicon sha256:${"a".repeat(64)}`]);
  const card = BrandCard.parse({ brand: "Mẫu", domains: ["m.vn"], favicons: [{ pdq: "0f".repeat(32) }] });
  expect(valuesOf(html, { pictures: [icon(90)], brands: indexBrands([card]) })).toEqual([]);
});

test("a certificate counts only for hosts that it names, and bytes that are none say nothing", () => {
  const der = selfTestCertificate.replace(/-----[^-]+-----|\s/g, "");
  const tls = { trusted: false, reason: "x", protocol: "TLSv1.3", chain: [der] };
  expect(certificateMarks(tls, "khac.example")).toEqual([]);
  expect(certificateMarks({ ...tls, chain: ["AAAA"] }, "mau.example")).toEqual([]);
  expect(certificateMarks(null, "mau.example")).toEqual([]);
  for (const [name, host, marks] of certificates)
    expect(
      certificateMarks({ ...tls, chain: [name] }, host).map((m) => m.split(":")[0]),
      host,
    ).toEqual(marks);
});

const derOf = (name: string) =>
  readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), "utf8").replace(/-----[^-]+-----|\s/g, "");
const certificates: [string, string, string[]][] = [
  [derOf("one-site"), "mau-mot.com", ["key"]],
  [derOf("two-sites"), "mau-hai.com", ["key", "names"]],
  [derOf("platform"), "mau.github.io", []],
  [derOf("crowd"), "s1-mau.com", []],
];

test("a page that is no content, or too small to have a template, leaves none", () => {
  const page = site("https://mau.example/", shell("<p>Chào bà con trong xã, xin gọi 0907 654 321 trước khi đến.</p>"));
  expect(tracesOf({ ...page, condition: "parked" })).toEqual([]);
  expect(tracesOf(page).map((t) => t.kind)).toEqual(["phone"]);
  const large = shell(Array.from({ length: 90 }, (_, i) => `<p>${i}</p>`).join(""));
  expect(valuesOf(large).filter((v) => v.startsWith("template"))).toHaveLength(1);
});

test("personal data shows its last three digits; the key tells kinds apart", () => {
  expect(showTrace({ kind: "phone", value: "+84907654321" })).toBe("•••321");
  expect(showTrace({ kind: "bank-account", value: "0071004567890" })).toBe("•••890");
  expect(showTrace({ kind: "zalo", value: "zalo.me/0907654321" })).toBe("zalo.me/•••321");
  expect(showTrace({ kind: "email", value: "nguyenvanmau@gmail.com" })).toBe("n•••@gmail.com");
  expect(showTrace({ kind: "google-tag", value: "GTM-AB12" })).toBe("GTM-AB12");
  expect(keyOf({ kind: "phone", value: "1" })).not.toBe(keyOf({ kind: "bank-account", value: "1" }));
});

test("a hostile source of unclosed script tags is read in linear time", () => {
  const time = (n: number) => {
    const page = { ...site("https://mau.example/", shell("<p>x</p>")), html: "<script src=".repeat(n) };
    const start = performance.now();
    tracesOf({ ...page, condition: "content" });
    return performance.now() - start;
  };
  time(10_000);
  // Sixteen times the length: quadratic time would take 256 times as long.
  expect(time(160_000)).toBeLessThan(64 * Math.max(time(10_000), 2));
});
