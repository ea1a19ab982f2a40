import { type FormEvent, useState } from 'react';
import { signIn } from '../data/session.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Mark } from './mark.tsx';
import style from './sign-in.module.css';

/**
 * Takes a secret key and changes it for a session, which is a cookie that no script can read. The key is in the field until
 * it is sent, and nowhere after.
 */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const problem = key.trim() === '' ? 'Paste a key first.' : await signIn(key);
    setBusy(false);
    setError(problem);
    if (problem !== null) return;
    setKey('');
    onSignedIn();
  }

  return (
    <main className={style.screen}>
      <title>Sign in · Misura</title>
      <div className={style.card}>
        <div className={style.head}>
          <Mark size={36} />
          <h1>Sign in to Misura</h1>
          <p className={style.lead}>
            With a secret key of your workspace. The first one was printed when the server started for the first time.
          </p>
        </div>
        <form className={style.form} onSubmit={(event) => void send(event)}>
          <TextField
            name="key"
            label="Secret key"
            type="password"
            placeholder="msr_…"
            code
            autoFocus
            value={key}
            onValue={setKey}
            error={error}
          />
          <Button type="submit" look="main" busy={isBusy}>
            {isBusy ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        <div className={style.ruler} aria-hidden="true" />
      </div>
    </main>
  );
}
