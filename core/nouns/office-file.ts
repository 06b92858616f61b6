// Promises one file that sets an office up: its own setting and its own law data, with nothing of another office left.
import { z } from "zod";
import { LawData } from "./law.ts";
import { Office } from "./office.ts";

/** `ownLawOnly` sets every row aside that came with the program, so that only the office's own remain. */
export const OfficeFile = z.strictObject({
  office: Office,
  ownLawOnly: z.boolean().default(false),
  law: LawData.default(() => LawData.parse({})),
});
export type OfficeFile = z.infer<typeof OfficeFile>;
