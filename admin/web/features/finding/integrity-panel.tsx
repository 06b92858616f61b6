// Promises a badge that is never remembered: it hashes the package anew whenever the finding is opened or asked again.
import { useQuery } from "@tanstack/react-query";
import type { IntegrityView } from "../../../api/captures.ts";
import type { SealView } from "../../../api/finding.ts";
import { integrityQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayClock } from "../../ui/when.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import styles from "./finding.module.css";

const tones: Record<string, Tone> = { sealed: "ok", consistent: "warn", broken: "danger" };
const claimTones: Record<string, Tone> = { proved: "ok", "not-proved": "warn", contradicted: "danger" };
const signs: Record<string, string> = { proved: "✓", "not-proved": "–", contradicted: "✗" };

/** What is proved, claim by claim, in the reader's words; the verifier's own stand in the title. */
function Claims({ claims }: Pick<IntegrityView, "claims">) {
  const i = t.finding.integrity;
  return (
    <dl className={styles.claims} aria-label={i.claims}>
      {claims.map(({ claim, state, detail }) => {
        const words = t.finding.claim[claim];
        const says = state === "proved" ? words?.proved : state === "not-proved" ? words?.not : i.contradicted;
        return (
          <div key={claim} title={detail}>
            <dt>{words?.title ?? claim}</dt>
            <dd>
              <Badge tone={claimTones[state] ?? "plain"}>{`${signs[state]} ${i.state[state]}`}</Badge>
            </dd>
            <dd className={styles.claimSays}>
              {says}
              {state === "contradicted" ? <span className={styles.anchor}>{detail}</span> : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

export function IntegrityPanel({ seal }: { seal: SealView }) {
  const check = useQuery(integrityQuery(seal.captureId));
  const i = t.finding.integrity;
  const data = check.isFetching ? undefined : check.data;
  return (
    <section className={styles.panel}>
      <header className={styles.panelHead}>
        <h2>{i.title}</h2>
        <span role="status">
          {check.isFetching ? <Badge>{i.checking}</Badge> : null}
          {data ? (
            <Badge tone={tones[data.level] ?? "danger"}>{`${data.ok ? "✓" : "✗"} ${i[data.level]}`}</Badge>
          ) : null}
          {check.error && !check.isFetching ? <Badge tone="warn">{i.unknown}</Badge> : null}
        </span>
      </header>
      {check.isFetching ? null : <Trouble error={check.error} />}
      {data ? (
        <>
          <p className={styles.soft}>{i.at(sayClock(data.checkedAt), `${sayWhole(data.tookMs)} ms`)}</p>
          <dl className={styles.hashes}>
            <dt>{i.sealedHash}</dt>
            <dd>
              <Hash value={data.sha256Sealed} />
            </dd>
            <dt>{i.now}</dt>
            <dd>
              <Hash value={data.sha256Now} />
            </dd>
          </dl>
          <Claims claims={data.claims} />
          <details open={!data.ok}>
            <summary>{i.details(data.checks.filter((c) => c.ok).length, data.checks.length)}</summary>
            <ul className={styles.checks}>
              {data.checks.map((c, n) => (
                <li key={`${c.name}-${n}`} className={c.ok ? "" : styles.failed} title={c.detail}>
                  {c.ok ? "✓" : "✗"} {t.finding.check[c.name] ?? c.name}
                  {c.ok ? null : <span className={styles.anchor}>{c.detail}</span>}
                </li>
              ))}
            </ul>
          </details>
        </>
      ) : null}
      <Button quiet className={styles.show} disabled={check.isFetching} onClick={() => void check.refetch()}>
        {i.again}
      </Button>
    </section>
  );
}
