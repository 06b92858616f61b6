// Promises the shortest way from one list to another (Myers 1986, "An O(ND) Difference Algorithm and Its Variations"), within a bound.

export type Step = "same" | "removed" | "added";

interface Span {
  kind: Step;
  /** Half-open places in the list that the step is about; for `same` in both. */
  a: [number, number];
  b: [number, number];
}

/** Steps of one kind joined; null where more than `maxEdits` insertions and deletions would be needed. */
export function compareSequences(a: readonly string[], b: readonly string[], maxEdits: number): Span[] | null {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = walk(a.slice(head, a.length - tail), b.slice(head, b.length - tail), maxEdits);
  if (!middle) return null;
  const spans = new Spans();
  spans.add("same", head);
  for (const [kind, count] of middle) spans.add(kind, count);
  spans.add("same", tail);
  return spans.list;
}

class Spans {
  readonly list: Span[] = [];
  private x = 0;
  private y = 0;

  add(kind: Step, count: number): void {
    if (count === 0) return;
    const from: [number, number] = [this.x, this.y];
    if (kind !== "added") this.x += count;
    if (kind !== "removed") this.y += count;
    const last = this.list.at(-1);
    if (last?.kind === kind) {
      last.a[1] = this.x;
      last.b[1] = this.y;
    } else this.list.push({ kind, a: [from[0], this.x], b: [from[1], this.y] });
  }
}

/** Furthest-reaching paths by number of edits; the trace of each round is kept to walk back. */
function walk(a: readonly string[], b: readonly string[], maxEdits: number): [Step, number][] | null {
  const bound = Math.min(maxEdits, a.length + b.length);
  const offset = bound + 1;
  const reach = new Int32Array(2 * offset + 1);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= bound; d++) {
    trace.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[offset + k - 1]! < reach[offset + k + 1]!);
      let x = down ? reach[offset + k + 1]! : reach[offset + k - 1]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[offset + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(trace, offset, a.length, b.length);
    }
  }
  return null;
}

function walkBack(trace: readonly Int32Array[], offset: number, lengthA: number, lengthB: number): [Step, number][] {
  const steps: [Step, number][] = [];
  let [x, y] = [lengthA, lengthB];
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && reach[offset + k - 1]! < reach[offset + k + 1]!);
    const before = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : reach[offset + before]!;
    const fromY = d === 0 ? 0 : fromX - before;
    const same = Math.min(x - fromX, y - fromY);
    if (same > 0) steps.push(["same", same]);
    if (d > 0) steps.push([down ? "added" : "removed", 1]);
    [x, y] = [fromX, fromY];
  }
  return steps.reverse();
}
