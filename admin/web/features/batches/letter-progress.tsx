// Promises how many sites of a letter are answered, as a bar and in words.
import type { LetterView } from "../../../api/letters.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import styles from "../watchlist/watch.module.css";

export function LetterProgress({ letter }: { letter: Pick<LetterView, "answered" | "sites"> }) {
  const words = t.watch.letters.progress(letter.answered, letter.sites);
  return (
    <span className={styles.progress}>
      <progress value={letter.answered} max={Math.max(1, letter.sites)} aria-label={words} />
      {letter.answered === letter.sites && letter.sites > 0 ? (
        <Badge tone="ok">{t.watch.letters.complete}</Badge>
      ) : (
        <span>{words}</span>
      )}
    </span>
  );
}
