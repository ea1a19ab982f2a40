import { InvalidInput, MeterKeyTaken } from '../core/errors.ts';
import { type MeterDefinition, meterIssues } from '../core/meters/meter.ts';
import { insertBuild } from '../store/builds.ts';
import { insertMeter } from '../store/meter-changes.ts';
import { findMetersByKey, type MeterRow } from '../store/meters.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import { buildMeter, pagesAtOnce } from './build-meter.ts';
import type { Deps } from './deps.ts';

export type CreateMeterInput = MeterDefinition & {
  readonly workspaceId: string;
  readonly key: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly unit: string | null;
};

/**
 * Creates a meter that counts every event of its name from now on, and all those stored before: at once if they are few,
 * otherwise in the background, and it says BUILDING until then.
 *
 * Throws MeterKeyTaken and InvalidInput.
 */
export async function createMeter(deps: Deps, input: CreateMeterInput): Promise<MeterRow> {
  const issues = meterIssues(input);
  if (issues.length > 0) throw new InvalidInput(issues);
  const { workspaceId, key } = input;
  const now = deps.clock.now();
  const id = deps.ids.uuid();

  const buildId = await withMetersChange(deps.database, workspaceId, async (client, version) => {
    const build = await insertBuild(client, { meterId: id, fromVersion: version, startedAt: now });
    const meter = { ...input, id, name: input.name ?? key, buildId: build, createdAt: now };
    if (!(await insertMeter(client, meter))) throw await keyTaken(deps, input);
    return build;
  });
  if ((await buildMeter(deps, buildId, pagesAtOnce)) !== 'FINISHED') await deps.scheduleBuild(buildId);
  return await readMeter(deps, workspaceId, key);
}

async function keyTaken(deps: Deps, { workspaceId, key }: CreateMeterInput): Promise<MeterKeyTaken> {
  return new MeterKeyTaken((await readMeter(deps, workspaceId, key)).id);
}

async function readMeter(deps: Deps, workspaceId: string, key: string): Promise<MeterRow> {
  const meter = (await findMetersByKey(deps.database, workspaceId, [key])).get(key);
  if (meter === undefined) throw new Error(`The meter "${key}" is not there any more.`);
  return meter;
}
