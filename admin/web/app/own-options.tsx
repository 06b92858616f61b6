// Promises each person's options on this machine: keys switched off or moved, blurred pictures, the reminder to pause.
import { type KeyboardEvent, useState } from "react";
import { keepVeil, readVeil, type Veil, veils } from "../features/finding/veil.ts";
import { chooseLang, lang, t } from "../i18n/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import {
  type KeyAct,
  keyActs,
  keyOf,
  keysAreOff,
  remapKey,
  resetKeys,
  setKeysOff,
  shownOf,
  useKeyVersion,
} from "./keys.ts";
import styles from "./own-options.module.css";
import { applyTheme, readTheme, type Theme, themes } from "./theme.ts";
import { breakChoices, chooseWellness, useWellness } from "./wellness.ts";

const o = t.triage.own;
const movable = keyActs.filter((act) => !keyOf(act).fixed && !keyOf(act).keys[0]!.includes(" "));

/** One letter or sign as it is typed; null for anything else. */
function readKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === " ") return null;
  return event.key;
}

function KeyRow({ act, say }: { act: KeyAct; say: (words: string) => void }) {
  const [waits, setWaits] = useState(false);
  const { says } = keyOf(act);
  const hear = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!waits || event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    setWaits(false);
    if (event.key === "Escape") return;
    const key = readKey(event);
    if (key === null) return say(o.notAKey);
    const taken = remapKey(act, key);
    say(taken ? o.conflict(key, keyOf(taken).says) : o.changed(shownOf(act), says));
  };
  return (
    <li className={styles.key} data-act={act}>
      <span>{says}</span>
      <button
        type="button"
        className={styles.press}
        aria-label={waits ? o.pressing : `${o.keyOf(says)} ${shownOf(act)}`}
        aria-pressed={waits}
        onClick={() => setWaits(true)}
        onKeyDown={hear}
        onBlur={() => setWaits(false)}
      >
        {waits ? o.pressing : <kbd>{shownOf(act)}</kbd>}
      </button>
    </li>
  );
}

function KeyOptions() {
  useKeyVersion();
  const [said, setSaid] = useState("");
  return (
    <section className={styles.part}>
      <h3>{o.keysTitle}</h3>
      <label className={styles.check}>
        <input type="checkbox" checked={keysAreOff()} onChange={(e) => setKeysOff(e.target.checked)} />
        {t.keys.off}
      </label>
      <ul className={styles.keys}>
        {movable.map((act) => (
          <KeyRow key={act} act={act} say={setSaid} />
        ))}
      </ul>
      <p role="status" className={styles.said}>
        {said}
      </p>
      <Button
        onClick={() => {
          resetKeys();
          setSaid("");
        }}
      >
        {o.reset}
      </Button>
    </section>
  );
}

const themeNames: Record<Theme, string> = { auto: t.nav.themeAuto, light: t.nav.themeLight, dark: t.nav.themeDark };

function LookOptions() {
  const [theme, setTheme] = useState(readTheme());
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
  };
  return (
    <section className={styles.pair}>
      <Field label={t.nav.theme}>
        <select value={theme} onChange={(e) => choose(e.target.value as Theme)}>
          {themes.map((name) => (
            <option key={name} value={name}>
              {themeNames[name]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t.nav.language}>
        <select value={lang} onChange={(e) => chooseLang(e.target.value === "en" ? "en" : "vi")}>
          <option value="vi">Tiếng Việt</option>
          <option value="en">English</option>
        </select>
      </Field>
    </section>
  );
}

export function OwnOptions({ close }: { close: () => void }) {
  const wellness = useWellness();
  const [veil, setVeil] = useState(readVeil);
  return (
    <Dialog title={o.title} wide close={close}>
      <LookOptions />
      <section className={styles.part}>
        <h3>{o.viewTitle}</h3>
        <div className={styles.pause}>
          <Field label={t.compare.veil.label}>
            <select
              value={veil}
              onChange={(e) => {
                keepVeil(e.target.value as Veil);
                setVeil(e.target.value as Veil);
              }}
            >
              {veils.map((name) => (
                <option key={name} value={name}>
                  {t.compare.veil[name]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <label className={styles.check}>
          <input type="checkbox" checked={wellness.grey} onChange={(e) => chooseWellness({ grey: e.target.checked })} />
          {o.grey}
        </label>
        <div className={styles.pause}>
          <Field label={o.breakEvery}>
            <select
              value={wellness.breakMinutes}
              onChange={(e) => chooseWellness({ breakMinutes: Number(e.target.value) })}
            >
              {breakChoices.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes === 0 ? o.breakNever : o.breakMinutes(minutes)}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </section>
      <KeyOptions />
    </Dialog>
  );
}
