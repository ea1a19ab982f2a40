import type { ReactNode } from 'react';
import { useAsk } from '../data/ask.ts';
import { SuggestField, type Suggestion } from '../design/suggest-field.tsx';
import { namesLately } from '../format/lately.ts';
import { LatelyDocument } from '../generated/documents.ts';

type EventNameFieldProps = {
  readonly name: string;
  readonly label: ReactNode;
  readonly isLabelHidden?: boolean;
  readonly placeholder?: string;
  readonly value: string;
  readonly onValue: (name: string) => void;
};

/** The name of events, from those that were recorded lately. Any other can be typed. */
export function EventNameField(props: EventNameFieldProps) {
  const names = useNamesLately();
  return (
    <SuggestField
      {...props}
      code
      suggestions={names.map(({ name, count }) => ({
        value: name,
        note: `${count} of the latest`,
      }))}
    />
  );
}

function useNamesLately() {
  return namesLately(useAsk(LatelyDocument, {}).data?.events.nodes ?? []);
}

/** The properties that the latest events of a name have. */
export function usePropertiesOf(eventName: string): readonly Suggestion[] {
  const names = useNamesLately();
  const known = names.find(({ name }) => name === eventName);
  return (known?.properties ?? []).map((value) => ({ value }));
}
