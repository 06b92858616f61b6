// Promises what the office says of itself: every name, symbol and place that a screen or a document prints of it, as one setting.
import { z } from "zod";
import { CaseState } from "./case.ts";
import { PersonRole } from "./person.ts";

const Line = z.string().trim().max(300);

/**
 * Names and habits of one office; nothing of it is a literal in code (law-and-workflow.md, product consequence 2). Empty names fall back to the
 * words of the language files; an empty office name is printed as a blank line to be filled in.
 */
export const Office = z.object({
  /** Body above, e.g. the province's committee; box 2 of NĐ 30/2020 Appendix I, first line. */
  parentName: Line.default(""),
  /** Issuing body, second line of box 2. */
  name: Line.default(""),
  /** The unit that works with the program, e.g. the monitoring team. */
  unitName: Line.default(""),
  /** For document numbers: `05/BC-<symbol>`; of the unit: `12/<symbol>-<unitSymbol>`. */
  symbol: Line.default(""),
  unitSymbol: Line.default(""),
  /** Place line: "<place>, ngày … tháng … năm …". */
  place: Line.default(""),
  /** The area that the office watches, as reports name it. */
  area: Line.default(""),
  address: Line.default(""),
  phone: Line.default(""),
  email: Line.default(""),
  hotline: Line.default(""),
  /** Who signs: authority prefix (TM., KT., TL.), post, name. */
  signers: z
    .array(z.object({ prefix: Line.default(""), post: Line, name: Line.default("") }))
    .max(20)
    .default([]),
  roleNames: z.partialRecord(PersonRole, Line).default({}),
  stateNames: z.partialRecord(CaseState, Line).default({}),
  /** Prefix of case numbers, e.g. HS in HS-2026-0007. */
  casePrefix: z
    .string()
    .trim()
    .regex(/^[\p{L}\d.]{1,12}$/u, "chỉ gồm chữ, số, dấu chấm, tối đa 12 ký tự")
    .default("HS"),
  /** The optional guest role for receiving agencies. */
  guestsAllowed: z.boolean().default(false),
  /** Share of decided findings that a second person decides blindly, by category; 0 to 1. */
  secondReviewShare: z.number().min(0).max(1).default(0.05),
});
export type Office = z.infer<typeof Office>;

export const emptyOffice: Office = Office.parse({});
