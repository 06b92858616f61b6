// Promises a list of what is missing or was turned away that no page can make endless: the first rows named, the rest counted.

export interface Named {
  what: string;
  why: string;
}

export const namedLimits = { rows: 200, whatChars: 2000, whyChars: 500 };

/** A page that opens windows or dialogs in a loop would otherwise fill the memory and the manifest. */
export class NamedList {
  #rows = new Map<string, Named & { times: number }>();
  #more = 0;

  push({ what, why }: Named): void {
    const row = { what: what.slice(0, namedLimits.whatChars), why: why.slice(0, namedLimits.whyChars) };
    const key = JSON.stringify(row);
    const known = this.#rows.get(key);
    if (known) known.times++;
    else if (this.#rows.size < namedLimits.rows) this.#rows.set(key, { ...row, times: 1 });
    else this.#more++;
  }

  /** Takes one row of that name back, whatever its reason: what was missing came after all. */
  takeBack(what: string): void {
    const cut = what.slice(0, namedLimits.whatChars);
    const found = [...this.#rows].find(([, row]) => row.what === cut);
    if (found && --found[1].times === 0) this.#rows.delete(found[0]);
  }

  /** How many were told, the unnamed ones included. */
  get count(): number {
    return [...this.#rows.values()].reduce((sum, { times }) => sum + times, this.#more);
  }

  /** At most `namedLimits.rows` rows and one that counts the rest. */
  list(): Named[] {
    const rows = [...this.#rows.values()].map(({ what, why, times }) => ({
      what,
      why: times === 1 ? why : `${why} (${times} lần)`,
    }));
    return this.#more === 0 ? rows : [...rows, { what: `${this.#more} mục khác`, why: "quá nhiều để kể từng mục" }];
  }
}
