import { type ArgBuilder, createContextCache } from '@pothos/core';
import { RequestError, TooManyWindows } from '../../core/errors.ts';
import type { Instant } from '../../core/time/instant.ts';
import { usageWindows, type Window, type WindowSize } from '../../core/time/window.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Context } from '../context.ts';

const windowsMax = 10_000;

const WindowSizeRef = builder.enumType('WindowSize', {
  description: 'How long a window is. Days, weeks and months are those of the calendar in the time zone.',
  values: {
    MINUTE: { description: 'A minute of the clock.' },
    HOUR: { description: 'An hour of the clock.' },
    DAY: { description: 'From midnight to midnight: 23 or 25 hours when clocks are changed.' },
    WEEK: { description: 'From Monday to Monday.' },
    MONTH: { description: 'From the first of a month to the first of the next.' },
  } satisfies Record<WindowSize, { description: string }>,
});

export const windowArguments = (arg: ArgBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>>) => ({
  size: arg({ type: WindowSizeRef, required: true, description: 'How long each window is.' }),
  timeZone: arg({ type: 'TimeZone', defaultValue: 'UTC', description: 'Whose calendar and clocks.' }),
});

/** How many there are only the data knows; that is counted by cutWindows. */
export const windowsComplexity = { field: 10, multiplier: 10 };

const windowsLeft = createContextCache((_context: Context) => ({ count: windowsMax, refused: false }));

/**
 * The windows of a period, taken off what one request may have. Throws TooManyWindows when that is not enough, before it has
 * made them: else a hundred aliases would make ten thousand each, to be refused.
 */
export function cutWindows(context: Context, from: Instant, to: Instant, size: WindowSize, timeZone: string): Window[] {
  const left = windowsLeft(context);
  try {
    const windows = usageWindows(from, to, size, timeZone, left.count);
    left.count -= windows.length;
    return windows;
  } catch (error) {
    // No more for whoever asks for too many, not even what would be left: it would be made again for each of a hundred.
    if (error instanceof TooManyWindows) Object.assign(left, { count: 0, refused: true });
    throw error;
  }
}

/**
 * Throws TooManyWindows if another field of the request has asked for too many by now. Asked before windows are filled: all
 * fields cut theirs first, and to fill 10,000 for somebody who is refused takes 0.2 s.
 */
export function requireWindows(context: Context): void {
  if (windowsLeft(context).refused) throw new TooManyWindows(windowsMax);
}

/** Throws RequestError unless usage can be split by all of these, each named once. */
export function requireGroupable(groupBy: readonly string[], by: readonly string[]): void {
  if (by.length === 0) throw new RequestError('Name at least one property in `by`.');
  if (new Set(by).size < by.length) throw new RequestError('`by` names a property twice.');
  const unknown = by.filter((property) => !groupBy.includes(property));
  if (unknown.length === 0) return;
  const known = groupBy.length === 0 ? 'it has no groupBy' : `its groupBy is ${groupBy.join(', ')}`;
  throw new RequestError(`This usage cannot be split by ${unknown.join(', ')}: ${known}.`);
}
