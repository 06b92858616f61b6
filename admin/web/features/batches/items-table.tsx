// Promises every site of a letter on one row: what the scan saw, what people decided, what the office answers.
import type { LetterItemView } from "../../../api/letters.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import table from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import styles from "../watchlist/watch.module.css";

function LastScan({ scan }: { scan: LetterItemView["scan"] }) {
  if (!scan) return <span className={table.soft}>{t.targets.never}</span>;
  const isRunning = scan.state === "running";
  const tone: Tone = isRunning ? "accent" : scan.outcome === "scanned" ? "ok" : "warn";
  return (
    <>
      <Badge tone={tone}>{isRunning ? t.targets.running : (t.outcome[scan.outcome ?? ""] ?? scan.outcome)}</Badge>{" "}
      <When iso={scan.at} />
    </>
  );
}

function Answer({ item }: { item: LetterItemView }) {
  const { answer } = item;
  if (!answer) return <Badge tone="warn">{t.watch.letters.noAnswer}</Badge>;
  const details = [answer.owner, answer.action, answer.documentNumber, answer.evidenceNumber].filter(Boolean);
  return (
    <>
      <Badge tone="ok">{t.watch.letterResult[answer.result]}</Badge>
      {details.length > 0 ? <p>{details.join(" · ")}</p> : null}
      <p className={table.soft}>{answer.by}</p>
    </>
  );
}

interface Props {
  items: readonly LetterItemView[];
  mayAnswer: boolean;
  onAnswer: (item: LetterItemView) => void;
}

export function ItemsTable({ items, mayAnswer, onAnswer }: Props) {
  const l = t.watch.letters;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={l.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.number}>
              #
            </th>
            <th scope="col">{l.site}</th>
            <th scope="col">{l.lastScan}</th>
            <th scope="col">{l.findings}</th>
            <th scope="col">{l.case}</th>
            <th scope="col">{l.answer}</th>
            {mayAnswer ? <th scope="col">{t.watch.columns.act}</th> : null}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td className={table.number}>{item.position}</td>
              <td className={`${table.address} ${table.wide}`}>
                {item.given}
                {item.note ? <p className={table.soft}>{item.note}</p> : null}
              </td>
              <td>
                <LastScan scan={item.scan} />
              </td>
              <td>
                {item.waiting + item.confirmed + item.dismissed === 0 ? (
                  <span className={table.soft}>{l.none}</span>
                ) : (
                  l.counts(item.waiting, item.confirmed, item.dismissed)
                )}
              </td>
              <td>{item.case?.number ?? <span className={table.soft}>{l.none}</span>}</td>
              <td className={styles.terms}>
                <Answer item={item} />
              </td>
              {mayAnswer ? (
                <td>
                  <Button
                    onClick={() => onAnswer(item)}
                    aria-label={`${item.answer ? l.change : l.answerIt} ${item.given}`}
                  >
                    {item.answer ? l.change : l.answerIt}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
