// Promises the closed list of categories (cli.md): rule packs, verdicts and reports use these names and no others.
import { z } from "zod";

export const categories = [
  "gambling",
  "hidden_gambling_links",
  "unlicensed_news",
  "imprint",
  "source_duties",
  "domain_duties",
  "impersonation",
  "false_information",
  "illegal_fundraising",
  "personal_data",
] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

export const Verdict = z.enum(["flag", "review", "none"]);
export type Verdict = z.infer<typeof Verdict>;
