// Promises `vonggac case`: opened, found, shown and stepped under an account of the desk, approval left to the desk.
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, openTestDesk, password, type TestDesk } from "../../support/desk.ts";
import { seedConfirmed } from "../../support/desk-cases.ts";
import { jsonLines, runVonggac } from "../../support/run-vonggac.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
});
afterAll(() => desk.close());

const run = (args: string[], words = password) =>
  runVonggac(["case", ...args], {
    env: { VONGGAC_DATA: desk.config.dataDir, DATABASE_URL: desk.database.url },
    stdin: `${words}\n`,
  });

test("a case is opened, shown and proposed from the terminal by a person with his password, and never approved there", async () => {
  const { findingId, captureId } = await seedConfirmed(desk, "dong-lenh.example");
  const open = ["open", "--title", "Mở từ dòng lệnh", "--finding", findingId, "--by", "an", "--json"];
  expect((await run(open, "sai mật khẩu")).code).toBe(1);
  const [made] = jsonLines<{ number: string; findings: string[] }>(await run(open));
  expect(made!.findings).toEqual([findingId]);
  const step = await run(["step", made!.number, "proposed", "--reason", "đủ chứng cứ", "--by", "an", "--json"]);
  expect(jsonLines(step)).toMatchObject([{ from: "verifying", to: "proposed", actor: "an" }]);
  const [shown] = jsonLines<{ file: { state: string }; exhibits: { captureId: string }[] }>(
    await run(["show", made!.number, "--json"]),
  );
  expect([shown!.file.state, shown!.exhibits.map((e) => e.captureId)]).toEqual(["proposed", [captureId]]);
  const [row] = jsonLines(await run(["list", "--search", "dong lenh", "--json"]));
  expect(row).toMatchObject({ number: made!.number, state: "proposed" });
  const approval = await run(["step", made!.number, "approved", "--reason", "x", "--by", "an"]);
  expect([approval.code === 0, approval.stderr]).toEqual([false, expect.stringContaining("Approve at the desk")]);
  expect((await run(["step", made!.number, "xong", "--reason", "x", "--by", "an"])).code).toBe(2);
}, 60_000);
