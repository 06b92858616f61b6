// Promises that a costly answer is asked for at most once in some time for the same question, however many ask.

const mostKept = 200;

/**
 * Gives an asking function whose answers are kept for `freshMs` by `keyOf(...question)`; those who ask meanwhile share the one under way, and a
 * failed one is asked again.
 */
export function keepBriefly<Question extends unknown[], Answer>(
  freshMs: number,
  keyOf: (...question: Question) => string,
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const kept = new Map<string, { atMs: number; answer: Promise<Answer> }>();
  return (...question) => {
    const key = keyOf(...question);
    const atMs = performance.now();
    const known = kept.get(key);
    if (known && atMs - known.atMs < freshMs) return known.answer;
    const answer = ask(...question);
    kept.delete(key);
    kept.set(key, { atMs, answer });
    const oldest = kept.keys().next();
    if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
