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

/** The facts of one page as far as they were asked for. */
class Ledger {
  readonly #subjects: Subjects;
  readonly #owners: Map<string, number>;
  readonly #found = new Map<string, Fact>();
  readonly #done = new Set<number>();

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
    this.#owners = ownersOf(subjects);
  }

  /** What groups before `limit` say of it; a name that no group is known to give runs them all. */
  ask(name: string, limit: number): Fact | undefined {
    const owner = this.#owners.get(name);
    if (owner === undefined) this.#runAll(limit);
    else if (owner < limit) this.#run(owner);
    else return undefined;
    return this.#found.get(name);
  }

  /** All that groups before `limit` say. */
  all(limit: number): [string, Fact][] {
    this.#runAll(limit);
    return [...this.#found].filter(([name]) => this.#owners.get(name)! < limit);
  }

  #runAll(limit: number): void {
    for (let index = 0; index < limit; index++) this.#run(index);
  }

  #run(index: number): void {
    if (this.#done.has(index)) return;
    this.#done.add(index);
    const { page } = this.#subjects;
    for (const [name, fact] of factGroups[index]!(this.#subjects, readSite(page), new LazyFacts(this, index))) {
      if (!this.#owners.has(name)) this.#owners.set(name, index);
      if (this.#owners.get(name) === index) this.#found.set(name, fact);
    }
  }
}

/** What may be seen of a ledger: the facts of the groups before `limit`. Walking through it computes them all. */
class LazyFacts extends Map<string, Fact> {
  readonly #ledger: Ledger;
  readonly #limit: number;

  constructor(ledger: Ledger, limit: number) {
    super();
    this.#ledger = ledger;
    this.#limit = limit;
  }

  override get(name: string): Fact | undefined {
    return this.#ledger.ask(name, this.#limit);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override get size(): number {
    return this.#whole().size;
  }

  override [Symbol.iterator](): MapIterator<[string, Fact]> {
    return this.#whole()[Symbol.iterator]();
  }

  override entries(): MapIterator<[string, Fact]> {
    return this.#whole().entries();
  }

  override keys(): MapIterator<string> {
    return this.#whole().keys();
  }

  override values(): MapIterator<Fact> {
    return this.#whole().values();
  }

  override forEach(visit: (fact: Fact, name: string, facts: Map<string, Fact>) => void): void {
    for (const [name, fact] of this) visit(fact, name, this);
  }

  #whole(): Map<string, Fact> {
    return new Map(this.#ledger.all(this.#limit));
  }
}

export function lazyFacts(subjects: Subjects): Facts {
  return new LazyFacts(new Ledger(subjects), factGroups.length);
}
