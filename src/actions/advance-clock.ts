import { InvalidInput, NotATestWorkspace } from '../core/errors.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { withBilling } from '../store/billing-lock.ts';
import { readClock, setClockAhead } from '../store/workspace-clock.ts';
import type { Deps } from './deps.ts';
import { type Settled, settleBilling } from './settle-billing.ts';

export type AdvanceClockInput = { readonly workspaceId: string; readonly to: Instant };

const yearMicros = 366n * 86_400n * 1_000_000n;
const yearsMax = 10n;

/**
 * Moves the clock of a TEST workspace forward, and does everything that would have happened on the way, in order: periods
 * close, invoices become final, subscriptions begin and end. Killed half way, the rest follows by itself.
 *
 * Throws NotATestWorkspace, and InvalidInput for an instant that has passed or is more than ten years away.
 */
export async function advanceClock(deps: Deps, { workspaceId, to }: AdvanceClockInput): Promise<Settled> {
  await withBilling(deps.database, workspaceId, async (client) => {
    const { mode, clockAhead } = await readClock(client, workspaceId);
    if (mode !== 'TEST') throw new NotATestWorkspace();
    const now = deps.clock.now() + clockAhead;
    if (to < now) {
      throw new InvalidInput([
        { path: ['to'], message: `The clock only goes forward, and shows ${formatInstant(now)}.` },
      ]);
    }
    if (to - now > yearsMax * yearMicros) {
      throw new InvalidInput([{ path: ['to'], message: `Advance by at most ${yearsMax} years at once.` }]);
    }
    await setClockAhead(client, workspaceId, clockAhead + (to - now));
  });
  return await settleBilling(deps, workspaceId);
}
