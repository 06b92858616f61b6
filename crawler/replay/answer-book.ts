// Promises the recorded answer for a request of a replayed page: the exact one, in the order of the visit, or none.

export interface RecordedAnswer {
  url: string;
  method: string;
  status: number;
  /** As recorded; codings that the body no longer has are taken off. */
  headers: readonly (readonly [string, string])[];
  /** The decoded body. */
  read: () => Promise<Uint8Array>;
}

export interface FoundAnswer {
  answer: RecordedAnswer;
  /** False when only the query differs (a page that adds the time or a random number to an address). */
  exact: boolean;
}

const withoutFragment = (url: string): string => url.split("#", 1)[0]!;
const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0]!;

/** Gives out answers; asked again for one address it gives the next that was recorded, the last one for ever. */
export class AnswerBook {
  readonly #exact = new Map<string, RecordedAnswer[]>();
  readonly #loose = new Map<string, RecordedAnswer[]>();
  readonly #given = new Map<string, number>();

  constructor(answers: readonly RecordedAnswer[]) {
    for (const answer of answers) {
      keep(this.#exact, `${answer.method} ${withoutFragment(answer.url)}`, answer);
      keep(this.#loose, `${answer.method} ${withoutQuery(answer.url)}`, answer);
    }
  }

  find(method: string, url: string): FoundAnswer | null {
    const key = `${method} ${withoutFragment(url)}`;
    const list = this.#exact.get(key);
    if (list) {
      const turn = this.#given.get(key) ?? 0;
      this.#given.set(key, turn + 1);
      return { answer: list[Math.min(turn, list.length - 1)]!, exact: true };
    }
    const similar = this.#loose.get(`${method} ${withoutQuery(url)}`);
    return similar?.length === 1 ? { answer: similar[0]!, exact: false } : null;
  }
}

function keep(map: Map<string, RecordedAnswer[]>, key: string, answer: RecordedAnswer): void {
  const list = map.get(key);
  if (list) list.push(answer);
  else map.set(key, [answer]);
}
