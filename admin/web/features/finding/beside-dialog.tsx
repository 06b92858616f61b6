// Promises the captured page and the stored text side by side, the same words marked in both; text only, nothing of it runs.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BesideView } from "../../../api/beside.ts";
import type { FindingView } from "../../../api/finding.ts";
import { besideQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Plain } from "../../ui/plain.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./beside.module.css";

type Anchor = FindingView["signals"][number]["anchors"][number];

/** Addresses whose text a signal shares stretches with. */
export const sharedAddresses = (anchors: readonly Anchor[]): string[] => [
  ...new Set(
    anchors.flatMap((a) =>
      a.kind === "difference" && (a.shared?.length ?? 0) > 0 && URL.canParse(a.between[1]) ? [a.between[1]] : [],
    ),
  ),
];

function Marked({ text, marks }: BesideView["page"]) {
  const pieces = marks.flatMap((mark, i) => [
    <Plain key={`${mark.start} before`}>{text.slice(marks[i - 1]?.end ?? 0, mark.start)}</Plain>,
    <mark key={mark.start}>
      <Plain>{text.slice(mark.start, mark.end)}</Plain>
    </mark>,
  ]);
  return (
    <div className={styles.text} tabIndex={0} data-own-arrows>
      {pieces}
      <Plain>{text.slice(marks.at(-1)?.end ?? 0)}</Plain>
    </div>
  );
}

function Columns({ finding, other }: { finding: FindingView; other: string }) {
  const both = useQuery(besideQuery(finding.seal.captureId, finding.id, other));
  if (both.error) return <Failure error={both.error} retry={() => void both.refetch()} />;
  if (!both.data) return <Loading />;
  const source = both.data.other;
  return (
    <div className={styles.columns}>
      <section>
        <h3>{t.finding.besidePage}</h3>
        <p className={styles.address}>
          <Plain>{finding.url}</Plain>
        </p>
        <Marked {...both.data.page} />
      </section>
      <section>
        <h3>
          <bdi>
            <Plain>{source.title}</Plain>
          </bdi>
        </h3>
        <p className={styles.address}>
          <Plain>{source.url}</Plain> ·{" "}
          {source.publishedAt
            ? `${t.finding.besidePublished} ${sayWhen(source.publishedAt)}`
            : `${t.finding.besideSeen} ${sayWhen(source.firstSeenAt)}`}
        </p>
        <Marked text={source.text} marks={source.marks} />
      </section>
    </div>
  );
}

export function BesideButtons({ finding, anchors }: { finding: FindingView; anchors: readonly Anchor[] }) {
  const [open, setOpen] = useState<string | null>(null);
  if (finding.absence) return null;
  return (
    <>
      {sharedAddresses(anchors)
        .slice(0, 4)
        .map((other) => (
          <Button key={other} quiet onClick={() => setOpen(other)}>
            {t.finding.beside(new URL(other).hostname)}
          </Button>
        ))}
      {open === null ? null : (
        <Dialog wide title={t.finding.besideTitle} close={() => setOpen(null)}>
          <Columns finding={finding} other={open} />
        </Dialog>
      )}
    </>
  );
}
