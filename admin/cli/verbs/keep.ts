// Promises `hold`, `quarantine` and `retention`: what may not be destroyed, what may not be viewed, and how long things are kept.
import type { Command } from "commander";
import { inTransaction } from "#core/db/pool.ts";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { selectHolds } from "#core/records/hold.ts";
import {
  hasRetentionClass,
  putRetentionClass,
  selectRetentionClasses,
  selectTermsOver,
  setCaptureClass,
} from "#core/records/retention.ts";
import { liftHold, setHold } from "#workers/keeping/hold.ts";
import { liftQuarantine, quarantineCapture } from "#workers/keeping/quarantine.ts";
import { readCaptureId, readId, withKeeper } from "../keeper-verb.ts";
import type { VerbContext } from "../main.ts";
import { note, plain, printJson, printLine, printTable, say } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

interface Why {
  reason: string;
  by: string;
}

const withWhy = (command: Command) =>
  command
    .requiredOption("--reason <text>", say("lý do, ghi vào sổ lưu giữ", "the reason, as it stands in the custody log"))
    .option("--by <name>", say("người thực hiện", "who does it"), readUserName());

export function addKeepVerbs(program: Command, context: VerbContext): void {
  addHold(program, context);
  addQuarantine(program, context);
  addRetention(program, context);
}

function addHold(program: Command, context: VerbContext): void {
  const hold = program
    .command("hold")
    .description(say("giữ chứng cứ, không cho hủy", "holds evidence against destruction"));
  withWhy(hold.command("set <capture>").description(say("giữ một bản chụp", "holds a capture"))).action(
    (capture: string, { by: actor, reason }: Why) =>
      withKeeper(context, async (keeper) =>
        printLine(await setHold(keeper, { captureId: readCaptureId(capture), actor, reason })),
      ),
  );
  withWhy(hold.command("lift <hold>").description(say("gỡ một lệnh giữ", "lifts a hold"))).action(
    (id: string, { by: actor, reason }: Why) =>
      withKeeper(context, async (keeper) => liftHold(keeper, { holdId: readId(id), actor, reason })),
  );
  hold
    .command("list")
    .description(say("các lệnh giữ", "all holds"))
    .option("--json")
    .action(({ json }: { json?: boolean }) =>
      withKeeper(context, async ({ pool }) => {
        const holds = await selectHolds(pool, 1000);
        if (json) return holds.forEach(printJson);
        printTable(
          [
            say("lệnh giữ", "hold"),
            say("bản chụp", "capture"),
            say("đặt", "set"),
            say("gỡ", "lifted"),
            say("lý do", "reason"),
          ],
          holds.map((h) => [
            h.id,
            h.captureId,
            `${h.setAt.toISOString().slice(0, 10)} ${h.setBy}`,
            h.liftedAt ? `${h.liftedAt.toISOString().slice(0, 10)} ${h.liftedBy}` : "",
            h.reason,
          ]),
        );
      }),
    );
}

function addQuarantine(program: Command, context: VerbContext): void {
  const quarantine = program
    .command("quarantine")
    .description(
      say("cách ly bản chụp, dừng theo dõi và dừng xem ngay", "stops watching and viewing of a capture at once"),
    );
  withWhy(quarantine.command("set <capture>").description(say("cách ly", "quarantines"))).action(
    (capture: string, { by: actor, reason }: Why) =>
      withKeeper(context, (keeper) => quarantineCapture(keeper, { captureId: readCaptureId(capture), actor, reason })),
  );
  withWhy(quarantine.command("lift <capture>").description(say("thôi cách ly", "ends the quarantine"))).action(
    (capture: string, { by: actor, reason }: Why) =>
      withKeeper(context, (keeper) => liftQuarantine(keeper, { captureId: readCaptureId(capture), actor, reason })),
  );
}

interface ClassOptions {
  label: string;
  days?: string;
  basis: string;
  from?: string;
  by: string;
}

function addRetention(program: Command, context: VerbContext): void {
  const retention = program.command("retention").description(say("thời hạn lưu", "terms of keeping"));
  retention
    .command("list")
    .description(say("các loại thời hạn", "the classes"))
    .action(() => withKeeper(context, async ({ pool }) => (await selectRetentionClasses(pool)).forEach(printJson)));
  retention
    .command("over")
    .description(say("bản chụp hết thời hạn lưu", "captures whose term is over"))
    .action(() =>
      withKeeper(context, async ({ pool }) => (await selectTermsOver(pool, now(), 1000)).forEach(printJson)),
    );
  retention
    .command("put <code>")
    .description(say("đặt thời hạn của một loại từ một ngày", "sets the term of a class from a day on"))
    .requiredOption("--label <text>", say("tên loại", "the class's name"))
    .option(
      "--days <n>",
      say("số ngày lưu kể từ ngày niêm phong; bỏ trống là chưa có hạn", "days from the seal; none if left out"),
    )
    .requiredOption("--basis <text>", say("căn cứ", "the document it rests on"))
    .option("--from <day>", say("ngày có hiệu lực, NNNN-TT-NN", "first day, YYYY-MM-DD"))
    .option("--by <name>", say("người đặt", "who sets it"), readUserName())
    .action((code: string, options: ClassOptions) => putClass(context, code, options));
  withWhy(
    retention
      .command("assign <capture> <code>")
      .description(say("xếp loại một bản chụp", "puts a capture into a class")),
  ).action((capture: string, code: string, { by, reason }: Why) =>
    withKeeper(context, async ({ pool }) => {
      if (!(await hasRetentionClass(pool, code)))
        throw new AppError("not-found", { detail: `${plain(code)}: no class of this code` });
      await setCaptureClass(pool, readCaptureId(capture), code, reason, by);
    }),
  );
}

async function putClass(context: VerbContext, code: string, options: ClassOptions): Promise<void> {
  const effectiveFrom = options.from ?? now().toISOString().slice(0, 10);
  const keepDays = options.days === undefined ? null : Number(options.days);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(effectiveFrom) || Number.isNaN(Date.parse(effectiveFrom)))
    throw new AppError("input.invalid", { detail: `--from ${options.from}: YYYY-MM-DD` });
  if (keepDays !== null && !(Number.isInteger(keepDays) && keepDays > 0))
    throw new AppError("input.invalid", { detail: `--days ${options.days}: a number of days` });
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(code))
    throw new AppError("input.invalid", { detail: `${plain(code)}: lower-case letters, digits and hyphens` });
  const { label, basis, by } = options;
  await withKeeper(context, ({ pool }) =>
    inTransaction(pool, (tx) => putRetentionClass(tx, { code, label, keepDays, basis, effectiveFrom }, by)),
  );
  note(say("Đã đặt thời hạn.", "The term is set."));
}
