// Promises the acts on many findings as soon as the first row is selected, and not before.
import { lazy, Suspense, useState } from "react";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { BulkDialog, type BulkKind } from "./bulk-dialog.tsx";
import styles from "./queue.module.css";
import { type Selection, selectionLimit } from "./use-selection.ts";

/** Loaded when it is first opened: the queue stays small. */
const AddToCase = lazy(async () => ({
  default: (await import("../cases/add-to-case-dialog.tsx")).AddToCaseDialog,
}));

const kinds: { kind: BulkKind; act: string }[] = [
  { kind: "dismiss", act: "finding.decide" },
  { kind: "assign", act: "finding.assign" },
  { kind: "hold", act: "finding.decide" },
  { kind: "escalate", act: "finding.decide" },
];

export function SelectionBar({ selection }: { selection: Selection }) {
  const [open, setOpen] = useState<BulkKind | "file" | null>(null);
  const acts = queryClient.getQueryData(sessionQuery.queryKey)?.acts ?? [];
  const count = selection.ids.size;
  if (count === 0 && open === null) return null;
  const s = t.triage.select;
  return (
    <div className={styles.selection} role="group" aria-label={s.bar}>
      <strong role="status">{count >= selectionLimit ? s.full(count) : s.count(count)}</strong>
      {kinds
        .filter(({ act }) => acts.includes(act))
        .map(({ kind }) => (
          <Button key={kind} onClick={() => setOpen(kind)}>
            {s.act[kind]}
          </Button>
        ))}
      {acts.includes("case.change") ? <Button onClick={() => setOpen("file")}>{s.act.file}</Button> : null}
      <Button quiet onClick={selection.clear}>
        {s.clear}
      </Button>
      {open === "file" ? (
        <Suspense>
          <AddToCase findingIds={[...selection.ids]} close={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {open && open !== "file" ? (
        <BulkDialog
          kind={open}
          rows={selection.rows}
          close={() => {
            setOpen(null);
            selection.clear();
          }}
        />
      ) : null}
    </div>
  );
}
