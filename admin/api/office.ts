// Promises the office's own setting: names, symbols, place, signers, what roles and states are called; read by everybody, changed by the administrator.
import { z } from "zod";
import { CaseState } from "#core/nouns/case.ts";
import { Office } from "#core/nouns/office.ts";
import { PersonRole } from "#core/nouns/person.ts";

export const OfficeView = Office;
export type OfficeView = z.infer<typeof OfficeView>;

/**
 * Saved whole, so every field must be there: a body that lacks one would empty what nobody meant to empty. The answer that refuses it names the
 * field.
 */
export const ChangeOffice = z.strictObject(
  Object.fromEntries(Object.entries(Office.shape).map(([name, field]) => [name, field.unwrap()])),
) as unknown as z.ZodType<Office, Office>;
export type ChangeOffice = Office;

export type OfficeRole = PersonRole;
export type OfficeState = CaseState;
