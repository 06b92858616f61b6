// Promises `rule`: all rules with their state and precision, one rule whole, its shadow hits and reviews, its steps, its backtest.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Command } from "commander";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { type ReviewVerdict, selectShadowHits } from "#core/records/shadow-hit.ts";
import {
  type Changed,
  demoteRule,
  promoteRule,
  retireRule,
  type RuleAct,
  reviewShadowHit,
} from "#workers/rules/lifecycle.ts";
import { describeRule, describeRules } from "#workers/rules/describe-rules.ts";
import { findRule, type RulePlace } from "#workers/rules/find-rule.ts";
import { enterBacktest, type HuntResult, retroHunt } from "#workers/rules/retro-hunt.ts";
import type { VerbContext } from "../main.ts";
import { printBacktest, printHits, printPrecision, printRule, printRules } from "../rule-lines.ts";
import { isPackFile, type RuleHouse, withRules } from "../rule-verb.ts";
import { note, plain, printJson, say, startProgress } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

interface AsJson {
  json?: boolean;
}

export function addRuleVerb(program: Command, context: VerbContext): void {
  const rule = program
    .command("rule")
    .description(say("quy tắc phát hiện: trạng thái, độ chính xác, thử lại", "rules of detection"));
  addViews(rule, context);
  addReview(rule, context);
  addSteps(rule, context);
  addBacktest(rule, context);
}

function addViews(rule: Command, context: VerbContext): void {
  rule
    .command("list")
    .description(say("mọi quy tắc, trạng thái và độ chính xác", "all rules, their state and precision"))
    .option("--json")
    .action(({ json }: AsJson) =>
      withRules(context, async (house) => {
        const lines = await describeRules(house);
        if (json) lines.forEach(printJson);
        else printRules(lines);
      }),
    );
  rule
    .command("show <id>")
    .description(say("một quy tắc, đầy đủ", "one rule whole"))
    .option("--json")
    .action((id: string, { json }: AsJson) =>
      withRules(context, async (house) => {
        const sheet = await describeRule(house, id);
        const backtests = sheet.backtests.map(({ inputsSha256, resultSha256, knowledgeSha256, ...b }) => ({
          ...b,
          inputsSha256: inputsSha256.toString("hex"),
          resultSha256: resultSha256.toString("hex"),
          knowledgeSha256: knowledgeSha256.toString("hex"),
        }));
        if (json) printJson({ ...sheet, backtests });
        else printRule(sheet);
      }),
    );
  rule
    .command("precision")
    .description(
      say(
        "độ chính xác của quy tắc trên các phát hiện đã có quyết định, khoảng tin cậy Wilson 95 %",
        "precision of rules over decided findings, Wilson 95 % interval",
      ),
    )
    .option("--json")
    .action(({ json }: AsJson) =>
      withRules(context, async (house) => {
        const lines = (await describeRules(house)).filter((l) => l.precision !== null);
        if (json) lines.forEach(printJson);
        else printPrecision(lines);
      }),
    );
}

/** Throws AppError `input.invalid`. */
function readHitId(raw: string): string {
  const id = z.uuid().safeParse(raw);
  if (id.success) return id.data;
  throw new AppError("input.invalid", {
    detail: `${plain(raw)} is not a hit's id`,
    cure: say("`rule hits` cho biết mã.", "`rule hits` shows the ids."),
  });
}

const verdicts: Record<string, ReviewVerdict> = { true: "hit", false: "false-alarm", unsure: "unsure" };

