// Promises a calendar day as an office writes it.

/** "2026-11-22" as "22/11/2026"; anything else comes back as it is. */
export function sayDay(day: string): string {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return y ? `${d}/${m}/${y}` : day;
}
