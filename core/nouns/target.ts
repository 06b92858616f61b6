// Promises the shape of a watchlist entry. Detection sees address and kind only, never label or note.
import { z } from "zod";
import { TargetId } from "../id.ts";

export const TargetKind = z.enum(["site", "account"]);
export type TargetKind = z.infer<typeof TargetKind>;

export const Target = z.object({
  id: TargetId,
  /** Normalised absolute http(s) address. */
  url: z.string(),
  kind: TargetKind,
  label: z.string(),
  note: z.string(),
  /** Minutes between scans; null = only when asked. */
  cadenceMinutes: z.number().int().positive().nullable(),
  paused: z.boolean(),
  createdAt: z.date(),
});
export type Target = z.infer<typeof Target>;
