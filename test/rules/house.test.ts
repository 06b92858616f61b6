// Promises the house's other rules: settings described once, one handler a job, text in NFC, nothing of national security.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readConfig, secretSettings, settings } from "#core/config.ts";
import { writeEnvExample } from "#core/env-example.ts";
import { errorCodes } from "#core/errors.ts";
import { categories, categoryLabels } from "#core/nouns/category.ts";
import { handlers } from "#workers/handlers/index.ts";
import { jobNames, jobs } from "#workers/jobs.ts";
import { listProjectFiles } from "../support/project-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = listProjectFiles();
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

test(".env.example is what the settings say of themselves", () => {
  expect(read(".env.example")).toBe(writeEnvExample());
});

test("every setting has a sentence that says what it is for", () => {
  const silent = Object.entries(settings.shape).filter(([, schema]) => !schema.description);
  expect(silent.map(([name]) => name)).toEqual([]);
});

test("all mistakes of the configuration are reported at once, by name and without their values", () => {
  const secret = "not-a-url-with-s3cret";
  const wrong = { VONGGAC_PORT: "many", VONGGAC_PROXY: secret, VONGGAC_MAX_PAGES: "0" };
  expect(() => readConfig(wrong)).toThrowError(
    /VONGGAC_PORT[\s\S]*VONGGAC_MAX_PAGES|VONGGAC_MAX_PAGES[\s\S]*VONGGAC_PORT/,
  );
  try {
    readConfig(wrong);
  } catch (error) {
    expect(String(error)).toContain("VONGGAC_PROXY");
    expect(String(error)).not.toContain(secret);
  }
  expect(secretSettings.every((name) => name in settings.shape)).toBe(true);
});

test("every job has exactly one handler and one way to be given up", () => {
  expect(Object.keys(handlers).toSorted()).toEqual(jobNames.toSorted());
  for (const name of jobNames) expect(Object.keys(handlers[name]).toSorted()).toEqual(["bury", "handle"]);
});

test("job payloads are ids only, and their keys hold no colon", () => {
  const id = "019a0000-0000-7000-8000-000000000000";
  for (const name of jobNames) {
    const fields = Object.keys(jobs[name].data.shape);
    expect(
      fields.every((f) => f.endsWith("Id")),
      name,
    ).toBe(true);
    const data = Object.fromEntries(fields.map((f) => [f, id]));
    expect((jobs[name].key as (d: unknown) => string)(data)).not.toContain(":");
  }
});

test("every error code says its HTTP status, whether it is tried again, and how loud it is", () => {
  for (const [code, meaning] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z-]+(\.[a-z-]+)?$/);
    expect(meaning.http).toBeGreaterThanOrEqual(400);
  }
});

test("all text of the project is Unicode NFC", () => {
  const texts = files.filter(
    (f) => /\.(ts|tsx|mjs|json|md|css|html|csv|sql|yml|yaml)$/.test(f) && f !== "package-lock.json",
  );
  expect(texts.filter((f) => read(f) !== read(f).normalize("NFC"))).toEqual([]);
});

test("the desk names every category as sealed documents do", () => {
  const words = read("admin/web/i18n/vi.ts");
  for (const [category, label] of Object.entries(categoryLabels)) expect(words).toContain(`${category}: "${label}",`);
});

test("no category, pack or bank is about national security or political opinion", () => {
  expect(categories).toEqual([
    "gambling",
    "hidden_gambling_links",
    "unlicensed_news",
    "imprint",
    "source_duties",
    "domain_duties",
    "impersonation",
    "false_information",
    "illegal_fundraising",
    "personal_data",
  ]);
  const knowledge = files.filter((f) => f.startsWith("detection/rules/") && f.endsWith(".json"));
  expect(knowledge.length).toBeGreaterThan(5);
  const forbidden =
    /chống phá|phản động|nhà nước ta|an ninh quốc gia|lật đổ|chế độ|biểu tình|dân chủ|nhân quyền|điều 117|điều 331|\bSEC\b/iu;
  for (const file of knowledge) expect(forbidden.exec(read(file))?.[0] ?? "", file).toBe("");
});

test("no text of a rule says of a subject that it has violated the law", () => {
  const packs = files.filter((f) => f.startsWith("detection/rules/packs/") && f.endsWith(".json"));
  for (const file of packs) {
    const pack = JSON.parse(read(file)) as { rules: { id: string; say: string; clearedBy: string }[] };
    for (const rule of pack.rules) {
      for (const text of [rule.say, rule.clearedBy])
        expect(text.replaceAll("dấu hiệu vi phạm", ""), rule.id).not.toMatch(/vi phạm/iu);
      expect(rule.clearedBy, rule.id).not.toBe("");
    }
  }
});
