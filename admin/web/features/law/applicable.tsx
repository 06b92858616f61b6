// Promises one article as it applies to a conduct: both amounts, remedies, who may sign, until when, and what is newer.
import type { ApplicableView } from "../../../api/law.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import styles from "./law.module.css";
import { isUnverified, MarkBadge, sayBracket, sayValidity } from "./say-law.tsx";
import { sayDay } from "../../ui/days.ts";

type Amounts = ApplicableView["amounts"];

function AmountLines({ amounts }: { amounts: Amounts }) {
  if (!amounts) return <p className={styles.soft}>{t.law.noAmount}</p>;
  const how = (who: "individual" | "organisation") => (amounts.printed === who ? t.law.printed : t.law.computed);
  return (
    <dl>
      {(["individual", "organisation"] as const).map((who) => (
        <div key={who}>
          <dt>{t.law[who]}</dt>
          <dd>
            {sayBracket(amounts[who])} <span className={styles.soft}>({how(who)})</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function saySigner(s: ApplicableView["signers"][number]): string {
  if (s.individual === null || s.organisation === null) return s.competence.note || t.law.mayUnknown;
  if (s.individual && s.organisation) return t.law.mayBoth;
  return s.individual ? t.law.mayIndividual : t.law.mayNone;
}

function Signers({ signers }: { signers: ApplicableView["signers"] }) {
  if (signers.length === 0) return <p className={styles.soft}>{t.law.noSigners}</p>;
  // The server sorts them by ceiling: the first that may is the lowest.
  const lowest = signers.find((s) => s.individual && s.organisation);
  return (
    <details className={styles.signers}>
      <summary>
        {lowest ? (
          <>
            {t.law.lowest}: <b>{lowest.competence.position}</b>
          </>
        ) : (
          t.law.allSigners
        )}
      </summary>
      <ul>
        {signers.map((s) => (
          <li key={s.competence.id}>
            {s.competence.position} <span className={styles.soft}>({saySigner(s)})</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function LimitationLine({ limitation }: { limitation: ApplicableView["limitation"] }) {
  if (!limitation) return <p className={styles.soft}>{t.law.noLimitation}</p>;
  const day = sayDay(limitation.endsOn);
  return (
    <p>
      <span className={limitation.isOver ? styles.over : undefined}>
        {limitation.isOver ? t.law.limitationOver(day) : t.law.limitationUntil(day)}
      </span>{" "}
      {limitation.isGeneral ? <span className={styles.soft}>({t.law.limitationGeneral})</span> : null}{" "}
      {isUnverified(limitation.term.mark) ? <Badge tone="warn">⚠ {t.law.unverified}</Badge> : null}
    </p>
  );
}

function Lighter({ lighter }: { lighter: ApplicableView["lighter"] }) {
  if (lighter.length === 0) return null;
  return (
    <div className={styles.hint}>
      <p className={styles.sub}>{t.law.lighter.title}</p>
      {lighter.map((l) => (
        <p key={l.article.id}>
          {l.article.article}, {l.instrument.number} ({l.instrument.lighterArticle}):{" "}
          {l.amounts ? sayBracket(l.amounts.individual) : "—"} → <b>{t.law.lighter[l.lighter]}</b>
        </p>
      ))}
    </div>
  );
}

const List = ({ title, items }: { title: string; items: string[] }) =>
  items.length === 0 ? null : (
    <p>
      <span className={styles.soft}>{title}:</span> {items.join("; ")}
    </p>
  );

export function Applicable({ item }: { item: ApplicableView }) {
  const { article, instrument } = item;
  const isSanction = article.kind === "sanction";
  return (
    <article className={styles.card} aria-label={`${article.article} ${instrument?.number ?? ""}`}>
      <div>
        <div className={styles.badges}>
          <Badge tone={article.kind === "crime" ? "danger" : isSanction ? "accent" : "plain"}>
            {t.law.kinds[article.kind]}
          </Badge>
          <MarkBadge mark={article.mark} />
        </div>
        <h3>{[article.article, instrument?.number].filter(Boolean).join(", ")}</h3>
        <p>{article.conduct}</p>
        <p className={styles.soft}>
          {instrument?.title}. {t.law.effective} {sayValidity(article)}.
        </p>
        {article.note ? <p className={styles.hint}>{article.note}</p> : null}
      </div>
      <div>
        {isSanction ? <AmountLines amounts={item.amounts} /> : null}
        <List title={t.law.remedies} items={article.remedies} />
        <List title={t.law.additional} items={article.additional} />
        <Lighter lighter={item.lighter} />
      </div>
      <div>
        {isSanction ? (
          <>
            <p className={styles.sub}>{t.law.signers}</p>
            <Signers signers={item.signers} />
            <p className={styles.sub}>{t.law.limitation}</p>
            <LimitationLine limitation={item.limitation} />
          </>
        ) : null}
        <p className={styles.soft}>
          {t.law.source}: {article.source}
        </p>
      </div>
    </article>
  );
}
