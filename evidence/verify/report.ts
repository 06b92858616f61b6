// Promises that a verification ends in a list of named checks, whatever is thrown at it.

export interface Check {
  /** Stable; the desk and the command line translate by it. */
  name: string;
  ok: boolean;
  /** Plain English; a failing check names the broken part. */
  detail: string;
}

/** What is wrong with the package; anything else thrown is reported as the check that it interrupted. */
export class Broken extends Error {}

/** Of a form that this verifier does not read: nothing is said for or against the bytes. */
export class Unread extends Broken {}

export const unreadCheck = "format.unread";

export class Report {
  readonly checks: Check[] = [];
  /** Hears of the part in hand. */
  readonly part: (name: string) => void;

  constructor(part: (name: string) => void = () => undefined) {
    this.part = part;
  }

  add(name: string, ok: boolean, detail: string): void {
    this.checks.push({ name, ok, detail: detail.slice(0, 2000) });
  }

  /** One check from a list of problems: none means sound. */
  list(name: string, problems: readonly string[], sound: string): void {
    const shown = problems.slice(0, 8).join("; ");
    const more = problems.length > 8 ? `; and ${problems.length - 8} more` : "";
    this.add(name, problems.length === 0, problems.length === 0 ? sound : shown + more);
  }

  /** Runs one step; an exception becomes a failing check of that name and the result is undefined. */
  async run<T>(name: string, part: string, step: () => Promise<T> | T): Promise<T | undefined> {
    this.part(part);
    try {
      return await step();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.add(
        error instanceof Unread ? unreadCheck : name,
        false,
        error instanceof Broken ? reason : `${part}: ${reason}`,
      );
      return undefined;
    }
  }

  get ok(): boolean {
    return this.checks.every((check) => check.ok);
  }
}

/** Text of a hostile file, safe to print: one line, no control characters, short. */
export function quote(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "?");
}
