import { useCallback, useEffect, useRef, useState } from 'react';
import { useAsk } from '../../data/ask.ts';
import { useLive } from '../../data/live.ts';
import { mergeTail } from '../../format/tail.ts';
import { EventListDocument, EventTailDocument } from '../../generated/documents.ts';
import type { EventListQuery } from '../../generated/types.ts';

export type EventFacts = EventListQuery['events']['nodes'][number];

// More than anybody reads, and few enough to be drawn several times a second.
const rowsMax = 100;
const drawEveryMs = 300;

type Filter = { readonly customer: string | null; readonly name: string | null };

/**
 * The latest events, and those that are recorded while somebody looks. While it is paused they wait, and `waiting` says how
 * many there are. Events that come fast are drawn together.
 */
export function useTail(filter: Filter, isPaused: boolean) {
  const stored = useAsk(EventListDocument, { ...filter, first: 50 });
  const [came, setCame] = useState<readonly EventFacts[]>([]);
  const [waiting, setWaiting] = useState<readonly EventFacts[]>([]);
  const buffer = useRef<EventFacts[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const paused = useRef(isPaused);

  const draw = useCallback(() => {
    timer.current = undefined;
    const events = buffer.current.splice(0).reverse();
    const add = (known: readonly EventFacts[]) => mergeTail(events, known, rowsMax);
    if (paused.current) setWaiting(add);
    else setCame(add);
  }, []);

  useEffect(() => {
    paused.current = isPaused;
    if (isPaused) return;
    setWaiting((events) => {
      if (events.length > 0) setCame((known) => mergeTail(events, known, rowsMax));
      return events.length > 0 ? [] : events;
    });
  }, [isPaused]);

  // Another filter: none of these passed it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the filter that this is about.
  useEffect(() => {
    buffer.current = [];
    setCame([]);
    setWaiting([]);
    return () => clearTimeout(timer.current);
  }, [filter.customer, filter.name]);

  const refused = useLive(
    EventTailDocument,
    filter,
    ({ eventRecorded }) => {
      buffer.current.push(eventRecorded);
      if (buffer.current.length > rowsMax) buffer.current.shift();
      timer.current ??= setTimeout(draw, drawEveryMs);
    },
    // What was recorded while there was no connection is in the list.
    { onOpen: () => void stored.refetch() },
  );
  const events = mergeTail(came, stored.data?.events.nodes ?? [], rowsMax);
  return { stored, refused, events, arrived: new Set(came.map(({ id }) => id)), waiting: waiting.length };
}
