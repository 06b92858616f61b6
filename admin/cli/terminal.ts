// Promises results on stdout and everything else on stderr; JSON Lines when asked; words in the terminal's language.
import cliProgress from "cli-progress";
import type { Config } from "#core/config.ts";
import { type AppError, toAppError } from "#core/errors.ts";
import { errorWords } from "./error-words.ts";

export type Language = "vi" | "en";

/** VONGGAC_LANG, else the locale of the terminal, else English. */
export function languageOf(env: NodeJS.ProcessEnv = process.env): Language {
  const asked = env.VONGGAC_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return asked.startsWith("vi") ? "vi" : "en";
}

let language: Language = languageOf();

export function useLanguage(config: Pick<Config, "VONGGAC_LANG"> = {}): void {
  language = config.VONGGAC_LANG ?? languageOf();
}

/** The text in the terminal's language. */
export function say(vi: string, en: string): string {
  return language === "vi" ? vi : en;
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One JSON object a line, nothing else. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Text from hostile pages, made safe for a terminal: no control characters, one line. */
export function plain(text: string, maxLength = 200): string {
  // oxlint-disable-next-line no-control-regex -- escape sequences are what must go
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, " ");
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
}

/** Columns as wide as their widest cell; cells are made plain. */
export function printTable(head: string[], rows: string[][]): void {
  const cells = [head, ...rows.map((r) => r.map((c) => plain(c, 80)))];
  const widths = head.map((_, i) => Math.max(...cells.map((r) => [...(r[i] ?? "")].length)));
  for (const row of cells)
    printLine(
      row
        .map((c, i) => c + " ".repeat(Math.max(0, widths[i]! - [...c].length)))
        .join("  ")
        .trimEnd(),
    );
}

export interface Progress {
  update(done: number, total: number, words: string): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line every five seconds. Always on stderr. */
export function startProgress(title: string): Progress {
  if (!process.stderr.isTTY) return startPlainProgress(title);
  const format = `${title} {bar} {value}/{total} {words}`;
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr, hideCursor: true, clearOnComplete: false, barsize: 24 },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1, 0, { words: "" });
  return {
    update: (done, total, words) => {
      bar.setTotal(Math.max(1, total));
      bar.update(done, { words });
    },
    stop: () => bar.stop(),
  };
}

function startPlainProgress(title: string): Progress {
  let lastMs = 0;
  let last = "";
  return {
    update: (done, total, words) => {
      const line = `${title} ${done}/${total} ${words}`;
      if (line === last || performance.now() - lastMs < 5000) return;
      [lastMs, last] = [performance.now(), line];
      note(line);
    },
    stop: () => undefined,
  };
}

/** Exit code of an error, by the contract of the command line: 78 configuration, 2 usage or unreadable input, 1 the rest. */
export function exitCodeOf(error: AppError): number {
  if (error.code === "config.invalid") return 78;
  return error.code.startsWith("input.") || error.code === "guard.refused" ? 2 : 1;
}

/** Says what is wrong and how to mend it; gives the exit code. */
export function reportError(thrown: unknown): number {
  const error = toAppError(thrown);
  if (language === "vi") {
    const { what, cure } = errorWords(error.code);
    note(`Lỗi: ${what} [${plain(error.message, 2000)}]`);
    // What the rooms below advise is English: it stands behind the Vietnamese advice of its code.
    const own = error.cure && /[\u00c0-\u1ef9]/u.test(error.cure);
    note(`Cách khắc phục: ${own ? error.cure : `${cure}${error.cure ? ` (${error.cure})` : ""}`}`);
  } else {
    note(`Error ${plain(error.message, 2000)}`);
    if (error.cure) note(`Cure: ${error.cure}`);
  }
  if (error.code === "internal" && error.cause instanceof Error) note(error.cause.stack ?? "");
  return exitCodeOf(error);
}
