import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { EntranceCard } from '../design/screen.tsx';

type EntranceProps = { readonly problem: string | null; readonly onText: (text: string) => void };

/** For who comes without a token, or with one that has expired. */
export function Entrance({ problem, onText }: EntranceProps) {
  const [text, setText] = useState('');
  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') onText(text);
  }
  return (
    <>
      <title>Usage</title>
      <EntranceCard
        title="Your usage"
        lead={
          problem === null ? <p>Open the link that you were sent, or paste it here.</p> : <p role="alert">{problem}</p>
        }
        onSubmit={send}
      >
        <TextField name="token" label="Link or token" code value={text} onValue={setText} />
        <Button type="submit" look="main">
          Show my usage
        </Button>
      </EntranceCard>
    </>
  );
}
