// Promises the place of a name in a text as whole words, ignoring case; plain search, no pattern built from data.

const isLetter = /[\p{L}\p{N}]/u;
/** The few texts of the page at hand are asked for hundreds of names in turn. */
const recent = new Map<string, string>();
const mostRecent = 32;

/** Lower case of the same length, so that places agree; a text that would change length is searched as it is. */
function lower(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const small = text.toLowerCase();
  const kept = small.length === text.length ? small : text;
  if (recent.size >= mostRecent) recent.clear();
  recent.set(text, kept);
  return kept;
}

/** First place of `name` between non-letters (Vietnamese letters are letters); null when it is not there. */
export function findName(text: string, name: string): { start: number; end: number } | null {
  const where = lower(text);
  const what = name.toLowerCase();
  if (what === "") return null;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    const before = where[at - 1];
    const after = where[at + what.length];
    if ((before === undefined || !isLetter.test(before)) && (after === undefined || !isLetter.test(after)))
      return { start: at, end: at + what.length };
  }
  return null;
}
