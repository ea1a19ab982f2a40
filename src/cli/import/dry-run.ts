import { grouped } from './progress.ts';
import type { Row } from './row.ts';
import type { SendOptions } from './send-rows.ts';
import { summaryText } from './summary.ts';
import { createCounting } from './tally.ts';

const shownEvents = 5;

/** Prints the first events as they would be sent, a JSON object a line, and what could not be sent of the whole file. */
export async function dryRun(
  rows: AsyncIterable<Row>,
  { eventOf, skip }: Pick<SendOptions, 'eventOf' | 'skip'>,
): Promise<number> {
  const counting = createCounting();
  let fit = 0;
  for await (const row of rows) {
    if (row.index < skip) continue;
    counting.row(row.index);
    const event = 'problem' in row ? row : eventOf(row);
    if ('problem' in event) counting.rejected('UNREADABLE', row.line, event.problem);
    else if (fit++ < shownEvents) console.log(JSON.stringify(event));
  }
  const tally = counting.now();
  console.error(`\nNothing was sent. ${grouped(fit)} of ${grouped(tally.rows)} rows can be.`);
  if (tally.rejected > 0) console.error(summaryText(tally, 0).split('\n').slice(3).join('\n'));
  return tally.rejected > 0 ? 1 : 0;
}
