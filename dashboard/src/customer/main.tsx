import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../design/base.css';
import { tokenOf } from '../format/token.ts';
import { CustomerApp } from './customer-app.tsx';

/** Takes the token out of the address at once: there it would be in the history, and in what is copied from it. */
function takeToken(): string | null {
  const { hash, pathname, search } = window.location;
  if (!hash.includes('token=')) return null;
  window.history.replaceState(null, '', `${pathname}${search}`);
  return tokenOf(hash);
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <CustomerApp given={takeToken()} takeToken={takeToken} />
  </StrictMode>,
);
