import { recordEvents } from '../../src/actions/record-events.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { DomainError } from '../../src/core/errors.ts';
import { formatId } from '../../src/core/id.ts';
import type { TestApi } from '../kit/api.ts';
import { short } from '../kit/billing.ts';
import { flat, perUnit } from '../kit/charges.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type CreditFigures, type CreditPicture, pictureCredits } from '../kit/credit-picture.ts';
import { creditingOn, drawing, planGrant } from '../kit/crediting.ts';
import { type Operation, type Scene, sceneMeters } from './model-operations.ts';
import { NaiveCustomer } from './naive-customer.ts';
import { naivePicture } from './naive-picture.ts';
import type { NaiveCharge, NaiveProduct } from './naive-terms.ts';

const minute = 60_000_000n;
const hour = 60n * minute;
const liveSubscriptionsMax = 2;
const meterKey = (place: number) => `m${place}`;
const productKey = (place: number) => `p${place}`;

export type Compared = { readonly real: CreditPicture; readonly naive: CreditFigures };

/** Plays a scene to the server and to the naive ledger. Throws where they disagree; gives how many operations it was. */
export async function playScene(
  api: TestApi,
  scene: Scene,
  compare: (step: string, seen: Compared) => void,
): Promise<number> {
  const c = await creditingOn(api, scene.precision);
  const { deps } = api;
  const { pool } = deps.database;
  for (const [place, { eventName, aggregation }] of sceneMeters.entries()) {
    await c.meter(meterKey(place), { eventName, aggregation, valueProperty: aggregation === 'COUNT' ? null : 'value' });
  }
  await api.built();
  for (const [place, product] of scene.products.entries()) {
    await c.product(
      productKey(place),
      chargeDrafts(product),
      { unit: 'DAY', count: product.days },
      'USD',
      planDrafts(product),
    );
  }
  const naive = new NaiveCustomer(scene.precision, sceneMeters, await deps.clocks.now(c.workspaceId));
  const subscriptions: string[] = [];
  const holds: string[] = [];
  let seen = { real: 0n, naive: 0 };

  const pick = <T>(list: readonly T[], which: number): number | null =>
    list.length === 0 ? null : which % list.length;
  /** Whether the server did it too, where it may refuse. */
  const asked = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  };
  const agree = (what: string, naiveSays: boolean, serverSays: boolean) => {
    if (naiveSays !== serverSays) throw new Error(`${what}: the rules say ${naiveSays}, the server ${serverSays}.`);
  };
  let recorded = 0;
  const timeOf = (to: (Operation & { do: 'advance' })['to'], now: bigint): bigint | null => {
    if (typeof to === 'number') return now + BigInt(to) * hour;
    const ends = naive.subscriptions.flatMap(({ ended, periods }) => (ended ? [] : (periods.at(-1)?.end ?? [])));
    const at =
      ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b)) - (to === 'PERIOD_END' ? 0n : 2n * minute);
    return at !== null && at >= now ? at : null;
  };

  async function step(operation: Operation): Promise<boolean> {
    api.clock.advance(0.001);
    const now = await deps.clocks.now(c.workspaceId);
    naive.advance(now);
    switch (operation.do) {
      case 'grant': {
        const { amount, priority, beginsInHours, hours } = operation;
        const effectiveAt = now + BigInt(beginsInHours) * hour;
        const expiresAt = hours === null ? null : effectiveAt + BigInt(hours) * hour;
        naive.grant({ amount, priority, effectiveAt, expiresAt, source: 'PURCHASE' });
        const times = {
          effectiveAt: short(effectiveAt),
          ...(expiresAt === null ? {} : { expiresAt: short(expiresAt) }),
        };
        await c.grant(formatDecimal(amount), { priority, ...times });
        return true;
      }
      case 'voidGrant': {
        const which = pick(naive.grants, operation.which);
        if (which === null) return false;
        await c.settle();
        const ids = await c.grantIds();
        const id = ids[which];
        if (id === undefined) throw new Error(`The server has ${ids.length} grants, the rules ${naive.grants.length}.`);
        agree('voidGrant', naive.voidGrant(which), await asked(() => c.voidGrant(id)));
        return true;
      }
      case 'adjust': {
        const { amount } = operation;
        agree('adjust', naive.adjust(amount), await asked(() => c.adjust(formatDecimal(amount))));
        return true;
      }
      case 'hold': {
        const { amount, seconds } = operation;
        const done = await asked(async () => holds.push(await c.hold(formatDecimal(amount), seconds)));
        agree('placeHold', naive.placeHold(amount, now + BigInt(seconds) * 1_000_000n), done);
        return true;
      }
      case 'capture': {
        const which = pick(holds, operation.which);
        if (which === null) return false;
        const { amount } = operation;
        const text = amount === null ? undefined : formatDecimal(amount);
        agree('captureHold', naive.captureHold(which, amount), await asked(() => c.capture(holds[which] ?? '', text)));
        return true;
      }
      case 'release': {
        const which = pick(holds, operation.which);
        if (which === null) return false;
        agree('releaseHold', naive.releaseHold(which), await asked(() => c.release(holds[which] ?? '')));
        return true;
      }
      case 'record': {
        const { requireCredits } = operation;
        const drafts = operation.events.map((event) => {
          recorded += 1;
          return {
            ...event,
            id: `e${String(recorded).padStart(6, '0')}`,
            subscription: event.subscription === null ? null : pick(subscriptions, event.subscription),
            hold: event.hold === null ? null : pick(holds, event.hold),
            timestamp: event.minutesAgo === null ? null : now - BigInt(event.minutesAgo) * minute,
          };
        });
        const refused = drafts.filter(({ id, name, timestamp, value, subscription: of, hold }) => {
          return !naive.record({ id, name, at: timestamp ?? now, value, of }, requireCredits, hold);
        });
        const { rejected } = await recordEvents(deps, {
          workspaceId: c.workspaceId,
          createCustomers: false,
          atomic: false,
          requireCredits,
          events: drafts.map(({ id, name, timestamp, value, subscription, hold }) => ({
            id,
            name,
            customer: 'acme',
            timestamp,
            properties: { value: formatDecimal(value) },
            subscription: subscription === null ? null : formatId('sub', subscriptions[subscription] ?? ''),
            hold: hold === null ? null : formatId('hld', holds[hold] ?? ''),
          })),
        });
        const codes = rejected.map(({ id, code }) => `${id} ${code}`).join();
        const expected = refused.map(({ id }) => `${id} INSUFFICIENT_CREDITS`).join();
        if (codes !== expected) throw new Error(`record: the rules refuse [${expected}], the server [${codes}].`);
        return true;
      }
      case 'voidEvents': {
        const places = operation.which.flatMap((which) => pick(naive.events, which) ?? []);
        const ids = [...new Set(places.map((place) => naive.events[place]?.id ?? ''))];
        if (ids.length === 0) return false;
        naive.voidEvents(ids);
        await c.voidEvents(ids);
        return true;
      }
      case 'advance': {
        const to = timeOf(operation.to, now);
        if (to === null) return false;
        naive.advance(to);
        if (operation.unseen) await c.sleep(short(to));
        else await c.advance(short(to));
        return true;
      }
      case 'subscribe': {
        const live = naive.subscriptions.filter(({ ended }) => !ended).length;
        const place = pick(scene.products, operation.product) ?? 0;
        const product = scene.products[place];
        if (live >= liveSubscriptionsMax || product === undefined) return false;
        const { quantity } = operation;
        naive.subscribe({ product, quantity });
        subscriptions.push(await c.subscribe(productKey(place), { quantity }));
        return true;
      }
      case 'change': {
        const which = pick(subscriptions, operation.which);
        const { product, quantity, now: immediately } = operation;
        if (which === null || (product === null && quantity === null)) return false;
        const place = product === null ? null : pick(scene.products, product);
        const current = naive.subscriptions[which]?.periods.at(-1);
        if (current === undefined) return false;
        const to = {
          product: place === null ? current.product : (scene.products[place] as NaiveProduct),
          quantity: quantity ?? current.quantity,
        };
        const keys = {
          ...(place === null ? {} : { product: productKey(place) }),
          ...(quantity === null ? {} : { quantity }),
        };
        const done = await asked(() =>
          c.change(subscriptions[which] ?? '', keys, immediately ? 'IMMEDIATELY' : 'AT_PERIOD_END'),
        );
        agree('change', naive.change(which, to, immediately), done);
        return true;
      }
      case 'cancel': {
        const which = pick(subscriptions, operation.which);
        if (which === null) return false;
        const { now: immediately } = operation;
        const done = await asked(() =>
          c.cancel(subscriptions[which] ?? '', immediately ? 'IMMEDIATELY' : 'AT_PERIOD_END'),
        );
        agree('cancel', naive.change(which, null, immediately), done);
        return true;
      }
    }
  }

  let done = 0;
  for (const [place, operation] of scene.operations.entries()) {
    if (await step(operation)) done += 1;
    const unseen = operation.do === 'advance' && operation.unseen && place + 1 < scene.operations.length;
    if (unseen) continue;
    await c.settle();
    const real = await pictureCredits(pool, c.account, seen.real);
    compare(`${place} ${operation.do}`, { real, naive: naivePicture(naive, seen.naive) });
    seen = { real: real.version, naive: naive.entries.length };
  }
  await expectSoundCredits(pool, c.workspaceId);
  return done;
}

