// Promises `destroy`: asked by one account of the desk, confirmed or refused by another, each with its password; the minutes on stdout.
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { destructionGrounds, Ground, selectDestructionRequests } from "#core/records/destruction.ts";
import { askDestruction, confirmDestruction, finishDestructions, refuseDestruction } from "#workers/keeping/destroy.ts";
import { readCaptureId, readId, withKeeper } from "../keeper-verb.ts";
import type { VerbContext } from "../main.ts";
import { signInPerson } from "../sign-in-person.ts";
import { note, printJson, printLine, printTable, say } from "../terminal.ts";

interface Who {
  by: string;
  reason: string;
}

const withPerson = (command: Command) =>
  command
    .requiredOption(
      "--by <login>",
      say("tài khoản ở bàn làm việc; mật khẩu đọc từ stdin", "desk account; password on stdin"),
    )
    .requiredOption("--reason <text>", say("lý do, ghi vào biên bản", "the reason, as the minutes print it"));

export function addDestroyVerb(program: Command, context: VerbContext): void {
  const destroy = program
    .command("destroy")
    .description(
      say("hủy chứng cứ: một người đề nghị, người khác xác nhận", "destruction: one asks, another confirms"),
    );
  withPerson(
    destroy
      .command("ask <capture>")
      .description(say("đề nghị hủy", "asks"))
      .requiredOption("--ground <ground>", `${destructionGrounds.join(" | ")}`),
  ).action((capture: string, options: Who & { ground: string }) =>
    withKeeper(context, async (keeper) => {
      const ground = Ground.safeParse(options.ground);
      if (!ground.success)
        throw new AppError("input.invalid", { detail: `--ground ${options.ground}: ${destructionGrounds.join(", ")}` });
      const captureId = readCaptureId(capture);
      const actor = await signInPerson(keeper.pool, options.by);
      printLine(await askDestruction(keeper, { captureId, ground: ground.data, actor, reason: options.reason }));
    }),
  );
  withPerson(destroy.command("confirm <request>").description(say("xác nhận hủy", "confirms"))).action(
    (request: string, options: Who) =>
      withKeeper(context, async (keeper) => {
        const requestId = readId(request);
        const actor = await signInPerson(keeper.pool, options.by);
        printLine(await confirmDestruction(keeper, { requestId, actor, reason: options.reason }));
        const waiting = await finishDestructions(keeper);
        if (waiting === 0) return;
        note(
          say(
            "Kho chưa xóa được hết; chương trình tự làm tiếp.",
            "The store has not let go of all yet; it is tried again.",
          ),
        );
        context.exit(1);
      }),
  );
  withPerson(destroy.command("refuse <request>").description(say("không đồng ý hủy", "refuses"))).action(
    (request: string, options: Who) =>
      withKeeper(context, async (keeper) => {
        const requestId = readId(request);
        const actor = await signInPerson(keeper.pool, options.by);
        await refuseDestruction(keeper, { requestId, actor, reason: options.reason });
      }),
  );
  destroy
    .command("list")
    .description(say("các đề nghị hủy", "all requests"))
    .option("--json")
    .action(({ json }: { json?: boolean }) =>
      withKeeper(context, async ({ pool }) => {
        const requests = await selectDestructionRequests(pool, 1000);
        if (json) return requests.forEach(printJson);
        printTable(
          [
            say("đề nghị", "request"),
            say("bản chụp", "capture"),
            say("trạng thái", "state"),
            say("người đề nghị", "asked by"),
            say("biên bản", "minutes"),
          ],
          requests.map((r) => [r.id, r.captureId, r.state, r.askedBy, r.number ?? ""]),
        );
      }),
    );
}
