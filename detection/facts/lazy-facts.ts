// Promises the same facts as gatherFacts, each group computed when one of its facts is first asked for.
import type { Fact, Facts } from "./fact.ts";
import { factGroups, type Subjects } from "./gather.ts";
import { readSite } from "./page.ts";

/** Name of a fact → index of the last group that gives it; learned from the first page that is judged with a lexicon. */
const owners = new WeakMap<object, Map<string, number>>();

function ownersOf(subjects: Subjects): Map<string, number> {
  let found = owners.get(subjects.knowledge.lexicon);
  if (found) return found;
  found = new Map();
  const site = readSite(subjects.page);
  const facts: Facts = new Map();
  for (const [index, gather] of factGroups.entries())
    for (const [name, fact] of gather(subjects, site, facts)) {
      facts.set(name, fact);
      found.set(name, index);
    }
  owners.set(subjects.knowledge.lexicon, found);
  return found;
}

class LazyFacts extends Map<string, Fact> {
  readonly #subjects: Subjects;
  readonly #owners: Map<string, number>;
  readonly #done = new Set<number>();

  constructor(subjects: Subjects) {
    super();
    this.#subjects = subjects;
    this.#owners = ownersOf(subjects);
  }

  override get(name: string): Fact | undefined {
    return this.#ask(name, factGroups.length);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** What groups before `limit` say of it; a name that no group is known to give runs them all. */
  #ask(name: string, limit: number): Fact | undefined {
    const owner = this.#owners.get(name);
    if (owner === undefined) for (let i = 0; i < limit; i++) this.#run(i);
    else if (owner < limit) this.#run(owner);
    return super.get(name);
  }

  #run(index: number): void {
    if (this.#done.has(index)) return;
    this.#done.add(index);
    const earlier = new EarlierFacts((name) => this.#ask(name, index));
    for (const [name, fact] of factGroups[index]!(this.#subjects, readSite(this.#subjects.page), earlier))
      if ((this.#owners.get(name) ?? index) === index) super.set(name, fact);
  }
}

/** What a group may see: the facts of the groups before it. */
class EarlierFacts extends Map<string, Fact> {
  readonly #ask: (name: string) => Fact | undefined;

  constructor(ask: (name: string) => Fact | undefined) {
    super();
    this.#ask = ask;
  }

  override get(name: string): Fact | undefined {
    return this.#ask(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

/** Facts by name only: it cannot be walked through. */
export function lazyFacts(subjects: Subjects): Facts {
  return new LazyFacts(subjects);
}
