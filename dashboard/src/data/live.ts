import type { LiveFeed, LiveOptions, TypedDocument } from '@misura/client';
import { useEffect, useRef, useState } from 'react';
import { reportFeed } from './connection.ts';
import { useMisura } from './misura.ts';
import { useWatched } from './watched.ts';

// Whether a document has variables is not known here, so neither is how the client wants them.
type Subscribe = <TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options: LiveOptions,
) => LiveFeed<TResult>;

type LiveUse = {
  /** Not yet, if false. */
  readonly when?: boolean;
  /** It is connected, for the first time or again: what happened before that was not told. */
  readonly onOpen?: () => void;
};

/**
 * Calls `onMessage` with each message of a live field, for as long as the component is there and somebody looks: a
 * browser has six connections to a server over HTTP/1.1, so one in the background gives its own back. A lost connection
 * is opened again by the client, and then the first message is the present state.
 *
 * Gives the error with which the server refused, or null.
 */
export function useLive<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  onMessage: (message: TResult) => void,
  { when = true, onOpen }: LiveUse = {},
): Error | null {
  const misura = useMisura();
  const isWatched = useWatched();
  const latest = useRef({ onMessage, onOpen });
  const [error, setError] = useState<Error | null>(null);
  const key = JSON.stringify(variables);
  useEffect(() => {
    latest.current = { onMessage, onOpen };
  });
  useEffect(() => {
    if (!when || !isWatched) return;
    const feed = {};
    const stop = new AbortController();
    const isStopped = () => stop.signal.aborted;
    const listen = async () => {
      setError(null);
      reportFeed(feed, 'connecting');
      const options = {
        signal: stop.signal,
        onConnect: () => {
          if (isStopped()) return;
          reportFeed(feed, 'live');
          latest.current.onOpen?.();
        },
        onReconnect: () => {
          if (!isStopped()) reportFeed(feed, 'reconnecting');
        },
      };
      const messages = (misura.subscribe as Subscribe)(document, JSON.parse(key), options);
      for await (const message of messages) {
        if (isStopped()) return;
        reportFeed(feed, 'live');
        latest.current.onMessage(message);
      }
    };
    listen().catch((caught: unknown) => {
      if (isStopped()) return;
      reportFeed(feed, null);
      setError(caught instanceof Error ? caught : new Error(String(caught)));
    });
    return () => {
      stop.abort();
      reportFeed(feed, null);
    };
  }, [misura, document, key, when, isWatched]);
  return error;
}
