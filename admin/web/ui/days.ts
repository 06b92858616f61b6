// Promises calendar days as an office writes them, and today as it is in Vietnam.

const vietnamMs = 7 * 3_600_000;

/** "2026-11-22" as "22/11/2026"; anything else comes back as it is, no day as "". */
export function sayDay(day: string | null): string {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  return y ? `${d}/${m}/${y}` : (day ?? "");
}

/** `2026-11-22` in GMT+7. */
export const todayInVietnam = (): string => new Date(Date.now() + vietnamMs).toISOString().slice(0, 10);

/** `2026-11-22T09:30` in GMT+7, as a field for date and time takes it. */
export const nowInVietnam = (): string => new Date(Date.now() + vietnamMs).toISOString().slice(0, 16);
