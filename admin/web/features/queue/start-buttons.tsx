// Promises the two ways into work: the next finding that nobody has, and the next one for a second, blind look.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { QueueFilter } from "../../../api/findings.ts";
import type { NextReply } from "../../../api/triage.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { takeSecondReview } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { sayProblem } from "../../ui/states.tsx";
import styles from "./queue.module.css";

const s = t.triage.start;

export function StartButtons({ filter }: { filter: QueueFilter }) {
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: "/findings/$id", params: { id }, search: filter });
  const next = useMutation({
    mutationFn: () => callApi<NextReply>("/triage/next", { method: "POST", body: { filter } }),
    onSuccess: ({ finding }) => finding && open(finding.id),
  });
  const second = useMutation({
    mutationFn: takeSecondReview,
    onSuccess: ({ task }) => task && open(task.finding.id),
  });
  if (!queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("finding.decide")) return null;
  const error = next.error ?? second.error;
  const nothing = next.data?.finding === null ? s.noneNext : second.data?.task === null ? s.noneSecond : "";
  return (
    <span className={styles.start}>
      <span role="status" className={error ? styles.bad : styles.soft}>
        {error ? sayProblem(error) : nothing}
      </span>
      <Button disabled={second.isPending} onClick={() => second.mutate()}>
        {s.second}
      </Button>
      <Button tone="accent" disabled={next.isPending} onClick={() => next.mutate()}>
        {s.next}
      </Button>
    </span>
  );
}
