// Promises `operators`: sites that rare traces tie together, or those tied to one host, each link explained.
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { AppError } from "#core/errors.ts";
import { groupSites, leastWeight, type Link, type SiteGroup } from "#detection/operator/link-sites.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import { linksOfAll, linksOfHost } from "#workers/operators.ts";
import type { VerbContext } from "../main.ts";
import { note, plain, printJson, printLine, say } from "../terminal.ts";

interface Options {
  json?: boolean;
  least: string;
}

export function addOperatorsVerb(program: Command, context: VerbContext): void {
  program
    .command("operators [host]")
    .description(
      say(
        "các trang có dấu hiệu cùng người vận hành, hoặc các trang như thế với một tên miền; mỗi mối liên hệ nêu dấu vết chung",
        "sites that seem to have one operator, or those tied to one host; each link names the shared traces",
      ),
    )
    .option("--least <n>", say("trọng số nhỏ nhất của mối liên hệ", "least weight of a link"), String(leastWeight))
    .option("--json")
    .action((host: string | undefined, options: Options) => showOperators(context, host, options));
}

async function showOperators(context: VerbContext, host: string | undefined, options: Options): Promise<void> {
  const least = readLeast(options.least);
  const url = host === undefined ? null : readHost(host);
  const config = context.config();
  const database = await openDatabase(config, 2);
  try {
    const { pool } = database;
    const knowledge = await readKnowledge(pool, config.VONGGAC_RULES_DIR);
    if (url === null) {
      const groups = groupSites(await linksOfAll(pool, knowledge, least));
      if (options.json) groups.forEach(printJson);
      else printGroups(groups);
    } else {
      const links = await linksOfHost(pool, knowledge, url, least);
      if (options.json) links.forEach(printJson);
      else printLinks(links);
    }
  } finally {
    await database.close();
  }
}

function printGroups(groups: readonly SiteGroup[]): void {
  if (groups.length === 0) note(say("Chưa thấy mối liên hệ nào.", "No links so far."));
  for (const { sites, links } of groups) {
    printLine(`${sites.length} ${say("trang", "sites")}: ${sites.map((s) => plain(s)).join(", ")}`);
    printLinks(links, "  ");
  }
}

const longestLine = 2000;

function printLinks(links: readonly Link[], indent = ""): void {
  if (links.length === 0) note(say("Chưa thấy mối liên hệ nào.", "No links so far."));
  for (const link of links) printLine(`${indent}${link.weight.toFixed(2)}  ${plain(link.say, longestLine)}`);
}

/** Throws AppError `input.invalid`. */
function readLeast(text: string): number {
  const least = Number(text);
  if (text.trim() !== "" && Number.isFinite(least) && least >= 0) return least;
  throw new AppError("input.invalid", { detail: `--least ${plain(text)}`, cure: "Give a number of 0 or more." });
}

/** Throws AppError `input.invalid`. */
function readHost(host: string): string {
  const url = URL.parse(/^https?:\/\//i.test(host) ? host : `http://${host}/`);
  if (url && url.hostname !== "") return url.href;
  throw new AppError("input.invalid", { detail: plain(host), cure: "Give a host name, e.g. example.vn." });
}
