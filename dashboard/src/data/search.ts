import { useParameters } from './address.ts';
import { useSettled } from './settled.ts';

/** What a list is searched for: it is in the address, and is asked for when somebody stops typing. */
export function useSearch() {
  const [parameters, setParameters] = useParameters();
  const text = parameters.get('search') ?? '';
  const [search, isSettled] = useSettled(text.trim(), 200);
  return { text, setText: (next: string) => setParameters({ search: next }), search: search || null, isSettled };
}
