import { useMemo } from 'react';
import { isZone } from '../format/instant.ts';
import { type PeriodName, type Span, spanOf, type WindowSize, windowSizeFor } from '../format/period.ts';
import { useParameters } from './address.ts';
import { useNow } from './clock.ts';

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The parts of an address that pages share, and links between them keep. */
export const sharedParameters = ['period', 'zone'] as const;

export type Period = {
  /** As the address has it: `7d`, or `2023-11-16/2023-11-17`. */
  readonly name: string;
  readonly zone: string;
  readonly span: Span;
  /** How long it is, with what is still to come of it left out; null where it has no beginning. */
  readonly spanMs: number | null;
  /** The windows that suit it. */
  readonly windowSize: WindowSize;
  readonly choose: (change: { readonly name?: string; readonly zone?: string }) => void;
};

/** The chosen zone alone: for what is shown in each row of a table, where working out the period would take its time. */
export function useZone(): string {
  const [parameters] = useParameters();
  return zoneOf(parameters);
}

function zoneOf(parameters: URLSearchParams): string {
  const asked = parameters.get('zone') ?? browserZone;
  return isZone(asked) ? asked : 'UTC';
}

/** The period and zone that everything on the page is about. They are in the address, so that a link says them too. */
export function usePeriod(otherwise: PeriodName = '7d'): Period {
  const [parameters, setParameters] = useParameters();
  const nowMs = useNow();
  const asked = parameters.get('period') ?? otherwise;
  const zone = zoneOf(parameters);
  const known = spanOf(asked, nowMs, zone);
  const name = known === null ? otherwise : asked;
  const { from, to } = known ?? (spanOf(otherwise, nowMs, zone) as Span);
  // The same object while it means the same, since queries hang on it.
  const span = useMemo(() => ({ from, to }), [from, to]);
  const spanMs = from === null ? null : (to === null ? nowMs : Date.parse(to)) - Date.parse(from);
  return {
    name,
    zone,
    span,
    spanMs,
    windowSize: spanMs === null ? 'MONTH' : windowSizeFor(spanMs),
    choose: ({ name: period, zone: nextZone }) =>
      setParameters(
        { ...(period === undefined ? {} : { period }), ...(nextZone === undefined ? {} : { zone: nextZone }) },
        // Another period is a step that `back` undoes; nobody wants back through zones.
        { replace: period === undefined },
      ),
  };
}
