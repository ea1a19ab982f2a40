import { find } from './dom.js';

/**
 * Runs `watch` while the page can be seen, and stops it while it cannot: over HTTP/1.1 a browser has six connections to a
 * server at most, for all its pages together. Nothing is missed, since the first value of a feed is the present one.
 *
 * @param {(signal: AbortSignal) => void} watch
 */
export function whileSeen(watch) {
  /** @type {AbortController | null} */
  let watching = null;
  const look = () => {
    if (document.hidden) {
      watching?.abort();
      watching = null;
    } else if (watching === null) {
      watching = new AbortController();
      watch(watching.signal);
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
}

/**
 * Shows each value of a feed until it is stopped.
 *
 * @template T
 * @param {import('@misura/client').LiveFeed<T>} feed
 * @param {(value: T) => void} show
 */
export async function follow(feed, show) {
  try {
    for await (const value of feed) {
      show(value);
      showState('Live');
    }
  } catch (error) {
    // It was refused, which will not change by itself.
    console.error(error);
    showState('Not live');
  }
}

/** @param {'Live' | 'Reconnecting' | 'Not live'} state */
export function showState(state) {
  const element = find('live', HTMLElement);
  if (element.textContent !== state) element.textContent = state;
  element.classList.toggle('on', state === 'Live');
}
