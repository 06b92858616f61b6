// Promises every crafted attack in one list.
import type { Attack } from "./attack.ts";
import { captureAttacks } from "./capture-attacks.ts";
import { containerAttacks } from "./container-attacks.ts";
import { officeAttacks } from "./office-attacks.ts";
import { packageAttacks } from "./package-attacks.ts";
import { tokenAttacks } from "./token-attacks.ts";

export const attacks: Attack[] = [
  ...containerAttacks,
  ...captureAttacks,
  ...officeAttacks,
  ...tokenAttacks,
  ...packageAttacks,
];
