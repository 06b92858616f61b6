// Promises what belongs together with this finding, why, and one decision for those that a person picks: each gets its own row.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { BulkReply } from "../../../api/bulk.ts";
import type { FindingView } from "../../../api/finding.ts";
import type { QueueFilter } from "../../../api/findings.ts";
import type { GroupMember } from "../../../api/groups.ts";
import { callApi } from "../../app/call-api.ts";
import { dropFromQueue, refreshLists } from "../../app/last-decision.ts";
import { findingQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { groupQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ActFields, type ActWords } from "../queue/act-fields.tsx";
import { BulkItems, BulkResult } from "../queue/bulk-dialog.tsx";
import styles from "./finding.module.css";
import group from "./group.module.css";

const g = t.triage.group;
type Kind = "confirm" | "dismiss";

function Member({
  member,
  filter,
  chosen,
  toggle,
}: {
  member: GroupMember;
  filter: QueueFilter;
  chosen: boolean;
  toggle: () => void;
}) {
  const { finding, ties, seen, mayFollow } = member;
  const waits = finding.status === "new";
  return (
    <li className={group.member}>
      <input
        type="checkbox"
        aria-label={t.triage.select.row(finding.host)}
        checked={chosen}
        disabled={!waits}
        onChange={toggle}
      />
      <span>
        <Link to="/findings/$id" params={{ id: finding.id }} search={filter} className={group.host}>
          {finding.host}
        </Link>{" "}
        {waits ? null : <Badge>{t.status[finding.status]}</Badge>}
        {waits && seen ? <Badge tone="ok">{g.seen}</Badge> : null}
        {waits && !seen ? <Badge tone="warn">{mayFollow ? g.follows : g.unseen}</Badge> : null}
        {ties.map((tie) => (
          <span key={`${tie.kind}${tie.say}`} className={styles.anchor}>
            {g.tie[tie.kind]}: {tie.say}
          </span>
        ))}
      </span>
    </li>
  );
}

function TogetherDialog({
  finding,
  kind,
  members,
  close,
}: {
  finding: FindingView;
  kind: Kind;
  members: GroupMember[];
  close: () => void;
}) {
  const [concerned] = useState(members);
  const act = useMutation({
    mutationFn: ({ reason, note }: ActWords) =>
      callApi<BulkReply>(`/findings/${finding.id}/group/decisions`, {
        method: "POST",
        body: { verdict: kind, reason, note, ids: concerned.map((member) => member.finding.id) },
      }),
    onSuccess: async (reply) => {
      dropFromQueue(reply.items.filter((item) => item.done).map((item) => item.id));
      await Promise.all([
        refreshLists(),
        queryClient.invalidateQueries({ queryKey: findingQuery(finding.id).queryKey }),
        queryClient.invalidateQueries({ queryKey: groupQuery(finding.id).queryKey }),
      ]);
    },
  });
  return (
    <Dialog title={g.title[kind](concerned.length + 1)} wide close={close}>
      {act.data ? (
        <BulkResult reply={act.data} />
      ) : (
        <ActFields kind={kind} submitLabel={g.go[kind]} busy={act.isPending} error={act.error} submit={act.mutate}>
          <p>{kind === "confirm" ? g.confirmRule : g.dismissRule(finding.host)}</p>
          <BulkItems rows={concerned.map((member) => member.finding)} />
        </ActFields>
      )}
    </Dialog>
  );
}

export function GroupPanel({ finding, filter }: { finding: FindingView; filter: QueueFilter }) {
  const { data } = useQuery(groupQuery(finding.id));
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [kind, setKind] = useState<Kind | null>(null);
  if (!data || data.members.length === 0) return null;
  const waiting = data.members.filter((member) => member.finding.status === "new");
  const chosen = waiting.filter((member) => !out.has(member.finding.id));
  const toggle = (id: string) => {
    const next = new Set(out);
    if (!next.delete(id)) next.add(id);
    setOut(next);
  };
  const mayDecide =
    finding.status === "new" &&
    finding.blindReviewId === null &&
    queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("finding.decide");
  return (
    <section className={styles.panel}>
      <h2>
        {g.heading} ({data.members.length}
        {data.capped ? "+" : ""})
      </h2>
      <ul className={group.members}>
        {data.members.map((member) => (
          <Member
            key={member.finding.id}
            member={member}
            filter={filter}
            chosen={chosen.includes(member)}
            toggle={() => toggle(member.finding.id)}
          />
        ))}
      </ul>
      {mayDecide && waiting.length > 0 ? (
        <div className={group.acts}>
          <Button disabled={chosen.length === 0} onClick={() => setKind("dismiss")}>
            {g.dismiss(chosen.length + 1)}
          </Button>
          <Button disabled={chosen.length === 0} onClick={() => setKind("confirm")}>
            {g.confirm(chosen.length + 1)}
          </Button>
        </div>
      ) : null}
      {kind ? <TogetherDialog finding={finding} kind={kind} members={chosen} close={() => setKind(null)} /> : null}
    </section>
  );
}
