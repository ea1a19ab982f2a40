import { useSyncExternalStore } from 'react';

// Who goes through tabs should find each as it was left.
const patienceMs = 15_000;

let watched = document.visibilityState === 'visible';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(isWatched: boolean): void {
  if (watched === isWatched) return;
  watched = isWatched;
  for (const listener of listeners) listener();
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  if (document.visibilityState === 'visible') become(true);
  else timer = setTimeout(() => become(false), patienceMs);
});

/** Whether somebody may be looking at this tab, or did a moment ago. */
export function useWatched(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => watched,
  );
}
