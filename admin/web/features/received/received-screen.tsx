// Promises a receiving agency its packages: what was sent, the file itself with its hash, and the receipt that it confirms.
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { ConfirmReceipt, ReceivedPackage, ReceivedPackages } from "../../../api/received.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Hash } from "../../ui/hash.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { textOf } from "../cases/act-dialog.tsx";
import styles from "./received.module.css";
import { todayInVietnam } from "../../ui/days.ts";

const r = t.cases.received;

/** Addresses of files live ten minutes: asked again before they end. */
const receivedQuery = queryOptions({
  queryKey: ["received"],
  queryFn: () => callApi<ReceivedPackages>("/received", { background: true }),
  refetchInterval: 5 * 60_000,
});

const sayDay = (day: string) => day.split("-").reverse().join("/");

function ReceiptDialog({ row, close }: { row: ReceivedPackage; close: () => void }) {
  const confirm = useMutation({
    mutationFn: (body: ConfirmReceipt) =>
      callApi<unknown>(`/received/${row.referralId}/receipt`, { method: "PUT", body }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: receivedQuery.queryKey });
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    confirm.mutate({ receiptNumber: textOf(form, "number"), receivedOn: textOf(form, "day") });
  };
  return (
    <Dialog title={`${r.confirm}: ${row.number}`} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{r.confirmHint}</p>
        <Field label={t.cases.takedowns.receiptNumber}>
          <input name="number" required maxLength={100} autoFocus />
        </Field>
        <Field label={t.cases.takedowns.receivedOn}>
          <input
            name="day"
            type="date"
            required
            min={row.sentOn}
            max={todayInVietnam()}
            defaultValue={todayInVietnam()}
          />
        </Field>
        <Trouble error={confirm.error} />
        <Button type="submit" tone="accent" disabled={confirm.isPending}>
          {r.confirm}
        </Button>
      </form>
    </Dialog>
  );
}

function Row({ row, confirm }: { row: ReceivedPackage; confirm: () => void }) {
  return (
    <tr>
      <td>{row.number}</td>
      <td className={styles.words}>{row.subjectLine}</td>
      <td>{sayDay(row.sentOn)}</td>
      <td>
        {sayWhen(row.sealedAt)}
        <div className={table.soft}>{t.cases.seal.captures(row.captures)}</div>
      </td>
      <td>
        <Hash value={row.sha256} />
      </td>
      <td>
        {row.url && row.until ? (
          <>
            <a href={row.url} download aria-label={`${r.download} ${row.number}`}>
              {r.download}
            </a>
            <div className={table.soft}>{`${t.cases.seal.until} ${sayWhen(row.until)}`}</div>
          </>
        ) : (
          <span className={table.soft}>{r.gone}</span>
        )}
      </td>
      <td>
        {row.receivedOn ? (
          `${row.receiptNumber}, ${sayDay(row.receivedOn)}`
        ) : (
          <Button onClick={confirm} aria-label={`${r.confirm} ${row.number}`}>
            {r.confirm}
          </Button>
        )}
      </td>
    </tr>
  );
}

function List({ items, confirm }: { items: ReceivedPackage[]; confirm: (row: ReceivedPackage) => void }) {
  const heads = [r.number, t.cases.takedowns.subjectLine, r.sent, r.sealed, r.hash, r.file, t.cases.takedowns.receipt];
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={r.title}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <Row key={row.referralId} row={row} confirm={() => confirm(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ReceivedScreen() {
  const received = useQuery(receivedQuery);
  const [open, setOpen] = useState<ReceivedPackage | null>(null);
  useEffect(() => {
    document.title = `${r.title} · ${t.product}`;
  }, []);
  const { data } = received;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{r.title}</h1>
        {data?.agency ? <span className={screen.soft}>{r.agency(data.agency)}</span> : null}
      </header>
      {received.isPending ? <Loading /> : null}
      {received.error ? <Failure error={received.error} retry={() => void received.refetch()} /> : null}
      {data && data.items.length === 0 ? <Empty>{data.agency ? r.none : r.noAgency}</Empty> : null}
      {data && data.items.length > 0 ? (
        <>
          <List items={data.items} confirm={setOpen} />
          <p className={styles.hint}>{r.verifyHint}</p>
        </>
      ) : null}
      {open ? <ReceiptDialog row={open} close={() => setOpen(null)} /> : null}
    </div>
  );
}
