// Promises cases for tests of the desk: opened by one person on sealed findings, looked at and approved by another.
import { selectPersonByLogin } from "#core/records/person.ts";
import type { CaseView, FindingsAdded } from "#admin/api/cases.ts";
import type { Author } from "#core/records/case-file.ts";
import { seedFinding, type Signed, type TestDesk } from "./desk.ts";

/** A finding on a sealed capture, confirmed as a person would have. */
export async function seedConfirmed(desk: TestDesk, host: string) {
  const seeded = await seedFinding(desk, { url: `https://${host}/`, host, title: `Trang ${host}` });
  await desk.database.pool.query("update finding set status = 'confirmed' where id = $1", [seeded.findingId]);
  return seeded;
}

export async function openCaseAs(who: Signed, title: string, findingIds: readonly string[]): Promise<FindingsAdded> {
  const answer = await who.call("POST", "/api/cases", { title, findingIds, category: "gambling" });
  if (answer.statusCode !== 200) throw new Error(`open ${answer.statusCode}: ${answer.body}`);
  return answer.json<FindingsAdded>();
}

export async function readCaseAs(who: Signed, id: string): Promise<CaseView> {
  const answer = await who.call("GET", `/api/cases/${id}`);
  if (answer.statusCode !== 200) throw new Error(`read ${answer.statusCode}: ${answer.body}`);
  return answer.json<CaseView>();
}

/** Opens every exhibit of the case, as an approver must. */
export async function openExhibits(who: Signed, id: string): Promise<void> {
  for (const exhibit of (await readCaseAs(who, id)).exhibits)
    await who.call("GET", `/api/cases/${id}/captures/${exhibit.captureId}`);
}

/** The account as records know it. */
export async function authorOf(desk: TestDesk, login: string): Promise<Author> {
  const person = await selectPersonByLogin(desk.database.pool, login);
  return { personId: person!.id, login };
}