function addReview(rule: Command, context: VerbContext): void {
  rule
    .command("hits [id]")
    .description(say("những chỗ quy tắc chạy thầm đã khớp", "what rules in shadow have hit"))
    .option("--all", say("cả những chỗ đã xem xét", "reviewed ones too"))
    .option("--json")
    .action((id: string | undefined, options: AsJson & { all?: boolean }) =>
      withRules(context, async (house) => {
        const version = id === undefined ? null : findRule(await house.knowledge(), id).version;
        const filter = { rule: id ?? null, version, onlyUnreviewed: !options.all, limit: 1000 };
        const hits = await selectShadowHits(house.pool, filter);
        if (options.json) hits.forEach(printJson);
        else printHits(hits);
      }),
    );
  rule
    .command("review <hit> <verdict>")
    .description(say("ghi kết quả xem xét: true | false | unsure", "a person's word on a hit: true | false | unsure"))
    .option("--note <text>", say("ghi chú", "a note"), "")
    .option("--by <name>", say("người xem xét", "who reviews"), readUserName())
    .action((hit: string, asked: string, options: { note: string; by: string }) => {
      const verdict = verdicts[asked];
      if (!verdict) throw new AppError("input.invalid", { detail: `${plain(asked)}: true, false or unsure` });
      const review = { hitId: readHitId(hit), verdict, note: options.note, actor: options.by };
      return withRules(context, (house) => reviewShadowHit(house, review));
    });
}

type Step = (place: RulePlace, act: RuleAct) => Promise<Changed>;

function addSteps(rule: Command, context: VerbContext): void {
  const add = (name: string, vi: string, en: string, step: Step) =>
    rule
      .command(`${name} <id>`)
      .description(say(vi, en))
      .requiredOption(
        "--reason <text>",
        say("lý do, ghi vào lịch sử quy tắc", "the reason, kept in the rule's history"),
      )
      .option("--by <name>", say("người thực hiện", "who does it"), readUserName())
      .option("--json")
      .action((id: string, options: AsJson & { reason: string; by: string }) =>
        withRules(context, async (house) => {
          const changed = await step(house, { rule: id, actor: options.by, reason: options.reason });
          if (options.json) printJson(changed);
          else note(`${changed.rule} (${changed.version}): ${changed.from} → ${changed.to}`);
        }),
      );
  add("promote", "đưa lên bước tiếp: draft → shadow → live", "one step on: draft → shadow → live", promoteRule);
  add("demote", "đưa quy tắc đang dùng về chạy thầm", "takes a live rule back to shadow", demoteRule);
  add("retire", "thôi dùng quy tắc", "a rule is asked no more", retireRule);
}

interface BacktestOptions extends AsJson {
  out?: string;
  before?: string;
  by: string;
}

function addBacktest(rule: Command, context: VerbContext): void {
  rule
    .command("backtest <file-or-id>")
    .description(
      say(
        "chạy quy tắc (hay tệp gói quy tắc) trên mọi trang đã lưu",
        "runs a rule, or a pack's file, over all stored pages",
      ),
    )
    .option("--out <file>", say("ghi kết quả từng trang, JSON Lines", "writes each page's result, JSON Lines"))
    .option("--before <time>", say("chỉ các trang thấy trước lúc này, ISO 8601", "only pages seen before, ISO 8601"))
    .option("--by <name>", say("người chạy", "who runs it"), readUserName())
    .option("--json")
    .action((asked: string, options: BacktestOptions) =>
      withRules(context, async (house) => {
        const found = await hunt(context, house, asked, options);
        await enterBacktest(house, found, options.by);
        if (options.json) printJson(found);
        else printBacktest(found);
      }),
    );
}

async function hunt(
  context: VerbContext,
  house: RuleHouse,
  asked: string,
  options: BacktestOptions,
): Promise<HuntResult> {
  const isFile = isPackFile(asked);
  const knowledge = isFile ? await house.tryOut(asked) : await house.knowledge();
  const ruleIds = isFile ? knowledge.packs.at(-1)!.pack.rules.map((r) => r.id) : [asked];
  const before = options.before === undefined ? null : new Date(options.before);
  if (before && Number.isNaN(before.getTime()))
    throw new AppError("input.invalid", { detail: `--before ${plain(options.before!)}: ISO 8601` });
  const out = options.out === undefined ? null : createWriteStream(options.out);
  const progress = startProgress(say("Đã xem", "Pages"));
  try {
    return await retroHunt(house, {
      knowledge,
      ruleIds,
      signal: context.signal,
      onProgress: (pages) => progress.update(pages, pages, ""),
      ...(before ? { before } : {}),
      ...(out
        ? {
            onLine: async (line: string) => {
              if (!out.write(`${line}\n`)) await once(out, "drain");
            },
          }
        : {}),
    });
  } finally {
    progress.stop();
    out?.end();
    if (out) await finished(out);
  }
}
