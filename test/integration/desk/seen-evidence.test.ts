// Promises that nobody decides on evidence he has not opened, and that no view of an original escapes the trail.
import { afterAll, beforeAll, expect, test } from "vitest";
import { selectEvents } from "#core/records/event.ts";
import { selectDecisions } from "#core/records/finding.ts";
import { addPerson, openTestDesk, seedFinding, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let binh: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  await addPerson(desk, "binh", "monitor");
  [an, binh] = [await signIn(desk, "an"), await signIn(desk, "binh")];
});
afterAll(() => desk.close());

const views = async (captureId: string) =>
  (await selectEvents(desk.database.pool, { object: captureId })).filter((e) => e.act === "original.viewed");
const look = (who: Signed, seeded: { captureId: string; findingId: string }, headers = {}) =>
  who.call("GET", `/api/captures/${seeded.captureId}?finding=${seeded.findingId}`, undefined, headers);
const dismiss = (who: Signed, seeded: { captureId: string; findingId: string }) =>
  who.call("POST", `/api/findings/${seeded.findingId}/decisions`, {
    verdict: "dismiss",
    reason: "mended",
    captureId: seeded.captureId,
  });

test("a decision is refused until its maker has opened the capture; another person's look does not count", async () => {
  const seeded = await seedFinding(desk, { url: "https://chua-xem.example/" });
  expect((await dismiss(an, seeded)).statusCode).toBe(409);
  expect((await look(binh, seeded)).statusCode).toBe(200);
  expect((await dismiss(an, seeded)).statusCode).toBe(409);
  expect(await selectDecisions(desk.database.pool, seeded.findingId)).toEqual([]);
  expect((await look(an, seeded)).statusCode).toBe(200);
  expect((await dismiss(an, seeded)).statusCode).toBe(200);
});

test("a view that calls itself background is recorded all the same; renewing its links is not a second view", async () => {
  const seeded = await seedFinding(desk, { url: "https://xem-len.example/" });
  expect((await look(an, seeded, { "x-background": "1" })).statusCode).toBe(200);
  expect((await views(seeded.captureId)).map((e) => e.actor)).toEqual(["an"]);
  await look(an, seeded, { "x-background": "1" });
  expect(await views(seeded.captureId)).toHaveLength(1);
  await look(an, seeded);
  expect(await views(seeded.captureId)).toHaveLength(2);
});

test("a capture is shown only beside its own finding", async () => {
  const one = await seedFinding(desk, { url: "https://mot.example/" });
  const other = await seedFinding(desk, { url: "https://hai.example/" });
  const mixed = await look(an, { captureId: one.captureId, findingId: other.findingId });
  expect(mixed.statusCode).toBe(404);
  expect(await views(one.captureId)).toEqual([]);
});

test("a search with a NUL character is wrong input, not a fault of the database", async () => {
  const answer = await an.call("GET", "/api/findings?q=%00");
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "input.invalid"]);
});
