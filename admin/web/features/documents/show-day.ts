// Promises days (YYYY-MM-DD) as dd/MM/yyyy, and today in Vietnam.

export const showDay = (day: string): string => day.split("-").toReversed().join("/");

export const todayInVietnam = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
