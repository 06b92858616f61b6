// Promises the counts that stand above the queue: what waits, how long, and what was decided.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { Instant } from "./problem.ts";

export const Dashboard = z.object({
  waiting: z.object({ flag: z.number().int(), review: z.number().int(), oldestAt: Instant.nullable() }),
  decided24h: z.object({ confirmed: z.number().int(), dismissed: z.number().int() }),
  byCategory: z.array(z.object({ category: Category, waiting: z.number().int() })),
});
export type Dashboard = z.infer<typeof Dashboard>;
