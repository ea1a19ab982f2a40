import { type ReactNode, useState } from 'react';
import { useAsk } from '../data/ask.ts';
import { SuggestField, type Suggestion } from '../design/suggest-field.tsx';
import { decimalText } from '../format/decimal.ts';
import { EventNamesDocument } from '../generated/documents.ts';

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
  const [isUsed, setUsed] = useState(false);
  const names = useAsk(EventNamesDocument, {}, { when: isUsed }).data?.eventNames ?? [];
  return (
    <SuggestField
      {...props}
      onFocus={() => setUsed(true)}
      code
      suggestions={names.map(({ name, eventCount }) => ({
        value: name,
        note: `${decimalText(String(eventCount))} lately`,
      }))}
    />
  );
}

/** The properties that the latest events of a name have. */
export function usePropertiesOf(eventName: string): readonly Suggestion[] {
  const names = useAsk(EventNamesDocument, {}).data?.eventNames ?? [];
  const known = names.find(({ name }) => name === eventName);
  return (known?.properties ?? []).map((value) => ({ value }));
}
