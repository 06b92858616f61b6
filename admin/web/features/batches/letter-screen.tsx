// Promises one letter with every site of its list: scan, findings, case, answer; and the reply's table when all are answered.
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { FileLinks, LetterItemView, LetterView } from "../../../api/letters.ts";
import type { AskScanReply } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { letterQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import { may, WatchFrame } from "../watchlist/watch-frame.tsx";
import styles from "../watchlist/watch.module.css";
import { DraftReply } from "../documents/draft-reply.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";
import { ItemsTable } from "./items-table.tsx";
import { LetterProgress } from "./letter-progress.tsx";
import { sayDay } from "../../ui/days.ts";

function ScanOfLetter({ fileId }: { fileId: string }) {
  const open = useMutation({
    mutationFn: () => callApi<FileLinks>(`/intake/${fileId}/links`),
    // A download of the evidence origin: the screen stays where it is.
    onSuccess: ({ download }) => location.assign(download),
  });
  return (
    <>
      <Button onClick={() => open.mutate()} disabled={open.isPending}>
        {t.watch.letters.openFile}
      </Button>
      <Trouble error={open.error} />
    </>
  );
}

function Facts({ letter }: { letter: LetterView }) {
  const l = t.watch.letters;
  const facts: [string, string][] = [
    [l.sender, letter.sender],
    [l.dated, sayDay(letter.datedOn)],
    [l.incoming, `${letter.incomingNumber || "—"}, ${sayDay(letter.arrivedOn)}`],
    [l.due, letter.dueOn ? sayDay(letter.dueOn) : l.noDue],
    [l.abstract, letter.abstract],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{l.answer}</dt>
        <dd>
          <LetterProgress letter={letter} /> {letter.isLate ? <Badge tone="danger">{l.late}</Badge> : null}
        </dd>
      </div>
    </dl>
  );
}

export function LetterScreen() {
  const l = t.watch.letters;
  const { id = "" } = useParams({ strict: false });
  const client = useQueryClient();
  const sheet = useInfiniteQuery(letterQuery(id));
  const letter = sheet.data?.pages[0]?.letter;
  const items = sheet.data?.pages.flatMap((page) => page.items) ?? [];
  const [asked, setAsked] = useState<LetterItemView | null>(null);
  const refresh = () => void client.invalidateQueries({ queryKey: ["letter", id] });
  const scan = useMutation({
    mutationFn: () => callApi<AskScanReply>(`/letters/${id}/scan`, { method: "POST" }),
    onSuccess: refresh,
  });
  const head = (
    <div className={screen.acts}>
      <Link to="/watchlist/letters">{l.back}</Link>
      {letter?.file ? <ScanOfLetter fileId={letter.file.id} /> : null}
      {may("scan.ask") ? (
        <Button onClick={() => scan.mutate()} disabled={scan.isPending || items.length === 0}>
          {l.scanAll}
        </Button>
      ) : null}
      {may("document.make") && items.length > 0 ? <DraftReply letterId={id} /> : null}
      <a href={`/api/letters/${id}/answer.csv`} download>
        {l.export}
      </a>
    </div>
  );
  return (
    <WatchFrame title={letter ? `${l.title} ${letter.number}` : l.title} head={head}>
      {sheet.isPending ? <Loading /> : null}
      {sheet.error ? <Failure error={sheet.error} retry={() => void sheet.refetch()} /> : null}
      <Trouble error={scan.error} />
      {scan.data ? (
        <p className={screen.said} role="status">
          {t.targets.asked(scan.data.asked)} {scan.data.skipped > 0 ? t.watch.skipped(scan.data.skipped) : ""}
        </p>
      ) : null}
      {letter ? <Facts letter={letter} /> : null}
      {items.length > 0 ? <ItemsTable items={items} mayAnswer={may("letter.change")} onAnswer={setAsked} /> : null}
      {sheet.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void sheet.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
      {asked ? <AnswerDialog key={asked.id} item={asked} close={() => setAsked(null)} done={refresh} /> : null}
    </WatchFrame>
  );
}
