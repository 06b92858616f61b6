// Promises the chosen theme, or the machine's own.
export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "vonggac.theme";

export function readTheme(): Theme {
  const stored = localStorage.getItem(key);
  return themes.find((theme) => theme === stored) ?? "auto";
}

export function applyTheme(theme: Theme = readTheme()): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(key, theme);
}
