import fc from 'fast-check';
import { expect } from 'vitest';
import type { TestApi } from '../kit/api.ts';
import { scenes } from './model-operations.ts';
import { playScene } from './model-world.ts';

export type ModelRun = {
  readonly commands: number;
  readonly operationsMax: number;
  readonly seed: number;
  readonly precision: number;
};

/**
 * Plays random scenes until so many operations were compared, one after the other. What fails is shrunk and printed with
 * its seed and path: `MODEL_SEED=… MODEL_PATH=…` plays it again.
 */
export async function playModel(api: TestApi, { commands, operationsMax, seed, precision }: ModelRun): Promise<number> {
  let compared = 0;
  let failed = false;
  const scene = fc.asyncProperty(scenes(operationsMax, precision), async (one) => {
    // Not while a scene that failed is being shrunk.
    if (compared >= commands && !failed) return;
    const played = playScene(api, one, (step, { real, naive }) => {
      const { version: _, ...seen } = real;
      expect(seen, `after step ${step}`).toEqual(naive);
    });
    compared += await played.catch((error: unknown) => {
      failed = true;
      throw error;
    });
  });
  const path = process.env.MODEL_PATH;
  await fc.assert(scene, {
    seed: Number(process.env.MODEL_SEED ?? seed),
    ...(path === undefined ? {} : { path }),
    // Those after the last one are empty.
    numRuns: Math.ceil((commands * 4) / operationsMax),
  });
  return compared;
}
