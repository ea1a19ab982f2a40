import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import style from './customer-view.module.css';

type EntranceProps = { readonly problem: string | null; readonly onText: (text: string) => void };

/** For who comes without a token, or with one that has expired. */
export function Entrance({ problem, onText }: EntranceProps) {
  const [text, setText] = useState('');
  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') onText(text);
  }
  return (
    <main className={style.entrance}>
      <title>Usage</title>
      <form className={style.card} onSubmit={send}>
        <h1>Your usage</h1>
        {problem === null ? <p>Open the link that you were sent, or paste it here.</p> : <p role="alert">{problem}</p>}
        <label className={style.field}>
          Link or token
          <input value={text} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
        </label>
        <Button type="submit" look="main">
          Show my usage
        </Button>
      </form>
    </main>
  );
}
