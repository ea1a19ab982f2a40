/** What came of signing in: null if it worked, else why not, for people. */
export async function signIn(key: string): Promise<string | null> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: key.trim() }),
    });
    if (response.ok) return null;
    const { message } = (await response.json().catch(() => ({}))) as { message?: unknown };
    return typeof message === 'string' ? message : `The server answered with ${response.status}.`;
  } catch {
    return 'The server cannot be reached.';
  }
}

export async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE' });
}
