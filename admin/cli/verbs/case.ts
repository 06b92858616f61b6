// Promises `case`: cases opened, listed, shown, stepped and packed from the terminal, each act under an account of the desk.
import type { Command } from "commander";
import { may, type Act } from "#admin/server/access.ts";
import { checkStep } from "#admin/server/case-steps.ts";
import { toPlain } from "#admin/server/to-plain.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { CaseId, FindingId } from "#core/id.ts";
import { CaseState } from "#core/nouns/case.ts";
import { Category } from "#core/nouns/category.ts";
import { selectCase, selectCaseIdByNumber } from "#core/records/case-file.ts";
import { openCase } from "#core/records/case-gather.ts";
import { type CaseListRow, type CasePlace, selectCases } from "#core/records/case-list.ts";
import { moveCase } from "#core/records/case-move.ts";
import { readCase } from "#core/records/case-whole.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import { type PersonRow, selectPersonByLogin } from "#core/records/person.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import type { VerbContext } from "../main.ts";
import { readCaseDocuments } from "../document-ports.ts";
import { sealPackage } from "../seal-package.ts";
import { signInPerson } from "../sign-in-person.ts";
import { note, plain, printJson, printLine, printTable, say, startProgress } from "../terminal.ts";

type Database = Awaited<ReturnType<typeof openDatabase>>;
type ById = { by: string; json?: boolean };
type OpenOptions = ById & { finding: string[]; title: string; category?: string };
type StepOptions = ById & { reason: string; duplicateOf?: string };
type PackOptions = ById & { out: string; purpose: string };

const pageSize = 200;
const byText = () => say("tài khoản bàn làm việc; hỏi mật khẩu", "an account of the desk; its password is asked for");

export function addCaseVerb(program: Command, context: VerbContext): void {
  const verb = program.command("case").description(say("hồ sơ vụ việc", "cases"));
  verb
    .command("open")
    .description(say("mở hồ sơ từ phát hiện", "opens a case from findings"))
    .requiredOption("--title <text>", say("tên vụ việc", "its title"))
    .option("--finding <id...>", say("mã phát hiện", "ids of findings"), [])
    .option("--category <category>", Category.options.join(" | "))
    .requiredOption("--by <login>", byText())
    .option("--json")
    .action((options: OpenOptions) => open(context, options));
  verb
    .command("list")
    .description(say("liệt kê hồ sơ", "lists cases"))
    .option("--state <state>", CaseState.options.join(" | "))
    .option("--search <text>", say("tìm, có dấu hay không dấu", "search, with or without marks"))
    .option("--json")
    .action((options: { state?: string; search?: string; json?: boolean }) => list(context, options));
  verb
    .command("show <id>")
    .description(say("một hồ sơ, đầy đủ; mã hoặc số", "one case whole; its id or number"))
    .option("--json")
    .action((id: string, options: { json?: boolean }) => show(context, id, options.json === true));
  verb
    .command("step <id> <state>")
    .description(say("chuyển bước", "takes a step"))
    .requiredOption("--reason <text>", say("lý do", "the reason"))
    .option("--duplicate-of <number>", say("số hồ sơ kia", "number of the other case"))
    .requiredOption("--by <login>", byText())
    .option("--json")
    .action((id: string, state: string, options: StepOptions) => step(context, id, state, options));
  verb
    .command("package <id>")
    .description(say("niêm phong gói hồ sơ", "seals the case's package"))
    .requiredOption("--out <file>", say("tệp .zip sẽ lập; không được có sẵn", "the .zip to make; must not exist"))
    .requiredOption("--purpose <text>", say("mục đích, in trong tài liệu", "the purpose, as documents print it"))
    .requiredOption("--by <login>", byText())
    .option("--json")
    .action((id: string, options: PackOptions) => pack(context, id, options));
}

