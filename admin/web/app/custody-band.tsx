// Promises a red band above every screen while something speaks against the custody log.
import { useQuery } from "@tanstack/react-query";
import type { CustodyState } from "../../api/custody.ts";
import { t } from "../i18n/messages.ts";
import { sayWhen } from "../ui/when.tsx";
import styles from "./custody-band.module.css";
import { custodyQuery } from "./queries.ts";

export function CustodyBand() {
  const { data } = useQuery(custodyQuery);
  const alarmed = (data?.witnesses ?? []).flatMap((w) => (w.alarm ? [{ witness: w.witness, ...w.alarm }] : []));
  return <div role="alert">{alarmed.length > 0 ? <Band alarmed={alarmed} /> : null}</div>;
}

type Alarm = NonNullable<CustodyState["witnesses"][number]["alarm"]> & { witness: string | null };

function Band({ alarmed }: { alarmed: Alarm[] }) {
  return (
    <div className={styles.band}>
      <strong>{t.custody.title}</strong>
      <ul className={styles.list}>
        {alarmed.map((alarm) => (
          <li key={alarm.witness ?? ""}>
            {t.custody.kind[alarm.kind]} ({alarm.witness ? t.custody.byWitness(alarm.witness) : t.custody.byHouse},{" "}
            {sayWhen(alarm.at)})<span className={styles.detail}>{alarm.detail}</span>
          </li>
        ))}
      </ul>
      <span>
        {t.custody.doNow} {alarmed.some((a) => a.witness === null) ? t.custody.notSigned : null}
      </span>
    </div>
  );
}
