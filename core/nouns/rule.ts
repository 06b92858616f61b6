// Promises the states of a rule's life: written, watched silently, in force, gone.
import { z } from "zod";

export const RuleState = z.enum(["draft", "shadow", "live", "retired"]);
export type RuleState = z.infer<typeof RuleState>;
