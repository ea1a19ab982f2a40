import type { Choice } from '../../design/field.tsx';

type Keyed = { readonly key: string; readonly name: string };

/**
 * What can be chosen by its key, and what is chosen already, even if it can be no longer: a version goes on charging by a meter
 * that has been archived, and a list that showed another one instead would lie. `none` and `choose` stand for no choice yet.
 */
export function keyChoices(
  known: readonly Keyed[],
  chosen: string,
  [none, choose]: readonly [none: string, choose: string],
): readonly Choice<string>[] {
  const isKnown = chosen === '' || known.some(({ key }) => key === chosen);
  return [
    { value: '', label: known.length === 0 ? none : choose },
    ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
    ...known.map(({ key, name }) => ({ value: key, label: name })),
  ];
}
