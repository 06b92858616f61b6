// Promises the office's own setting: names, symbols, place, signers, what roles and states are called; read by everybody, changed by the administrator.
import type { z } from "zod";
import { CaseState } from "#core/nouns/case.ts";
import { Office } from "#core/nouns/office.ts";
import { PersonRole } from "#core/nouns/person.ts";

export const OfficeView = Office;
export type OfficeView = z.infer<typeof OfficeView>;

/** Saved whole, so that no field is left from before; every field is named in the answer that refuses it. */
export const ChangeOffice = Office;
export type ChangeOffice = z.infer<typeof ChangeOffice>;

export const officeRoles = PersonRole.options;
export const officeStates = CaseState.options;
export type OfficeRole = PersonRole;
export type OfficeState = CaseState;
