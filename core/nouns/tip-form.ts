// Promises what the office says of its public form for tips: whether it is open, and the words that the law asks it to show.
import { z } from "zod";

export const TipForm = z.object({
  /** Off until the office opens it. */
  open: z.boolean().default(false),
  /** Why the data is taken, on what basis, who sees it, how long it is kept; shown above the form. */
  purposeNote: z.string().trim().max(4000).default(""),
  /** What may be told here and what not. */
  intro: z.string().trim().max(2000).default(""),
  /** Tips an hour that the form takes from everybody together. */
  mostAnHour: z.number().int().min(1).max(10_000).default(60),
  /** Tips an hour from one address of the network. */
  mostAnHourFromOne: z.number().int().min(1).max(1000).default(5),
});
export type TipForm = z.infer<typeof TipForm>;
