import { type FormEvent, useState } from 'react';
import { signIn } from '../data/session.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { EntranceCard } from '../design/screen.tsx';
import { Mark } from './mark.tsx';

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
    <>
      <title>Sign in · Misura</title>
      <EntranceCard
        mark={<Mark size={36} />}
        title="Sign in to Misura"
        lead={
          <p>
            With a secret key of your workspace. The first one was printed when the server started for the first time.
          </p>
        }
        onSubmit={(event) => void send(event)}
      >
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
      </EntranceCard>
    </>
  );
}
