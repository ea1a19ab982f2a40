import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { archiveMeter } from '../../src/actions/archive-meter.ts';
import { settleBilling } from '../../src/actions/settle-billing.ts';
import { unarchiveMeter } from '../../src/actions/unarchive-meter.ts';
import { insertBuild } from '../../src/store/builds.ts';
import { setMeterStatus } from '../../src/store/meter-changes.ts';
import { withMetersChange } from '../../src/store/workspace-lock.ts';
import { findDueWorkspaces } from '../../src/store/workspaces.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, lines, short } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;
let id: string;
let meterId: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());
beforeEach(async () => {
  billing = await billingOn(api);
  await billing.customer('acme');
  meterId = (await billing.meter('calls')).id;
  await billing.product('basic', [flat('10'), usage('calls', '1')]);
  await billing.advance('2026-04-01T00:00Z');
  id = await billing.subscribe('basic');
});

const settle = () => settleBilling(api.deps, billing.workspaceId);
const last = async () => lines((await billing.invoices(id)).at(-1));

/** As when a meter is taken into use again over more events than can be counted at once. */
async function rebuildLater(): Promise<void> {
  const { workspaceId } = billing;
  await archiveMeter(api.deps, { workspaceId, id: meterId });
  api.holdBuilds();
  const buildId = await withMetersChange(api.database, workspaceId, async (client, version) => {
    const build = await insertBuild(client, { meterId, fromVersion: version, startedAt: api.clock.now() });
    await setMeterStatus(client, meterId, { status: 'BUILDING', buildId: build, archivedAt: null });
    return build;
  });
  await api.deps.scheduleBuild(buildId);
}

test('an instance that was down for months catches up, period by period', async () => {
  await billing.change(id, { quantity: 2 }, 'AT_PERIOD_END');
  await billing.record('calls', { count: 3, at: '2026-04-01T00:00Z' });
  await billing.sleep('2026-08-01T00:30Z');
  await billing.record('calls', { count: 2, at: '2026-05-31T23:59:59.999999Z' });
  await billing.record('calls', { count: 4, at: '2026-06-01T00:00Z' });
  expect(await findDueWorkspaces(api.database.pool, api.clock.now())).toContain(billing.workspaceId);
  expect(await settle()).toEqual({ opened: 4, finalized: 4 });
  const invoices = await billing.invoices(id);
  expect(heads(invoices)).toEqual(['0 FINAL 10', '1 FINAL 23', '2 FINAL 22', '3 FINAL 24', '4 DRAFT 20']);
  expect(invoices.map(({ number }) => number)).toEqual([1n, 2n, 3n, 4n, null]);
  // When its time had come, not when somebody was there to do it.
  expect(short(invoices[2]?.finalizedAt ?? 0n)).toBe('2026-06-01T01:00Z');
  expect(await settle()).toEqual({ opened: 0, finalized: 0 });
  expect(await findDueWorkspaces(api.database.pool, api.clock.now())).not.toContain(billing.workspaceId);
});

test('it gives the same invoices as one that was never down', async () => {
  const other = await billingOn(api);
  await other.customer('acme');
  await other.meter('calls');
  await other.product('basic', [flat('10'), usage('calls', '1')]);
  await other.advance('2026-04-01T00:00Z');
  await other.subscribe('basic');
  for (const [i, day] of ['04-28', '05-01', '06-30', '07-02', '07-31'].entries()) {
    await billing.sleep(`2026-${day}T00:00Z`);
    await other.advance(`2026-${day}T00:00Z`);
    for (const one of [billing, other]) await one.record('calls', { count: i + 1 });
  }
  await billing.sleep('2026-09-01T00:00Z');
  await settle();
  await other.advance('2026-09-01T00:00Z');
  const told = async (of: Billing) =>
    (await of.invoices()).map((invoice) => ({
      lines: invoice.lines.map((line) => ({ ...line, meterId: null })),
      head: [invoice.number, invoice.sequence, invoice.status, invoice.createdAt, invoice.finalizedAt],
    }));
  expect(await told(billing)).toEqual(await told(other));
});

test('a start in the past brings all its invoices at once, the last of them still a draft', async () => {
  await billing.advance('2026-06-15T00:00Z');
  await billing.record('calls', { count: 6, at: '2026-01-20T00:00Z' });
  const late = await billing.subscribe('basic', { startAt: '2026-01-14T23:30Z' });
  expect(heads(await billing.invoices(late))).toEqual([
    '0 FINAL 10',
    '1 FINAL 16',
    '2 FINAL 10',
    '3 FINAL 10',
    '4 FINAL 10',
    '5 DRAFT 10',
  ]);
});

test('a meter that is being built holds back what would be final, also what is issued again', async () => {
  await billing.record('calls', { count: 3 });
  await billing.advance('2026-05-01T01:00Z');
  const [, closed] = await billing.invoices(id);
  await billing.record('calls', { count: 4 });
  await rebuildLater();
  const { reissued } = await billing.voidInvoice(closed?.id ?? '');
  expect(reissued.status).toBe('DRAFT');
  await billing.advance('2026-06-01T01:00Z');
  expect(heads(await billing.invoices(id, 'DRAFT'))).toHaveLength(2);
  await api.built();
  expect(await settle()).toEqual({ opened: 0, finalized: 2 });
  const invoices = await billing.invoices(id);
  expect(heads(invoices)).toEqual(['0 FINAL 10', '1 VOID 13', '1 FINAL 13', '2 FINAL 14']);
  expect(invoices.map(({ number }) => number)).toEqual([1n, 2n, 3n, 4n]);
});

test('an archived meter bills what it had counted, and nothing that comes later', async () => {
  await billing.record('calls', { count: 3 });
  await archiveMeter(api.deps, { workspaceId: billing.workspaceId, id: meterId });
  await billing.record('calls', { count: 4 });
  await billing.advance('2026-05-01T02:00Z');
  expect(await last()).toEqual(['USAGE calls p0 3 = 3', 'FLAT Base p1 1 = 10']);
  await unarchiveMeter(api.deps, { workspaceId: billing.workspaceId, id: meterId });
  await billing.advance('2026-06-01T02:00Z');
  expect(await last()).toEqual(['USAGE calls p1 0 = 0', 'FLAT Base p2 1 = 10', 'ADJUSTMENT calls p0 4 = 4']);
});
