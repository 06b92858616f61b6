// Promises the main navigation on one line: the daily screens as links, the rest behind one button that opens and closes by key.
import { Link, useLocation } from "@tanstack/react-router";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { readFilter } from "../features/queue/read-filter.ts";
import { t } from "../i18n/messages.ts";
import { type NavItem, splitNav } from "./nav-items.ts";
import styles from "./shell.module.css";

const here = { className: `${styles.link} ${styles.here}`, "aria-current": "page" as const };

function NavLink({ item }: { item: NavItem }) {
  return (
    <Link
      to={item.to}
      {...(item.to === "/queue" ? { search: readFilter({}) } : {})}
      activeProps={here}
      inactiveProps={{ className: styles.link }}
      activeOptions={{ includeSearch: false }}
    >
      {item.label}
    </Link>
  );
}

function MoreMenu({ items }: { items: readonly NavItem[] }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { pathname } = useLocation();
  const current = items.find((item) => pathname === item.to || pathname.startsWith(`${item.to}/`));
  // A link of the menu leads to another screen: the menu has done its work.
  useEffect(() => setOpen(false), [pathname]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <div className={styles.more} onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={`${styles.link} ${current ? styles.here : ""}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {current?.label ?? t.nav.more}
        <svg aria-hidden="true" viewBox="0 0 10 6" width="10" height="6">
          <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      {open ? (
        <div className={styles.menu}>
          {items.map((item) => (
            <NavLink key={item.to} item={item} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** `items`: what this person may open, in order. */
export function NavBar({ items }: { items: readonly NavItem[] }) {
  const [inBar, inMenu] = splitNav(items);
  return (
    <nav className={styles.nav} aria-label={t.nav.label}>
      {inBar.map((item) => (
        <NavLink key={item.to} item={item} />
      ))}
      {inMenu.length > 0 ? <MoreMenu items={inMenu} /> : null}
    </nav>
  );
}
