// Promises what the documents of a package say, and leave unsaid, of a sealed capture of our own making.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import type { DossierFacts } from "#evidence/dossier/dossier-facts.ts";
import { dossierPages } from "#evidence/dossier/make-dossier.ts";
import { stageCapture, type StagedCapture } from "#evidence/package/stage-capture.ts";
import { makeBundle } from "../../support/make-bundle.ts";

const id = "019ab000-1111-7222-8333-444455556666";
let folder: string;
let staged: StagedCapture;
let pages: Map<string, string>;

const signal = {
  rule: "gambling.offer",
  version: "0123456789ab",
  category: "gambling",
  say: "Trang mời nạp tiền <b>ngay</b>.",
  clearedBy: "Trang là bài báo.",
  weight: 2,
  legalGrade: false,
  cites: ["Nghị định mẫu, Điều 1"],
  anchors: [{ kind: "text", field: "text", start: 0, end: 8, raw: "nạp <i>\u202etiền" }],
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-dossier-"));
  const store = openLocalStore(path.join(folder, "store"));
  const made = makeBundle(path.join(folder, "bundle"), { captureId: id, title: "</title><script>alert(1)</script>" });
  const categories = { gambling: { verdict: "flag", score: 2, signals: [signal] } };
  const sealed = await sealBundle({
    ...made,
    detection: { categories, skipped: [], knowledgeSha256: "0".repeat(64) },
    keyring: await openKeyring(path.join(folder, "data")),
    ledgerHead: null,
    office: "Tổ thử nghiệm",
    to: { store, workDir: path.join(folder, "work") },
  });
  const seal = { ...sealed, captureId: id, storeKey: sealed.key!, sealedAt: sealed.created, ledgerSeq: 7 };
  staged = await stageCapture(store, seal, path.join(folder, "stage"));
  const facts: DossierFacts = {
    packageId: "019ab000-2222-7222-8333-444455556666",
    created: "2026-11-21T00:00:00Z",
    office: "Tổ thử nghiệm",
    madeBy: "lan",
    purpose: "Phục vụ xác minh",
    software: "vonggac 0.1.0",
    keyFingerprint: sealed.keyFingerprint,
    officeCertificate: null,
    verifier: { htmlSha256: "a".repeat(64), mjsSha256: "b".repeat(64) },
    checkpoint: null,
    captures: [{ ...staged.dossier, custody: [] }],
  };
  pages = new Map((await dossierPages(facts)).map((page) => [page.name, page.page.replace(/\s+/g, " ")]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a capture without a token says so in the record and in the annex", () => {
  for (const name of ["bien-ban-ghi-nhan", "phu-luc-chung-cu"])
    expect(pages.get(name), name).toContain("Chưa có dấu thời gian");
});

test("nobody is said to have violated anything; signs are the machine's proposals", () => {
  for (const name of ["bien-ban-ghi-nhan", "phu-luc-chung-cu", "bien-ban-giao-nhan"])
    expect(pages.get(name)!.toLowerCase().replaceAll("dấu hiệu vi phạm", ""), name).not.toContain("vi phạm");
  expect(pages.get("bien-ban-ghi-nhan")).toContain("không phải là kết luận");
});

test("text of the page is shown as text: no markup, no hidden sign, in any document", () => {
  for (const [name, page] of pages) {
    expect(page, name).not.toMatch(/<script|<b>ngay|nạp <i>|\u202e/);
    expect(page, name).toContain("default-src &#39;none&#39;");
  }
  expect(pages.get("phu-luc-chung-cu")).toContain("“nạp &lt;i&gt;\uFFFDtiền”");
});

test("every exhibit stands in the annex with its hash, and what was not captured with its reason", () => {
  const annex = pages.get("phu-luc-chung-cu")!;
  for (const exhibit of staged.dossier.exhibits) {
    expect(annex).toContain(exhibit.path);
    expect(annex).toContain(exhibit.sha256);
  }
  for (const { what } of staged.dossier.facts.notCaptured) expect(annex).toContain(what);
  expect(staged.dossier.exhibits.length).toBeGreaterThanOrEqual(7);
});

test("numbers, names and signatures are left to people", () => {
  expect(pages.get("bien-ban-ghi-nhan")).toMatch(/Số: <span class="dots"[^>]*><\/span> ?\/BB-/);
  expect(pages.get("bien-ban-ghi-nhan")).toContain("Người chứng kiến");
  expect(pages.get("bien-ban-giao-nhan")).toContain("Đại diện bên nhận");
});

test("the guide says that a verifier out of the package alone proves nothing against a forger", () => {
  const guide = pages.get("huong-dan-kiem-tra")!;
  expect(guide).toContain("không chứng minh được gì đối với người làm giả gói");
  for (const command of ["sha256sum -c", "openssl ts -verify", "openssl cms -verify", "unzip -t"])
    expect(guide).toContain(command);
});
