// Promises what the desk knows of the custody log: how far it is signed, who co-signed it, and what speaks against it.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const CustodyAlarm = z.object({
  kind: z.enum(["rollback", "fork", "rewritten"]),
  /** English, for the record; the screen says the kind in its own words. */
  detail: z.string(),
  at: Instant,
});

export const CustodyState = z.object({
  checkpoint: z.object({ origin: z.string(), size: z.number().int(), at: Instant }).nullable(),
  witnesses: z.array(
    z.object({
      /** The witness' name; null for this house's own memory of what it signed. */
      witness: z.string().nullable(),
      lastSize: z.number().int(),
      lastAt: Instant.nullable(),
      alarm: CustodyAlarm.nullable(),
    }),
  ),
});
export type CustodyState = z.infer<typeof CustodyState>;