/** A product has something to be paid for, even if it only grants. */
function chargeDrafts({ charges }: NaiveProduct) {
  return charges.length === 0 ? [flat('1')] : charges.map(chargeDraft);
}

function chargeDraft({ meter, included, rate, whenExhausted, debtLimit }: NaiveCharge) {
  const credits = {
    unitsPerCredit: rate.kind === 'UNITS_PER_CREDIT' ? rate.value : null,
    creditsPerUnit: rate.kind === 'CREDITS_PER_UNIT' ? rate.value : null,
    whenExhausted,
    overage: whenExhausted === 'CHARGE' ? perUnit('0.01') : null,
    debtLimit,
  };
  return drawing(meterKey(meter), credits, { includedUnits: included });
}

function planDrafts({ plan }: NaiveProduct) {
  if (plan === null) return [];
  const { amount, perSeat, priority, expires, rollover, topUp } = plan;
  const days = (count: number) => ({ unit: 'DAY', count }) as const;
  return [
    planGrant(formatDecimal(amount), {
      perSeat,
      priority,
      expires: typeof expires === 'number' ? { kind: 'AFTER', interval: days(expires) } : { kind: expires },
      rollover:
        rollover === null
          ? null
          : {
              percent: rollover.percent,
              cap: rollover.cap,
              times: rollover.times,
              lifetime: rollover.lifetimeDays === null ? null : days(rollover.lifetimeDays),
            },
      autoTopUp:
        topUp === null
          ? null
          : { threshold: topUp.threshold, amount: topUp.amount, price: new Decimal(1), maxPerPeriod: topUp.perPeriod },
    }),
  ];
}
