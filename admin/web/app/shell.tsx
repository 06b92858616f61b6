// Promises the frame of every screen: where one is, who one is, and the keys.
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { SessionView } from "../../api/session.ts";
import { readFilter } from "../features/queue/read-filter.ts";
import { chooseLang, lang, t } from "../i18n/messages.ts";
import { KeyLegend } from "../ui/key-legend.tsx";
import { Button } from "../ui/button.tsx";
import { callApi } from "./call-api.ts";
import { ClockBand } from "./clock-band.tsx";
import { CustodyBand } from "./custody-band.tsx";
import { undoLastDecision } from "./last-decision.ts";
import { navItems } from "./nav-items.ts";
import { sessionQuery } from "./queries.ts";
import { queryClient } from "./query-client.ts";
import styles from "./shell.module.css";
import { applyTheme, readTheme, type Theme, themes } from "./theme.ts";
import { useKeys } from "./use-keys.ts";

async function signOut(): Promise<void> {
  await callApi("/session", { method: "DELETE" });
  queryClient.clear();
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  location.assign("/");
}

const themeNames: Record<Theme, string> = { auto: t.nav.themeAuto, light: t.nav.themeLight, dark: t.nav.themeDark };

function Choices() {
  const [theme, setTheme] = useState(readTheme());
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
  };
  return (
    <>
      <select
        className={styles.choice}
        aria-label={t.nav.theme}
        value={theme}
        onChange={(e) => choose(e.target.value as Theme)}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {themeNames[name]}
          </option>
        ))}
      </select>
      <select
        className={styles.choice}
        aria-label={t.nav.language}
        value={lang}
        onChange={(e) => chooseLang(e.target.value === "en" ? "en" : "vi")}
      >
        <option value="vi">Tiếng Việt</option>
        <option value="en">English</option>
      </select>
    </>
  );
}

export function Shell({ session, children }: { session: SessionView; children: ReactNode }) {
  const [legend, setLegend] = useState(false);
  const navigate = useNavigate();
  const { role, name } = session.person;
  useKeys({
    legend: () => setLegend(true),
    goQueue: () => void navigate({ to: "/queue", search: readFilter({}) }),
    goWatchlist: () => void navigate({ to: "/watchlist" }),
    goProgress: () => void navigate({ to: "/progress" }),
    undo: () =>
      void undoLastDecision().then((id) => {
        if (id) void navigate({ to: "/findings/$id", params: { id }, search: readFilter({}) });
      }),
  });
  const active = { className: `${styles.link} ${styles.here}`, "aria-current": "page" as const };
  const link = { className: styles.link };
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t.skip}
      </a>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <img src="/favicon.svg" alt="" width="20" height="20" />
          {t.product}
        </span>
        <nav className={styles.nav} aria-label={t.nav.label}>
          {navItems
            .filter((item) => session.acts.includes(item.act))
            .map((item) => (
              <Link
                key={item.to}
                to={item.to}
                {...(item.to === "/queue" ? { search: readFilter({}) } : {})}
                activeProps={active}
                inactiveProps={link}
                activeOptions={{ includeSearch: false }}
              >
                {item.label}
              </Link>
            ))}
        </nav>
        <div className={styles.person}>
          <Button quiet onClick={() => setLegend(true)} hint="?">
            {t.nav.keys}
          </Button>
          <Choices />
          <span className={styles.name}>
            {name} · <span className={styles.role}>{t.role[role]}</span>
          </span>
          <Button quiet onClick={() => void signOut()}>
            {t.nav.signOut}
          </Button>
        </div>
      </header>
      <CustodyBand />
      <ClockBand />
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {legend ? <KeyLegend close={() => setLegend(false)} /> : null}
    </div>
  );
}
