import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What takes longest, as it was measured; before it what may have to wait for an installation.
const first = [
  'browser/',
  'live/announcers',
  'faults/',
  'cli/trace-killed',
  'server/body-memory',
  'cli/credits-killed',
  'hostile/corpus',
  'credits/model',
  'cli/closing-killed',
  'cli/serve',
  'server/streams',
  'recipes',
  'client/packaging',
  'store/embedded',
  'cli/',
  'client/readme',
  'client/example',
  'trace/',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = first.findIndex((name) => moduleId.includes(`/test/${name}`));
  return place === -1 ? first.length : place;
};

/**
 * Long files first, so that none of them is begun when the other workers have nothing left to do. By default they are
 * sorted by how long they took the last time, which a fresh clone does not know.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => placeOf(a) - placeOf(b));
  }
}
