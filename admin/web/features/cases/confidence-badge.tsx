// Promises how sure the file is of a fact, in words; colour only repeats it.
import type { Confidence } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<Confidence, Tone> = {
  unknown: "plain",
  low: "plain",
  medium: "warn",
  high: "accent",
  confirmed: "ok",
};

export function ConfidenceBadge({ level }: { level: Confidence }) {
  return <Badge tone={tones[level]}>{t.cases.confidence[level]}</Badge>;
}
