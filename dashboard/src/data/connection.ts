import { useSyncExternalStore } from 'react';

/**
 * How the page stands with the server. `live`: a feed tells of each change. `quiet`: the server answers, and nothing on
 * this page needs a feed.
 */
export type Connection = 'live' | 'connecting' | 'reconnecting' | 'offline' | 'quiet';

type FeedState = 'connecting' | 'live' | 'reconnecting';

const feeds = new Map<object, FeedState>();
const listeners = new Set<() => void>();
let reached = true;
let connection: Connection = 'quiet';

/** A feed opened, got a message, lost its connection, or (null) was closed. */
export function reportFeed(feed: object, state: FeedState | null): void {
  if (state === null) feeds.delete(feed);
  else feeds.set(feed, state);
  if (state === 'live') reached = true;
  update();
}

/** A request was answered, or could not reach the server. */
export function reportReach(isReached: boolean): void {
  if (reached === isReached) return;
  reached = isReached;
  update();
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

function connectionNow(): Connection {
  const states = [...feeds.values()];
  if (!navigator.onLine) return 'offline';
  if (!reached || states.includes('reconnecting')) return 'reconnecting';
  if (states.includes('connecting')) return 'connecting';
  return states.length > 0 ? 'live' : 'quiet';
}

function update(): void {
  const now = connectionNow();
  if (now === connection) return;
  connection = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

addEventListener('online', update);
addEventListener('offline', update);