async function withDatabase(context: VerbContext, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(context.config(), 3);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

/** Signs the person in and asks the desk's matrix. Throws `auth.required`, `auth.locked`, `auth.denied`. */
async function actAs({ pool }: Database, login: string, act: Act): Promise<PersonRow & { personId: PersonRow["id"] }> {
  const person = await selectPersonByLogin(pool, await signInPerson(pool, login));
  if (!person || !may(person.role, act))
    throw new AppError("auth.denied", {
      detail: `${login} may not ${act}`,
      cure: say("Dùng tài khoản có quyền này.", "Use an account that has this right."),
    });
  return { ...person, personId: person.id };
}

/** By id or number. Throws `not-found`. */
async function findCase({ pool }: Database, raw: string): Promise<CaseId> {
  const id = CaseId.safeParse(raw);
  const found = id.success ? (await selectCase(pool, id.data)).id : await selectCaseIdByNumber(pool, raw.trim());
  if (found) return found;
  throw new AppError("not-found", {
    detail: `no case ${raw}`,
    cure: say("`case list` liệt kê các hồ sơ.", "`case list` shows the cases."),
  });
}

/** Throws `input.invalid` naming the field and its choices. */
function readWord<T extends string>(list: readonly T[], value: string | undefined, field: string): T | undefined {
  if (value === undefined) return undefined;
  const found = list.find((word) => word === value);
  if (!found)
    throw new AppError("input.invalid", { detail: `${field}: ${value}`, cure: `${field}: ${list.join(", ")}` });
  return found;
}

function readFindingIds(raw: readonly string[]): FindingId[] {
  return raw.map((text) => {
    const id = FindingId.safeParse(text);
    if (id.success) return id.data;
    throw new AppError("input.invalid", {
      detail: `--finding: ${text} is not a finding's id`,
      cure: say("`findings` liệt kê các mã.", "`findings` shows the ids."),
    });
  });
}

function mustSay(field: string, text: string): string {
  if (text.trim()) return text.trim();
  throw new AppError("input.invalid", { detail: `${field} is empty`, cure: say(`Ghi ${field}.`, `Give ${field}.`) });
}

async function open(context: VerbContext, options: OpenOptions): Promise<void> {
  const title = mustSay("--title", options.title);
  const findingIds = readFindingIds(options.finding);
  const category = readWord(Category.options, options.category, "--category") ?? null;
  await withDatabase(context, async (database) => {
    const me = await actAs(database, options.by, "case.change");
    const { casePrefix } = await readOffice(database.pool);
    const source = findingIds.length > 0 ? ("scan" as const) : ("manual" as const);
    const words = { title, category, findingIds, source, area: "", summary: "", conductOn: null };
    const made = await inTransaction(database.pool, async (tx) => {
      const opened = await openCase(tx, words, casePrefix, me);
      await recordEvent(tx, me.login, "case.opened", opened.id, {
        number: opened.number,
        findings: opened.added.length,
      });
      return opened;
    });
    if (options.json) printJson({ id: made.id, number: made.number, findings: made.added.map((row) => row.id) });
    else note(say(`Đã mở ${made.number}.`, `${made.number} is open.`));
  });
}

async function list(context: VerbContext, options: { state?: string; search?: string; json?: boolean }): Promise<void> {
  const filter = { state: readWord(CaseState.options, options.state, "--state"), q: options.search };
  await withDatabase(context, async ({ pool }) => {
    let after: CasePlace | null = null;
    do {
      const page: CaseListRow[] = await selectCases(pool, filter, { after, limit: pageSize });
      if (options.json) for (const row of page) printJson(toPlain(row));
      else
        printTable(
          [
            say("số", "number"),
            say("trạng thái", "state"),
            say("nhóm", "category"),
            say("thụ lý", "in charge"),
            say("vụ việc", "case"),
          ],
          page.map((row) => [row.number, row.state, row.category, row.assignedName ?? "–", row.title]),
        );
      after = page.length === pageSize ? page.at(-1)! : null;
    } while (after);
  });
}

async function show(context: VerbContext, raw: string, json: boolean): Promise<void> {
  await withDatabase(context, async (database) => {
    const whole = await readCase(database.pool, await findCase(database, raw));
    if (json) return printJson(toPlain(whole));
    const { file } = whole;
    printLine(`${file.number}  ${file.state}  ${plain(file.title, 200)}`);
    for (const s of whole.subjects)
      printLine(`${s.kind}: ${plain(s.name || say("chưa xác định", "not established"))} (${s.confidence})`);
    for (const e of whole.exhibits)
      printLine(`${e.position}. ${plain(e.caption || e.url, 120)}  sha256 ${e.sha256.toString("hex")}`);
    for (const s of whole.steps)
      printLine(`${s.at.toISOString()} ${s.actor}: ${s.fromState} → ${s.toState}. ${plain(s.reason, 300)}`);
  });
}

async function step(context: VerbContext, raw: string, state: string, options: StepOptions): Promise<void> {
  const to = readWord(CaseState.options, state, "state")!;
  const reason = mustSay("--reason", options.reason);
  if (to === "approved")
    throw new AppError("auth.step-up", {
      detail: "approval needs a fresh second factor and every exhibit opened",
      cure: say("Phê duyệt tại bàn làm việc.", "Approve at the desk."),
    });
  await withDatabase(context, async (database) => {
    const id = await findCase(database, raw);
    const me = await actAs(database, options.by, "case.step");
    await checkStep(database.pool, id, to, me);
    const words = { to, reason, duplicateOf: options.duplicateOf };
    const taken = await inTransaction(database.pool, (tx) => moveCase(tx, id, words, me));
    if (options.json) printJson({ id, from: taken.fromState, to: taken.toState, actor: taken.actor, at: taken.at });
    else note(`${taken.fromState} → ${taken.toState}`);
  });
}

async function pack(context: VerbContext, raw: string, options: PackOptions): Promise<void> {
  const purpose = mustSay("--purpose", options.purpose);
  const config = context.config();
  const progress = startProgress(say("Niêm phong", "Sealing"));
  await withDatabase(context, async (database) => {
    const { file, exhibits } = await readCase(database.pool, await findCase(database, raw));
    const me = await actAs(database, options.by, "case.seal");
    const [keyring, store] = [await openKeyring(config.dataDir), openEvidenceStore(config)];
    const made = await sealPackage(
      { config, database, store, keyring },
      {
        documents: await readCaseDocuments(database.pool, store, file.id),
        ids: exhibits.filter((row) => !row.isAbsent).map((row) => row.captureId),
        file: options.out,
        purpose,
        by: me.login,
        ofCase: { id: file.id, number: file.number },
        onProgress: (done, total, words) => progress.update(done, total, words),
      },
    );
    const { packageId, sha256, sizeBytes } = made;
    if (options.json) printJson({ case: file.number, package: packageId, file: options.out, sha256, sizeBytes });
    else note(`${options.out}  sha256 ${sha256}`);
  }).finally(() => progress.stop());
}
