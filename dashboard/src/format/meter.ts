/** What a meter makes of events, in words: `sum of tokens of ai.chat`. */
export function meterDefinition(meter: {
  readonly aggregation: string;
  readonly eventName: string;
  readonly valueProperty?: string | null;
}): string {
  const { aggregation, eventName, valueProperty } = meter;
  const word = aggregationWords[aggregation] ?? aggregation.toLowerCase();
  return valueProperty == null ? `${word} ${eventName}` : `${word} ${valueProperty} of ${eventName}`;
}

const aggregationWords: Record<string, string> = {
  COUNT: 'count of',
  SUM: 'sum of',
  MAX: 'greatest',
  MIN: 'smallest',
  AVERAGE: 'average',
  LAST: 'last',
  UNIQUE_COUNT: 'different',
};

/** A fraction of 1 as whole per cent, never 100 before it is done. */
export function progressPercent(progress: string): number {
  return Math.min(Math.floor(Number(progress) * 100), Number(progress) >= 1 ? 100 : 99);
}
