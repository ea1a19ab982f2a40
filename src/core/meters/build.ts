import { compareText } from '../text.ts';

/** How far one count of a meter has come. */
export type BuildState = {
  /** Events recorded under this version of the workspace or later are counted as they come. */
  readonly fromVersion: number;
  /** Events recorded under this version or later are not counted: the meter was archived. Null: it is not. */
  readonly toVersion: number | null;
  readonly cursor: { readonly customerId: string; readonly eventId: string };
  readonly finished: boolean;
};

/** Whether a stored event is in the count already; the walk goes by (customer, event id), ids by code point. */
export function isCounted(
  build: BuildState,
  event: { readonly customerId: string; readonly eventId: string; readonly metersVersion: number },
): boolean {
  if (build.toVersion !== null && event.metersVersion >= build.toVersion) return false;
  if (build.finished || event.metersVersion >= build.fromVersion) return true;
  const { customerId, eventId } = build.cursor;
  if (event.customerId !== customerId) return event.customerId < customerId;
  return compareText(event.eventId, eventId) <= 0;
}
