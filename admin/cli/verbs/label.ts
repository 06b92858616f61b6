// Promises `label`: what is known of a host for a time, given and taken off with a reason.
import type { Command } from "commander";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { countedAt, selectHostLabels } from "#core/records/host-label.ts";
import { addLabel, removeLabel } from "#workers/rules/labels.ts";
import type { VerbContext } from "../main.ts";
import { withRules } from "../rule-verb.ts";
import { plain, printJson, printLine, printTable, say } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

interface Why {
  reason: string;
  by: string;
}

export function addLabelVerb(program: Command, context: VerbContext): void {
  const label = program
    .command("label")
    .description(
      say("nhãn của tên miền, có thời hạn; quy tắc hỏi tới nhãn", "labels of hosts, with an end; rules ask for them"),
    );
  label
    .command("add <host> <name>")
    .description(
      say("gắn nhãn, ví dụ registry.press; phủ cả tên miền con", "gives one, e.g. registry.press; covers subdomains"),
    )
    .requiredOption("--until <day>", say("hết hiệu lực sau ngày này, NNNN-TT-NN", "last day, YYYY-MM-DD"))
    .option("--reason <text>", say("căn cứ", "what it rests on"), say("nhập tay", "given by hand"))
    .option("--by <name>", say("người gắn", "who gives it"), readUserName())
    .action((host: string, name: string, options: Why & { until: string }) =>
      withRules(context, async ({ pool }) => {
        const until = readLastDay(options.until);
        printLine(String(await addLabel(pool, { host, name, until, reason: options.reason, actor: options.by })));
      }),
    );
  label
    .command("list [host]")
    .description(say("các nhãn đã gắn", "labels given"))
    .option("--json")
    .action((host: string | undefined, { json }: { json?: boolean }) =>
      withRules(context, async ({ pool }) => {
        const rows = await selectHostLabels(pool, host === undefined ? null : [host.toLowerCase()]);
        const lines = rows.map((row) => ({ ...row, counts: countedAt(row, now()) }));
        if (json) return lines.forEach(printJson);
        printTable(
          [
            say("mã", "id"),
            say("tên miền", "host"),
            say("nhãn", "label"),
            say("đến", "until"),
            say("còn hiệu lực", "counts"),
          ],
          lines.map((l) => [String(l.id), l.host, l.name, l.until.toISOString().slice(0, 10), l.counts ? "✓" : ""]),
        );
      }),
    );
  label
    .command("remove <id>")
    .description(say("gỡ một nhãn trước hạn", "takes one off before its end"))
    .requiredOption("--reason <text>", say("lý do", "the reason"))
    .option("--by <name>", say("người gỡ", "who takes it off"), readUserName())
    .action((id: string, { reason, by }: Why) =>
      withRules(context, ({ pool }) => {
        if (!/^[1-9]\d{0,15}$/.test(id))
          throw new AppError("input.invalid", { detail: `${plain(id)}: a label's number` });
        return removeLabel(pool, { labelId: Number(id), reason, actor: by });
      }),
    );
}

/** The end of that day in Vietnam (GMT+7). Throws AppError `input.invalid`. */
function readLastDay(day: string): Date {
  const end = new Date(`${day}T23:59:59.999+07:00`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(end.getTime())) return end;
  throw new AppError("input.invalid", { detail: `--until ${plain(day)}: YYYY-MM-DD` });
}
