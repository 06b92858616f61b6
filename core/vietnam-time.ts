// Promises dates and times as they are shown: Vietnam's own (GMT+7, no summer time), dd/MM/yyyy.

const shown = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Ho_Chi_Minh",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});

/** "22/11/2026" for an instant (RFC 3339 text or Date); text that is no instant comes back as it is. */
export function showDay(at: string | Date): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : shown.format(date);
}

/** "2026-11-22": the day in Vietnam at that instant. */
export function vietnamDay(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
