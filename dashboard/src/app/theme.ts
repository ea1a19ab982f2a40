import { useSyncExternalStore } from 'react';

/** `system` follows the screen. The choice stays in this browser, and is the only thing that does. */
export type Theme = 'system' | 'light' | 'dark';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const name = 'misura-theme';
const listeners = new Set<() => void>();
let theme = stored();

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}

export function chooseTheme(next: Theme): void {
  theme = next;
  try {
    localStorage.setItem(name, next);
  } catch {
    // Storage is forbidden here: it holds until the page is left.
  }
  showTheme();
  for (const listener of listeners) listener();
}

/** At the very start, so that nothing is drawn in the other one first. */
export function showTheme(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(name) as Theme;
    return themes.includes(value) ? value : 'system';
  } catch {
    return 'system';
  }
}
