// Promises one colour for each end of a request to take down.
import type { TakedownState } from "../../../api/cases.ts";
import type { Tone } from "../../ui/badge.tsx";

export const takedownTones: Record<TakedownState, Tone> = {
  requested: "accent",
  removed: "ok",
  "still-up": "danger",
  refused: "danger",
  withdrawn: "plain",
};
