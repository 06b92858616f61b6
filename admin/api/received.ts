// Promises what a receiving agency's account is told: the packages sent to its own agency, how to take them, and its receipt for each.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const ReceivedPackage = z.object({
  referralId: z.uuid(),
  packageId: z.uuid(),
  /** The case's number, as letters name it. */
  number: z.string(),
  subjectLine: z.string(),
  sentOn: z.iso.date(),
  sealedAt: Instant,
  sha256: z.string(),
  sizeBytes: z.number().int(),
  captures: z.number().int(),
  receiptNumber: z.string().nullable(),
  receivedOn: z.iso.date().nullable(),
  /** On the evidence origin, short-lived, bound to the session; null where the file waits here no longer. */
  url: z.string().nullable(),
  /** Until when the file waits. */
  until: Instant.nullable(),
});
export type ReceivedPackage = z.infer<typeof ReceivedPackage>;

export const ReceivedPackages = z.object({
  /** "" while the administrator has not named the account's agency: then there are no items. */
  agency: z.string(),
  items: z.array(ReceivedPackage),
});
export type ReceivedPackages = z.infer<typeof ReceivedPackages>;

export const ConfirmReceipt = z.object({
  receiptNumber: z.string().trim().min(1).max(100),
  receivedOn: z.iso.date(),
});
export type ConfirmReceipt = z.infer<typeof ConfirmReceipt>;
