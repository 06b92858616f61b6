// Promises holds at the desk: set and lifted with a reason, nothing else.
import { z } from "zod";

export const HoldWords = z.object({ reason: z.string().trim().min(3).max(1000) });
export type HoldWords = z.infer<typeof HoldWords>;
