// Promises everything by name from one box: screens, findings, acts on what is open; what is typed is a search, never a command line.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { SessionView } from "../../api/session.ts";
import { readFilter } from "../features/queue/read-filter.ts";
import { t } from "../i18n/messages.ts";
import { Dialog } from "../ui/dialog.tsx";
import { type KeyAct, keyActs, keyOf, shownOf } from "./keys.ts";
import { navItems } from "./nav-items.ts";
import { stateName } from "./office.ts";
import styles from "./palette.module.css";
import { paletteCases, paletteFindings } from "./palette-search.ts";
import { isHeard, pressAct } from "./use-keys.ts";

interface Entry {
  key: string;
  says: string;
  beside: string;
  run: () => void;
}

const p = t.triage.palette;

/** Words without accents, so that "ho so" finds "Hồ sơ". */
const fold = (words: string) => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

const matches = (says: string, words: string) =>
  fold(words)
    .split(/\s+/)
    .every((word) => fold(says).includes(word));

/** Acts that make sense from a list of commands: not single digits, not keys that are held, not the list itself. */
const named = keyActs.filter(
  (act) => !keyOf(act).hold && act !== "reason" && act !== "palette" && !act.startsWith("go"),
);

interface Props {
  session: SessionView;
  close: () => void;
  open: (above: "legend" | "options") => void;
}

function useEntries({ session, open }: Pick<Props, "session" | "open">, words: string): Entry[] {
  const navigate = useNavigate();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 200);
    return () => clearTimeout(timer);
  }, [words]);
  const mayRead = session.acts.includes("finding.read");
  const found = useQuery({ ...paletteFindings(asked), enabled: mayRead && asked.length > 1 }).data?.items ?? [];
  const mayReadCases = session.acts.includes("case.read");
  const files = useQuery({ ...paletteCases(asked), enabled: mayReadCases && asked.length > 1 }).data?.items ?? [];
  const screens = navItems
    .filter((item) => session.acts.includes(item.act))
    .map((item) => ({
      key: item.to,
      says: p.go(item.label),
      beside: "",
      run: () => void navigate(item.to === "/queue" ? { to: "/queue", search: readFilter({}) } : { to: item.to }),
    }));
  const acts = named.filter(isHeard).map((act: KeyAct) => ({
    key: act,
    says: keyOf(act).says,
    beside: shownOf(act),
    run: () => pressAct(act),
  }));
  const own = [{ key: "options", says: t.triage.own.title, beside: "", run: () => open("options") }];
  const findings = found.map((row) => ({
    key: row.id,
    says: row.host,
    beside: `${t.status[row.status]} · ${t.category[row.category]}`,
    run: () => void navigate({ to: "/findings/$id", params: { id: row.id }, search: readFilter({}) }),
  }));
  const cases = files.map((file) => ({
    key: file.id,
    says: `${file.number} ${file.title}`,
    beside: `${t.cases.nav} · ${stateName(file.state)}`,
    run: () => void navigate({ to: "/cases/$id", params: { id: file.id }, search: {} }),
  }));
  const listed = [...screens, ...acts, ...own].filter((entry) => matches(entry.says, words.trim()));
  return [...listed, ...cases, ...findings];
}

export function Palette({ session, close, open }: Props) {
  const id = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const entries = useEntries({ session, open }, words);
  const current = Math.min(at, Math.max(0, entries.length - 1));
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    // The dialog must be gone before a key's act may run: the top layer owns the keys.
    setTimeout(entry.run, 0);
  };
  const hear = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt(Math.max(0, Math.min(entries.length - 1, current + step)));
    else if (event.key === "Enter") run(entries[current]);
    else return;
    event.preventDefault();
    document.getElementById(`${id}-${current + step}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title={p.title} close={close}>
      <input
        type="text"
        className={styles.box}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={entries.length > 0 ? `${id}-${current}` : undefined}
        aria-label={p.search}
        placeholder={p.search}
        data-first
        value={words}
        onChange={(e) => {
          setWords(e.target.value);
          setAt(0);
        }}
        onKeyDown={hear}
      />
      <ul id={id} role="listbox" aria-label={p.title} className={styles.list}>
        {entries.map((entry, i) => (
          <li
            key={entry.key}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === current}
            className={i === current ? styles.now : styles.entry}
            onPointerMove={() => setAt(i)}
            onClick={() => run(entry)}
          >
            <span className={styles.says}>{entry.says}</span>
            <span className={styles.beside}>{entry.beside}</span>
          </li>
        ))}
      </ul>
      {entries.length === 0 ? <p role="status">{p.none}</p> : null}
    </Dialog>
  );
}
