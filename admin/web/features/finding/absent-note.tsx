// Promises that evidence which may not be shown is gone from this screen within seconds, with the reason and, where viewing was stopped, whom to call.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { AbsenceView, FindingView } from "../../../api/finding.ts";
import type { StopView } from "../../../api/viewing.ts";
import { Refusal } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { sayProblem } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { presenceQuery } from "./evidence-queries.ts";
import styles from "./evidence.module.css";
import { StopFacts } from "./stop-dialog.tsx";

export interface Absent {
  lines: string[];
  stop: StopView | null;
}

/** Why nothing is shown, in two sentences. */
function sayAbsence({ kind, number, at }: AbsenceView): string[] {
  const f = t.finding;
  if (kind === "destroyed") return [f.destroyed(number ?? "", sayWhen(at)), f.destroyedMore];
  return [f.quarantined(sayWhen(at)), f.quarantinedMore];
}

/** The act came while the finding was open: the server's own words name it. */
function sayRefusal(error: unknown): string[] | null {
  if (!(error instanceof Refusal)) return null;
  if (error.code === "evidence.destroyed") return [sayProblem(error), t.finding.destroyedMore];
  if (error.code === "evidence.quarantined") return [sayProblem(error), t.finding.quarantinedMore];
  return null;
}

/** Everything of the capture that this browser holds is forgotten with it. */
function forget(captureId: string): void {
  for (const name of ["capture", "beside", "compare", "integrity"])
    queryClient.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] === name && queryKey.includes(captureId),
    });
  void queryClient.invalidateQueries({ queryKey: ["finding"] });
  void queryClient.invalidateQueries({ queryKey: ["queue"] });
}

export function useAbsence(finding: FindingView, refusal: unknown): Absent | null {
  const { captureId } = finding.seal;
  const presence = useQuery(presenceQuery(captureId));
  const absence = presence.data?.absence ?? finding.absence;
  const isNews = Boolean(presence.data?.absence) && !finding.absence;
  useEffect(() => {
    if (isNews) forget(captureId);
  }, [isNews, captureId]);
  const lines = absence ? sayAbsence(absence) : sayRefusal(refusal);
  return lines && { lines, stop: presence.data?.stop ?? null };
}

export function AbsentNote({ absence }: { absence: Absent }) {
  const { stop } = absence;
  const lines = stop ? [t.compare.stop.absent(sayWhen(stop.at), stop.by), t.finding.quarantinedMore] : absence.lines;
  return (
    <div className={styles.absent} role="note">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {stop ? <StopFacts stop={stop} /> : null}
    </div>
  );
}
