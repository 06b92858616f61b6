import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addBrandLogo } from "#admin/cli/brand-logo.ts";
import { selectBrandCards, upsertBrandCard } from "#core/records/register.ts";
import { BrandCard } from "#detection/brand/card.ts";
import { hashPicture } from "#detection/image/hash-picture.ts";
import { nearest } from "#detection/image/pdq-distance.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
const folder = mkdtempSync(path.join(os.tmpdir(), "logo-"));
const drawn = sharp(
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="150"><polygon points="20,130 80,20 140,130" fill="#0b6"/><text x="160" y="105" font-family="serif" font-size="64" fill="#123">Quỹ Mẫu</text></svg>`,
  ),
);
const file = path.join(folder, "logo.png");

beforeAll(async () => {
  database = await createTestDatabase();
  writeFileSync(file, await drawn.clone().png().toBuffer());
  writeFileSync(path.join(folder, "hong.png"), "không phải ảnh");
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const cardOf = async (brand: string) => {
  const row = (await selectBrandCards(database.pool)).find((card) => card.brand === brand);
  return row && BrandCard.parse({ ...row.details, brand, domains: row.domains, aliases: row.aliases });
};

test("a logo added to an own card recognises its copies, and stays when the names are imported again", async () => {
  const plain = { brand: "Quỹ Mẫu", domains: ["quymau.example"], aliases: ["Quỹ Mẫu"] };
  await upsertBrandCard(database.pool, plain);
  const { added, resembles } = await addBrandLogo(database.pool, "Quỹ Mẫu", file);
  expect(added).toBeGreaterThan(4);
  expect(resembles).toBeNull();
  expect((await addBrandLogo(database.pool, "Quỹ Mẫu", file)).added).toBe(0);
  await upsertBrandCard(database.pool, { ...plain, domains: ["quymau.example", "quymau-moi.example"] });
  const card = await cardOf("Quỹ Mẫu");
  expect(card?.domains).toHaveLength(2);
  const copy = await drawn.clone().flatten({ background: "#fff" }).resize(150).jpeg({ quality: 50 }).toBuffer();
  expect(nearest((await hashPicture(copy))!.pdq, card!.logos)).not.toBeNull();
  const known = await readKnowledge(database.pool);
  expect(known.brands.cards.find((c) => c.brand === "Quỹ Mẫu")?.logos.length).toBe(added);
});

test("a brand that only a shipped card names becomes a card of the office's own, whole", async () => {
  await addBrandLogo(database.pool, "MoMo", file);
  const own = await cardOf("MoMo");
  expect(own).toMatchObject({ kind: "wallet", weakHostWords: ["momo"] });
  expect(own!.logos.length).toBeGreaterThan(0);
  const cards = (await readKnowledge(database.pool)).brands.cards.filter((c) => c.brand === "MoMo");
  expect(cards).toHaveLength(1);
});

test("a picture that another brand's logo resembles says so", async () => {
  expect((await addBrandLogo(database.pool, "ZaloPay", file)).resembles).not.toBeNull();
});

test("an unknown brand and a file that is no picture are named", async () => {
  await expect(addBrandLogo(database.pool, "Không có", file)).rejects.toMatchObject({ code: "input.invalid" });
  await expect(addBrandLogo(database.pool, "MoMo", path.join(folder, "hong.png"))).rejects.toMatchObject({
    code: "input.unreadable",
  });
  await expect(addBrandLogo(database.pool, "MoMo", path.join(folder, "khong-co.png"))).rejects.toMatchObject({
    code: "input.unreadable",
  });
});
